"""The loop of a process that does what was decided and is not yet made, job by job.

Work is found from the rows themselves, so a crash between a decision and its document loses
nothing (house rule 11). One holder at a time, by lease; a job that fails waits longer each time.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import queue
import secrets
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from app import sessions
from app.work import REGISTER, Caller
from models.errors import Refusal

LEASE_SECONDS = 30
IDLE_SECONDS = 0.4
"""A suspension is on its status list within the second."""
LONGEST_WAIT = 300.0
ALIVE = 100_000
"""New things alive before garbage is looked for: more than a document is made of. With Python's own
700, a sixth of the time of drawing goes into looking; what is left is looked for after each."""

log = logging.getLogger("sacr.worker")


@dataclass
class Job:
    """One kind of work: `do` does one piece and says whether there was any."""

    name: str
    do: Callable[[Caller], bool]
    failures: int = 0
    not_before: float = 0.0

    def run(self) -> bool:
        """Do one piece; a failure is logged without its facts and waits longer each time."""
        if time.monotonic() < self.not_before:
            return False
        try:
            busy = self.do(REGISTER)
        except Refusal as no:
            self._wait(no.code)
            return False
        except Exception as fault:  # noqa: BLE001  the worker outlives every fault of one job
            self._wait(type(fault).__name__)
            return False
        self.failures = 0
        return busy

    def _wait(self, why: str) -> None:
        self.failures += 1
        wait = min(LONGEST_WAIT, 2.0**self.failures)
        self.not_before = time.monotonic() + wait
        log.error("job %s failed (%s), try %d, again in %d s", self.name, why, self.failures, wait)


class Stop(Protocol):
    """Says whether to stop, and waits for it."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float, /) -> bool: ...


class Told:
    """Whether one was told to stop; a signal may tell it at any moment.

    A threading.Event may not: its lock may be held by the very code that the signal interrupts,
    and then the process hangs for ever. `tools/serve.py` has its own: it knows nothing of `app`.
    """

    def __init__(self) -> None:
        self._words: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._heard = False

    def tell(self, number: int = 0, _frame: object = None) -> None:
        """Tell it; a signal handler."""
        self._words.put(number)

    def wait(self, seconds: float) -> bool:
        """Wait so long at most, and say whether it was told."""
        if not self._heard:
            with contextlib.suppress(queue.Empty):
                self._words.get(timeout=seconds)
                self._heard = True
        return self._heard

    def is_set(self) -> bool:
        """Say whether it was told."""
        return self.wait(0)


def told_by_signal() -> Told:
    """Whether this process was told to stop: TERM and INT end it after the piece it is at."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    stop = Told()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.tell)
    return stop


def run(
    stop: Stop, lease: str, brought: Callable[[], list[Job]], idle: float = IDLE_SECONDS
) -> None:
    """Work until told to stop; the first beat comes before the jobs are brought: heavy imports."""
    holder = secrets.token_hex(8)
    _held(lease, holder)
    todo = brought()
    while not stop.is_set():
        if not _held(lease, holder):
            stop.wait(idle)
            continue
        busy = sum(job.run() for job in todo)
        if not busy:
            stop.wait(idle)
    _held(lease, holder, seconds=0)  # who comes next need not wait


def _held(lease: str, holder: str, seconds: int = LEASE_SECONDS) -> bool:
    """Keep the lease; a database that does not answer is waited for, not a reason to end."""
    try:
        return sessions.lease(lease, holder, seconds)
    except Exception as fault:  # noqa: BLE001
        log.error("the lease could not be kept (%s)", type(fault).__name__)
        return False


def tidy() -> None:
    """Give back what a piece of work has left: parts that hold each other, and the memory of both.

    Without it a process that draws documents grows by half. It takes some ten milliseconds.
    """
    gc.collect()
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # as the C library of Debian has it
        trim(0)


def settle() -> None:
    """Tell this process to look for garbage seldom, and never in what was imported by now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALIVE)

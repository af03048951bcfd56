"""Wall clock and processor time side by side: on a shared machine only the second one is ours."""

from __future__ import annotations

import hashlib
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

WARM = 3
YARDSTICK = b"SACR" * 16

T = TypeVar("T")


def p50(times: Sequence[float]) -> float:
    """The median, in milliseconds to a tenth."""
    return round(1000 * statistics.median(times), 1)


def p95(times: Sequence[float]) -> float:
    """The time that nineteen of twenty do not exceed, in milliseconds to a tenth."""
    return round(1000 * statistics.quantiles(times, n=20, method="inclusive")[-1], 1)


@dataclass
class Times:
    """Seconds of each round."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def __add__(self, other: Times) -> Times:
        """Round by round, of two steps that follow each other."""
        return Times(
            [one + two for one, two in zip(self.wall, other.wall, strict=True)],
            [one + two for one, two in zip(self.cpu, other.cpu, strict=True)],
        )

    def figures(self, name: str) -> dict[str, float]:
        """`<name>_p50_ms`, `_p95_ms` by the wall clock, and `_cpu_p50_ms`, `_cpu_p95_ms`."""
        return {
            f"{name}_p50_ms": p50(self.wall),
            f"{name}_p95_ms": p95(self.wall),
            f"{name}_cpu_p50_ms": p50(self.cpu),
            f"{name}_cpu_p95_ms": p95(self.cpu),
        }


def once(times: Times, act: Callable[[], T]) -> T:
    """Do it once, and note how long it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = act()
    times.wall.append(time.perf_counter() - wall)
    times.cpu.append(time.process_time() - cpu)
    return made


def timed(act: Callable[[], object], rounds: int) -> Times:
    """Do it so often, warm."""
    for _ in range(WARM):
        act()
    times = Times()
    for _ in range(rounds):
        once(times, act)
    return times


def yardstick() -> float:
    """CPU milliseconds of a piece of work that never changes: other figures are read beside it."""

    def work() -> None:
        found = b""
        for place in range(20_000):
            found = hashlib.sha256(found + YARDSTICK[: place % 64]).digest()

    return p50(timed(work, 9).cpu)


def interpreter() -> float:
    """CPU milliseconds of work in Python alone: builds of the same Python differ by half."""

    def work() -> None:
        found: dict[int, str] = {}
        for place in range(30_000):
            found[place % 97] = f"{place}x"

    return p50(timed(work, 9).cpu)

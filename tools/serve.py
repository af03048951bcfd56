"""Serves the register: web server, screening and worker in one process group that ends whole.

`make run` calls it; so may a service manager. TERM, INT and HUP end all of it; if one of them ends
by itself, so do the others, with a message. It knows the application by `wsgi:app`, by the names of
its commands and by /healthz only. What `--preload` names is imported once, before the processes
part: they start in a third of the time, and share the memory.
"""

import argparse
import contextlib
import ctypes
import http.client
import importlib
import multiprocessing
import os
import queue
import shlex
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing.context import ForkProcess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
OTHER_PORT = 8123
PATIENCE = 60.0
"""Seconds to wait for the first answer."""
GRACE = 10.0
"""Seconds that the processes have to finish what they are at."""
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15

FORK = multiprocessing.get_context("fork")


class Told:
    """Whether one was told to stop; a signal may tell it at any moment.

    A threading.Event may not: its lock may be held by the very code that the signal interrupts,
    and then the process hangs for ever.
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


def main() -> int:
    """Serve until told to stop; return 0 then, and 1 when something went wrong."""
    asked = _arguments()
    if _taken(asked.port):
        _say(f"Port {asked.port} is taken. Choose another one: make run PORT={OTHER_PORT}")
        return 1
    stop = Told()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop.tell)
    os.chdir(PROJECT)
    os.environ["PORT"] = str(asked.port)
    sys.path.insert(0, str(PROJECT))
    for name in asked.preload:
        importlib.import_module(name)
    if asked.first and (code := _run(asked.first, stop)):
        return 0 if stop.is_set() else code
    web = _part("web server", _serve, asked.port, asked.workers)
    processes = [web, _part("screening", _command, "screener", group=web.pid or 0)]
    if not asked.pages_only:
        processes.append(_part("worker", _command, "worker", group=web.pid or 0))
    try:
        return _watch(processes, asked, stop)
    finally:
        _end(processes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes of the web server")
    parser.add_argument(
        "--pages-only",
        action="store_true",
        help="leave the worker to another user, who alone has the keys (docs/keys.md)",
    )
    parser.add_argument("--preload", action="append", default=[], help="a module to import once")
    parser.add_argument("--first", help="the register's command to run before serving")
    parser.add_argument("--then", help="the register's command to run once it answers")
    return parser.parse_args()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _serve(port: int, workers: int) -> None:
    from granian import Granian  # noqa: PLC0415  only the web server needs it
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    Granian(
        "wsgi:app",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _command(words: str) -> None:
    from flask.cli import cli  # noqa: PLC0415  as `flask --app wsgi …` does

    cli.main(args=["--app", "wsgi", *shlex.split(words)], prog_name="flask")


def _part(name: str, work: Callable[..., None], *values: object, group: int = 0) -> ForkProcess:
    """Start a process of its own, in `group` or one of its own: Ctrl-C reaches only this one."""
    process = FORK.Process(target=_apart, name=name, args=(name, group, work, values))
    process.start()
    with contextlib.suppress(OSError):  # whoever comes first, here or there, joins it to the group
        os.setpgid(process.pid or 0, group or process.pid or 0)
    return process


def _apart(name: str, group: int, work: Callable[..., None], values: Sequence[object]) -> None:
    with contextlib.suppress(OSError):
        os.setpgid(0, group)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    kernel = ctypes.CDLL(None)
    # Should the parent be killed outright, the kernel ends this one.
    kernel.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    kernel.prctl(PR_SET_NAME, f"sacr {name}".encode())
    work(*values)


def _run(words: str, stop: Told) -> int:
    """Run one of the register's commands to its end, or until told to stop; return its code."""
    process = _part("command", _command, words)
    while process.is_alive() and not stop.is_set():
        process.join(0.1)
    if process.is_alive():
        process.terminate()
        process.join()
    return process.exitcode or 0


def _watch(processes: Sequence[ForkProcess], asked: argparse.Namespace, stop: Told) -> int:
    """Return when told to stop, when one of the processes has ended, or when none answers."""
    deadline = time.monotonic() + PATIENCE
    answered = False
    while not stop.wait(0.5 if answered else 0.1):
        for process in processes:
            if not process.is_alive():
                _say(
                    f"The {process.name} ended by itself (code {process.exitcode});"
                    " so does the rest."
                )
                return 1
        if not answered and _answers(asked.port, pages_only=asked.pages_only):
            answered = True
            _say(f"The register answers at http://{HOST}:{asked.port}; Ctrl-C stops it.")
            if asked.then:
                _run(asked.then, stop)
        if not answered and time.monotonic() > deadline:
            _say(f"The register did not answer within {PATIENCE:.0f} seconds.")
            return 1
    return 0


def _answers(port: int, *, pages_only: bool) -> bool:
    """Say whether /healthz is well; it is not while the worker has yet to show itself.

    Where the worker is another user's, any answer will do.
    """
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            status = connection.getresponse().status
            return pages_only or status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _end(processes: Sequence[ForkProcess]) -> None:
    """Ask all to finish; after GRACE, end the whole group, children's children too.

    The server's own processes are asked as well, and asked again: one that was only starting
    when it was first asked has not heard it.
    """
    group = processes[0].pid or 0
    deadline = time.monotonic() + GRACE
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline and any(p.is_alive() for p in processes):
            os.killpg(group, signal.SIGTERM)
            for process in processes:
                process.join(0.5)
        os.killpg(group, signal.SIGKILL)
    for process in processes:
        process.join()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())

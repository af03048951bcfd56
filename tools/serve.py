"""Serves the register: the web server and the worker in one process group that ends whole.

`make run` calls it; so may a service manager. TERM, INT and HUP end both; if either ends by
itself, so does the other, with a message. It knows the application by its commands only.
"""

import argparse
import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
HOST = "127.0.0.1"
OTHER_PORT = 8123
PATIENCE = 60.0
"""Seconds to wait for the first answer."""
GRACE = 10.0
"""Seconds that the processes have to finish what they are at."""


def main() -> int:
    """Serve until told to stop; return 0 then, and 1 when something went wrong."""
    asked = _arguments()
    if _taken(asked.port):
        _say(f"Port {asked.port} is taken. Choose another one: make run PORT={OTHER_PORT}")
        return 1
    if asked.check:
        return 0
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    processes = _start(asked.port, asked.workers)
    try:
        return _watch(processes, asked, stop)
    finally:
        _end(processes)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes of the web server")
    parser.add_argument("--who", action="store_true", help="say who can sign in, once it answers")
    parser.add_argument("--check", action="store_true", help="only say whether the port is free")
    return parser.parse_args()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def _start(port: int, workers: int) -> dict[str, subprocess.Popen[bytes]]:
    """Start both in a process group of their own, so that Ctrl-C reaches only this process."""
    server = [
        *(sys.executable, "-m", "granian", "wsgi:app", "--interface", "wsgi"),
        *("--host", HOST, "--port", str(port), "--no-ws", "--log-level", "warning"),
        *("--workers", str(workers), "--blocking-threads", "1"),
    ]
    web = _process(server, port, group=0)
    worker = _process(_flask("worker"), port, group=web.pid)
    return {"web server": web, "worker": worker}


def _process(command: list[str], port: int, group: int) -> subprocess.Popen[bytes]:
    # Should this process be killed outright, the kernel ends the other two.
    front = ["setpriv", "--pdeathsig", "TERM", "--"] if shutil.which("setpriv") else []
    return subprocess.Popen(
        [*front, *command],
        cwd=PROJECT,
        env=os.environ | {"PORT": str(port)},
        stdin=subprocess.DEVNULL,
        process_group=group,
    )


def _flask(*words: str) -> list[str]:
    return [sys.executable, "-m", "flask", "--app", "wsgi", *words]


def _watch(
    processes: dict[str, subprocess.Popen[bytes]], asked: argparse.Namespace, stop: threading.Event
) -> int:
    """Return when told to stop, when one of the processes has ended, or when none answers."""
    deadline = time.monotonic() + PATIENCE
    answered = False
    while not stop.wait(0.1 if not answered else 0.5):
        for name, process in processes.items():
            code = process.poll()
            if code is not None and not stop.is_set():
                _say(f"The {name} ended by itself (code {code}); so does the rest.")
                return 1
        if not answered and _answers(asked.port):
            answered = True
            _say(f"The register answers at http://{HOST}:{asked.port}; Ctrl-C stops it.")
            if asked.who:
                subprocess.run(_flask("regime", "who"), cwd=PROJECT, check=False)
        if not answered and time.monotonic() > deadline:
            _say(f"The register did not answer within {PATIENCE:.0f} seconds.")
            return 1
    return 0


def _answers(port: int) -> bool:
    """Say whether /healthz is well; it is not while the worker has yet to show itself."""
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False


def _end(processes: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask both to finish; after GRACE, end the whole group, children's children too.

    The server's own processes are asked as well, and asked again: one that was only starting
    when it was first asked has not heard it.
    """
    group = next(iter(processes.values())).pid
    deadline = time.monotonic() + GRACE
    with contextlib.suppress(ProcessLookupError):
        while time.monotonic() < deadline and any(p.poll() is None for p in processes.values()):
            os.killpg(group, signal.SIGTERM)
            for process in processes.values():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.5)
        os.killpg(group, signal.SIGKILL)
    for process in processes.values():
        process.wait()


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())

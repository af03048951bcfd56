"""Serving starts three processes and leaves none behind, however it ends."""

import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

SERVE = Path(__file__).resolve().parents[2] / "tools" / "serve.py"

# What serve.py knows of the application: wsgi:app, /healthz, and four commands.
APPLICATION = """
import os, signal, time
from flask import Flask
from flask.cli import AppGroup

app = Flask(__name__)
regime = AppGroup("regime")
app.cli.add_command(regime)

@app.get("/healthz")
def healthz():
    return "well"

@app.get("/fall")
def fall():
    os._exit(3)

@app.cli.command("worker")
def worker():
    if os.path.exists("deaf"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while not os.path.exists("fall"):
        time.sleep(0.1)
    raise SystemExit(4)

@app.cli.command("screener")
def screener():
    while not os.path.exists("fall-screening"):
        time.sleep(0.1)
    raise SystemExit(6)

@regime.command("demo")
def demo():
    if os.path.exists("broken"):
        raise SystemExit(5)
    open("made", "w").close()

@regime.command("who")
def who():
    print("Ista Dovane may sign in")
"""

Serve = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project of its own: a tiny application and the real tools/serve.py."""
    (tmp_path / "wsgi.py").write_text(APPLICATION)
    (tmp_path / "tools").mkdir()
    shutil.copy(SERVE, tmp_path / "tools")
    return tmp_path


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def serve(folder: Path, port: int) -> Iterator[Serve]:
    """Start it; whatever is left of it afterwards is a failure, and is ended."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "tools/serve.py", "--port", str(port), *words],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()
    left = of(folder)
    for one in left:
        one.kill()
    assert left == []


def of(folder: Path) -> list[psutil.Process]:
    """Every live process that works in the folder."""
    found = []
    for process in psutil.process_iter(["cwd", "status"]):
        if process.info["cwd"] == str(folder) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def until_answer(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def rest(process: subprocess.Popen[str], seconds: float = 20) -> tuple[str, int]:
    out, _ = process.communicate(timeout=seconds)
    return out, process.returncode


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_all_of_it_and_is_no_fault(
    serve: Serve, folder: Path, port: int, number: signal.Signals
) -> None:
    process = serve()
    assert f"http://127.0.0.1:{port}" in until_answer(process)
    assert len(of(folder)) == 6  # itself, the server with two of its own, screening, the worker
    process.send_signal(number)
    assert rest(process) == ("", 0)
    assert of(folder) == []


def test_it_prepares_first_and_says_who_can_sign_in_once_it_answers(
    serve: Serve, folder: Path
) -> None:
    words = ("--preload", "wsgi", "--first", "regime demo", "--then", "regime who")
    process = serve("--workers", "1", *words)
    until_answer(process)
    assert (folder / "made").exists()
    assert process.stdout is not None
    assert process.stdout.readline() == "Ista Dovane may sign in\n"


def test_nothing_is_served_when_the_preparation_fails(serve: Serve, folder: Path) -> None:
    (folder / "broken").touch()
    assert rest(serve("--first", "regime demo")) == ("", 5)
    assert of(folder) == []


@pytest.mark.parametrize(
    ("falls", "told"),
    [
        ("fall", "worker ended by itself (code 4)"),
        ("fall-screening", "screening ended by itself (code 6)"),
    ],
)
def test_one_that_falls_takes_the_others_along(
    serve: Serve, folder: Path, falls: str, told: str
) -> None:
    process = serve("--workers", "1")
    until_answer(process)
    (folder / falls).touch()
    said, code = rest(process)
    assert f"The {told}" in said
    assert code == 1
    assert of(folder) == []


def test_pages_alone_leave_the_worker_to_another_user(serve: Serve, folder: Path) -> None:
    process = serve("--workers", "1", "--pages-only")
    assert "answers at" in until_answer(process)
    (folder / "fall").touch()  # a worker here would fall, and take the pages along
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(2)
    process.terminate()
    assert rest(process)[1] == 0


def test_a_server_that_falls_takes_the_worker_along(serve: Serve, folder: Path, port: int) -> None:
    process = serve("--workers", "1")
    until_answer(process)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"GET /fall HTTP/1.1\r\nHost: here\r\n\r\n")
        client.recv(1)
    said, code = rest(process)
    assert "The web server ended by itself" in said
    assert code == 1
    assert of(folder) == []


def test_a_process_that_will_not_end_is_ended(serve: Serve, folder: Path) -> None:
    (folder / "deaf").touch()
    process = serve("--workers", "1")
    until_answer(process)
    process.terminate()
    assert rest(process)[1] == 0
    assert of(folder) == []


def test_nothing_outlives_a_killed_supervisor(serve: Serve, folder: Path) -> None:
    process = serve("--workers", "1")
    until_answer(process)
    process.kill()
    deadline = time.monotonic() + 15
    while of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert of(folder) == []


def test_a_taken_port_is_refused_at_once_naming_the_remedy(serve: Serve, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        said, code = rest(serve(), seconds=5)
    assert said == f"Port {port} is taken. Choose another one: make run PORT=8123\n"
    assert code == 1

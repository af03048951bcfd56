"""A real browser and the real server, for stories told as people would live them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PROJECT = Path(__file__).resolve().parents[2]
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
START = 60.0
"""Seconds that the server has to give its first answer."""


@dataclass(frozen=True)
class Server:
    """A running register: its address, its own data folder, and what its processes wrote."""

    url: str
    data_dir: Path
    log: Path

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the database it serves."""
        return f"sqlite:///{self.data_dir / 'sacr.db'}"

    def flask(self, *words: str) -> str:
        """Run one of the register's commands on its data; return what it printed.

        Raises AssertionError, with all it wrote, when it fails.
        """
        return flask(self.data_dir, *words)


def environment(data_dir: Path) -> dict[str, str]:
    """Return the environment of a demonstration in `data_dir`, whatever this shell has set.

    No list is at hand and none can be fetched, so the invented one that ships is screened against.
    """
    own = {
        "DATA_DIR": str(data_dir),
        "LISTS_DIR": str(data_dir),
        "SCREENING_MATCHER": "simple",
        "UN_LIST_URL": "http://127.0.0.1:9/none.xml",
    }
    kept = {name: os.environ[name] for name in ("HOME", "LANG", "PATH", "TZ") if name in os.environ}
    return kept | own


def flask(data_dir: Path, *words: str) -> str:
    """Run one of the register's commands on a data folder; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=PROJECT,
        env=environment(data_dir),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"flask {' '.join(words)}:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def serving(data_dir: Path, workers: int = 1) -> Iterator[Server]:
    """Serve the register that lies in `data_dir` on a free port; end it, whole, afterwards."""
    port = _free_port()
    log = data_dir / "serve.log"
    options = {"--port": port, "--workers": workers, "--preload": "app.factory"}
    command = [
        sys.executable,
        "tools/serve.py",
        *(str(word) for pair in options.items() for word in pair),
    ]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(data_dir) | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
        )
    try:
        _wait(process, log)
        yield Server(f"http://127.0.0.1:{port}", data_dir, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        # Kept by pytest and shown when the test fails.
        sys.stdout.write(log.read_text(errors="replace"))


def chromium() -> str:
    """Return the path of the installed Chromium; raise RuntimeError naming the remedy."""
    path = shutil.which("chromium")
    if path is None:
        raise RuntimeError("Chromium is not installed. Run: bash tools/system.sh --for test")
    return path


def axe_violations(page: Page) -> list[str]:
    """Return what axe finds wrong with the page as it stands: rule, meaning and elements."""
    options = {
        "runOnly": {"type": "tag", "values": AXE_RULES},
        "resultTypes": ["violations"],  # what passes is counted, not described: half the time
    }
    results = Axe().run(page, options=options)
    violations: list[dict[str, Any]] = results.response["violations"]
    return [
        f"{violation['id']}: {violation['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in violation["nodes"])
        for violation in violations
    ]


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen; 0 when it fits."""
    pixels: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return pixels


def watch(page: Page, complaints: list[str]) -> None:
    """Note what no page may do: break the content security policy, or ask another machine."""

    def on_console(message: Any) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(f"{page.url}: {message.text}")

    def on_request(request: Any) -> None:
        host = urlsplit(request.url).hostname
        if host not in {None, "127.0.0.1"}:
            complaints.append(f"{page.url} asks {request.url}")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START
    while process.poll() is None and time.monotonic() < deadline:
        if "The register answers" in log.read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise RuntimeError(f"The register does not answer:\n{log.read_text(errors='replace')}")

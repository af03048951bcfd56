"""A border post for stories: a register with lists that the story signs, and its own clock.

The server runs in the test's process, so that "the network is off" is a server that is gone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import cv2
import numpy as np
import segno
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from flask import Flask
from playwright.sync_api import Page, expect
from werkzeug.serving import make_server

from app.signed import status, trust
from app.signed.status import StatusList
from app.signed.trust import TrustList, Use
from tools.vectors import keys

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TRUSTED = (
    keys.XA_TOKEN.trusted("XA", Use.TOKEN),
    keys.XA_STATUS.trusted("XA", Use.STATUS),
    keys.XB_STATUS.trusted("XB", Use.STATUS),
)
HEX = 16


def root_pem(key: keys.VectorKey = keys.ROOT) -> bytes:
    """The certificate of a root of the vectors, as the register publishes it."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, key.name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key._key.public_key())
        .serial_number(1)
        .not_valid_before(keys.BEGIN)
        .not_valid_after(keys.END)
        .sign(key._key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.PEM)


@dataclass
class Published:
    """What the register publishes, as the story wants it; and what its clock says."""

    now: datetime = NOON
    out: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.out["/v1/root.pem"] = root_pem()
        self.trust(1)
        self.list("XA", keys.XA_STATUS)
        self.list("XB", keys.XB_STATUS)

    def trust(self, seq: int, root: keys.VectorKey = keys.ROOT, days: int = 30) -> None:
        """Publish the trust list anew."""
        issued = self.now - timedelta(hours=1)
        made = TrustList(seq, issued, issued + timedelta(days=days), TRUSTED)
        self.out[trust.ADDRESS] = trust.signed(made, root)

    def list(
        self, state: str, key: keys.VectorKey, entries: dict[int, int] | None = None, hours: int = 1
    ) -> None:
        """Publish a State's list anew; `hours` ago."""
        issued = self.now - timedelta(hours=hours)
        bits = status.packed(entries or {})
        made = StatusList(state, 2026, issued, issued + status.LIFE, status.TTL, bits)
        self.out[status.address(state, 2026)] = status.signed(made, key)


@dataclass
class Post:
    """The running register, and how to cut it off."""

    url: str
    published: Published
    stop: Callable[[], None]


@contextmanager
def serving(app: Flask) -> Iterator[Post]:
    """Serve an application on a free port, its lists and its clock being the story's."""
    published = Published()

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        def dated(code: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(code, [*headers, ("Date", format_datetime(published.now, usegmt=True))])

        path = environ["PATH_INFO"]
        if not path.startswith("/v1/"):
            return app(environ, dated)  # type: ignore[no-any-return]
        found = published.out.get(path)
        dated("200 OK" if found else "404 Not Found", [("Content-Type", "application/cwt")])
        return [found or b""]

    server = make_server("127.0.0.1", 0, answer, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    stopped = threading.Event()

    def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            server.shutdown()
            server.server_close()
            thread.join()

    yield Post(f"http://127.0.0.1:{server.server_port}", published, stop)
    stop()


def opened(page: Page, post: Post, at: datetime = NOON) -> Page:
    """Open the offline page at a moment, and wait until the device is prepared."""
    page.clock.set_fixed_time(at)
    page.goto(f"{post.url}/offline")
    return ready(page)


def ready(page: Page) -> Page:
    """Wait until the page has loaded its shelf and asked the network, if there is one."""
    page.wait_for_selector("html[data-offline=ready]", timeout=20_000)
    return page


def typed(page: Page, text: str) -> str:
    """Type a code as a hand scanner does; the word of the verdict."""
    page.locator("#code").fill(text)
    page.locator("#code").press("Enter")
    page.wait_for_selector(".sacr-verdict")
    expect(page.locator("#code")).to_have_value("")
    return page.locator("h1:visible").inner_text()


def picture(text: str, quiet: int = 6, scale: int = 5) -> np.ndarray[Any, Any]:
    """A sheet of paper with the square of a text on it, grey, 1280 by 720."""
    rows = [list(row) for row in segno.make_qr(text, error="q").matrix]
    square = np.pad(1 - np.array(rows, dtype=np.uint8), quiet, constant_values=1) * 255
    square = np.kron(square, np.ones((scale, scale), dtype=np.uint8))
    sheet = np.full((720, 1280), 225, dtype=np.uint8)
    top, left = (720 - square.shape[0]) // 2, (1280 - square.shape[1]) // 2
    sheet[top : top + square.shape[0], left : left + square.shape[1]] = square
    return sheet


def mjpeg(text: str) -> bytes:
    """A film of that sheet for Chromium's pretended camera: JPEG after JPEG."""
    turned = cv2.warpAffine(
        picture(text),
        cv2.getRotationMatrix2D((640, 360), 4, 0.95),
        (1280, 720),
        borderValue=(200,),
    )
    _, frame = cv2.imencode(".jpg", cv2.cvtColor(turned, cv2.COLOR_GRAY2BGR))
    return frame.tobytes() * 10

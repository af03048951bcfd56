"""A border post in Chromium, its network off: verdicts by the browser's own code, and a camera."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from app import clock
from app.factory import create_app
from app.work import close_house
from benchmarks import _lists
from benchmarks._timing import Times
from tests import databases, make
from tests.app.conftest import settings
from tests.stories import browser as real
from tests.stories.border_post import NOON, mjpeg, ready, serving
from tools.vectors import cases, codes, keys, lists

HERE = Path(__file__).parent
READER = "/static/dist/offline/reader.js"
CLOCK = """(() => {
  const Real = Date;
  const shift = %d - Real.now();
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift); }
    static now() { return Real.now() + shift; }
  };
})();"""
"""The page's date is the story's; its stop-watch (performance.now) stays the machine's."""
CAMERA_WARM = 1


def measured(judgements: int, scans: int) -> dict[str, Any]:
    """`offline_verify_…` over so many judgements, `camera_…` over so many scans."""
    with _post() as page:
        found = _judged(page, judgements)
        seen = [_scanned(page) for _ in range(CAMERA_WARM + scans)][CAMERA_WARM:]
    return {
        **_wall(found["verify"], "offline_verify"),
        "offline_verify_judgements": len(found["verify"]),
        **_wall(found["take"], "offline_list_take"),
        **_wall([one["seen"] for one in seen], "camera"),
        **_wall([one["pressed"] for one in seen], "camera_from_press"),
        "camera_scans": len(seen),
    }


@contextlib.contextmanager
def _post() -> Iterator[Page]:
    """The offline page, prepared once and then cut off; its camera sees a certificate."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        film = folder / "certificate.mjpeg"
        film.write_bytes(mjpeg(codes.text(codes.LICENCE)))
        url = databases.migrated_sqlite(folder / "sacr.db")
        app = create_app(settings(url, folder))
        stack.callback(close_house)
        stack.enter_context(clock.standing_at(NOON))
        make.states(make.House(url))
        post = stack.enter_context(serving(app))
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=real.chromium(),
            args=[
                *real.ARGUMENTS,
                "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={film}",
            ],
        )
        stack.callback(browser.close)
        page = browser.new_page()
        page.add_init_script(CLOCK % round(1000 * NOON.timestamp()))
        page.goto(f"{post.url}/offline")
        ready(page)
        post.stop()
        page.reload()
        yield ready(page)


def _judged(page: Page, rounds: int) -> dict[str, Any]:
    asked = _lists.genuine()
    found: dict[str, Any] = page.evaluate(
        (HERE / "_border.js").read_text(encoding="utf-8"),
        {
            "reader": READER,
            "root": keys.ROOT.public.raw.hex(),
            "documents": {name: data.hex() for name, data in lists.documents().items()},
            "shelves": {case.shelf: cases.SHELVES[case.shelf] for case in asked},
            "cases": [
                {
                    "name": case.name,
                    "text": case.text,
                    "shelf": case.shelf,
                    "at": case.at.timestamp(),
                    "verdict": case.verdict.value,
                }
                for case in asked
            ],
            "million": _lists.published().hex(),
            "rounds": rounds,
        },
    )
    assert found["wrong"] == []
    return found


def _scanned(page: Page) -> dict[str, float]:
    """Milliseconds of one certificate held before the camera: since its first frame (`seen`), and
    since the button was pressed.
    """
    found: dict[str, Any] = page.evaluate((HERE / "_camera.js").read_text(encoding="utf-8"))
    assert found["word"] == "VALID"
    assert 0 < found["seen"] <= found["pressed"]
    return found


def _wall(times_ms: list[float], name: str) -> dict[str, float]:
    figures = Times([ms / 1000 for ms in times_ms], [0.0, 0.0]).figures(name)
    return {key: value for key, value in figures.items() if "_cpu_" not in key}

"""What stories stand on: `server`, a demonstration of their own; `browser_page`, a new browser.

A story with two people opens a page for each with `new_page()`: each has its own cookies. At the
end of each story no page may have broken the content security policy or asked another machine.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.stories import browser as real

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give stories more time than other tests, and begin with them.

    They wait for a browser while others compute; the longest, begun last, would keep one core idle.
    """
    stories = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    for item in stories:
        item.add_marker(pytest.mark.timeout(300))
    items.sort(key=lambda item: item not in stories)


@pytest.fixture
def server(demonstration: Path, tmp_path: Path) -> Iterator[real.Server]:
    """A register of this story's own: web server and worker, on a fresh demonstration."""
    data_dir = tmp_path / "instance"
    shutil.copytree(demonstration, data_dir)
    with real.serving(data_dir) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window, started once for each file of stories.

    Not once a run: while it is open an event loop stands in this process, and whatever came after
    the stories could start none of its own.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=real.chromium(), args=real.ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """A function that opens a page with its own cookies: `new_page(width=1280, height=900)`.

    Further words are those of Playwright's `new_context`, as `java_script_enabled=False`.
    """
    contexts = []
    complaints: list[str] = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        real.watch(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def browser_page(new_page: NewPage) -> Page:
    """A page on a desk: 1280 by 900."""
    return new_page()


@pytest.fixture
def phone_page(new_page: NewPage) -> Page:
    """A page in the hand: 390 by 844, touched."""
    return new_page(width=390, height=844, has_touch=True, is_mobile=True)

"""Persons of the demonstration at their browsers, and the look at every page they open."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.stories.browser import Server, axe_violations, sideways

DAYS = ("day", "month", "year")
PATIENCE = 15_000
"""Milliseconds that a page may take to show what is looked for."""


@dataclass
class Somebody:
    """One person at one browser."""

    page: Page
    server: Server
    name: str = ""

    def sign_in(self, name: str) -> Somebody:
        """Sign in with the demonstration's one click."""
        self.name = name
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(f"{self.server.url}/sign-in")
        self.page.get_by_role("button", name=name).click()
        self.look()
        return self

    def go(self, path: str) -> Somebody:
        """Open an address and look at the page."""
        answer = self.page.goto(self.server.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()
        return self

    def follow(self, words: str) -> Somebody:
        """Follow a link by its words."""
        self.page.locator("main a", has_text=words).first.click()
        self.look()
        return self

    def press(self, words: str) -> Somebody:
        """Press a button by its words; what comes is a page without an error of ours."""
        self.page.locator("main").get_by_role("button", name=words).first.click()
        self.look()
        return self

    def write(self, label: str, text: str) -> Somebody:
        """Fill the field of that label."""
        self.page.locator("main").get_by_label(label, exact=False).first.fill(text)
        return self

    def choose(self, label: str) -> Somebody:
        """Choose an answer, or tick a box, by its words."""
        self.page.locator("main").get_by_label(label, exact=False).first.check()
        return self

    def pick(self, label: str, option: str) -> Somebody:
        """Choose from a list."""
        self.page.locator("main").get_by_label(label).first.select_option(label=option)
        return self

    def day(self, field: str, text: str) -> Somebody:
        """Fill the three boxes of a day, given as 2026-05-03."""
        year, month, day = (str(int(part)) for part in text.split("-"))
        for part, value in zip(DAYS, (day, month, year), strict=True):
            self.page.locator(f"[name={field}-{part}]").fill(value)
        return self

    def reads(self, *texts: str) -> Somebody:
        """Read the page: each of these stands on it."""
        shown = self.page.locator("main").inner_text()
        for text in texts:
            assert text in shown, f"{text!r} is not on {self.page.url}:\n{shown[:1500]}"
        return self

    def reads_not(self, *texts: str) -> Somebody:
        """None of these stands on the page."""
        shown = self.page.locator("main").inner_text()
        for text in texts:
            assert text not in shown, f"{text!r} is on {self.page.url}"
        return self

    def look(self) -> None:
        """As everybody sees it: nothing that axe finds, and no wider than the screen."""
        self.page.wait_for_load_state("networkidle")
        wrong = axe_violations(self.page)
        assert not wrong, f"{self.page.url}: {wrong}"
        assert sideways(self.page) == 0, f"{self.page.url} is wider than the screen"

    @property
    def path(self) -> str:
        """Where this person is."""
        return urlsplit(self.page.url).path

"""Persons of the demonstration at their browsers, and the look at every page they open."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page

from app.demonstration.people import PASSWORD
from tests.stories.browser import Server, axe_violations, sideways

DAYS = ("Day", "Month", "Year")
PATIENCE = 15_000
"""Milliseconds that a page may take to show what is looked for."""
WORKER = 60.0
"""Seconds in which the worker has screened a name or made a document."""


@dataclass
class Somebody:
    """One person at one browser."""

    page: Page
    server: Server
    name: str = ""
    password: str = ""
    """Typed wherever a page asks for it again."""

    def sign_in(self, name: str) -> Somebody:
        """Sign in with the demonstration's one click."""
        self.name, self.password = name, PASSWORD
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(f"{self.server.url}/sign-in")
        self._leads_on(self.page.get_by_role("button", name=name))
        self.look()
        return self

    def go(self, path: str) -> Somebody:
        """Open an address and look at the page."""
        answer = self.page.goto(self.server.url + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.look()
        return self

    def turn_to(self, words: str) -> Somebody:
        """Follow a line of the menu."""
        self._leads_on(self.page.get_by_label("Main").get_by_role("link", name=words))
        self.look()
        return self

    def follow(self, words: str) -> Somebody:
        """Follow a link by its words."""
        self._leads_on(self.main.locator("a", has_text=words).first)
        self.look()
        return self

    def press(self, words: str) -> Somebody:
        """Press a button by its words; what comes is a page that finds no fault."""
        self.press_in_vain(words)
        faults = self.main.locator(".govuk-error-summary").all_inner_texts()
        assert not faults, f"{self.page.url}: {faults}"
        return self

    def press_in_vain(self, words: str) -> Somebody:
        """The same, where the page that comes may say what is wrong."""
        if self.password and self.main.locator("[name=password]").count():
            self.main.locator("[name=password]").fill(self.password)
        self._leads_on(self.main.get_by_role("button", name=words).first)
        self.look()
        return self

    def write(self, label: str, text: str) -> Somebody:
        """Fill the field of that label."""
        self._field(label, "input, textarea").fill(text)
        return self

    def choose(self, label: str) -> Somebody:
        """Choose an answer, or tick a box, by its words."""
        self._field(label, "input").check()
        return self

    def answer(self, question: str, *words: str) -> Somebody:
        """Choose, of one question, the answers with these words."""
        group = self.main.get_by_role("group", name=question).first
        for each in words:
            group.get_by_label(each).first.check()
        return self

    def pick(self, label: str, option: str) -> Somebody:
        """Choose from a list."""
        self._field(label, "select").select_option(label=option)
        return self

    def day(self, label: str, day: date) -> Somebody:
        """Fill the three boxes of a day."""
        group = self.main.get_by_role("group", name=label).first
        for part, value in zip(DAYS, (day.day, day.month, day.year), strict=True):
            group.get_by_label(part).fill(str(value))
        return self

    def attach(self, label: str, name: str, content: bytes) -> Somebody:
        """Choose a PDF file to be sent."""
        self._field(label, "input").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )
        return self

    def waits_for(self, text: str) -> Somebody:
        """Load the page again until the worker has done what it shows."""
        until = time.monotonic() + WORKER
        while text not in self.main.inner_text() and time.monotonic() < until:
            time.sleep(0.5)
            self.page.reload()
        self.look()
        return self.reads(text)

    def fetch(self, words: str) -> bytes:
        """Take the file home to which a link with these words leads."""
        address = self.main.locator("a", has_text=words).first.get_attribute("href")
        assert address is not None
        answer = self.page.request.get(self.server.url + address)
        assert answer.status == 200, f"{address}: {answer.status}"
        assert "attachment" in answer.headers["content-disposition"]
        return answer.body()

    def reads(self, *texts: str) -> Somebody:
        """Read the page: each of these stands on it."""
        shown = self.main.inner_text()
        for text in texts:
            assert text in shown, f"{text!r} is not on {self.page.url}:\n{shown[:1500]}"
        return self

    def reads_not(self, *texts: str) -> Somebody:
        """None of these stands on the page."""
        shown = self.main.inner_text()
        for text in texts:
            assert text not in shown, f"{text!r} is on {self.page.url}"
        return self

    def look(self) -> None:
        """As everybody sees it: nothing that axe finds, and no wider than the screen."""
        wrong = axe_violations(self.page)
        assert not wrong, f"{self.page.url}: {wrong}"
        assert sideways(self.page) == 0, f"{self.page.url} is wider than the screen"

    @property
    def main(self) -> Locator:
        """What the page is about."""
        return self.page.locator("main")

    @property
    def path(self) -> str:
        """Where this person is."""
        return urlsplit(self.page.url).path

    def _field(self, label: str, kinds: str) -> Locator:
        """The first field of these kinds whose label holds these words."""
        return self.main.get_by_label(label).and_(self.page.locator(kinds)).first

    def _leads_on(self, what: Locator) -> None:
        """Click what opens another page, and let that come whole."""
        with self.page.expect_navigation(wait_until="load"):
            what.click()

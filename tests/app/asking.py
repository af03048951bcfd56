"""Every form of the register as its readers meet it: pages walked, forms read, filled and sent."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.demonstration.people import PASSWORD, login_of
from app.error_pages import SERVER
from app.gate import mark_of

Page = Any
"""A page as lxml reads it; the stubs know too little of it."""
Values = Mapping[str, list[str]]
RECORD = re.compile(r"X[A-E]-\d{4}-([A-Z])-\d{5}-[A-Z]|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DAY = re.compile(r"-(day|month|year)$")
FRAME = {"people.sign_out", "work_list.find"}
"""Forms that every page bears."""
MOST_ALIKE = 2
"""How many pages of one kind a reader looks at."""


@dataclass(frozen=True)
class Box:
    """One question of a form: its name, its kind, and what a browser would send untouched."""

    name: str
    kind: str
    """text, figure, day, choice, hidden, password or file"""
    value: list[str]


@dataclass(frozen=True)
class Asked:
    """A form on a page, and whoever met it there."""

    endpoint: str
    page: str
    action: str
    method: str
    boxes: tuple[Box, ...]
    browser: FlaskClient = field(compare=False)

    @property
    def kind(self) -> tuple[Any, ...]:
        """What makes two forms the same question, asked of two records."""
        names = tuple(sorted(RECORD.sub("#", box.name) for box in self.boxes))
        return (self.endpoint, self.method, names)

    def of(self, *kinds: str) -> list[str]:
        """The names of its boxes of these kinds."""
        return [box.name for box in self.boxes if box.kind in kinds]

    def whole(self, **words: list[str]) -> dict[str, list[str]]:
        """What a patient person would send, with these values instead for whole kinds of boxes."""
        return {box.name: words.get(box.kind, box.value) for box in self.boxes if box.value}

    def send(self, values: Values, **more: Any) -> TestResponse:
        """Send it; a text that is not Unicode travels as its broken bytes."""
        pairs = [(name, value) for name, found in values.items() for value in found]
        encoded = urlencode(pairs, errors="surrogatepass")
        if self.method == "GET":
            return self.browser.get(f"{self.action.split('?')[0]}?{encoded}")
        kind = "application/x-www-form-urlencoded"
        return self.browser.post(self.action, data=encoded, content_type=kind, **more)


def signed_in(app: Flask, name: str) -> FlaskClient:
    """The browser of a person of the demonstration."""
    browser = app.test_client()
    page = read(browser.get("/sign-in"))
    data = {"csrf_token": page.xpath("//input[@name='csrf_token']/@value")[0]}
    answer = browser.post("/sign-in/demonstration", data={**data, "login": login_of(name)})
    assert answer.status_code == 302, name
    return browser


def read(answer: TestResponse) -> Page:
    """A page, to be searched."""
    return lxml.html.fromstring(answer.get_data(as_text=True))


def walk(
    app: Flask, browser: FlaskClient, starts: Iterable[str], public: set[str]
) -> Iterator[tuple[str, Page]]:
    """Follow every link from some addresses; of each kind of page only the first few.

    `public` holds the pages for everybody that somebody has looked at already; it grows.
    """
    known = set(public)
    alike: Counter[str] = Counter()
    todo = deque(starts)
    while todo:
        url = todo.popleft()
        kind = RECORD.sub(lambda found: f"#{found[1] or ''}", url.split("?")[0])
        if url in known or alike[kind] >= MOST_ALIKE or endpoint_of(app, url) in (None, "static"):
            continue
        known.add(url)
        alike[kind] += 1
        mark = mark_of(app, endpoint_of(app, url) or "")
        if mark is not None and mark.public:
            public.add(url)
        answer = browser.get(url)
        assert answer.status_code < SERVER or url == "/healthz", url
        if answer.mimetype == "text/html" and answer.status_code == 200:
            page = read(answer)
            todo.extend(link.split("#")[0] for link in page.xpath("//a/@href") if link[:1] == "/")
            yield url, page


def endpoint_of(app: Flask, url: str, method: str = "GET") -> str | None:
    """The route that an address leads to."""
    try:
        path = url.partition("?")[0]
        return str(app.url_map.bind("localhost").match(path, method=method)[0])
    except HTTPException:
        return None


def forms(app: Flask, browser: FlaskClient, url: str, page: Page) -> Iterator[Asked]:
    """The forms of a page, but for those that every page bears."""
    for form in page.forms:
        action, method = form.get("action") or url, form.method or "GET"
        if method.upper() == "DIALOG":
            continue  # it closes a box on the page, and sends nothing
        endpoint = endpoint_of(app, action, method)
        assert endpoint is not None, f"a form of {url} leads nowhere: {action}"
        if endpoint not in FRAME:
            yield Asked(endpoint, url, action, method, tuple(_boxes(form)), browser)


def _boxes(form: Page) -> Iterator[Box]:
    groups: dict[str, list[Page]] = {}
    for item in form.inputs:
        if item.name and item.get("type") != "submit":
            groups.setdefault(item.name, []).append(item)
    for name, items in groups.items():
        kind = _kind(name, items[0])
        yield Box(name, kind, _value(name, kind, items))


def _kind(name: str, item: Page) -> str:
    plain = {"hidden": "hidden", "password": "password", "file": "file"}
    if item.tag == "select" or item.get("type") in ("radio", "checkbox"):
        return "choice"
    if DAY.search(name):
        return "day"
    if item.get("inputmode") in ("numeric", "decimal"):
        return "figure"
    return plain.get(item.get("type") or "", "text")


def _value(name: str, kind: str, items: list[Page]) -> list[str]:
    """What stands in the box, or else what would do."""
    if kind == "choice" and items[0].tag != "select":
        ticked = [item for item in items if item.get("checked") is not None] or items[:1]
        return [item.get("value") or "y" for item in ticked]
    if kind == "choice":
        offered = [option for option in items[0].value_options if option]
        return [items[0].value or (offered[0] if offered else "")]
    usual = {"hidden": "", "password": PASSWORD, "figure": "1", "text": "Some words", "file": ""}
    days = {"day": "3", "month": "5", "year": "2027"}
    usual["day"] = days.get(name.rpartition("-")[2], "")
    if "mail" in name or name == "login":
        usual["text"] = "someone@demo.example"
    found = [items[0].value or usual[kind]]
    return [] if kind == "file" else found

"""Every part of a page is drawn once, and keeps the rules that hold for all pages."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from lxml import html

from app import pages
from tests.app import gallery
from tests.untranslated import untranslated

PAGES = ["marks", "dossier", "border"]
PARTS = gallery.PROJECT / "templates" / "parts"
SOURCES = [
    *gallery.PROJECT.glob("templates/**/*.html"),
    *Path(__file__).parent.glob("gallery_pages/*"),
]


@pytest.fixture(scope="module")
def app() -> Flask:
    return gallery.create()


@pytest.fixture(scope="module")
def bracketed() -> Flask:
    return gallery.create(pseudo_language=True)


def every(source: str, path: str) -> list[Any]:
    """What an XPath finds on a page."""
    found: Any = html.document_fromstring(source).xpath(path)
    return list(found)


def drawn(app: Flask) -> Iterator[tuple[str, str]]:
    client = app.test_client()
    for page in [*PAGES, "form"]:
        yield page, client.get(f"/gallery/{page}").get_data(as_text=True)
    page = client.get("/gallery/form").get_data(as_text=True)
    token = every(page, "//input[@name='csrf_token']/@value")[0]
    sent = client.post("/gallery/form", data={"csrf_token": token})
    yield "form sent empty", sent.get_data(as_text=True)


def test_every_part_is_listed_for_those_who_build_pages(app: Flask) -> None:
    listed = (PARTS / "README.md").read_text(encoding="utf-8")
    missing = [name for name in pages.homes(app.jinja_env) if not re.search(rf"\b{name}\b", listed)]
    assert missing == []


def test_every_part_is_drawn_by_a_page_of_the_gallery(app: Flask) -> None:
    used = "".join(source.read_text(encoding="utf-8") for source in SOURCES)
    unused = [name for name in pages.homes(app.jinja_env) if f"ui.{name}(" not in used]

    assert unused == []


def test_no_text_is_left_untranslated(bracketed: Flask) -> None:
    for page, source in drawn(bracketed):
        assert untranslated(source) == [], page


def test_no_page_carries_style_or_script(app: Flask) -> None:
    for page, source in drawn(app):
        assert every(source, "//@style | //script | //style") == [], page
        assert every(source, "//@*[starts-with(name(), 'on')]") == [], page


def test_each_page_has_one_main_heading_and_names_that_are_used_once(app: Flask) -> None:
    for page, source in drawn(app):
        headings = 2 if page == "marks" else 1  # the gallery shows a confirmation among the marks
        assert len(every(source, "//h1")) == headings, page
        twice = [name for name, count in Counter(every(source, "//@id")).items() if count > 1]
        assert twice == [], page


def test_every_section_is_named_by_something_that_is_there(app: Flask) -> None:
    for page, source in drawn(app):
        names = set(every(source, "//@id"))
        for attribute in ("aria-labelledby", "aria-describedby", "for"):
            asked = {name for value in every(source, f"//@{attribute}") for name in value.split()}
            assert asked <= names, (page, attribute, asked - names)


def test_arabic_pages_run_from_right_to_left() -> None:
    page = gallery.create(language="ar").test_client().get("/gallery/border").get_data(as_text=True)
    assert every(page, "/html/@lang | /html/@dir") == ["ar", "rtl"]
    assert every(page, "//link[contains(@href, 'govuk.rtl.css')]")
    assert every(page, "//bdi[@dir='ltr'][text()='XA-2026-L-00042-D']")


def test_the_number_that_decides_is_marked_and_a_struck_line_says_so(app: Flask) -> None:
    page = app.test_client().get("/gallery/dossier").get_data(as_text=True)
    marked = [cell.text_content() for cell in every(page, "//td[contains(@class, 'sacr-min')]")]
    assert marked == ["800 (decides)", "0 (decides)"]
    results = [cell.text_content() for cell in every(page, "//td[contains(@class, 'sacr-eff')]")]
    assert results == ["800", "300", "struck", "–"]


def test_names_are_escaped_wherever_they_are_shown(app: Flask) -> None:
    with app.test_request_context():
        source = app.jinja_env.from_string(
            "{{ ui.lane('XA', why, 'ACTIVE') }}{{ ui.facts([(why, why)]) }}{{ ui.tag(why) }}"
            "{{ why | name }}{{ why | record_number }}{{ ui.empty(why) }}"
            "{{ ui.table(why, [why], [[why]]) }}"
        ).render(why="<b>bold</b>")
    assert "<b>bold" not in source

"""What is drawn in less time is what WeasyPrint itself would have drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from weasyprint import HTML, css
from weasyprint.layout import inline, percent
from weasyprint.text import line_break

from app.certificates import quick
from app.certificates.markup import SHEETS
from app.certificates.render import Page, render
from models.sheets import Sheet, SheetCondition
from tests.app.certificates.sheets import letter_sheet, licence_sheet, registration_sheet

BASE = "https://register.example"
LONG = "Norvane Brokering, Chartering and Forwarding of Xandria and elsewhere, "

EACH = pytest.mark.parametrize(
    "sheet",
    [
        licence_sheet(languages=("fr", "en")),
        licence_sheet(languages=("ar", "zh", "en")),
        licence_sheet(
            languages=("ar", "ru"),
            conditions=(SheetCondition(text=f"{LONG * 9}\n\nتعليق\n{'Æ' * 300}", state_name="X"),),
        ),
        registration_sheet(),
        letter_sheet(reason=f"{LONG}\nتعليق {LONG * 30}"),
    ],
    ids=["licence", "from right to left", "long", "registration", "letter"],
)


@contextmanager
def as_it_was(*names: str) -> Iterator[None]:
    """With what WeasyPrint has itself, all of it or what is named."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, before in quick.REPLACED:
            if not names or name in names:
                patch.setattr(owner, name, before)
        yield


@EACH
def test_a_document_is_the_same_to_the_byte(sheet: Sheet) -> None:
    ours = render(sheet, BASE)
    with as_it_was():
        assert render(sheet, BASE) == ours


@EACH
def test_the_rules_that_are_left_out_change_nothing(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = render(sheet, BASE)
    monkeypatch.setattr(Page, "_ua_stylesheets", HTML._ua_stylesheets)
    assert render(sheet, BASE) == ours


@pytest.mark.parametrize(
    ("name", "counted", "share"),
    [
        ("find_style_attributes", (css.ComputedStyle, "__init__"), 0.8),
        ("avoid_collisions", (inline, "split_inline_box"), 0.8),
        ("reactivate", (line_break.Layout, "setup"), 0.7),
        ("__init__", (css.ComputedStyle, "__missing__"), 0.4),
        ("strut", (line_break, "_font_style_cache_key"), 0.5),
        ("resolve_percentages", (percent, "resolve_one_percentage"), 0.4),
    ],
)
def test_each_of_them_spares_what_it_is_for(
    name: str, counted: tuple[Any, str], share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, called = counted
    calls = []
    before = getattr(owner, called)

    def counting(*given: Any, **named: Any) -> Any:
        calls.append(called)
        return before(*given, **named)

    monkeypatch.setattr(owner, called, counting)
    sheet = licence_sheet(languages=("ar", "fr", "en"))
    render(sheet, BASE)
    ours = len(calls)
    calls.clear()
    with as_it_was(name):
        render(sheet, BASE)
    assert ours < share * len(calls)


def test_the_sheets_do_without_what_is_not_looked_for() -> None:
    rules = (SHEETS / "sheet.css").read_text("utf-8") + (SHEETS / "start.css").read_text("utf-8")
    assert not re.search(r"\b(calc|min|max|clamp)\(|\bfloat\b|\bjustify\b", rules)
    for path in SHEETS.glob("*.html"):
        markup = path.read_text("utf-8")
        assert not re.search(r"<[^>]* (style|id|name)=\"(?!author|dcterms)", markup), path.name

"""What is looked up quickly is what WeasyPrint itself would have found."""

from __future__ import annotations

import re

import pytest
from weasyprint import HTML, css
from weasyprint.formatting_structure.boxes import LineBox
from weasyprint.layout import inline

from app.certificates.markup import SHEETS
from app.certificates.render import Page, render
from models.sheets import Sheet
from tests.app.certificates.sheets import letter_sheet, licence_sheet, registration_sheet

BASE = "https://register.example"


EACH = pytest.mark.parametrize(
    "sheet",
    [
        licence_sheet(languages=("fr", "en")),
        licence_sheet(languages=("ar", "zh", "en")),
        registration_sheet(),
        letter_sheet(),
    ],
    ids=["licence", "from right to left", "registration", "letter"],
)


@EACH
def test_a_document_is_the_same_to_the_byte(sheet: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = render(sheet, BASE)
    monkeypatch.setattr(css.ComputedStyle, "__missing__", css.ComputedStyle.sacr_asks_everything)
    monkeypatch.setattr(css, "find_style_attributes", css.sacr_finds_attributes)
    monkeypatch.setattr(inline, "avoid_collisions", inline.sacr_avoid_collisions)
    assert render(sheet, BASE) == quick


def test_elements_alike_share_a_style_and_a_line_is_laid_out_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made, split = [], []
    begin, lay_out = css.ComputedStyle.__init__, inline.split_inline_box

    def beginning(style: object, *rest: object) -> None:
        made.append(style)
        begin(style, *rest)

    def laying_out(context: object, box: LineBox, *rest: object) -> object:
        if isinstance(box, LineBox):
            split.append(box)
        return lay_out(context, box, *rest)

    monkeypatch.setattr(css.ComputedStyle, "__init__", beginning)
    monkeypatch.setattr(inline, "split_inline_box", laying_out)
    sheet = licence_sheet(languages=("ar", "fr", "en"))
    render(sheet, BASE)
    quick = len(made), len(split)
    made.clear()
    split.clear()
    monkeypatch.setattr(css, "find_style_attributes", css.sacr_finds_attributes)
    monkeypatch.setattr(inline, "avoid_collisions", inline.sacr_avoid_collisions)
    render(sheet, BASE)
    assert quick[0] < 0.8 * len(made)
    assert quick[1] < 0.8 * len(split)


@EACH
def test_the_rules_that_are_left_out_change_nothing(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = render(sheet, BASE)
    monkeypatch.setattr(Page, "_ua_stylesheets", HTML._ua_stylesheets)
    assert render(sheet, BASE) == quick


def test_the_style_sheet_does_not_calculate() -> None:
    text = (SHEETS / "sheet.css").read_text("utf-8")
    assert not re.search(r"\b(calc|min|max|clamp)\(", text)

"""What is looked up quickly is what WeasyPrint itself would have found."""

from __future__ import annotations

import re

import pytest
from weasyprint import HTML, css

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
    assert render(sheet, BASE) == quick


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

"""Documents on paper in two languages; letters; drafts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader

from models.letters import LetterKind
from models.sheets import DRAFT
from tests.app.certificates.sheets import letter_sheet, licence_sheet
from tests.app.certificates.test_render import (
    BASE,
    LINES,
    drawn,
    elements,
    pages_of,
    pictures,
    text_of,
)


def test_two_languages_are_each_marked_for_who_listens() -> None:
    pdf = drawn(licence_sheet(languages=("fr", "en")))
    text = text_of(pdf)
    assert "Valable du 1 août 2026 au 31 mars 2027" in text
    assert "Valid 1 August 2026 to 31 March 2027" in text
    assert PdfReader(io.BytesIO(pdf)).root_object["/Lang"] == "fr"
    assert "en" in {str(item["/Lang"]) for item in elements(pdf) if "/Lang" in item}


@pytest.mark.parametrize("kind", [LetterKind.DEREGISTERED, LetterKind.DOSSIER_REFUSED])
def test_a_letter_leads_to_the_check_and_says_until_when_to_appeal(
    kind: LetterKind, tmp_path: Path
) -> None:
    letter = letter_sheet(kind=kind, trader="北桥贸易有限公司", demonstration=False)
    pdf = drawn(letter)
    text = text_of(pdf)
    for said in ("北桥贸易有限公司", "until 16 July 2026, this day included", "Duty desk"):
        assert said in text, said
    page = pictures(pdf, tmp_path, "-r", "150")[0]
    found = [item.text for item in zxingcpp.read_barcodes(page)]
    assert found == [f"{BASE}/verify/{letter.number}/{letter.check_code}"]


def test_a_draft_has_no_code_no_facts_and_its_mark_on_every_page(tmp_path: Path) -> None:
    draft = licence_sheet(
        number=DRAFT, check_code="", lines=LINES, demonstration=False, languages=("fr", "en")
    )
    pdf = drawn(draft)
    for page in pages_of(pdf):
        assert page.extract_text().count("DRAFT") >= 2
        assert "PROJET" in page.extract_text()
    assert not any(zxingcpp.read_barcodes(page) for page in pictures(pdf, tmp_path, "-r", "100"))
    assert "/verify" not in text_of(pdf)
    assert not PdfReader(io.BytesIO(pdf)).attachments

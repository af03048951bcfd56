"""A document can be read by those who do not see it."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from models.sheets import DRAFT, Sheet
from tests.app.certificates.sheets import XA, licence_sheet
from tests.app.certificates.test_render import LINES, drawn, elements


@pytest.mark.parametrize(
    ("sheet", "word", "meaning", "begins"),
    [
        (licence_sheet(lines=LINES), "DEMONSTRATION", "Everything on this sheet", "Issued"),
        (licence_sheet(lines=LINES, number=DRAFT), "DRAFT", "Nobody has decided this", "Drawn"),
    ],
    ids=["demonstration", "draft"],
)
def test_who_hears_the_document_hears_first_and_once_that_it_proves_nothing(
    sheet: Sheet, word: str, meaning: str, begins: str, tmp_path: Path
) -> None:
    (tmp_path / "sheet.pdf").write_bytes(drawn(sheet))
    command = ["pdfinfo", "-struct-text", tmp_path / "sheet.pdf"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    heard = [text.strip() for text in re.findall(r'^ *"(.*)"$', told, re.MULTILINE) if text]
    assert heard[0] == word
    assert heard[1].startswith(meaning)
    assert sum(meaning in text or text == word for text in heard) == 2 + (word == "DRAFT")
    assert any(text.startswith(f"{begins} 18 June 2026, 15:02 UTC, facts ") for text in heard)
    assert not any(re.fullmatch(r"\d / \d", text) for text in heard)


def test_the_document_tells_its_language_its_title_and_its_day() -> None:
    reader = PdfReader(io.BytesIO(drawn(licence_sheet())))
    root: Any = reader.root_object
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Licence XA-2026-L-00042-D"
    assert reader.metadata.author == XA.authority
    assert reader.metadata.creation_date == licence_sheet().issued_at
    assert reader.metadata.modification_date == licence_sheet().issued_at


def test_pictures_headings_and_tables_are_told_as_such() -> None:
    found = list(elements(drawn(licence_sheet())))
    said = [str(item["/Alt"]) for item in found if item.get("/S") == "/Figure"]
    assert sorted(said) == [
        "Crest of Xandria",
        "Crest of Xandria",
        "Crest of Xcadia",
        "Square code to check this document",
    ]
    kinds = [str(item.get("/S")) for item in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 4
    assert kinds.count("/Table") == 2
    assert kinds.count("/LI") == 2
    cells = [item for item in found if item.get("/S") == "/TD" and item["/A"].get("/Headers")]
    assert len(cells) == 6 + 8  # each fact has its row's head, each cell of goods its column's

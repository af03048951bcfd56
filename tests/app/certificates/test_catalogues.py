"""The words of documents in each language: whole, and right on paper."""

from __future__ import annotations

import io
import logging
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pytest
import zxingcpp
from babel.messages import Catalog
from babel.messages.pofile import read_po
from PIL import Image

from app.certificates import speech as speaking
from app.certificates.markup import markup
from app.certificates.render import render
from app.certificates.sealing import sealed
from app.certificates.speech import speech, speeches
from models.sheets import LicenceSheet, SheetParty
from tests.app.certificates import authorities
from tests.app.certificates.sheets import letter_sheet, licence_sheet
from tests.app.certificates.test_markup import every_text

BASE = authorities.BASE
LANGUAGES = ("ar", "es", "fr", "ru", "zh")
FIVE = ("fr", "ar", "zh", "ru", "en")
FONTS = {"Noto-Sans", "Noto-Sans-Arabic", "Droid-Sans-Fallback"}
LARGEST_OF_FIVE = 150_000
"""The goal of issue 3: bytes of a document in five languages."""
FACT = re.compile(r"%\((\w+)\)s|<[^>]+>")
ISOLATED = re.compile("\u2066[^\u2066\u2069]*\u2069")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def catalogue(language: str) -> Catalog:
    path = speaking.CATALOGUES / language / "LC_MESSAGES" / "documents.po"
    with path.open("rb") as file:
        return read_po(file, language)


def entries(language: str) -> dict[str, tuple[str, ...]]:
    """The forms of each text, by its English."""
    found = {}
    for item in catalogue(language):
        if item.id:
            english = item.id[0] if isinstance(item.id, tuple) else item.id
            found[english] = (item.string,) if isinstance(item.string, str) else item.string
    return found


def licence(*languages: str) -> LicenceSheet:
    more = SheetParty(capacity="buyer", name="Северный Мост", state_name="Xdonia")
    parties = (*licence_sheet().parties, more)
    return licence_sheet(parties=parties, languages=languages)


@cache
def drawn(*languages: str) -> bytes:
    return render(licence(*languages), BASE)


def said(pdf: bytes) -> str:
    """The text of a document as a reader takes it from the page, without blanks and marks."""
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s", "", TURNING.sub("", text.stdout.decode()))


def test_every_language_of_the_register_is_here() -> None:
    found = {path.parts[-3] for path in speaking.CATALOGUES.glob("*/LC_MESSAGES/documents.po")}
    assert found == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_a_document_can_say_has_its_words_and_nothing_else_has(language: str) -> None:
    assert entries(language).keys() == every_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_whole_and_keeps_its_facts(language: str) -> None:
    numbers = {"ar": 6, "es": 2, "fr": 2, "ru": 3, "zh": 1}
    for english, forms in entries(language).items():
        assert len(forms) in {1, numbers[language]}, english
        for text in forms:
            assert text == text.strip() != "", english
            assert sorted(FACT.findall(text)) == sorted(FACT.findall(english)), english
            assert not TURNING.search(ISOLATED.sub("", text)), english  # none is left open


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("ar", ["قطعة واحدة (1)", "قطعتان (2)", "3 قطع", "11 قطعة", "200,000 قطعة"]),
        ("es", ["1 unidad", "2 unidades", "3 unidades", "11 unidades", "200.000 unidades"]),
        ("ru", ["1 единица", "2 единицы", "3 единицы", "11 единиц", "200\xa0000 единиц"]),
        ("zh", ["1 件", "2 件", "3 件", "11 件", "200,000 件"]),
    ],
)
def test_things_are_counted_as_the_language_counts(language: str, counted: list[str]) -> None:
    found = [speech(language).counted(number, "item") for number in (1, 2, 3, 11, 200_000)]
    assert found == counted


# On paper


@pytest.mark.parametrize("languages", [*((one, "en") for one in LANGUAGES), FIVE], ids="-".join)
def test_a_document_of_each_language_is_whole_for_archives_and_readers(
    languages: tuple[str, ...], tmp_path: Path
) -> None:
    pdf = sealed(drawn(*languages), authorities.regime("XA").seal())
    path = tmp_path / "sealed.pdf"
    path.write_bytes(pdf)
    assert [str(item) for item in outloud.check(path).findings] == []
    assert len(pdf) <= LARGEST_OF_FIVE
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == languages[0]
        told = {str(item.get("/Lang", "")) for item in opened.objects if is_element(item)}
        assert set(languages) - told <= {languages[0]}
        assert fonts(opened) <= FONTS


def picture(pdf: bytes, folder: Path, dpi: str) -> Image.Image:
    """The first page."""
    path = folder / "page"
    command = ["pdftoppm", "-png", "-singlefile", "-r", dpi, "-gray", "-", str(path)]
    subprocess.run(command, input=pdf, check=True)
    return Image.open(path.with_suffix(".png"))


def is_element(item: Any) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == pikepdf.Name.StructElem


def fonts(pdf: pikepdf.Pdf) -> set[str]:
    found = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
    names = (str(item.BaseFont) for item in found if item.get("/Subtype") == pikepdf.Name.Type0)
    return {name.partition("+")[2].removesuffix("-Bold") for name in names}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_have_each_of_its_letters(
    language: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """WeasyPrint tells of each letter that no font has."""
    monkeypatch.setattr(logging.getLogger("weasyprint"), "propagate", True)
    texts = "".join("".join(forms) for forms in entries(language).values())
    letters = sorted({letter for letter in texts if letter.isalpha()})
    rows = ["".join(letters[start : start + 40]) for start in range(0, len(letters), 40)]
    found = said(render(letter_sheet(reason="\n".join(rows), languages=(language,)), BASE))
    assert [letter for letter in letters if letter not in found] == []
    assert caplog.messages == []
    render(letter_sheet(reason="\u0378", languages=(language,)), BASE)
    assert "U+0378" in caplog.text


# From right to left


def test_what_is_latin_stands_from_left_to_right_among_arabic() -> None:
    page = markup(licence("ar"), BASE, *speeches(("ar",)))
    assert '<html lang="ar" dir="rtl">' in page
    assert '<span translate="no" class="said" dir="ltr">Norvane Brokering Ltd</span>' in page
    letter = markup(letter_sheet(), BASE, *speeches(("ar",)))
    assert '<span translate="no" class="said" dir="ltr">4 Harbour Street</span>' in letter
    assert '<span translate="no" class="said" dir="ltr">+999 10 555 0100</span>' in letter


def test_arabic_paper_has_its_square_at_the_left(tmp_path: Path) -> None:
    page = picture(drawn("ar"), tmp_path, "150")
    (square,) = zxingcpp.read_barcodes(page)
    assert square.position.top_right.x < page.width // 2


def test_each_language_has_a_line_of_its_own_in_the_frame_and_none_leaves_the_paper(
    tmp_path: Path,
) -> None:
    page = picture(drawn(*FIVE), tmp_path, "50")
    box = page.point(lambda grey: 255 if grey < 200 else 0).getbbox()
    assert box is not None
    edge = 5 * 50 / 25.4
    assert min(box[0], box[1]) > edge
    assert box[2] < page.width - edge
    assert box[3] < page.height - edge
    for language in FIVE:
        assert re.sub(r"\s", "", speech(language).say("sheet.demonstration")) in said(drawn(*FIVE))

"""The paper: what it says, its code, and that it asks for nothing and runs nothing."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader

from app.certificates.render import ForeignAddress, Page, Pictures, render
from models.sheets import (
    Sheet,
    SheetCondition,
    SheetLine,
    SheetOutside,
    SheetParty,
    SheetStop,
)
from tests.app.certificates.sheets import XA, XC, licence_sheet, registration_sheet

BASE = "https://register.example"
ADDRESS = f"{BASE}/verify/XA-2026-L-00042-D/7QF4X-K2MDA"
LINES = tuple(
    SheetLine(no=n, goods_class="rifle", description=f"Rifle number {n}", quantity=n, unit="item")
    for n in range(1, 41)
)


@cache
def drawn(sheet: Sheet) -> bytes:
    """The document, drawn once for all tests that look at the same sheet."""
    return render(sheet, BASE)


def pages_of(pdf: bytes) -> list[PageObject]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pages_of(pdf)).split())


def pictures(pdf: bytes, folder: Path, *options: str) -> list[Image.Image]:
    """Each page as a reader sees it."""
    (folder / "sheet.pdf").write_bytes(pdf)
    subprocess.run(
        ["pdftoppm", "-png", *options, folder / "sheet.pdf", folder / "page"], check=True
    )
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


def elements(pdf: bytes) -> Iterator[dict[str, Any]]:
    """Every element of the document's structure, from the root down."""
    waiting: list[Any] = [PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]]
    while waiting:
        found = waiting.pop().get_object()
        if isinstance(found, list):
            waiting.extend(found)
        elif isinstance(found, dict):
            yield found
            waiting.extend([found["/K"]] if "/K" in found else [])


def attached(pdf: bytes) -> dict[str, bytes]:
    """The files that travel in the document."""
    return {name: b"".join(data) for name, data in PdfReader(io.BytesIO(pdf)).attachments.items()}


# What it says


def test_a_licence_says_everything_that_was_decided() -> None:
    text = text_of(drawn(licence_sheet()))
    for said in (
        "Licence to broker small arms",
        "XA-2026-L-00042-D",
        "7QF4X-K2MDA",
        "Valid 1 August 2026 to 31 March 2027 both days included",
        "By the clock of Xcadia: from 1 August 2026, 03:00 UTC until 1 April 2027, 03:00 UTC.",
        "Norvane Brokering Ltd, Xandria XA-2025-R-00311-C, XC-2026-R-00027-H",
        "End user Xeland National Police, Xeland",
        "End-use certificate XE-EUC-077",
        "Xbria, State of dispatch, Karrow Docks",
        "Xeland, State of destination, Selmark",
        "800 items",
        "200,000 rounds",
        "Carriage by sea only (Xandria)",
        "No transit through Xdonia (Xcadia)",
        "Licensed by both States",
        "Xandria, State of nationality Arms Transfer Office of Xandria consented on 9 June 2026",
        "Xcadia, State of negotiation",
        "for 1 August 2026 to 31 March 2027",
        "Dossier XA-2026-D-00118-T, version 2",
        "Issued 18 June 2026, 15:02 UTC, facts ",
        "register.example/verify",
        "Either State can stop the licence at any hour.",
        "DEMONSTRATION",
    ):
        assert said in text, said


def test_a_registration_says_that_it_is_no_licence() -> None:
    text = text_of(drawn(registration_sheet()))
    for said in (
        "Registration as broker",
        "A registration is not a licence",
        "Valid 1 July 2026 to 30 June 2027 both days included",
        "By the clock of Xandria (Europe/Berlin).",
        "Firm Norvane Brokering Ltd XA-2026-T-00004-K",
        "Yearly visit of the premises",
        "Arms Transfer Office of Xandria",
    ):
        assert said in text, said
    assert "Natural person" in text_of(drawn(registration_sheet(trader_form="person")))


def test_days_of_two_clocks_say_which_day_is_whose() -> None:
    first = msgspec.structs.replace(XA, last_day=XC.last_day, first_day=XC.first_day)
    last = msgspec.structs.replace(XC, first_day=XA.first_day)
    sheet = licence_sheet(
        authorizers=(first, last),
        valid_from=licence_sheet().valid_from.replace(month=7, day=31, hour=22),
    )
    text = text_of(drawn(sheet))
    assert "Valid 1 August 2026 to 31 March 2027" in text
    assert (
        "It begins with that day in Xandria and ends with that day in Xcadia: "
        "from 31 July 2026, 22:00 UTC until 1 April 2027, 03:00 UTC."
    ) in text


def test_a_licence_of_one_state_speaks_of_one() -> None:
    text = text_of(drawn(licence_sheet(authorizers=(XC,), lead="XC")))
    assert "The State can stop the licence" in text
    assert "Licensed by Xcadia" in text


def test_what_only_some_licences_have_is_said_where_they_have_it() -> None:
    plain = text_of(drawn(licence_sheet()))
    for word in ("Value", "Authorization outside the register"):
        assert word not in plain
    line = SheetLine(
        no=1,
        goods_class="pistol",
        description="Pistol",
        quantity=1,
        unit="item",
        make_model="Karrow K4",
        calibre="9×19 mm",
        value=128_600_050,
        currency="EUR",
    )
    outside = SheetOutside(
        party="Norvane Brokering Ltd",
        state_name="Norway",
        authority="The Ministry",
        registration="R 17",
        authorization="A 4",
        first_day=XA.first_day,
        last_day=XA.last_day,
    )
    sheet = licence_sheet(
        lines=(line,),
        outside=(outside,),
        end_use_issuer="Ministry of the Interior of Xeland",
        end_use_issued_on=XA.consented_on,
        conditions=(),
    )
    text = text_of(drawn(sheet))
    for said in (
        "1 item EUR 1,286,000.50",
        "Karrow K4, 9×19 mm",
        "Norvane Brokering Ltd, Norway The Ministry R 17, A 4 1 July 2026 to 30 June 2027",
        "Ministry of the Interior of Xeland of 9 June 2026",
        "Conditions None.",
    ):
        assert said in text, said


def test_a_real_installation_prints_no_demonstration_mark() -> None:
    pdf = drawn(licence_sheet(demonstration=False))
    assert "DEMONSTRATION" not in text_of(pdf)
    assert len(pages_of(pdf)) == 1


def test_every_page_of_a_demonstration_is_marked_and_one_page_is_enough() -> None:
    assert len(pages_of(drawn(licence_sheet()))) == 1
    for page in pages_of(drawn(licence_sheet(lines=LINES))):
        assert page.extract_text().count("DEMONSTRATION") == 2  # the frame, and across the page


# Its bytes, its code


def test_the_same_facts_give_the_same_bytes_in_another_process_and_other_facts_do_not() -> None:
    here = drawn(licence_sheet())
    program = (
        "import hashlib; from app.certificates.render import render; "
        "from tests.app.certificates.sheets import licence_sheet; "
        f"print(hashlib.sha256(render(licence_sheet(), {BASE!r})).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(here).hexdigest()
    assert drawn(licence_sheet(version=3)) != here


@pytest.mark.parametrize(
    ("sheet", "options"),
    [
        pytest.param(licence_sheet(), ("-r", "150"), id="screen"),
        pytest.param(licence_sheet(demonstration=False), ("-r", "200", "-mono"), id="fax"),
        pytest.param(licence_sheet(lines=LINES), ("-r", "110", "-gray"), id="poor copy"),
    ],
)
def test_the_square_code_leads_to_the_check(
    sheet: Sheet, options: tuple[str, ...], tmp_path: Path
) -> None:
    first, *rest = pictures(drawn(sheet), tmp_path, *options)
    assert [item.text for item in zxingcpp.read_barcodes(first)] == [ADDRESS]
    assert not any(zxingcpp.read_barcodes(page) for page in rest)


def test_the_square_code_is_35_mm_wide_with_nothing_beside_it(tmp_path: Path) -> None:
    page = pictures(drawn(licence_sheet(demonstration=False)), tmp_path, "-r", "254")[0]
    found = zxingcpp.read_barcodes(page)[0].position
    assert found.top_right.x - found.top_left.x == pytest.approx(350, abs=4)
    quiet = 350 * 4 // 37  # four modules of the 37 that this address takes
    box = (
        found.top_left.x - quiet,
        found.top_left.y - quiet,
        found.top_right.x + quiet,
        found.bottom_right.y + quiet,
    )
    dark = page.convert("L").crop(box).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert dark is not None
    assert min(dark[0], dark[1]) >= quiet - 4
    assert max(dark[2], dark[3]) <= quiet + 350 + 4


def test_in_black_and_white_nothing_is_lost(tmp_path: Path) -> None:
    """A fax has two colours: whatever is printed is darker than the middle, but the mark."""
    page = pictures(drawn(licence_sheet(demonstration=False)), tmp_path, "-r", "100")[0]
    grey = page.convert("L")
    faint = sum(count for level, count in enumerate(grey.histogram()) if 128 < level < 240)
    solid = sum(grey.histogram()[:129])
    assert faint < solid  # the soft edges of letters, and no pale ink


# Pages


def test_forty_lines_run_over_pages_that_each_say_whose_they_are() -> None:
    pages = pages_of(drawn(licence_sheet(lines=LINES)))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        text = page.extract_text()
        assert "XA-2026-L-00042-D" in text
        assert f"{number} / {len(pages)}" in text
    with_lines = [page.extract_text() for page in pages if "Rifle number" in page.extract_text()]
    assert len(with_lines) > 1
    for text in with_lines:  # the table's head stands on each
        assert text.index("Description") < text.index("Rifle number")
    found = re.findall(r"Rifle number (\d+)\s", " ".join(with_lines))
    assert [int(number) for number in found] == list(range(1, 41))


def test_parties_of_one_capacity_have_its_name_once_and_many_run_over_pages() -> None:
    buyers = tuple(SheetParty(capacity="buyer", name=f"Buyer {n} Ltd") for n in range(1, 71))
    few = text_of(drawn(licence_sheet(parties=(*licence_sheet().parties, *buyers[:3]))))
    assert "Buyer Buyer 1 Ltd Buyer 2 Ltd Buyer 3 Ltd End use" in few
    pages = [page.extract_text() for page in pages_of(drawn(licence_sheet(parties=buyers)))]
    assert re.findall(r"Buyer (\d+) Ltd", " ".join(pages)) == [str(n) for n in range(1, 71)]
    assert pages[0].count(" Ltd") > 10  # none is kept from the first page by those after it


LONG = "Norvane International Brokering, Chartering and Consolidated Freight Forwarding (Xandria) "


@pytest.mark.parametrize("name", [(LONG * 3)[:200], "Æ" * 200], ids=["words", "one word"])
def test_nothing_long_leaves_the_paper(name: str, tmp_path: Path) -> None:
    state = msgspec.structs.replace(XC, authority=name)
    sheet = licence_sheet(
        demonstration=False,
        parties=(SheetParty(capacity="broker", name=name, state_name=name, references=(name,)),),
        lines=(msgspec.structs.replace(LINES[0], description=name, make_model=name),),
        route=(SheetStop(state="XB", name=name, role="transit", place=name),),
        conditions=(SheetCondition(text=name * 5, state_name="Xandria"),),
        authorizers=(XA, state),
        end_use_certificate=name,
    )
    letters = text_of(drawn(sheet)).replace(" ", "")
    assert letters.count(name.replace(" ", "")[:20]) >= 14  # nothing is cut off
    assert letters.count("Æ") in {0, 14 * len(name)}
    for page in pictures(drawn(sheet), tmp_path, "-r", "50", "-gray"):
        ink = page.point(lambda grey: 255 if grey < 200 else 0).getbbox()
        assert ink is not None
        margin = 17 * 50 / 25.4
        assert ink[0] >= margin
        assert ink[2] <= page.width - margin


# Names in every script


@pytest.mark.parametrize(
    ("name", "font"),
    [
        ("Северный Мост Трейдинг", "Noto-Sans-Bold"),
        ("Βόρεια Γέφυρα", "Noto-Sans-Bold"),
        ("北桥贸易有限公司", "Droid-Sans-Fallback"),
        ("שער הצפון", "Noto-Sans-Hebrew"),
        ("شركة الجسر الشمالي للتجارة", "Noto-Sans-Arabic"),
    ],
)
def test_names_in_every_script_are_drawn_in_letters_and_can_be_read_out(
    name: str, font: str
) -> None:
    sheet = licence_sheet(parties=(SheetParty(capacity="broker", name=name),))
    page = pages_of(drawn(sheet))[0]
    fonts: Any = page["/Resources"]["/Font"]  # type: ignore[index]
    names = {str(item["/BaseFont"]) for item in fonts.values()}
    assert any(font in item for item in names), names
    text = unicodedata.normalize("NFKC", page.extract_text())
    marks = dict.fromkeys(range(0x200E, 0x2070))
    said = {*text.translate(marks).split()}
    words = set(name.split())
    assert words <= said or {word[::-1] for word in words} <= said, text


def test_an_arabic_name_turns_nothing_around_it() -> None:
    name = "شركة الجسر الشمالي (ذ.م.م) 2026"
    party = SheetParty(capacity="buyer", name=name, state_name="Xdonia", references=("77/2026",))
    sheet = licence_sheet(parties=(*licence_sheet().parties, party))
    text = text_of(drawn(sheet))
    assert "Xdonia 77/2026" in text
    assert "State of dispatch, Karrow Docks Xeland" in text
    assert "No transit through Xdonia (Xcadia)" in text


# It asks for nothing


HOSTILE = (
    '"><img src="%(at)s/a"><svg onload=alert(1)><image href="%(at)s/b"/></svg>'
    "<link rel=stylesheet href=%(at)s/c><style>@import '%(at)s/d'</style>"
    "<a rel=attachment href=file:///etc/passwd>{{7*7}}\u202eevil\u0007"
)


def test_whatever_is_planted_in_any_field_is_text_and_nothing_is_fetched() -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    asked.append(server.accept())
                except OSError:
                    return

        thread = threading.Thread(target=listen)
        thread.start()
        hostile = HOSTILE % {"at": f"http://127.0.0.1:{server.getsockname()[1]}"}
        try:
            for sheet in (
                planted(licence_sheet(), hostile),
                planted(registration_sheet(), hostile),
            ):
                pdf = drawn(sheet)
                text = re.sub(r"\s", "", text_of(pdf))
                assert "{{7*7}}evil" in text
                assert "<svgonload=alert(1)>" in text
                assert "root:" not in text
                for name in (b"/JavaScript", b"/Launch", b"/URI", b"/Annots"):
                    assert name not in pdf
                assert list(attached(pdf)) == ["facts.json"]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()
    assert asked == []


CODES = {"capacity", "goods_class", "unit", "role", "why", "zone", "code", "lead", "kind"}
CODES |= {"trader_form", "type", "currency", "check_code"}


def planted(sheet: Sheet, text: str) -> Sheet:
    """The same sheet with that text in every field that is text: whoever may write it."""

    def plant(value: Any) -> Any:
        match value:
            case dict():
                return {key: item if key in CODES else plant(item) for key, item in value.items()}
            case list() | tuple():
                return [plant(item) for item in value]
            case str() if not re.match(r"\d{4}-\d\d-\d\d", value):
                return text
            case _:
                return value

    return msgspec.convert(plant(msgspec.to_builtins(sheet)), type(sheet))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://register.example/crest.svg",
        "ftp://127.0.0.1/",
        "data:image/svg+xml,<svg/>",
        "own:crest/../../../config",
        "own:crest/zz",
        "own:",
        "OWN:code",
    ],
)
def test_what_is_not_the_packages_own_is_refused(address: str) -> None:
    with pytest.raises(ForeignAddress):
        Pictures().fetch(address)


def test_a_template_that_asked_for_something_foreign_would_make_no_document() -> None:
    page = Page("<html><body><img src='file:///etc/passwd' alt=''/></body></html>")
    with pytest.raises(ForeignAddress):
        page.write_pdf()


@pytest.mark.parametrize("text", ["<p>open", "<p>\x07</p>", "<p>&nbsp;</p>", ""])
def test_what_is_not_well_formed_makes_no_document(text: str) -> None:
    with pytest.raises(ElementTree.ParseError):
        Page(text)


@pytest.mark.parametrize(
    "sheet",
    [licence_sheet(), licence_sheet(lines=LINES, demonstration=False), registration_sheet()],
    ids=["licence", "long", "registration"],
)
def test_drawing_has_nothing_to_complain_of(
    sheet: Sheet, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rule that is not understood, or a picture without words for it, is logged."""
    monkeypatch.setattr(logging.getLogger("weasyprint"), "propagate", True)
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render(sheet, BASE)
    assert caplog.messages == []

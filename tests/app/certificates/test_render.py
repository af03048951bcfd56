"""The sheet: what it says, its code, and that it asks for nothing and runs nothing."""

from __future__ import annotations

import io
import socket
import subprocess
import threading
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from app.certificates.render import render
from models.sheets import SheetLine, SheetParty
from tests.app.certificates.sheets import licence_sheet, registration_sheet

BASE = "https://register.example"


def text_of(pdf: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )


def test_a_licence_says_everything_that_was_decided() -> None:
    text = text_of(render(licence_sheet(), BASE))
    for said in (
        "XA-2026-L-00042-D",
        "7QF4X-K2MDA",
        "Norvane Brokering Ltd",
        "XC-2026-R-00027-H",
        "200,000",
        "No transit through Xdonia (Xcadia)",
        "Arms Transfer Office of Xandria",
        "Firearms and Licensing Board of Xcadia",
        "1 August 2026, 03:00 UTC until 1 April 2027, 03:00 UTC",
        "DEMONSTRATION",
    ):
        assert said in text, said


def test_a_registration_says_that_it_is_no_licence() -> None:
    text = text_of(render(registration_sheet(), BASE))
    assert "A registration is not a licence" in text
    assert "1 July 2026 to 30 June 2027" in text


def test_the_same_facts_give_the_same_bytes() -> None:
    assert render(licence_sheet(), BASE) == render(licence_sheet(), BASE)


def test_a_real_installation_prints_no_demonstration_mark() -> None:
    assert "DEMONSTRATION" not in text_of(render(licence_sheet(demonstration=False), BASE))


def test_the_square_code_leads_to_the_check(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(render(licence_sheet(), BASE))
    subprocess.run(["pdftoppm", "-r", "150", "-png", file, tmp_path / "page"], check=True)
    page = Image.open(next(tmp_path.glob("page*.png")))
    assert [item.text for item in zxingcpp.read_barcodes(page)] == [
        f"{BASE}/verify/XA-2026-L-00042-D/7QF4X-K2MDA"
    ]


def test_forty_lines_run_over_pages_with_their_number_on_each() -> None:
    lines = tuple(
        SheetLine(
            no=n, goods_class="rifle", description=f"Rifle number {n}", quantity=n, unit="item"
        )
        for n in range(1, 41)
    )
    pages = PdfReader(io.BytesIO(render(licence_sheet(lines=lines), BASE))).pages
    assert len(pages) > 1
    assert all("XA-2026-L-00042-D" in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    "name",
    [
        "Северный Мост Трейдинг",
        "شركة الجسر الشمالي",
        "北桥贸易有限公司",
        "Βόρεια Γέφυρα ΑΕ",
        "Æ" * 180,
    ],
)
def test_names_in_every_script_are_drawn(name: str) -> None:
    sheet = licence_sheet(parties=(SheetParty(capacity="broker", name=name),))
    fonts = PdfReader(io.BytesIO(render(sheet, BASE))).pages[0]["/Resources"]["/Font"]
    assert fonts


def test_planted_addresses_are_neither_fetched_nor_run() -> None:
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)

        def listen() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    asked.append(connection)
            except OSError:
                return

        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        hostile = (
            f'"><img src="{address}/a"><svg onload=alert(1)><link rel=stylesheet href={address}>'
            "<img src=file:///etc/passwd>{{7*7}}\u202eevil"
        )
        sheet = licence_sheet(
            parties=(SheetParty(capacity="broker", name=hostile, state_name=hostile),),
            end_use=hostile,
            end_use_certificate=hostile,
        )
        text = text_of(render(sheet, BASE))
        thread.join()
    assert asked == []
    assert "{{7*7}}" in text.replace(" ", "")
    assert "root:" not in text


def test_the_sheet_is_tagged_and_tells_its_language_and_title() -> None:
    root = PdfReader(io.BytesIO(render(licence_sheet(), BASE))).trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]

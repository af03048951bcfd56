"""Invented sheets, plain and hostile."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from models.letters import REFUSALS, LetterKind
from models.sheets import (
    Authorizer,
    LetterSheet,
    LicenceSheet,
    Office,
    RegistrationSheet,
    SheetCondition,
    SheetLine,
    SheetParty,
    SheetStop,
)
from tests import make

XA = Authorizer(
    code="XA",
    name="Xandria",
    authority="Arms Transfer Office of Xandria",
    zone="Europe/Berlin",
    consented_on=date(2026, 6, 9),
    first_day=date(2026, 7, 1),
    last_day=date(2027, 6, 30),
    why="nationality",
)
XC = Authorizer(
    code="XC",
    name="Xcadia",
    authority="Firearms and Licensing Board of Xcadia",
    zone="America/Halifax",
    consented_on=date(2026, 6, 18),
    first_day=date(2026, 8, 1),
    last_day=date(2027, 3, 31),
    why="place",
)


def licence_sheet(**changed: Any) -> LicenceSheet:
    """A licence of two States with three lines and four conditions."""
    sheet = LicenceSheet(
        number="XA-2026-L-00042-D",
        check_code="7QF4X-K2MDA",
        issued_at=make.at("2026-06-18 15:02"),
        valid_from=make.at("2026-08-01 03:00"),
        valid_until=make.at("2027-04-01 03:00"),
        lead="XA",
        authorizers=(XA, XC),
        dossier="XA-2026-D-00118-T",
        version=2,
        parties=(
            SheetParty(
                capacity="broker",
                name="Norvane Brokering Ltd",
                state="XA",
                state_name="Xandria",
                references=("XA-2025-R-00311-C", "XC-2026-R-00027-H"),
            ),
            SheetParty(capacity="seller", name="Karrow Works SA", state="XB", state_name="Xbria"),
            SheetParty(
                capacity="end_user",
                name="Xeland National Police",
                state="XE",
                state_name="Xeland",
            ),
        ),
        lines=(
            SheetLine(
                no=1,
                goods_class="pistol",
                description="Pistol, semi-automatic, 9×19 mm, Karrow K4",
                quantity=800,
                unit="item",
            ),
            SheetLine(
                no=3,
                goods_class="ammunition",
                description="Cartridge, 9×19 mm, ball",
                quantity=200_000,
                unit="round",
            ),
        ),
        route=(
            SheetStop(state="XB", name="Xbria", role="dispatch", place="Karrow Docks"),
            SheetStop(state="XE", name="Xeland", role="destination", place="Selmark"),
        ),
        conditions=(
            SheetCondition(text="Carriage by sea only", state_name="Xandria"),
            SheetCondition(text="No transit through Xdonia", state_name="Xcadia"),
        ),
        end_use="Service arms of the police",
        end_use_certificate="XE-EUC-077",
        demonstration=True,
    )
    return msgspec.structs.replace(sheet, **changed)


def registration_sheet(**changed: Any) -> RegistrationSheet:
    """A broker's registration."""
    sheet = RegistrationSheet(
        number="XA-2026-R-00311-C",
        check_code="AB2CD-EF3GH",
        issued_at=make.at("2026-06-18 15:02"),
        kind="broker",
        trader="Norvane Brokering Ltd",
        trader_form="firm",
        trader_number="XA-2026-T-00004-K",
        authorizer=XA,
        conditions=("Yearly visit of the premises",),
        demonstration=True,
    )
    return msgspec.structs.replace(sheet, **changed)


def letter_sheet(kind: LetterKind = LetterKind.DEREGISTERED, **changed: Any) -> LetterSheet:
    """A letter of Xandria that says everything its kind can say."""
    codes = ("identity",) if kind in REFUSALS else ("G1", "G5")
    sheet = LetterSheet(
        number="XA-2026-C-00007-Q",
        check_code="AB2CD-EF3GH",
        issued_at=make.at("2026-06-18 15:02"),
        kind=kind,
        office=Office(
            code="XA",
            name="Xandria",
            authority="Arms Transfer Office of Xandria",
            zone="Europe/Berlin",
            contact_point="Duty desk",
            phone="+999 10 555 0100",
        ),
        trader="Norvane Brokering Ltd",
        trader_form="firm",
        trader_number="XA-2026-T-00004-K",
        address=("4 Harbour Street", "1010 Selm"),
        about="XA-2026-N-00003-F",
        trader_kind="broker",
        codes=("7", "A1") if kind is LetterKind.DOSSIER_REFUSED else codes,
        reason="The end-use certificate was forged.",
        facts="On 3 May the firm named an end user that does not exist.",
        evidence="A letter of the end user.",
        since=make.at("2026-06-18 15:02") if "suspen" in kind else None,
        until=make.at("2026-06-21 15:02") if "suspen" in kind else None,
        reply_by=date(2026, 7, 18),
        appeal_by=date(2026, 7, 16),
        barred_until=date(2029, 6, 18),
        numbers=("XA-2025-R-00311-C",),
        recognises="XB-2026-N-00001-K",
        demonstration=True,
    )
    return msgspec.structs.replace(sheet, **changed)

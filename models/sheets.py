"""Sheets: the facts that stand on a certificate, frozen at the decision; pure values.

`form` is the version of the shape: a sheet of an earlier form is read as what it was.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import msgspec

from models.base import canonical


class Authorizer(msgspec.Struct, frozen=True, kw_only=True):
    """A State that authorized, as it signs on the sheet."""

    code: str
    name: str
    authority: str
    zone: str
    consented_on: date
    first_day: date
    last_day: date
    why: str = ""


class SheetParty(msgspec.Struct, frozen=True, kw_only=True):
    """A party in its capacity; `references` are registrations in the required States."""

    capacity: str
    name: str
    state: str = ""
    state_name: str = ""
    references: tuple[str, ...] = ()


class SheetLine(msgspec.Struct, frozen=True, kw_only=True):
    """One goods line."""

    no: int
    goods_class: str
    description: str
    quantity: int
    unit: str


class SheetStop(msgspec.Struct, frozen=True, kw_only=True):
    """One State of the route."""

    state: str
    name: str
    role: str
    place: str = ""


class SheetCondition(msgspec.Struct, frozen=True, kw_only=True):
    """One condition and the name of the State that set it."""

    text: str
    state_name: str


class SheetOutside(msgspec.Struct, frozen=True, kw_only=True):
    """An authorization outside the register that was accepted (rules 1.7)."""

    party: str
    state_name: str
    authority: str
    authorization: str


class LicenceSheet(msgspec.Struct, frozen=True, kw_only=True, tag="licence"):
    """The effective licence as granted (rules 4)."""

    form: int = 1
    number: str
    check_code: str
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    lead: str
    authorizers: tuple[Authorizer, ...]
    dossier: str
    version: int
    parties: tuple[SheetParty, ...]
    lines: tuple[SheetLine, ...]
    route: tuple[SheetStop, ...]
    conditions: tuple[SheetCondition, ...]
    end_use: str
    end_use_certificate: str
    outside: tuple[SheetOutside, ...] = ()
    demonstration: bool = False


class RegistrationSheet(msgspec.Struct, frozen=True, kw_only=True, tag="registration"):
    """One term of one State's registration; it is not a licence (REG-12)."""

    form: int = 1
    number: str
    check_code: str
    issued_at: datetime
    kind: str
    trader: str
    trader_form: str
    trader_number: str
    authorizer: Authorizer
    conditions: tuple[str, ...] = ()
    demonstration: bool = False


Sheet = LicenceSheet | RegistrationSheet


def written(sheet: Sheet) -> str:
    """The canonical JSON of a sheet."""
    return canonical(sheet)


def read(text: str) -> Sheet:
    """The sheet of a canonical JSON."""
    found: Sheet = msgspec.json.decode(text, type=Sheet)
    return found


def digest(text: str) -> str:
    """SHA-256 of a written sheet, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()

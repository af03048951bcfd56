"""Sheets: the facts that stand on a certificate, frozen at the decision; pure values.

`form` is the version of the shape: a sheet of an earlier form is read as what it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import msgspec

from models.base import canonical
from models.criteria import STOPS
from models.letters import REFUSALS, LetterKind
from models.states import day_of, end_instant, first_instant

FORM = 3
"""The form that is written now: 2 adds letters, languages, and what a sheet takes the place of;
3 when a letter that is made anew was first issued."""
SINCE = {"languages": 2, "replaces": 2, "first_issued_at": 3}
"""The form in which a fact came: a sheet of an earlier one is written without it, as it was."""
DRAFT = "DRAFT"
"""The number of a sheet that nobody has decided: it is drawn with that mark, and never kept."""
ENGLISH_ONLY = ("en",)


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
    """One goods line: whole quantity and unit, value in whole minor units of its currency."""

    no: int
    goods_class: str
    description: str
    quantity: int
    unit: str
    make_model: str = ""
    calibre: str = ""
    value: int = 0
    currency: str = ""


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
    registration: str = ""
    first_day: date | None = None
    last_day: date | None = None


class LicenceSheet(msgspec.Struct, frozen=True, kw_only=True, tag="licence"):
    """The effective licence as granted (rules 4)."""

    form: int = FORM
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
    end_use_issuer: str = ""
    end_use_issued_on: date | None = None
    outside: tuple[SheetOutside, ...] = ()
    demonstration: bool = False
    languages: tuple[str, ...] = ENGLISH_ONLY
    replaces: datetime | None = None
    """When the certificate was issued that this one takes the place of."""


class RegistrationSheet(msgspec.Struct, frozen=True, kw_only=True, tag="registration"):
    """One term of one State's registration; it is not a licence (REG-12)."""

    form: int = FORM
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
    languages: tuple[str, ...] = ENGLISH_ONLY
    replaces: datetime | None = None


class Office(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes a letter: the authority of a State, and how it is reached."""

    code: str
    name: str
    authority: str
    zone: str
    contact_point: str = ""
    phone: str = ""
    email: str = ""


class LetterSheet(msgspec.Struct, frozen=True, kw_only=True, tag="letter"):
    """What one State tells a trader of what it decided (DOC-01); days are of that State's calendar.

    `about` is the public number of what it is about: registration, dossier, licence or case.
    `codes` are codes of words: reasons of a refusal, criteria, grounds.
    """

    form: int = FORM
    number: str
    check_code: str
    issued_at: datetime
    kind: LetterKind
    office: Office
    trader: str
    trader_form: str
    trader_number: str
    address: tuple[str, ...] = ()
    about: str
    trader_kind: str = ""
    codes: tuple[str, ...] = ()
    reason: str = ""
    """In the State's own words, meant for the trader."""
    facts: str = ""
    evidence: str = ""
    since: datetime | None = None
    until: datetime | None = None
    reply_by: date | None = None
    appeal_by: date | None = None
    barred_until: date | None = None
    numbers: tuple[str, ...] = ()
    """The registrations that end by it."""
    recognises: str = ""
    """The number of the other State's case that it rests on."""
    demonstration: bool = False
    languages: tuple[str, ...] = ENGLISH_ONLY
    first_issued_at: datetime | None = None
    """Of a letter that was made anew: when it was first issued, which is when it was decided."""

    @property
    def decided_at(self) -> datetime:
        """The moment of the decision that it tells."""
        return self.first_issued_at or self.issued_at

    @property
    def word_codes(self) -> tuple[str, ...]:
        """The codes of the words for `codes`: each kind of letter has its own catalogue."""
        if self.kind is LetterKind.DOSSIER_REFUSED:
            return tuple(
                f"{'stop' if code in STOPS else 'criterion'}.{code}" for code in self.codes
            )
        catalogue = "refused_for" if self.kind in REFUSALS else "ground"
        return tuple(f"{catalogue}.{code}" for code in self.codes)

    @property
    def decided_on(self) -> date:
        """The day of the decision, by the State's own calendar."""
        return day_of(self.decided_at, zone_of(self.office))


Sheet = LicenceSheet | RegistrationSheet | LetterSheet


class _Head(msgspec.Struct):
    """What every form of a sheet says."""

    form: int
    number: str


class UnknownForm(ValueError):  # noqa: N818  what is wrong is the sheet, not the reading
    """A sheet of a form that this version of the register cannot read."""


def written(sheet: Sheet) -> str:
    """The canonical JSON of a sheet: what is frozen, and what its digest is of."""
    if sheet.form == FORM:
        return canonical(sheet)
    facts = msgspec.to_builtins(sheet)
    return canonical({name: facts[name] for name in facts if SINCE.get(name, 1) <= sheet.form})


def is_draft(sheet: Sheet) -> bool:
    """Whether nobody has decided what it says."""
    return sheet.number == DRAFT


def read(text: str) -> Sheet:
    """The sheet of a canonical JSON; UnknownForm for one that a later version wrote.

    Raises msgspec.ValidationError where a fact is missing or is of another kind.
    """
    head = msgspec.json.decode(text, type=_Head)
    if not 1 <= head.form <= FORM:
        msg = f"sheet {head.number} has form {head.form}; this version reads up to {FORM}"
        raise UnknownForm(msg)
    found: Sheet = msgspec.json.decode(text, type=Sheet)
    return found


def digest(text: str) -> str:
    """SHA-256 of a written sheet, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def mark(text: str) -> str:
    """The first 64 bits of the digest, as the foot of the paper and the public check show them.

    >>> mark("{}")
    '4413 6fa3 55b3 678a'
    """
    found = digest(text)
    return " ".join(found[place : place + 4] for place in range(0, 16, 4))


class Days(msgspec.Struct, frozen=True):
    """A licence's first and last day, both included, and whose clock each one is of."""

    first_day: date
    last_day: date
    first: Authorizer
    last: Authorizer

    @property
    def one_clock(self) -> bool:
        """Whether one State's clock says both."""
        return self.first.zone == self.last.zone


def days(sheet: LicenceSheet) -> Days | None:
    """The days that the two instants of a licence are, by the States that set them (rules 2.5).

    An instant is 00:00 of a day on the clock of at least one authorizing State. Where one clock
    can say both days, it does; the lead State's first. None where an instant is nobody's day.
    """
    begins = _setting(
        sheet, lambda item: first_instant(item.first_day, zone_of(item)), sheet.valid_from
    )
    ends = _setting(
        sheet, lambda item: end_instant(item.last_day, zone_of(item)), sheet.valid_until
    )
    pairs = [(first, last) for first in begins for last in ends]
    if not pairs:
        return None
    first, last = min(pairs, key=lambda pair: pair[0].zone != pair[1].zone)
    return Days(first.first_day, last.last_day, first, last)


def _setting(
    sheet: LicenceSheet, instant: Callable[[Authorizer], datetime], moment: datetime
) -> list[Authorizer]:
    """The States whose day is that instant, the lead State first."""
    found = [item for item in sheet.authorizers if instant(item).astimezone(UTC) == moment]
    return sorted(found, key=lambda item: item.code != sheet.lead)


def zone_of(item: Authorizer | Office) -> ZoneInfo:
    """The clock of who signs."""
    return ZoneInfo(item.zone)

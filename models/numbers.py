"""Public numbers such as XA-2026-L-00042-K: a counter per State, kind and year, a check letter."""

from __future__ import annotations

import re
from enum import StrEnum

from sqlalchemy import CheckConstraint, Integer, String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, Row

LETTERS = "ABCDEFGHJKLMNPQRSTVWXYZ"  # 23 of them: no I, O, U
LONGEST = 40
PATTERN = re.compile(r"([A-Z]{2})-?([0-9]{4})-?([A-Z])-?([0-9]{5,9})-?([A-Z])")


class Kind(StrEnum):
    """What a number is of; one letter each (design: words)."""

    CASE = "N"
    DOSSIER = "D"
    ENTRY = "W"
    LETTER = "C"
    LICENCE = "L"
    REGISTRATION = "R"
    STOP = "S"
    TRADER = "T"


class Counter(Row, Base):
    """The last number given; locked last of all (house: the one door)."""

    __tablename__ = "counters"
    __table_args__ = (
        UniqueConstraint("state_code", "kind", "year"),
        CheckConstraint("last >= 0", name="last_not_negative"),
    )

    state_code: Mapped[str] = mapped_column(String(2))
    kind: Mapped[str] = mapped_column(String(1))
    year: Mapped[int] = mapped_column(Integer)
    last: Mapped[int] = mapped_column(Integer, default=0)


def check_letter(state: str, year: int, kind: str, serial: int) -> str:
    """Return the letter that finds every single wrong digit and every swap of neighbours.

    >>> check_letter("XA", 2026, "L", 42)
    'D'
    """
    digits = "".join(str(int(char, 36)) for char in f"{state}{kind}") + f"{year:04d}{serial:09d}"
    total = sum((place + 2) * int(digit) for place, digit in enumerate(digits))
    return LETTERS[total % 23]


def written(state: str, year: int, kind: str, serial: int) -> str:
    """Return the number as it is printed.

    >>> written("XA", 2026, "L", 42)
    'XA-2026-L-00042-D'
    """
    return f"{state}-{year:04d}-{kind}-{serial:05d}-{check_letter(state, year, kind, serial)}"


def parse(text: str) -> str | None:
    """Return the number a person meant, in its written form, or None.

    Spaces, dashes and lower case do not matter; a wrong check letter does.

    >>> parse(" xa2026l00042d ")
    'XA-2026-L-00042-D'
    >>> parse("XA-2026-L-00043-D") is None
    True
    """
    plain = "".join(text.split()).upper()
    if len(plain) > LONGEST or not plain.isascii():
        return None
    match = PATTERN.fullmatch(plain)
    if match is None:
        return None
    state, year, kind, serial, letter = match.groups()
    number = written(state, int(year), kind, int(serial))
    return number if number.endswith(letter) else None


def mint(session: Session, state: str, kind: Kind, year: int) -> str:
    """Take the next number of a State, kind and year; the counter's row is locked till commit."""
    row = {"state_code": state, "kind": kind.value, "year": year}
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(Counter).values(**row, last=0).on_conflict_do_nothing())
    counter = session.scalars(select(Counter).filter_by(**row).with_for_update()).one()
    counter.last += 1
    session.flush()
    return written(state, year, kind.value, counter.last)

"""Likeness: by what two traders may be one, and the record that a submission looked like another.

The keys are folded forms of what was written; the record is for officers, never for applicants.
"""

from __future__ import annotations

import re

from rigour.names import normalize_name, remove_org_types
from rigour.text import ascii_text
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Record
from models.columns import listed

BY_NAME = "name"
BY_COMPANY_NUMBER = "company_number"
BY_BIRTH_DATE = "birth_date"
WHYS = (BY_NAME, BY_COMPANY_NUMBER, BY_BIRTH_DATE)
LONGEST = 200


def name_key(name: str) -> str:
    """Fold a name: small letters of the Latin script, without accents, marks and legal form.

    >>> name_key("Nörvane  Brokering, Ltd.") == name_key("NORVANE BROKERING Limited")
    True
    >>> name_key("Ltd")
    'ltd'
    """
    plain = normalize_name(name) or ""
    bare = remove_org_types(plain).strip() or plain
    return " ".join(ascii_text(bare).casefold().split())[:LONGEST]


def same_words(one: str, other: str) -> bool:
    """Say whether two folded names are the same words in any order.

    >>> same_words("ada quill", "quill ada")
    True
    """
    return sorted(one.split()) == sorted(other.split())


def number_key(number: str) -> str:
    """Fold a company number: letters and digits only.

    >>> number_key("HR-b 4711/2")
    'HRB47112'
    """
    return re.sub(r"[\W_]", "", number).upper()[:LONGEST]


class Likeness(Record, Base):
    """That a filing, when submitted, looked like another trader (C1: duplicate search)."""

    __tablename__ = "likenesses"
    __table_args__ = (
        UniqueConstraint("filing_id", "trader_id", "why"),
        CheckConstraint(f"why IN {listed(WHYS)}", name="why_known"),
    )

    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    """The other trader."""
    why: Mapped[str] = mapped_column(String(32))

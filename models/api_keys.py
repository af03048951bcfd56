"""Keys of programs that ask the register: each is one officer's, for one purpose, and ends."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Thing
from models.columns import listed
from models.searches import CASE_LENGTH, Purpose

LONGEST_DAYS = 366
"""A key ends after a year at the latest; whoever still needs it makes a new one."""
REASON_LENGTH = 500


class Scope(StrEnum):
    """What a key opens; it never opens a page."""

    MATCH = "match"
    """Looking for parties on lists and watchlist, as its officer may."""


class ApiKey(Thing, Base):
    """A key of 256 random bits, kept as its SHA-256; its holder's rights are read at each use."""

    THING = "api_key"
    __tablename__ = "api_keys"
    __table_args__ = (
        CheckConstraint(f"scope IN {listed(Scope)}", name="scope_known"),
        CheckConstraint(f"purpose IN {listed(Purpose)}", name="purpose_known"),
        CheckConstraint("expires_at > made_at", name="ends_later"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_has_reason"
        ),
    )

    label: Mapped[str] = mapped_column(String(120))
    """Which program of which office uses it."""
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    scope: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16))
    """Recorded with each search that names no other one."""
    case_ref: Mapped[str] = mapped_column(String(CASE_LENGTH), default="")
    """Recorded with each search that names no other one; may be empty."""
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    """How the key begins: enough to tell two of them apart."""
    made_at: Mapped[datetime] = mapped_column(Moment())
    expires_at: Mapped[datetime] = mapped_column(Moment())
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment())
    withdrawn_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))

    def stands(self, at: datetime) -> bool:
        """Whether it opens anything at a moment, as far as the key itself goes."""
        return self.withdrawn_at is None and self.made_at <= at < self.expires_at

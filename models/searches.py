"""Searches: who looked for whom on lists and watchlist, why, for which case, and what was found."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Frozen, Moment, Thing
from models.columns import listed

CASE_LENGTH = 120


class Purpose(StrEnum):
    """Why somebody is looked for; one of these is recorded with every search."""

    APPLICATION = "application"
    """An application for a registration or a licence is examined."""
    ASSISTANCE = "assistance"
    """Another State or its authority has asked."""
    BORDER = "border"
    """Goods or documents are checked at a border."""
    ENFORCEMENT = "enforcement"
    """An offence is investigated, or a case is open against a trader."""
    REVIEW = "review"
    """A registration or licence that stands is looked at again."""


class Search(Thing, Base):
    """One search by one person, on a page or by a key of theirs: asked, then answered once.

    `asked` are the parties looked for, as they were given; `answers` what each came to, in the
    same order. Both stay as they are: an auditor reads them, and a replay starts from them.
    """

    THING = "search"
    __tablename__ = "searches"
    __table_args__ = (
        CheckConstraint(f"purpose IN {listed(Purpose)}", name="purpose_known"),
        CheckConstraint(
            "(answered_at IS NULL) = (answer_digest IS NULL)", name="answered_has_digest"
        ),
        Index("ix_searches_state_code", "state_code", "id"),
        Index("ix_searches_by_id", "by_id", "id"),
    )

    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    api_key_id: Mapped[int | None] = mapped_column(ForeignKey("api_keys.id"), index=True)
    """The key that asked; none when a person asked on a page."""
    purpose: Mapped[str] = mapped_column(String(16))
    case_ref: Mapped[str] = mapped_column(String(CASE_LENGTH), default="")
    asked: Mapped[tuple[dict[str, Any], ...]] = mapped_column(Frozen(tuple[dict[str, Any], ...]))
    asked_digest: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(Moment())
    answered_at: Mapped[datetime | None] = mapped_column(Moment())
    answers: Mapped[tuple[dict[str, Any], ...] | None] = mapped_column(
        Frozen(tuple[dict[str, Any], ...])
    )
    answer_digest: Mapped[str | None] = mapped_column(String(64))
    found: Mapped[int | None] = mapped_column(Integer)
    """How many entries all answers hold together."""

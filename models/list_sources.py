"""Public lists as sources: from where each is fetched and how often, whether it is in use, and
what came of every fetch."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    Select,
    String,
    Text,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Frozen, Moment, Row, Thing

IMPORTED, UNCHANGED = "imported", "unchanged"
"""Outcomes of a fetch that was well; any other outcome is the code of the refusal."""


class ListSetting(Thing, Base):
    """How one list is kept, from a moment on; the newest row of a source holds (RSK-01)."""

    THING = "list_setting"
    __tablename__ = "list_settings"
    __table_args__ = (CheckConstraint("every_hours >= 0", name="not_backwards"),)

    source: Mapped[str] = mapped_column(String(32), index=True)
    form: Mapped[str] = mapped_column(String(16))
    addresses: Mapped[dict[str, str]] = mapped_column(Frozen(dict[str, str]))
    """Address of each file of the list, by what it is in it; empty: the publisher's own."""
    every_hours: Mapped[int] = mapped_column(Integer)
    """How often it is fetched; 0: never by itself."""
    retired: Mapped[bool] = mapped_column(default=False)
    """Names are no longer compared with it; its versions stay."""
    reason: Mapped[str] = mapped_column(Text, default="")
    set_at: Mapped[datetime] = mapped_column(Moment())

    def reference(self) -> str:
        return self.source


class ListFetch(Row, Base):
    """One look at a publisher's address: when, and what came of it; the version in use stays."""

    __tablename__ = "list_fetches"

    source: Mapped[str] = mapped_column(String(32), index=True)
    at: Mapped[datetime] = mapped_column(Moment())
    outcome: Mapped[str] = mapped_column(String(64))
    """imported, unchanged, or the code of what kept it from being taken."""
    facts: Mapped[dict[str, Any]] = mapped_column(Frozen(dict[str, Any]))
    """What the sentence of the code names."""
    size: Mapped[int] = mapped_column(Integer, default=0)
    """Bytes that came."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    list_version_id: Mapped[int | None] = mapped_column(ForeignKey("list_versions.id"), index=True)
    """The version that it brought, or found to be the publisher's newest still."""
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    """The day on which that version is the publisher's newest, as far as this look tells."""

    @property
    def well(self) -> bool:
        """Whether the publisher's newest list is in use since."""
        return self.outcome in {IMPORTED, UNCHANGED}


def retired_sources() -> Select[str]:
    """The names of the lists that are not in use."""
    newest = select(func.max(ListSetting.id)).group_by(ListSetting.source)
    return select(ListSetting.source).where(
        ListSetting.id.in_(newest), ListSetting.retired.is_(True)
    )

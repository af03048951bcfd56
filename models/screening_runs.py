"""Looking again: every run over all standing screenings, after a list changed and each night."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Frozen, Id, Moment, Row, Thing
from models.columns import listed


class RunKind(StrEnum):
    """How much of the lists a run compares."""

    DELTA = "delta"
    """The entries that were added, changed or ended since the run before (RSK-05, WL-11)."""
    FULL = "full"
    """Every entry: it must find exactly what stands, and mends and tells what does not."""


class RunCause(StrEnum):
    """Why a run was begun."""

    FIRST = "first"
    LISTS = "lists"
    NIGHT = "night"
    MATCHER = "matcher"


class ScreeningRun(Thing, Base):
    """One run over all standing screenings; it goes on where it stopped, whoever stopped it.

    Once ended it stands for all of them: each was then compared with `lists`, so that nothing is
    written for a name of which nothing changed.
    """

    THING = "screening_run"
    __tablename__ = "screening_runs"
    __table_args__ = (
        CheckConstraint(f"kind IN {listed(RunKind)}", name="kind_known"),
        CheckConstraint(f"cause IN {listed(RunCause)}", name="cause_known"),
        Index(
            "uq_screening_runs_one_open",
            "kind",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(8))
    cause: Mapped[str] = mapped_column(String(8))
    started_at: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
    lists_before: Mapped[tuple[dict[str, Any], ...]] = mapped_column(
        Frozen(tuple[dict[str, Any], ...])
    )
    """The lists that the run before compared with, as a screening stores them."""
    lists: Mapped[tuple[dict[str, Any], ...]] = mapped_column(Frozen(tuple[dict[str, Any], ...]))
    """What it compares with; of a full run, what stood when it ended."""
    entries: Mapped[tuple[tuple[int, int], ...]] = mapped_column(
        Frozen(tuple[tuple[int, int], ...]), default=()
    )
    """Of a delta: entries of the watchlist that changed (inner id, version; 0: seen no more)."""
    threshold: Mapped[int] = mapped_column(Integer)
    matcher: Mapped[str] = mapped_column(String(255))
    last_id: Mapped[int] = mapped_column(Id)
    """The last screening that there was when it began."""
    position: Mapped[int] = mapped_column(Id, default=0)
    """The last screening that it has dealt with: it goes on behind it."""
    names: Mapped[int] = mapped_column(Integer, default=0)
    """How many screened names it has compared."""
    found: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    gone: Mapped[int] = mapped_column(Integer, default=0)
    """Hits that are new, that were replaced as their entry changed, whose entry is gone."""
    missed: Mapped[int] = mapped_column(Integer, default=0)
    astray: Mapped[int] = mapped_column(Integer, default=0)
    """Of a full run: hits that should have stood and did not, and that stood and should not."""
    faults: Mapped[int] = mapped_column(Integer, default=0)
    """Names that could not be compared."""

    def reference(self) -> str:
        return f"{self.kind}/{self.started_at:%Y-%m-%dT%H:%M}"

    @property
    def alarms(self) -> bool:
        """Whether somebody must look: a full run found otherwise than the deltas before it."""
        explained = self.cause in (RunCause.FIRST, RunCause.MATCHER)
        return bool(self.faults) or (not explained and bool(self.missed or self.astray))


class CoveredEntry(Row, Base):
    """Which version of a watchlist entry every standing screening has been compared with."""

    __tablename__ = "covered_entries"

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), unique=True)
    version: Mapped[int] = mapped_column(Integer)
    """0: the entry was not to be seen by others."""

"""Screening: imported lists and their entries, what was asked and found, and each disposition."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Frozen, Id, Moment, Record, Row, Staged, Thing
from models.columns import listed, stage_column, stage_needs, stages_check
from models.stages import Stage
from models.workflow import Step, Workflow

HIT = Workflow(
    start=frozenset({Stage.OPEN}),
    steps=(
        Step(Action.HIT_DISPOSE, {Stage.OPEN}, Stage.CLOSED),
        Step(Action.HIT_DISPOSE, {Stage.CLOSED}, Stage.CLOSED),
        Step(Action.HIT_CARRY, {Stage.OPEN}, Stage.CLOSED),
    ),
)


class ListVersion(Thing, Base):
    """One import of one public list; the newest whole one counts, older ones are kept (RSK-01)."""

    THING = "list"
    __tablename__ = "list_versions"
    __table_args__ = (UniqueConstraint("source", "sha256"),)

    source: Mapped[str] = mapped_column(String(32), index=True)
    published_on: Mapped[date] = mapped_column(Date)
    imported_at: Mapped[datetime] = mapped_column(Moment())
    sha256: Mapped[str] = mapped_column(String(64))
    invented: Mapped[bool] = mapped_column(default=False)
    entry_count: Mapped[int] = mapped_column(Integer)
    name_count: Mapped[int] = mapped_column(Integer)

    def reference(self) -> str:
        return f"{self.source}/{self.published_on.isoformat()}"


class ListEntryRow(Row, Base):
    """One entry of one list version, as published; `facts` is the reader's value as JSON."""

    __tablename__ = "list_entries"
    __table_args__ = (
        UniqueConstraint("list_version_id", "reference"),
        Index("ix_list_entries_reference", "reference", "list_version_id"),
    )

    list_version_id: Mapped[int] = mapped_column(ForeignKey("list_versions.id"), index=True)
    reference: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    facts: Mapped[dict[str, Any]] = mapped_column(Frozen(dict[str, Any]))
    digest: Mapped[str] = mapped_column(String(64))
    """What it says, as `app/screening/entries.py` tells it: equal in two versions is unchanged."""


class SubjectOf(StrEnum):
    """What a screened name is on the case."""

    TRADER = "trader"
    OFFICER = "officer"
    OWNER = "owner"
    PARTY = "party"


class Screening(Thing, Base):
    """One name of one case that was to be screened, and what came of it; empty results are kept.

    Asked in the act (submission, new version, consent); answered by the worker: `answered_at`
    and what follows are filled once.
    """

    THING = "screening"
    __tablename__ = "screenings"
    __table_args__ = (
        CheckConstraint(f"subject_of IN {listed(SubjectOf)}", name="subject_known"),
        Index("ix_screenings_thing", "thing", "thing_id", "version", "asked_at"),
        Index("ix_screenings_open", "answered_at", "id"),
    )

    thing: Mapped[str] = mapped_column(String(32))
    """filing, renewal or dossier: screened once for all States asked."""
    thing_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer, default=1)
    subject_of: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    subject: Mapped[dict[str, Any]] = mapped_column(Frozen(dict[str, Any]))
    subject_digest: Mapped[str] = mapped_column(String(64))
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Moment())
    answered_at: Mapped[datetime | None] = mapped_column(Moment())
    lists: Mapped[tuple[dict[str, Any], ...] | None] = mapped_column(
        Frozen(tuple[dict[str, Any], ...])
    )
    """[{source, published_on, imported_at, list_version_id}], and the watchlist as it stood."""
    threshold: Mapped[int | None] = mapped_column(Integer)
    matcher: Mapped[str | None] = mapped_column(String(255))
    answer_digest: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of what was found, by which a replay sees whether it finds the same."""
    hits: Mapped[list[Hit]] = relationship(order_by="Hit.score.desc()")

    def of_trader(self) -> int | None:
        """A screening is never the applicant's to see (rules 7.2)."""
        return None


class Gone(StrEnum):
    """Why a hit would not be found any more."""

    REMOVED = "removed"
    """Its entry is no longer on the list, or no longer to be seen."""
    PARTED = "parted"
    """Its entry was changed and is no longer like the name."""


class Hit(Staged, Base):
    """One entry that one screened name may be; open until an officer closes it (RSK-04)."""

    THING = "hit"
    workflow = HIT
    __tablename__ = "hits"
    __table_args__ = (
        stages_check(HIT),
        CheckConstraint("score BETWEEN 0 AND 100", name="score_in_range"),
        CheckConstraint("(list_entry_id IS NULL) <> (entry_id IS NULL)", name="of_one_source"),
        CheckConstraint("(gone_at IS NULL) = (gone_why IS NULL)", name="gone_has_why"),
        CheckConstraint(f"gone_why IN {listed(Gone)}", name="why_known"),
        Index(
            "uq_hits_one_current",
            "screening_id",
            "source",
            "entry_reference",
            unique=True,
            sqlite_where=text("replaced_at IS NULL AND gone_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL AND gone_at IS NULL"),
        ),
        stage_needs("closed_has_disposition", {Stage.CLOSED}, "disposition_id IS NOT NULL"),
    )

    screening_id: Mapped[int] = mapped_column(ForeignKey("screenings.id"), index=True)
    list_entry_id: Mapped[int | None] = mapped_column(ForeignKey("list_entries.id"))
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)
    entry_version: Mapped[int | None] = mapped_column(Integer)
    source: Mapped[str] = mapped_column(String(32))
    """The list, or `watchlist`; with the entry's reference there, through all its versions."""
    entry_reference: Mapped[str] = mapped_column(String(64), index=True)
    entry_digest: Mapped[str] = mapped_column(String(64))
    """What the entry said: equal in two versions is unchanged."""
    features_digest: Mapped[str] = mapped_column(String(64))
    """What of the two agreed, and by which names; a score that moves a little is not in it."""
    run_id: Mapped[int | None] = mapped_column(ForeignKey("screening_runs.id"), index=True)
    """The run that found it; empty when the name was first answered."""
    replaces_id: Mapped[int | None] = mapped_column(Id)
    """The hit on an earlier version of the entry, which this one takes the place of."""
    replaced_at: Mapped[datetime | None] = mapped_column(Moment())
    """Since when a later hit stands in its place: it counts no more."""
    gone_at: Mapped[datetime | None] = mapped_column(Moment())
    """Since when nothing of it would be found; it counts until somebody has dealt with it."""
    gone_why: Mapped[str | None] = mapped_column(String(16))
    entry_name: Mapped[str] = mapped_column(Text)
    score: Mapped[int] = mapped_column(Integer)
    strength: Mapped[str] = mapped_column(String(16))
    """How soon somebody should look: high, review or low, as the matcher said."""
    reasons: Mapped[tuple[dict[str, Any], ...]] = mapped_column(Frozen(tuple[dict[str, Any], ...]))
    stage: Mapped[Stage] = stage_column()
    disposition_id: Mapped[int | None] = mapped_column(Id)
    screening: Mapped[Screening] = relationship(back_populates="hits", lazy="joined")
    dispositions: Mapped[list[Disposition]] = relationship(
        order_by="Disposition.id", foreign_keys="Disposition.hit_id"
    )

    def parties(self) -> frozenset[int]:
        trader = self.screening.trader_id
        return frozenset() if trader is None else frozenset({trader})


class DispositionOutcome(StrEnum):
    """What an officer found."""

    TRUE = "true"
    FALSE = "false"
    UNCLEAR = "unclear"


class Disposition(Record, Base):
    """An officer's answer to a hit, with the reason; the newest counts, none is changed.

    It is bound to what the officer saw: party, entry and what of the two agreed. It counts until
    its day, and a carried one as long as the one that it is carried from (`app/found.py`).
    """

    __tablename__ = "dispositions"
    __table_args__ = (
        CheckConstraint(f"outcome IN {listed(DispositionOutcome)}", name="outcome_known"),
        CheckConstraint("(expires_on IS NULL) = (expires_at IS NULL)", name="expiry_whole"),
        CheckConstraint("outcome <> 'true' OR expires_on IS NULL", name="true_without_end"),
        CheckConstraint("carried_from_id IS NULL OR outcome = 'false'", name="carried_is_false"),
    )

    hit_id: Mapped[int] = mapped_column(ForeignKey("hits.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    state_code: Mapped[str] = mapped_column(String(2))
    decided_at: Mapped[datetime] = mapped_column(Moment())
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    party_digest: Mapped[str] = mapped_column(String(64), index=True)
    entry_digest: Mapped[str] = mapped_column(String(64))
    features_digest: Mapped[str] = mapped_column(String(64))
    evidence: Mapped[str] = mapped_column(Text, default="")
    """Where the officer found it, in words: a register, a letter, a page."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    """What the officer keeps with it; read by the own State alone."""
    expires_on: Mapped[date | None] = mapped_column(Date)
    """The day, in the State's calendar, on which somebody must look again."""
    expires_at: Mapped[datetime | None] = mapped_column(Moment())
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("dispositions.id"), index=True)
    """The officer's own finding that holds here as well; empty for an officer's own."""

"""Exports of a State's watchlist entries: one senior officer asks, another one approves."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.actions import Action
from models.base import Base, Moment, Staged
from models.columns import stage_column, stage_needs, stages_check
from models.stages import Stage
from models.workflow import Step, Workflow, acts

EXPORT = Workflow(
    start=frozenset({Stage.AWAITING_COUNTERSIGN}),
    steps=(
        Step(Action.WATCHLIST_EXPORT_APPROVE, {Stage.AWAITING_COUNTERSIGN}, Stage.DECIDED),
        Step(Action.WATCHLIST_EXPORT_REFUSE, {Stage.AWAITING_COUNTERSIGN}, Stage.REFUSED),
    ),
    acts=acts({Stage.DECIDED}, Action.WATCHLIST_EXPORT_TAKE),
)
LASTS = timedelta(hours=24)
"""How long after its approval an export may be taken."""


class WatchlistExport(Staged, Base):
    """One export that was asked for: why, by whom, who agreed, and how often it was taken."""

    THING = "watchlist_export"
    workflow = EXPORT
    __tablename__ = "watchlist_exports"
    __table_args__ = (
        stages_check(EXPORT),
        CheckConstraint(
            "decided_person_id IS NULL OR decided_person_id <> asked_person_id",
            name="two_persons",
        ),
        stage_needs(
            "decided_by_somebody",
            {Stage.DECIDED, Stage.REFUSED},
            "decided_at IS NOT NULL AND decided_person_id IS NOT NULL",
        ),
    )

    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    stage: Mapped[Stage] = stage_column()
    purpose: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment())
    asked_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment())
    decided_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    taken: Mapped[int] = mapped_column(Integer, default=0)
    """How often; each time stands in the record with the entries that it held."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of what was taken last."""

    def lasts_until(self) -> datetime | None:
        """Until when it may be taken; None while nobody approved it."""
        decided = self.decided_at
        return None if decided is None or self.stage is not Stage.DECIDED else decided + LASTS

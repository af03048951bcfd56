"""De-registration: a State's case against a trader, its notice, its reply (workflow C4)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Frozen, Moment, Staged
from models.columns import listed, stage_column, stage_needs, stages_check
from models.stages import Stage
from models.traders import Trader
from models.workflow import Step, Workflow

OPEN_CASE = frozenset(
    {Stage.PRELIMINARY, Stage.NOTICE_SERVED, Stage.REPLY_RECEIVED, Stage.AWAITING_COUNTERSIGN}
)

CASE = Workflow(
    # A case that recognises another State's begins where that State's notice has been served.
    start=frozenset({Stage.PRELIMINARY, Stage.NOTICE_SERVED}),
    steps=(
        Step(Action.CASE_SERVE_NOTICE, {Stage.PRELIMINARY}, Stage.NOTICE_SERVED),
        Step(Action.CASE_REPLY, {Stage.NOTICE_SERVED}, Stage.REPLY_RECEIVED),
        Step(
            Action.CASE_PROPOSE,
            {Stage.NOTICE_SERVED, Stage.REPLY_RECEIVED},
            Stage.AWAITING_COUNTERSIGN,
        ),
        Step(Action.CASE_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.NOTICE_SERVED),
        Step(Action.CASE_DEREGISTER, {Stage.AWAITING_COUNTERSIGN}, Stage.DEREGISTERED),
        Step(
            Action.CASE_CLOSE,
            {Stage.AWAITING_COUNTERSIGN, Stage.PRELIMINARY},
            Stage.CLOSED,
        ),
    ),
)


class Ground(StrEnum):
    """The catalogue of grounds (workflow C4)."""

    FALSE_END_USE = "G1"
    MISSTATEMENT = "G2"
    BREACH_OF_CONDITION = "G3"
    WITHOUT_LICENCE = "G4"
    DIVERSION = "G5"
    NO_DELIVERY_REPORT = "G6"
    OBSTRUCTION = "G7"
    CHANGE_OF_CONTROL = "G8"
    CHARGE = "G9"
    CONVICTION = "G10"
    LISTED = "G11"
    FRONTING = "G12"


INTERIM_ONLY = frozenset({Ground.CHARGE})


class Case(Staged, Base):
    """A State's de-registration case against a trader (workflow C4); it concerns all kinds."""

    THING = "case"
    workflow = CASE
    __tablename__ = "cases"
    __table_args__ = (
        stages_check(CASE),
        stage_needs(
            "noticed_has_window",
            OPEN_CASE - {Stage.PRELIMINARY} | {Stage.DEREGISTERED},
            "notice_at IS NOT NULL AND reply_until IS NOT NULL",
        ),
        stage_needs(
            "decided_has_moment", {Stage.DEREGISTERED, Stage.CLOSED}, "closed_at IS NOT NULL"
        ),
        stage_needs(
            "deregistered_has_days",
            {Stage.DEREGISTERED},
            "bar_until IS NOT NULL AND appeal_until IS NOT NULL",
        ),
        Index(
            "uq_cases_one_open",
            "trader_id",
            "state_code",
            unique=True,
            sqlite_where=text(f"stage IN {listed(OPEN_CASE)}"),
            postgresql_where=text(f"stage IN {listed(OPEN_CASE)}"),
        ),
    )

    number: Mapped[str] = mapped_column(String(32), unique=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    stage: Mapped[Stage] = stage_column()
    grounds: Mapped[tuple[str, ...]] = mapped_column(Frozen(tuple[str, ...]))
    facts: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    recognises_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    """The other State's case that this one recognises (rules 6.2)."""
    opened_at: Mapped[datetime] = mapped_column(Moment())
    notice_at: Mapped[datetime | None] = mapped_column(Moment())
    notice: Mapped[str] = mapped_column(Text, default="")
    reply_until: Mapped[datetime | None] = mapped_column(Moment())
    reply_at: Mapped[datetime | None] = mapped_column(Moment())
    reply: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(Moment())
    bar_until: Mapped[date | None] = mapped_column(Date)
    appeal_until: Mapped[date | None] = mapped_column(Date)
    visible_to_trader: Mapped[bool] = mapped_column(Boolean, default=False)
    trader: Mapped[Trader] = relationship(lazy="joined")

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Case.trader_id).where(Case.id == key)

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.stage in OPEN_CASE

    @property
    def is_recognition(self) -> bool:
        """Whether it rests on another State's decision (rules 6.2)."""
        return self.recognises_id is not None

    @property
    def replied_late(self) -> bool:
        """Whether the reply came after the window; it is read all the same."""
        return (
            self.reply_at is not None
            and self.reply_until is not None
            and self.reply_at >= self.reply_until
        )

    def heard(self, at: datetime) -> bool:
        """Whether the trader has been heard: it replied, or its window is over (ENF-05)."""
        return self.reply_at is not None or (
            self.reply_until is not None and self.reply_until <= at
        )

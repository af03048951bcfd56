"""De-registration: the case, its notice and reply, and the cascade planned purely (rules 6)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec
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
    start=frozenset({Stage.PRELIMINARY}),
    steps=(
        Step(Action.CASE_SERVE_NOTICE, {Stage.PRELIMINARY}, Stage.NOTICE_SERVED),
        Step(Action.CASE_REPLY, {Stage.NOTICE_SERVED}, Stage.REPLY_RECEIVED),
        Step(
            Action.CASE_PROPOSE,
            {Stage.NOTICE_SERVED, Stage.REPLY_RECEIVED},
            Stage.AWAITING_COUNTERSIGN,
        ),
        Step(Action.CASE_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.REPLY_RECEIVED),
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


class Consequence(msgspec.Struct, frozen=True, order=True):
    """One thing the moment of signing does: an action on a thing, with words to show it."""

    action: Action
    thing: str
    thing_id: int
    reference: str
    state: str = ""


class Cascade(msgspec.Struct, frozen=True):
    """Everything that happens in the moment of signing, counted; preview and act share it."""

    registrations: tuple[Consequence, ...] = ()
    pending_registrations: tuple[Consequence, ...] = ()
    renewals: tuple[Consequence, ...] = ()
    licences_stopped: tuple[Consequence, ...] = ()
    """Nothing is stored on these: they show COVER_LOST at once (rules 6.1)."""
    dossiers: tuple[Consequence, ...] = ()
    authorizations: tuple[Consequence, ...] = ()
    tasks: tuple[str, ...] = ()
    """The States that are asked to recognise, open their own case or decline."""
    entry: bool = True
    goes_on: tuple[Consequence, ...] = ()
    """What goes on all the same (such as licences of other States, which get a warning)."""


class RegistrationFact(msgspec.Struct, frozen=True):
    """A registration or renewal of the trader, in any State."""

    id: int
    number: str
    state: str
    stage: Stage
    live: bool


class DossierFact(msgspec.Struct, frozen=True):
    """A pending dossier in which the trader is covered in the de-registering State."""

    id: int
    number: str
    covered_states: tuple[str, ...]
    authorizations: tuple[tuple[int, str, str], ...]
    """(id, reference, State) of each undecided or pending authorization."""


class LicenceFact(msgspec.Struct, frozen=True):
    """A live licence that names the trader as a covered party in these States."""

    id: int
    number: str
    covered_states: tuple[str, ...]
    authorizing: tuple[str, ...]


class CascadeFacts(msgspec.Struct, frozen=True):
    """All that the plan needs to know."""

    state: str
    registrations: tuple[RegistrationFact, ...]
    renewals: tuple[RegistrationFact, ...]
    dossiers: tuple[DossierFact, ...]
    licences: tuple[LicenceFact, ...]


def plan(facts: CascadeFacts, *, entry: bool = True) -> Cascade:
    """Plan the cascade of a de-registration in `facts.state` (rules 6.1, C53); pure."""
    own = [item for item in facts.registrations if item.state == facts.state]
    stopped = [item for item in facts.licences if facts.state in item.covered_states]
    others = {
        item.state
        for item in facts.registrations
        if item.state != facts.state and item.stage in (Stage.ACTIVE, *_PENDING)
    }
    for licence in facts.licences:
        others |= {state for state in licence.authorizing if state != facts.state}
    halted = [item for item in facts.dossiers if facts.state in item.covered_states]
    return Cascade(
        registrations=tuple(
            Consequence(
                Action.REGISTRATION_DEREGISTER, "registration", item.id, item.number, item.state
            )
            for item in own
            if item.stage is Stage.ACTIVE
        ),
        pending_registrations=tuple(
            Consequence(Action.REGISTRATION_STOP, "registration", item.id, item.number, item.state)
            for item in own
            if item.stage in _PENDING
        ),
        renewals=tuple(
            Consequence(Action.RENEWAL_STOP, "renewal", item.id, item.number, item.state)
            for item in facts.renewals
            if item.state == facts.state and item.stage in _PENDING
        ),
        licences_stopped=tuple(
            Consequence(Action.LICENCE_REVOKE, "licence", item.id, item.number) for item in stopped
        ),
        dossiers=tuple(
            Consequence(Action.DOSSIER_STOP, "dossier", item.id, item.number) for item in halted
        ),
        authorizations=tuple(
            Consequence(Action.AUTHORIZATION_STOP, "authorization", key, reference, state)
            for item in halted
            for key, reference, state in item.authorizations
        ),
        tasks=tuple(sorted(others)),
        entry=entry,
        goes_on=tuple(
            Consequence(Action.LICENCE_REVOKE, "licence", item.id, item.number)
            for item in facts.licences
            if facts.state not in item.covered_states
        ),
    )


_PENDING = (
    Stage.SUBMITTED,
    Stage.UNDER_REVIEW,
    Stage.INFO_REQUESTED,
    Stage.AWAITING_COUNTERSIGN,
)

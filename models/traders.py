"""Traders and their registrations: one trader, several States and kinds, each decided alone."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.actions import Action
from models.base import Base, Frozen, Moment, Record, Staged, Thing
from models.columns import listed, stage_column, stage_needs, stages_check
from models.likeness import name_key, number_key
from models.particulars import Form, Particulars, TraderKind
from models.stages import Stage
from models.workflow import Step, Workflow, acts

OPEN_STAGES = frozenset(
    {
        Stage.SUBMITTED,
        Stage.UNDER_REVIEW,
        Stage.INFO_REQUESTED,
        Stage.AWAITING_COUNTERSIGN,
    }
)
ENDED_STAGES = frozenset({Stage.SURRENDERED, Stage.DEREGISTERED})

REGISTRATION = Workflow(
    start=frozenset({Stage.DRAFT}),
    steps=(
        Step(Action.REGISTRATION_SUBMIT, {Stage.DRAFT}, Stage.SUBMITTED),
        Step(Action.REGISTRATION_DISCARD, {Stage.DRAFT}, Stage.WITHDRAWN),
        Step(Action.REGISTRATION_TAKE, {Stage.SUBMITTED}, Stage.UNDER_REVIEW),
        Step(Action.REGISTRATION_ASK, {Stage.UNDER_REVIEW}, Stage.INFO_REQUESTED),
        Step(Action.REGISTRATION_ANSWER, {Stage.INFO_REQUESTED}, Stage.UNDER_REVIEW),
        Step(Action.REGISTRATION_PROPOSE, {Stage.UNDER_REVIEW}, Stage.AWAITING_COUNTERSIGN),
        Step(Action.REGISTRATION_APPROVE, {Stage.AWAITING_COUNTERSIGN}, Stage.ACTIVE),
        Step(Action.REGISTRATION_REFUSE, {Stage.AWAITING_COUNTERSIGN}, Stage.REFUSED),
        Step(Action.REGISTRATION_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.UNDER_REVIEW),
        Step(Action.REGISTRATION_WITHDRAW, OPEN_STAGES, Stage.WITHDRAWN),
        Step(Action.REGISTRATION_STOP, OPEN_STAGES | {Stage.DRAFT}, Stage.STOPPED),
        Step(Action.REGISTRATION_SURRENDER, {Stage.ACTIVE}, Stage.SURRENDERED),
        Step(Action.REGISTRATION_DEREGISTER, {Stage.ACTIVE}, Stage.DEREGISTERED),
    ),
    acts=acts({Stage.DRAFT}, Action.REGISTRATION_EDIT)
    # taken over from an officer who can no longer act
    | acts({Stage.UNDER_REVIEW, Stage.INFO_REQUESTED}, Action.REGISTRATION_TAKE)
    | acts({Stage.UNDER_REVIEW}, Action.REGISTRATION_SCREEN)
    | acts(
        {Stage.ACTIVE},
        Action.REGISTRATION_SUSPEND,
        Action.REGISTRATION_CONFIRM_SUSPENSION,
        Action.REGISTRATION_LIFT,
        Action.RENEWAL_FILE,
    )
    | acts(OPEN_STAGES | {Stage.ACTIVE}, Action.REGISTRATION_NOTE),
)

RENEWAL_OPEN = OPEN_STAGES - {Stage.INFO_REQUESTED}
"""A renewal is never questioned: what is missing is asked of the registration."""

RENEWAL = Workflow(
    start=frozenset({Stage.SUBMITTED}),
    steps=(
        Step(Action.RENEWAL_TAKE, {Stage.SUBMITTED}, Stage.UNDER_REVIEW),
        Step(Action.RENEWAL_PROPOSE, {Stage.UNDER_REVIEW}, Stage.AWAITING_COUNTERSIGN),
        Step(Action.RENEWAL_APPROVE, {Stage.AWAITING_COUNTERSIGN}, Stage.DECIDED),
        Step(Action.RENEWAL_REFUSE, {Stage.AWAITING_COUNTERSIGN}, Stage.REFUSED),
        Step(Action.RENEWAL_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.UNDER_REVIEW),
        Step(Action.RENEWAL_WITHDRAW, RENEWAL_OPEN, Stage.WITHDRAWN),
        Step(Action.RENEWAL_STOP, RENEWAL_OPEN, Stage.STOPPED),
    ),
    acts=acts({Stage.UNDER_REVIEW}, Action.RENEWAL_TAKE, Action.RENEWAL_SCREEN),
)


class Trader(Thing, Base):
    """A firm or natural person that registers; one identity across States (REG-02)."""

    THING = "trader"
    COUNTED = True
    __tablename__ = "traders"
    __table_args__ = (CheckConstraint(f"form IN {listed(Form)}", name="form_known"),)

    number: Mapped[str] = mapped_column(String(32), unique=True)
    home_state: Mapped[str] = mapped_column(String(2))
    form: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(200), index=True)
    name_key: Mapped[str] = mapped_column(String(200), index=True, default="")
    company_key: Mapped[str] = mapped_column(String(200), index=True, default="")
    birth_date: Mapped[date | None] = mapped_column(Date, index=True)
    """These three follow from name and facts: by them duplicates are found and names searched."""
    phone: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    facts: Mapped[Particulars] = mapped_column(Frozen(Particulars))
    """As last submitted; what each application said stays in its filing."""
    nationalities: Mapped[list[Nationality]] = relationship(order_by="Nationality.id")
    registrations: Mapped[list[Registration]] = relationship(back_populates="trader")

    @validates("name")
    def _fold_name(self, _column: str, name: str) -> str:
        self.name_key = name_key(name)
        return name

    @validates("facts")
    def _fold_facts(self, _column: str, facts: Particulars) -> Particulars:
        self.company_key = number_key(facts.company_number)
        self.birth_date = facts.birth_date
        return facts

    def of_trader(self) -> int | None:
        return self.id

    def of_state(self) -> str | None:
        return self.home_state

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Trader.id).where(Trader.id == key)


class Nationality(Record, Base):
    """A nationality, or State of incorporation, with its days; renunciation is dated, with proof.

    A later row for the same country says more of the same nationality; the newest row counts.
    """

    __tablename__ = "nationalities"

    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    country: Mapped[str] = mapped_column(String(2))
    since: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    proof: Mapped[str] = mapped_column(String(200), default="")


class Filing(Thing, Base):
    """What one application says, for one kind, to one or several States; frozen at submission."""

    THING = "filing"
    COUNTED = True
    __tablename__ = "filings"

    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    facts: Mapped[Particulars] = mapped_column(Frozen(Particulars))
    submitted_at: Mapped[datetime | None] = mapped_column(Moment())
    digest: Mapped[str | None] = mapped_column(String(64))
    declared_by: Mapped[str] = mapped_column(String(200), default="")
    declaration: Mapped[str] = mapped_column(Text, default="")
    trader: Mapped[Trader] = relationship(lazy="joined")


class Registration(Staged, Base):
    """One State's registration of one trader for one kind (workflow C1)."""

    THING = "registration"
    workflow = REGISTRATION
    __tablename__ = "registrations"
    __table_args__ = (
        stages_check(REGISTRATION),
        CheckConstraint(f"kind IN {listed(TraderKind)}", name="kind_known"),
        stage_needs("submitted_has_number", OPEN_STAGES | {Stage.ACTIVE}, "number IS NOT NULL"),
        stage_needs("decided_has_moment", {Stage.ACTIVE, Stage.REFUSED}, "decided_at IS NOT NULL"),
        stage_needs("ended_has_moment", ENDED_STAGES, "ended_at IS NOT NULL"),
        CheckConstraint(
            f"ended_at IS NULL OR stage IN {listed(ENDED_STAGES)}", name="moment_only_when_ended"
        ),
        Index(
            "uq_registrations_one_live",
            "trader_id",
            "state_code",
            "kind",
            unique=True,
            sqlite_where=text(f"stage IN {listed(OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT})}"),
            postgresql_where=text(f"stage IN {listed(OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT})}"),
        ),
    )

    number: Mapped[str | None] = mapped_column(String(32), unique=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    filing_id: Mapped[int] = mapped_column(ForeignKey("filings.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    stage: Mapped[Stage] = stage_column()
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    submitted_at: Mapped[datetime | None] = mapped_column(Moment())
    decided_at: Mapped[datetime | None] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
    conditions: Mapped[tuple[str, ...]] = mapped_column(Frozen(tuple[str, ...]), default=())
    trader: Mapped[Trader] = relationship(back_populates="registrations", lazy="joined")
    filing: Mapped[Filing] = relationship()
    terms: Mapped[list[RegistrationTerm]] = relationship(order_by="RegistrationTerm.id")

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Registration.trader_id).where(Registration.id == key)


class RegistrationTerm(Record, Base):
    """One validity of a registration: [valid_from, valid_until) as instants of its State's days."""

    __tablename__ = "registration_terms"
    __table_args__ = (CheckConstraint("valid_from < valid_until", name="not_empty"),)

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    valid_from: Mapped[datetime] = mapped_column(Moment())
    valid_until: Mapped[datetime] = mapped_column(Moment())
    renewal_id: Mapped[int | None] = mapped_column(ForeignKey("renewals.id"))


class Renewal(Staged, Base):
    """A filing to prolong a registration (REG-09, REG-10); granted, it adds a term."""

    THING = "renewal"
    workflow = RENEWAL
    __tablename__ = "renewals"
    __table_args__ = (
        stages_check(RENEWAL),
        Index(
            "uq_renewals_one_open",
            "registration_id",
            unique=True,
            sqlite_where=text(f"stage IN {listed(RENEWAL_OPEN)}"),
            postgresql_where=text(f"stage IN {listed(RENEWAL_OPEN)}"),
        ),
    )

    registration_id: Mapped[int] = mapped_column(ForeignKey("registrations.id"), index=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    stage: Mapped[Stage] = stage_column()
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    in_time: Mapped[bool] = mapped_column(Boolean)
    """Whether it was filed inside the window of the State's terms (REG-10)."""
    statement: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment())
    registration: Mapped[Registration] = relationship(lazy="joined")

    def reference(self) -> str:
        return f"{self.registration.number}/{self.recorded_at.year}"

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Renewal.trader_id).where(Renewal.id == key)


class Suspension(Record, Base):
    """One State's suspension of a registration or a licence; a row, not a stage (rules 2.2, 5.2).

    `confirm_by`: without a second senior's confirmation before it, the suspension lapses.
    `limit_at`: once confirmed, when it ends unless a de-registration case is open.
    """

    __tablename__ = "suspensions"
    __table_args__ = (
        CheckConstraint(
            "(registration_id IS NULL) <> (licence_id IS NULL)", name="of_exactly_one_thing"
        ),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted"),
        CheckConstraint(
            "confirmed_person_id IS NULL OR confirmed_person_id <> suspended_person_id",
            name="confirmed_by_another",
        ),
        CheckConstraint(
            "lifted_person_id IS NULL OR lifted_person_id <> suspended_person_id",
            name="lifted_by_another",
        ),
    )

    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    ground: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    suspended_at: Mapped[datetime] = mapped_column(Moment())
    suspended_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    suspended_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    confirm_by: Mapped[datetime] = mapped_column(Moment())
    limit_at: Mapped[datetime] = mapped_column(Moment())
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment())
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(Moment())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lifted_person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    lift_reason: Mapped[str] = mapped_column(Text, default="")

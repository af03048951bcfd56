"""Dossier: one transaction, its immutable versions, parties, cover rows; each State's case."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Frozen, Moment, Record, Row, Staged
from models.columns import listed, stage_column, stage_needs, stages_check
from models.deals import Deal
from models.stages import Stage
from models.traders import Trader
from models.workflow import Step, Workflow, acts

UNDECIDED = frozenset(
    {Stage.SUBMITTED, Stage.UNDER_REVIEW, Stage.INFO_REQUESTED, Stage.AWAITING_COUNTERSIGN}
)
CONSENTED = frozenset({Stage.APPROVED_PENDING_PEER, Stage.ISSUED})
"""Where a signed consent of the case counts."""

DOSSIER = Workflow(
    start=frozenset({Stage.DRAFT}),
    steps=(
        Step(Action.DOSSIER_SUBMIT, {Stage.DRAFT}, Stage.LOCKED),
        Step(Action.DOSSIER_DISCARD, {Stage.DRAFT}, Stage.WITHDRAWN),
        Step(Action.DOSSIER_WITHDRAW, {Stage.LOCKED}, Stage.WITHDRAWN),
        Step(Action.LICENCE_GRANT, {Stage.LOCKED}, Stage.DECIDED),
        Step(Action.DOSSIER_DECIDE, {Stage.LOCKED}, Stage.DECIDED),
        Step(Action.DOSSIER_STOP, {Stage.LOCKED, Stage.DRAFT}, Stage.STOPPED),
    ),
    acts=acts({Stage.DRAFT, Stage.LOCKED}, Action.DOSSIER_EDIT)
    | acts({Stage.LOCKED}, Action.DOSSIER_AMEND, Action.DOSSIER_ADD_STATE),
)

AUTHORIZATION = Workflow(
    start=frozenset({Stage.SUBMITTED}),
    steps=(
        Step(Action.AUTHORIZATION_TAKE, {Stage.SUBMITTED}, Stage.UNDER_REVIEW),
        Step(Action.AUTHORIZATION_ASK, {Stage.UNDER_REVIEW}, Stage.INFO_REQUESTED),
        Step(Action.AUTHORIZATION_ANSWER, {Stage.INFO_REQUESTED}, Stage.UNDER_REVIEW),
        Step(
            Action.AUTHORIZATION_PROPOSE,
            {Stage.UNDER_REVIEW, Stage.APPROVED_PENDING_PEER, Stage.NOT_ISSUED_PEER_REFUSED},
            Stage.AWAITING_COUNTERSIGN,
        ),
        Step(
            Action.AUTHORIZATION_CONSENT,
            {Stage.AWAITING_COUNTERSIGN},
            Stage.APPROVED_PENDING_PEER,
        ),
        Step(Action.AUTHORIZATION_REFUSE, {Stage.AWAITING_COUNTERSIGN}, Stage.REFUSED),
        Step(Action.AUTHORIZATION_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.UNDER_REVIEW),
        Step(Action.AUTHORIZATION_REOPEN, {Stage.APPROVED_PENDING_PEER}, Stage.UNDER_REVIEW),
        Step(
            Action.AUTHORIZATION_TO_NEW_VERSION,
            {Stage.UNDER_REVIEW, Stage.INFO_REQUESTED, Stage.AWAITING_COUNTERSIGN},
            Stage.UNDER_REVIEW,
        ),
        Step(Action.AUTHORIZATION_TO_NEW_VERSION, {Stage.SUBMITTED}, Stage.SUBMITTED),
        Step(
            Action.AUTHORIZATION_TO_NEW_VERSION,
            {Stage.APPROVED_PENDING_PEER},
            Stage.APPROVED_PENDING_PEER,
        ),
        Step(Action.AUTHORIZATION_ISSUE, {Stage.APPROVED_PENDING_PEER}, Stage.ISSUED),
        Step(
            Action.AUTHORIZATION_PEER_REFUSED,
            UNDECIDED | {Stage.APPROVED_PENDING_PEER},
            Stage.NOT_ISSUED_PEER_REFUSED,
        ),
        Step(
            Action.AUTHORIZATION_WITHDRAW,
            UNDECIDED | {Stage.APPROVED_PENDING_PEER},
            Stage.WITHDRAWN,
        ),
        Step(
            Action.AUTHORIZATION_STOP,
            UNDECIDED | {Stage.APPROVED_PENDING_PEER},
            Stage.STOPPED,
        ),
    ),
    # A case whose officer can no longer act on it is taken over where it is.
    acts=acts(
        {Stage.UNDER_REVIEW, Stage.APPROVED_PENDING_PEER, Stage.NOT_ISSUED_PEER_REFUSED},
        Action.AUTHORIZATION_TAKE,
    )
    # A consent to an earlier version, or a lapsed one, is assessed and proposed again where it is.
    | acts(
        {Stage.UNDER_REVIEW, Stage.APPROVED_PENDING_PEER},
        Action.AUTHORIZATION_ASSESS,
        Action.AUTHORIZATION_SCREEN,
    )
    | acts(
        {Stage.APPROVED_PENDING_PEER},
        Action.AUTHORIZATION_PROPOSE_REOPENING,
        # Turns down a proposal to reopen; the consent stands.
        Action.AUTHORIZATION_SEND_BACK,
    )
    | acts(
        UNDECIDED
        | {
            Stage.APPROVED_PENDING_PEER,
            Stage.ISSUED,
            Stage.NOT_ISSUED_PEER_REFUSED,
            Stage.REFUSED,
        },
        Action.AUTHORIZATION_NOTE,
        Action.AUTHORIZATION_RELEASE_NOTE,
    ),
)


class Dossier(Staged, Base):
    """One transaction (workflow C2)."""

    THING = "dossier"
    workflow = DOSSIER
    __tablename__ = "dossiers"
    __table_args__ = (
        stages_check(DOSSIER),
        stage_needs(
            "submitted_has_number",
            {Stage.LOCKED, Stage.DECIDED},
            "number IS NOT NULL AND lead_state IS NOT NULL",
        ),
    )

    number: Mapped[str | None] = mapped_column(String(32), unique=True)
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    lead_state: Mapped[str | None] = mapped_column(String(2))
    stage: Mapped[Stage] = stage_column()
    draft: Mapped[Deal] = mapped_column(Frozen(Deal))
    """What is being written: the first version, or the next one."""
    version: Mapped[int] = mapped_column(Integer, default=0)
    """The number of the newest submitted version; 0 before the first."""
    trader: Mapped[Trader] = relationship(lazy="joined")
    versions: Mapped[list[DossierVersion]] = relationship(
        order_by="DossierVersion.number", back_populates="dossier"
    )
    authorizations: Mapped[list[Authorization]] = relationship(
        order_by="Authorization.id", back_populates="dossier"
    )

    def of_state(self) -> str | None:
        return self.lead_state

    def shared_with(self) -> frozenset[str]:
        return frozenset(case.state_code for case in self.authorizations)

    def parties(self) -> frozenset[int]:
        if not self.versions:
            return frozenset({self.trader_id})
        named = {party.trader_id for party in self.versions[-1].parties if party.trader_id}
        return frozenset(named | {self.trader_id})

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return covered_traders(key)


class DossierVersion(Record, Base):
    """One immutable submission version (LIC-02): content, digest, parties, cover rows."""

    __tablename__ = "dossier_versions"
    __table_args__ = (UniqueConstraint("dossier_id", "number"),)

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    deal: Mapped[Deal] = mapped_column(Frozen(Deal))
    digest: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime] = mapped_column(Moment())
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    declaration: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    dossier: Mapped[Dossier] = relationship(back_populates="versions")
    parties: Mapped[list[Party]] = relationship(order_by="Party.no")
    cover: Mapped[list[CoverRow]] = relationship(order_by="CoverRow.id")


class Party(Row, Base):
    """A party of a version: what cascades, screening and interests ask for."""

    __tablename__ = "parties"
    __table_args__ = (UniqueConstraint("version_id", "no"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("dossier_versions.id"), index=True)
    no: Mapped[int] = mapped_column(Integer)
    capacity: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    state_code: Mapped[str] = mapped_column(String(2), default="")
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)


class CoverRow(Row, Base):
    """One cover row of a version (rules 1.4): the verdict and every cascade follow these."""

    __tablename__ = "cover_rows"
    __table_args__ = (UniqueConstraint("version_id", "party_no", "state_code", "why", "step_no"),)

    version_id: Mapped[int] = mapped_column(ForeignKey("dossier_versions.id"), index=True)
    party_no: Mapped[int] = mapped_column(Integer)
    party_name: Mapped[str] = mapped_column(String(200))
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    state_code: Mapped[str] = mapped_column(String(2), index=True)
    why: Mapped[str] = mapped_column(String(16))
    step_no: Mapped[int] = mapped_column(Integer, default=0)
    outside: Mapped[bool] = mapped_column(Boolean, default=False)
    exempt: Mapped[bool] = mapped_column(Boolean, default=False)


class Authorization(Staged, Base):
    """One State's case on a dossier; equal to every other State's (rules 4.6)."""

    THING = "authorization"
    workflow = AUTHORIZATION
    __tablename__ = "authorizations"
    __table_args__ = (
        stages_check(AUTHORIZATION),
        UniqueConstraint("dossier_id", "state_code"),
    )

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    stage: Mapped[Stage] = stage_column()
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(Moment())
    dossier: Mapped[Dossier] = relationship(back_populates="authorizations", lazy="joined")

    def reference(self) -> str:
        return f"{self.dossier.number or self.dossier.uid}/{self.state_code}"

    @property
    def has_consented(self) -> bool:
        """Whether its newest signed consent is what stands, if its version and days allow."""
        return self.stage in CONSENTED

    def of_trader(self) -> int | None:
        return self.dossier.trader_id

    def shared_with(self) -> frozenset[str]:
        return self.dossier.shared_with()

    def parties(self) -> frozenset[int]:
        return self.dossier.parties()

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        dossier = select(Authorization.dossier_id).where(Authorization.id == key)
        return covered_traders(dossier.scalar_subquery())


class AnswerGiven(StrEnum):
    """An officer's answer to one criterion (RSK-07)."""

    MET = "met"
    CONCERN = "concern"
    REFUSE = "refuse"


class Assessment(Record, Base):
    """One answer to one criterion on one version; the newest row counts."""

    __tablename__ = "assessments"
    __table_args__ = (CheckConstraint(f"answer IN {listed(AnswerGiven)}", name="answer_known"),)

    authorization_id: Mapped[int] = mapped_column(ForeignKey("authorizations.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    criterion: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(Text)
    mitigation: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class OutsideAcceptance(Record, Base):
    """A State's answer to evidence of an authorization outside the register (rules 1.7)."""

    __tablename__ = "outside_acceptances"

    authorization_id: Mapped[int] = mapped_column(ForeignKey("authorizations.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    party_no: Mapped[int] = mapped_column(Integer)
    outside_state: Mapped[str] = mapped_column(String(2))
    accepted: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def covered_traders(dossier_id: object) -> Select[int]:
    """The ids of the applicant and of every trader with a cover row on the newest version."""
    newest = (
        select(DossierVersion.id)
        .join(Dossier, Dossier.id == DossierVersion.dossier_id)
        .where(Dossier.id == dossier_id, DossierVersion.number == Dossier.version)
        .scalar_subquery()
    )
    rows = select(CoverRow.trader_id).where(
        CoverRow.version_id == newest, CoverRow.trader_id.is_not(None)
    )
    applicant = select(Dossier.trader_id).where(Dossier.id == dossier_id)
    return select(Trader.id).where(Trader.id.in_(rows) | Trader.id.in_(applicant))

"""Proposals and signatures: four eyes, enforced by the database for every kind of decision."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Frozen, Id, Moment, Record
from models.columns import listed


class Decision(StrEnum):
    """What is proposed."""

    APPROVE = "approve"
    CLOSE = "close"
    CONSENT = "consent"
    DEREGISTER = "deregister"
    PUBLISH = "publish"
    REFUSE = "refuse"
    REOPEN = "reopen"
    REVERSE = "reverse"
    REVOKE = "revoke"


class Outcome(StrEnum):
    """What the second person did."""

    ACCEPTED = "accepted"
    SENT_BACK = "sent_back"


class LineTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of one goods line a State allows; 0 strikes the line."""

    no: int
    quantity: Annotated[int, msgspec.Meta(ge=0)]


class ConsentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A State's terms of consent: its days (both included), quantities, conditions (LIC-03)."""

    first_day: date
    last_day: date
    lines: tuple[LineTerms, ...]
    conditions: tuple[str, ...] = ()

    def quantity_of(self, no: int) -> int:
        """What this State allows of a line."""
        return next((line.quantity for line in self.lines if line.no == no), 0)


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The particulars of a proposal: only those that its decision needs."""

    consent: ConsentTerms | None = None
    first_day: date | None = None
    last_day: date | None = None
    conditions: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    bar_until: date | None = None
    appeal_until: date | None = None


class Proposal(Record, Base):
    """One person's proposal on one version of one thing, with the digest of its evidence.

    `evidence` is the canonical JSON that the digest is of: a later difference can be shown.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(f"decision IN {listed(Decision)}", name="decision_known"),
        UniqueConstraint("id", "person_id", "state_code"),
        Index("ix_proposals_thing", "thing", "thing_id", "id"),
    )

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer, default=1)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    reason_for_applicant: Mapped[str] = mapped_column(Text, default="")
    criteria: Mapped[tuple[str, ...]] = mapped_column(Frozen(tuple[str, ...]), default=())
    terms: Mapped[Terms] = mapped_column(Frozen(Terms), default=Terms())
    evidence: Mapped[str] = mapped_column(Text)
    evidence_digest: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment())
    signature: Mapped[Signature | None] = relationship(
        back_populates="proposal", foreign_keys="Signature.proposal_id"
    )


class Signature(Record, Base):
    """The second person's answer to a proposal; given once, by another person of that State."""

    __tablename__ = "signatures"
    __table_args__ = (
        ForeignKeyConstraint(
            ["proposal_id", "proposer_person_id", "state_code"],
            ["proposals.id", "proposals.person_id", "proposals.state_code"],
            name="fk_signatures_proposal",
        ),
        CheckConstraint("person_id <> proposer_person_id", name="two_persons"),
        CheckConstraint(f"outcome IN {listed(Outcome)}", name="outcome_known"),
    )

    proposal_id: Mapped[int] = mapped_column(Id, unique=True)
    proposer_person_id: Mapped[int] = mapped_column(Id)
    state_code: Mapped[str] = mapped_column(String(2))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    outcome: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    evidence_digest: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime] = mapped_column(Moment())
    proposal: Mapped[Proposal] = relationship(
        back_populates="signature", foreign_keys=[proposal_id]
    )


Evidence = dict[str, Any]

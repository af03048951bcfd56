"""The shared watchlist: entries with an owner State, their versions, and who may see what."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from sqlalchemy import (
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
from models.base import Base, Frozen, Moment, Record, Staged
from models.columns import listed, stage_column, stage_needs, stages_check
from models.particulars import Code, Short
from models.particulars import Text as LongText
from models.stages import Stage
from models.states import months_later
from models.traders import Trader
from models.workflow import Step, Workflow, acts

ENTRY = Workflow(
    start=frozenset({Stage.DRAFT, Stage.ACTIVE}),
    steps=(
        Step(Action.ENTRY_PROPOSE, {Stage.DRAFT}, Stage.AWAITING_COUNTERSIGN),
        Step(Action.ENTRY_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.DRAFT),
        Step(Action.ENTRY_PUBLISH, {Stage.AWAITING_COUNTERSIGN}, Stage.ACTIVE),
        Step(Action.ENTRY_REVOKE, {Stage.ACTIVE}, Stage.REVOKED_DATED),
        Step(Action.ENTRY_DELETE, {Stage.ACTIVE, Stage.DRAFT}, Stage.DELETED),
    ),
    acts=acts({Stage.ACTIVE, Stage.DRAFT}, Action.ENTRY_CORRECT),
)


class EntryType(StrEnum):
    """Why an entry stands (WL-02)."""

    DEREGISTRATION = "deregistration"
    FORGED_CERTIFICATE = "forged_certificate"
    FALSE_STATEMENT = "false_statement"
    CONVICTION = "conviction"
    DIVERSION = "diversion"
    LICENCE_DENIAL = "licence_denial"
    SUSPICIOUS_TRADER = "suspicious_trader"


class Requested(StrEnum):
    """What the owner asks others to do."""

    INFORM = "inform"
    CONSULT = "consult"
    REFUSE = "refuse"
    DETAIN = "detain"
    CHECK_IDENTITY = "check_identity"


class SubjectKind(StrEnum):
    """What an entry is about."""

    PERSON = "person"
    FIRM = "firm"
    DOCUMENT = "document"
    OBJECT = "object"


class Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Only the data needed to identify (WL-03); details are asked for of the contact point."""

    kind: SubjectKind
    name: Short
    other_names: tuple[Short, ...] = ()
    country: Code = ""
    birth_date: date | None = None
    identifiers: tuple[Short, ...] = ()
    addresses: tuple[Short, ...] = ()
    phones: tuple[Short, ...] = ()
    mail_domains: tuple[Short, ...] = ()
    associates: tuple[Short, ...] = ()
    alleged_issuer: Short = ""
    file_digest: Short = ""


class EntryFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an entry says. `reason` is for regulators, `evidence` for the owner only (WL-14)."""

    type: EntryType
    requested: Requested
    subject: Subject
    legal_basis: Short
    decided_on: date
    until: date | None = None
    grounds: tuple[Short, ...] = ()
    national_reference: Short = ""
    reason: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    evidence: LongText = ""


class Entry(Staged, Base):
    """One alert of one owner State (WL-01); only its owner changes it."""

    THING = "entry"
    workflow = ENTRY
    __tablename__ = "entries"
    __table_args__ = (
        stages_check(ENTRY),
        CheckConstraint(f"type IN {listed(EntryType)}", name="type_known"),
        stage_needs(
            "published_has_review",
            {Stage.ACTIVE, Stage.REVOKED_DATED},
            "published_at IS NOT NULL AND review_by IS NOT NULL",
        ),
        stage_needs("revoked_has_moment", {Stage.REVOKED_DATED}, "revoked_at IS NOT NULL"),
    )

    number: Mapped[str] = mapped_column(String(32), unique=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    stage: Mapped[Stage] = stage_column()
    type: Mapped[str] = mapped_column(String(32))
    trader_id: Mapped[int | None] = mapped_column(ForeignKey("traders.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    subject_name: Mapped[str] = mapped_column(String(200), index=True)
    facts: Mapped[EntryFacts] = mapped_column(Frozen(EntryFacts))
    facts_version: Mapped[int] = mapped_column(Integer, default=1)
    author_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment())
    review_by: Mapped[datetime | None] = mapped_column(Moment())
    revoked_at: Mapped[datetime | None] = mapped_column(Moment())
    versions: Mapped[list[EntryVersion]] = relationship(order_by="EntryVersion.number")

    def of_trader(self) -> int | None:
        """An entry is never the trader's to see (WL-14)."""
        return None

    def parties(self) -> frozenset[int]:
        return frozenset() if self.trader_id is None else frozenset({self.trader_id})

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return select(Trader.id).join(Entry, Entry.trader_id == Trader.id).where(Entry.id == key)


class EntryVersion(Record, Base):
    """What an entry said from when on; the entry keeps the newest at hand."""

    __tablename__ = "entry_versions"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    facts: Mapped[EntryFacts] = mapped_column(Frozen(EntryFacts))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class EntryStanding(StrEnum):
    """What the calendar makes of a published entry (workflow C5, rules 5.3)."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    DORMANT = "DORMANT"
    REVOKED = "REVOKED"
    GONE = "GONE"


def retained_until(
    decided_on: date, confirmed_on: date, until: date | None, revoked_on: date | None, years: int
) -> date:
    """The last day an entry is visible (C46): years from the latest of decision, confirmation, end.

    A revocation ends it, so the years count from the revocation instead of a later fixed end.

    >>> retained_until(date(2026, 1, 1), date(2026, 1, 1), date(2030, 6, 30), None, 10)
    datetime.date(2040, 6, 30)
    """
    latest = max(decided_on, confirmed_on, until or decided_on)
    if revoked_on is not None:
        latest = max(decided_on, revoked_on)
    return months_later(latest, 12 * years)

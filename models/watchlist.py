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
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from models.actions import Action
from models.base import Base, Frozen, Moment, Record, Staged, Thing
from models.columns import listed, stage_column, stage_needs, stages_check
from models.likeness import name_key, number_key, same_words
from models.particulars import Code, Short
from models.particulars import Text as LongText
from models.stages import Stage
from models.states import Terms, day_of, end_instant, months_later
from models.traders import Trader
from models.workflow import Step, Workflow, acts

ENTRY = Workflow(
    start=frozenset({Stage.DRAFT, Stage.ACTIVE}),
    steps=(
        Step(Action.ENTRY_PROPOSE, {Stage.DRAFT}, Stage.AWAITING_COUNTERSIGN),
        Step(Action.ENTRY_SEND_BACK, {Stage.AWAITING_COUNTERSIGN}, Stage.DRAFT),
        Step(Action.ENTRY_PUBLISH, {Stage.AWAITING_COUNTERSIGN}, Stage.ACTIVE),
        Step(Action.ENTRY_REVOKE, {Stage.ACTIVE}, Stage.REVOKED_DATED),
        Step(Action.ENTRY_DELETE, {Stage.ACTIVE, Stage.DRAFT, Stage.REVOKED_DATED}, Stage.DELETED),
    ),
    # A correction of a published entry waits beside it until a second person publishes it.
    acts=acts({Stage.ACTIVE, Stage.DRAFT}, Action.ENTRY_CORRECT)
    | acts({Stage.ACTIVE}, Action.ENTRY_PUBLISH, Action.ENTRY_SEND_BACK),
)
PUBLISHED = frozenset({Stage.ACTIVE, Stage.REVOKED_DATED})
STANDS = frozenset({Stage.DRAFT, Stage.AWAITING_COUNTERSIGN, Stage.ACTIVE})
"""Where an entry keeps its State from a second one on the same subject (WL-04)."""


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
    search_key: Mapped[str] = mapped_column(Text, default="")
    """Every name and number of the subject, folded: it follows from the facts."""
    facts: Mapped[EntryFacts] = mapped_column(Frozen(EntryFacts))
    facts_version: Mapped[int] = mapped_column(Integer, default=1)
    author_person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    published_at: Mapped[datetime | None] = mapped_column(Moment())
    """When two persons last published or confirmed it."""
    review_by: Mapped[datetime | None] = mapped_column(Moment())
    revoked_at: Mapped[datetime | None] = mapped_column(Moment())
    versions: Mapped[list[EntryVersion]] = relationship(order_by="EntryVersion.number")

    @validates("facts")
    def _fold_facts(self, _column: str, facts: EntryFacts) -> EntryFacts:
        self.type = str(facts.type)
        self.subject_name = facts.subject.name
        self.search_key = search_key(facts.subject)
        return facts

    @property
    def is_published(self) -> bool:
        """Whether other States may read it, if the calendar lets them."""
        return self.stage in PUBLISHED

    @property
    def is_erased(self) -> bool:
        """Whether its decision was annulled: only its number and its record stay."""
        return self.stage is Stage.DELETED

    def standing(self, at: datetime, terms: Terms) -> EntryStanding | None:
        """What the calendar makes of it by its owner's terms; None while it is no alert."""
        dates = self._dates()
        return None if dates is None else standing_of(dates, at, terms)

    def visible_until(self, terms: Terms) -> date | None:
        """The last day of its retention as things stand; None while it is no alert."""
        dates = self._dates()
        return None if dates is None else last_visible_day(dates, terms)

    def _dates(self) -> EntryDates | None:
        if self.stage not in PUBLISHED or self.published_at is None or self.review_by is None:
            return None
        return EntryDates(
            decided_on=self.facts.decided_on,
            published_at=self.published_at,
            review_by=self.review_by,
            until=self.facts.until,
            revoked_at=self.revoked_at,
        )

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


class Look(Thing, Base):
    """One search of the watchlist, or one opening of an entry: who, why, for which case (WL-13)."""

    THING = "look"
    __tablename__ = "looks"

    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    """The State that looks."""
    owner_state: Mapped[str] = mapped_column(String(2))
    """The State whose entry is opened; of a search, the one that searches."""
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"), index=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    case_ref: Mapped[str] = mapped_column(String(120), default="")
    asked: Mapped[str] = mapped_column(String(200), default="")
    found: Mapped[int] = mapped_column(Integer, default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    def of_state(self) -> str | None:
        return self.owner_state

    def shared_with(self) -> frozenset[str]:
        return frozenset({self.state_code})


class EntryStanding(StrEnum):
    """What the calendar makes of a published entry (workflow C5, rules 5.3)."""

    ACTIVE = "ACTIVE"
    ENDED = "ENDED"
    DORMANT = "DORMANT"
    REVOKED = "REVOKED_DATED"
    GONE = "GONE"


SEEN_BY_OTHERS = frozenset({EntryStanding.ACTIVE, EntryStanding.ENDED, EntryStanding.REVOKED})


class EntryDates(msgspec.Struct, frozen=True, kw_only=True):
    """The dates that decide how an entry stands; days are of its owner's calendar."""

    decided_on: date
    published_at: datetime
    review_by: datetime
    until: date | None = None
    revoked_at: datetime | None = None


def standing_of(dates: EntryDates, at: datetime, terms: Terms) -> EntryStanding:
    """How an entry stands at an instant by its owner's terms (rules 5.3).

    What was not reviewed in time is dormant; what ended while it was reviewed stays visible as
    ended; what was revoked stays with its date; all of it until its retention is over.
    """
    zone = terms.zone
    if at >= end_instant(last_visible_day(dates, terms), zone):
        return EntryStanding.GONE
    if dates.revoked_at is not None and dates.revoked_at <= at:
        return EntryStanding.REVOKED
    ends = None if dates.until is None else end_instant(dates.until, zone)
    if ends is not None and ends <= at and ends <= dates.review_by:
        return EntryStanding.ENDED
    return EntryStanding.DORMANT if dates.review_by <= at else EntryStanding.ACTIVE


def last_visible_day(dates: EntryDates, terms: Terms) -> date:
    """The last day of an entry's retention, on its owner's calendar."""
    zone = terms.zone
    return retained_until(
        dates.decided_on,
        day_of(dates.published_at, zone),
        dates.until,
        None if dates.revoked_at is None else day_of(dates.revoked_at, zone),
        terms.retention_years,
    )


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


def review_months(kind: SubjectKind, terms: Terms) -> int:
    """How long an entry stands without a review: by what it is about (rules 5.3)."""
    return {
        SubjectKind.PERSON: terms.review_months_person,
        SubjectKind.FIRM: terms.review_months_firm,
        SubjectKind.DOCUMENT: terms.review_months_document,
        SubjectKind.OBJECT: terms.review_months_object,
    }[kind]


def review_by(kind: SubjectKind, at: datetime, terms: Terms) -> datetime:
    """The instant by which an entry published now must be confirmed, or it goes dark."""
    day = months_later(day_of(at, terms.zone), review_months(kind, terms))
    return end_instant(day, terms.zone)


def search_key(subject: Subject) -> str:
    """Every name and number of a subject, folded, one a line; searched word by word."""
    names = [name_key(name) for name in (subject.name, *subject.other_names)]
    numbers = [number_key(text).casefold() for text in (subject.name, *subject.identifiers)]
    found = [*names, *numbers, subject.file_digest.casefold()]
    return "\n".join(dict.fromkeys(filter(None, found)))


def same_subject(one: Subject, other: Subject) -> bool:
    """Whether two entries of one State would be about the same subject (WL-04); pure.

    >>> seal = Subject(kind=SubjectKind.DOCUMENT, name="17/2026", alleged_issuer="Xeland")
    >>> same_subject(seal, Subject(kind=SubjectKind.DOCUMENT, name="17-2026"))
    True
    """
    if one.kind is not other.kind:
        return False
    if one.kind is SubjectKind.DOCUMENT:
        return _same_document(one, other)
    if _numbers(one) & _numbers(other):
        return True
    names_alike = any(
        same_words(name_key(ours), name_key(theirs))
        for ours in (one.name, *one.other_names)
        for theirs in (other.name, *other.other_names)
    )
    born_apart = None not in (one.birth_date, other.birth_date) and (
        one.birth_date != other.birth_date
    )
    return names_alike and not born_apart


def _same_document(one: Subject, other: Subject) -> bool:
    if one.file_digest and one.file_digest == other.file_digest:
        return True
    issuers = {name_key(item.alleged_issuer) for item in (one, other) if item.alleged_issuer}
    return number_key(one.name) == number_key(other.name) and len(issuers) < 2  # noqa: PLR2004


def _numbers(subject: Subject) -> set[str]:
    return {number_key(text) for text in subject.identifiers} - {""}

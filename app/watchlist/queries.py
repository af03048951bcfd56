"""What a watchlist page shows: to customs hit and action, to regulators the reason (WL-14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import standing
from app.watchlist import search
from app.work import Caller, View, reading
from models.actions import Action
from models.ask import Actor
from models.audit import AuditEntry
from models.casework import Task
from models.enforcement import Case
from models.errors import NotFound
from models.people import Person, Role
from models.policy import role_may
from models.stages import Stage
from models.states import Terms, day_of
from models.watchlist import (
    Entry,
    EntryFacts,
    EntryStanding,
    EntryVersion,
)

MOMENT = timedelta(microseconds=1)
SOON = timedelta(days=60)
"""How long before its review an entry is among its State's duties."""
PAGE = 50
SHOWN_ACTS = {
    str(action)
    for action in (
        Action.ENTRY_PUBLISH,
        Action.ENTRY_RECORD_BY_CASCADE,
        Action.ENTRY_REVOKE,
        Action.ENTRY_DELETE,
    )
}


@dataclass(frozen=True)
class Happened:
    """One line of an entry's history."""

    at: datetime
    state: str | None
    action: str


@dataclass(frozen=True)
class Waiting:
    """A draft or correction that waits for its second person."""

    by: str
    at: datetime
    reason: str
    shown: str
    facts: EntryFacts
    version: int


@dataclass(frozen=True)
class EntryPage:
    """One entry as this person may read it; `facts` without reason and evidence where not due."""

    number: str
    revision: int
    version: int
    state: str
    authority: str
    contact_point: str
    phone: str
    languages: tuple[str, ...]
    zone: str
    standing: str
    facts: EntryFacts | None
    """None of an entry whose decision was annulled: only number and record stay."""
    whole: bool
    """False for customs: hit and action only."""
    own: bool
    review_last: date | None
    visible_until: date | None
    revoked_at: datetime | None
    case_number: str | None
    waiting: Waiting | None
    reactions: tuple[tuple[str, str, datetime | None], ...]
    history: tuple[Happened, ...]
    may: frozenset[str]


@dataclass(frozen=True)
class Duty:
    """An own entry that asks for something."""

    number: str
    name: str
    standing: str
    waits: str
    """sign, draft, dark or review."""
    by: date | None


@dataclass(frozen=True)
class Desk:
    """What a person finds beside the search."""

    duties: tuple[Duty, ...]
    may_draft: bool
    is_customs: bool
    zone: str


MAY = {
    "propose": Action.ENTRY_PROPOSE,
    "correct": Action.ENTRY_CORRECT,
    "publish": Action.ENTRY_PUBLISH,
    "revoke": Action.ENTRY_REVOKE,
    "delete": Action.ENTRY_DELETE,
}


def desk(caller: Caller) -> Desk:
    """The duties of one's own State: to sign, to finish, to review; none for customs."""
    with reading(caller) as view:
        state = view.actor.state or ""
        terms = standing.regime(view.session).of(state, view.at) or Terms()
        duties: tuple[Duty, ...] = ()
        if view.actor.role in (Role.ENFORCEMENT_OFFICER, Role.SENIOR_OFFICER):
            duties = tuple(_duties(view, state, terms))
        return Desk(
            duties=duties,
            may_draft=role_may(view.actor.role, Action.ENTRY_DRAFT),
            is_customs=view.actor.role is Role.CUSTOMS_OFFICER,
            zone=terms.time_zone,
        )


def opens_freely(caller: Caller, number: str) -> bool:
    """Whether this person reads this entry without giving a purpose: its owner, and customs."""
    with reading(caller) as view:
        entry = _found(view, number)
        return entry.state_code == view.actor.state or _is_customs(view.actor)


def entry(caller: Caller, number: str) -> EntryPage:
    """One entry; NotFound when the calendar lets this person not read it."""
    with reading(caller) as view:
        row = _found(view, number)
        terms = standing.regime(view.session).of(row.state_code, view.at) or Terms()
        own = row.state_code == view.actor.state and not _is_customs(view.actor)
        waiting = _waiting(view, row) if own else None
        found = row.standing(view.at, terms)
        return EntryPage(
            number=row.number,
            revision=row.revision,
            version=row.facts_version,
            state=row.state_code,
            authority=terms.authority,
            contact_point=terms.contact_point,
            phone=terms.contact_phone,
            languages=terms.languages,
            zone=terms.time_zone,
            standing=str(found or row.stage),
            facts=None if row.is_erased else _told(row.facts, view.actor),
            whole=not _is_customs(view.actor),
            own=own,
            review_last=None
            if row.review_by is None
            else day_of(row.review_by - MOMENT, terms.zone),
            visible_until=row.visible_until(terms),
            revoked_at=row.revoked_at,
            case_number=_case_number(view, row),
            waiting=waiting,
            reactions=() if _is_customs(view.actor) else _reactions(view, row),
            history=_history(view, row),
            may=_may(view, row, waiting),
        )


def facts_of(caller: Caller, number: str) -> tuple[EntryFacts, int]:
    """What an own entry says now, in full, for its correction; and its revision."""
    with reading(caller) as view:
        row = _found(view, number)
        if row.state_code != view.actor.state:
            raise NotFound
        return row.facts, row.revision


def _found(view: View, number: str) -> Entry:
    row = view.get(Entry, number)
    if not search.may_be_read(row, view.actor, standing.regime(view.session), view.at):
        raise NotFound
    return row


def _is_customs(actor: Actor) -> bool:
    return actor.role is Role.CUSTOMS_OFFICER


def _told(facts: EntryFacts, actor: Actor) -> EntryFacts:
    """What a role may read of an entry (WL-14); the evidence is opened apart, by its owner."""
    subject = facts.subject
    if _is_customs(actor):
        return EntryFacts(
            type=facts.type,
            requested=facts.requested,
            subject=type(subject)(
                kind=subject.kind,
                name=subject.name,
                other_names=subject.other_names,
                country=subject.country,
                birth_date=subject.birth_date,
                alleged_issuer=subject.alleged_issuer,
            ),
            legal_basis="",
            decided_on=facts.decided_on,
            until=facts.until,
        )
    return EntryFacts(
        type=facts.type,
        requested=facts.requested,
        subject=subject,
        legal_basis=facts.legal_basis,
        decided_on=facts.decided_on,
        until=facts.until,
        grounds=facts.grounds,
        national_reference=facts.national_reference,
        reason=facts.reason,
    )


def _waiting(view: View, row: Entry) -> Waiting | None:
    proposal = search.open_proposal(view.session, row)
    if proposal is None:
        return None
    by = view.session.scalar(select(Person.name).where(Person.id == proposal.person_id))
    version = view.session.scalars(
        select(EntryVersion).where(
            EntryVersion.entry_id == row.id, EntryVersion.number == proposal.version
        )
    ).one()
    return Waiting(
        by=by or "",
        at=proposal.proposed_at,
        reason=proposal.reason,
        shown=proposal.evidence_digest,
        facts=_told(version.facts, view.actor),
        version=proposal.version,
    )


def _may(view: View, row: Entry, waiting: Waiting | None) -> frozenset[str]:
    proposal = search.open_proposal(view.session, row)
    proposer = None if proposal is None else proposal.person_id
    found = {
        name
        for name, action in MAY.items()
        if view.may(action, row, proposer_person_id=proposer, author_person_id=row.author_person_id)
    }
    if waiting is None:
        found.discard("publish")
    else:
        found -= {"correct", "propose"}
    reads = (Role.SENIOR_OFFICER, Role.ENFORCEMENT_OFFICER)
    if row.facts.evidence and not row.is_erased and row.state_code == view.actor.state:
        found |= {"evidence"} if view.actor.role in reads else set()
    return frozenset(found)


def _case_number(view: View, row: Entry) -> str | None:
    if row.case_id is None or _is_customs(view.actor):
        return None
    return view.session.scalar(select(Case.number).where(Case.id == row.case_id))


def _reactions(view: View, row: Entry) -> tuple[tuple[str, str, datetime | None], ...]:
    """What each State that was asked did with the decision behind this entry."""
    if row.case_id is None:
        return ()
    rows = view.session.execute(
        select(Task.state_code, Task.stage, Task.outcome, Task.answered_at)
        .where(Task.about == Case.THING, Task.about_id == row.case_id)
        .order_by(Task.state_code)
    )
    return tuple((state, outcome or str(stage), at) for state, stage, outcome, at in rows)


def _history(view: View, row: Entry) -> tuple[Happened, ...]:
    rows = view.session.execute(
        select(AuditEntry.at, AuditEntry.actor_state, AuditEntry.action)
        .where(
            AuditEntry.thing == Entry.THING,
            AuditEntry.thing_id == row.id,
            AuditEntry.action.in_(SHOWN_ACTS),
        )
        .order_by(AuditEntry.id.desc())
        .limit(PAGE)
    )
    return tuple(Happened(at, state, action) for at, state, action in rows)


def _duties(view: View, state: str, terms: Terms) -> list[Duty]:
    rows = view.session.scalars(
        view.see(Entry)
        .where(Entry.state_code == state, Entry.stage.not_in((Stage.DELETED, Stage.REVOKED_DATED)))
        .order_by(Entry.review_by.is_not(None), Entry.review_by, Entry.id)
        .limit(10 * PAGE)
    )
    waiting = search.with_open_proposal(view.session, state)
    found = []
    for row in rows:
        stands = row.standing(view.at, terms)
        waits = "sign" if row.id in waiting else _waits_for(view, row, stands)
        if waits:
            by = None if row.review_by is None else day_of(row.review_by - MOMENT, terms.zone)
            found.append(Duty(row.number, row.subject_name, str(stands or row.stage), waits, by))
    return found[:PAGE]


def _waits_for(view: View, row: Entry, stands: EntryStanding | None) -> str:
    if stands is None:
        return "draft"
    if stands is EntryStanding.DORMANT:
        return "dark"
    soon = row.review_by is not None and row.review_by - SOON <= view.at
    return "review" if soon and stands is EntryStanding.ACTIVE else ""

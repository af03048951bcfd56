"""The verbs of a watchlist entry, and of looking one up (workflow C5, rules 5.3, 6.3; WL-01 to 14).

Only the owner State changes an entry. A correction waits beside what stands until a second
person publishes it; publishing it again, changed or not, is the review that keeps it from dark.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import standing
from app.watchlist import search
from app.work import Caller, Work, act, work
from models import numbers
from models.actions import Action
from models.base import canonical
from models.errors import Blocked, Duplicate, Invalid, NotFound, Stale
from models.proposals import Decision, Outcome, Proposal, Signature
from models.stages import Stage
from models.states import Terms, day_of
from models.watchlist import (
    STANDS,
    Entry,
    EntryFacts,
    EntryVersion,
    Look,
    review_by,
    same_subject,
)


@act
def draft(caller: Caller, facts: EntryFacts, trader_id: int | None = None) -> str:
    """Write an entry for one's own State, with or without a trader; answers its number.

    One alert a State and subject (WL-04): raises Duplicate `entry_of_state_already`.
    """
    with work(caller) as w:
        state = w.actor.state or ""
        terms = _terms(w, state)
        _require_whole(w, facts, terms)
        _require_only_one(w, state, facts)
        entry = Entry(
            number=numbers.mint(
                w.session, state, numbers.Kind.ENTRY, day_of(w.at, terms.zone).year
            ),
            state_code=state,
            stage=Stage.DRAFT,
            trader_id=trader_id,
            facts=facts,
            facts_version=1,
            author_person_id=w.actor.person_id or 0,
        )
        w.add(Action.ENTRY_DRAFT, entry, facts.reason, grounds=facts.grounds)
        _attach_version(w, entry, facts, 1, facts.reason)
        return entry.number


@act
def propose(caller: Caller, number: str, reason: str, seen: int | None = None) -> None:
    """Give a draft to a senior officer of the State, after a new search for duplicates."""
    with work(caller) as w:
        entry = w.find(Entry, number, seen=seen)
        _require_only_one(w, entry.state_code, entry.facts, but=entry.id)
        w.do(Action.ENTRY_PROPOSE, entry, reason, grounds=entry.facts.grounds)
        _attach_proposal(w, entry, entry.facts, entry.facts_version, reason)


@act
def correct(
    caller: Caller, number: str, facts: EntryFacts, reason: str, seen: int | None = None
) -> None:
    """Write what an entry should say: of a draft at once, of a published one to be countersigned.

    What stands goes on until a second person publishes the correction (WL-07).
    """
    with work(caller) as w:
        entry = w.find(Entry, number, seen=seen)
        _require_whole(w, facts, _terms(w, entry.state_code))
        if not reason.strip():
            raise Invalid("reason_missing", field="correction")
        if search.open_proposal(w.session, entry) is not None:
            raise Blocked("correction_waits")
        version = _newest_version(w.session, entry) + 1
        w.do(Action.ENTRY_CORRECT, entry, reason, version=version)
        _attach_version(w, entry, facts, version, reason)
        if entry.is_published:
            _attach_proposal(w, entry, facts, version, reason)
            return
        entry.facts = facts
        entry.facts_version = version
        w.session.flush()


@act
def publish(caller: Caller, number: str, shown: str, reason: str, *, proportionate: bool) -> None:
    """Countersign a draft or a correction: every State sees it at once, and is to act on it.

    `shown` is the digest of what the signer's page showed. The review date is set anew by what
    the entry is about (rules 5.3).
    """
    with work(caller) as w:
        entry = w.find(Entry, number)
        proposal = _waiting(w, entry)
        if not proportionate:
            raise Invalid("not_proportionate", field="proportionate")
        version = _version(w.session, entry, proposal.version)
        if shown != proposal.evidence_digest:
            raise Stale("evidence_changed")
        terms = _terms(w, entry.state_code)
        entry.facts = version.facts
        entry.facts_version = version.number
        entry.published_at = w.at
        entry.review_by = review_by(version.facts.subject.kind, w.at, terms)
        w.do(
            Action.ENTRY_PUBLISH,
            entry,
            reason,
            proposer_person_id=proposal.person_id,
            version=version.number,
        )
        w.attach(_signature(w, proposal, Outcome.ACCEPTED, reason))


@act
def send_back(caller: Caller, number: str, reason: str) -> None:
    """Give a draft or a correction back to its author; what stands goes on as it was."""
    with work(caller) as w:
        entry = w.find(Entry, number)
        proposal = _waiting(w, entry)
        w.do(Action.ENTRY_SEND_BACK, entry, reason, proposer_person_id=proposal.person_id)
        w.attach(_signature(w, proposal, Outcome.SENT_BACK, reason))


@act
def revoke(caller: Caller, number: str, reason: str, seen: int | None = None) -> None:
    """Revoke for the future: it asks for nothing any more and stays visible with its date."""
    with work(caller) as w:
        entry = w.find(Entry, number, seen=seen)
        entry.revoked_at = w.at
        w.do(Action.ENTRY_REVOKE, entry, reason, author_person_id=entry.author_person_id)


@act
def delete(caller: Caller, number: str, reason: str, seen: int | None = None) -> None:
    """Delete what was annulled: nobody reads it any more; its number and its record stay."""
    with work(caller) as w:
        entry = w.find(Entry, number, seen=seen)
        w.do(Action.ENTRY_DELETE, entry, reason, author_person_id=entry.author_person_id)


@act
def look_up(caller: Caller, name: str, purpose: str, case_ref: str) -> search.Found:
    """Search every State's entries by name or number; who looked, why and for what is recorded."""
    with work(caller) as w:
        if not name.strip():
            raise Invalid("name_missing", field="name")
        found = search.by_name(w, name)
        state = w.actor.state or ""
        row = Look(
            state_code=state,
            owner_state=state,
            purpose=purpose,
            case_ref=case_ref,
            asked=name[:200],
            found=len(found.rows),
            by_id=w.actor.user_id or 0,
        )
        w.add(Action.ENTRY_SEARCH, row, purpose=purpose, case_ref=case_ref)
        return found


@act
def open_entry(caller: Caller, number: str, purpose: str, case_ref: str) -> None:
    """Record that an entry is opened, by whom, why and for which case (WL-13)."""
    with work(caller) as w:
        row = _look(w, number, purpose, case_ref)
        w.add(Action.ENTRY_OPEN, row, purpose=purpose, case_ref=case_ref)


@act
def open_evidence(caller: Caller, number: str, purpose: str) -> str:
    """The evidence behind an own State's entry, for the record's reason (WL-14: owner only)."""
    with work(caller) as w:
        row = _look(w, number, purpose, "")
        w.add(Action.ENTRY_READ_EVIDENCE, row, purpose=purpose)
        entry = w.session.get_one(Entry, row.entry_id)
        return entry.facts.evidence


def _look(w: Work, number: str, purpose: str, case_ref: str) -> Look:
    entry = w.get(Entry, number)
    if not search.may_be_read(entry, w.actor, standing.regime(w.session), w.at):
        raise NotFound
    return Look(
        state_code=w.actor.state or "",
        owner_state=entry.state_code,
        entry_id=entry.id,
        purpose=purpose,
        case_ref=case_ref,
        by_id=w.actor.user_id or 0,
    )


def _require_whole(w: Work, facts: EntryFacts, terms: Terms) -> None:
    if not facts.subject.name.strip():
        raise Invalid("subject_missing", field="name")
    if not facts.grounds:
        raise Invalid("grounds_missing", field="grounds")
    if not facts.legal_basis.strip():
        raise Invalid("legal_basis_missing", field="legal_basis")
    if not facts.reason.strip():
        raise Invalid("reason_missing", field="reason")
    if facts.decided_on > day_of(w.at, terms.zone):
        raise Invalid("decided_later", field="decided_on")
    if facts.until is not None and facts.until < facts.decided_on:
        raise Invalid("until_before_decision", field="until")


def _require_only_one(w: Work, state: str, facts: EntryFacts, but: int | None = None) -> None:
    """One alert of a State on a subject (WL-04); what has ended keeps nobody from a new one."""
    terms = _terms(w, state)
    rows = w.session.scalars(
        select(Entry).where(Entry.state_code == state, Entry.stage.in_(STANDS), Entry.id != but)
    )
    today = day_of(w.at, terms.zone)
    for row in rows:
        over = row.facts.until is not None and row.facts.until < today
        if not over and same_subject(row.facts.subject, facts.subject):
            raise Duplicate("entry_of_state_already", field="name", number=row.number)


def _waiting(w: Work, entry: Entry) -> Proposal:
    proposal = search.open_proposal(w.session, entry)
    if proposal is None:
        raise Stale("nothing_to_sign")
    return proposal


def _newest_version(session: Session, entry: Entry) -> int:
    mine = select(func.max(EntryVersion.number)).where(EntryVersion.entry_id == entry.id)
    return session.scalar(mine) or 0


def _version(session: Session, entry: Entry, number: int) -> EntryVersion:
    return session.scalars(
        select(EntryVersion).where(EntryVersion.entry_id == entry.id, EntryVersion.number == number)
    ).one()


def _terms(w: Work, state: str) -> Terms:
    return standing.regime(w.session).of(state, w.at) or Terms()


def _attach_version(w: Work, entry: Entry, facts: EntryFacts, number: int, reason: str) -> None:
    w.attach(
        EntryVersion(
            entry_id=entry.id, number=number, facts=facts, by_id=w.actor.user_id, reason=reason
        )
    )


def _attach_proposal(w: Work, entry: Entry, facts: EntryFacts, version: int, reason: str) -> None:
    text = canonical(facts)
    w.attach(
        Proposal(
            thing=entry.THING,
            thing_id=entry.id,
            version=version,
            state_code=entry.state_code,
            decision=str(Decision.PUBLISH),
            reason=reason,
            criteria=facts.grounds,
            evidence=text,
            evidence_digest=hashlib.sha256(text.encode()).hexdigest(),
            user_id=w.actor.user_id,
            person_id=w.actor.person_id,
            proposed_at=w.at,
        )
    )


def _signature(w: Work, proposal: Proposal, outcome: Outcome, reason: str) -> Signature:
    return Signature(
        proposal_id=proposal.id,
        proposer_person_id=proposal.person_id,
        state_code=w.actor.state,
        user_id=w.actor.user_id,
        person_id=w.actor.person_id,
        outcome=str(outcome),
        reason=reason,
        evidence_digest=proposal.evidence_digest,
        signed_at=w.at,
    )

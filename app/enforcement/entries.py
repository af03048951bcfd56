"""The watchlist entry that a de-registration leaves (workflow C4, WL-02)."""

from __future__ import annotations

from sqlalchemy import select

from app.work import Work
from models import numbers
from models.actions import Action
from models.enforcement import Case
from models.particulars import Address, Form, Particulars
from models.proposals import Proposal
from models.stages import Stage
from models.states import Terms, day_of
from models.traders import Nationality, Trader
from models.watchlist import (
    Entry,
    EntryFacts,
    EntryType,
    EntryVersion,
    Requested,
    Subject,
    SubjectKind,
    review_by,
)

LONGEST = 200
SHARED_MAIL = frozenset({"gmail.com", "hotmail.com", "outlook.com", "proton.me", "yahoo.com"})
"""Mail domains that thousands of others use too: they identify nobody."""


def record(w: Work, case: Case, proposal: Proposal, terms: Terms) -> Entry:
    """Record the entry as a consequence of the de-registration, signed by the same two persons."""
    facts = _facts(w, case, proposal, terms)
    year = day_of(w.at, terms.zone).year
    entry = Entry(
        number=numbers.mint(w.session, case.state_code, numbers.Kind.ENTRY, year),
        state_code=case.state_code,
        stage=Stage.ACTIVE,
        trader_id=case.trader_id,
        case_id=case.id,
        facts=facts,
        facts_version=1,
        author_person_id=proposal.person_id,
        published_at=w.at,
        review_by=review_by(facts.subject.kind, w.at, terms),
    )
    w.add(Action.ENTRY_RECORD_BY_CASCADE, entry, case=case.number)
    w.attach(
        EntryVersion(
            entry_id=entry.id,
            number=1,
            facts=facts,
            by_id=proposal.user_id,
            reason=proposal.reason,
        )
    )
    return entry


def _facts(w: Work, case: Case, proposal: Proposal, terms: Terms) -> EntryFacts:
    return EntryFacts(
        type=EntryType.DEREGISTRATION,
        requested=Requested.REFUSE,
        subject=_subject(w, case.trader),
        legal_basis="",
        decided_on=day_of(w.at, terms.zone),
        until=case.bar_until,
        grounds=proposal.terms.grounds,
        national_reference=case.number,
        reason=proposal.reason_for_applicant,
        evidence=case.evidence,
    )


def _subject(w: Work, trader: Trader) -> Subject:
    """Only what identifies the trader (WL-03), from its particulars as last submitted."""
    facts = trader.facts
    held = w.session.scalars(
        select(Nationality.country)
        .where(Nationality.trader_id == trader.id, Nationality.until.is_(None))
        .order_by(Nationality.id)
    ).first()
    return Subject(
        kind=SubjectKind.FIRM if facts.form is Form.FIRM else SubjectKind.PERSON,
        name=trader.name,
        other_names=(*facts.trading_names, *facts.former_names),
        country=held or trader.home_state,
        birth_date=facts.birth_date,
        identifiers=tuple(filter(None, (facts.company_number, facts.identity_document))),
        addresses=tuple(_line(address) for address in facts.addresses),
        phones=tuple(filter(None, dict.fromkeys((facts.phone, trader.phone)))),
        mail_domains=_domains(facts, trader.email),
        associates=tuple(item.name for item in facts.associates),
    )


def _line(address: Address) -> str:
    parts = (address.lines, address.postcode, address.town, address.country)
    return ", ".join(filter(None, parts))[:LONGEST]


def _domains(facts: Particulars, email: str) -> tuple[str, ...]:
    found = [text.rpartition("@")[2].strip().casefold() for text in (facts.email, email)]
    return tuple(item for item in dict.fromkeys(found) if item and item not in SHARED_MAIL)

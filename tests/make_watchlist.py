"""Builders of watchlist entries: drafted, proposed and published through the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from app.watchlist import search, services
from models.watchlist import Entry, EntryFacts, EntryType, Requested, Subject, SubjectKind
from tests import make
from tests.make_enforcement import Unit

PERSON = Subject(
    kind=SubjectKind.PERSON,
    name="Darren Ostrah",
    other_names=("Daren Ostra",),
    country="XC",
    birth_date=date(1979, 7, 11),
    identifiers=("P 114 882",),
)
FORGED = Subject(
    kind=SubjectKind.DOCUMENT,
    name="17/2026",
    alleged_issuer="Interior Ministry of Xeland",
    file_digest="ab" * 32,
)
EVIDENCE = "Statement of the ministry, file 12, page 3."


def facts(subject: Subject = PERSON, **changed: Any) -> EntryFacts:
    """What an entry says that lacks nothing."""
    given: dict[str, Any] = {
        "type": EntryType.SUSPICIOUS_TRADER,
        "requested": Requested.CONSULT,
        "subject": subject,
        "legal_basis": "Trade Control Act, article 14",
        "decided_on": date(2026, 3, 1),
        "grounds": ("G12",),
        "reason": "He fronts for a barred firm.",
        "evidence": EVIDENCE,
    }
    return EntryFacts(**{**given, **changed})


def drafted(house: make.House, at: Unit, subject: Subject = PERSON, **changed: Any) -> str:
    """A draft; returns its number."""
    return services.draft(make.fresh(house, at.officer), facts(subject, **changed))


def proposed(house: make.House, at: Unit, subject: Subject = PERSON, **changed: Any) -> str:
    """A draft that waits for its second person."""
    number = drafted(house, at, subject, **changed)
    services.propose(make.fresh(house, at.officer), number, "Please publish.")
    return number


def published(house: make.House, at: Unit, subject: Subject = PERSON, **changed: Any) -> str:
    """An entry that every State sees."""
    number = proposed(house, at, subject, **changed)
    publish(house, at, number)
    return number


def publish(house: make.House, at: Unit, number: str) -> None:
    """Countersign what waits, as the page shows it now."""
    services.publish(
        make.fresh(house, at.senior),
        number,
        shown(house, number),
        "Read and agreed.",
        proportionate=True,
    )


def shown(house: make.House, number: str) -> str:
    """The digest that a signer's page would show now."""
    with house.rows() as session:
        entry = session.scalars(select(Entry).where(Entry.number == number)).one()
        proposal = search.open_proposal(session, entry)
        return "" if proposal is None else proposal.evidence_digest


def entry_of(house: make.House, number: str) -> Entry:
    """An entry as it stands."""
    with house.rows() as session:
        found = session.scalars(select(Entry).where(Entry.number == number)).one()
        _ = found.versions
        return found

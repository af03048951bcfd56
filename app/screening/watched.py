"""Entries of the shared watchlist in the shape that the matcher compares (WL-11)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from app.screening.countries import iso_code
from app.screening.entries import (
    Birth,
    Country,
    Document,
    ListedName,
    ListEntry,
    NameQuality,
    Place,
    digest_of,
)
from app.screening.matches import Code, Match, Reason, Strength
from models.base import canonical
from models.particulars import Form
from models.watchlist import Entry, EntryFacts, SubjectKind

FORMS = {SubjectKind.PERSON: Form.PERSON, SubjectKind.FIRM: Form.FIRM}
"""Documents and objects are looked up by their number, never taken for a party."""
CERTAIN = 100


def is_party(facts: EntryFacts) -> bool:
    """Whether an entry is about somebody, not about a document or an object."""
    return facts.subject.kind in FORMS


def versions_digest(entries: Iterable[Entry]) -> str:
    """By what it is seen that the same entries in the same versions were compared."""
    told = sorted((entry.number, entry.facts_version) for entry in entries)
    return hashlib.sha256(canonical(told).encode()).hexdigest()


def digest(facts: EntryFacts) -> str:
    """What an entry says of its subject: while it is the same, a hit on the entry is."""
    return digest_of(msgspec.to_builtins(facts.subject))


def compared(number: str, facts: EntryFacts) -> ListEntry:
    """The entry of this number as the matcher reads it; its reason and evidence stay out."""
    subject = facts.subject
    country, born = subject.country, subject.birth_date
    return ListEntry(
        reference=number,
        kind=FORMS[subject.kind],
        names=(
            ListedName(subject.name),
            *(ListedName(name, NameQuality.STRONG) for name in subject.other_names),
        ),
        births=() if born is None else (Birth(born, born),),
        nationalities=(Country(country, iso_code(country)),) if country else (),
        documents=tuple(Document("", number) for number in subject.identifiers),
        addresses=tuple(Place(text) for text in subject.addresses),
        associates=subject.associates,
        phones=subject.phones,
        mail_domains=subject.mail_domains,
    )


def same_trader(entry: ListEntry, name: str, found: Match | None) -> Match:
    """The match of a trader with an entry that names this very trader, however it is written."""
    reasons = found.reasons if found else ()
    return Match(
        entry=entry,
        score=CERTAIN,
        strength=Strength.HIGH,
        name_score=found.name_score if found else 0,
        party_name=found.party_name if found else name,
        listed_name=found.listed_name if found else entry.name,
        listed_quality=found.listed_quality if found else NameQuality.PRIMARY,
        reasons=(Reason(Code.TRADER_SAME, {"listed": entry.reference}), *reasons),
    )

"""A search as plain values: who was looked for, what was found, and how both are kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from app.screening.entries import ListEntry
from app.screening.line import Answer, FoundEntry, Query
from app.screening.matches import Match, Strength
from models.base import canonical
from models.particulars import Form
from models.searches import Purpose

SCHEMATA = {
    "Person": ("Person", "LegalEntity", "Thing"),
    "Organization": ("Organization", "LegalEntity", "Thing"),
    "Vessel": ("Vessel", "Vehicle", "Asset", "Thing"),
    "Airplane": ("Airplane", "Vehicle", "Asset", "Thing"),
}
"""The schemata of FollowTheMoney that entries are told as, each with those it stands under."""
_OTHER_SIGNS = re.compile(r"[^A-Za-z0-9.-]+")


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """One party that is looked for: asked about as each kind that it may be.

    `key` is what a program calls it, so that it finds its answer again.
    """

    queries: tuple[Query, ...]
    key: str = ""
    most: int = 0
    """How many entries are told and kept, the likeliest; 0 tells all that were found."""
    without: tuple[str, ...] = ()
    """Entries that are not told, by their id: a person has decided on them."""
    not_as: tuple[str, ...] = ()
    """Schemata of FollowTheMoney whose entries are not told."""

    @property
    def names(self) -> tuple[str, ...]:
        """Under which names it is looked for."""
        subject = self.queries[0].subject
        return (*subject.names, *subject.former_names)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A whole search: its parties, and why; `api_key_id` when a program asks."""

    parties: tuple[Party, ...]
    purpose: Purpose
    case_ref: str = ""
    api_key_id: int | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """One entry as the record of a search keeps it: where it stands, and why it was found.

    `match` is the match without its entry, which stands in its own row.
    """

    source: str
    reference: str
    name: str
    match: dict[str, Any]
    list_entry_id: int | None = None
    entry_id: int | None = None
    entry_version: int | None = None

    @property
    def score(self) -> int:
        """0 to 100."""
        return int(self.match["score"])

    @property
    def strength(self) -> Strength:
        """How soon somebody should look."""
        return Strength(self.match["strength"])


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """What one party came to: entries, likeliest first, and what it was compared with."""

    at: datetime
    threshold: int
    lists: tuple[dict[str, Any], ...]
    made_with: dict[str, str]
    found: tuple[Kept, ...] = ()
    total: int = 0
    """How many were found before the number was cut."""
    fault: str = ""


def queries_of(parties: Iterable[Party]) -> list[Query]:
    """Every query of every party, in order."""
    return [query for party in parties for query in party.queries]


def answers_of(parties: Iterable[Party], answers: Sequence[Answer]) -> tuple[Answered, ...]:
    """What each party came to; one asked about as several kinds has each entry once."""
    given = iter(answers)
    return tuple(_merged(party, [next(given) for _ in party.queries]) for party in parties)


def _merged(party: Party, answers: Sequence[Answer]) -> Answered:
    first = answers[0]
    best: dict[tuple[str, str], FoundEntry] = {}
    for answer in answers:
        for item in answer.found:
            place = (item.source, item.match.entry.reference)
            if not _is_told(party, *place, item):
                continue
            if place not in best or item.match.score > best[place].match.score:
                best[place] = item
    likeliest = sorted(best.values(), key=lambda item: -item.match.score)
    return Answered(
        at=first.at,
        threshold=first.threshold,
        lists=first.lists,
        made_with=first.made_with,
        found=tuple(_kept(item) for item in likeliest[: party.most or None]),
        total=len(likeliest),
        fault=next((answer.fault for answer in answers if answer.fault), ""),
    )


def _is_told(party: Party, source: str, reference: str, item: FoundEntry) -> bool:
    if party.without and entity_id(source, reference) in party.without:
        return False
    return not set(party.not_as) & set(SCHEMATA[schema_of(item.match.entry)])


def schema_of(entry: ListEntry) -> str:
    """The schema of FollowTheMoney that an entry is told as."""
    if entry.kind is Form.PERSON:
        return "Person"
    return {"vessel": "Vessel", "aircraft": "Airplane"}.get(entry.craft, "Organization")


def entity_id(source: str, reference: str) -> str:
    """The id of an entry among those of all lists: letters, digits, points and hyphens alone.

    >>> entity_id("un", "QDi.001")
    'un-QDi.001'
    """
    plain = _OTHER_SIGNS.sub("-", reference).strip("-.")
    if plain == reference:
        return f"{source}-{plain}"
    return f"{source}-{plain}-{hashlib.sha256(reference.encode()).hexdigest()[:8]}"


def _kept(item: FoundEntry) -> Kept:
    match = msgspec.to_builtins(item.match)
    del match["entry"]
    return Kept(
        source=item.source,
        reference=item.match.entry.reference,
        name=item.match.entry.name,
        match=match,
        list_entry_id=item.list_entry_id,
        entry_id=item.entry_id,
        entry_version=item.entry_version,
    )


def matched(kept: Kept, entry: ListEntry) -> Match:
    """The match as it was, with the entry that it was made with."""
    return msgspec.convert({**kept.match, "entry": msgspec.to_builtins(entry)}, Match)


def digest(value: Any) -> str:
    """SHA-256 of a value's one JSON text, in hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


Outcome = tuple[str, str, int, str, tuple[str, ...]]
"""Of one entry found: source, reference, score, strength, the codes of the reasons."""


def outcome(source: str, reference: str, match: dict[str, Any]) -> Outcome:
    """What of a found entry a replay must find again; words and libraries may change beside it."""
    codes = tuple(sorted(str(reason["code"]) for reason in match["reasons"]))
    return source, reference, int(match["score"]), str(match["strength"]), codes


def answer_digest(found: Iterable[Outcome]) -> str:
    """By what a replay sees whether it finds the same: SHA-256 of all outcomes in one order."""
    return digest(sorted(found))

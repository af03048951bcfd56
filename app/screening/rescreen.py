"""Many parties against the lists at once: all of them, or only what changed on either side.

A delta gives exactly the hits that a full run gives for the entries that changed: which parties
could be one of them is asked of an index of the parties, and those few are compared as always.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from app.screening import matcher
from app.screening.entries import ListEntry
from app.screening.index import NameIndex, StoredNames
from app.screening.links import ASSOCIATE_LEAST, keys_of_entry, keys_of_subject, people, telling
from app.screening.listed import Index, forms_asked
from app.screening.matches import Code, Match, Subject
from app.screening.variants import forms

MOST_HITS = 100
"""Of one party: more than any honest name has."""


class StoredParties(msgspec.Struct, array_like=True):
    """An index of parties as it is kept."""

    count: int
    names: StoredNames
    party_of: list[int]
    keys: dict[str, list[int]]
    people: StoredNames
    person_of: list[int]


class Parties:
    """Parties by number, prepared once and asked for those that entries could be."""

    def __init__(self, subjects: Iterable[Subject] = ()) -> None:
        self._count = 0
        self._names = NameIndex()
        self._party_of: list[int] = []
        self._by_key: dict[str, list[int]] = {}
        self._people = NameIndex()
        self._person_of: list[int] = []
        for subject in subjects:
            self.add(subject)

    def __len__(self) -> int:
        return self._count

    def add(self, subject: Subject) -> int:
        """Take in a party; return its number."""
        number = self._count
        self._count += 1
        for form, _ in forms_asked(subject):
            self._names.add(form)
            self._party_of.append(number)
        for code, key, _ in keys_of_subject(subject):
            self._by_key.setdefault(f"{code} {key}", []).append(number)
        for code, name in people(subject):
            if code is Code.ASSOCIATE_IS_PARTY:
                continue  # its own name stands among the names
            for form in telling(name):
                self._people.add(form)
                self._person_of.append(number)
        return number

    def near(self, entries: Sequence[ListEntry], threshold: int = matcher.REVIEW) -> list[int]:
        """The numbers of all parties that could be one of the entries, and perhaps others."""
        least = matcher.least(threshold)
        found: set[int] = set()
        for entry in entries:
            for name in entry.names:
                for form in forms(name.text, entry.kind):
                    found.update(map(self._party_of.__getitem__, self._names.reaching(form, least)))
            for associate in entry.associates:
                for form in telling(associate):
                    like = self._names.reaching(form, ASSOCIATE_LEAST)
                    found.update(map(self._party_of.__getitem__, like))
                    like = self._people.reaching(form, ASSOCIATE_LEAST)
                    found.update(map(self._person_of.__getitem__, like))
            for code, key, _ in keys_of_entry(entry):
                found.update(self._by_key.get(f"{code} {key}", ()))
        return sorted(found)

    def stored(self) -> bytes:
        """Everything prepared, to be kept."""
        return msgspec.msgpack.encode(
            StoredParties(
                self._count,
                self._names.stored(),
                self._party_of,
                self._by_key,
                self._people.stored(),
                self._person_of,
            )
        )

    @classmethod
    def of_stored(cls, kept: bytes) -> Parties:
        """Parties as they were kept."""
        stored = msgspec.msgpack.decode(kept, type=StoredParties)
        parties = cls()
        parties._count, parties._by_key = stored.count, stored.keys
        parties._names, parties._party_of = NameIndex.of_stored(stored.names), stored.party_of
        parties._people = NameIndex.of_stored(stored.people)
        parties._person_of = stored.person_of
        return parties


def full(
    subjects: Iterable[Subject], index: Index, threshold: int = matcher.REVIEW
) -> Iterator[list[Match]]:
    """For each party, in order, every entry that it could be, the likeliest first."""
    return (matcher.score(subject, index, threshold, MOST_HITS) for subject in subjects)


def delta(
    subjects: Sequence[Subject],
    parties: Parties,
    changed: Sequence[ListEntry],
    threshold: int = matcher.REVIEW,
) -> dict[int, list[Match]]:
    """By number, each party that could be one of the changed entries, with these entries alone.

    `parties` are the subjects, prepared. The hits are those of a full run over all entries that
    have a changed entry in them.
    """
    index = Index(changed)
    found = {
        number: matcher.score(subjects[number], index, threshold, len(changed) or 1)
        for number in parties.near(changed, threshold)
    }
    return {number: matches for number, matches in found.items() if matches}

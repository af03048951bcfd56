"""What a list says of one person or firm: plain values, the same for public lists and our own."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from models.base import canonical
from models.particulars import Form

NOT_FACTS = frozenset({"data_id"})
"""The publisher's inner number of a row: it moves between versions of the same entry."""


class NameQuality(StrEnum):
    """What the publisher says of a name, the surest first."""

    PRIMARY = "primary"
    STRONG = "strong"
    ORIGINAL = "original"
    FORMER = "former"
    WEAK = "weak"


class ListedName(msgspec.Struct, frozen=True):
    """One name of an entry; ORIGINAL is the primary name in its own script."""

    text: str
    quality: NameQuality = NameQuality.PRIMARY


class Birth(msgspec.Struct, frozen=True):
    """When somebody was born: any day from `first` to `last`, both included."""

    first: date
    last: date
    approximate: bool = False
    note: str = ""

    @property
    def exact(self) -> bool:
        """Whether one day is named.

        Lists write the first of January where only the year is known, so that day counts
        as its year.
        """
        day = self.first
        return day == self.last and not self.approximate and (day.month, day.day) != (1, 1)


class Country(msgspec.Struct, frozen=True):
    """A country as the list writes it, with its ISO 3166 code where there is one, else empty."""

    text: str
    code: str = ""


class Document(msgspec.Struct, frozen=True):
    """A passport, identity card or registration: kind as the list writes it, and number."""

    kind: str
    number: str
    country: Country | None = None
    note: str = ""


class Place(msgspec.Struct, frozen=True):
    """An address or place: the lines in the list's order, and the country."""

    text: str
    country: Country | None = None
    note: str = ""


class ListEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One person or firm of a list; `reference` is the publisher's own, unique in the list.

    `associates` are names of directors and owners, `mail_domains` what stands after the @.
    Public lists seldom give them, entries of our own watchlist do. `craft` is "vessel" or
    "aircraft" where the list means one: it is compared as a firm is, by its name and numbers.
    """

    reference: str
    kind: Form
    names: tuple[ListedName, ...]
    births: tuple[Birth, ...] = ()
    birth_places: tuple[Place, ...] = ()
    nationalities: tuple[Country, ...] = ()
    documents: tuple[Document, ...] = ()
    addresses: tuple[Place, ...] = ()
    associates: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mail_domains: tuple[str, ...] = ()
    data_id: str = ""
    programme: str = ""
    gender: str = ""
    titles: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    listed_on: date | None = None
    updated_on: date | None = None
    comments: str = ""
    craft: str = ""

    @property
    def name(self) -> str:
        """The name to show: the first, which is the primary one."""
        return self.names[0].text

    def country_codes(self) -> frozenset[str]:
        """The ISO codes of nationalities; for a firm those of its addresses too."""
        places = list(self.nationalities)
        if self.kind is Form.FIRM:
            places += [address.country for address in self.addresses if address.country]
        return frozenset(place.code for place in places if place.code)


class ListFile(msgspec.Struct, frozen=True):
    """One version of a list as its publisher made it, at a moment (UTC)."""

    published_at: datetime
    entries: tuple[ListEntry, ...]

    @property
    def publisher_date(self) -> date:
        """The day, in UTC, on which the publisher made the file."""
        return self.published_at.date()

    def count(self, kind: Form) -> int:
        """How many entries are of one kind."""
        return sum(entry.kind is kind for entry in self.entries)

    @property
    def persons(self) -> int:
        """How many persons are listed."""
        return self.count(Form.PERSON)

    @property
    def firms(self) -> int:
        """How many firms and groups are listed."""
        return self.count(Form.FIRM)

    @property
    def crafts(self) -> int:
        """How many of the firms are vessels or aircraft."""
        return sum(bool(entry.craft) for entry in self.entries)

    @property
    def names(self) -> int:
        """How many names stand in the list, aliases and other scripts counted in."""
        return sum(len(entry.names) for entry in self.entries)


def digest(entry: ListEntry) -> str:
    """What an entry says, as SHA-256 of its one JSON text: equal means unchanged."""
    return digest_of(msgspec.to_builtins(entry))


def digest_of(facts: dict[str, Any]) -> str:
    """The digest of an entry as it is stored; what says nothing does not count.

    So an entry that was stored before a field was known keeps its digest.

    >>> digest_of({"name": "X", "data_id": "1", "titles": []}) == digest_of({"name": "X"})
    True
    """
    told = {key: value for key, value in facts.items() if key not in NOT_FACTS}
    return hashlib.sha256(canonical(_said(told)).encode()).hexdigest()


def _said(value: Any) -> Any:
    """A value without its empty parts."""
    if isinstance(value, dict):
        return {key: kept for key, item in value.items() if (kept := _said(item))}
    if isinstance(value, (list, tuple)):
        return [_said(item) for item in value]
    return value

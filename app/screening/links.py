"""What binds two parties whatever they are called: numbers, telephones, directors, addresses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from rigour.addresses.compare import match_addresses

from app.screening.entries import ListEntry
from app.screening.index import NameIndex, StoredNames
from app.screening.keys import address_key, identifier_key, mail_key, phone_key
from app.screening.kinds import TELLING
from app.screening.matches import Code, Reason, Subject
from app.screening.names import NameForm
from app.screening.variants import forms
from models.particulars import Form

ADDRESS_ALIKE = 0.85
ASSOCIATE_LEAST = 88


class StoredLinks(msgspec.Struct, array_like=True):
    """The links of many entries as they are kept: keys by number of the entry, associates."""

    keys: dict[str, list[int]]
    associates: StoredNames
    associate_of: list[tuple[int, str]]


class Links:
    """Everything by which entries of a list can be reached without their name."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        self._entries = entries
        self._by_key: dict[str, list[int]] = {}
        self._associates = NameIndex()
        self._associate_of: list[tuple[int, str]] = []
        for number, entry in enumerate(entries):
            for code, key, _ in keys_of_entry(entry):
                self._by_key.setdefault(f"{code} {key}", []).append(number)
            for associate in entry.associates:
                for form in telling(associate):
                    self._associates.add(form)
                    self._associate_of.append((number, associate))

    @classmethod
    def of_stored(cls, stored: StoredLinks, entries: Sequence[ListEntry]) -> Links:
        """The links of entries as they were kept."""
        links = cls(())
        links._entries, links._by_key = entries, stored.keys
        links._associates = NameIndex.of_stored(stored.associates)
        links._associate_of = stored.associate_of
        return links

    def stored(self) -> StoredLinks:
        """Everything prepared, to be kept."""
        return StoredLinks(self._by_key, self._associates.stored(), self._associate_of)

    def of(self, subject: Subject) -> dict[int, list[Reason]]:
        """By the number of the entry: every link between it and the subject."""
        found: defaultdict[int, dict[Code, Reason]] = defaultdict(dict)
        for code, key, written in keys_of_subject(subject):
            for number in self._by_key.get(f"{code} {key}", ()):
                listed = self._as_listed(number, code, key)
                found[number].setdefault(code, _reason(code, written, listed))
        for code, name in people(subject):
            for form in telling(name):
                for place, _ in self._associates.search(form, ASSOCIATE_LEAST):
                    number, listed = self._associate_of[place]
                    found[number].setdefault(code, _reason(code, name, listed))
        return {number: list(reasons.values()) for number, reasons in found.items()}

    def _as_listed(self, number: int, code: Code, key: str) -> str:
        keys = keys_of_entry(self._entries[number])
        return next(written for *known, written in keys if known == [code, key])


def like_address(subject: Subject, entry: ListEntry) -> Reason | None:
    """An address much like one of the entry's: speaks for a match, is no link by itself."""
    listed = [place.text for place in entry.addresses if place.text]
    best = match_addresses(list(subject.addresses), listed)
    if best is None or best.score < ADDRESS_ALIKE:
        return None
    return _reason(Code.ADDRESS_LIKE, best.query, best.result)


def keys_of_entry(entry: ListEntry) -> Iterator[tuple[Code, str, str]]:
    """Each link of an entry that is no name: what it is, its key, and as the list writes it."""
    numbers = [document.number for document in entry.documents]
    places = [place.text for place in entry.addresses]
    yield from _keyed(Code.IDENTIFIER_SAME, identifier_key, numbers)
    yield from _keyed(Code.PHONE_SHARED, phone_key, entry.phones)
    yield from _keyed(Code.MAIL_DOMAIN_SHARED, mail_key, entry.mail_domains)
    yield from _keyed(Code.ADDRESS_SHARED, address_key, places)


def keys_of_subject(subject: Subject) -> Iterator[tuple[Code, str, str]]:
    """Each link of a party that is no name: what it is, its key, and as the party writes it."""
    yield from _keyed(Code.IDENTIFIER_SAME, identifier_key, subject.identifiers)
    yield from _keyed(Code.PHONE_SHARED, phone_key, subject.phones)
    yield from _keyed(Code.MAIL_DOMAIN_SHARED, mail_key, subject.mail_domains)
    yield from _keyed(Code.ADDRESS_SHARED, address_key, subject.addresses)


def _keyed(
    code: Code, key_of: Callable[[str], str], written: Iterable[str]
) -> Iterator[tuple[Code, str, str]]:
    return ((code, key, text) for text in written if (key := key_of(text)))


def people(subject: Subject) -> Iterator[tuple[Code, str]]:
    """Names to look for among the directors and owners of entries."""
    yield from ((Code.ASSOCIATE_SHARED, name) for name in subject.associates)
    if subject.kind is Form.PERSON:
        for name in (*subject.names, *subject.former_names):
            yield Code.ASSOCIATE_IS_PARTY, name


def telling(name: str) -> Iterator[NameForm]:
    """The forms of a person's name that have at least two words of their own."""
    for form in forms(name, Form.PERSON):
        if sum(word.kind in TELLING for word in form.words) > 1:
            yield form


def _reason(code: Code, party: str, listed: str) -> Reason:
    return Reason(code, {"party": party, "listed": listed})

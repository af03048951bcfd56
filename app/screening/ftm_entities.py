"""Entries told as objects of FollowTheMoney, as `readers/ftm.py` reads them back (RSK-01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.screening.asking import schema_of
from app.screening.entries import Birth, Country, ListEntry, NameQuality
from app.screening.readers.ftm import ASSOCIATE
from models.particulars import Form

NUMBER_KINDS = (
    ("passport", "passportNumber"),
    ("registration", "registrationNumber"),
    ("tax", "taxNumber"),
    ("imo", "imoNumber"),
    ("mmsi", "mmsi"),
    ("call sign", "callSign"),
    ("lei", "leiCode"),
    ("swift", "swiftBic"),
)
"""By a word in what a list calls a number; the others are identity numbers."""
OF_PEOPLE = frozenset({"passportNumber", "idNumber", "taxNumber", "leiCode", "swiftBic"})
"""Numbers that no vessel and no aircraft has in the model."""
NAME_PROPERTIES = {
    NameQuality.PRIMARY: "name",
    NameQuality.STRONG: "alias",
    NameQuality.ORIGINAL: "alias",
    NameQuality.FORMER: "previousName",
    NameQuality.WEAK: "weakAlias",
}
POSTMASTER = "postmaster@"
"""The one mailbox that every domain has (RFC 2142): a mail domain told as an address of mail."""

Line = dict[str, Any]


def properties(entry: ListEntry) -> dict[str, list[str]]:
    """What a list says of a party, under the names that the model has for it."""
    found: dict[str, list[str]] = {}

    def add(name: str, values: Iterable[str]) -> None:
        told = [value for value in values if value]
        if told:
            found[name] = list(dict.fromkeys([*found.get(name, ()), *told]))

    for name in entry.names:
        add(NAME_PROPERTIES[name.quality], [name.text])
    person = entry.kind is Form.PERSON
    if person:
        add("birthDate", (day for birth in entry.births for day in _births(birth)))
        add("birthPlace", (place.text for place in entry.birth_places))
        add("gender", [entry.gender])
        add("title", entry.titles)
        add("position", entry.designations)
    add(
        "nationality" if person else "country",
        (item.code.lower() or item.text for item in entry.nationalities),
    )
    for document in entry.documents:
        found_as = number_property(document.kind)
        craft = entry.craft and found_as in OF_PEOPLE
        add("registrationNumber" if craft else found_as, [document.number])
    add("address", (_address(place.text, place.country) for place in entry.addresses))
    if not entry.craft:
        add("phone", entry.phones)
    add("program", [entry.programme])
    add("notes", [entry.comments] if person else [entry.comments, *entry.titles])
    return found


def number_property(kind: str) -> str:
    """The property under which a number of this kind stands.

    >>> number_property("Passport"), number_property("")
    ('passportNumber', 'idNumber')
    """
    small = kind.lower()
    return next((name for word, name in NUMBER_KINDS if word in small), "idNumber")


def lines(entry: ListEntry, about: Mapping[str, list[str]] | None = None) -> Iterator[Line]:
    """An entry and all that belongs to it, each as an object of its own; the entry comes first.

    `about` are further properties of the entry. Directors and owners are told as parties of whom
    the list itself does not warn (`target` is false), linked to it.
    """
    told = {**properties(entry), **(about or {})}
    if entry.mail_domains:
        told["email"] = [POSTMASTER + domain for domain in entry.mail_domains]
    yield {
        "id": entry.reference,
        "caption": entry.name,
        "schema": schema_of(entry),
        "target": True,
        "properties": told,
    }
    for number, name in enumerate(entry.associates, 1):
        key = f"{entry.reference}-a{number}"
        yield {
            "id": key,
            "caption": name,
            "schema": "LegalEntity",
            "target": False,
            "properties": {"name": [name]},
        }
        link = {"subject": [key], "object": [entry.reference], "role": [ASSOCIATE]}
        yield {"id": f"{key}-link", "schema": "UnknownLink", "properties": link}


def _births(birth: Birth) -> tuple[str, ...]:
    """A whole day, or the first and last year that are meant."""
    if birth.first == birth.last:
        return (birth.first.isoformat(),)
    return tuple(dict.fromkeys((str(birth.first.year), str(birth.last.year))))


def _address(text: str, country: Country | None) -> str:
    return ", ".join(filter(None, (text, country.text if country else "")))

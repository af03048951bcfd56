"""One party of the Consolidated Screening List of the United States, from CSV or JSON alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.screening.entries import Birth, Document, ListedName, ListEntry, NameQuality, Place
from app.screening.errors import ListError
from app.screening.readers.days import births_in, day
from app.screening.readers.remarks import document, identifying
from app.screening.readers.shared import (
    AIRCRAFT,
    VESSEL,
    countries_once,
    joined,
    mail_domains,
    names_once,
    reference,
    surname_last,
    within,
)
from app.screening.readers.untyped import likely
from app.screening.un_fields import NAME_LIMIT, country
from models.particulars import Form

KEY = "id"
TYPES = {
    "individual": (Form.PERSON, ""),
    "entity": (Form.FIRM, ""),
    "vessel": (Form.FIRM, VESSEL),
    "aircraft": (Form.FIRM, AIRCRAFT),
}
_SHORT = re.compile(r"\(([A-Z][A-Za-z -]{1,11})\)")


@dataclass(frozen=True)
class Identifier:
    """A number of a party: what it is, the number, the country and until when."""

    kind: str
    number: str
    country: str = ""
    until: str = ""


@dataclass(frozen=True)
class Party:
    """What the list says of one party, its several values apart; `line` where it begins."""

    line: int
    id: str
    source: str
    name: str
    type: str = ""
    alt_names: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    title: str = ""
    addresses: tuple[tuple[str, str], ...] = ()
    """(the lines, the country)"""
    citizenships: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    dates_of_birth: tuple[str, ...] = ()
    places_of_birth: tuple[str, ...] = ()
    ids: tuple[Identifier, ...] = ()
    call_sign: str = ""
    vessel_flag: str = ""
    start_date: str = ""
    notes: tuple[str, ...] = ()


def short(source: str) -> str:
    """The publisher's short name of one of the lists that are united in this one.

    >>> short("Entity List (EL) - Bureau of Industry and Security")
    'EL'
    """
    match = _SHORT.search(source)
    return match[1] if match else source[:12].strip()


def key_of(party: Party) -> str:
    """Its reference: an id stands in several of the lists that are united here."""
    key = f"{short(party.source)}/{party.id}" if party.id else ""
    return reference(key, line=party.line, field=KEY)


def entry(party: Party) -> ListEntry:
    """The entry of one party; persons and firms are told by name where the list does not say."""
    kind, craft = _kind(party)
    told = [(item.kind, item.number) for item in party.ids]
    return ListEntry(
        reference=key_of(party),
        kind=kind,
        craft=craft,
        names=names_once(_names(party, kind)),
        births=tuple(dict.fromkeys(_births(party))),
        birth_places=tuple(Place(place) for place in party.places_of_birth),
        nationalities=countries_once((*party.nationalities, *party.citizenships)),
        documents=tuple(_documents(party)),
        addresses=tuple(Place(lines, country(where)) for lines, where in party.addresses),
        phones=tuple(number for label, number in told if "phone" in label.lower()),
        mail_domains=mail_domains(number for label, number in told if "mail" in label.lower()),
        data_id=party.id,
        programme=joined([short(party.source), *party.programs], "; "),
        gender=next((number for label, number in told if label == "Gender"), ""),
        titles=tuple(filter(None, [party.title])),
        listed_on=day(party.start_date, line=party.line, field="start_date"),
        comments=joined(
            [*party.notes, *(f"{a} {b}".strip() for a, b in told if not identifying(a))], "; "
        ),
    )


def _kind(party: Party) -> tuple[Form, str]:
    written = party.type.lower()
    if not written:
        return likely(party.name), ""
    if written not in TYPES:
        raise ListError("unknown_value", line=party.line, field="type", value=written[:40])
    return TYPES[written]


def _names(party: Party, kind: Form) -> Iterator[ListedName]:
    name = within(party.name, NAME_LIMIT, line=party.line, field="name")
    if not name:
        raise ListError("missing", line=party.line, field="name")
    treasury = party.type.lower() == "individual"
    yield ListedName(surname_last(name) if treasury else name, NameQuality.PRIMARY)
    for written in party.alt_names:
        alias = within(written, NAME_LIMIT, line=party.line, field="alt_names")
        swapped = treasury and kind is Form.PERSON
        yield ListedName(surname_last(alias) if swapped else alias, NameQuality.STRONG)


def _births(party: Party) -> Iterator[Birth]:
    for written in party.dates_of_birth:
        found = births_in(written)
        if not found:
            raise ListError("date", line=party.line, field="dates_of_birth", value=written[:40])
        yield from found


def _documents(party: Party) -> Iterator[Document]:
    if party.call_sign:
        yield Document("Call sign", party.call_sign, country(party.vessel_flag))
    for item in party.ids:
        if item.number and identifying(item.kind):
            note = f"expires {item.until}" if item.until else ""
            number = within(item.number, NAME_LIMIT, line=party.line, field="ids")
            yield document(item.kind, number, item.country, note)

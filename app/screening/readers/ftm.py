"""Reads any collection of FollowTheMoney entities, one JSON object a line (RSK-01).

Parties are taken, with what other objects say of them: addresses, papers, sanctions, directors and
owners. Objects may stand beside each other or inside each other; other schemata are passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec

from app.screening.entries import Birth, Document, ListedName, ListEntry, NameQuality, Place
from app.screening.errors import ListError
from app.screening.readers.days import births_in, day
from app.screening.readers.json_text import decoded
from app.screening.readers.shared import (
    AIRCRAFT,
    VESSEL,
    WHOLE,
    Files,
    Lines,
    countries_once,
    inside,
    joined,
    mail_domains,
    names_once,
    reference,
    within,
)
from app.screening.readers.untyped import likely
from app.screening.un_fields import NAME_LIMIT, cleaned, country
from models.particulars import Form

KEY = "id"
PARTIES = {
    "Person": (Form.PERSON, ""),
    "Organization": (Form.FIRM, ""),
    "Company": (Form.FIRM, ""),
    "PublicBody": (Form.FIRM, ""),
    "LegalEntity": (None, ""),
    "Vessel": (Form.FIRM, VESSEL),
    "Airplane": (Form.FIRM, AIRCRAFT),
}
LINKS = {
    "Address": "", "Passport": "holder", "Identification": "holder", "Sanction": "entity",
    "Directorship": "organization", "Ownership": "asset", "UnknownLink": "object",
}  # fmt: skip
"""What is told of a party by another object, and the property that names the party."""
OF_ASSOCIATES = {"Directorship": "director", "Ownership": "owner", "UnknownLink": "subject"}
"""The property that names the director or owner."""
_OTHERS = (
    "Analyzable Article Assessment Asset Associate Audio BankAccount Call Contract ContractAward"
    " CourtCase CourtCaseParty CryptoWallet Debt Document Documentation EconomicActivity Email"
    " Employment Event Family Folder HyperText Image Interest Interval License Membership Mention"
    " Message Note Occupancy Package Page Pages Payment PlainText Position Post Project"
    " ProjectParticipant RealEstate Representation Security Similar Succession Table TaxRoll Thing"
    " Trip UserAccount Value Vehicle Video Workbook"
)
OTHERS = frozenset(_OTHERS.split())
"""Schemata of the model that are neither parties nor read here; any other one is refused."""
NAMES = {
    "name": NameQuality.STRONG,
    "alias": NameQuality.STRONG,
    "previousName": NameQuality.FORMER,
    "weakAlias": NameQuality.WEAK,
    "abbreviation": NameQuality.WEAK,
}
NUMBERS = {
    "passportNumber": "Passport",
    "idNumber": "Identity number",
    "registrationNumber": "Registration number",
    "taxNumber": "Tax number",
    "vatCode": "VAT number",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "callSign": "Call sign",
    "serialNumber": "Serial number",
    "socialSecurityNumber": "Social security number",
}
ASSOCIATE = "Director or owner"
"""The role of a link of which no more is known; links of other roles say nothing here."""
STREET = ("street", "street2", "postOfficeBox", "postalCode", "city", "state", "region")


class _Entity(msgspec.Struct, frozen=True):
    id: str
    schema: str
    properties: dict[str, list[Any]] = {}
    caption: str = ""
    target: bool = True
    """Whether the collection warns of it; one of whom it says no is told of others only."""

    def texts(self, name: str) -> tuple[str, ...]:
        """The clean values of a property, each once."""
        found = (cleaned(value) for value in self.properties.get(name, ()) if _is_text(value))
        return tuple(dict.fromkeys(text for text in found if text))

    def first(self, *names: str) -> str:
        return next((texts[0] for name in names if (texts := self.texts(name))), "")


@dataclass
class _Told:
    """What stands in other objects: by their id, by the party that they tell of, names by id."""

    objects: dict[str, _Entity] = field(default_factory=dict)
    of_party: dict[str, list[_Entity]] = field(default_factory=lambda: defaultdict(list))
    captions: dict[str, str] = field(default_factory=dict)

    def about(self, party: str, *schemata: str) -> Iterator[_Entity]:
        return (item for item in self.of_party.get(party, ()) if item.schema in schemata)


def published(_parts: Mapping[str, bytes]) -> None:
    """A collection does not say when it was published."""
    return


def entries(parts: Files) -> Lines:
    """Every party of the collection, in the order of its lines; the file is read twice."""
    told = _told(parts[WHOLE])
    for line, entity in _flat(parts[WHOLE]):
        if entity.schema in PARTIES and entity.target:
            key = reference(entity.id, line=line, field=KEY)
            with inside(key):
                yield line, _entry(line, key, entity, told)


def _told(content: bytes) -> _Told:
    told = _Told()
    for line, entity in _flat(content):
        if entity.schema in PARTIES:
            told.captions[entity.id] = entity.caption or entity.first("name")
        elif entity.schema in LINKS:
            told.objects[entity.id] = entity
            for party in entity.texts(LINKS[entity.schema]):
                told.of_party[party].append(entity)
        elif entity.schema not in OTHERS:
            value = entity.schema[:40]
            raise ListError("unknown_value_in_entry", line=line, field="schema", value=value,
                            reference=entity.id[:40])  # fmt: skip
    return told


def _flat(content: bytes) -> Iterator[tuple[int, _Entity]]:
    """Every object with its line; one that stands inside another comes after it."""
    if not content.strip():
        raise ListError("empty", line=1)
    for line, text in enumerate(content.split(b"\n"), 1):
        if text.strip():
            yield from ((line, item) for item in _opened(line, decoded(text, _Entity, line=line)))


def _opened(line: int, entity: _Entity) -> Iterator[_Entity]:
    yield entity
    for values in entity.properties.values():
        for value in values:
            if isinstance(value, dict):
                yield from _opened(line, _inner(line, entity, value))


def _inner(line: int, holder: _Entity, value: dict[str, Any]) -> _Entity:
    """An object inside another tells of that one, where it does not say of whom."""
    try:
        inner = msgspec.convert(value, _Entity)
    except msgspec.ValidationError as fault:
        raise ListError("shape", line=line, field="properties", detail=str(fault)) from None
    owner = LINKS.get(inner.schema, "")
    if not owner or owner in inner.properties:
        return inner
    return msgspec.structs.replace(inner, properties={**inner.properties, owner: [holder.id]})


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _entry(line: int, key: str, entity: _Entity, told: _Told) -> ListEntry:
    form, craft = PARTIES[entity.schema]
    names = names_once(_names(line, entity))
    sanctions = list(told.about(entity.id, "Sanction"))
    nations = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag")
    listed = [text for item in sanctions for text in item.texts("listingDate")]
    return ListEntry(
        reference=key,
        kind=form or likely(names[0].text),
        craft=craft,
        names=names,
        births=tuple(dict.fromkeys(_births(line, entity))),
        birth_places=tuple(Place(text) for text in entity.texts("birthPlace")),
        nationalities=countries_once(
            _code(text) for nation in nations for text in entity.texts(nation)
        ),
        documents=tuple(dict.fromkeys(_documents(entity, told))),
        addresses=tuple(dict.fromkeys(_addresses(entity, told))),
        associates=tuple(dict.fromkeys(_associates(entity, told))),
        phones=entity.texts("phone"),
        mail_domains=mail_domains(entity.texts("email")),
        data_id=key,
        programme="; ".join(_programmes(entity, sanctions)),
        gender=entity.first("gender"),
        titles=entity.texts("title"),
        designations=entity.texts("position"),
        listed_on=min((found for text in listed if (found := _day(line, text))), default=None),
        comments=joined((*entity.texts("notes"), *entity.texts("summary")), "; "),
    )


def _names(line: int, entity: _Entity) -> Iterator[ListedName]:
    names = entity.texts("name")
    caption = cleaned(entity.caption)
    if not names and not caption:
        raise ListError("missing", line=line, field="name")
    primary = caption if caption in names or not names else names[0]
    yield ListedName(within(primary, NAME_LIMIT, line=line, field="name"), NameQuality.PRIMARY)
    for prop, quality in NAMES.items():
        for text in entity.texts(prop):
            yield ListedName(within(text, NAME_LIMIT, line=line, field=prop), quality)


def _births(line: int, entity: _Entity) -> Iterator[Birth]:
    for text in entity.texts("birthDate"):
        found = births_in(text)
        if not found:
            raise ListError("date", line=line, field="birthDate", value=text[:40])
        yield from found


def _day(line: int, text: str) -> date | None:
    return day(text, line=line, field="listingDate", partial=True)


def _code(text: str) -> str:
    """Codes of countries are written small in this format."""
    return text.upper() if len(text) == len("xa") else text


def _documents(entity: _Entity, told: _Told) -> Iterator[Document]:
    for prop, kind in NUMBERS.items():
        for number in entity.texts(prop):
            yield Document(kind, number[:NAME_LIMIT])
    for item in told.about(entity.id, "Passport", "Identification"):
        where = country(_code(item.first("country")))
        for number in item.texts("number"):
            yield Document(item.first("type") or item.schema, number[:NAME_LIMIT], where)


def _addresses(entity: _Entity, told: _Told) -> Iterator[Place]:
    for text in entity.texts("address"):
        yield Place(text)
    linked = [*entity.texts("addressEntity"), *_inner_ids(entity, "addressEntity")]
    for key in linked:
        if (found := told.objects.get(key)) and found.schema == "Address":
            where = country(_code(found.first("country")))
            lines = found.first("full") or joined(found.first(part) for part in STREET)
            if lines or where:
                yield Place(lines, where)


def _inner_ids(entity: _Entity, prop: str) -> Iterable[str]:
    values = entity.properties.get(prop, ())
    return [str(value.get("id", "")) for value in values if isinstance(value, dict)]


def _associates(entity: _Entity, told: _Told) -> Iterator[str]:
    """Directors and owners by name, where the collection has them as parties."""
    for item in told.about(entity.id, *OF_ASSOCIATES):
        prop = OF_ASSOCIATES[item.schema]
        if item.schema == "UnknownLink" and ASSOCIATE not in item.texts("role"):
            continue
        for key in (*item.texts(prop), *_inner_ids(item, prop)):
            if name := told.captions.get(key):
                yield name


def _programmes(entity: _Entity, sanctions: list[_Entity]) -> tuple[str, ...]:
    found = [*entity.texts("program"), *entity.texts("programId")]
    for item in sanctions:
        found += [*item.texts("program"), *item.texts("authority")]
    return tuple(dict.fromkeys(found))

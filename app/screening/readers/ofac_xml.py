"""Reads SDN.XML and CONSOLIDATED.XML of the Treasury's OFAC, as published (RSK-01)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

from app.screening.entries import Birth, Document, ListedName, ListEntry, NameQuality, Place
from app.screening.errors import ListError
from app.screening.readers.days import births_in, day
from app.screening.readers.markup import children
from app.screening.readers.remarks import document, identifying
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
    surname_last,
)
from app.screening.un_fields import NAME_LIMIT, Node, country, line_of, needed, own_text, text
from models.particulars import Form

Value = TypeVar("Value")
KEY = "uid"
ROOT = "sdnList"
HEAD, ENTRY = "publshInformation", "sdnEntry"  # the publisher's spelling
KINDS = {
    "Individual": (Form.PERSON, ""),
    "Entity": (Form.FIRM, ""),
    "Vessel": (Form.FIRM, VESSEL),
    "Aircraft": (Form.FIRM, AIRCRAFT),
}
QUALITIES = {
    "a.k.a.": NameQuality.STRONG,
    "f.k.a.": NameQuality.FORMER,
    "n.k.a.": NameQuality.STRONG,
    "": NameQuality.STRONG,
}
CATEGORIES = {"strong": False, "weak": True, "": False}
STREET = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode")


def published(parts: Files) -> datetime:
    """The day of publication, at its beginning in UTC."""
    for node in children(parts[WHOLE], ROOT, {HEAD, ENTRY}):
        if node.tag == HEAD:
            line, written = line_of(node), needed(node, "Publish_Date")
            found = day(written, line=line, field="Publish_Date", month_first=True)
            if found:
                return datetime(found.year, found.month, found.day, tzinfo=UTC)
        break
    raise ListError("missing", line=1, field=HEAD)


def entries(parts: Files) -> Lines:
    """Every entry; refused when there are other than the file itself says there are."""
    promised, found, at = None, 0, 1
    for node in children(parts[WHOLE], ROOT, {HEAD, ENTRY}):
        if node.tag == HEAD:
            promised, at = needed(node, "Record_Count"), line_of(node)
            continue
        found += 1
        line, key = line_of(node), needed(node, KEY)
        with inside(key[:40]):
            yield line, _entry(reference(key, line=line, field=KEY), node)
    if promised != str(found):
        facts = {"promised": promised or "?", "found": found}
        raise ListError("count", line=at, field="Record_Count", **facts)


def _entry(key: str, node: Node) -> ListEntry:
    kind, craft = _known(node, "sdnType", KINDS)
    documents = [item for item in node.iterfind("idList/id") if text(item, "idNumber")]
    told = [(text(item, "idType"), text(item, "idNumber")) for item in documents]
    return ListEntry(
        reference=key,
        kind=kind,
        craft=craft,
        names=names_once(_names(node, kind)),
        births=tuple(dict.fromkeys(_births(node))),
        birth_places=tuple(
            Place(place)
            for item in node.iterfind("placeOfBirthList/placeOfBirthItem")
            if (place := text(item, "placeOfBirth"))
        ),
        nationalities=countries_once(_nations(node)),
        documents=(*_vessel(node), *_documents(documents)),
        addresses=tuple(_places(node)),
        phones=tuple(number for kind_, number in told if "phone" in kind_.lower()),
        mail_domains=mail_domains(number for kind_, number in told if "mail" in kind_.lower()),
        data_id=key,
        programme="; ".join(own_text(item) for item in node.iterfind("programList/program")),
        gender=next((number for kind_, number in told if kind_ == "Gender"), ""),
        titles=tuple(filter(None, [text(node, "title")])),
        comments=joined(
            [text(node, "remarks"), *(f"{a} {b}" for a, b in told if not identifying(a))], "; "
        ),
    )


def _known(node: Node, tag: str, table: dict[str, Value]) -> Value:
    written = text(node, tag)
    if written not in table:
        raise ListError("unknown_value", line=line_of(node), field=tag, value=written[:40])
    return table[written]


def _names(node: Node, kind: Form) -> Iterator[ListedName]:
    needed(node, "lastName", NAME_LIMIT)
    yield ListedName(_name(node, kind), NameQuality.PRIMARY)
    for alias in node.iterfind("akaList/aka"):
        weak, quality = _known(alias, "category", CATEGORIES), _known(alias, "type", QUALITIES)
        yield ListedName(_name(alias, kind), NameQuality.WEAK if weak else quality)


def _name(node: Node, kind: Form) -> str:
    first, last = text(node, "firstName", NAME_LIMIT), text(node, "lastName", NAME_LIMIT)
    return surname_last(last) if kind is Form.PERSON and not first else joined([first, last], " ")


def _births(node: Node) -> Iterator[Birth]:
    for item in node.iterfind("dateOfBirthList/dateOfBirthItem"):
        written = text(item, "dateOfBirth")
        found = births_in(written)
        if written and not found:
            raise ListError("date", line=line_of(item), field="dateOfBirth", value=written[:40])
        yield from found


def _nations(node: Node) -> Iterator[str]:
    for path in ("nationalityList/nationality", "citizenshipList/citizenship"):
        for item in node.iterfind(path):
            yield text(item, "country")


def _documents(items: list[Node]) -> Iterator[Document]:
    for item in items:
        kind, number = text(item, "idType"), text(item, "idNumber", NAME_LIMIT)
        if identifying(kind):
            until = text(item, "expirationDate")
            note = f"expires {until}" if until else ""
            yield document(kind, number, text(item, "idCountry"), note)


def _vessel(node: Node) -> Iterator[Document]:
    if sign := text(node, "vesselInfo/callSign", NAME_LIMIT):
        yield Document("Call sign", sign, country(text(node, "vesselInfo/vesselFlag")))


def _places(node: Node) -> Iterator[Place]:
    for item in node.iterfind("addressList/address"):
        lines, where = joined(text(item, part) for part in STREET), country(text(item, "country"))
        if lines or where:
            yield Place(lines, where)

"""One INDIVIDUAL or ENTITY of the United Nations list, turned into an entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.screening.entries import (
    Birth,
    Country,
    Document,
    ListedName,
    ListEntry,
    NameQuality,
    Place,
)
from app.screening.errors import ListError
from app.screening.un_fields import (
    NAME_LIMIT,
    Node,
    country,
    day,
    day_or_year,
    line_of,
    needed,
    text,
    values,
    year,
)
from models.particulars import Form

KINDS = {"INDIVIDUAL": Form.PERSON, "ENTITY": Form.FIRM}
LATER_NAMES = ("SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
QUALITIES = {
    "Good": NameQuality.STRONG,
    "a.k.a.": NameQuality.STRONG,
    "": NameQuality.STRONG,
    "Low": NameQuality.WEAK,
    "f.k.a.": NameQuality.FORMER,
}
FORMER_NOTES = ("previously listed as", "formerly listed as")
PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE")


def entry(node: Node) -> ListEntry:
    """The entry of one node.

    Raises ListError, with line and field, when DATAID, REFERENCE_NUMBER or FIRST_NAME is missing,
    a date is none, an alias has an unknown quality or a text is longer than any name can be.
    """
    tag = str(node.tag)
    return ListEntry(
        reference=needed(node, "REFERENCE_NUMBER", NAME_LIMIT),
        kind=KINDS[tag],
        names=tuple(_names(node, tag)),
        births=tuple(dict.fromkeys(_births(node, tag))),
        birth_places=tuple(_places(node, f"{tag}_PLACE_OF_BIRTH")),
        nationalities=tuple(_nationalities(node)),
        documents=tuple(_documents(node, f"{tag}_DOCUMENT")),
        addresses=tuple(_places(node, f"{tag}_ADDRESS")),
        data_id=needed(node, "DATAID", NAME_LIMIT),
        programme=text(node, "UN_LIST_TYPE"),
        gender=text(node, "GENDER"),
        titles=values(node, "TITLE"),
        designations=values(node, "DESIGNATION"),
        listed_on=day(node.find("LISTED_ON")),
        updated_on=_updated_on(node),
        comments=text(node, "COMMENTS1"),
    )


def _names(node: Node, tag: str) -> Iterator[ListedName]:
    first = needed(node, "FIRST_NAME", NAME_LIMIT)
    parts = [first, *(text(node, part, NAME_LIMIT) for part in LATER_NAMES)]
    yield ListedName(" ".join(part for part in parts if part), NameQuality.PRIMARY)
    if original := text(node, "NAME_ORIGINAL_SCRIPT", NAME_LIMIT):
        yield ListedName(original, NameQuality.ORIGINAL)
    for alias in node.iterfind(f"{tag}_ALIAS"):
        if name := text(alias, "ALIAS_NAME", NAME_LIMIT):
            yield ListedName(name, _quality(alias))


def _quality(alias: Node) -> NameQuality:
    written = text(alias, "QUALITY")
    if written not in QUALITIES:
        line = line_of(alias)
        raise ListError("unknown_value", line=line, field="QUALITY", value=written[:40])
    if text(alias, "NOTE").casefold() in FORMER_NOTES:
        return NameQuality.FORMER
    return QUALITIES[written]


def _births(node: Node, tag: str) -> Iterator[Birth]:
    for birth in node.iterfind(f"{tag}_DATE_OF_BIRTH"):
        approximate = text(birth, "TYPE_OF_DATE") == "APPROXIMATELY"
        if span := _span(birth):
            yield Birth(*span, approximate=approximate, note=text(birth, "NOTE"))
    for alias in node.iterfind(f"{tag}_ALIAS"):
        if born := day_or_year(alias.find("DATE_OF_BIRTH")):
            yield Birth(*born)


def _span(birth: Node) -> tuple[date, date] | None:
    """First and last possible day, from a day, a year, or a range of years."""
    for written in ("DATE", "YEAR"):
        if born := day_or_year(birth.find(written)):
            return born
    first, last = year(birth.find("FROM_YEAR")), year(birth.find("TO_YEAR"))
    first, last = first or last, last or first
    if not first or not last:
        return None
    if first > last:
        raise ListError("date", line=line_of(birth), field="TO_YEAR", value=str(last))
    return date(first, 1, 1), date(last, 12, 31)


def _places(node: Node, tag: str) -> Iterator[Place]:
    for place in node.iterfind(tag):
        lines = [text(place, part) for part in PLACE_PARTS]
        where, note = country(text(place, "COUNTRY")), text(place, "NOTE")
        if any(lines) or where or note:
            yield Place(", ".join(line for line in lines if line), where, note)


def _nationalities(node: Node) -> Iterator[Country]:
    for written in values(node, "NATIONALITY"):
        if found := country(written):
            yield found


def _documents(node: Node, tag: str) -> Iterator[Document]:
    for document in node.iterfind(tag):
        if number := text(document, "NUMBER", NAME_LIMIT):
            kind = text(document, "TYPE_OF_DOCUMENT") or text(document, "TYPE_OF_DOCUMENT2")
            issuer = text(document, "ISSUING_COUNTRY") or text(document, "COUNTRY_OF_ISSUE")
            yield Document(kind, number, country(issuer), text(document, "NOTE"))


def _updated_on(node: Node) -> date | None:
    days = [day(value) for value in node.iterfind("LAST_DAY_UPDATED/VALUE")]
    return max((item for item in days if item), default=None)

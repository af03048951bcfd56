"""Reads the consolidated list of the UK's OFSI (ConList.csv), in its older and newer columns.

Somebody is a group of rows: one for each name, birth, address or document (RSK-01).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import TypeVar

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
from app.screening.readers import tables
from app.screening.readers.days import born, day
from app.screening.readers.shared import (
    VESSEL,
    WHOLE,
    Files,
    Lines,
    countries_once,
    inside,
    joined,
    names_once,
    numbered,
    reference,
)
from app.screening.readers.tables import Row, titled
from app.screening.un_fields import NAME_LIMIT, country
from models.particulars import Form

Value = TypeVar("Value")
KEY = "Group ID"
UPDATED = "Last Updated"
NAMES = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
STREET = tuple(f"Address {number}" for number in range(1, 7))
NEEDED = (*NAMES, "DOB", *STREET, "Country", "Group Type", "Alias Type", "Regime", "Listed On", KEY)
KINDS = {
    "individual": (Form.PERSON, ""),
    "entity": (Form.FIRM, ""),
    "ship": (Form.FIRM, VESSEL),
}
QUALITIES = {
    "prime alias": NameQuality.PRIMARY,
    "primary name": NameQuality.PRIMARY,
    "primary name variation": NameQuality.STRONG,
    "aka": NameQuality.STRONG,
    "alias": NameQuality.STRONG,
    "fka": NameQuality.FORMER,
    "": NameQuality.STRONG,
}
DOCUMENTS = {
    "Passport Number": "Passport",
    "National Identification Number": "National identification",
    "NI Number": "National identification",
}
FREE_DOCUMENTS = {"Passport Details": "Passport"}
_NUMBER_IN_TEXT = re.compile(r"(?<![\w/])([A-Z]{0,3}[ -]?\d{5,}[A-Z]?|[A-Z]{1,2}\d{4,})(?![\w/])")


def published(parts: Files) -> datetime:
    """The day of the first line, at its beginning in UTC."""
    line, cells = next(tables.lines(parts[WHOLE]))
    if cells[0].strip() != UPDATED or len(cells) < 2:  # noqa: PLR2004
        raise ListError("other_document", line=line, field=cells[0][:40], wanted=UPDATED)
    found = day(cells[1], line=line, field=UPDATED)
    if found is None:
        raise ListError("missing", line=line, field=UPDATED)
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def entries(parts: Files) -> Lines:
    """Every group, in the order in which groups begin."""
    groups: dict[str, list[Row]] = {}
    for row in titled(parts[WHOLE], NEEDED, above=1):
        key = reference(row.text(KEY), line=row.line, field=KEY)
        groups.setdefault(key, []).append(row)
    for key, rows in groups.items():
        with inside(key):
            yield rows[0].line, _entry(key, rows)


def _entry(key: str, rows: list[Row]) -> ListEntry:
    first = rows[0]
    kind, craft = _kind(first)
    updates = (day(row.text(UPDATED), line=row.line, field=UPDATED) for row in rows)
    return ListEntry(
        reference=key,
        kind=kind,
        craft=craft,
        names=_names(rows),
        births=_once(birth for row in rows if (birth := _birth(row))),
        birth_places=_once(place for row in rows if (place := _born_at(row))),
        nationalities=_nationalities(rows),
        documents=_once(item for row in rows for item in _documents(row)),
        addresses=_once(place for row in rows if (place := _address(row))),
        phones=_once(part for row in rows for part in numbered(row.text("Phone Number"))),
        data_id=key,
        programme="; ".join(_once(row.text("Regime") for row in rows)),
        titles=_once(part for row in rows for part in numbered(row.text("Title"))),
        designations=_once(part for row in rows for part in numbered(row.text("Position"))),
        listed_on=_listed_on(first),
        updated_on=max((item for item in updates if item), default=None),
        comments="; ".join(_once(row.text("Other Information") for row in rows)),
    )


def _once(items: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(item for item in dict.fromkeys(items) if item)


def _kind(row: Row) -> tuple[Form, str]:
    written = row.needed("Group Type").lower()
    if written not in KINDS:
        raise ListError("unknown_value", line=row.line, field="Group Type", value=written[:40])
    return KINDS[written]


def _names(rows: list[Row]) -> tuple[ListedName, ...]:
    found = [name for row in rows for name in _names_of(row)]
    if not found:
        raise ListError("missing", line=rows[0].line, field=NAMES[-1])
    return names_once(sorted(found, key=lambda name: name.quality is not NameQuality.PRIMARY))


def _names_of(row: Row) -> Iterator[ListedName]:
    written = row.text("Alias Type").lower()
    if written not in QUALITIES:
        raise ListError("unknown_value", line=row.line, field="Alias Type", value=written[:40])
    weak = "low" in row.text("Alias Quality").lower()
    if name := joined((row.text(part, NAME_LIMIT) for part in NAMES), " "):
        yield ListedName(name, NameQuality.WEAK if weak else QUALITIES[written])
    if original := row.text("Name Non-Latin Script", NAME_LIMIT):
        yield ListedName(original, NameQuality.ORIGINAL)


def _birth(row: Row) -> Birth | None:
    return born(row.text("DOB"), line=row.line, field="DOB")


def _born_at(row: Row) -> Place | None:
    town, where = row.text("Town of Birth"), row.text("Country of Birth")
    return Place(town, country(where)) if town or where else None


def _nationalities(rows: list[Row]) -> tuple[Country, ...]:
    return countries_once(part for row in rows for part in numbered(row.text("Nationality")))


def _documents(row: Row) -> Iterator[Document]:
    for column, kind in DOCUMENTS.items():
        for number in numbered(row.text(column)):
            yield Document(kind, number[:NAME_LIMIT])
    for column, kind in FREE_DOCUMENTS.items():
        if row.text("Passport Number"):
            continue
        told = row.text(column)
        for match in _NUMBER_IN_TEXT.finditer(told):
            yield Document(kind, match[1].strip(), note=told)


def _address(row: Row) -> Place | None:
    lines = joined(row.text(part) for part in (*STREET, "Post/Zip Code"))
    where = country(row.text("Country"))
    return Place(lines, where) if lines or where else None


def _listed_on(row: Row) -> date | None:
    return day(row.text("Listed On"), line=row.line, field="Listed On")

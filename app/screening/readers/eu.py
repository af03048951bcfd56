"""Reads the consolidated financial sanctions list of the European Union (FSF) as CSV (RSK-01).

Both layouts that the Commission publishes: 1.1 (columns like NameAlias_WholeName) and the older
one (Naal_wholename). Somebody is a group of rows: one for each name, address, birth or document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from rigour.text.scripts import text_scripts

from app.screening.entries import Birth, Document, ListedName, ListEntry, NameQuality, Place
from app.screening.errors import ListError
from app.screening.readers import tables
from app.screening.readers.days import births_in, born, day
from app.screening.readers.shared import (
    WHOLE,
    Files,
    Lines,
    countries_once,
    inside,
    joined,
    names_once,
    reference,
)
from app.screening.readers.tables import Row, titled
from app.screening.un_fields import NAME_LIMIT, country
from models.particulars import Form

Value = TypeVar("Value")
KEY = "Entity_LogicalId"
KINDS = {"p": Form.PERSON, "person": Form.PERSON, "e": Form.FIRM, "enterprise": Form.FIRM}
UNKNOWN_COUNTRY = "00"
NOT_KNOWN = "N/A"
OWN_SCRIPTS = {"BG": "Cyrillic", "EL": "Greek"}
"""Official languages of the Union with a script of their own: theirs is no name's own script."""
LOW = "low quality"
FORMER = ("formerly", "former name", "previously")


@dataclass(frozen=True)
class Layout:
    """Which column says what; several where the parts stand apart."""

    made: str
    entity: str
    reference: str
    subject: str
    programme: str
    remark: str
    listed: tuple[str, ...]
    whole_name: str
    name_parts: tuple[str, ...]
    language: str
    name_remark: str
    gender: str
    title: str
    function: str
    street: tuple[str, ...]
    address_country: tuple[str, ...]
    birth: str
    birth_years: tuple[str, ...]
    circa: str
    birth_place: tuple[str, ...]
    birth_country: tuple[str, ...]
    number: str
    number_kind: str
    number_country: tuple[str, ...]
    citizenship: tuple[str, ...]


NEWER = Layout(
    made="fileGenerationDate",
    entity=KEY,
    reference="Entity_EU_ReferenceNumber",
    subject="Entity_SubjectType",
    programme="Entity_Regulation_Programme",
    remark="Entity_Remark",
    listed=("Entity_DesignationDate", "Entity_Regulation_PublicationDate"),
    whole_name="NameAlias_WholeName",
    name_parts=("NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_LastName"),
    language="NameAlias_NameLanguage",
    name_remark="NameAlias_Remark",
    gender="NameAlias_Gender",
    title="NameAlias_Title",
    function="NameAlias_Function",
    street=(
        "Address_Street", "Address_PoBox", "Address_ZipCode", "Address_City", "Address_Region",
        "Address_Place",
    ),
    address_country=("Address_CountryIso2Code", "Address_CountryDescription"),
    birth="BirthDate_BirthDate",
    birth_years=("BirthDate_Year", "BirthDate_YearRangeFrom", "BirthDate_YearRangeTo"),
    circa="BirthDate_Circa",
    birth_place=("BirthDate_Place", "BirthDate_City", "BirthDate_Region"),
    birth_country=("BirthDate_CountryIso2Code", "BirthDate_CountryDescription"),
    number="Identification_Number",
    number_kind="Identification_TypeDescription",
    number_country=("Identification_CountryIso2Code", "Identification_CountryDescription"),
    citizenship=("Citizenship_CountryIso2Code", "Citizenship_CountryDescription"),
)  # fmt: skip
OLDER = Layout(
    made="Date_file",
    entity="Entity_logical_id",
    reference="EU_ref_num",
    subject="Subject_type",
    programme="Programme",
    remark="Entity_remark",
    listed=("Leba_publication_date",),
    whole_name="Naal_wholename",
    name_parts=("Naal_firstname", "Naal_middlename", "Naal_lastname"),
    language="Naal_language",
    name_remark="",
    gender="Naal_gender",
    title="Naal_title",
    function="Naal_function",
    street=("Addr_number", "Addr_street", "Addr_zipcode", "Addr_city", "Addr_other"),
    address_country=("Addr_country",),
    birth="Birt_date",
    birth_years=(),
    circa="",
    birth_place=("Birt_place",),
    birth_country=("Birt_country",),
    number="Iden_number",
    number_kind="",
    number_country=("Iden_country",),
    citizenship=("Citi_country",),
)
NEEDED = {
    True: (NEWER.made, NEWER.entity, NEWER.subject, NEWER.whole_name, NEWER.birth, NEWER.number),
    False: (OLDER.entity, OLDER.subject, OLDER.whole_name, OLDER.birth, OLDER.number),
}


def published(parts: Files) -> datetime:
    """The day that every row gives as that of the file, at its beginning in UTC."""
    layout, rows = _rows(parts)
    row = next(rows, None)
    if row is None:
        raise ListError("empty", line=1)
    column = next(name for name in row.cells if name.startswith(layout.made))
    found = day(row.needed(column), line=row.line, field=column)
    assert found is not None  # noqa: S101  the cell is not empty
    return datetime(found.year, found.month, found.day, tzinfo=UTC)


def entries(parts: Files) -> Lines:
    """Every person and firm, in the order in which their rows begin."""
    layout, rows = _rows(parts)
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.needed(layout.entity, NAME_LIMIT), []).append(row)
    for key, group in groups.items():
        with inside(key[:40]):
            yield group[0].line, _entry(layout, key, group)


def _rows(parts: Files) -> tuple[Layout, Iterator[Row]]:
    _, titles = next(tables.lines(parts[WHOLE], delimiter=";"), (1, []))
    newer = not any(title.strip().startswith(OLDER.made) for title in titles)
    rows = titled(parts[WHOLE], NEEDED[newer], delimiter=";")
    return (NEWER if newer else OLDER), rows


def _entry(layout: Layout, key: str, rows: list[Row]) -> ListEntry:
    first = rows[0]
    kind = first.needed(layout.subject).lower()
    if kind not in KINDS:
        raise ListError("unknown_value", line=first.line, field=layout.subject, value=kind[:40])
    told = first.text(layout.reference) or key
    return ListEntry(
        reference=reference(told, line=first.line, field=layout.reference),
        kind=KINDS[kind],
        names=_names(layout, rows),
        births=_once(birth for row in rows for birth in _births(layout, row)),
        birth_places=_once(place for row in rows for place in _birth_places(layout, row)),
        nationalities=countries_once(_nation(row, layout.citizenship) for row in rows),
        documents=_once(item for row in rows for item in _documents(layout, row)),
        addresses=_once(place for row in rows for place in _addresses(layout, row)),
        data_id=key,
        programme="; ".join(_once(row.text(layout.programme) for row in rows)),
        gender=next((found for row in rows if (found := row.text(layout.gender))), ""),
        titles=_once(row.text(layout.title) for row in rows),
        designations=_once(row.text(layout.function) for row in rows),
        listed_on=_listed_on(layout, first),
        comments="; ".join(_once(row.text(layout.remark) for row in rows)),
    )


def _once(items: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(item for item in dict.fromkeys(items) if item)


def _listed_on(layout: Layout, row: Row) -> date | None:
    for column in layout.listed:
        if found := day(row.text(column), line=row.line, field=column):
            return found
    return None


def _names(layout: Layout, rows: list[Row]) -> tuple[ListedName, ...]:
    found = []
    for row in rows:
        apart = joined((row.text(part, NAME_LIMIT) for part in layout.name_parts), " ")
        if name := row.text(layout.whole_name, NAME_LIMIT) or apart:
            found.append(ListedName(name, _quality(layout, row, name)))
    if not found:
        raise ListError("missing", line=rows[0].line, field=layout.whole_name)
    strong = [name for name in found if name.quality is NameQuality.STRONG]
    latin = [name for name in strong if text_scripts(name.text) <= {"Latin"}] or strong
    return names_once([*latin[:1], *found])


def _quality(layout: Layout, row: Row, name: str) -> NameQuality:
    remark = row.text(layout.name_remark).lower()
    if LOW in remark:
        return NameQuality.WEAK
    if any(word in remark for word in FORMER):
        return NameQuality.FORMER
    scripts = text_scripts(name) - {"Latin"}
    union = OWN_SCRIPTS.get(row.text(layout.language).upper())
    return NameQuality.ORIGINAL if scripts and scripts != {union} else NameQuality.STRONG


def _births(layout: Layout, row: Row) -> Iterator[Birth]:
    about = bool(layout.circa) and row.text(layout.circa).lower() == "true"
    written = row.text(layout.birth)
    known = "" if written == NOT_KNOWN else written
    if birth := born(known, line=row.line, field=layout.birth):
        yield Birth(birth.first, birth.last, approximate=about)
        return
    years = [year for column in layout.birth_years if (year := row.text(column)) not in {"", "0"}]
    if years:
        spans = [birth for year in years for birth in births_in(year)]
        if len(spans) != len(years):
            field = layout.birth_years[0]
            raise ListError("date", line=row.line, field=field, value=" ".join(years)[:40])
        yield Birth(spans[0].first, spans[-1].last, approximate=about)


def _nation(row: Row, columns: Iterable[str]) -> str:
    written = (row.text(column) for column in columns)
    return next((text for text in written if text not in {"", UNKNOWN_COUNTRY, "UNKNOWN"}), "")


def _birth_places(layout: Layout, row: Row) -> Iterator[Place]:
    text = joined(dict.fromkeys(row.text(part) for part in layout.birth_place))
    where = country(_nation(row, layout.birth_country))
    if text or where:
        yield Place(text, where)


def _documents(layout: Layout, row: Row) -> Iterator[Document]:
    if number := row.text(layout.number, NAME_LIMIT):
        plain, _, note = number.partition(" (") if layout is OLDER else (number, "", "")
        kind = row.text(layout.number_kind) if layout.number_kind else note.partition(")")[0]
        yield Document(kind, plain.strip(), country(_nation(row, layout.number_country)))


def _addresses(layout: Layout, row: Row) -> Iterator[Place]:
    lines = joined(row.text(part) for part in layout.street)
    where = country(_nation(row, layout.address_country))
    if lines or where:
        yield Place(lines, where)

"""Reads the list of the Treasury's OFAC as a set of files: SDN, ADD, ALT and SDN_COMMENTS (RSK-01).

The same four files of the consolidated list that is no SDN list are read alike (CONS_PRIM ...).
Columns: ofac.treasury.gov, "Data specifications" of the SDN list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.screening.entries import Document, ListedName, ListEntry, NameQuality, Place
from app.screening.errors import ListError, PartMissing
from app.screening.readers import remarks
from app.screening.readers.shared import (
    AIRCRAFT,
    VESSEL,
    Files,
    Lines,
    inside,
    joined,
    names_once,
    reference,
    surname_last,
)
from app.screening.readers.tables import Row, untitled
from app.screening.un_fields import NAME_LIMIT, country
from models.particulars import Form

KEY = "ent_num"
SDN, ADD, ALT, COMMENTS = "sdn", "add", "alt", "comments"
COLUMNS = {
    SDN: (
        KEY, "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign", "Vess_type", "Tonnage",
        "GRT", "Vess_flag", "Vess_owner", "Remarks",
    ),
    ADD: (KEY, "Add_num", "Address", "City/State/Province/Postal Code", "Country", "Add_remarks"),
    ALT: (KEY, "alt_num", "alt_type", "alt_name", "alt_remarks"),
    COMMENTS: (KEY, "Remarks"),
}  # fmt: skip
NULL = "-0-"
KINDS = {
    "individual": (Form.PERSON, ""),
    "entity": (Form.FIRM, ""),
    "": (Form.FIRM, ""),
    "vessel": (Form.FIRM, VESSEL),
    "aircraft": (Form.FIRM, AIRCRAFT),
}
QUALITIES = {
    "aka": NameQuality.STRONG,
    "fka": NameQuality.FORMER,
    "nka": NameQuality.STRONG,
    "": NameQuality.STRONG,
}
_MAIN = re.compile(r"(?P<set>sdn|cons_prim)(?P<rest>.*)\.csv", re.IGNORECASE)
_REMARKS_FULL = 1000
"""Characters after which remarks go on in the file of comments."""


def files(main: Path) -> dict[str, Path]:
    """The files of the set of which one was named: those beside it whose names end alike.

    Raises PartMissing without ADD or ALT; comments are published only for long remarks, and are
    asked for where a remark was cut.
    """
    match = _MAIN.fullmatch(main.name)
    if match is None:
        raise PartMissing("SDN.CSV", main.name)
    before, rest = ("cons_" if match["set"].lower() == "cons_prim" else ""), match["rest"]
    comments = f"{before or 'sdn_'}comments{rest}.csv"
    wanted = {ADD: f"{before}add{rest}.csv", ALT: f"{before}alt{rest}.csv", COMMENTS: comments}
    there = {path.name.lower(): path for path in sorted(main.parent.iterdir()) if path.is_file()}
    for part in (ADD, ALT):
        if wanted[part].lower() not in there:
            raise PartMissing(wanted[part], main.name)
    found = {part: there[name.lower()] for part, name in wanted.items() if name.lower() in there}
    return {SDN: main, **found}


def entries(parts: Files) -> Lines:
    """Every entry of the set, in the order of SDN.

    Raises ListError for a row of ADD, ALT or SDN_COMMENTS that belongs to nobody: then the files
    are not of one day, or SDN was cut off between two rows.
    """
    addresses, aliases = _by_entry(parts, ADD), _by_entry(parts, ALT)
    more = _by_entry(parts, COMMENTS)
    for row in _rows(parts, SDN):
        key = reference(_cell(row, KEY), line=row.line, field=row.told(KEY))
        with inside(key):
            yield row.line, _entry(key, row, addresses.pop(key, []), aliases.pop(key, []), more)
    for left in (addresses, aliases, more):
        for key, rows in left.items():
            raise ListError("stray", line=rows[0].line, field=rows[0].told(KEY), reference=key[:40])


def _rows(parts: Files, part: str) -> Iterator[Row]:
    if part in parts:
        yield from untitled(parts[part], COLUMNS[part], prefix=f"{part.upper()}: ")


def _by_entry(parts: Files, part: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(parts, part):
        found[_cell(row, KEY)].append(row)
    return dict(found)


def _cell(row: Row, column: str, limit: int | None = None) -> str:
    found = row.text(column, limit) if limit else row.text(column)
    return "" if found == NULL else found


def _entry(
    key: str, row: Row, addresses: list[Row], aliases: list[Row], more: dict[str, list[Row]]
) -> ListEntry:
    kind, craft = _kind(row)
    told = row.cells["Remarks"].rstrip()
    rest = more.pop(key, [])
    if len(told) >= _REMARKS_FULL and not rest and not told.endswith("."):
        raise ListError("missing", line=row.line, field=row.told("SDN_COMMENTS"))
    whole = _whole_remarks(row, rest)
    read = remarks.read(whole, person=kind is Form.PERSON)
    return ListEntry(
        reference=key,
        kind=kind,
        craft=craft,
        names=names_once((*_names(row, aliases, kind), *read.names)),
        births=tuple(dict.fromkeys(read.births)),
        birth_places=tuple(dict.fromkeys(read.birth_places)),
        nationalities=read.countries,
        documents=(*_vessel(row), *read.documents),
        addresses=tuple(place for item in addresses if (place := _place(item))),
        phones=tuple(dict.fromkeys(read.phones)),
        mail_domains=read.mail_domains,
        data_id=key,
        programme=_cell(row, "Program").replace("] [", "; "),
        gender=read.gender,
        titles=tuple(filter(None, [_cell(row, "Title")])),
        comments=whole,
    )


def _whole_remarks(row: Row, rest: list[Row]) -> str:
    """Remarks and their continuation, which goes on in the middle of a word."""
    pieces = [row.cells["Remarks"].rstrip(), *(item.cells["Remarks"] for item in rest)]
    whole = Row(row.line, {"Remarks": "".join(pieces)}, row.prefix)
    return _cell(whole, "Remarks")


def _kind(row: Row) -> tuple[Form, str]:
    written = _cell(row, "SDN_Type").lower()
    if written not in KINDS:
        raise ListError(
            "unknown_value", line=row.line, field=row.told("SDN_Type"), value=written[:40]
        )
    return KINDS[written]


def _names(row: Row, aliases: list[Row], kind: Form) -> Iterator[ListedName]:
    if not (name := _cell(row, "SDN_Name", NAME_LIMIT)):
        raise ListError("missing", line=row.line, field=row.told("SDN_Name"))
    yield ListedName(_spoken(name, kind), NameQuality.PRIMARY)
    for alias in aliases:
        written = _cell(alias, "alt_type").lower()
        if written not in QUALITIES:
            field = alias.told("alt_type")
            raise ListError("unknown_value", line=alias.line, field=field, value=written[:40])
        if name := _cell(alias, "alt_name", NAME_LIMIT):
            yield ListedName(_spoken(name, kind), QUALITIES[written])


def _spoken(name: str, kind: Form) -> str:
    return surname_last(name) if kind is Form.PERSON else name


def _vessel(row: Row) -> Iterator[Document]:
    if sign := _cell(row, "Call_Sign", NAME_LIMIT):
        yield Document("Call sign", sign, country(_cell(row, "Vess_flag")))


def _place(row: Row) -> Place | None:
    lines = joined(_cell(row, column) for column in COLUMNS[ADD][2:4])
    where, note = country(_cell(row, "Country")), _cell(row, "Add_remarks")
    return Place(lines, where, note) if lines or where else None


def published(_parts: Mapping[str, bytes]) -> None:
    """These files do not say when they were published."""
    return

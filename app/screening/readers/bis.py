"""Reads the Denied Persons List of the Bureau of Industry and Security, tab-separated (RSK-01)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date

from app.screening.entries import ListedName, ListEntry, NameQuality, Place
from app.screening.readers.days import day, span
from app.screening.readers.shared import WHOLE, Files, Lines, inside, joined, names_once
from app.screening.readers.tables import Row, titled
from app.screening.readers.untyped import likely
from app.screening.un_fields import NAME_LIMIT, country

KEY = "Name"
STREET = ("Street_Address", "City", "State", "Postal_Code")
NEEDED = (KEY, *STREET, "Country", "Effective_Date", "Expiration_Date", "FR_Citation")
NOTES = ("Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation")
_ALSO = re.compile(r"\s+(?:A/?K/?A|D/?B/?A|F/?K/?A)[:,]?\s+", re.IGNORECASE)


def published(_parts: Mapping[str, bytes]) -> None:
    """The file does not say when it was published."""
    return


def entries(parts: Files) -> Lines:
    """Everybody denied; rows of one name and one order are one entry with several addresses.

    The list has no references, so one is made of the name and the day of the order: it stays the
    same while these do.
    """
    orders: dict[tuple[str, str], list[Row]] = {}
    for row in titled(parts[WHOLE], NEEDED, delimiter="\t"):
        name = row.needed(KEY, NAME_LIMIT)
        orders.setdefault((name, row.needed("Effective_Date")), []).append(row)
    for (name, order), rows in orders.items():
        with inside(name[:40]):
            yield rows[0].line, _entry(name, order, rows)


def _entry(name: str, order: str, rows: list[Row]) -> ListEntry:
    first, names = rows[0], names_once(_names(name))
    listed_on = _day(first, "Effective_Date")
    updates = [span(row.text("Last_Update")) for row in rows]  # written by hand, with slips
    _day(first, "Expiration_Date")
    digest = hashlib.sha256(f"{name}\t{order}".encode()).hexdigest()[:12]
    return ListEntry(
        reference=f"{listed_on}/{digest}",
        kind=likely(names[0].text),
        names=names,
        addresses=tuple(dict.fromkeys(place for row in rows for place in _places(row))),
        programme="DPL",
        listed_on=listed_on,
        updated_on=max((item[0] for item in updates if item), default=None),
        comments="; ".join(
            dict.fromkeys(
                joined((f"{note}: {row.text(note)}" for note in NOTES if row.text(note)), "; ")
                for row in rows
            )
        ),
    )


def _day(row: Row, column: str) -> date | None:
    return day(row.text(column), line=row.line, field=column, month_first=True)


def _names(written: str) -> Iterator[ListedName]:
    for part in _ALSO.split(written):
        yield ListedName(part.strip(" ,") or written, NameQuality.STRONG)


def _places(row: Row) -> Iterator[Place]:
    lines, where = joined(row.text(part) for part in STREET), country(row.text("Country"))
    if lines or where:
        yield Place(lines, where)

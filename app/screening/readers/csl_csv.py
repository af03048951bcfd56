"""Reads the Consolidated Screening List of the United States as CSV (RSK-01)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.screening.readers.csl_entry import KEY, Identifier, Party, entry, key_of
from app.screening.readers.shared import WHOLE, Files, Lines, inside
from app.screening.readers.tables import Row, titled
from app.screening.un_fields import NAME_LIMIT

IDS = ("_id", "id")
NEEDED = ("source", "name", "type", "programs", "addresses", "alt_names", "ids")
NOTES = (
    "remarks", "federal_register_notice", "license_requirement", "license_policy", "vessel_type",
    "vessel_owner", "end_date", "source_information_url",
)  # fmt: skip
_CODE = re.compile(r"[A-Z]{2}")

__all__ = ["KEY", "entries", "published"]


def published(_parts: Mapping[str, bytes]) -> None:
    """The table does not say when it was published."""
    return


def entries(parts: Files) -> Lines:
    """Every party, in the order of the file."""
    for row in titled(parts[WHOLE], NEEDED):
        party = _party(row)
        with inside(key_of(party)):
            yield row.line, entry(party)


def _party(row: Row) -> Party:
    return Party(
        line=row.line,
        id=row.text(IDS[0], NAME_LIMIT) or row.text(IDS[1], NAME_LIMIT),
        source=row.needed("source", NAME_LIMIT),
        name=row.text("name", NAME_LIMIT),
        type=row.text("type", NAME_LIMIT),
        alt_names=_several(row, "alt_names"),
        programs=_several(row, "programs"),
        title=row.text("title"),
        addresses=tuple(_address(text) for text in _several(row, "addresses")),
        citizenships=_several(row, "citizenships"),
        nationalities=_several(row, "nationalities"),
        dates_of_birth=_several(row, "dates_of_birth"),
        places_of_birth=_several(row, "places_of_birth"),
        ids=tuple(_identifier(text) for text in _several(row, "ids")),
        call_sign=row.text("call_sign", NAME_LIMIT),
        vessel_flag=row.text("vessel_flag", NAME_LIMIT),
        start_date=row.text("start_date", NAME_LIMIT),
        notes=tuple(filter(None, (row.text(column) for column in NOTES))),
    )


def _several(row: Row, column: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    found = (part.strip() for part in row.text(column).split(";"))
    return tuple(part for part in found if part)


def _address(text: str) -> tuple[str, str]:
    """An address ends with the code of its country.

    >>> _address("Karst Street 4, Karrow, XA"), _address("XB"), _address("Karrow")
    (('Karst Street 4, Karrow', 'XA'), ('', 'XB'), ('Karrow', ''))
    """
    lines, _, last = text.rpartition(",")
    code = last.strip()
    return (lines.strip(), code) if _CODE.fullmatch(code) else (text, "")


def _identifier(text: str) -> Identifier:
    """A number with its kind first, and the code of its country where there is one."""
    kind, _, rest = text.partition(",")
    parts = [part.strip() for part in rest.split(",")]
    if len(parts) > 1 and _CODE.fullmatch(parts[1]):
        return Identifier(kind.strip(), parts[0], parts[1], parts[3] if len(parts) > 3 else "")  # noqa: PLR2004
    return Identifier(kind.strip(), rest.strip())

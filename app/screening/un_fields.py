"""Single fields of the United Nations list: clean text, dates, countries, or the line at fault."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TypeAlias, cast

from lxml import etree

from app.screening.countries import iso_code
from app.screening.entries import Country
from app.screening.errors import ListError

Node: TypeAlias = "etree._Element"  # noqa: SLF001  the name that lxml gives its nodes

NAME_LIMIT = 1_000
TEXT_LIMIT = 20_000
FIRST_YEAR, LAST_YEAR = 1800, 2199

# Joiners between letters belong to Persian and Indic spelling; everything else that only steers
# the display (bidirectional overrides, byte order marks, soft hyphens) does not.
_KEPT_FORMAT = {"\u200c", "\u200d"}
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?")
_YEAR = re.compile(r"\d{4}")


def cleaned(text: str) -> str:
    """Text without control and invisible characters or lone surrogates, blanks made single.

    >>> cleaned("  Orlane\\u202e  Shadow\\x07 ")
    'Orlane Shadow'
    """
    kept = (char if _shown(char) else " " if char.isspace() else "" for char in text)
    return " ".join("".join(kept).split())


def _shown(char: str) -> bool:
    return char in _KEPT_FORMAT or not unicodedata.category(char).startswith("C")


def text(node: Node, tag: str, limit: int = TEXT_LIMIT) -> str:
    """The clean text of the first child with this tag, or an empty string."""
    child = node.find(tag)
    return "" if child is None else own_text(child, limit)


def own_text(node: Node, limit: int = TEXT_LIMIT) -> str:
    """The clean text of a node; one with parts inside, or longer than the limit, is refused."""
    if len(node):
        raise ListError("unknown_part", line=line_of(node), field=str(node.tag))
    found = cleaned(node.text or "")
    if len(found) > limit:
        raise ListError("too_long", line=line_of(node), field=str(node.tag), limit=limit)
    return found


def needed(node: Node, tag: str, limit: int = TEXT_LIMIT) -> str:
    """The clean text of a child that must be there and not empty."""
    found = text(node, tag, limit)
    if not found:
        child = node.find(tag)
        line = line_of(node if child is None else child)
        raise ListError("missing", line=line, field=tag)
    return found


def values(node: Node, tag: str) -> tuple[str, ...]:
    """The clean, non-empty texts of `<tag><VALUE>` children, each once."""
    found = (own_text(value) for value in node.iterfind(f"{tag}/VALUE"))
    return tuple(dict.fromkeys(item for item in found if item))


def day(node: Node | None) -> date | None:
    """A day as the list writes it, a time zone allowed and ignored; None for an empty one."""
    if node is None or not (written := own_text(node)):
        return None
    match = _DAY.fullmatch(written)
    try:
        found = date.fromisoformat(match[1]) if match else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _no_date(node, written)
    return found


def year(node: Node | None) -> int | None:
    """A year of four digits; None for an empty one."""
    if node is None or not (written := own_text(node)):
        return None
    if not _YEAR.fullmatch(written) or not FIRST_YEAR <= int(written) <= LAST_YEAR:
        raise _no_date(node, written)
    return int(written)


def day_or_year(node: Node | None) -> tuple[date, date] | None:
    """The first and the last day meant by a day or by a year alone; None for an empty one."""
    if node is not None and _YEAR.fullmatch(own_text(node)):
        known = year(node)
        return (date(known, 1, 1), date(known, 12, 31)) if known else None
    found = day(node)
    return (found, found) if found else None


def _no_date(node: Node, written: str) -> ListError:
    return ListError("date", line=line_of(node), field=str(node.tag), value=written[:40])


def country(written: str) -> Country | None:
    """A country with its code where there is one; None for an empty name."""
    return Country(written, iso_code(written)) if written else None


def line_of(node: Node) -> int:
    """The line on which a node starts, counted from 1."""
    return cast("int | None", node.sourceline) or 1

"""What every reader shares: the files of a list, the line of an entry, names and codes in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

from app.screening.entries import Country, ListedName, ListEntry, NameQuality
from app.screening.errors import ListError
from app.screening.un_fields import NAME_LIMIT, cleaned, country

Files: TypeAlias = Mapping[str, bytes]
"""The files of one list by what they are in it; a list of one file has it under WHOLE."""
Lines: TypeAlias = Iterator[tuple[int, ListEntry]]
"""Each entry with the line on which it begins, counted from 1."""

WHOLE = ""
REFERENCE_LIMIT = 64
VESSEL, AIRCRAFT = "vessel", "aircraft"

_NUMBERED = re.compile(r"(?:^|\s)\(?(?:\d{1,2}|[a-z])\)\s*")
_HOST = re.compile(r"@([A-Za-z0-9.-]+\.[A-Za-z]{2,})")


def within(text: str, limit: int, *, line: int, field: str) -> str:
    """Clean text; one longer than the limit is refused with its line and field."""
    found = cleaned(text)
    if len(found) > limit:
        raise ListError("too_long", line=line, field=field, limit=limit)
    return found


def reference(text: str, *, line: int, field: str) -> str:
    """The publisher's own reference of an entry, which must be there."""
    found = within(text, REFERENCE_LIMIT, line=line, field=field)
    if not found:
        raise ListError("missing", line=line, field=field)
    return found


def names_once(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Each name once, the first as the primary one; a later mention never makes a name surer."""
    found: dict[str, ListedName] = {}
    for name in names:
        if name.text and len(name.text) <= NAME_LIMIT:
            found.setdefault(name.text, name)
    told = list(found.values())
    if told and told[0].quality is not NameQuality.PRIMARY:
        told[0] = ListedName(told[0].text, NameQuality.PRIMARY)
    return tuple(told)


def countries_once(texts: Iterable[str]) -> tuple[Country, ...]:
    """Countries as written, each once, with their codes where there are any."""
    found = (country(cleaned(text)) for text in texts)
    return tuple(dict.fromkeys(item for item in found if item))


def numbered(text: str) -> tuple[str, ...]:
    """The parts of a text that counts them: "1) Saudi Arabia 2) Qatar"; else the text alone.

    >>> numbered("(1) Chad (2) Sudan"), numbered("a) General b)Major General"), numbered("Iraqi")
    (('Chad', 'Sudan'), ('General', 'Major General'), ('Iraqi',))
    """
    parts = (part.strip(" ,;.") for part in _NUMBERED.split(text))
    return tuple(part for part in parts if part)


def surname_last(written: str) -> str:
    """A name written as "LAST, First" in the order in which it is spoken.

    >>> surname_last("KARROW, Ilse Marta"), surname_last("The Ferryman")
    ('Ilse Marta KARROW', 'The Ferryman')
    """
    last, comma, first = written.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else written.rstrip(", ")


def mail_domains(texts: Iterable[str]) -> tuple[str, ...]:
    """What stands after the @ in each text."""
    found = (match[1].lower() for text in texts for match in _HOST.finditer(text))
    return tuple(dict.fromkeys(found))


def joined(parts: Iterable[str], mark: str = ", ") -> str:
    """The parts that say something, in their order."""
    return mark.join(part for part in parts if part)


@contextmanager
def inside(reference: str) -> Iterator[None]:
    """Tell the faults of one entry with its reference."""
    try:
        yield
    except ListError as fault:
        raise fault.inside(reference) from None

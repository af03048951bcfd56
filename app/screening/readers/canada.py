"""Reads the consolidated autonomous sanctions list of Canada (SEMA) as XML (RSK-01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.screening.entries import Birth, Document, ListedName, ListEntry, NameQuality
from app.screening.errors import ListError
from app.screening.readers.days import births_in, day
from app.screening.readers.markup import children
from app.screening.readers.shared import (
    REFERENCE_LIMIT,
    VESSEL,
    WHOLE,
    Files,
    Lines,
    inside,
    joined,
    names_once,
    reference,
)
from app.screening.un_fields import NAME_LIMIT, Node, line_of, needed, own_text, text
from models.particulars import Form

KEY = "Item"
ROOT = "data-set"
RECORD = "record"
KNOWN = {
    "Country", "LastName", "GivenName", "EntityOrShip", "TitleOrShip", "Aliases", "Schedule",
    "DateOfBirthOrShipBuildDate", "ShipIMONumber", "Item", "DateOfListing",
}  # fmt: skip
_ALIASES = re.compile(r"\s*(?:;|,(?!\s*(?:LLC|Ltd|Inc|Co|JSC|S\.A|OOO|AO)\b)|\bor\b)\s*")
_LANGUAGE = re.compile(r"^(?:also known as|alias|[A-Z][a-z]+ ?):\s*")
_COUNTRY_LETTERS = 36


def published(parts: Files) -> None:
    """The file does not say when it was published."""
    next(children(parts[WHOLE], ROOT, {RECORD}), None)


def entries(parts: Files) -> Lines:
    """Every record, by the regulation, schedule and item that list it."""
    for node in children(parts[WHOLE], ROOT, {RECORD}):
        line, key = line_of(node), _key(node)
        with inside(key):
            yield line, _entry(key, node)


def _key(node: Node) -> str:
    """The regulation by its English name, the schedule and the item."""
    regulation = needed(node, "Country").partition(" / ")[0][:_COUNTRY_LETTERS].strip()
    where = joined([regulation, text(node, "Schedule"), needed(node, KEY)])
    return reference(where[:REFERENCE_LIMIT], line=line_of(node), field=KEY)


def _entry(key: str, node: Node) -> ListEntry:
    for part in node:
        if part.tag not in KNOWN:
            raise ListError("unknown_part", line=line_of(part), field=str(part.tag))
        own_text(part)
    number, title = text(node, "ShipIMONumber", NAME_LIMIT), text(node, "TitleOrShip")
    firm = text(node, "EntityOrShip", NAME_LIMIT)
    listed = text(node, "DateOfListing")
    born = text(node, "DateOfBirthOrShipBuildDate")
    births = () if firm else births_in(born)
    unread = f"DateOfBirthOrShipBuildDate: {born}" if born and not births else ""
    return ListEntry(
        reference=key,
        kind=Form.FIRM if firm else Form.PERSON,
        craft=VESSEL if number else "",
        names=names_once(_names(node, firm)),
        births=_marked(births, born),
        documents=(Document("IMO", number),) if number else (),
        data_id=text(node, KEY),
        programme=text(node, "Country"),
        titles=(title,) if title else (),
        listed_on=day(listed, line=line_of(node), field="DateOfListing"),
        comments=joined([text(node, "Aliases"), unread], "; "),
    )


def _marked(births: tuple[Birth, ...], written: str) -> tuple[Birth, ...]:
    """Free words are kept beside what was read of them."""
    return tuple(
        Birth(item.first, item.last, approximate=item.approximate, note=written)
        if item.approximate
        else item
        for item in births
    )


def _names(node: Node, firm: str) -> Iterator[ListedName]:
    person = joined((text(node, part, NAME_LIMIT) for part in ("GivenName", "LastName")), " ")
    if not firm and not person:
        raise ListError("missing", line=line_of(node), field="LastName")
    yield ListedName(firm or person, NameQuality.PRIMARY)
    for part in _ALIASES.split(text(node, "Aliases")):
        alias = _LANGUAGE.sub("", part).strip()
        if alias and len(alias) <= NAME_LIMIT:
            yield ListedName(alias, _quality(alias))


def _quality(alias: str) -> NameQuality:
    """One word of a longer name is a weak alias: "Andrei"."""
    if not any(char.isascii() and char.isalpha() for char in alias):
        return NameQuality.ORIGINAL
    return NameQuality.STRONG if " " in alias else NameQuality.WEAK

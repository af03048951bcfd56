"""Whom the matcher is asked for in tests, and the lists that it is asked about."""

from __future__ import annotations

import re

import msgspec

from app.screening.entries import Country, Document, ListedName, ListEntry, Place
from app.screening.matcher import Index
from app.screening.matches import Match, Subject
from app.screening.un_list import INVENTED, read
from app.words import screening
from models.particulars import Form

FACT = re.compile(r"%\((\w+)\)s")
LIST = read(INVENTED).entries
INDEX = Index(LIST)

SEVERNY_MOST = ListEntry(
    reference="XA-W-2026-00001",
    kind=Form.FIRM,
    names=(ListedName("Severny Most Trading OOO"),),
    nationalities=(Country("XA", "XA"),),
    documents=(Document("Company number", "XA-77120"),),
    addresses=(Place("12 Harbour Street, Port Meridian", Country("XA", "XA")),),
    associates=("Pavel Antonov Dragomir",),
    phones=("+990 12 345 6789",),
    mail_domains=("severny-most.example",),
)
OWN = Index([SEVERNY_MOST])


def firm(*names: str, **facts: object) -> Subject:
    return msgspec.convert({"kind": "firm", "names": names, **facts}, Subject)


def person(*names: str, **facts: object) -> Subject:
    return msgspec.convert({"kind": "person", "names": names, **facts}, Subject)


def person_entry(*names: str, **facts: object) -> ListEntry:
    listed = tuple(ListedName(name) for name in names)
    plain = ListEntry(reference="T.1", kind=Form.PERSON, names=listed)
    return msgspec.structs.replace(plain, **facts)


def only(found: list[Match]) -> Match:
    """The one match there is, with words for each of its reasons."""
    (match,) = found
    for reason in match.reasons:
        sentence = screening.WORDS[reason.word]
        assert set(FACT.findall(sentence)) <= set(reason.told())
    return match

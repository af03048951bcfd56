"""Duplicates: which facts of two traders are the same, so that one identity stays one (REG-02)."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from models.particulars import Associate, Particulars


class Same(StrEnum):
    """A fact that two traders share; the strongest first."""

    COMPANY_NUMBER = "company_number"
    IDENTITY_DOCUMENT = "identity_document"
    NAME = "name"
    ASSOCIATE = "associate"
    PHONE = "phone"
    EMAIL = "email"


def folded(text: str) -> str:
    """A text to compare by: letters and digits only, without case or marks.

    >>> folded("Norvané  Brokering, Ltd.") == folded("NORVANE BROKERING LTD")
    True
    """
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def names_of(facts: Particulars) -> frozenset[str]:
    """Every name that a trader has or had, folded."""
    return frozenset(
        filter(None, map(folded, (facts.name, *facts.trading_names, *facts.former_names)))
    )


def same(one: Particulars, other: Particulars) -> tuple[Same, ...]:
    """What two traders share; nothing when there is no sign that they are one."""
    found = []
    if _equal(one.company_number, other.company_number) and _same_home(one, other):
        found.append(Same.COMPANY_NUMBER)
    if _equal(one.identity_document, other.identity_document):
        found.append(Same.IDENTITY_DOCUMENT)
    if names_of(one) & names_of(other):
        found.append(Same.NAME)
    if _people(one) & _people(other):
        found.append(Same.ASSOCIATE)
    if _equal(one.phone, other.phone):
        found.append(Same.PHONE)
    if _equal(one.email, other.email):
        found.append(Same.EMAIL)
    return tuple(found)


def _equal(one: str, other: str) -> bool:
    return bool(folded(one)) and folded(one) == folded(other)


def _same_home(one: Particulars, other: Particulars) -> bool:
    """Company numbers are given by each State: the same digits elsewhere mean nothing."""
    held = {item.country for item in one.nationalities}
    return bool(held & {item.country for item in other.nationalities})


def _people(facts: Particulars) -> frozenset[tuple[str, str]]:
    return frozenset(_person(item) for item in facts.associates if _is_known(item))


def _is_known(item: Associate) -> bool:
    return bool(item.name) and not item.is_firm and item.birth_date is not None


def _person(item: Associate) -> tuple[str, str]:
    return folded(item.name), str(item.birth_date)

"""A hit as two sides with what speaks for and against: rows made of codes, worded by the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.screened import Name
from app.screening.entries import Birth, Country, ListEntry, Place
from app.screening.matches import HIGH, Bearing, Code, Reason
from models.particulars import Form

MOST_SHOWN = 8
"""Of one side and feature; the rest is counted."""


class Feature(StrEnum):
    """What is compared, in the order in which it is read."""

    TRADER = "trader"
    NAME = "name"
    KIND = "kind"
    BIRTH = "birth"
    NUMBER = "number"
    ASSOCIATE = "associate"
    PHONE = "phone"
    MAIL = "mail"
    ADDRESS = "address"
    COUNTRY = "country"


class Strength(StrEnum):
    """How much one finding weighs."""

    STRONG = "strong"
    SOME = "some"
    LITTLE = "little"


FOR, AGAINST, OPEN = "for", "against", "open"

_FEATURES = {
    Code.TRADER_SAME: Feature.TRADER,
    Code.OTHER_KIND: Feature.KIND,
    Code.BIRTH_SAME: Feature.BIRTH,
    Code.BIRTH_YEAR_SAME: Feature.BIRTH,
    Code.BIRTH_NEAR: Feature.BIRTH,
    Code.BIRTH_DIFFERENT: Feature.BIRTH,
    Code.COUNTRY_SAME: Feature.COUNTRY,
    Code.COUNTRY_DIFFERENT: Feature.COUNTRY,
    Code.IDENTIFIER_SAME: Feature.NUMBER,
    Code.ASSOCIATE_SHARED: Feature.ASSOCIATE,
    Code.ASSOCIATE_IS_PARTY: Feature.ASSOCIATE,
    Code.PHONE_SHARED: Feature.PHONE,
    Code.MAIL_DOMAIN_SHARED: Feature.MAIL,
    Code.ADDRESS_SHARED: Feature.ADDRESS,
    Code.ADDRESS_LIKE: Feature.ADDRESS,
}
_WEIGHTS = {
    Code.TRADER_SAME: (FOR, Strength.STRONG),
    Code.OTHER_KIND: (AGAINST, Strength.LITTLE),
    Code.NAME_DIFFERENT: (AGAINST, Strength.LITTLE),
    Code.BIRTH_SAME: (FOR, Strength.STRONG),
    Code.BIRTH_YEAR_SAME: (FOR, Strength.SOME),
    Code.BIRTH_NEAR: (FOR, Strength.LITTLE),
    Code.BIRTH_DIFFERENT: (AGAINST, Strength.SOME),
    Code.COUNTRY_SAME: (FOR, Strength.LITTLE),
    Code.COUNTRY_DIFFERENT: (AGAINST, Strength.LITTLE),
    Code.IDENTIFIER_SAME: (FOR, Strength.STRONG),
    Code.ASSOCIATE_SHARED: (FOR, Strength.SOME),
    Code.ASSOCIATE_IS_PARTY: (FOR, Strength.SOME),
    Code.PHONE_SHARED: (FOR, Strength.SOME),
    Code.MAIL_DOMAIN_SHARED: (FOR, Strength.SOME),
    Code.ADDRESS_SHARED: (FOR, Strength.SOME),
    Code.ADDRESS_LIKE: (FOR, Strength.LITTLE),
}
_DETAIL = frozenset(
    {
        Code.WORD_ORDER,
        Code.WORD_SPELLING,
        Code.WORD_SOUND,
        Code.WORD_INITIAL,
        Code.WORD_JOINED,
        Code.WORD_MEANING,
        Code.WORDS_ONLY_PARTY,
        Code.WORDS_ONLY_LISTED,
        Code.LEGAL_FORM,
        Code.LEGAL_FORMS,
    }
)
"""What the table alone tells; the sentences above it leave it out."""
_FIRST = {Bearing.LINK: 0, Bearing.NAME: 1, Bearing.FOR: 2, Bearing.AGAINST: 3}


@dataclass(frozen=True)
class Said:
    """One value of one side; `marked` where it is what agreed. A day, a State, or words."""

    text: str
    marked: bool = False
    day: date | None = None
    state: str = ""


@dataclass(frozen=True)
class Side:
    """The values of one side; `more` of them are not shown."""

    values: tuple[Said, ...]
    more: int = 0


@dataclass(frozen=True)
class Compared:
    """One feature of both sides, with what the comparison says and how it weighs."""

    feature: Feature
    ours: Side
    theirs: Side
    reasons: tuple[Reason, ...]
    weight: str
    strength: Strength | None
    lacking: str = ""
    """Why nothing is said: theirs, ours, or none where both are given and nothing agrees."""


def weight_of(code: Code) -> tuple[str, Strength] | None:
    """Which way a reason beside the name speaks, and how much; nothing for one about the name.

    >>> weight_of(Code.BIRTH_DIFFERENT)
    ('against', <Strength.SOME: 'some'>)
    """
    return _WEIGHTS.get(code)


def summed_up(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """What is said first, in the order of its weight; the small print stays in the table."""
    told = [reason for reason in reasons if reason.code not in _DETAIL]
    return tuple(sorted(told, key=lambda reason: _FIRST[reason.bearing]))


def compared(
    name: Name, entry: ListEntry, reasons: tuple[Reason, ...], score: int
) -> tuple[Compared, ...]:
    """Every feature that either side has, in reading order.

    >>> entry = ListEntry(reference="1", kind=Form.FIRM, names=())
    >>> compared(Name(kind="firm", name="Karrow"), entry, (), 80)[0].weight
    'open'
    """
    by_feature: dict[Feature, list[Reason]] = {feature: [] for feature in Feature}
    for reason in reasons:
        by_feature[_FEATURES.get(reason.code, Feature.NAME)].append(reason)
    ours, theirs = _ours(name), _theirs(entry)
    rows = []
    for feature in Feature:
        found = tuple(by_feature[feature])
        mine, listed = ours.get(feature, ()), theirs.get(feature, ())
        if found or mine or listed:
            rows.append(_row(feature, mine, listed, found, score))
    return tuple(row for row in rows if row.reasons or _worth_asking(row))


def _worth_asking(row: Compared) -> bool:
    """A feature that only one side has is shown where the other could still give it."""
    return row.feature not in {Feature.TRADER, Feature.KIND}


def _row(
    feature: Feature,
    ours: tuple[Said, ...],
    theirs: tuple[Said, ...],
    reasons: tuple[Reason, ...],
    score: int,
) -> Compared:
    weight, strength = _weighed(feature, reasons, score)
    lacking = "" if reasons else "ours" if not ours else "theirs" if not theirs else "none"
    return Compared(
        feature=feature,
        ours=_side(ours, _agreed(reasons, "party")),
        theirs=_side(theirs, _agreed(reasons, "listed")),
        reasons=reasons,
        weight=weight,
        strength=strength,
        lacking=lacking,
    )


def _weighed(
    feature: Feature, reasons: tuple[Reason, ...], score: int
) -> tuple[str, Strength | None]:
    codes = [reason.code for reason in reasons]
    if feature is Feature.NAME and codes and Code.NAME_DIFFERENT not in codes:
        weak = Code.LISTED_WEAK_ALIAS in codes
        return FOR, (
            Strength.LITTLE if weak else Strength.STRONG if score >= HIGH else Strength.SOME
        )
    found = [_WEIGHTS[code] for code in codes if code in _WEIGHTS]
    return found[0] if found else (OPEN, None)


def _agreed(reasons: tuple[Reason, ...], side: str) -> frozenset[str]:
    """The very words of one side that a finding rests on."""
    agreeing = [
        reason
        for reason in reasons
        if reason.bearing is not Bearing.AGAINST and reason.code is not Code.NAME_DIFFERENT
    ]
    found = {str(reason.facts[side]) for reason in agreeing if side in reason.facts}
    for reason in agreeing:
        states = reason.facts.get("states", ())
        found |= set(states if isinstance(states, (list, tuple)) else (states,))
    return frozenset(found)


def _side(values: tuple[Said, ...], agreed: frozenset[str]) -> Side:
    """What agreed first; then the rest in its own order, as far as there is room."""
    marked = [
        Said(item.text, marked=True, day=item.day, state=item.state)
        if _is_agreed(item, agreed)
        else item
        for item in values
    ]
    ordered = sorted(dict.fromkeys(marked), key=lambda item: not item.marked)
    return Side(tuple(ordered[:MOST_SHOWN]), max(len(ordered) - MOST_SHOWN, 0))


def _is_agreed(item: Said, agreed: frozenset[str]) -> bool:
    keys = {item.text, item.state, item.day.isoformat() if item.day else ""} - {""}
    return bool(keys & agreed) or any(part in item.text for part in agreed if len(part) > 2)  # noqa: PLR2004


def _ours(name: Name) -> Mapping[Feature, tuple[Said, ...]]:
    born = () if name.birth_date is None else (Said("", day=name.birth_date),)
    return {
        Feature.NAME: _words((name.name, *name.other_names)),
        Feature.KIND: (Said(name.kind),),
        Feature.BIRTH: born,
        Feature.NUMBER: _words(name.identifiers),
        Feature.ASSOCIATE: _words(name.associates),
        Feature.PHONE: _words(name.phones),
        Feature.MAIL: _words(name.mail_domains),
        Feature.ADDRESS: _words(name.addresses),
        Feature.COUNTRY: tuple(Said("", state=code) for code in name.countries),
    }


def _theirs(entry: ListEntry) -> Mapping[Feature, tuple[Said, ...]]:
    countries = list(entry.nationalities)
    if entry.kind is Form.FIRM:
        countries += [place.country for place in entry.addresses if place.country]
    return {
        Feature.NAME: _words(name.text for name in entry.names),
        Feature.KIND: (Said(str(entry.kind)),),
        Feature.BIRTH: tuple(_born(birth) for birth in entry.births),
        Feature.NUMBER: _words(document.number for document in entry.documents),
        Feature.ASSOCIATE: _words(entry.associates),
        Feature.PHONE: _words(entry.phones),
        Feature.MAIL: _words(entry.mail_domains),
        Feature.ADDRESS: _words(_written(place) for place in entry.addresses),
        Feature.COUNTRY: tuple(_land(country) for country in countries),
    }


def _words(texts: Iterable[str]) -> tuple[Said, ...]:
    return tuple(Said(text) for text in dict.fromkeys(texts) if text)


def _born(birth: Birth) -> Said:
    if birth.first == birth.last:
        return Said("", day=birth.first)
    years = dict.fromkeys((str(birth.first.year), str(birth.last.year)))
    return Said("\N{EN DASH}".join(years))


def _written(place: Place) -> str:
    return ", ".join(filter(None, (place.text, place.country.text if place.country else "")))


def _land(country: Country) -> Said:
    return Said("", state=country.code) if country.code else Said(country.text)

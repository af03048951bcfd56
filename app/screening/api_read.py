"""A party given as an entity of FollowTheMoney, read as the matcher is asked for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import msgspec

from app import texts
from app.screening.countries import iso_code
from app.screening.matches import Subject
from models.errors import Invalid
from models.particulars import Form

EITHER = (Form.PERSON, Form.FIRM)
SCHEMATA: Mapping[str, tuple[Form, ...]] = {
    "Person": (Form.PERSON,),
    "Company": (Form.FIRM,),
    "Organization": (Form.FIRM,),
    "PublicBody": (Form.FIRM,),
    "Vessel": (Form.FIRM,),
    "Airplane": (Form.FIRM,),
    "LegalEntity": EITHER,
    "Thing": EITHER,
}
"""What is looked for under each schema; the others cannot be asked about."""
NAMES = ("name", "alias")
FORMER_NAMES = ("previousName", "weakAlias", "abbreviation")
NAME_PARTS = ("firstName", "secondName", "middleName", "fatherName", "lastName")
BIRTHS = ("birthDate",)
COUNTRIES = (
    "nationality", "citizenship", "country", "jurisdiction", "mainCountry", "flag",
)  # fmt: skip
NUMBERS = (
    "idNumber", "passportNumber", "registrationNumber", "taxNumber", "vatCode", "innCode",
    "ogrnCode", "okpoCode", "kppCode", "npiCode", "leiCode", "swiftBic", "bikCode", "dunsCode",
    "uscCode", "uniqueEntityId", "cikCode", "irsCode", "jibCode", "imoNumber", "mmsi", "callSign",
    "serialNumber", "socialSecurityNumber", "voenCode", "coatoCode", "giiNumber", "icaoCode",
)  # fmt: skip
ADDRESSES = ("address",)
PHONES = ("phone",)
MAILS = ("email",)
COMPARED = frozenset(
    (
        *NAMES, *FORMER_NAMES, *NAME_PARTS, *BIRTHS, *COUNTRIES, *NUMBERS, *ADDRESSES, *PHONES,
        *MAILS,
    )
)  # fmt: skip
"""Every property that is compared; what else is given is named in the answer."""
MOST_NAMES = 20
_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?", re.ASCII)
_YEARS = range(1850, 2200)


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """A party as it was understood: a subject for each kind that it may be."""

    subjects: tuple[Subject, ...]
    used: dict[str, list[str]]
    ignored: tuple[str, ...]


def party(schema: str, given: Mapping[str, str | list[str]], field: str) -> Read:
    """Read a party. Raises Invalid, with the field, for a schema or value that cannot be asked."""
    kinds = SCHEMATA.get(schema)
    if kinds is None:
        raise Invalid(
            "match_schema", field=f"{field}.schema", schema=schema[:40], known=", ".join(SCHEMATA)
        )
    values = {name: _clean(items) for name, items in given.items()}
    names = _names(values, field)
    born = _birth(values, field)
    subjects = tuple(_subject(kind, names, values, born) for kind in kinds)
    used = {name: items for name, items in values.items() if name in COMPARED and items}
    ignored = tuple(sorted(name[:100] for name in values if name not in COMPARED))
    return Read(subjects=subjects, used=used, ignored=ignored)


def _clean(items: str | list[str]) -> list[str]:
    """Each value once, composed and without what nobody sees."""
    listed = [items] if isinstance(items, str) else items
    found = (texts.visible(texts.tidy(item)).strip() for item in listed)
    return [text for text in dict.fromkeys(found) if text]


def _of(values: Mapping[str, list[str]], names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for name in names for text in values.get(name, ())))


def _names(values: Mapping[str, list[str]], field: str) -> tuple[str, ...]:
    """The names given, else one made of its parts; at least one, and not too many."""
    found = _of(values, NAMES)
    if not found:
        parts = " ".join(_of(values, NAME_PARTS))
        found = (parts,) if parts else _of(values, FORMER_NAMES)
    field = f"{field}.properties.name"
    if not found:
        raise Invalid("match_name_missing", field=field)
    if len(found) + len(_of(values, FORMER_NAMES)) > MOST_NAMES:
        raise Invalid("search_names_many", field=field, most=MOST_NAMES)
    return found


def _subject(
    kind: Form,
    names: tuple[str, ...],
    values: Mapping[str, list[str]],
    born: tuple[date | None, int | None],
) -> Subject:
    day, year = born if kind is Form.PERSON else (None, None)
    mails = (text.rpartition("@")[2].lower() for text in _of(values, MAILS))
    return Subject(
        kind=kind,
        names=names,
        former_names=tuple(name for name in _of(values, FORMER_NAMES) if name not in names),
        birth_date=day,
        birth_year=year,
        countries=tuple(dict.fromkeys(filter(None, map(_country, _of(values, COUNTRIES))))),
        addresses=_of(values, ADDRESSES),
        phones=_of(values, PHONES),
        mail_domains=tuple(dict.fromkeys(mails)),
        identifiers=_of(values, NUMBERS),
    )


def _country(text: str) -> str:
    """A code, small or large, or a name; one that nobody knows is not compared."""
    return iso_code(text.upper() if len(text) == len("xa") else text)


def _birth(values: Mapping[str, list[str]], field: str) -> tuple[date | None, int | None]:
    """The first whole day given, else the first year."""
    days, years = [], []
    for text in values.get(BIRTHS[0], ()):
        found = _DAY.fullmatch(text)
        if found is None or int(found[1]) not in _YEARS:
            raise _no_day(field, text)
        years.append(int(found[1]))
        if found[3]:
            try:
                days.append(date(int(found[1]), int(found[2]), int(found[3])))
            except ValueError:
                raise _no_day(field, text) from None
    return (days[0], None) if days else (None, years[0] if years else None)


def _no_day(field: str, text: str) -> Invalid:
    return Invalid("match_birth", field=f"{field}.properties.birthDate", value=text[:40])

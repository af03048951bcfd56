"""Reads the Consolidated Screening List of the United States as JSON (RSK-01)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from app.screening.errors import ListError
from app.screening.readers.csl_entry import KEY, Identifier, Party, entry, key_of
from app.screening.readers.json_text import decoded, moment
from app.screening.readers.shared import WHOLE, Files, Lines, inside, joined
from app.screening.un_fields import TEXT_LIMIT, cleaned

__all__ = ["KEY", "entries", "published"]

ADDRESS = ("address", "city", "state", "postal_code")
Text = str | None


class _Address(msgspec.Struct, frozen=True):
    address: Text = None
    city: Text = None
    state: Text = None
    postal_code: Text = None
    country: Text = None


class _Id(msgspec.Struct, frozen=True):
    type: Text = None
    number: Text = None
    country: Text = None
    expiration_date: Text = None


class _Result(msgspec.Struct, frozen=True, kw_only=True):
    id: Text = None
    _id: Text = None
    source: str
    name: str
    type: Text = None
    title: Text = None
    alt_names: tuple[str, ...] | None = None
    programs: tuple[str, ...] | None = None
    addresses: tuple[_Address, ...] | None = None
    citizenships: tuple[str, ...] | None = None
    nationalities: tuple[str, ...] | None = None
    dates_of_birth: tuple[str, ...] | None = None
    places_of_birth: tuple[str, ...] | None = None
    ids: tuple[_Id, ...] | None = None
    call_sign: Text = None
    vessel_flag: Text = None
    start_date: Text = None
    remarks: Text = None
    federal_register_notice: Text = None
    license_requirement: Text = None
    license_policy: Text = None
    source_information_url: Text = None


class _Document(msgspec.Struct, frozen=True):
    results: list[msgspec.Raw]
    search_performed_at: str = ""
    total: int | None = None


def published(parts: Files) -> datetime:
    """The moment at which the publisher made the file."""
    made = decoded(parts[WHOLE], _Document).search_performed_at
    return moment(made, line=1, field="search_performed_at")


def entries(parts: Files) -> Lines:
    """Every party; refused when there are other than the file itself says there are."""
    content = parts[WHOLE]
    found = decoded(content, _Document)
    if found.total is not None and found.total != len(found.results):
        facts = {"promised": found.total, "found": len(found.results)}
        raise ListError("count", line=1, field="total", **facts)
    line, at = 1, 0
    for raw in found.results:
        begins = content.find(bytes(raw), at)
        line, at = line + content.count(b"\n", at, begins), begins
        party = _party(line, decoded(bytes(raw), _Result, line=line))
        with inside(key_of(party)):
            yield line, entry(party)


def _party(line: int, told: _Result) -> Party:
    notes = (
        told.remarks,
        told.federal_register_notice,
        told.license_requirement,
        told.license_policy,
        told.source_information_url,
    )
    return Party(
        line=line,
        id=_clean(told.id or told._id),  # noqa: SLF001  the file's name of a field
        source=_clean(told.source),
        name=told.name,
        type=_clean(told.type),
        alt_names=_texts(told.alt_names),
        programs=_texts(told.programs),
        title=_clean(told.title),
        addresses=tuple(_address(item) for item in told.addresses or ()),
        citizenships=_texts(told.citizenships),
        nationalities=_texts(told.nationalities),
        dates_of_birth=_texts(told.dates_of_birth),
        places_of_birth=_texts(told.places_of_birth),
        ids=tuple(
            Identifier(*map(_clean, (i.type, i.number, i.country, i.expiration_date)))
            for i in told.ids or ()
        ),
        call_sign=_clean(told.call_sign),
        vessel_flag=_clean(told.vessel_flag),
        start_date=_clean(told.start_date),
        notes=_texts(note for note in notes if note),
    )


def _address(item: _Address) -> tuple[str, str]:
    return joined(_clean(getattr(item, part)) for part in ADDRESS), _clean(item.country)


def _clean(text: Text) -> str:
    return cleaned(text or "")[:TEXT_LIMIT]


def _texts(texts: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(found for text in texts or () if (found := _clean(text)))

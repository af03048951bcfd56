"""Where a duty or a record's number leads, for each kind of reader."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from models.numbers import Kind, parse
from models.people import APPLICANTS, CASEWORK, Role

PAGES: dict[str, tuple[str, str]] = {
    "account": ("people.account", "uid"),
    "answer_dossier": ("dossiers.answer", "case"),
    "answer_registration": ("traders.answer", "number"),
    "authorization": ("authorizations.page", "number"),
    "case": ("enforcement.case", "number"),
    "draft_dossier": ("dossiers.tasks", "key"),
    "draft_registration": ("traders.tasks", "uid"),
    "entry": ("watchlist.entry", "number"),
    "export": ("screening.export", "uid"),
    "hits": ("screening.queue", ""),
    "licence": ("licences.page", "number"),
    "my_dossier": ("dossiers.page", "key"),
    "my_registration": ("traders.registration", "number"),
    "registration": ("registrations.case", "number"),
    "renew": ("traders.renew", "number"),
    "renewal": ("registrations.case", "number"),
    "reply": ("enforcement.notice", "number"),
    "reversals": ("customs.reversals_waiting", ""),
    "stops": ("customs.stops", ""),
    "task": ("enforcement.task", "uid"),
    "trader": ("trail.of_trader", "number"),
}
"""The page of each place, and the name of what it is asked by."""

OFFICERS_FIND = {
    Kind.CASE: "case",
    Kind.DOSSIER: "authorization",
    Kind.ENTRY: "entry",
    Kind.LICENCE: "licence",
    Kind.REGISTRATION: "registration",
    Kind.STOP: "stops",
    Kind.TRADER: "trader",
}
TRADERS_FIND = {
    Kind.CASE: "reply",
    Kind.DOSSIER: "my_dossier",
    Kind.LICENCE: "licence",
    Kind.REGISTRATION: "my_registration",
}
FINDS: dict[Role, dict[Kind, str]] = {
    **dict.fromkeys(CASEWORK, OFFICERS_FIND),
    **dict.fromkeys(APPLICANTS, TRADERS_FIND),
    Role.AUDITOR: OFFICERS_FIND,
    Role.CUSTOMS_OFFICER: {Kind.LICENCE: "licence", Kind.STOP: "stops", Kind.ENTRY: "entry"},
}
"""Which records a role finds by number; a role that reads none has no box."""


def url(place: str, key: str = "") -> str | None:
    """The address of a duty's page; None where this installation has no such page."""
    endpoint, argument = PAGES[place]
    if endpoint not in current_app.view_functions:
        return None
    values: dict[str, Any] = {argument: key} if argument else {}
    return url_for(endpoint, **values)


def found(role: Role, typed: str) -> str | None:
    """The page of the record whose number was typed; None when it is no number for this role."""
    number = parse(typed)
    if number is None:
        return None
    place = FINDS.get(role, {}).get(Kind(number.split("-")[2])) if _known(number) else None
    return url(place, number) if place else None


def _known(number: str) -> bool:
    return number.split("-")[2] in {str(kind) for kind in Kind}

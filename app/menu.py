"""The menu: one line for each area, shown to those who have a cell for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext

from app.gate import visitor
from app.words import N_
from models.cells import scopes_of
from models.people import APPLICANTS, Role


@dataclass(frozen=True)
class Line:
    """One line: its label, where it leads, and the read cell that shows it."""

    label: str
    endpoint: str
    resource: str
    verb: str
    hidden_from: frozenset[Role] = frozenset()


OFFICERS = frozenset(Role) - APPLICANTS
LINES = (
    Line(N_("My work"), "work_list.dashboard", "dashboard", "read"),
    Line(N_("Border check"), "customs.check", "border_check", "ask"),
    Line(N_("Registrations"), "traders.home", "registration", "read", OFFICERS),
    Line(N_("Registrations"), "registrations.queue", "decision_note", "read"),
    Line(N_("Interests"), "registrations.interests", "interest", "end"),
    Line(N_("Dossiers"), "dossiers.home", "application", "read", OFFICERS),
    Line(N_("Dossiers"), "authorizations.queue", "application", "read", APPLICANTS),
    Line(N_("Licences"), "licences.queue", "licence", "read"),
    Line(N_("Documents"), "certificates.own", "certificate", "download", OFFICERS),
    Line(N_("Screening"), "screening.queue", "screening_hit", "read"),
    Line(N_("Watchlist"), "watchlist.search", "watchlist", "screen"),
    Line(N_("Enforcement"), "enforcement.queue", "enforcement_case", "read", APPLICANTS),
    Line(N_("Accounts"), "people.accounts", "user_account", "read"),
    Line(N_("Keys"), "keys.all_keys", "key", "list"),
    Line(N_("State"), "regime.settings", "state_configuration", "read_terms"),
)


def shown() -> list[dict[str, Any]]:
    """The lines that this visitor is shown, the current one marked."""
    role = visitor().role
    if role is Role.ANONYMOUS:
        return []
    here = (request.endpoint or "").partition(".")[0]
    return [
        {
            "label": gettext(line.label),
            "url": url_for(line.endpoint),
            "current": line.endpoint.partition(".")[0] == here,
        }
        for line in LINES
        if line.endpoint in current_app.view_functions
        and role not in line.hidden_from
        and scopes_of(role, line.resource, line.verb)
    ]


def who() -> dict[str, Any] | None:
    """Who is signed in, for the header."""
    actor = visitor()
    if actor.user_id is None:
        return None
    return {
        "name": actor.name,
        "role": str(actor.role),
        "state": actor.state,
        "firm": actor.firm,
        "url": url_for("people.own"),
    }


def init(app: Flask) -> None:
    """Give every page its menu."""
    app.context_processor(lambda: {"menu": shown(), "who": who()})

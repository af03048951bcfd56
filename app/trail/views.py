"""The page of a record's trail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, render_template, url_for

from app import gate
from app.trail import queries
from models.cells import scopes_of
from models.people import APPLICANTS

trail = Blueprint("trail", __name__)

PAGES = {
    "case": "enforcement.case",
    "dossier": "authorizations.page",
    "entry": "watchlist.entry",
    "licence": "licences.page",
    "registration": "registrations.case",
}
"""Where an officer reads the record itself."""


@trail.get("/traders/<number>")
@gate.reads(("timeline", "read"))
def of_trader(number: str) -> str:
    """Every act on a trader and its registrations: where a trader's number leads."""
    return render_template(
        "trail/record.html", shown=queries.trail(gate.caller(), "trader", number), back=None
    )


@trail.get("/trail/<thing>/<number>")
@gate.reads(("timeline", "read"))
def of_record(thing: str, number: str) -> str:
    """Every act on a record, newest first."""
    shown = queries.trail(gate.caller(), thing, number)
    return render_template("trail/record.html", shown=shown, back=_page(thing, number))


def _page(thing: str, number: str) -> str | None:
    """The page of the record itself, where this installation has one for officers."""
    endpoint = PAGES.get(thing)
    if endpoint not in current_app.view_functions or gate.visitor().role in APPLICANTS:
        return None
    return url_for(endpoint, number=number)


@trail.app_context_processor
def _trail_url() -> dict[str, Any]:
    """`trail_url(thing, number)` for every page: nothing for those who read no trail."""
    reads = scopes_of(gate.visitor().role, "timeline", "read")
    return {
        "trail_url": lambda thing, number: (
            url_for("trail.of_record", thing=thing, number=number) if reads else None
        )
    }

"""The page of a record's trail."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from app import gate
from app.trail import queries

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
    endpoint = PAGES.get(thing, "")
    return url_for(endpoint, number=number) if gate.admits(endpoint) else None

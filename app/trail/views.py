"""The page of a record's trail."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import gate
from app.trail import queries

trail = Blueprint("trail", __name__)


@trail.get("/traders/<number>")
@gate.reads(("timeline", "read"))
def of_trader(number: str) -> str:
    """Every act on a trader and its registrations: where a trader's number leads."""
    return render_template(
        "trail/record.html", shown=queries.trail(gate.caller(), "trader", number)
    )


@trail.get("/trail/<thing>/<number>")
@gate.reads(("timeline", "read"))
def of_record(thing: str, number: str) -> str:
    """Every act on a record, newest first."""
    return render_template("trail/record.html", shown=queries.trail(gate.caller(), thing, number))

"""The page of a record's trail."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import gate
from app.trail import queries

trail = Blueprint("trail", __name__)


@trail.get("/trail/<thing>/<number>")
@gate.reads(("timeline", "read"))
def of_record(thing: str, number: str) -> str:
    """Every act on a record, newest first."""
    return render_template("trail/record.html", shown=queries.trail(gate.caller(), thing, number))

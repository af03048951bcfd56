"""The page of the keys: what there is, how each stands, what is lacking; it changes nothing."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import gate
from app.keys import queries

keys = Blueprint("keys", __name__)


@keys.get("/keys")
@gate.reads(("key", "list"))
def all_keys() -> str:
    """Every key of the regime by its public part; keys are changed on the command line alone."""
    return render_template("keys/all_keys.html", shown=queries.all_keys(gate.caller()))

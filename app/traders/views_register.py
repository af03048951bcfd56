"""The public register: a page to search, and the same as CSV."""

from __future__ import annotations

import csv
import io
import unicodedata

from flask import Response, render_template

from app import gate, typed
from app.sayings import own_states
from app.traders import extract
from app.traders.extract import COUNTED, Wanted
from app.traders.pages import traders
from models.particulars import TraderKind

HEADS = ("number", "name", "kind", "state", "valid_from", "valid_until")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_NAME = 200


@traders.get("/register")
@gate.public
def register() -> str:
    """Who is registered now; one number also answers what became of it."""
    wanted, number = _wanted(), typed.word("number")
    return render_template(
        "traders/register.html",
        wanted=wanted,
        number=number,
        found=extract.by_number(number) if number else None,
        page=extract.page(wanted),
        counted=COUNTED,
        kinds=[str(kind) for kind in TraderKind],
        states=sorted(own_states()),
    )


@traders.get("/register.csv")
@gate.public
def register_csv() -> Response:
    """The same list whole, as CSV in UTF-8; days are of each State's calendar."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADS)
    for row in extract.every(_wanted()):
        days = (row.first_day.isoformat(), row.last_day.isoformat())
        writer.writerow([cell(text) for text in (row.number, row.name, row.kind, row.state, *days)])
    return Response(
        file.getvalue(),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=register.csv"},
    )


def cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula, nor one that reads wide signs as plain.

    >>> cell("=1+1"), cell("\N{FULLWIDTH EQUALS SIGN}1"), cell("Norvane")
    ("'=1+1", "'\uff1d1", 'Norvane')
    """
    plain = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if plain.startswith(FORMULAS) else text


def _wanted() -> Wanted:
    """What the address asks for; an unknown kind or State asks for nothing in particular."""
    kind, state = typed.word("kind"), typed.word("state")
    return Wanted(
        name=typed.word("name", LONGEST_NAME),
        kind=kind if kind in set(TraderKind) else "",
        state=state if state in own_states() else "",
        after=typed.word("after"),
    )

"""The public front door and the pages that explain: no record of anybody is shown here."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from flask import Blueprint, current_app, render_template

from app import clock, gate
from models.states import Regime, Terms

REGIME = "sacr.regime"
"""The extension that answers the States with their dated terms: a callable, to a Regime."""

REGISTERED = "sacr.registered"
"""The extension that counts the live registrations of States: from their codes, to how many."""
COUNTED = 1000
"""Beyond this many of a State, the page says "more than"."""

public = Blueprint("public", __name__)

Count = Callable[[Iterable[str]], Mapping[str, int]]


class StateRow(NamedTuple):
    """A State that takes part today, with what it has set."""

    code: str
    terms: Terms


def states() -> list[StateRow]:
    """The States that take part now, in order of code; none before the regime is laid."""
    regime: Regime = current_app.extensions.get(REGIME, lambda: Regime(names={}, terms={}))()
    now = clock.now()
    found = ((code, regime.of(code, now)) for code in regime.participating(now))
    return [StateRow(code, terms) for code, terms in found if terms is not None]


@public.get("/")
@gate.public
def home() -> str:
    """What one can do here without an account, and the States that keep the register."""
    found = states()
    count: Count = current_app.extensions.get(REGISTERED, lambda _: {})
    registered = count([row.code for row in found])
    return render_template("public/home.html", states=found, registered=registered, counted=COUNTED)


@public.get("/help")
@gate.public
def help_page() -> str:
    """Help, by who asks for it."""
    return render_template("public/help.html")


@public.get("/accessibility")
@gate.public
def accessibility() -> str:
    """What was done for readers of every kind, and where to say what is missing."""
    return render_template("public/accessibility.html")


@public.get("/privacy")
@gate.public
def privacy() -> str:
    """Who reads what, for how long, and what the register never holds."""
    return render_template("public/privacy.html")


@public.get("/how")
@gate.public
def how() -> str:
    """The rules of the register in plain words."""
    return render_template("public/how.html")


@public.get("/contacts")
@gate.public
def contacts() -> str:
    """Authority and contact point of each State."""
    return render_template("public/contacts.html", states=states())

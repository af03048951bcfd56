"""Pages of the search: whom and why, what was found, and which searches there were."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from werkzeug import Response

from app import gate, typed
from app.screening import queries_search, searching
from app.screening.forms_search import SearchForm
from app.screening.views import screening
from models.actions import Action

__all__ = ["screening"]

READS = ("search", "read")


@screening.get("/searches")
@gate.reads(READS)
def searches() -> str:
    """One's own searches, or an auditor's whole State's."""
    page = queries_search.searches(gate.caller(), typed.page())
    return render_template("screening/searches.html", page=page)


@screening.route("/search", methods=["GET", "POST"])
@gate.asks(Action.SEARCH_ASK)
def search() -> str | Response:
    """Look for somebody; sent as a form, so that no name stands in an address."""
    form = SearchForm()
    if gate.submitted(form):
        done = gate.tried(form, searching.search, gate.caller(), form.value())
        if done:
            return redirect(url_for("screening.searched", uid=done.value), 303)
    return render_template("screening/search.html", form=form)


@screening.get("/searches/<uid>")
@gate.reads(READS)
def searched(uid: str) -> str:
    """What one search found, as it stands on record."""
    page = queries_search.result(gate.caller(), uid)
    return render_template("screening/searched.html", page=page)

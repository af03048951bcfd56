"""Pages of the regime, and the address that says how the installation fares."""

from __future__ import annotations

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.regime import queries, services
from app.regime.forms import EmbargoForm, TermsForm, as_typed
from app.regime.terms import GROUPS
from app.version import VERSION
from models.actions import Action

regime = Blueprint("regime", __name__)


@regime.get("/healthz")
@gate.public
def healthz() -> tuple[Response, int]:
    """Version, database and the heartbeat of each process; 503 when one of them fails."""
    found = queries.health()
    body: dict[str, str | None] = {
        "version": VERSION,
        "database": "ok" if found.database else "unreachable",
    }
    for name, beat in found.beats.items():
        body[name] = "ok" if found.at_work[name] else "silent"
        body[f"{name}_heartbeat"] = beat.isoformat() if beat else None
    return jsonify(body), 200 if found.well else 503


@regime.get("/state")
@gate.reads(("state_configuration", "read_terms"))
def settings() -> str:
    """The terms of one's own State, and every change to them."""
    return render_template(
        "regime/settings.html", shown=queries.settings(gate.caller()), groups=GROUPS
    )


@regime.route("/state/terms", methods=["GET", "POST"])
@gate.asks(Action.STATE_SET_TERMS)
def set_terms() -> str | Response:
    """Set new terms for one's own State, from a day on."""
    shown = queries.settings(gate.caller())
    form = TermsForm(data=as_typed(shown.terms))
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.set_terms,
            gate.caller(),
            form.value(),
            form.first_day.data,
            form.reason.data or "",
        )
        if done:
            flash(gettext("The terms are set. What was decided before stays."))
            return redirect(url_for("regime.settings"))
    return render_template("regime/terms.html", shown=shown, form=form, groups=GROUPS)


@regime.get("/embargoes")
@gate.public
def embargoes() -> str:
    """Every embargo that stands or stood (RSK-10)."""
    return render_template("regime/embargoes.html", shown=queries.embargoes(gate.caller()))


@regime.route("/embargoes/new", methods=["GET", "POST"])
@gate.asks(Action.EMBARGO_ADD)
def add_embargo() -> str | Response:
    """Enter an embargo."""
    form = EmbargoForm()
    if gate.submitted(form):
        done = gate.tried(
            form, services.add_embargo, gate.caller(), form.value(), form.reason.data or ""
        )
        if done:
            flash(gettext("The embargo is entered. It stops consents and licences on its days."))
            return redirect(url_for("regime.embargoes"))
    return render_template("regime/add_embargo.html", form=form)

"""Pages of the keys of programs: what there is, a new one, one withdrawn."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.programs import queries, services
from app.programs.forms import KeyForm, WithdrawForm
from models.actions import Action

programs = Blueprint("programs", __name__, url_prefix="/programs")


@programs.get("")
@gate.reads(("api_key", "read"))
def keys() -> str:
    """One's own keys; an administrator's and an auditor's whole State's."""
    return render_template("programs/keys.html", page=queries.keys(gate.caller()))


@programs.route("/new", methods=["GET", "POST"])
@gate.asks(Action.API_KEY_MAKE)
def make() -> str:
    """Make a key; the answer is the only page that ever shows it."""
    form = KeyForm()
    if gate.submitted(form):
        done = gate.tried(form, services.make, gate.caller(), form.value())
        if done:
            return render_template("programs/made.html", made=done.value)
    elif not form.is_submitted():
        form.days.data = 180
    return render_template("programs/make.html", form=form)


@programs.route("/<uid>/withdrawal", methods=["GET", "POST"])
@gate.asks(Action.API_KEY_WITHDRAW)
def withdraw(uid: str) -> str | Response:
    """Withdraw a key for good."""
    form = WithdrawForm()
    shown = queries.key(gate.caller(), uid)
    if gate.submitted(form) and gate.tried(
        form, services.withdraw, gate.caller(), uid, form.reason.data or ""
    ):
        flash(gettext("The key is withdrawn. It opens nothing any more."))
        return redirect(url_for("programs.keys"), 303)
    return render_template("programs/withdraw.html", form=form, shown=shown)

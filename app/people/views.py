"""Signing in and out, and proving who one is for grave acts."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import gate, sessions
from app.people import queries
from app.people.forms import EmptyForm, ProveForm, SignInForm

people = Blueprint("people", __name__)


def _next() -> str:
    return gate.local_path(request.values.get("next"), url_for("work_list.dashboard"))


@people.route("/sign-in", methods=["GET", "POST"])
@gate.public
def sign_in() -> str | Response:
    """Name and password; in a demonstration each account by one click as well."""
    form = SignInForm()
    if gate.submitted(form):
        done = gate.tried(
            form, sessions.sign_in, form.login.data or "", form.password.data or "", gate.client()
        )
        if done:
            gate.enter(done.value)
            return redirect(_next())
    return render_template(
        "people/sign_in.html", form=form, one_click=EmptyForm(), offered=queries.offered()
    )


@people.post("/sign-in/demonstration")
@gate.public
def sign_in_demonstration() -> Response:
    """One click on a demonstration account."""
    if gate.submitted(EmptyForm()):
        gate.enter(sessions.sign_in_demonstration(request.form.get("login", "")))
        return redirect(_next())
    return redirect(url_for("people.sign_in"))


@people.post("/sign-out")
@gate.public
def sign_out() -> Response:
    """End the sign-in; what the browser kept is cleared."""
    gate.leave()
    answer = redirect(url_for("public.home"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@people.route("/prove", methods=["GET", "POST"])
@gate.reads(("dashboard", "read"))
def prove() -> str | Response:
    """The password again, and back to where one was."""
    form = ProveForm()
    if gate.submitted(form) and gate.tried(
        form, sessions.prove, gate.caller(), form.password.data or ""
    ):
        return redirect(_next())
    return render_template("people/prove.html", form=form)

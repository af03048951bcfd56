"""Signing in, up and out, proving who one is, one's own account."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, sessions
from app.people import queries, services
from app.people.forms import EmptyForm, OpenForm, PasswordForm, ProveForm, SignInForm, SignUpForm
from models.actions import Action

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
    """End the sign-in; what the browser kept is cleared, but not a border post's lists."""
    gate.leave()
    answer = redirect(url_for("public.home"))
    prepared = gate.PREPARED in request.cookies
    answer.headers["Clear-Site-Data"] = '"cache"' if prepared else '"cache", "storage"'
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


@people.route("/sign-up", methods=["GET", "POST"])
@gate.public
def sign_up() -> str | Response:
    """A trader's first account (REG-16); the answer is the same for a known address."""
    form = SignUpForm()
    if gate.submitted(form) and gate.tried(form, services.sign_up, form.value(), gate.client()):
        return render_template("people/signed_up.html")
    return render_template("people/sign_up.html", form=form)


@people.route("/open", methods=["GET", "POST"])
@gate.public
def open_account() -> str | Response:
    """A one-time code and the first password."""
    form = OpenForm()
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.open_account,
            form.code.data or "",
            form.password.data or "",
            gate.client(),
        )
        if done:
            return render_template("people/opened.html", ready=done.value)
    return render_template("people/open.html", form=form)


@people.route("/account", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_SET_PASSWORD)
def own() -> str | Response:
    """One's own account: who one is here, the password, where one is signed in."""
    form = PasswordForm()
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.set_password,
            gate.caller(),
            form.current.data or "",
            form.password.data or "",
        )
        if done:
            flash(gettext("Your password is changed. Your other sign-ins have ended."))
            return redirect(url_for("people.own"))
    shown = queries.own(gate.caller())
    return render_template("people/own.html", form=form, one_click=EmptyForm(), own=shown)


@people.post("/account/end-others")
@gate.asks(Action.ACCOUNT_SET_PASSWORD)
def end_others() -> Response:
    """End one's other sign-ins."""
    if gate.submitted(EmptyForm()):
        sessions.end_others(gate.caller())
        flash(gettext("Your other sign-ins have ended."))
    return redirect(url_for("people.own"))

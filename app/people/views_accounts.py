"""Accounts of a State or firm: the list, one account, what can be done to it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from app import gate
from app.people import queries, services
from app.people.forms import (
    AccountActForm,
    ChangeForm,
    CreateForm,
    InviteForm,
    ReasonedForm,
)
from app.people.views import people
from models.actions import Action
from models.people import Role

__all__ = ["people"]


@people.get("/accounts")
@gate.reads(("user_account", "read"))
def accounts() -> str:
    """Every account of the caller's State or firm."""
    return render_template("people/accounts.html", shown=queries.accounts(gate.caller()))


@people.route("/accounts/new", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_CREATE)
def create() -> str:
    """Make an officer's account."""
    form = CreateForm()
    form.same_as.offered = queries.persons(gate.caller())
    if gate.submitted(form):
        done = gate.tried(form, services.create, gate.caller(), form.value())
        if done:
            return _code_of(done.value)
    return render_template("people/create.html", form=form)


@people.route("/accounts/invite", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_INVITE)
def invite() -> str:
    """Make a further account of one's own firm."""
    form = InviteForm()
    if gate.submitted(form):
        done = gate.tried(form, services.invite, gate.caller(), form.value())
        if done:
            return _code_of(done.value)
    return render_template("people/invite.html", form=form)


def _code_of(made: services.Made) -> str:
    """The only page that ever shows a code: it is not kept, only its digest."""
    return render_template("people/code.html", made=made)


@people.get("/accounts/<uid>")
@gate.reads(("user_account", "read"))
def account(uid: str) -> str:
    """One account and what the caller may do to it."""
    shown = queries.one(gate.caller(), uid)
    return render_template("people/account.html", shown=shown, form=gate.GraveForm())


@people.route("/accounts/<uid>/change", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_CHANGE)
def change(uid: str) -> str | Response:
    """Another role or post."""
    shown = queries.one(gate.caller(), uid)
    form = ChangeForm(
        data={
            "role": shown.account.role,
            "post": shown.account.post,
            "revision": shown.account.revision,
        }
    )
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.change,
            gate.caller(),
            uid,
            Role(form.role.data),
            form.post.data or "",
            seen=form.revision.data,
        )
        if done:
            flash(_changed(waits=done.value))
            return redirect(url_for("people.account", uid=uid))
    return render_template("people/change.html", shown=shown, form=form)


def _changed(*, waits: bool) -> str:
    if waits:
        return str(gettext("Changed. A second administrator must approve before this role holds."))
    return str(gettext("Changed. It holds from the next page that this person opens."))


@people.route("/accounts/<uid>/approve", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_APPROVE)
def approve(uid: str) -> str | Response:
    """Approve a privileged account as second administrator."""
    shown = queries.one(gate.caller(), uid)
    form = AccountActForm(data={"revision": shown.account.revision})
    if gate.submitted(form) and gate.tried(
        form, services.approve, gate.caller(), uid, seen=form.revision.data
    ):
        flash(gettext("Approved. The account may be used."))
        return redirect(url_for("people.account", uid=uid))
    return render_template(
        "people/act.html",
        shown=shown,
        form=form,
        title=_l("Approve this account"),
        line=_l("You are the second person who looks at this role. It holds from now on."),
        button=_l("Approve the account"),
        tone="",
    )


@people.route("/accounts/<uid>/disable", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_DISABLE)
def disable(uid: str) -> str | Response:
    """Disable an account at once."""
    shown = queries.one(gate.caller(), uid)
    form = ReasonedForm(data={"revision": shown.account.revision})
    if gate.submitted(form) and gate.tried(
        form,
        services.disable,
        gate.caller(),
        uid,
        form.reason.data or "",
        seen=form.revision.data,
    ):
        flash(gettext("Disabled. Every sign-in of this account has ended."))
        return redirect(url_for("people.account", uid=uid))
    return render_template(
        "people/act.html",
        shown=shown,
        form=form,
        title=_l("Disable this account"),
        line=_l("It takes effect at once: every sign-in ends, and one-time codes open nothing."),
        button=_l("Disable the account now"),
        tone="warning",
    )


@people.route("/accounts/<uid>/enable", methods=["GET", "POST"])
@gate.asks(Action.ACCOUNT_ENABLE)
def enable(uid: str) -> str | Response:
    """Let a disabled account in again, by a new one-time code."""
    shown = queries.one(gate.caller(), uid)
    form = ReasonedForm(data={"revision": shown.account.revision})
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.enable,
            gate.caller(),
            uid,
            form.reason.data or "",
            seen=form.revision.data,
        )
        if done:
            return _code_of(done.value)
    return render_template(
        "people/act.html",
        shown=shown,
        form=form,
        title=_l("Enable this account"),
        line=_l("The old password is gone. A new one-time code opens the account."),
        button=_l("Enable and show a new code"),
        tone="",
    )


@people.post("/accounts/<uid>/code")
@gate.asks(Action.ACCOUNT_CREATE, Action.ACCOUNT_INVITE)
def new_code(uid: str) -> str | Response:
    """A further code for an account that was never opened."""
    form = gate.GraveForm()
    if gate.submitted(form):
        done = gate.tried(form, services.new_code, gate.caller(), uid)
        if done:
            return _code_of(done.value)
    shown = queries.one(gate.caller(), uid)
    return render_template("people/account.html", shown=shown, form=form)


@people.post("/accounts/<uid>/end-sign-ins")
@gate.asks(Action.ACCOUNT_CHANGE)
def end_sign_ins(uid: str) -> str | Response:
    """End every sign-in of an account."""
    form = gate.GraveForm()
    if gate.submitted(form) and gate.tried(form, services.end_sign_ins, gate.caller(), uid):
        flash(gettext("Every sign-in of this account has ended."))
        return redirect(url_for("people.account", uid=uid))
    shown = queries.one(gate.caller(), uid)
    return render_template("people/account.html", shown=shown, form=form)

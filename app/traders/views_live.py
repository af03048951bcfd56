"""A trader's registrations: the page of each, answers, renewals, endings, its own data."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response as FlaskResponse
from flask import current_app, flash, json, redirect, render_template, send_file, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.sayings import say
from app.traders import export, queries, services_live
from app.traders.forms_acts import AnswerForm, ContactNowForm, EndForm, SignForm
from app.traders.pages import traders
from models.actions import Action
from models.errors import NotFound

Answer = str | Response
SANDBOX = "sandbox; default-src 'none'"
"""What a browser may do with a file of unknown people: show nothing, run nothing."""


class Told(NamedTuple):
    """One line of the timeline in the reader's words."""

    at: datetime
    state: str
    text: str


@traders.get("/my-registrations/<number>")
@gate.reads(("registration", "read"))
def registration(number: str) -> str:
    """One registration or application, as its trader is told of it."""
    shown = queries.registration(gate.caller(), number)
    return render_template(
        "traders/registration.html",
        shown=shown,
        events=[Told(one.at, one.state, say(one.code)) for one in shown.events],
        decisions="enforcement.notice" in current_app.view_functions,
    )


@traders.route("/my-registrations/<number>/answer", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_ANSWER)
def answer(number: str) -> Answer:
    """Answer a State's question."""
    shown = queries.registration(gate.caller(), number)
    if shown.line.question is None:
        return redirect(url_for("traders.registration", number=number))
    form = AnswerForm(data={"revision": shown.revision})
    if gate.submitted(form):
        done = gate.tried(
            form,
            services_live.answer,
            gate.caller(),
            number,
            form.revision.data or 0,
            form.text.data or "",
            form.papers(),
        )
        if done:
            return _back(number, gettext("Your answer was sent. The State’s clock goes on."))
    return render_template("traders/answer.html", form=_now(form, number), shown=shown)


@traders.route("/my-registrations/<number>/withdraw", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_WITHDRAW)
def withdraw(number: str) -> Answer:
    """Withdraw an application."""
    shown = _offered(number, Action.REGISTRATION_WITHDRAW)
    form = EndForm(data={"revision": shown.revision})
    if gate.submitted(form):
        seen, reason = form.revision.data or 0, form.reason.data or ""
        if gate.tried(form, services_live.withdraw, gate.caller(), number, seen, reason):
            return _back(number, gettext("The application was withdrawn."))
    return render_template("traders/withdraw.html", form=_now(form, number), shown=shown)


@traders.route("/my-registrations/<number>/surrender", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_SURRENDER)
def surrender(number: str) -> Answer:
    """Give a registration back."""
    shown = _offered(number, Action.REGISTRATION_SURRENDER)
    form = EndForm(data={"revision": shown.revision})
    if gate.submitted(form):
        seen, reason = form.revision.data or 0, form.reason.data or ""
        if gate.tried(form, services_live.surrender, gate.caller(), number, seen, reason):
            return _back(number, gettext("The registration was given back."))
    return render_template("traders/surrender.html", form=_now(form, number), shown=shown)


@traders.route("/my-registrations/<number>/renew", methods=["GET", "POST"])
@gate.asks(Action.RENEWAL_FILE)
def renew(number: str) -> Answer:
    """File a renewal."""
    shown = _offered(number, Action.RENEWAL_FILE)
    if shown.line.renewal is not None:
        return redirect(url_for("traders.registration", number=number))
    form = SignForm(data={"revision": shown.revision})
    if gate.submitted(form):
        seen, name = form.revision.data or 0, form.declaration.data or ""
        statement = say("statement.renewal")
        if gate.tried(form, services_live.renew, gate.caller(), number, seen, name, statement):
            return _back(number, gettext("The renewal was filed. The State decides on it."))
    return render_template("traders/renew.html", form=_now(form, number), shown=shown)


@traders.route("/my-registrations/<number>/withdraw-renewal", methods=["GET", "POST"])
@gate.asks(Action.RENEWAL_WITHDRAW)
def withdraw_renewal(number: str) -> Answer:
    """Withdraw a renewal that waits."""
    shown = queries.registration(gate.caller(), number)
    waiting = shown.line.renewal
    if waiting is None:
        return redirect(url_for("traders.registration", number=number))
    form = EndForm(data={"revision": waiting.revision})
    del form.reason
    if gate.submitted(form):
        seen = form.revision.data or 0
        if gate.tried(form, services_live.withdraw_renewal, gate.caller(), waiting.uid, seen):
            return _back(number, gettext("The renewal was withdrawn."))
    return render_template("traders/withdraw_renewal.html", form=form, shown=shown)


@traders.route("/my-registrations/contact", methods=["GET", "POST"])
@gate.asks(Action.TRADER_CHANGE_CONTACT)
def contact() -> Answer:
    """Change telephone and e-mail, at once."""
    known = queries.home(gate.caller())
    form = ContactNowForm(
        data={"revision": known.revision, "phone": known.phone, "email": known.email}
    )
    if gate.submitted(form):
        done = gate.tried(
            form,
            services_live.change_contact,
            gate.caller(),
            form.revision.data or 0,
            form.phone.data or "",
            form.email.data or "",
        )
        if done:
            flash(gettext("Telephone and e-mail were changed."))
            return redirect(url_for("traders.home"))
        form.revision.data = queries.home(gate.caller()).revision
    return render_template("traders/contact.html", form=form)


@traders.get("/my-registrations/export.json")
@gate.reads(("registration", "export"))
def own_data() -> Response:
    """Everything the register holds of this trader, as JSON."""
    data = export.everything(gate.caller())
    text = json.dumps(data, indent=2, ensure_ascii=False)
    return _attachment(f"{data['trader']['number']}.json", "application/json", text.encode())


@traders.get("/documents/<uid>")
@gate.reads(("document", "read"))
def document(uid: str) -> Response:
    """A file as it was given, to be saved; never shown inside the register."""
    name, media_type, content = queries.paper(gate.caller(), uid)
    return _attachment(name, media_type, content)


def _attachment(name: str, media_type: str, content: bytes) -> FlaskResponse:
    """A file to save under its own name (RFC 6266), which may run nothing."""
    answer_ = send_file(
        io.BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name
    )
    answer_.headers["Content-Security-Policy"] = SANDBOX
    answer_.headers["Cache-Control"] = "no-store"
    return answer_


def _offered(number: str, action: Action) -> queries.Shown:
    """The registration, when its stage allows the act at all; else the page is not there."""
    shown = queries.registration(gate.caller(), number)
    if action not in shown.may:
        raise NotFound
    return shown


def _now(form: Any, number: str) -> Any:
    """A form that was refused goes on from what stands now."""
    if form.errors:
        form.revision.data = queries.registration(gate.caller(), number).revision
    return form


def _back(number: str, message: str) -> Response:
    flash(message)
    return redirect(url_for("traders.registration", number=number))

"""Pages of a broker's submitted dossiers: the list, the lanes of the States, questions, papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from markupsafe import Markup
from werkzeug import Response

from app import gate, typed
from app.dossiers import queries, services
from app.dossiers.forms import AnswerForm, WithdrawForm
from app.forms import Form
from app.sayings import say
from app.showings import moment_short
from models.actions import Action

dossiers = Blueprint("dossiers", __name__, url_prefix="/my-dossiers")

READS = ("application", "read")
LICENCE = "licences.page"


class Entry(NamedTuple):
    """One line of the timeline in words."""

    at: datetime
    state: str | None
    text: str


@dossiers.get("")
@gate.asks(Action.DOSSIER_START)
def home() -> str:
    """The broker's dossiers: what is asked first, then what is open, written, ended."""
    shown = queries.home(gate.caller(), typed.page())
    return render_template("dossiers/home.html", shown=shown, form=Form())


@dossiers.post("")
@gate.asks(Action.DOSSIER_START)
def start() -> str | Response:
    """Begin a dossier and go on to the first questions."""
    form = Form()
    if gate.submitted(form):
        done = gate.tried(form, services.start, gate.caller())
        if done:
            return redirect(url_for("dossiers.questions", key=done.value), 303)
    shown = queries.home(gate.caller())
    return render_template("dossiers/home.html", shown=shown, form=form)


@dossiers.get("/<key>")
@gate.asks(Action.DOSSIER_START)
def page(key: str) -> str:
    """A submitted dossier with a lane for each State."""
    shown = queries.page(gate.caller(), key)
    return render_template(
        "dossiers/page.html",
        shown=shown,
        glances=[(lane.state, lane.shown) for lane in shown.lanes],
        told=[Entry(item.at, item.state, say(f"told.{item.code}")) for item in shown.told],
        steps=_steps,
        whys=_whys,
        licence_url=_licence_url(shown),
    )


def _licence_url(shown: queries.Page) -> str | None:
    """Where the licence is shown: an area of its own, which an installation may lack."""
    if shown.licence is None or LICENCE not in current_app.view_functions:
        return None
    return url_for(LICENCE, number=shown.licence.number)


def _steps(lane: queries.Lane) -> list[dict[str, Any]]:
    """What happened in one State, each with its moment there, and what happens now."""
    return [
        {
            "state": step.state,
            "title": say(f"{'told' if step.at else 'now'}.{step.code}"),
            "note": moment_short(step.at, lane.zone) if step.at else None,
        }
        for step in lane.steps
    ]


def _whys(lane: queries.Lane) -> Markup:
    """Why this State is asked, a line for each reason."""
    lines = [say(f"lane.{why}", day=first_day) for why, first_day in lane.why]
    return Markup("<br>").join(lines)


@dossiers.get("/<key>/submitted")
@gate.asks(Action.DOSSIER_START)
def submitted(key: str) -> str:
    """What happened and what comes next, after submitting."""
    return render_template("dossiers/submitted.html", shown=queries.page(gate.caller(), key))


@dossiers.route("/questions/<case>", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_ANSWER)
def answer(case: str) -> str | Response:
    """Answer the open questions of one State, all of them at once."""
    shown = queries.questions(gate.caller(), case)
    form = AnswerForm.of(shown.asked)
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.answer,
            gate.caller(),
            case,
            texts=form.texts(),
            papers=form.papers(),
            seen=form.revision.data,
        )
        if done:
            flash(gettext("Sent. The case is back with its officer"))
            return redirect(url_for("dossiers.page", key=done.value), 303)
    form.revision.data = shown.revision
    return render_template("dossiers/answer.html", form=form, shown=shown)


@dossiers.route("/<key>/withdraw", methods=["GET", "POST"])
@gate.asks(Action.DOSSIER_WITHDRAW)
def withdraw(key: str) -> str | Response:
    """Give a dossier up before issue, with what that ends."""
    form = WithdrawForm()
    shown = queries.page(gate.caller(), key)
    if gate.submitted(form) and gate.tried(
        form,
        services.withdraw,
        gate.caller(),
        key,
        reason=form.reason.data or "",
        seen=form.revision.data,
    ):
        flash(gettext("Withdrawn. Every State sees it"))
        return redirect(url_for("dossiers.page", key=key), 303)
    form.revision.data = shown.revision
    return render_template("dossiers/withdraw.html", form=form, shown=shown)


@dossiers.get("/<key>/papers/<uid>")
@gate.asks(Action.DOSSIER_START)
def paper(key: str, uid: str) -> Response:
    """A paper as it was given: an attachment, never shown inside a page."""
    found = queries.paper(gate.caller(), key, uid)
    answer = Response(found.content, mimetype=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    return answer

"""Pages of exports of a State's own watchlist entries, under four eyes."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response as Answer

from app import gate
from app.screening import queries_export, services_export
from app.screening.forms_export import AGREE, AskExportForm, DecideExportForm, TakeExportForm
from app.screening.views import screening
from config import Config
from models.actions import Action

__all__ = ["screening"]

NDJSON = "application/x-ndjson"


@screening.route("/watchlist-export", methods=["GET", "POST"])
@gate.asks(Action.WATCHLIST_EXPORT_ASK)
def exports() -> str | Answer:
    """Ask for an export, and read what was asked before."""
    form = AskExportForm()
    if gate.submitted(form):
        done = gate.tried(form, services_export.ask, gate.caller(), form.purpose.data or "")
        if done:
            flash(gettext("Asked. Another senior officer of your State must agree."))
            return redirect(url_for("screening.export", uid=done.value), 303)
    page = queries_export.exports(gate.caller())
    return render_template("screening/exports.html", page=page, form=form)


@screening.route("/watchlist-export/<uid>", methods=["GET", "POST"])
@gate.asks(Action.WATCHLIST_EXPORT_APPROVE)
def export(uid: str) -> str | Answer:
    """One export: the second person agrees or declines, who asked takes the file."""
    form = DecideExportForm()
    if gate.submitted(form):
        agreed = form.answer.data == AGREE
        verb = services_export.approve if agreed else services_export.refuse
        if gate.tried(form, verb, gate.caller(), uid, seen=form.version.data):
            flash(
                gettext("Approved. It may be taken for a day.") if agreed else gettext("Declined.")
            )
            return redirect(url_for("screening.export", uid=uid), 303)
    return _page(uid, form, TakeExportForm())


@screening.post("/watchlist-export/<uid>/file")
@gate.asks(Action.WATCHLIST_EXPORT_TAKE)
def take(uid: str) -> str | Response:
    """The file; each time it is taken stands in the record with the entries that it held."""
    config: Config = current_app.extensions["sacr.config"]
    form = TakeExportForm()
    if gate.submitted(form):
        done = gate.tried(form, services_export.take, gate.caller(), uid, config.base_url)
        if done:
            answer = make_response(done.value.content)
            answer.mimetype = NDJSON
            answer.headers.set("Content-Disposition", "attachment", filename=done.value.name)
            return answer
    return _page(uid, DecideExportForm(formdata=None), form)


def _page(uid: str, form: DecideExportForm, taking: TakeExportForm) -> str:
    shown = queries_export.export(gate.caller(), uid)
    if form.version.data is None:
        form.version.data = shown.revision
    return render_template("screening/export.html", shown=shown, form=form, taking=taking)

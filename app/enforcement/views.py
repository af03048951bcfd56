"""Pages of de-registration cases: the queue, one case, notice, proposal, countersignature."""

from __future__ import annotations

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import drafts, gate, typed
from app.enforcement import previews, queries, services, views_notices, views_tasks
from app.enforcement.clocks import clock_of
from app.enforcement.forms import (
    AGREE,
    CloseForm,
    EvidenceForm,
    NoticeDraftForm,
    NoticeForm,
    OpenForm,
    ProposeForm,
    SignForm,
)
from app.enforcement.pages import READERS, enforcement
from app.enforcement.shapes import CasePage
from models.actions import Action
from models.cascades import Consequence

__all__ = ["enforcement", "views_notices", "views_tasks"]

PAGES = {"licence": "licences.page", "dossier": "authorizations.page"}
"""Where a record of a consequence is read, in areas that this installation has."""


@enforcement.get("/cases")
@gate.reads(READERS)
def queue() -> str:
    """The cases of this State, and how many tasks wait."""
    return render_template("enforcement/queue.html", page=queries.queue(gate.caller()))


@enforcement.route("/cases/new", methods=["GET", "POST"])
@gate.asks(Action.CASE_OPEN)
def open_case() -> str | Response:
    """Open a case against a trader named by its number."""
    number, name = queries.trader_to_charge(gate.caller(), typed.word("trader", 40))
    form = OpenForm()
    if gate.submitted(form):
        done = gate.tried(form, services.open_case, gate.caller(), number, form.value())
        if done:
            flash(gettext("The case is open. The trader learns of it with the notice."))
            return redirect(_url(done.value), 303)
    return render_template("enforcement/open.html", form=form, trader=name, number=number)


@enforcement.get("/cases/<number>")
@gate.reads(READERS)
def case(number: str) -> str:
    """One case: what to do next, where it stands, what signing would do."""
    page = queries.case(gate.caller(), number)
    return _page("enforcement/case.html", page)


@enforcement.route("/cases/<number>/notice", methods=["GET", "POST"])
@gate.asks(Action.CASE_SERVE_NOTICE)
def serve_notice(number: str) -> str | Response:
    """Serve the notice."""
    page = queries.case(gate.caller(), number)
    form = NoticeForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.serve_notice,
        gate.caller(),
        number,
        form.notice.data or "",
        seen=form.version.data,
    ):
        flash(gettext("The notice is served. The trader reads it in its account now."))
        return redirect(_url(number), 303)
    _seen(form, page)
    return _page("enforcement/serve_notice.html", page, form=form)


@enforcement.post("/cases/<number>/notice/draft.pdf")
@gate.asks(Action.CASE_SERVE_NOTICE)
def notice_draft(number: str) -> str | Response:
    """The notice with the words typed so far, marked DRAFT; nothing is served or kept."""
    form = NoticeDraftForm()
    if gate.submitted(form):
        return drafts.answer(previews.notice(gate.caller(), number, form.notice.data or ""))
    return serve_notice(number)


@enforcement.route("/cases/<number>/evidence", methods=["GET", "POST"])
@gate.asks(Action.DOCUMENT_ATTACH)
def add_evidence(number: str) -> str | Response:
    """Keep a file of this State with its case."""
    page = queries.case(gate.caller(), number)
    form = EvidenceForm()
    if gate.submitted(form) and gate.tried(
        form, services.add_evidence, gate.caller(), number, form.value()
    ):
        flash(gettext("The file is kept with the case."))
        return redirect(_url(number), 303)
    return _page("enforcement/evidence.html", page, form=form)


@enforcement.get("/cases/<number>/draft.pdf")
@gate.asks(Action.CASE_PROPOSE, Action.CASE_DEREGISTER)
def draft(number: str) -> Response:
    """The letter that the waiting decision would send, marked DRAFT."""
    return drafts.answer(previews.waiting(gate.caller(), number))


@enforcement.route("/cases/<number>/proposal", methods=["GET", "POST"])
@gate.asks(Action.CASE_PROPOSE)
def propose(number: str) -> str | Response:
    """Propose to de-register, or no measure."""
    page = queries.case(gate.caller(), number)
    form = ProposeForm()
    form.offer(page.grounds)
    if gate.submitted(form) and gate.tried(
        form, services.propose, gate.caller(), number, form.value(), seen=form.version.data
    ):
        flash(gettext("Proposed. A senior officer of your State must countersign."))
        return redirect(_url(number), 303)
    _seen(form, page)
    return _page("enforcement/propose.html", page, form=form)


@enforcement.route("/cases/<number>/decision", methods=["GET", "POST"])
@gate.asks(Action.CASE_DEREGISTER)
def sign(number: str) -> str | Response:
    """Countersign, with every consequence counted beforehand; or send back."""
    form = SignForm()
    if gate.submitted(form):
        reason = form.reason.data or ""
        if form.decision.data == AGREE:
            shown = typed.word("shown")
            done = gate.tried(form, services.sign, gate.caller(), number, shown, reason)
            if done:
                flash(gettext("Signed. It holds everywhere from this moment."))
                return redirect(_url(number), 303)
        elif gate.tried(form, services.send_back, gate.caller(), number, reason):
            flash(gettext("Sent back to its officer."))
            return redirect(_url(number), 303)
    page = queries.case(gate.caller(), number)
    return _page("enforcement/sign.html", page, form=form)


@enforcement.route("/cases/<number>/close", methods=["GET", "POST"])
@gate.asks(Action.CASE_CLOSE)
def close(number: str) -> str | Response:
    """Close an examination that found no case."""
    page = queries.case(gate.caller(), number)
    form = CloseForm()
    if gate.submitted(form) and gate.tried(
        form, services.close, gate.caller(), number, form.reason.data or ""
    ):
        flash(gettext("The case is closed. The trader was never told of it."))
        return redirect(_url(number), 303)
    return _page("enforcement/close.html", page, form=form)


@enforcement.get("/cases/<number>/papers/<uid>")
@gate.reads(("document", "read"))
def paper(number: str, uid: str) -> Response:
    """A file of a case as it was given: always a download."""
    name, media_type, content = queries.paper(gate.caller(), number, uid)
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _page(template: str, page: CasePage, **more: Any) -> str:
    return render_template(
        template, page=page, clock=clock_of(page), record_url=_record_url, **more
    )


def _url(number: str) -> str:
    return url_for("enforcement.case", number=number)


def _seen(form: Any, page: CasePage) -> None:
    """Let the form carry the revision that this page shows."""
    if form.version.data is None:
        form.version.data = page.revision


def _record_url(item: Consequence) -> str | None:
    """Where the record of a consequence is read; None where no page of this installation is."""
    endpoint = PAGES.get(item.thing, "")
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, number=item.reference)

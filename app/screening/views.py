"""Pages of screening: hits that wait, one hit, one case, the lists. Never an applicant's."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.screening import queries_case, queries_hit, queries_queue, services_hits
from app.screening.cases import CaseHead
from app.screening.forms import FindingForm
from app.screening.queries_queue import Part
from models.actions import Action

screening = Blueprint("screening", __name__, url_prefix="/screening")

READS = ("screening_hit", "read")
CASES = {
    "dossier": "authorizations.page",
    "registration": "registrations.case",
    "renewal": "registrations.case",
}
"""Where the case of a screened name is read."""


@screening.get("")
@gate.reads(READS)
def queue() -> str:
    """Hits that wait for a finding, case by case."""
    asked = request.args.get("part", "")
    part = Part(asked) if asked in list(Part) else Part.OPEN
    page = queries_queue.queue(gate.caller(), part, request.args.get("after", ""))
    return render_template("screening/queue.html", page=page, parts=list(Part))


@screening.get("/hits/<uid>")
@gate.reads(READS)
def hit(uid: str) -> str:
    """One hit: both sides, and the finding."""
    return _hit(queries_hit.hit(gate.caller(), uid), None)


@screening.post("/hits/<uid>")
@gate.asks(Action.HIT_DISPOSE)
def dispose(uid: str) -> str | Response:
    """Record a finding, and go on to the next hit of the case."""
    form = FindingForm()
    if gate.submitted(form) and gate.tried(
        form,
        services_hits.dispose,
        gate.caller(),
        uid,
        form.outcome.data or "",
        form.reason.data or "",
        seen=form.version.data,
    ):
        flash(gettext("Your finding is on the record"))
        page = queries_hit.hit(gate.caller(), uid)
        return redirect(_onward(page), 303)
    return _hit(queries_hit.hit(gate.caller(), uid), form)


def _onward(page: queries_hit.HitPage) -> str:
    """The next open hit of the case, else all its screenings."""
    if page.next_open:
        return url_for("screening.hit", uid=page.next_open)
    return url_for("screening.of_case", thing=page.head.thing, key=page.head.key)


def _hit(page: queries_hit.HitPage, form: FindingForm | None) -> str:
    if form is None and page.may_find:
        form = FindingForm(formdata=None)
    if form is not None and form.version.data is None:
        form.version.data = page.revision
    return render_template("screening/hit.html", page=page, form=form, case_url=case_url(page.head))


@screening.get("/cases/<thing>/<key>")
@gate.reads(READS)
def of_case(thing: str, key: str) -> str:
    """Every screening of one case, empty results too."""
    page = queries_case.of_case(gate.caller(), thing, key)
    return render_template("screening/case.html", page=page, case_url=case_url(page.head))


def case_url(head: CaseHead) -> str | None:
    """The page of the case itself, where this installation has one."""
    endpoint = CASES[head.thing]
    if endpoint not in current_app.view_functions:
        return None
    return url_for(endpoint, number=head.number)


def entry_url(listed: queries_hit.Listed) -> str:
    """The watchlist's own page of an entry; a public list's entry stands on this page."""
    if listed.owner is None or "watchlist.entry" not in current_app.view_functions:
        return "#listed"
    return url_for("watchlist.entry", number=listed.reference)

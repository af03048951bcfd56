"""Pages of screening: hits that wait, one hit, one case, one entry. Never an applicant's."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug import Response

from app import gate
from app.screening import queries_case, queries_entry, queries_hit, queries_queue, services_hits
from app.screening.cases import CaseHead
from app.screening.forms import ClearForm, FindingForm
from app.screening.matches import Strength
from app.screening.queue_filters import Of, Part, Wanted, Whose
from models.actions import Action

screening = Blueprint("screening", __name__, url_prefix="/screening")

READS = ("screening_hit", "read")
CASES = {
    "dossier": "authorizations.page",
    "registration": "registrations.case",
    "renewal": "registrations.case",
}
"""Where the case of a screened name is read."""
Word = TypeVar("Word", bound=StrEnum)


@screening.get("")
@gate.reads(READS)
def queue() -> str:
    """Hits that wait for a finding, case by case."""
    wanted = Wanted(
        part=_one_of(Part, "part") or Part.OPEN,
        of=_one_of(Of, "of"),
        source=request.args.get("source", "")[:32],
        strength=_one_of(Strength, "strength"),
        whose=_one_of(Whose, "whose"),
    )
    page = queries_queue.queue(gate.caller(), wanted, request.args.get("after", ""))
    return render_template(
        "screening/queue.html", page=page, parts=Part, cases=Of, strengths=Strength, whose=Whose
    )


def _one_of(words: type[Word], name: str) -> Word | None:
    """One word of the address, if it is one that is known."""
    asked = request.args.get(name, "")
    return next((word for word in words if word == asked), None)


@screening.get("/hits/<uid>")
@gate.reads(READS)
def hit(uid: str) -> str:
    """One hit: both sides, and the finding."""
    return _hit(queries_hit.hit(gate.caller(), uid), None)


@screening.post("/hits/<uid>")
@gate.asks(Action.HIT_DISPOSE)
def dispose(uid: str) -> str | Response:
    """Record a finding, and go on to the next open hit."""
    form = _offering(queries_hit.hit(gate.caller(), uid), FindingForm())
    if gate.submitted(form) and (
        done := gate.tried(form, services_hits.find, gate.caller(), form.hits(uid), form.value())
    ):
        _tell(done.value)
        return redirect(_onward(queries_hit.hit(gate.caller(), uid)), 303)
    return _hit(queries_hit.hit(gate.caller(), uid), form)


def _tell(hits: int) -> None:
    flash(
        ngettext(
            "Your finding is on the record",
            "Your finding is on the record of %(number)s hits, of each by itself",
            hits,
            number=hits,
        )
    )


def _offering(page: queries_hit.HitPage, form: FindingForm) -> FindingForm:
    """Let the form offer the other hits of the same person that are open."""
    form.also.offered = [
        (f"{other.uid}.{other.revision}", other.entry_name)
        for other in page.same_person
        if other.outcome is None
    ]
    return form


def _onward(page: queries_hit.HitPage) -> str:
    """The next open hit, of this case or of the next; else all screenings of this one."""
    if page.next_open:
        return url_for("screening.hit", uid=page.next_open)
    return url_for("screening.of_case", thing=page.head.thing, key=page.head.key)


def _hit(page: queries_hit.HitPage, form: FindingForm | None) -> str:
    if form is None and page.may_find:
        form = FindingForm(formdata=None)
    if form is not None:
        _offering(page, form)
        if form.version.data is None:
            form.version.data = page.revision
    return render_template(
        "screening/hit.html",
        page=page,
        form=form,
        case_url=case_url(page.head),
        entry_url=entry_url(page.listed),
    )


@screening.get("/papers/<uid>")
@gate.reads(READS)
def paper(uid: str) -> Response:
    """A file that was kept with a finding: always a download."""
    name, media_type, content = queries_hit.paper(gate.caller(), uid)
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@screening.get("/entries/<source>/<path:reference>")
@gate.reads(READS)
def of_entry(source: str, reference: str) -> str:
    """One false friend: every open hit on one entry in the cases of one's own State."""
    page = queries_entry.of_entry(gate.caller(), source, reference)
    may = gate.admits("screening.clear") and page.lines
    return _entry(page, ClearForm(formdata=None) if may else None)


@screening.post("/entries/<source>/<path:reference>")
@gate.asks(Action.HIT_DISPOSE)
def clear(source: str, reference: str) -> str | Response:
    """Find all ticked hits false, each recorded by itself; or none of them."""
    page = queries_entry.of_entry(gate.caller(), source, reference)
    form = ClearForm()
    form.hits.offered = [(key, key) for key in request.form.getlist("hits")]
    if gate.submitted(form) and (
        done := gate.tried(form, services_hits.find, gate.caller(), form.chosen(), form.value())
    ):
        _tell(done.value)
        return redirect(url_for("screening.of_entry", source=source, reference=reference), 303)
    return _entry(page, form)


def _entry(page: queries_entry.EntryPage, form: ClearForm | None) -> str:
    return render_template("screening/entry.html", page=page, form=form)


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

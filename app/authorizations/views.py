"""Pages of a State's dossiers: the queue, one dossier, taking, asking, notes, criteria, papers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, pictures, typed
from app.authorizations import queries, services
from app.authorizations.forms import (
    AddStateForm,
    CriteriaForm,
    NoteForm,
    OutsideForm,
    PlainForm,
    QuestionForm,
    ReleaseForm,
)
from app.authorizations.queries import Filters
from app.authorizations.shapes import CasePage
from app.fields.text import Said
from app.forms import Form
from app.sayings import state_name
from app.showings import days_short_text
from models.actions import Action
from models.errors import NotFound

authorizations = Blueprint("authorizations", __name__, url_prefix="/dossiers")

READS = ("application", "read")
Answer = str | Response


@authorizations.get("")
@gate.reads(READS)
def queue() -> str:
    """The dossiers that the State is asked about, those that wait longest first."""
    filters = Filters(
        shows=typed.word("stage") or "open",
        officer=typed.word("officer"),
        text=typed.word("q"),
    )
    shown = queries.queue(gate.caller(), filters, typed.page())
    return render_template("authorizations/queue.html", shown=shown, filters=filters)


@authorizations.get("/<number>")
@gate.reads(READS)
def page(number: str) -> str:
    """One dossier: the lanes of the States, and what this person may do now."""
    return _page(number, PlainForm())


@authorizations.post("/<number>/take")
@gate.asks(Action.AUTHORIZATION_TAKE)
def take(number: str) -> Answer:
    """Take an unassigned case."""
    return _pressed(number, services.take, gettext("The case is yours"))


@authorizations.post("/<number>/screen")
@gate.asks(Action.AUTHORIZATION_SCREEN)
def screen(number: str) -> Answer:
    """Have every party screened against today's lists."""
    said = gettext("Asked. The answer comes within minutes")
    return _pressed(number, services.screen_again, said)


def _pressed(number: str, service: services.Pressed, said: Said) -> Answer:
    """A button of the dossier page: the page again, with what was done or why not."""
    form = PlainForm()
    if gate.submitted(form) and gate.tried(
        form, service, gate.caller(), number, seen=form.version.data
    ):
        return _back(number, said)
    return _page(number, form)


def _page(number: str, form: PlainForm) -> str:
    shown = queries.page(gate.caller(), number)
    if shown.mine is not None:
        _seen(form, shown.mine.revision)
    return render_template("authorizations/page.html", shown=shown, form=form, **_picture(shown))


@authorizations.route("/<number>/question", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_ASK)
def ask(number: str) -> Answer:
    """Ask the broker."""
    form = QuestionForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.ask,
        gate.caller(),
        number,
        text=form.text.data or "",
        seen=form.version.data,
    ):
        return _back(number, gettext("Asked. The clock stands still until the answer"))
    return _drawn("question", number, form)


@authorizations.route("/<number>/notes", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_NOTE)
def notes(number: str) -> Answer:
    """The confidential notes, and a form for one more."""
    form = NoteForm()
    if gate.submitted(form) and gate.tried(
        form, services.note, gate.caller(), number, text=form.text.data or ""
    ):
        flash(gettext("The note is kept"))
        return redirect(url_for("authorizations.notes", number=number), 303)
    shown = queries.notes(gate.caller(), number)
    return render_template("authorizations/notes.html", shown=shown, form=form)


@authorizations.route("/<number>/notes/<uid>/release", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_RELEASE_NOTE)
def release(number: str, uid: str) -> Answer:
    """Release a note to another State that is asked."""
    shown = queries.notes(gate.caller(), number)
    note = next((item for item in shown.notes if item.uid == uid), None)
    if note is None:
        raise NotFound
    form = ReleaseForm.of(shown.others)
    if gate.submitted(form) and gate.tried(
        form,
        services.release_note,
        gate.caller(),
        number,
        note_uid=uid,
        to_state=form.to_state.data or "",
        purpose=form.purpose.data or "",
    ):
        flash(gettext("Released. The other State reads it now"))
        return redirect(url_for("authorizations.notes", number=number), 303)
    return render_template("authorizations/release.html", shown=shown, note=note, form=form)


@authorizations.route("/<number>/criteria", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_ASSESS)
def criteria(number: str) -> Answer:
    """One answer for each criterion (RSK-07)."""
    shown = queries.criteria(gate.caller(), number)
    form = CriteriaForm.of(shown)
    if gate.submitted(form) and gate.tried(
        form,
        services.assess,
        gate.caller(),
        number,
        answers=form.value(),
        seen=form.version.data,
    ):
        return _back(number, gettext("The answers are kept"))
    _seen(form, shown.head.revision)
    return render_template("authorizations/criteria.html", shown=shown, form=form)


@authorizations.route("/<number>/outside/<int:party>/<country>", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_ASSESS)
def outside(number: str, party: int, country: str) -> Answer:
    """Accept or refuse evidence of a State that takes no part (rules 1.7)."""
    shown = queries.outside(gate.caller(), number, party, country)
    form = OutsideForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.answer_outside,
        gate.caller(),
        number,
        party_no=party,
        outside_state=country,
        accepted=form.accepted.data == "yes",
        reason=form.reason.data or "",
        seen=form.version.data,
    ):
        return _back(number, gettext("Your State’s answer is kept"))
    _seen(form, shown.head.revision)
    return render_template("authorizations/outside.html", shown=shown, form=form)


@authorizations.route("/<number>/add-state", methods=["GET", "POST"])
@gate.asks(Action.DOSSIER_ADD_STATE)
def add_state(number: str) -> Answer:
    """Add a State on evidence: a new version that every State confirms (rules 1.5)."""
    head = queries.head(gate.caller(), number)
    form = AddStateForm.of(head.deal)
    if gate.submitted(form) and gate.tried(
        form,
        services.add_state,
        gate.caller(),
        number,
        party=int(form.party.data or 0),
        state=form.state.data or "",
        reason=form.reason.data or "",
        seen=form.version.data,
    ):
        return _back(number, gettext("The State is asked. Every State must confirm the version"))
    _seen(form, head.revision)
    return render_template("authorizations/add_state.html", head=head, form=form)


@authorizations.get("/<number>/papers/<uid>")
@gate.reads(READS)
def paper(number: str, uid: str) -> Response:
    """A paper as it was given: an attachment, never shown inside a page."""
    found = queries.paper(gate.caller(), number, uid)
    answer = Response(found.content, mimetype=found.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=found.name)
    return answer


def _seen(form: Form, revision: int) -> None:
    """Let the form carry the revision that this page shows."""
    if form["version"].data is None:
        form["version"].data = revision


def _back(number: str, said: Said) -> Response:
    flash(said)
    return redirect(url_for("authorizations.page", number=number), 303)


def _drawn(name: str, number: str, form: Form) -> str:
    head = queries.head(gate.caller(), number)
    _seen(form, head.revision)
    return render_template(f"authorizations/{name}.html", head=head, form=form)


def _picture(shown: CasePage) -> dict[str, Any]:
    """The picture of days and the same in words; nothing while no State has proposed days."""
    if not shown.spans:
        return {"picture": None}
    spans = [
        pictures.Span(
            state_name(state), days_short_text(first, last), first, last, proposed=proposed
        )
        for state, first, last, proposed in shown.spans
    ]
    if shown.together.days and len(spans) > 1:
        first, last = shown.together.days
        spans.append(
            pictures.Span(
                gettext("Together"), days_short_text(first, last), first, last, together=True
            )
        )
    ends = [row.ends for lane in shown.lanes for row in lane.cover if row.ends]
    said = " ".join(
        gettext("%(label)s: %(days)s.", label=span.label, days=span.text) for span in spans
    )
    return {"picture": pictures.gantt(spans, min(ends, default=None)), "picture_said": said}

"""Pages of the watchlist: search by name, one entry with its four answers, its owner's acts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, typed
from app.forms import Form
from app.watchlist import queries, services
from app.watchlist.forms import (
    AGREE,
    EndForm,
    EntryForm,
    EvidenceForm,
    OpenForm,
    ProposeForm,
    PublishForm,
    SearchForm,
)
from app.watchlist.queries import EntryPage
from models.actions import Action

watchlist = Blueprint("watchlist", __name__)


@watchlist.route("/watchlist", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_SEARCH)
def search() -> str:
    """Search every State's entries; sent as a form, so that no name stands in an address."""
    form = SearchForm()
    found = None
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.look_up,
            gate.caller(),
            form.name.data or "",
            form.purpose.data or "",
            form.case_ref.data or "",
        )
        found = done.value if done else None
    return render_template(
        "watchlist/search.html", form=form, found=found, desk=queries.desk(gate.caller())
    )


@watchlist.route("/watchlist/<number>", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_OPEN)
def entry(number: str) -> str:
    """One entry; another State's only with a purpose and a case, which are recorded."""
    form = OpenForm()
    if gate.submitted(form):
        done = gate.tried(
            form,
            services.open_entry,
            gate.caller(),
            number,
            form.purpose.data or "",
            form.case_ref.data or "",
        )
        if done:
            page = queries.entry(gate.caller(), number)
            return _page("watchlist/entry.html", page, opened_for=form.case_ref.data)
    elif queries.opens_freely(gate.caller(), number):
        return _page("watchlist/entry.html", queries.entry(gate.caller(), number))
    return render_template("watchlist/open.html", form=form, number=number)


@watchlist.route("/watchlist/<number>/evidence", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_READ_EVIDENCE)
def evidence(number: str) -> str:
    """The evidence behind an own entry, each time with its reason."""
    form = EvidenceForm()
    page = queries.entry(gate.caller(), number)
    told = None
    if gate.submitted(form):
        done = gate.tried(
            form, services.open_evidence, gate.caller(), number, form.purpose.data or ""
        )
        told = done.value if done else None
    return _page("watchlist/evidence.html", page, form=form, told=told)


@watchlist.route("/watchlist/new", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_DRAFT)
def draft() -> str | Response:
    """Write an entry."""
    form = EntryForm()
    del form.correction, form.version
    if "password" in form:
        del form.password
    if gate.submitted(form):
        done = gate.tried(form, services.draft, gate.caller(), form.value())
        if done:
            flash(gettext("Kept as a draft. Read it, then propose it."))
            return _to(done.value)
    return render_template("watchlist/edit.html", form=form, number=None)


@watchlist.route("/watchlist/<number>/correction", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_CORRECT)
def correct(number: str) -> str | Response:
    """Correct an entry, or confirm it as it is: its review."""
    form = EntryForm()
    facts, revision = queries.facts_of(gate.caller(), number)
    if gate.submitted(form):
        reason = form.correction.data or ""
        done = gate.tried(
            form,
            services.correct,
            gate.caller(),
            number,
            form.value(),
            reason,
            seen=form.version.data,
        )
        if done:
            flash(gettext("Kept. What is published already is changed by a second signature."))
            return _to(number)
    elif not form.is_submitted():
        form.fill(facts, revision)
    if form.version.data is None:
        form.version.data = revision
    return render_template("watchlist/edit.html", form=form, number=number)


@watchlist.route("/watchlist/<number>/proposal", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_PROPOSE)
def propose(number: str) -> str | Response:
    """Give a draft to a senior officer."""
    form = ProposeForm()
    page = queries.entry(gate.caller(), number)
    if gate.submitted(form) and gate.tried(
        form,
        services.propose,
        gate.caller(),
        number,
        form.reason.data or "",
        seen=form.version.data,
    ):
        flash(gettext("Proposed. A senior officer of your State must publish it."))
        return _to(number)
    _seen(form, page)
    return _page("watchlist/propose.html", page, form=form)


@watchlist.route("/watchlist/<number>/decision", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_PUBLISH)
def publish(number: str) -> str | Response:
    """Publish a draft or correction, or send it back."""
    form = PublishForm()
    page = queries.entry(gate.caller(), number)
    if gate.submitted(form):
        reason = form.reason.data or ""
        if form.decision.data == AGREE:
            done = gate.tried(
                form,
                services.publish,
                gate.caller(),
                number,
                typed.word("shown"),
                reason,
                proportionate=bool(form.proportionate.data),
            )
            if done:
                flash(gettext("Published. Every State sees it now."))
                return _to(number)
        elif gate.tried(form, services.send_back, gate.caller(), number, reason):
            flash(gettext("Sent back to its author."))
            return _to(number)
    return _page("watchlist/publish.html", page, form=form)


@watchlist.route("/watchlist/<number>/revocation", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_REVOKE)
def revoke(number: str) -> str | Response:
    """Revoke for the future."""
    form = EndForm()
    page = queries.entry(gate.caller(), number)
    if gate.submitted(form) and gate.tried(
        form, services.revoke, gate.caller(), number, form.reason.data or "", seen=form.version.data
    ):
        flash(gettext("Revoked. It stays visible with this day, and asks for nothing any more."))
        return _to(number)
    _seen(form, page)
    return _page("watchlist/end.html", page, form=form, deletes=False)


@watchlist.route("/watchlist/<number>/deletion", methods=["GET", "POST"])
@gate.asks(Action.ENTRY_DELETE)
def delete(number: str) -> str | Response:
    """Delete what was annulled."""
    form = EndForm()
    page = queries.entry(gate.caller(), number)
    if gate.submitted(form) and gate.tried(
        form, services.delete, gate.caller(), number, form.reason.data or "", seen=form.version.data
    ):
        flash(gettext("Deleted. Only its number and its record stay."))
        return _to(number)
    _seen(form, page)
    return _page("watchlist/end.html", page, form=form, deletes=True)


def _page(template: str, page: EntryPage, **more: object) -> str:
    return render_template(template, page=page, **more)


def _to(number: str) -> Response:
    return redirect(url_for("watchlist.entry", number=number), 303)


def _seen(form: Form, page: EntryPage) -> None:
    """Let the form carry the revision that this page shows."""
    if form["version"].data is None:
        form["version"].data = page.revision

"""Pages of licences: the list, one licence now and at any past instant, and stopping it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app import drafts, gate, typed
from app.forms import Form
from app.licences import previews, queries, services
from app.licences.forms import (
    BACK,
    AsOfForm,
    ReasonForm,
    RevocationForm,
    RevokeForm,
    SurrenderForm,
    SuspendForm,
)
from app.licences.shapes import Halt, Page
from app.pages import say
from models.actions import Action
from models.errors import Invalid, NotFound

licences = Blueprint("licences", __name__, url_prefix="/licences")

READS = ("licence", "read")
Answer = str | Response


@licences.get("")
@gate.reads(READS)
def queue() -> str:
    """The licences that this person may see, the newest first."""
    shown = queries.listed(gate.caller(), typed.word("q"), typed.page())
    return render_template("licences/queue.html", shown=shown)


@licences.get("/<number>")
@gate.reads(READS)
def page(number: str) -> str:
    """One licence; with a day and a time also as it stood then (ADM-04)."""
    asks = bool(request.args)
    form = AsOfForm(request.args if asks else None)
    then = None
    if asks:
        if form.validate() and (asked := form.value()):
            if queries.moment_of(gate.caller(), number, asked):
                then = asked
            else:
                form.add_error(say("refusal.moment_in_future"), "day")
        if then is None:
            g.answer = Invalid.http
    shown = queries.page(gate.caller(), number, then)
    return render_template("licences/page.html", shown=shown, form=form)


@licences.route("/<number>/suspend", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_SUSPEND)
def suspend(number: str) -> Answer:
    """Suspend at once, for the own State."""
    form = SuspendForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.suspend,
        gate.caller(),
        number,
        ground=form.ground.data or "",
        reason=form.reason.data or "",
        seen=form.version.data,
    ):
        said = gettext("Suspended at every border. Another senior officer must confirm it in time.")
        return _back(number, said)
    return _drawn("suspend", number, form, counts=queries.counts(gate.caller(), number))


@licences.route("/<number>/suspensions/<uid>/confirm", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_CONFIRM_SUSPENSION)
def confirm(number: str, uid: str) -> Answer:
    """Confirm a suspension before it lapses."""
    said = gettext("Confirmed. The suspension stands.")
    return _on_halt("confirm", number, uid, services.confirm, said, lambda halt: halt.may_confirm)


@licences.route("/<number>/suspensions/<uid>/lift", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_LIFT)
def lift(number: str, uid: str) -> Answer:
    """Lift a suspension of the own State."""
    said = gettext("Lifted. The licence is good again where nothing else stops it.")
    return _on_halt("lift", number, uid, services.lift, said, lambda halt: halt.may_lift)


def _on_halt(
    name: str,
    number: str,
    uid: str,
    service: services.OnSuspension,
    said: str,
    may: Callable[[Halt], bool],
) -> Answer:
    """One decision on one suspension, with its reason."""
    form = ReasonForm()
    if gate.submitted(form) and gate.tried(
        form,
        service,
        gate.caller(),
        number,
        suspension=uid,
        reason=form.reason.data or "",
        seen=form.version.data,
    ):
        return _back(number, said)
    shown = queries.page(gate.caller(), number)
    halt = next((item for item in shown.halts if item.uid == uid), None)
    if halt is None or not (may(halt) or form.is_submitted()):
        raise NotFound
    others = [item.state for item in shown.halts if item.stands and item.uid != uid]
    return _drawn(name, number, form, shown=shown, halt=halt, others=others)


@licences.route("/<number>/revocation", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_PROPOSE_REVOCATION)
def propose_revocation(number: str) -> Answer:
    """Propose to revoke for the own State."""
    form = RevocationForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.propose_revocation,
        gate.caller(),
        number,
        reason=form.reason.data or "",
        reason_for_holder=form.reason_for_holder.data or "",
        seen=form.version.data,
    ):
        said = gettext("Proposed. A senior officer of your State must countersign.")
        return _back(number, said)
    return _drawn("propose_revocation", number, form)


@licences.get("/<number>/draft.pdf")
@gate.asks(Action.LICENCE_PROPOSE_REVOCATION, Action.LICENCE_REVOKE)
def draft(number: str) -> Response:
    """The letter that the waiting revocation would send, marked DRAFT."""
    return drafts.answer(previews.waiting(gate.caller(), number))


@licences.route("/<number>/revoke", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_REVOKE)
def revoke(number: str) -> Answer:
    """Countersign the own State's proposal to revoke, or send it back."""
    form = RevokeForm()
    if gate.submitted(form):
        reason, seen = form.reason.data or "", form.version.data
        if form.answer.data == BACK:
            if gate.tried(
                form, services.send_back, gate.caller(), number, reason=reason, seen=seen
            ):
                return _back(number, gettext("Sent back. The licence stands as it stood."))
        elif gate.tried(
            form,
            services.revoke,
            gate.caller(),
            number,
            shown_digest=form.fingerprint.data or "",
            reason=reason,
            seen=seen,
        ):
            return _back(number, gettext("Revoked, for good, at every border from this second."))
    shown = queries.page(gate.caller(), number)
    if shown.revocation is None:
        raise NotFound
    if form.version.data is None:
        form.fingerprint.data = shown.revocation.digest
    counts = queries.counts(gate.caller(), number)
    return _drawn("revoke", number, form, shown=shown, counts=counts)


@licences.route("/<number>/surrender", methods=["GET", "POST"])
@gate.asks(Action.LICENCE_SURRENDER)
def surrender(number: str) -> Answer:
    """The holder gives the licence up."""
    form = SurrenderForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.surrender,
        gate.caller(),
        number,
        reason=form.reason.data or "",
        seen=form.version.data,
    ):
        return _back(number, gettext("Given up. No border accepts it any more."))
    return _drawn("surrender", number, form)


def _drawn(name: str, number: str, form: Form, shown: Page | None = None, **facts: object) -> str:
    found = shown or queries.page(gate.caller(), number)
    if form["version"].data is None:
        form["version"].data = found.revision
    return render_template(f"licences/{name}.html", shown=found, form=form, **facts)


def _back(number: str, said: str) -> Response:
    flash(said)
    return redirect(url_for("licences.page", number=number), 303)

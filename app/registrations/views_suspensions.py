"""Pages of suspensions and of declared interests."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.registrations import queries, queries_queue, services_interests, services_suspensions
from app.registrations.forms import InterestForm, ReasonForm, SuspendForm
from app.registrations.views import case_url, registrations
from models.actions import Action

__all__ = ["registrations"]


@registrations.route("/registrations/<number>/suspend", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_SUSPEND)
def suspend(number: str) -> str | Response:
    """Suspend at once, with what stops in the same instant."""
    page = queries.suspend_page(gate.caller(), number)
    form = SuspendForm()
    if gate.submitted(form) and gate.tried(
        form,
        services_suspensions.suspend,
        gate.caller(),
        number,
        form.ground.data or "",
        form.reason.data or "",
    ):
        flash(gettext("Suspended. Another senior officer must confirm it in time."), "warning")
        return redirect(case_url(number))
    return render_template("registrations/suspend.html", head=page.head, page=page, form=form)


@registrations.route("/registrations/<number>/suspensions/<uid>/confirm", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_CONFIRM_SUSPENSION)
def confirm_suspension(number: str, uid: str) -> str | Response:
    """Confirm another's suspension before it lapses."""
    page = queries.suspend_page(gate.caller(), number, uid)
    form = ReasonForm()
    if gate.submitted(form) and gate.tried(
        form,
        services_suspensions.confirm_suspension,
        gate.caller(),
        number,
        uid,
        form.reason.data or "",
    ):
        flash(gettext("Confirmed. The suspension stands."))
        return redirect(case_url(number))
    return render_template("registrations/confirm.html", head=page.head, page=page, form=form)


@registrations.route("/registrations/<number>/suspensions/<uid>/lift", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_LIFT)
def lift(number: str, uid: str) -> str | Response:
    """Lift a suspension."""
    page = queries.suspend_page(gate.caller(), number, uid)
    form = ReasonForm()
    if gate.submitted(form) and gate.tried(
        form, services_suspensions.lift, gate.caller(), number, uid, form.reason.data or ""
    ):
        flash(gettext("Lifted. The registration covers again, unless something else stops it."))
        return redirect(case_url(number))
    return render_template("registrations/lift.html", head=page.head, page=page, form=form)


@registrations.get("/interests")
@gate.reads(("interest", "read"))
def interests() -> str:
    """Declared interests: one's own; an administrator reads the State's."""
    return render_template(
        "registrations/interests.html", lines=queries_queue.interests(gate.caller())
    )


@registrations.route("/registrations/<number>/interest", methods=["GET", "POST"])
@gate.asks(Action.INTEREST_DECLARE)
def declare(number: str) -> str | Response:
    """Declare an interest in the trader of a case."""
    head = queries.head(gate.caller(), number)
    form = InterestForm()
    if gate.submitted(form) and gate.tried(
        form,
        services_interests.declare_interest,
        gate.caller(),
        head.trader_number,
        form.reason.data or "",
    ):
        flash(gettext("Declared. You act on no case of this trader until it is ended."))
        return redirect(case_url(number))
    return render_template("registrations/interest.html", head=head, form=form)


@registrations.route("/interests/<uid>/end", methods=["GET", "POST"])
@gate.asks(Action.INTEREST_END)
def end_interest(uid: str) -> str | Response:
    """Say that an interest of an officer is over."""
    line = queries_queue.interest(gate.caller(), uid)
    form = ReasonForm()
    if gate.submitted(form) and gate.tried(
        form, services_interests.end_interest, gate.caller(), uid, form.reason.data or ""
    ):
        flash(gettext("Ended. The officer may act on this trader again."))
        return redirect(url_for("registrations.interests"))
    return render_template("registrations/end_interest.html", line=line, form=form)

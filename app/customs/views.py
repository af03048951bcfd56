"""Pages of the border: one question, one answer, what crosses, contra entries, stops."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, scanned, typed
from app.customs import queries, queries_stops, reversals, services
from app.customs.forms import CheckForm, MovementForm, ReversalForm, SignReversalForm, StopForm
from app.customs.queries import Answer
from models.actions import Action

customs = Blueprint("customs", __name__)


@customs.route("/check", methods=["GET", "POST"])
@gate.asks(Action.BORDER_CHECK)
def check() -> str:
    """Number and code in, one verdict out."""
    form = CheckForm()
    if gate.submitted(form):
        number, code = scanned.meant(*form.value())
        done = gate.tried(form, services.check, gate.caller(), number, code)
        if done:
            return _answer(done.value, code)
    return render_template("customs/check.html", form=form)


def _answer(answer: Answer, code: str, movement: MovementForm | None = None) -> str:
    """The verdict; on the route with the licence and, when it is good, what crosses."""
    form = movement
    if form is None and answer.on_route is not None and _may_record(answer):
        form = MovementForm.of(answer.on_route)
    return render_template(
        "customs/answer.html",
        answer=answer,
        shown=answer.on_route,
        code=code,
        form=form,
        again=CheckForm(formdata=None),
    )


def _may_record(answer: Answer) -> bool:
    """A valid licence; or goods that left while it was, still on their way (rules 3.3)."""
    shown = answer.on_route
    under_way = shown is not None and bool(shown.exits)
    return answer.valid or (under_way and str(answer.verdict.reason) in queries.FOLLOW_ON)


@customs.post("/check/<number>/movements")
@gate.asks(Action.MOVEMENT_RECORD)
def record(number: str) -> str | Response:
    """Write off what crosses now."""
    code = typed.word("code")
    answer = services.check(gate.caller(), number, code)
    if answer.on_route is None:
        return _answer(answer, code)
    form = MovementForm.of(answer.on_route)
    if gate.submitted(form):
        wanted = form.value()
        done = gate.tried(
            form,
            services.record,
            gate.caller(),
            number,
            declaration=wanted.declaration,
            part=wanted.part,
            direction=wanted.direction,
            amounts=wanted.amounts,
            office=wanted.office,
            exit_uid=wanted.exit_uid,
        )
        if done:
            flash(_receipt(repeated=done.value.repeated))
            return redirect(url_for("customs.ledger", number=number), 303)
        answer = services.check(gate.caller(), number, code)
    return _answer(answer, code, form)


def _receipt(*, repeated: bool) -> str:
    if repeated:
        return str(gettext("This declaration was on the record already. Nothing was added"))
    return str(gettext("Written off. Every border sees it now"))


@customs.get("/check/<number>")
@gate.reads(("write_off", "read"))
def ledger(number: str) -> str:
    """What is left of a licence and its newest movements, for States on its route."""
    return render_template("customs/ledger.html", shown=queries.ledger(gate.caller(), number))


@customs.route("/movements/<uid>/reversal", methods=["GET", "POST"])
@gate.asks(Action.MOVEMENT_PROPOSE_REVERSAL)
def propose_reversal(uid: str) -> str | Response:
    """Propose a contra entry."""
    form = ReversalForm()
    shown = queries.movement(gate.caller(), uid)
    if gate.submitted(form) and gate.tried(
        form, reversals.propose_reversal, gate.caller(), uid, form.reason.data or ""
    ):
        flash(gettext("Proposed. A senior officer of your State must countersign"))
        return redirect(url_for("customs.ledger", number=shown.number), 303)
    return render_template("customs/propose_reversal.html", form=form, shown=shown)


@customs.get("/reversals")
@gate.asks(Action.MOVEMENT_REVERSE, Action.MOVEMENT_PROPOSE_REVERSAL)
def reversals_waiting() -> str:
    """Contra entries of this State that wait for a second signature."""
    return render_template(
        "customs/reversals.html", waiting=queries.reversals_waiting(gate.caller())
    )


@customs.route("/movements/<uid>/sign", methods=["GET", "POST"])
@gate.asks(Action.MOVEMENT_REVERSE)
def sign_reversal(uid: str) -> str | Response:
    """Countersign a contra entry, or send it back."""
    form = SignReversalForm()
    shown = queries.reversal(gate.caller(), uid)
    accept = form.decision.data == "accept"
    if gate.submitted(form) and gate.tried(
        form,
        reversals.sign_reversal,
        gate.caller(),
        uid,
        accept=accept,
        reason=form.reason.data or "",
    ):
        flash(
            gettext("Signed. The movement is taken back at every border")
            if accept
            else gettext("Sent back. The movement stands as it stood")
        )
        return redirect(url_for("customs.reversals_waiting"), 303)
    return render_template("customs/sign_reversal.html", form=form, shown=shown)


@customs.route("/stops/new", methods=["GET", "POST"])
@gate.asks(Action.STOP_REPORT)
def report_stop() -> str | Response:
    """Report goods that were stopped; the number comes from the check just made."""
    form = StopForm()
    uid = typed.word("kept")
    kept = queries_stops.kept_stop(gate.caller(), uid) if uid else None
    number = kept.licence if kept else typed.word("licence", services.LONGEST_NUMBER)
    if gate.submitted(form):
        done = gate.tried(form, services.report_stop, gate.caller(), number, form.value(), uid)
        if done:
            flash(_reported(done.value, named=bool(number)))
            return redirect(url_for("customs.stops"), 303)
    elif kept is not None:
        form.start_with(kept)
    return render_template("customs/report_stop.html", form=form, number=number, kept=kept)


def _reported(report: str, *, named: bool) -> str:
    if named:
        said = gettext("Reported as %(number)s. The States of the licence are told", number=report)
    else:
        said = gettext("Reported as %(number)s. It stays with your State", number=report)
    return str(said)


@customs.get("/stops")
@gate.reads(("stop_report", "read"))
def stops() -> str:
    """Reports of stopped goods."""
    return render_template("customs/stops.html", stops=queries_stops.stops(gate.caller()))

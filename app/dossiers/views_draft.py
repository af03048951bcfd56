"""Pages that write a dossier: the list of its parts, one part a page, check and sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import formats, gate
from app.dossiers import drafts, forms_deal, forms_goods, services
from app.dossiers.forms import NEW, DraftForm, PlainForm, SignForm
from app.dossiers.views import dossiers
from app.dossiers.writing import Writing, writing
from app.sayings import locale, state_name
from models.actions import Action
from models.errors import NotFound

__all__ = ["dossiers"]

Answer = str | Response
EDITS = gate.asks(Action.DOSSIER_EDIT)
WRITE = "/<key>/write"


def _kept(
    form: DraftForm,
    key: str,
    service: Callable[..., Any],
    given: Callable[[], tuple[Any, ...]] = tuple,
    **more: Any,
) -> bool:
    """Whether the form was sent, whole, and kept; `given` is asked once it is whole."""
    if not gate.submitted(form):
        return False
    seen = form.revision.data
    done = gate.tried(form, service, gate.caller(), key, *given(), seen=seen, **more)
    return done is not None


def _next(key: str, endpoint: str = "tasks") -> Response:
    return redirect(url_for(f"dossiers.{endpoint}", key=key), 303)


def _page(template: str, shown: Writing, form: Any = None, **more: Any) -> str:
    """A page of the draft as it stands now; the form carries the newest revision."""
    if form is not None:
        if form.is_submitted():
            shown = writing(gate.caller(), shown.key)
        form.revision.data = shown.revision
    return render_template(
        f"dossiers/{template}.html",
        shown=shown,
        deal=shown.deal,
        form=form,
        new_no=NEW,
        **more,
    )


@dossiers.get(WRITE)
@EDITS
def tasks(key: str) -> str:
    """The parts of the dossier, what each lacks, and who must authorize it."""
    return _page("tasks", writing(gate.caller(), key))


@dossiers.route(f"{WRITE}/questions", methods=["GET", "POST"])
@EDITS
def questions(key: str) -> Answer:
    """What is asked first."""
    shown = writing(gate.caller(), key)
    form = forms_deal.QuestionsForm.of(shown.deal)
    if _kept(form, key, drafts.answer_questions, lambda: (form.value(),)):
        return _next(key)
    return _page("questions", shown, form)


@dossiers.get(f"{WRITE}/parties")
@EDITS
def parties(key: str) -> str:
    """The parties with their capacities."""
    return _page("parties", writing(gate.caller(), key))


@dossiers.route(f"{WRITE}/parties/<int:no>", methods=["GET", "POST"])
@EDITS
def party(key: str, no: int) -> Answer:
    """Add a party, or change one."""
    shown = writing(gate.caller(), key)
    form = forms_deal.PartyForm.of(shown.deal.party(no))
    linked = form.linked.data or ""
    if _kept(form, key, drafts.save_party, lambda: (form.as_party(no),), linked=linked):
        return _next(key, "parties")
    return _page(
        "party", writing(gate.caller(), key), form, no=no, new=shown.deal.party(no) is None
    )


@dossiers.post(f"{WRITE}/parties/<int:no>/remove")
@EDITS
def remove_party(key: str, no: int) -> Answer:
    """Take a party out."""
    return _removed(key, "parties", drafts.remove_party, no)


@dossiers.get(f"{WRITE}/steps")
@EDITS
def steps(key: str) -> str:
    """Where it is negotiated and arranged, and who must authorize it for that."""
    return _page("steps", writing(gate.caller(), key))


@dossiers.route(f"{WRITE}/steps/<int:no>", methods=["GET", "POST"])
@EDITS
def step(key: str, no: int) -> Answer:
    """Add a step, or change one."""
    shown = writing(gate.caller(), key)
    found = next((item for item in shown.deal.steps if item.no == no), None)
    form = forms_deal.StepForm.of(shown.deal, found)
    if _kept(form, key, drafts.save_step, lambda: (form.as_step(no),)):
        return _next(key, "steps")
    return _page("step", shown, form, no=no, new=found is None)


@dossiers.post(f"{WRITE}/steps/<int:no>/remove")
@EDITS
def remove_step(key: str, no: int) -> Answer:
    """Take a step out."""
    return _removed(key, "steps", drafts.remove_step, no)


@dossiers.get(f"{WRITE}/goods")
@EDITS
def goods(key: str) -> str:
    """The goods lines."""
    return _page("goods", writing(gate.caller(), key))


@dossiers.route(f"{WRITE}/goods/<int:no>", methods=["GET", "POST"])
@EDITS
def line(key: str, no: int) -> Answer:
    """Add a goods line, or change one."""
    shown = writing(gate.caller(), key)
    found = next((item for item in shown.deal.lines if item.no == no), None)
    form = forms_goods.LineForm.of(found)
    if _kept(form, key, drafts.save_line, lambda: (form.as_line(no),)):
        return _next(key, "goods")
    return _page("line", shown, form, no=no, new=found is None)


@dossiers.post(f"{WRITE}/goods/<int:no>/remove")
@EDITS
def remove_line(key: str, no: int) -> Answer:
    """Take a goods line out."""
    return _removed(key, "goods", drafts.remove_line, no)


def _removed(key: str, part: str, service: Callable[..., Any], no: int) -> Answer:
    form = PlainForm()
    if _kept(form, key, service, lambda: (no,)):
        return _next(key, part)
    return _page(part, writing(gate.caller(), key), errors=form)


@dossiers.route(f"{WRITE}/route", methods=["GET", "POST"])
@EDITS
def route(key: str) -> Answer:
    """States of dispatch, transit and destination."""
    shown = writing(gate.caller(), key)
    form = forms_goods.RouteForm.of(shown.deal)
    if _kept(form, key, drafts.save_route, lambda: (form.value(),)):
        return _next(key)
    return _page("route", shown, form)


@dossiers.route(f"{WRITE}/end-use", methods=["GET", "POST"])
@EDITS
def end_use(key: str) -> Answer:
    """What the goods are for, and the end-use certificate."""
    shown = writing(gate.caller(), key)
    form = forms_goods.EndUseForm.of(shown.deal)
    if _kept(
        form,
        key,
        drafts.save_end_use,
        form.value,
    ):
        return _next(key)
    return _page("end_use", shown, form)


@dossiers.route(f"{WRITE}/contract", methods=["GET", "POST"])
@EDITS
def contract(key: str) -> Answer:
    """The contract and the days that are asked for."""
    shown = writing(gate.caller(), key)
    form = forms_goods.ContractForm.of(shown.deal)
    if _kept(form, key, drafts.save_contract, lambda: (form.value(),)):
        return _next(key)
    return _page("contract", shown, form)


@dossiers.get(f"{WRITE}/outside")
@EDITS
def outside(key: str) -> str:
    """The authorizations of States that take no part."""
    return _page("outside", writing(gate.caller(), key))


@dossiers.route(f"{WRITE}/outside/<int:no>/<state>", methods=["GET", "POST"])
@EDITS
def evidence(key: str, no: int, state: str) -> Answer:
    """Prove one registration and authorization outside the register."""
    shown = writing(gate.caller(), key)
    asked = next((row for row in shown.panel.outside if (row.party, row.code) == (no, state)), None)
    if asked is None:
        raise NotFound
    form = forms_deal.EvidenceForm.of(asked.evidence)
    if _kept(
        form,
        key,
        drafts.save_evidence,
        lambda: form.as_evidence(no, state),
    ):
        return _next(key, "outside")
    return _page("evidence", shown, form, asked=asked)


@dossiers.route(f"{WRITE}/papers", methods=["GET", "POST"])
@EDITS
def papers(key: str) -> Answer:
    """Further papers."""
    shown = writing(gate.caller(), key)
    form = forms_goods.PaperForm()
    if _kept(form, key, drafts.attach, lambda: (form.value(),)):
        flash(gettext("Kept with the dossier"))
        return _next(key, "papers")
    return _page("papers", shown, form)


@dossiers.route(f"{WRITE}/check", methods=["GET", "POST"])
@EDITS
def check(key: str) -> Answer:
    """Check what was written, see who is asked and what is missing, sign and submit."""
    shown = writing(gate.caller(), key)
    form = SignForm.of(shown.version)
    if gate.submitted(form):
        sign = _amended if form.base.data else _submitted
        number = sign(form, key)
        if number:
            return redirect(url_for("dossiers.submitted", key=number), 303)
    codes = [item.code for item in shown.panel.asked]
    states = formats.listed([state_name(code) for code in codes], locale())
    return _page("check", shown, form, states=states)


def _submitted(form: SignForm, key: str) -> str | None:
    done = gate.tried(
        form,
        services.submit,
        gate.caller(),
        key,
        declared_by=form.declared_by.data or "",
        declaration=form.declaration,
        seen=form.revision.data,
    )
    return done.value if done else None


def _amended(form: SignForm, key: str) -> str | None:
    done = gate.tried(
        form,
        services.amend,
        gate.caller(),
        key,
        reason=form.reason.data or "",
        declared_by=form.declared_by.data or "",
        declaration=form.declaration,
        base=form.base.data,
        seen=form.revision.data,
    )
    return key if done else None


@dossiers.post(f"{WRITE}/discard")
@EDITS
def discard(key: str) -> Answer:
    """Throw the draft away; or, of what was submitted, the changes."""
    shown = writing(gate.caller(), key)
    service = drafts.abandon_changes if shown.version else services.discard
    form = PlainForm()
    if _kept(form, key, service):
        if shown.version:
            flash(gettext("The changes are gone; what was submitted stands"))
            return redirect(url_for("dossiers.page", key=key), 303)
        flash(gettext("The draft is gone"))
        return redirect(url_for("dossiers.home"), 303)
    return _page("tasks", writing(gate.caller(), key), errors=form)

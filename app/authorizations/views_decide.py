"""Pages of deciding: propose to consent or refuse, countersign, reopen; on the same blueprint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import drafts, gate
from app.authorizations import previews, queries, services_decide
from app.authorizations.forms import BACK, ConsentForm, ReasonForm, RefusalForm, SignForm
from app.authorizations.services_decide import Signed
from app.authorizations.views import Answer, authorizations
from app.sayings import state_name
from models.actions import Action
from models.proposals import Decision

__all__ = ["authorizations"]
"""The blueprint with every route of the area: `views` has the others."""


@authorizations.route("/<number>/consent", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_PROPOSE)
def consent(number: str) -> Answer:
    """Propose to consent: days, quantities, conditions."""
    shown = queries.terms(gate.caller(), number)
    form = ConsentForm.of(shown)
    if _proposes(number, form, services_decide.propose_consent, lambda: {"terms": form.value()}):
        return _proposed(number)
    return _form_page("consent", form, shown.head.revision, shown=shown)


@authorizations.route("/<number>/refusal", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_PROPOSE)
def refusal(number: str) -> Answer:
    """Propose to refuse; nothing that blocks a consent blocks this."""
    head = queries.head(gate.caller(), number)
    form = RefusalForm()
    if _proposes(number, form, services_decide.propose_refusal, form.value):
        return _proposed(number)
    return _form_page("refusal", form, head.revision, head=head)


@authorizations.route("/<number>/sign", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_CONSENT)
def sign(number: str) -> Answer:
    """Read what another person proposed and what signing would do; sign it or send it back."""
    return _second(number, services_decide.countersign)


@authorizations.get("/<number>/draft.pdf")
@gate.asks(Action.AUTHORIZATION_PROPOSE, Action.AUTHORIZATION_CONSENT)
def draft(number: str) -> Response:
    """The licence or letter that the waiting proposal would make, marked DRAFT."""
    return drafts.answer(previews.waiting(gate.caller(), number))


@authorizations.route("/<number>/reopening", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_PROPOSE_REOPENING)
def propose_reopening(number: str) -> Answer:
    """Propose to take the own consent back (rules 4.2)."""
    head = queries.head(gate.caller(), number)
    form = ReasonForm()
    if _proposes(number, form, services_decide.propose_reopening):
        return _proposed(number)
    return _form_page("reopening", form, head.revision, head=head)


def _proposes(
    number: str,
    form: ConsentForm | RefusalForm | ReasonForm,
    service: Callable[..., Any],
    given: Callable[[], dict[str, Any]] = dict,
) -> bool:
    """Whether the form was sent, whole, and taken; `given` is asked once it is whole."""
    if not gate.submitted(form):
        return False
    more = {"reason": form.reason.data or "", "seen": form.version.data, **given()}
    return gate.tried(form, service, gate.caller(), number, **more) is not None


def _form_page(
    name: str, form: ConsentForm | RefusalForm | ReasonForm, revision: int, **shown: Any
) -> str:
    if form.version.data is None:
        form.version.data = revision
    return render_template(f"authorizations/{name}.html", form=form, **shown)


@authorizations.route("/<number>/reopen", methods=["GET", "POST"])
@gate.asks(Action.AUTHORIZATION_REOPEN)
def reopen(number: str) -> Answer:
    """Countersign a reopening, or turn it down."""
    return _second(number, services_decide.reopen)


def _second(number: str, accept: Callable[..., Signed]) -> Answer:
    """The second person's answer to what waits: accepted by this service, or sent back."""
    form = SignForm()
    if not gate.submitted(form):
        return _sign_page(number, form)
    answer: dict[str, Any] = {"reason": form.reason.data or "", "seen": form.version.data}
    done: gate.Done[Signed | None] | None
    if form.answer.data == BACK:
        done = gate.tried(form, services_decide.send_back, gate.caller(), number, **answer)
    else:
        answer["shown_digest"] = form.fingerprint.data or ""
        done = gate.tried(form, accept, gate.caller(), number, **answer)
    return _signed(number, done.value) if done else _sign_page(number, form)


def _sign_page(number: str, form: SignForm) -> str:
    shown = queries.sign(gate.caller(), number)
    mine = shown.page.mine
    waiting = (mine.proposal or mine.reopening) if mine else None
    if mine and waiting:
        form.offer(waiting.decision, state=state_name(mine.state), proposer=waiting.by)
        if form.version.data is None:
            form.version.data = mine.revision
            form.fingerprint.data = waiting.digest
    return render_template("authorizations/sign.html", shown=shown, waiting=waiting, form=form)


def _proposed(number: str) -> Response:
    flash(gettext("Proposed. A second person of your State must countersign"))
    return redirect(url_for("authorizations.page", number=number), 303)


def _signed(number: str, signed: Signed | None) -> Answer:
    """What the signature brought about: the licence on a page of its own, else a message."""
    if signed is not None and signed.licence is not None:
        return render_template("authorizations/issued.html", number=number, licence=signed.licence)
    flash(_said(signed))
    return redirect(url_for("authorizations.page", number=number), 303)


def _said(signed: Signed | None) -> str:
    if signed is None:
        return str(gettext("Sent back with your reason"))
    if signed.decision == Decision.REFUSE:
        return str(gettext("Signed. The dossier is refused, and the broker is told"))
    if signed.decision == Decision.REOPEN:
        return str(gettext("Signed. The case is under review again"))
    if signed.clash:
        return str(gettext("Signed. The terms do not meet: no licence is issued until they do"))
    return str(gettext("Signed. The consent waits for the other States"))

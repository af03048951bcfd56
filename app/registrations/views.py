"""Pages of the State's side of registration: the queue, one case, proposal and countersignature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from babel.lists import format_list
from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug import Response

from app import drafts, formats, gate
from app.forms import error_links
from app.registrations import previews, queries, queries_queue, services
from app.registrations.forms import (
    AGREE,
    ApproveForm,
    EmptyForm,
    NoteForm,
    QuestionForm,
    RefuseForm,
    SignForm,
    asked,
)
from app.registrations.queries_queue import Part
from app.registrations.shapes import ProposePage, SignPage
from app.registrations.wanted import Place
from app.sayings import locale, say, state_name
from models.actions import Action
from models.particulars import TraderKind
from models.proposals import Decision

registrations = Blueprint("registrations", __name__)

READERS = ("decision_note", "read")
"""Officers who read cases of their State: the same who read its notes."""


class Entry(NamedTuple):
    """A line of the timeline."""

    at: datetime
    state: str | None
    text: str


class File(NamedTuple):
    """A line of the list of papers."""

    url: str
    title: str
    note: str


def case_url(number: str) -> str:
    """The page of a registration."""
    return url_for("registrations.case", number=number)


@registrations.get("/registrations")
@gate.reads(READERS)
def queue() -> str:
    """What waits in this State, oldest first; by kind, name or number."""
    wanted = asked(request.args.to_dict())
    page = queries_queue.queue(gate.caller(), wanted)
    return render_template(
        "registrations/queue.html",
        page=page,
        parts=[str(part) for part in Part],
        kinds=[str(kind) for kind in TraderKind],
    )


@registrations.get("/registrations/<number>")
@gate.reads(READERS)
def case(number: str) -> str:
    """One registration: what to do next, what it says, what was found, what happened."""
    page = queries.case(gate.caller(), number)
    return render_template(
        "registrations/case.html",
        page=page,
        facts=page.facts,
        share=_share,
        happened=[
            Entry(one.at, one.state, say(f"happened.{one.action}", name=one.by))
            for one in page.history
        ],
        files=[
            File(
                url_for("registrations.document", number=number, uid=one.uid),
                one.name,
                say(f"paper.{one.purpose}"),
            )
            for one in page.papers
        ],
        who_may=_who_may,
        hit_url=_hit_url,
    )


@registrations.get("/registrations/<number>/documents/<uid>")
@gate.reads(("document", "read"))
def document(number: str, uid: str) -> Response:
    """A paper as it was given: always a download, never shown inside the page."""
    name, media_type, content = queries.document(gate.caller(), number, uid)
    answer = Response(content, mimetype=media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@registrations.post("/registrations/<number>/take", defaults={"renewal": False})
@registrations.post("/registrations/<number>/renewal/take", defaults={"renewal": True})
@gate.asks(Action.REGISTRATION_TAKE)
def take(number: str, renewal: bool) -> Response:  # noqa: FBT001  from the address
    """Take a case."""
    place = Place(number, renewal, EmptyForm().version.data)
    act = partial(services.take, gate.caller(), place)
    return _pressed(number, act, gettext("You hold this case now."))


@registrations.post("/registrations/<number>/screen", defaults={"renewal": False})
@registrations.post("/registrations/<number>/renewal/screen", defaults={"renewal": True})
@gate.asks(Action.REGISTRATION_SCREEN)
def screen(number: str, renewal: bool) -> Response:  # noqa: FBT001  from the address
    """Have every name screened again."""
    place = Place(number, renewal, EmptyForm().version.data)
    said = gettext("Every name is being screened again. The answer comes in a moment.")
    return _pressed(number, partial(services.screen_again, gate.caller(), place), said)


def _pressed(number: str, act: Callable[[], object], said: str) -> Response:
    """A button of a registration's page: the page again, with what was done or why not."""
    form = EmptyForm()
    if gate.submitted(form) and gate.tried(form, act):
        flash(said)
    for sentence, _ in error_links(form):
        flash(sentence, "error")
    return redirect(case_url(number))


@registrations.route("/registrations/<number>/ask", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_ASK)
def ask(number: str) -> str | Response:
    """Ask the applicant."""
    head = queries.head(gate.caller(), number)
    form = QuestionForm(version=head.revision)
    if gate.submitted(form):
        place = Place(number, seen=form.version.data)
        if gate.tried(form, services.ask, gate.caller(), place, form.text.data or ""):
            flash(gettext("Your question is with the applicant, and the clock stands still."))
            return redirect(case_url(number))
    return render_template("registrations/ask.html", head=head, form=form)


@registrations.route("/registrations/<number>/note", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_NOTE)
def note(number: str) -> str | Response:
    """Add a confidential note."""
    head = queries.head(gate.caller(), number)
    form = NoteForm()
    if gate.submitted(form) and gate.tried(
        form, services.note, gate.caller(), number, form.text.data or ""
    ):
        flash(gettext("Your note is kept."))
        return redirect(case_url(number))
    return render_template("registrations/note.html", head=head, form=form)


@registrations.route(
    "/registrations/<number>/approve", methods=["GET", "POST"], defaults={"renewal": False}
)
@registrations.route(
    "/registrations/<number>/renewal/approve", methods=["GET", "POST"], defaults={"renewal": True}
)
@gate.asks(Action.REGISTRATION_PROPOSE)
def propose_approval(number: str, renewal: bool) -> str | Response:  # noqa: FBT001
    """Propose to approve; a second officer signs."""
    page = queries.propose_page(gate.caller(), number, renewal=renewal)
    form = ApproveForm(version=page.revision, first_day=page.first_day, last_day=page.last_day)
    if not page.facts.eligibility.any_yes:
        del form.eligibility_review
    if renewal:
        del form.first_day
        del form.conditions
    return _propose(number, page, form, "registrations/approve.html")


@registrations.route(
    "/registrations/<number>/refuse", methods=["GET", "POST"], defaults={"renewal": False}
)
@registrations.route(
    "/registrations/<number>/renewal/refuse", methods=["GET", "POST"], defaults={"renewal": True}
)
@gate.asks(Action.REGISTRATION_PROPOSE)
def propose_refusal(number: str, renewal: bool) -> str | Response:  # noqa: FBT001
    """Propose to refuse; a second officer signs."""
    page = queries.propose_page(gate.caller(), number, renewal=renewal)
    form = RefuseForm(version=page.revision)
    return _propose(number, page, form, "registrations/refuse.html")


def _propose(
    number: str, page: ProposePage, form: ApproveForm | RefuseForm, template: str
) -> str | Response:
    if gate.submitted(form):
        place = Place(number, page.renewal, form.version.data)
        if gate.tried(form, services.propose, gate.caller(), place, form.value()):
            flash(gettext("Your proposal waits for a second officer."))
            return redirect(case_url(number))
    return render_template(template, head=page.head, page=page, form=form)


@registrations.route(
    "/registrations/<number>/countersign", methods=["GET", "POST"], defaults={"renewal": False}
)
@registrations.route(
    "/registrations/<number>/renewal/countersign",
    methods=["GET", "POST"],
    defaults={"renewal": True},
)
@gate.asks(Action.REGISTRATION_APPROVE, Action.REGISTRATION_SEND_BACK)
def countersign(number: str, renewal: bool) -> str | Response:  # noqa: FBT001
    """Read what was proposed and sign it, or send it back."""
    page = queries.sign_page(gate.caller(), number, renewal=renewal)
    digest = page.proposal.digest
    form = SignForm(version=page.revision, fingerprint=digest)
    if gate.submitted(form):
        answered = _answered(number, page, form)
        if answered is not None:
            return answered
    form.offer(
        _agreement(page),
        gettext("Send back to %(name)s, with my reason", name=page.proposal.by),
        can_sign=page.can_sign,
    )
    return render_template(
        "registrations/countersign.html",
        head=page.head,
        page=page,
        form=form,
        who_may=_who_may,
        share=_share,
        fingerprint=" ".join(digest[place : place + 4] for place in range(0, len(digest), 4)),
        changed=_listed([say(f"evidence.{part}") for part in page.changed]),
    )


@registrations.get("/registrations/<number>/draft.pdf", defaults={"renewal": False})
@registrations.get("/registrations/<number>/renewal/draft.pdf", defaults={"renewal": True})
@gate.reads(READERS)
def draft(number: str, renewal: bool) -> Response:  # noqa: FBT001  from the address
    """The certificate or letter that the waiting proposal would make, marked DRAFT."""
    return drafts.answer(previews.waiting(gate.caller(), number, renewal=renewal))


def _agreement(page: SignPage) -> str:
    """What agreeing does, in words."""
    facts = {"state": state_name(page.head.state), "trader": page.head.trader}
    if page.approves and page.renewal:
        return str(gettext("I agree: %(state)s renews the registration of %(trader)s", **facts))
    if page.approves:
        return str(gettext("I agree: %(state)s registers %(trader)s", **facts))
    if page.renewal:
        return str(gettext("I agree: %(state)s does not renew %(trader)s", **facts))
    return str(gettext("I agree: %(state)s does not register %(trader)s", **facts))


def _answered(number: str, page: SignPage, form: SignForm) -> Response | None:
    place = Place(number, page.renewal, form.version.data)
    reason = form.reason.data or ""
    if form.answer.data == AGREE:
        fingerprint = form.fingerprint.data or ""
        done = gate.tried(form, services.sign, gate.caller(), place, fingerprint, reason)
        if done is None:
            return None
        if done.value is Decision.REFUSE:
            flash(gettext("Refused. The applicant is told, with the last day to appeal."))
        else:
            flash(gettext("Signed. The registration counts from this moment."))
    elif gate.tried(form, services.send_back, gate.caller(), place, reason):
        flash(gettext("Sent back. The proposal and your reason stay on the record."))
    else:
        return None
    return redirect(case_url(number))


def _who_may(others: tuple[str, ...], *, may_sign: bool, proposer: str) -> str:
    """Who can sign, as a sentence: "you or Hale Brisk; not Lio Marrec"."""
    names = format_list(list(others), style="or", locale=locale()) if others else ""
    facts: dict[str, Any] = {"names": names, "proposer": proposer}
    if may_sign and others:
        return str(gettext("you or %(names)s; not %(proposer)s", **facts))
    if may_sign:
        return str(gettext("only you; not %(proposer)s", **facts))
    if others:
        return str(gettext("%(names)s; not %(proposer)s", **facts))
    return str(
        gettext("nobody yet: your State needs another senior officer; not %(proposer)s", **facts)
    )


def _listed(words: list[str]) -> str:
    return formats.listed(words, locale()) if words else ""


def _share(hundredths: int) -> Decimal:
    """A share of ownership in per cent."""
    return Decimal(hundredths) / 100


def _hit_url(uid: str) -> str | None:
    """The page of a screening hit, where this installation has one."""
    if "screening.hit" not in current_app.view_functions:
        return None
    return url_for("screening.hit", uid=uid)

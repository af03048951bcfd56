"""Applying: the trader's home, the task list, one group of questions a page, and submission."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug import Response

from app import gate
from app.fields.choice import own_choices
from app.sayings import say
from app.traders import applications, groups, queries, services, views_live, views_register
from app.traders.applications import Draft
from app.traders.forms import (
    ANSWERS,
    ActivitiesForm,
    ContactForm,
    EligibilityForm,
    FirmForm,
    GroupForm,
    ParentForm,
    PersonForm,
)
from app.traders.forms_acts import PaperForm, PlainForm, SignForm, StartForm, StatesForm
from app.traders.forms_items import ITEMS, ItemForm, item_values
from app.traders.pages import part, traders
from models.actions import Action
from models.errors import NotFound
from models.particulars import Form as TraderForm

__all__ = ["traders", "views_live", "views_register"]

Answer = str | Response
MOST_ITEMS = 50


@traders.get("/my-registrations")
@gate.reads(("registration", "read"))
def home() -> str:
    """The trader's registrations, applications, and what waits for it."""
    return render_template("traders/home.html", home=queries.home(gate.caller()))


@traders.route("/my-registrations/apply", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_START)
def start() -> Answer:
    """Choose kinds and States."""
    form = StartForm()
    if gate.submitted(form):
        kinds, states = tuple(form.kinds.data or ()), tuple(form.states.data or ())
        done = gate.tried(form, services.start, gate.caller(), kinds, states)
        if done:
            return redirect(url_for("traders.tasks", uid=done.value[0]))
    return render_template("traders/start.html", form=form, offer=applications.offer(gate.caller()))


@traders.get("/my-registrations/drafts/<uid>")
@gate.asks(Action.REGISTRATION_EDIT)
def tasks(uid: str) -> Answer:
    """The task list of an application: what is done, what is missing."""
    draft = applications.draft(gate.caller(), uid)
    if draft.numbers:
        return redirect(url_for("traders.sent", uid=uid))
    return render_template(
        "traders/tasks.html", draft=draft, groups=groups.groups_of(draft.facts), part=part
    )


@traders.route("/my-registrations/drafts/<uid>/states", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_EDIT)
def states(uid: str) -> Answer:
    """Ask one more State, or one less."""
    draft = applications.draft(gate.caller(), uid)
    if draft.numbers:
        return redirect(url_for("traders.sent", uid=uid))
    form, drop = StatesForm(data={"revision": draft.revision}), PlainForm()
    here = url_for("traders.states", uid=uid, **_from())
    dropped = request.form.get("drop")
    if dropped and gate.submitted(drop):
        seen = drop.revision.data or 0
        if gate.tried(form, services.drop_state, gate.caller(), uid, seen, dropped):
            return redirect(here)
    elif not dropped and gate.submitted(form):
        seen, state = form.revision.data or 0, form.state.data or ""
        if gate.tried(form, services.add_state, gate.caller(), uid, seen, state):
            return redirect(here)
    draft = _again(form, draft)
    form.state.offered = [pair for pair in own_choices() if pair[0] in draft.free_states]
    return render_template("traders/states.html", form=form, draft=draft, after=_after(draft, ""))


@traders.route("/my-registrations/drafts/<uid>/part/<group>", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_EDIT)
def questions(uid: str, group: str) -> Answer:
    """One group of questions."""
    draft = applications.draft(gate.caller(), uid)
    if draft.numbers:
        return redirect(url_for("traders.sent", uid=uid))
    if group not in groups.groups_of(draft.facts):
        raise NotFound
    if group == "documents":
        return _documents(draft)
    return _items(draft, group) if group in ITEMS else _questions(draft, group)


def _questions(draft: Draft, group: str) -> Answer:
    form = _form_of(draft, group)
    if gate.submitted(form):
        seen = form.revision.data or 0
        if gate.tried(form, services.edit, gate.caller(), draft.uid, seen, group, form.value()):
            return redirect(_after(draft, group))
        draft = _again(form, draft)
    return render_template(
        "traders/questions.html", form=form, draft=draft, group=group, title=part(group, draft)
    )


def _form_of(draft: Draft, group: str) -> GroupForm:
    facts = draft.facts
    classes: dict[str, type[GroupForm]] = {
        "identity": FirmForm if facts.form is TraderForm.FIRM else PersonForm,
        "contact": ContactForm,
        "group": ParentForm,
        "eligibility": EligibilityForm,
        "kind": ANSWERS[draft.kind],
    }
    if group == "activities":
        given = ActivitiesForm.read(facts) | {"revision": draft.revision}
        return ActivitiesForm.of_kind(draft.kind, data=given)
    chosen = classes[group]
    form = chosen(data=chosen.read(facts) | {"revision": draft.revision})
    if group == "identity" and draft.fixed:
        for name in set(groups.FIXED) & set(form.data):
            del form[name]
    return form


def _items(draft: Draft, group: str) -> Answer:
    chosen = ITEMS[group]
    held: tuple[Any, ...] = getattr(draft.facts, chosen.field)
    place = _place(held)
    given = {} if place is None else item_values(held[place])
    form = chosen(data={**given, "revision": draft.revision})
    removed = request.form.get("remove")
    if removed is not None:
        return _removed(draft, group, held, removed)
    if gate.submitted(form) and _room(form, held, place):
        kept = _put(held, place, form.item())
        seen, fields = form.revision.data or 0, {chosen.field: kept}
        if gate.tried(form, services.edit, gate.caller(), draft.uid, seen, group, fields):
            return redirect(_list_of(draft, group))
        draft = _again(form, draft)
    shows_form = place is not None or not held or "add" in request.args or form.errors
    return render_template(
        "traders/items.html",
        form=form,
        draft=draft,
        group=group,
        held=held,
        place=place,
        shows_form=shows_form,
        title=part(group, draft),
        after=_after(draft, group),
        here=_list_of(draft, group),
    )


def _place(held: tuple[Any, ...]) -> int | None:
    """Which item is changed: the number in the address, from 1."""
    asked = request.args.get("item", "")
    known = {str(number): number - 1 for number in range(1, len(held) + 1)}
    return known.get(asked)


def _put(held: tuple[Any, ...], place: int | None, item: Any) -> tuple[Any, ...]:
    if place is None:
        return (*held, item)
    return (*held[:place], item, *held[place + 1 :])


def _room(form: ItemForm, held: tuple[Any, ...], place: int | None) -> bool:
    if place is None and len(held) >= MOST_ITEMS:
        form.add_error(say("refusal.list_is_full", most=MOST_ITEMS))
        return False
    return True


def _removed(draft: Draft, group: str, held: tuple[Any, ...], removed: str) -> Answer:
    """Take one item away; the page is shown again either way."""
    form = PlainForm()
    places = {str(number): number - 1 for number in range(1, len(held) + 1)}
    if gate.submitted(form) and removed in places:
        place = places[removed]
        fields = {ITEMS[group].field: (*held[:place], *held[place + 1 :])}
        services.edit(gate.caller(), draft.uid, form.revision.data or 0, group, fields)
    return redirect(_list_of(draft, group))


def _documents(draft: Draft) -> Answer:
    form = PaperForm(data={"revision": draft.revision})
    if gate.submitted(form):
        seen = form.revision.data or 0
        if gate.tried(form, services.attach, gate.caller(), draft.uid, seen, form.value()):
            return redirect(_list_of(draft, "documents"))
    draft = _again(form, draft)
    return render_template(
        "traders/documents.html", form=form, draft=draft, after=_after(draft, "documents")
    )


@traders.route("/my-registrations/drafts/<uid>/check", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_EDIT)
def check(uid: str) -> Answer:
    """Every answer once more, and the declaration that sends it."""
    draft = applications.draft(gate.caller(), uid)
    if draft.numbers:
        return redirect(url_for("traders.sent", uid=uid))
    form = SignForm(data={"revision": draft.revision})
    if gate.submitted(form):
        seen, name = form.revision.data or 0, form.declaration.data or ""
        statement = say("statement.registration")
        if gate.tried(form, services.submit, gate.caller(), uid, seen, name, statement):
            return redirect(url_for("traders.sent", uid=uid))
        draft = _again(form, draft)
    return render_template(
        "traders/check.html",
        form=form,
        draft=draft,
        groups=groups.groups_of(draft.facts),
        group_of=groups.group_of,
        part=part,
    )


@traders.get("/my-registrations/drafts/<uid>/sent")
@gate.reads(("registration", "read"))
def sent(uid: str) -> Answer:
    """What was sent, its numbers, and what happens next."""
    draft = applications.draft(gate.caller(), uid)
    if not draft.numbers:
        return redirect(url_for("traders.tasks", uid=uid))
    return render_template("traders/sent.html", draft=draft)


@traders.route("/my-registrations/drafts/<uid>/discard", methods=["GET", "POST"])
@gate.asks(Action.REGISTRATION_DISCARD)
def discard(uid: str) -> Answer:
    """Give an application up before it is sent."""
    draft = applications.draft(gate.caller(), uid)
    if draft.numbers:
        return redirect(url_for("traders.sent", uid=uid))
    form = PlainForm(data={"revision": draft.revision})
    if gate.submitted(form):
        seen = form.revision.data or 0
        if gate.tried(form, services.discard, gate.caller(), uid, seen):
            return redirect(url_for("traders.home"))
        draft = _again(form, draft)
    return render_template("traders/discard.html", form=form, draft=draft)


# Where to go on


def _from() -> dict[str, Any]:
    return {"from": "check"} if request.args.get("from") == "check" else {}


def _list_of(draft: Draft, group: str) -> str:
    return url_for("traders.questions", uid=draft.uid, group=group, **_from())


def _after(draft: Draft, group: str) -> str:
    """The next page: back to the answers, to the task list, or to the next group."""
    if _from():
        return url_for("traders.check", uid=draft.uid)
    order = groups.groups_of(draft.facts)
    following = order[order.index(group) + 1 :] if group in order else ()
    if request.form.get("do") == "back" or not following:
        return url_for("traders.tasks", uid=draft.uid)
    return url_for("traders.questions", uid=draft.uid, group=following[0])


def _again(form: Any, draft: Draft) -> Draft:
    """The draft as it stands now; the form goes on from there, so that it can be sent again."""
    found = applications.draft(gate.caller(), draft.uid) if form.errors else draft
    form.revision.data = found.revision
    return found

"""Pages of tasks between States: what is asked, and the answer."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.enforcement import queries_tasks, services_tasks
from app.enforcement.forms import TaskForm
from app.enforcement.pages import READERS, enforcement
from app.enforcement.queries_tasks import TaskPage
from models.casework import TaskOutcome

LICENCE = "licences.page"
OWN_CASE = str(TaskOutcome.OWN_CASE)
CASES = (str(TaskOutcome.RECOGNISED), OWN_CASE)


@enforcement.get("/tasks")
@gate.reads(READERS)
def tasks() -> str:
    """What other States ask of this one, and licences to be revoked."""
    return render_template(
        "enforcement/tasks.html",
        page=queries_tasks.tasks(gate.caller()),
        licence_url=_licence_url,
    )


@enforcement.route("/tasks/<uid>", methods=["GET", "POST"])
@gate.reads(READERS)
def task(uid: str) -> str | Response:
    """One task, and this State's answer to it."""
    page = queries_tasks.task(gate.caller(), uid)
    form = TaskForm()
    form.offer(_offered(page))
    if OWN_CASE not in _offered(page) or page.own_case:
        del form.grounds, form.facts
    if not page.grounds and "password" in form:
        del form.password
    if gate.submitted(form):
        outcome = TaskOutcome(form.outcome.data or "")
        own = outcome is TaskOutcome.OWN_CASE and "facts" in form
        done = gate.tried(
            form,
            services_tasks.answer,
            gate.caller(),
            uid,
            outcome,
            form.reason.data or "",
            form.opening() if own else None,
        )
        if done and done.value:
            flash(gettext("Answered. The State that asked sees it."))
            return redirect(url_for("enforcement.case", number=done.value), 303)
        if done:
            flash(gettext("Answered. The State that asked sees it."))
            return redirect(url_for("enforcement.tasks"), 303)
    return render_template("enforcement/task.html", page=page, form=form)


def _offered(page: TaskPage) -> tuple[str, ...]:
    """The answers this person may give: only those who open cases recognise or open one."""
    return tuple(item for item in page.outcomes if page.may_open or item not in CASES)


def _licence_url(number: str) -> str | None:
    """Where a licence is read; None where no page of this installation is."""
    if LICENCE not in current_app.view_functions:
        return None
    return url_for(LICENCE, number=number)

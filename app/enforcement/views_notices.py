"""What a trader reads of a case against it, and its reply."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate
from app.enforcement import queries_notices, services
from app.enforcement.forms import ReplyForm
from app.enforcement.pages import enforcement
from models.people import APPLICANTS

NOTICE = ("enforcement_case", "read")


@enforcement.get("/notices")
@gate.reads(NOTICE)
def notices() -> str | Response:
    """Every case that was notified to this trader."""
    if gate.visitor().role not in APPLICANTS:
        return redirect(url_for("enforcement.queue"))
    return render_template(
        "enforcement/notices.html", notices=queries_notices.notices(gate.caller())
    )


@enforcement.route("/notices/<number>", methods=["GET", "POST"])
@gate.reads(NOTICE)
def notice(number: str) -> str | Response:
    """One notice, with the reply to it."""
    if gate.visitor().role not in APPLICANTS:
        return redirect(url_for("enforcement.case", number=number))
    page = queries_notices.notice(gate.caller(), number)
    form = ReplyForm()
    if gate.submitted(form) and gate.tried(
        form,
        services.reply,
        gate.caller(),
        number,
        form.reply.data or "",
        form.files(),
        seen=form.version.data,
    ):
        flash(gettext("Your reply is on the record. The authority reads it before it proposes."))
        return redirect(url_for("enforcement.notice", number=number), 303)
    if form.version.data is None:
        form.version.data = page.revision
    return render_template("enforcement/notice.html", page=page, form=form)

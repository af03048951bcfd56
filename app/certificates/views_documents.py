"""A holder's documents, those of one record, and replacing a certificate; on the same blueprint."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug import Response

from app import gate, typed
from app.certificates import queries_documents, services_reissue
from app.certificates.forms import ReplaceForm
from app.certificates.views import certificates
from models.actions import Action

__all__ = ["certificates"]
"""The blueprint with every route of the area: `views` has the others."""

READS = ("certificate", "download")


@certificates.get("/my-documents")
@gate.reads(READS)
def own() -> str:
    """Every certificate and letter of the visitor's trader (DOC-07)."""
    shown = queries_documents.own(gate.caller(), typed.page())
    return render_template("certificates/own.html", shown=shown)


@certificates.get("/documents-of/<number>")
@gate.reads(READS)
def of_record(number: str) -> str:
    """Every document of one record, for whoever may see it."""
    shown = queries_documents.of_record(gate.caller(), number, typed.page())
    return render_template("certificates/of_record.html", shown=shown, number=number)


@certificates.route("/certificates/<uid>/replace", methods=["GET", "POST"])
@gate.asks(Action.CERTIFICATE_REISSUE)
def replace(uid: str) -> str | Response:
    """Make a document anew in place of this one."""
    shown = queries_documents.replaceable(gate.caller(), uid)
    form = ReplaceForm()
    form.offer(shown.causes)
    if gate.submitted(form):
        cause, reason = form.cause.data or "", form.reason.data or ""
        if gate.tried(form, services_reissue.reissue, gate.caller(), uid, cause, reason):
            flash(
                gettext("Replaced. The new letter is here as soon as it is made.")
                if shown.is_letter
                else gettext("Replaced. The new certificate is here as soon as it is made.")
            )
            return redirect(url_for("certificates.of_record", number=shown.about), 303)
    return render_template("certificates/replace.html", shown=shown, form=form)

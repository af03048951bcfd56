"""Checking a document by number and code, and taking one's certificates home."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, render_template, request

from app import gate, scanned, sessions, typed
from app.certificates import queries, queries_files
from app.certificates.forms import VerifyForm
from app.certificates.inspecting import Flaw
from app.certificates.uploads import FileForm
from config import Config

certificates = Blueprint("certificates", __name__)

TRIES = 10
"""Checks a minute a client (C37); counted in the database, for all web processes together."""


@certificates.route("/verify", methods=["GET", "POST"])
@gate.public
def verify() -> str:
    """Number and code typed; or, with neither, the form."""
    form = VerifyForm()
    if request.method == "GET":
        form.number.data = typed.word("number", queries.LONGEST)
    if gate.submitted(form):
        number, code = form.number.data or "", form.code.data or ""
        by_code = scanned.is_code(number) or scanned.is_code(code)
        return _answer(*scanned.meant(number, code), form, by_code=by_code)
    return _asked(form, FileForm(formdata=None))


@certificates.route("/verify/file", methods=["GET", "POST"])
@gate.public
def verify_file() -> str:
    """A document's own file, looked at byte by byte; it is not kept."""
    form = FileForm()
    if not gate.submitted(form):
        return _asked(VerifyForm(formdata=None), form)
    sessions.count("verify", gate.client(), TRIES)
    config: Config = current_app.extensions["sacr.config"]
    found = queries_files.check(form.file.data.content, config.tsa_roots)
    if isinstance(found, Flaw):
        return render_template("certificates/file_not_genuine.html", flaw=str(found))
    return render_template("certificates/verified.html", found=found, by_file=True)


def _asked(form: VerifyForm, file_form: FileForm) -> str:
    """The two ways to ask."""
    return render_template("certificates/verify.html", form=form, file_form=file_form)


@certificates.get("/verify/<number>/<code>")
@gate.public
def verify_code(number: str, code: str) -> str:
    """The address in a certificate's square code."""
    return _answer(number, code, VerifyForm(formdata=None))


def _answer(number: str, code: str, form: VerifyForm, *, by_code: bool = False) -> str:
    """A verdict; nothing about whose it is when the code does not fit."""
    sessions.count("verify", gate.client(), TRIES)
    return render_template(
        "certificates/verified.html",
        found=queries.check(number, code),
        form=form,
        by_code=by_code,
    )


@certificates.get("/certificates/<uid>.pdf")
@gate.reads(("certificate", "download"))
def download(uid: str) -> Response:
    """The PDF as issued, as an attachment."""
    found = queries.file(gate.caller(), uid)
    return Response(
        found.content,
        mimetype="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{found.name}"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )

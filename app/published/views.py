"""The addresses of docs/reference/formats.md: public, cacheable, for other countries' apps too."""

from __future__ import annotations

import json

from flask import Blueprint, Response, abort, request

from app import gate
from app.published import queries
from app.published.queries import Out
from app.signed import status, trust
from models.codes import Published

published = Blueprint("published", __name__, url_prefix="/v1")

FRESH_SECONDS = 15
"""How long a cache may hand a list out without asking whether there is a newer one."""


@published.get("/trust")
@gate.public
def trust_list() -> Response:
    """The trust list (CWT), signed by the root."""
    return _answer(queries.newest(Published.TRUST), trust.CONTENT_TYPE)


@published.get("/status")
@gate.public
def status_lists() -> Response:
    """Which status lists there are (JSON): what to ask for, and nothing to believe."""
    said = {"lists": [status.address(state, year) for state, year in queries.lists()]}
    answer = Response(json.dumps(said), mimetype="application/json")
    answer.add_etag()
    answer.make_conditional(request)
    return _open(answer)


@published.get("/status/<string(length=2):state>/<int(min=2000, max=2100):year>")
@gate.public
def status_list(state: str, year: int) -> Response:
    """A State's status list of a year (CWT)."""
    return _answer(queries.newest(Published.STATUS, state, year), status.CONTENT_TYPE)


@published.get("/crl")
@gate.public
def crl() -> Response:
    """The certificates that the root has withdrawn (DER)."""
    return _answer(queries.newest(Published.CRL), "application/pkix-crl")


@published.get("/root.pem")
@gate.public
def root() -> Response:
    """The certificates of the regime's roots: compare them with what your State was given."""
    found = queries.root_certificates()
    if not found:
        abort(404)
    return _open(Response(found, mimetype="application/x-pem-file"))


def _answer(found: Out | None, content_type: str) -> Response:
    if found is None:
        abort(404)
    answer = Response(found.content, content_type=content_type)
    answer.set_etag(found.sha256)
    answer.last_modified = found.issued_at
    answer.make_conditional(request)
    return _open(answer)


def _open(answer: Response) -> Response:
    """For every site's scripts, and for caches in between; it names nobody."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.cache_control.public = True
    answer.cache_control.max_age = FRESH_SECONDS
    return answer

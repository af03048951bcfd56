"""What a program is answered instead of a page that says no: a problem document (RFC 9457)."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from flask import Response, request

from app.pages import say

PREFIX = "/api/"
"""Below this path programs ask; every other path is for people."""
CONTENT_TYPE = "application/problem+json; charset=utf-8"
ASK_FOR_KEY = 'ApiKey realm="Small Arms Control Register"'
SENTENCES = {
    HTTPStatus.NOT_FOUND: "api_no_such_address",
    HTTPStatus.METHOD_NOT_ALLOWED: "api_method",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "api_too_large",
    HTTPStatus.INTERNAL_SERVER_ERROR: "api_fault",
}
"""The codes of what is said where no refusal says more."""
LATER = "30"
"""Seconds after which what is down is worth asking again."""
FIELDS = {"case_ref": "X-Case", "purpose": "X-Purpose"}
"""What pages ask in a field of a form, programs say in a header."""


def asked_for() -> bool:
    """Whether this request is a program's."""
    return request.path.startswith(PREFIX)


def answer(
    status: int, *, request_id: str, code: str = "", detail: str = "", field: str | None = None
) -> Response:
    """The document for an HTTP status: what is wrong, in which field, what to do.

    `code` is the refusal's and stays the same when its words change.
    """
    known = HTTPStatus(status)
    code = code or SENTENCES.get(known, "api_refused")
    told = {
        "type": "about:blank",
        "title": known.phrase,
        "status": status,
        "detail": detail or say(f"refusal.{code}"),
        "code": code,
        "instance": f"urn:sacr:request:{request_id}",
    }
    if field:
        told["field"] = FIELDS.get(field, field)
    response = Response(msgspec.json.encode(told), status, content_type=CONTENT_TYPE)
    if known is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = LATER
    if known is HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = ASK_FOR_KEY
    return response

"""The offline verifier: its page, its worker and manifest, and what its devices send."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from app import gate
from app.offline import queries, sending, services, shapes
from app.offline.queries import StateRow
from app.pages import asset, crest_url
from models.actions import Action
from models.errors import Invalid
from models.policy import role_may

offline = Blueprint("offline", __name__)

KEPT_FOR = 400 * 24 * 3600
"""Seconds that a browser remembers that it is a border post's; the longest that browsers allow."""
BUILT = "dist/offline"
ICONS = {"icons/192.png": "192x192", "icons/512.png": "512x512"}
SHEETS = ("dist/govuk.css", "dist/govuk.rtl.css", "dist/sacr.css", "dist/offline.css")


@offline.get("/offline")
@gate.public
def page() -> Response:
    """The verifier; the same for everybody, since a device keeps it."""
    answer = make_response(_page(queries.states()))
    answer.headers.update(gate.READER)
    answer.set_cookie(
        gate.PREPARED,
        "1",
        max_age=KEPT_FOR,
        path=url_for("people.sign_out"),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return answer


def _page(rows: list[StateRow]) -> str:
    return render_template(
        "offline/page.html",
        who=None,
        menu=None,
        bare=True,
        states=rows,
        script=asset(f"{BUILT}/page.js"),
    )


@offline.get("/offline/worker.js")
@gate.public
def worker() -> Response:
    """The service worker, with the list of what it keeps: a new list makes a new worker."""
    rows = queries.states()
    files = [url_for("offline.page"), *_files(rows)]
    version = hashlib.sha256(_page(rows).encode())
    for path in _built():
        version.update(path.read_bytes())
    shell = {"version": version.hexdigest()[:16], "files": files}
    source = Path(current_app.static_folder or "", BUILT, "worker.js").read_text(encoding="utf-8")
    answer = Response(f"self.SHELL={json.dumps(shell)};\n{source}", mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = url_for("offline.page")
    return answer


def _built() -> list[Path]:
    return sorted(Path(current_app.static_folder or "", BUILT).glob("*"))


def _files(rows: list[StateRow]) -> Iterator[str]:
    """Everything that the page shows or runs, by the addresses at which it asks for them."""
    yield url_for("offline.manifest")
    for name in (*SHEETS, "emblem.svg", *ICONS):
        yield asset(name)
    for path in _built():
        plain = url_for("static", filename=f"{BUILT}/{path.name}")
        yield asset(f"{BUILT}/{path.name}") if path.name == "page.js" else plain
    yield from (url for row in rows if (url := crest_url(row.code)) is not None)


@offline.get("/offline/app.webmanifest")
@gate.public
def manifest() -> Response:
    """What a device needs to install the page like a program of its own."""
    start = url_for("offline.page")
    said: dict[str, Any] = {
        "id": start,
        "start_url": start,
        "scope": start,
        "name": gettext("Small Arms Control Register: check offline"),
        "short_name": gettext("Check offline"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#10263a",
        "icons": [
            *(
                {"src": asset(name), "sizes": sizes, "type": "image/png", "purpose": "any maskable"}
                for name, sizes in ICONS.items()
            ),
            {"src": asset("emblem.svg"), "sizes": "any", "type": "image/svg+xml"},
        ],
    }
    return Response(json.dumps(said), mimetype="application/manifest+json")


@offline.get("/offline/me")
@gate.public
def me() -> Response:
    """Whether this browser's visitor may send checks, and the token to send them with."""
    actor = gate.visitor()
    answer = jsonify(
        signed_in=actor.user_id is not None,
        may_send=role_may(actor.role, Action.OFFLINE_CHECK_SEND),
        token=generate_csrf(),
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@offline.post("/offline/checks")
@gate.asks(Action.OFFLINE_CHECK_SEND)
def send() -> Response:
    """Take what a device kept; how each is answered, by its uid."""
    try:
        checks, broken = shapes.read(request.get_data())
    except ValueError as fault:
        raise Invalid("sending_unreadable") from fault
    answers = sending.send(gate.caller(), checks)
    return jsonify(answers={**answers, **dict.fromkeys(broken, services.REFUSED)})


@offline.get("/offline/releases")
@gate.reads(("offline_check", "read"))
def releases() -> str:
    """What was released or stopped without a network, conflicts first."""
    return render_template("offline/releases.html", releases=queries.releases(gate.caller()))

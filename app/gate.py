"""The gate: who is this, may this page be asked for at all, and what a refusal looks like.

Refused by default: a route without a mark is nobody's. The marks are `public`, `reads` and
`asks`; tests walk the URL map for them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, ParamSpec, TypeVar
from urllib.parse import urlsplit

import flask
from flask import Flask, Response, g, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from app import api_keys, clock, error_pages, problems, sessions, texts
from app.forms import Form, PasswordField
from app.pages import say
from app.work import NOBODY, Caller, reading
from models.actions import Action
from models.api_keys import Scope
from models.ask import ANYONE, Actor
from models.cells import is_hidden, scopes_of
from models.errors import Invalid, NotAllowed, NotFound, ProofNeeded, Refusal, Stale, TooMany
from models.people import Role
from models.policy import MAY

P = ParamSpec("P")
R = TypeVar("R")
V = TypeVar("V", bound=Callable[..., Any])

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

READER = {
    "Content-Security-Policy": CONTENT_SECURITY.replace(
        "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"
    ),
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
}
"""What the page that reads codes from a camera is allowed beyond the others, and it alone."""

PREPARED = "sacr-offline"
"""The cookie of a browser that keeps lists and checks for a border: signing out spares them."""


@dataclass(frozen=True)
class Mark:
    """What a route asks of the table: nothing (public), or cells of a resource and verb."""

    public: bool = False
    cells: tuple[tuple[str, str], ...] = ()
    scope: str = ""
    """What a program's key must open; a route that has one is for programs alone."""


def public(view: V) -> V:
    """Mark a route that anybody may ask for."""
    view.mark = Mark(public=True)  # type: ignore[attr-defined]
    return view


def reads(*cells: tuple[str, str]) -> Callable[[V], V]:
    """Mark a route that shows things: the role needs one of these read cells in some scope."""

    def marked(view: V) -> V:
        view.mark = Mark(cells=cells)  # type: ignore[attr-defined]
        return view

    return marked


def asks(*actions: Action) -> Callable[[V], V]:
    """Mark a route that does things: the role needs a cell of one of these actions."""
    cells = tuple((MAY[action].resource, MAY[action].verb) for action in actions)
    if not all(resource for resource, _ in cells):
        msg = f"a consequence has no route of its own: {actions}"
        raise ValueError(msg)
    return reads(*cells)


def keyed(scope: Scope, *actions: Action) -> Callable[[V], V]:
    """Mark a route for programs: a key of this scope, whose officer has a cell of an action.

    No sign-in counts here, so no page of another site can use one; nor is there a token of a form.
    """
    cells = tuple((MAY[action].resource, MAY[action].verb) for action in actions)

    def marked(view: V) -> V:
        view.mark = Mark(cells=cells, scope=str(scope))  # type: ignore[attr-defined]
        return view

    return marked


class Visitor(UserMixin):
    """The signed-in person as Flask-Login sees it; the id in the cookie is the opaque token."""

    def __init__(self, token: str, visit: sessions.Visit) -> None:
        self.token = token
        self.visit = visit

    def get_id(self) -> str:
        return self.token


def visitor() -> Actor:
    """Who asks, as read at the start of this request."""
    if current_user.is_authenticated:
        found: Actor = current_user.visit.actor
        return found
    return ANYONE


def caller() -> Caller:
    """What services and queries are given."""
    if current_user.is_authenticated:
        found: Caller = current_user.visit.caller()
        return found
    return NOBODY


def program() -> api_keys.KeyVisit:
    """The program that asks, by its key; only on a route for programs."""
    found: api_keys.KeyVisit = g.program
    return found


def is_fresh() -> bool:
    """Whether the visitor proved who it is within the last minutes (rules 5.4)."""
    return bool(current_user.is_authenticated and current_user.visit.is_fresh(clock.now()))


def client() -> str:
    """The client's address, as the configured proxies tell it; for counting tries only."""
    return request.remote_addr or "nowhere"


def enter(token: str) -> None:
    """Begin a new browser session with this sign-in: nothing of the old one stays."""
    visit = _load_visit(token)
    if visit is None:
        raise NotAllowed("sign_in_ended")
    flask.session.clear()
    login_user(Visitor(token, visit))


def leave() -> None:
    """End the sign-in of this browser."""
    if current_user.is_authenticated:
        sessions.sign_out(current_user.token)
    logout_user()
    flask.session.clear()


def local_path(target: str | None, otherwise: str = "/") -> str:
    """A path of this site to go on to, or the other: `//evil` and `https:evil` are refused."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return otherwise
    if any(char in target for char in "\\\r\n\t\0"):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


class GraveForm(Form):
    """A form for a grave act: asks for the password unless it was given minutes ago."""

    password = PasswordField(_l("Your password"), hint=_l("Asked again because this act is grave."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_fresh():
            del self.password

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if "password" not in self or is_fresh():
            return True
        try:
            sessions.prove(caller(), self.password.data or "")
        except (Invalid, TooMany) as no:
            self.password.errors = [words_of(no)]
            return False
        current_user.visit = _load_visit(current_user.token)
        return True


@dataclass(frozen=True)
class Done(Generic[R]):
    """That an act was done, and what its service gave back."""

    value: R


def submitted(form: Form) -> bool:
    """Whether a form was sent and is whole; a wrong one is answered with 400 and its errors.

    One that does not say what its page showed is out of date: nobody knows what was read.
    """
    if not form.is_submitted():
        return False
    if any(field.is_lacking for field in form.shown):
        _out_of_date(form, Stale("page_out_of_date"))
        return False
    if form.validate():
        return True
    g.answer = Invalid.http
    return False


def tried(form: Form, service: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Done[R] | None:
    """Ask a service; a refusal is shown on the form, with what was typed kept.

    What may not be seen or done at all is not a matter of the form: it ends in its error page.
    """
    try:
        return Done(service(*args, **kwargs))
    except (NotFound, TooMany):
        raise
    except ProofNeeded as no:
        form.add_error(words_of(no))
        g.answer = no.http
    except Stale as no:
        _out_of_date(form, no)
    except Refusal as no:
        form.add_error(words_of(no), no.field)
        g.answer = no.http
    return None


def _out_of_date(form: Form, no: Stale) -> None:
    """Say so, keep what was typed, and let the form go on from what its page shows now."""
    form.add_error(words_of(no), no.field)
    g.answer = no.http
    for field in form.shown:
        field.renew()


def words_of(no: Refusal) -> str:
    """The sentence for a refusal, in the reader's language."""
    return say(f"refusal.{no.code}", **no.facts)


def init(app: Flask) -> None:
    """Put the gate before every route of an application."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(_visitor_of)
    app.before_request(_keep_out)
    app.after_request(_send_off)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _failed)
    app.register_error_handler(Exception, _broken)
    app.context_processor(lambda: {"visitor": visitor(), "proof_fresh": is_fresh, "admits": admits})


def _load_visit(token: str) -> sessions.Visit | None:
    with reading(NOBODY) as view:
        return sessions.visit(view.session, token, view.at)


def _visitor_of(token: str) -> Visitor | None:
    visit = _load_visit(token)
    if visit is None:
        return None
    _note_use(token, clock.now())
    return Visitor(token, visit)


def _note_use(token: str, at: datetime) -> None:
    """A write a minute, kept in the cookie: not one a page."""
    minute = int(at.timestamp()) // sessions.MINUTE
    if flask.session.get("seen") != minute:
        sessions.seen(token)
        flask.session["seen"] = minute


def mark_of(app: Flask, endpoint: str) -> Mark | None:
    """The mark of a route; static files are public."""
    if endpoint == "static":
        return Mark(public=True)
    return getattr(app.view_functions.get(endpoint), "mark", None)


def admits(endpoint: str) -> bool:
    """Whether a link to a view leads anywhere: the view is here, and the visitor's role enters."""
    mark = mark_of(flask.current_app, endpoint)
    if mark is None or mark.public:
        return mark is not None
    role = visitor().role
    return any(scopes_of(role, *cell) for cell in mark.cells)


def _keep_out() -> Response | None:
    _request_id()
    if request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site":
        raise NotAllowed("cross_site")
    if request.endpoint is None:
        return None
    mark = mark_of(flask.current_app, request.endpoint)
    if mark is None:
        msg = f"the route {request.endpoint} bears no mark"
        raise LookupError(msg)
    if mark.public:
        return None
    if mark.scope:
        _let_in_program(mark)
        return None
    if not current_user.is_authenticated:
        return _to_sign_in()
    _require_cell(visitor().role, mark)
    if any(texts.hidden(str(part)) for part in (request.view_args or {}).values()):
        raise NotFound  # no record bears such a name, and PostgreSQL would not even look
    return None


def _let_in_program(mark: Mark) -> None:
    """A key of the right scope, of an officer whose role does this."""
    g.program = api_keys.entered(request.headers.get("Authorization", ""), client())
    if g.program.scope != mark.scope:
        raise NotAllowed("api_key_scope")
    _require_cell(g.program.actor.role, mark)


def _require_cell(role: Role, mark: Mark) -> None:
    if not any(scopes_of(role, *cell) for cell in mark.cells):
        hidden = all(is_hidden(role, *cell) for cell in mark.cells)
        raise NotFound if hidden else NotAllowed("not_allowed")


def _to_sign_in() -> Response:
    if request.method not in SAFE:
        raise NotAllowed("sign_in_first")
    here = request.full_path.rstrip("?")
    return redirect(url_for("people.sign_in", next=local_path(here)))  # type: ignore[return-value]


def _send_off(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        personal = current_user.is_authenticated or request.method not in SAFE
        response.headers.setdefault("Cache-Control", "no-store" if personal else "no-cache")
    if response.status_code == Response.default_status:
        response.status_code = g.get("answer", response.status_code)
    return response


def _refused(no: Refusal) -> tuple[str | Response, int, dict[str, str]]:
    wait = no.facts.get("wait")
    seconds = wait if isinstance(wait, int) else None
    headers = {"Retry-After": str(seconds)} if seconds is not None else {}
    hidden = isinstance(no, NotFound)
    sentence = "" if hidden else words_of(no)
    if problems.asked_for():
        told = problems.answer(
            no.http,
            request_id=_request_id(),
            code=no.code,
            detail=words_of(no),
            field=no.field,
        )
        return told, no.http, headers
    code = HTTP_UNSIGNED if no.code == "sign_in_first" else no.http
    page = error_pages.render(code, request_id=_request_id(), sentence=sentence, wait=seconds)
    return page, code, headers


HTTP_UNSIGNED = 401


def _request_id() -> str:
    """The number of this answer; one that failed before the gate gets its own."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    return str(g.request_id)


def _failed(fault: HTTPException) -> tuple[str | Response, int] | HTTPException:
    code = fault.code or error_pages.SERVER
    if code < Invalid.http:
        return fault
    if problems.asked_for():
        return problems.answer(code, request_id=_request_id()), code
    return error_pages.render(code, request_id=_request_id()), code


def _broken(fault: Exception) -> tuple[str | Response, int]:
    """Any fault of ours: a number to quote, nothing of what happened inside."""
    request_id = _request_id()
    flask.current_app.logger.error("fault %s in %s", request_id, request.endpoint, exc_info=fault)
    if problems.asked_for():
        return problems.answer(error_pages.SERVER, request_id=request_id), error_pages.SERVER
    return error_pages.render(error_pages.SERVER, request_id=request_id), error_pages.SERVER

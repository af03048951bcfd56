"""The URL map walked whole: every route is marked, signed for, protected and dressed."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter

from app.gate import HEADERS, READER, Mark, mark_of
from app.published.services import publish
from app.work import REGISTER
from models.cells import CELLS, scopes_of
from models.people import APPLICANTS, Role
from tests import make, make_keys
from tests.app.conftest import SignedIn

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""What the gate answers rests on no database: one kind is enough, and the walk is long."""

PUBLIC = {
    "certificates.verify",
    "certificates.verify_code",
    "certificates.verify_file",
    "offline.manifest",
    "offline.me",
    "offline.page",
    "offline.worker",
    "people.open_account",
    "people.sign_in",
    "people.sign_in_demonstration",
    "people.sign_out",
    "people.sign_up",
    "public.accessibility",
    "public.contacts",
    "public.help_page",
    "public.home",
    "public.how",
    "public.privacy",
    "published.crl",
    "published.root",
    "published.status_list",
    "published.status_lists",
    "published.trust_list",
    "regime.embargoes",
    "regime.healthz",
    "static",
    "traders.register",
    "traders.register_csv",
}
"""Every page that anybody may open; a new one is a decision that shows here."""

SILENT = {"regime.healthz"}
"""Answers 503 while no worker is at work."""
OFFICERS = frozenset(Role) - APPLICANTS
MEANT_FOR = {
    "authorizations.queue": (OFFICERS, 404),
    "enforcement.notice": (APPLICANTS, 302),
    "certificates.own": (APPLICANTS, 404),
    "enforcement.notices": (APPLICANTS, 302),
    "enforcement.open_case": (frozenset(), 404),
    "traders.home": (APPLICANTS, 404),
    "traders.own_data": (APPLICANTS, 404),
}
"""Pages of one audience whose cell another shares, and what the other is answered: that there is
nothing, or its own page. (A case is opened against a trader: without one there is nothing.)"""
UID = "0190a5e0-0000-7000-8000-000000000000"
MACHINES = (Role.API_CUSTOMS, Role.API_PEER_STATE)
PEOPLE = [role for role in Role if role not in (*MACHINES, Role.SYSTEM, Role.ANONYMOUS)]


def routes(app: Flask, method: str) -> list[tuple[str, str, Mark]]:
    """(endpoint, an address that names nothing, mark) of every route with this method."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            mark = mark_of(app, rule.endpoint)
            assert mark is not None, f"{rule.endpoint} bears no mark"
            values: dict[str, object] = {
                argument: 1 if isinstance(converter, IntegerConverter) else UID
                for argument, converter in rule._converters.items()
            }
            values.update(rule.defaults or {})
            found.append((rule.endpoint, rule.build(values, append_unknown=False)[1], mark))  # type: ignore[index]
    return found


def bare(app: Flask) -> list[tuple[str, str, Mark]]:
    """The pages that name no record in their address."""
    named = {rule.endpoint for rule in app.url_map.iter_rules() if rule._converters}
    return [route for route in routes(app, "GET") if route[0] not in named]


def _expected(endpoint: str, role: Role, mark: Mark, code: int) -> int:
    """The code of the table, or that for readers whom the page is not meant for.

    `code` is for those who have a cell. To those who have none the table answers 404 where all
    its lines say so, else 403.
    """
    lines = [cell for key, cell in CELLS.items() if key[0] is role and key[1:3] in mark.cells]
    if not mark.public and not any(cell.allow for cell in lines):
        return 404 if {cell.answer for cell in lines} == {404} else 403
    audience, otherwise = MEANT_FOR.get(endpoint, (frozenset(Role), code))
    return code if role in audience else otherwise


def visitor(house: make.House, signed_in: SignedIn, role: Role) -> FlaskClient:
    """A browser of a person in this role, of State XA or of a trader."""
    if role in APPLICANTS:
        return signed_in(make.user(house, role, trader=make.trader(house)))
    state = None if role is Role.SECRETARIAT else "XA"
    return signed_in(make.user(house, role, state))


def test_every_route_bears_a_mark(application: Flask) -> None:
    unmarked = [
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if mark_of(application, rule.endpoint) is None
    ]
    assert unmarked == []


def test_only_pages_named_here_are_public(application: Flask) -> None:
    public = {
        rule.endpoint
        for rule in application.url_map.iter_rules()
        if (mark := mark_of(application, rule.endpoint)) is not None and mark.public
    }
    assert public <= PUBLIC, public - PUBLIC


def test_every_mark_asks_for_a_cell_that_somebody_has(application: Flask) -> None:
    idle = [
        endpoint
        for method in ("GET", "POST")
        for endpoint, _, mark in routes(application, method)
        if not mark.public
        and not any(scopes_of(role, *cell) for role in PEOPLE for cell in mark.cells)
    ]
    assert idle == []


def test_no_page_that_is_not_public_opens_without_a_sign_in(
    house: make.House, application: Flask, client: FlaskClient
) -> None:
    for endpoint, url, mark in routes(application, "GET"):
        if mark.public:
            continue
        answer = client.get(url)
        assert answer.status_code == 302, endpoint
        assert answer.headers["Location"].startswith("/sign-in?next="), endpoint


def test_no_act_is_done_without_a_sign_in(
    house: make.House, application: Flask, client: FlaskClient
) -> None:
    application.config["WTF_CSRF_ENABLED"] = False
    for endpoint, url, mark in routes(application, "POST"):
        if not mark.public:
            assert client.post(url).status_code == 401, endpoint


def test_no_act_is_done_without_the_token_of_its_form(
    house: make.House, application: Flask, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    browsers = [visitor(house, signed_in, role) for role in PEOPLE]
    for endpoint, url, mark in routes(application, "POST"):
        if mark.public:
            assert application.test_client().post(url).status_code == 400, endpoint
            continue
        if mark.scope:  # for programs: a sign-in opens nothing, so there is no token to forge
            assert browsers[0].post(url).status_code == 401, endpoint
            continue
        for browser, role in zip(browsers, PEOPLE, strict=True):
            if any(scopes_of(role, *cell) for cell in mark.cells):
                assert browser.post(url).status_code == 400, f"{endpoint} as {role}"


def test_what_changes_something_refuses_a_mere_look(
    house: make.House, application: Flask, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    looked_at = {rule.rule for rule in application.url_map.iter_rules() if "GET" in rule.methods}  # type: ignore[operator]
    browser = visitor(house, signed_in, Role.SENIOR_OFFICER)
    only_post = {
        rule.endpoint: rule.rule
        for rule in application.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.rule not in looked_at
    }
    urls = {endpoint: url for endpoint, url, _ in routes(application, "POST")}
    for endpoint in only_post:
        answer = browser.get(urls[endpoint])
        assert answer.status_code in (404, 405), endpoint


def test_an_act_from_another_site_is_refused(
    house: make.House, application: Flask, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    browser = visitor(house, signed_in, Role.NATIONAL_ADMIN)
    for _, url, _ in routes(application, "POST"):
        answer = browser.post(url, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code in (400, 403), url


@pytest.mark.parametrize("role", PEOPLE)
def test_a_page_opens_for_a_role_exactly_when_the_table_says_so(
    house: make.House, application: Flask, signed_in: SignedIn, role: Role, tmp_path: Path
) -> None:
    make.states(house, "XA", "XB")
    make_keys.keys(house, tmp_path, ["XA"])
    publish(REGISTER)
    browser = visitor(house, signed_in, role)
    wrong = []
    for endpoint, url, mark in bare(application):
        if endpoint in SILENT:
            continue
        code, expected = browser.get(url).status_code, _expected(endpoint, role, mark, 200)
        if code != expected:
            wrong.append(f"{endpoint} answers {code}, the table says {expected}")
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("role", PEOPLE)
def test_a_record_that_does_not_exist_reads_alike_for_all_who_may_ask(
    house: make.House, application: Flask, signed_in: SignedIn, role: Role
) -> None:
    make.states(house, "XA")
    browser = visitor(house, signed_in, role)
    plain = {endpoint for endpoint, _, _ in bare(application)}
    wrong = []
    for endpoint, url, mark in routes(application, "GET"):
        if endpoint in plain or mark.public:
            continue
        code, expected = browser.get(url).status_code, _expected(endpoint, role, mark, 404)
        if code != expected:
            wrong.append(f"{endpoint} answers {code} for {url}, the table says {expected}")
    assert wrong == [], "\n".join(wrong)


def test_every_answer_bears_the_headers_even_an_error(
    house: make.House, application: Flask, client: FlaskClient, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    browser = visitor(house, signed_in, Role.LICENSING_OFFICER)
    answers = [
        client.get("/nowhere"),
        client.get("/work"),
        client.post("/work"),
        client.post("/sign-in"),
        client.get("/static/emblem.svg"),
        client.get("/static/nothing"),
        client.delete("/"),
        *(client.get(url) for _, url, mark in routes(application, "GET") if mark.public),
        *(browser.get(url) for _, url, _ in routes(application, "GET")),
    ]
    for answer in answers:
        reader = READER if answer.request.path == "/offline" else {}
        for name, value in {**HEADERS, **reader}.items():
            assert answer.headers.get(name) == value, f"{name} at {answer.request.path}"
        shared = answer.headers.get("Access-Control-Allow-Origin")
        assert shared == ("*" if answer.request.path == "/v1/status" else None)
        assert "Server" not in answer.headers


def test_nothing_personal_is_kept_by_a_cache(
    house: make.House, application: Flask, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    browser = visitor(house, signed_in, Role.LICENSING_OFFICER)
    for endpoint, url, mark in bare(application):
        if not mark.public:
            answer = browser.get(url)
            assert answer.headers["Cache-Control"] == "no-store", endpoint


def test_one_page_alone_reads_with_the_camera(client: FlaskClient) -> None:
    offline, other = client.get("/offline").headers, client.get("/verify").headers
    assert "script-src 'self' 'wasm-unsafe-eval';" in offline["Content-Security-Policy"]
    assert "worker-src 'self'" in offline["Content-Security-Policy"]
    assert "manifest-src 'self'" in offline["Content-Security-Policy"]
    assert offline["Permissions-Policy"].startswith("camera=(self), ")
    assert "unsafe" not in other["Content-Security-Policy"]
    assert other["Permissions-Policy"].startswith("camera=(), ")


def test_no_page_asks_another_site_into_its_frame_or_machine(
    house: make.House, application: Flask, client: FlaskClient
) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy

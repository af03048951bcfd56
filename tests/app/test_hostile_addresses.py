"""Addresses that nobody's link leads to: answered calmly on every route, and led nowhere else.

On PostgreSQL: it refuses characters and figures that SQLite takes.
"""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import IntegerConverter, Rule

from app.gate import mark_of
from app.sessions import HASHER
from models.cells import scopes_of
from models.people import APPLICANTS, Role
from tests import make
from tests.app.conftest import SignedIn, token
from tests.app.people.test_sign_in import login_of
from tests.app.test_routes import PEOPLE, SILENT, visitor

pytestmark = pytest.mark.parametrize("db_url", ["postgresql"], indirect=True)

FAULT = 500
SCRIPT = '"><script>alert(1)</script>'
WORDS = ("X\0A", "\ud800", "%_", f"' OR 1=1 --{SCRIPT}", "9" * 3000)
"""What stands in the place of a record's number; half a character travels as broken UTF-8."""
FIGURES = ("0", "9" * 10, "9" * 30, "\u0663")
QUESTIONS = ("X\0A", "\ud800", SCRIPT, "9" * 30, "-1")
NAMES = ("q", "page", "after", "part", "kind", "officer", "stage", "number", "name", "item", "next")

Browsers = dict[Role | None, FlaskClient]


@pytest.fixture
def browsers(house: make.House, signed_in: SignedIn, client: FlaskClient) -> Browsers:
    """A browser of everybody; None is nobody's."""
    make.states(house, "XA", "XB")
    return {None: client} | {role: visitor(house, signed_in, role) for role in PEOPLE}


def shown(app: Flask, *, arguments: bool) -> Iterator[tuple[Rule, Role | None]]:
    """The routes of pages, with somebody who may ask for each: an officer if one may."""
    for rule in app.url_map.iter_rules():
        mark = mark_of(app, rule.endpoint)
        if "GET" not in (rule.methods or ()) or bool(rule.arguments) != arguments or mark is None:
            continue
        able = [role for role in PEOPLE if any(scopes_of(role, *cell) for cell in mark.cells)]
        yield rule, min(able, key=lambda role: (role in APPLICANTS, role), default=None)


def filled(rule: Rule) -> Iterator[str]:
    """The route's address with nonsense in the place of its arguments."""
    figures = {
        name for name, kind in rule._converters.items() if isinstance(kind, IntegerConverter)
    }
    names = set(rule._converters)
    for word in WORDS:
        yield _address(rule, {name: "1" if name in figures else word for name in names})
    for figure in FIGURES if figures else ():
        yield _address(rule, {name: figure if name in figures else "XA" for name in names})


def _address(rule: Rule, values: dict[str, str]) -> str:
    return "".join(
        quote(values[word], safe="", errors="surrogatepass") if dynamic else word
        for dynamic, word in rule._trace
        if word != "|"
    )


def faults(browser: FlaskClient, url: str) -> list[str]:
    """What is wrong with the answer to an address."""
    answer = browser.get(url)
    page = answer.get_data(as_text=True)
    wrong = answer.status_code >= FAULT or SCRIPT in page
    return [f"{answer.status_code} {url[:120]}"] if wrong else []


def test_nonsense_in_the_place_of_a_record_is_answered_calmly(
    application: Flask, browsers: Browsers
) -> None:
    wrong = [
        fault
        for rule, role in shown(application, arguments=True)
        for url in filled(rule)
        for fault in faults(browsers[role], url)
    ]
    assert wrong == [], "\n".join(wrong)


def test_nonsense_after_the_question_mark_is_answered_calmly(
    application: Flask, browsers: Browsers
) -> None:
    wrong = []
    for rule, role in shown(application, arguments=False):
        if rule.endpoint in SILENT:
            continue
        for question in QUESTIONS:
            asked = quote(question, errors="surrogatepass")
            url = f"{rule.rule}?{'&'.join(f'{name}={asked}' for name in NAMES)}"
            wrong += faults(browsers[role], url)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_a_sign_in_leads_to_no_other_site(
    house: make.House, client: FlaskClient, target: str
) -> None:
    make.states(house, "XA")
    officer = make.user(
        house, Role.LICENSING_OFFICER, "XA", password_hash=HASHER.hash("correct horse battery")
    )
    answer = client.post(
        f"/sign-in?next={quote(target)}",
        data={
            "csrf_token": token(client, "/sign-in"),
            "login": login_of(house, officer.user_id),
            "password": "correct horse battery",
            "next": target,
        },
    )
    assert (answer.status_code, answer.location) == (302, "/work")


@pytest.mark.parametrize("path", ["//evil.example/work", "/%5Cevil.example", "/%2F%2Fevil.example"])
def test_an_address_that_reads_like_another_site_leads_to_none(
    house: make.House, client: FlaskClient, path: str
) -> None:
    location = client.get(path).headers.get("Location", "/")
    assert urlsplit(location).netloc in ("", "localhost"), location


def test_signs_that_mean_anything_to_a_database_mean_themselves_to_a_search(
    house: make.House, signed_in: SignedIn, client: FlaskClient
) -> None:
    make.states(house, "XA")
    make.registration(house, make.trader(house, "Norvane 100% Arms_Ltd"), "XA")
    make.registration(house, make.trader(house, "Orlane Arms SA"), "XA")
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    for wild in ("%", "_", "%_", "0% a", "s_l"):
        asked = quote(wild)
        searches = (
            client.get(f"/register?name={asked}"),
            officer.get(f"/registrations?part=decided&q={asked}"),
        )
        for answer in searches:
            assert "Orlane" not in answer.get_data(as_text=True), (answer.request.path, wild)
    found = officer.get(f"/registrations?part=decided&q={quote('0% a')}")
    assert "Norvane" in found.get_data(as_text=True)

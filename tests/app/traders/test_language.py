"""Every page of this area speaks the reader's language: nothing stands outside translation."""

import secrets
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import clock
from app.factory import create_app
from app.sessions import digest
from app.traders import services
from models.people import SignIn
from tests import make
from tests import make_traders as applying
from tests.app.conftest import settings
from tests.untranslated import untranslated

HOME = "/my-registrations"


@pytest.fixture
def pages(house: make.House, tmp_path: Path) -> tuple[FlaskClient, list[str]]:
    """A trader with something of everything, in the language of brackets."""
    make.states(house)
    key = make.trader(house)
    official = applying.official(house, key)
    old = make.registration(
        house, key, "XB", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    stopped = make.registration(house, key, "XC")
    (asked,) = applying.submitted(house, official, "XA").values()
    (refused,) = applying.submitted(house, official, "XD").values()
    uid = applying.draft(house, official, "XE", kind="retailer")
    (bare,) = services.start(official, ("transport_agent",), ("XA", "XE"))
    officer = applying.officer(house, "XA")
    applying.take(officer, asked)
    applying.ask(officer, asked)
    applying.refuse(house, refused, "Not secured.", ("premises",))
    applying.suspend(house, stopped, make.at("2026-03-02 08:00"))
    browser = _browser(house, tmp_path, official.user_id or 0)
    urls = [
        HOME,
        f"{HOME}/apply",
        f"{HOME}/contact",
        f"{HOME}/{asked}",
        f"{HOME}/{asked}/answer",
        f"{HOME}/{asked}/withdraw",
        f"{HOME}/{refused}",
        f"{HOME}/{old}",
        f"{HOME}/{old}/renew",
        f"{HOME}/{old}/surrender",
        f"{HOME}/{stopped}",
        f"{HOME}/drafts/{uid}",
        f"{HOME}/drafts/{uid}/check",
        f"{HOME}/drafts/{uid}/states",
        f"{HOME}/drafts/{uid}/discard",
        f"{HOME}/drafts/{bare}",
        f"{HOME}/drafts/{bare}/check",
        "/register",
        f"/register?number={old}",
        f"/register?number={stopped}",
        "/register?name=nobody&number=x",
    ]
    groups = ("identity", "contact", "group", "activities", "kind", "eligibility", "documents")
    urls += [f"{HOME}/drafts/{bare}/part/{group}" for group in groups]
    urls += [f"{HOME}/drafts/{bare}/part/{group}" for group in ("nationality", "addresses")]
    urls += [f"{HOME}/drafts/{bare}/part/people?{rest}" for rest in ("", "add=1", "item=1")]
    return browser, urls


def _browser(house: make.House, folder: Path, user_id: int) -> FlaskClient:
    app = create_app(settings(house.url, folder), pseudo=True)
    app.testing = True
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with house.rows() as session:
        session.add(
            SignIn(
                token_digest=digest(token),
                user_id=user_id,
                started_at=now,
                seen_at=now,
                proved_at=now,
            )
        )
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return browser


def test_nothing_on_a_page_of_traders_is_left_untranslated(
    pages: tuple[FlaskClient, list[str]],
) -> None:
    browser, urls = pages
    left = {}
    for url in urls:
        answer = browser.get(url)
        assert answer.status_code == 200, url
        if found := untranslated(answer.get_data(as_text=True)):
            left[url] = found
    assert left == {}

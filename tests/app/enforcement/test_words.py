"""Every text of enforcement and watchlist goes through translation."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import clock
from app.factory import create_app
from app.sessions import digest
from app.work import Caller
from models.people import SignIn
from tests import make, make_ledger, make_watchlist
from tests import make_enforcement as given
from tests.app.conftest import settings
from tests.untranslated import untranslated


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_every_text_is_translated(house: make.House, tmp_path: Path) -> None:
    make.states(house)
    trader = make_ledger.licence(house).trader_id
    at, peer = given.unit(house, "XA"), given.unit(house, "XB")
    firm = given.official(house, trader)
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True

    def browser(caller: Caller) -> FlaskClient:
        word = secrets.token_urlsafe(32)
        with house.rows() as session:
            session.add(
                SignIn(
                    token_digest=digest(word),
                    user_id=caller.user_id,
                    started_at=clock.now(),
                    seen_at=clock.now(),
                    proved_at=clock.now(),
                )
            )
        page = app.test_client()
        with page.session_transaction() as cookie:
            cookie["_user_id"] = word
            cookie["_fresh"] = True
        return page

    found: dict[str, list[str]] = {}

    def look(caller: Caller, *urls: str) -> None:
        page = browser(caller)
        for url in urls:
            answer = page.get(url)
            assert answer.status_code == 200, url
            if left := untranslated(answer.get_data(as_text=True)):
                found[url] = left

    number = given.opened(house, trader, at)
    look(at.officer, f"/cases/{number}", f"/cases/{number}/notice", f"/cases/{number}/evidence")
    look(at.senior, f"/cases/{number}/close")
    given.services.serve_notice(make.fresh(house, at.officer), number, given.NOTICE)
    look(firm, "/notices", f"/notices/{number}")
    given.services.reply(firm, number, "Our agent brought it.", [given.paper()])
    look(at.officer, f"/cases/{number}/proposal")
    given.services.propose(make.fresh(house, at.officer), number, given.wanted())
    look(at.senior, "/cases", f"/cases/{number}", f"/cases/{number}/decision")
    given.sign(house, number, at)
    uid = given.task_of(house, "XB").uid
    look(peer.officer, "/tasks", f"/tasks/{uid}", f"/cases/{number}")
    look(firm, f"/notices/{number}")
    entry = make_watchlist.proposed(house, at)
    look(at.senior, "/watchlist", f"/watchlist/{entry}", f"/watchlist/{entry}/decision")
    make_watchlist.publish(house, at, entry)
    look(at.senior, f"/watchlist/{entry}", f"/watchlist/{entry}/evidence")
    look(at.senior, f"/watchlist/{entry}/revocation", f"/watchlist/{entry}/deletion")
    look(at.officer, "/watchlist/new", f"/watchlist/{entry}/correction")
    look(peer.officer, f"/watchlist/{entry}")
    assert found == {}

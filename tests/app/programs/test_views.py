"""Pages of the keys of programs: one is made, shown once and withdrawn by form."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from models.api_keys import ApiKey
from models.people import Role
from tests import make
from tests.app.conftest import SignedIn, carried


def rows(house: make.House) -> list[ApiKey]:
    with house.rows() as session:
        found = list(session.scalars(select(ApiKey)))
        session.expunge_all()
        return found


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_key_is_made_shown_once_and_withdrawn_by_form(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    data = {"label": "Case system", "purpose": "review", "case_ref": "XA-7", "days": "90"}
    answer = browser.post("/programs/new", data={**carried(browser, "/programs/new"), **data})
    [secret] = re.findall(r"sacr_[A-Za-z0-9_-]{43}", answer.get_data(as_text=True))
    assert answer.headers["Cache-Control"] == "no-store"
    page = browser.get("/programs").get_data(as_text=True)
    assert secret not in page
    assert secret[:10] in page
    [row] = rows(house)
    url = f"/programs/{row.uid}/withdrawal"
    done = browser.post(
        url, data={**carried(browser, url), "reason": "Replaced."}, follow_redirects=True
    )
    assert "Withdrawn" in done.get_data(as_text=True)
    wrong = browser.post(
        "/programs/new", data={**carried(browser, "/programs/new"), **data, "days": "400"}
    )
    assert wrong.status_code == 400
    assert "a number from 1 to 366" in wrong.get_data(as_text=True)

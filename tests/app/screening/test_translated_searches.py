"""Every text of the pages of searches, and of the keys of programs, goes through translation."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_app
from app.programs import queries
from models.watchlist import SubjectKind
from tests import make
from tests import make_screening as given
from tests import make_searches as asking
from tests.app.conftest import SignedIn, carried, settings
from tests.untranslated import untranslated

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    """The register in the language of brackets."""
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True
    return app


def left_in(page: FlaskClient, url: str) -> list[str]:
    answer = page.get(url, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return untranslated(answer.text)


def test_no_text_of_searches_and_keys_is_left_untranslated(
    house: make.House, signed_in: SignedIn, tmp_path: Path
) -> None:
    make.states(house)
    given.invented_list()
    given.entry(house, "Davor Meshkan", "XB", kind=SubjectKind.PERSON)
    officer = make.user(house, "licensing_officer", "XA")
    page, auditor = signed_in(officer), signed_in(make.user(house, "auditor", "XA"))
    urls = ["/screening/search", "/screening/searches", "/programs", "/programs/new"]
    data = {**carried(page, "/screening/search"), "purpose": "review", "case_ref": "XA-7"}
    with asking.line_open(tmp_path):
        for name, kind in (("Davor Meshkan", "either"), ("Quiet Harbour Bakery", "firm")):
            page.post("/screening/search", data={**data, "name": name, "kind": kind})
    page.post("/screening/search", data={**data, "name": "Not Answered", "kind": "firm"})
    asking.key(house, officer)
    [key] = queries.keys(officer).keys
    found = [f"/screening/searches/{search.uid}" for search in asking.searches(house)]
    assert len(found) == 3
    for url in [*urls, *found, f"/programs/{key.uid}/withdrawal"]:
        assert left_in(page, url) == [], url
    for url in ["/screening/searches", *found, "/programs"]:
        assert left_in(auditor, url) == [], url

"""Every text of the pages of screening goes through translation."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.factory import create_app
from app.screening import services, services_hits
from app.work import REGISTER
from models.dossiers import Dossier
from tests import make, make_dossiers
from tests import make_screening as given
from tests.app.conftest import SignedIn, settings
from tests.untranslated import untranslated


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    """The register in the language of brackets."""
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True
    return app


def left_in(page: FlaskClient, url: str) -> list[str]:
    answer = page.get(url)
    assert answer.status_code == 200, answer.text
    return untranslated(answer.text)


def test_no_text_of_screening_is_left_untranslated(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    given.invented_list()
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    urls = ("/screening", f"/screening/hits/{uid}", f"/screening/cases/dossier/{number}")
    for url in (*urls, "/screening/lists", "/screening?part=unclear", "/screening?part=found"):
        assert left_in(page, url) == [], url
    officer = make.user(house, "licensing_officer", "XB")
    services_hits.dispose(officer, uid, "unclear", "The owner is asked")
    reader = signed_in(make.user(house, "auditor", "XA"))
    for url in (*urls, "/screening?part=unclear"):
        assert left_in(reader, url) == [], url


def test_no_text_of_a_hit_on_a_public_list_is_left_untranslated(
    house: make.House, signed_in: SignedIn
) -> None:
    given.invented_list()
    number = make_dossiers.submitted(house)
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one().id
    given.asked(
        house,
        "Meshkan Davor",
        kind="person",
        thing_id=dossier,
        countries=("XA",),
        birth_date=make.at("1971-03-02 00:00").date(),
    )
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    assert left_in(page, f"/screening/cases/dossier/{number}") == []
    services.answer_all(REGISTER)
    [hit] = given.hits(house)
    for url in (f"/screening/hits/{hit.uid}", f"/screening/cases/dossier/{number}"):
        assert left_in(page, url) == [], url

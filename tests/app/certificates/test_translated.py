"""Every text of the pages of documents goes through translation."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.certificates import services_reissue
from app.factory import create_app
from app.licences import services as licences
from models.certificates import Certificate
from models.letters import ReissueCause
from models.people import Role
from tests import make, make_keys, make_licences
from tests.app.certificates.test_making import make_all
from tests.app.conftest import SignedIn, settings
from tests.untranslated import untranslated


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    """The register in the language of brackets."""
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True
    return app


def is_whole(page: FlaskClient, url: str) -> str:
    """The page, of which no text of ours is left untranslated."""
    answer = page.get(url)
    assert answer.status_code == 200, url
    assert untranslated(answer.text) == [], url
    return answer.text


def test_no_text_of_the_pages_of_documents_is_left_untranslated(
    house: make.House, signed_in: SignedIn, tmp_path: Path
) -> None:
    number = make_licences.issued(house)
    senior = make.user(house, Role.SENIOR_OFFICER, "XA")
    with house.rows() as session:
        old = session.scalars(select(Certificate).where(Certificate.number == number)).one()
    empty = make.trader(house, "Orlane Logistics SA")
    is_whole(signed_in(make.user(house, Role.APPLICANT_USER, trader=empty)), "/my-documents")
    holder = signed_in(make.user(house, Role.APPLICANT_USER, trader=old.trader_id))
    is_whole(holder, "/my-documents")  # decided, not made
    is_whole(signed_in(senior), f"/certificates/{old.uid}/replace")
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    licences.suspend(make.fresh(house, senior), number, reason="x", ground="G5")
    cause = str(ReissueCause.LOST)
    services_reissue.reissue(make.fresh(house, senior), str(old.uid), cause, "Lost.")
    make_all()
    for page, url in (
        (holder, "/my-documents"),
        (signed_in(senior), f"/documents-of/{number}"),
        (signed_in(senior), "/documents-of/XA-2026-L-00042-D"),
    ):
        is_whole(page, url)
    with house.rows() as session:
        letter = session.scalars(select(Certificate).where(Certificate.letter != "")).one()
    for row in (letter, old):
        is_whole(holder, f"/verify/{row.number}/{row.check_code}")

"""The paper against its square: replayed for another consignment, altered, or pasted on."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.certificates import codes
from app.work import REGISTER
from models.certificates import Certificate
from models.licences import BorderCheck
from models.people import Role
from models.sheets import mark, read
from tests import make, make_keys, make_licences
from tests.app.certificates.test_views import words
from tests.app.conftest import SignedIn, token

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
IN_FORCE = "2026-05-04 10:00"


@pytest.fixture
def papers(house: make.House, tmp_path: Path) -> list[Certificate]:
    """Two licences, each with its signed code."""
    numbers = [make_licences.issued(house) for _ in range(2)]
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    with house.rows() as session:
        found = list(session.scalars(select(Certificate).where(Certificate.number.in_(numbers))))
        session.expunge_all()
    return found


def asked(client: FlaskClient, number: str, code: str = "", url: str = "/verify") -> str:
    form = {"number": number, "code": code, "csrf_token": token(client, url)}
    return words(client.post(url, data=form).text)


def test_the_number_typed_and_the_square_scanned_must_be_of_one_paper(
    house: make.House, client: FlaskClient, papers: list[Certificate]
) -> None:
    one, other = papers
    square = codes.code(REGISTER, one.id)
    with house.at(IN_FORCE):
        for number, code in ((square, ""), (square, one.check_code), (one.number, square)):
            assert asked(client, number, code).startswith("VALID"), (number, code)
        for number, code in ((square, other.check_code), (other.number, square)):
            text = asked(client, number, code)
            assert text.startswith("NOT VALID No document has this number and check code")
            assert "the square of another one was pasted on" in text


def test_whoever_holds_the_paper_sees_what_to_compare_and_each_use_is_recorded(
    house: make.House, client: FlaskClient, signed_in: SignedIn, papers: list[Certificate]
) -> None:
    """A genuine square for another consignment: number, mark, States, and what is left."""
    paper = papers[0]
    sheet = read(paper.facts)
    square = codes.code(REGISTER, paper.id)
    with house.at(IN_FORCE):
        customs = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XD"))
        public = asked(client, square)
        border = asked(customs, square, url="/check")
    for text in (public, border):
        for said in (paper.number, mark(paper.facts), "Xandria", "Xbria", "Xdonia", "Xeland"):
            assert said in text
        assert sheet.end_use_certificate in text  # type: ignore[union-attr]
    assert f"{sheet.lines[0].quantity:,}" in border  # type: ignore[union-attr]
    with house.rows() as session:
        (kept,) = session.scalars(select(BorderCheck)).all()
        assert (kept.asked_number, kept.verdict, kept.state_code) == (paper.number, "VALID", "XD")

"""The public check: number and code, a verdict, and nothing else for anybody else."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests import make, make_licences


@pytest.fixture
def licence(house: make.House) -> tuple[str, str]:
    number = make_licences.issued(house)
    found = make_licences.of_number(house, number)
    return number, found.check_code


def test_the_address_of_the_square_code_answers(
    house: make.House, client: FlaskClient, licence: tuple[str, str]
) -> None:
    number, code = licence
    with house.at("2026-05-04 10:00"):
        text = client.get(f"/verify/{number}/{code}").get_data(as_text=True)
    assert ">VALID<" in text
    assert "Pistol" in text


def test_a_wrong_code_says_nothing_of_whose_it_is(
    house: make.House, client: FlaskClient, licence: tuple[str, str]
) -> None:
    number, _ = licence
    wrong = client.get(f"/verify/{number}/AAAAA-AAAAA").get_data(as_text=True)
    unknown = client.get("/verify/XA-2026-L-99999-A/AAAAA-AAAAA").get_data(as_text=True)
    assert wrong == unknown
    assert "NOT VALID" in wrong


def test_the_eleventh_check_in_a_minute_waits(
    house: make.House, client: FlaskClient, licence: tuple[str, str]
) -> None:
    number, _ = licence
    answers = [client.get(f"/verify/{number}/AAAAA-AAAA{n}") for n in "BCDEFGHJKLM"]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_before_its_first_day_a_licence_is_not_valid(
    house: make.House, client: FlaskClient, licence: tuple[str, str]
) -> None:
    number, code = licence
    text = client.get(f"/verify/{number}/{code}").get_data(as_text=True)
    assert "not valid yet" in text

"""The border's pages: a verdict in letters, what is left, and refusals that keep what was typed."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.work import Caller
from models.people import Role
from tests import make, make_ledger
from tests.app.conftest import SignedIn, token


@pytest.fixture
def given(house: make.House) -> make_ledger.Given:
    make.states(house)
    return make_ledger.licence(house)


def customs(house: make.House, state: str = "XB") -> Caller:
    return make.user(house, Role.CUSTOMS_OFFICER, state, name="Kip Saranto")


def asked(page: FlaskClient, number: str, code: str) -> str:
    answer = page.post(
        "/check",
        data={"number": number, "code": code, "csrf_token": token(page, "/check")},
    )
    return answer.get_data(as_text=True)


def test_a_valid_licence_says_so_and_shows_what_is_left(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    text = asked(signed_in(customs(house)), given.number, given.code)
    assert ">VALID<" in text
    assert "Pistol, semi-automatic" in text
    assert "Carriage by sea only" in text


def test_the_certificates_address_may_be_scanned_into_the_number(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    scanned = f"https://register.example/verify/{given.number}/{given.code}"
    assert ">VALID<" in asked(signed_in(customs(house)), scanned, "")


def test_a_wrong_code_tells_nothing(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    text = asked(signed_in(customs(house)), given.number, "AAAAA-AAAAA")
    assert ">NOT VALID<" in text
    assert "Pistol" not in text
    assert "Norvane" not in text


def test_off_the_route_a_verdict_and_nothing_else(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    page = signed_in(customs(house, "XC"))
    text = asked(page, given.number, given.code)
    assert ">NOT VALID<" in text
    assert "not on" in text
    assert "Norvane" not in text
    without = asked(page, given.number, "")
    assert "Report a stop" in without


def test_an_amount_too_large_keeps_what_was_typed_and_says_what_is_left(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    page = signed_in(customs(house))
    answer = page.post(
        f"/check/{given.number}/movements",
        data={
            "csrf_token": token(page, "/check"),
            "code": given.code,
            "declaration": "26XB4410078215",
            "direction": "exit",
            "line_1": "101",
        },
    )
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "100 left" in text
    assert "26XB4410078215" in text


@pytest.mark.parametrize("amount", ["-1", "1e400", "NaN", "٣", "1.5", "9" * 40, "0x10"])
def test_hostile_amounts_are_refused_by_name(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn, amount: str
) -> None:
    page = signed_in(customs(house))
    answer = page.post(
        f"/check/{given.number}/movements",
        data={
            "csrf_token": token(page, "/check"),
            "code": given.code,
            "declaration": "26XB1",
            "direction": "exit",
            "line_1": amount,
        },
    )
    assert answer.status_code == 400
    assert "Pistol" in answer.get_data(as_text=True)


def test_a_write_off_leads_to_its_ledger(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    page = signed_in(customs(house))
    answer = page.post(
        f"/check/{given.number}/movements",
        data={
            "csrf_token": token(page, "/check"),
            "code": given.code,
            "declaration": "26XB1",
            "direction": "exit",
            "line_1": "60",
        },
        follow_redirects=True,
    )
    text = answer.get_data(as_text=True)
    assert "26XB1" in text
    assert "40" in text


def test_a_stop_is_reported_and_tasks_the_authorizing_states(
    house: make.House, given: make_ledger.Given, signed_in: SignedIn
) -> None:
    page = signed_in(customs(house, "XC"))
    where = f"/stops/new?licence={given.number}"
    answer = page.post(
        where,
        data={
            "csrf_token": token(page, where),
            "licence": given.number,
            "reason": "not on the route",
            "goods": "12 pistols",
            "place": "Shed 4",
        },
        follow_redirects=True,
    )
    assert "12 pistols" in answer.get_data(as_text=True)
    with house.rows() as session:
        from sqlalchemy import select  # noqa: PLC0415

        from models.casework import Task  # noqa: PLC0415

        raised = sorted(session.execute(select(Task.state_code, Task.kind, Task.due_at)).all())
    end_of_16_march = make.at("2026-03-17 00:00")  # a whole last day, as of every task
    assert raised == [(state, "stop_reported", end_of_16_march) for state in ("XA", "XB")]
    other = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    assert "12 pistols" in other.get("/stops").get_data(as_text=True)

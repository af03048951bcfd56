"""The page of the keys: for administrators, the secretariat and auditors; it shows no secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app import keyring
from app.keys import services
from app.work import REGISTER
from models.keys import KeyUse
from models.people import Role
from tests import make, make_keys
from tests.app.conftest import SignedIn
from tests.make_keys import BASE_URL, TWO

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
def kids(house: make.House, tmp_path: Path) -> Iterator[dict[str, str]]:
    make.states(house, "XA", "XB")
    yield make_keys.keys(house, tmp_path / "keys", ("XA",))
    keyring.close_ring()


def spaced(kid: str) -> str:
    """A key's name as the page shows it."""
    return " ".join(kid[place : place + 4] for place in range(0, 16, 4))


def test_the_page_lists_every_key_and_what_is_lacking(
    house: make.House, kids: dict[str, str], signed_in: SignedIn
) -> None:
    services.withdraw(REGISTER, kids["XA seal"], "Stolen with its machine", TWO)
    with house.at("2027-03-05 09:00"):
        admin = make.user(house, Role.NATIONAL_ADMIN, "XB")
        page = signed_in(admin).get("/keys").get_data(as_text=True)
    assert all(spaced(kid) in page for kid in kids.values())
    assert "Stolen with its machine" in page
    assert "Withdrawn" in page
    assert page.count("It has signed for a year: rotate it.") == 2
    lacking = page.partition('id="lacking"')[2].partition("</ul>")[0]
    assert lacking.count("<li>") == 4


def test_a_key_that_is_to_follow_ends_the_call_to_rotate(
    house: make.House, kids: dict[str, str], signed_in: SignedIn
) -> None:
    with house.at("2027-03-05 09:00") as now:
        new = replace(make_keys.order(KeyUse.TOKEN, "XA"), start=now + timedelta(days=2))
        services.make(REGISTER, [new], TWO, BASE_URL, replace=True)
        admin = make.user(house, Role.NATIONAL_ADMIN, "XA")
        page = signed_in(admin).get("/keys").get_data(as_text=True)
    assert "Not yet begun" in page
    assert page.count("It has signed for a year: rotate it.") == 2


@pytest.mark.parametrize("role", [Role.LICENSING_OFFICER, Role.CUSTOMS_OFFICER])
def test_an_officer_has_no_page_of_keys(
    house: make.House, kids: dict[str, str], signed_in: SignedIn, role: Role
) -> None:
    client = signed_in(make.user(house, role, "XA"))
    assert client.get("/keys").status_code == 403
    assert 'href="/keys"' not in client.get("/").get_data(as_text=True)


def test_a_regime_without_keys_says_so(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    page = signed_in(make.user(house, Role.AUDITOR, "XA")).get("/keys").get_data(as_text=True)
    assert "This regime has no keys yet." in page
    assert 'href="/keys"' in page

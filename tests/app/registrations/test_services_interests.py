"""Declared interests: of oneself, once, ended by an administrator only."""

import pytest
from sqlalchemy import select

from app.registrations import services
from app.registrations.services_interests import declare_interest, end_interest
from app.registrations.wanted import Place
from models.errors import Duplicate, Invalid, NotAllowed, NotFound
from models.people import Interest, Role
from models.traders import Trader
from tests import make, make_registrations
from tests.make_registrations import Officers


@pytest.fixture
def number(house: make.House, people: Officers) -> str:
    return make_registrations.submitted(house)[0]


def trader_of(house: make.House) -> str:
    with house.rows() as session:
        return session.scalars(select(Trader.number)).one()


def uid_of(house: make.House) -> str:
    with house.rows() as session:
        return str(session.scalars(select(Interest.uid)).one())


def test_an_interest_keeps_its_person_from_the_case_until_it_ends(
    house: make.House, people: Officers, number: str
) -> None:
    declare_interest(people.officer, trader_of(house), "I own shares of the firm.")
    with pytest.raises(NotAllowed, match="interest_declared"):
        services.take(people.officer, Place(number))
    admin = make.user(house, Role.NATIONAL_ADMIN, "XA")
    end_interest(admin, uid_of(house), "The shares were sold; proof seen.")
    services.take(people.officer, Place(number))


def test_another_account_of_the_person_is_kept_away_too(
    house: make.House, people: Officers, number: str
) -> None:
    declare_interest(people.enforcement, trader_of(house), "My wife works there.")
    same = make.user(
        house, Role.LICENSING_OFFICER, "XA", person=make.person_of(house, people.enforcement)
    )
    with pytest.raises(NotAllowed, match="interest_declared"):
        services.take(same, Place(number))


def test_it_is_declared_once_and_with_a_reason(
    house: make.House, people: Officers, number: str
) -> None:
    assert number
    with pytest.raises(Invalid, match="reason_missing"):
        declare_interest(people.officer, trader_of(house), " ")
    declare_interest(people.officer, trader_of(house), "I own shares.")
    with pytest.raises(Duplicate, match="interest_declared_already"):
        declare_interest(people.officer, trader_of(house), "Still.")


def test_only_an_administrator_of_the_state_ends_it(
    house: make.House, people: Officers, number: str
) -> None:
    assert number
    declare_interest(people.officer, trader_of(house), "I own shares.")
    uid = uid_of(house)
    for caller in (people.officer, people.senior):
        with pytest.raises(NotAllowed):
            end_interest(caller, uid, "It is over, believe me.")
    with pytest.raises(NotFound):
        end_interest(make.user(house, Role.NATIONAL_ADMIN, "XB"), uid, "Not ours.")
    end_interest(make.user(house, Role.NATIONAL_ADMIN, "XA"), uid, "Sold.")
    with pytest.raises(Duplicate, match="interest_ended_already"):
        end_interest(make.user(house, Role.NATIONAL_ADMIN, "XA"), uid, "Sold twice.")


def test_a_trader_that_the_state_does_not_see_is_not_found(
    house: make.House, people: Officers, number: str
) -> None:
    assert number
    stranger = make.trader(house, "Orrin Quay Brokers", "XD")
    with pytest.raises(NotFound):
        declare_interest(people.officer, make.trader_number(house, stranger), "Just in case.")

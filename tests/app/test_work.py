"""The one door: rights, locks and records."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.work import NOBODY, Caller, act, work
from models.actions import Action
from models.audit import AuditEntry
from models.errors import NotAllowed, NotFound, ProofNeeded, Stale
from models.people import Role
from models.traders import Registration
from tests import make


@act
def surrender(caller: Caller, number: str, seen: int | None = None) -> None:
    """A small service of these tests."""
    with work(caller) as w:
        found = w.find(Registration, number, seen=seen)
        found.ended_at = w.at
        w.do(Action.REGISTRATION_SURRENDER, found, "we close")


@pytest.fixture
def number(house: make.House) -> str:
    make.states(house)
    trader = make.trader(house)
    return make.registration(house, trader, "XA")


def owner(house: make.House) -> Caller:
    with house.rows() as session:
        trader = session.scalars(select(Registration.trader_id)).one()
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader)


def test_an_act_leaves_its_record(house: make.House, number: str) -> None:
    surrender(owner(house), number)
    with house.rows() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.action, entry.before, entry.after) == (
            "registration.surrender",
            "ACTIVE",
            "SURRENDERED",
        )
        assert entry.reference == number
        assert entry.note == "we close"


def test_nobody_may_do_anything(house: make.House, number: str) -> None:
    with pytest.raises(NotFound):
        surrender(NOBODY, number)


def test_another_traders_registration_is_not_found(house: make.House, number: str) -> None:
    stranger = make.user(
        house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane Logistics SA")
    )
    with pytest.raises(NotFound):
        surrender(stranger, number)


def test_a_grave_act_needs_fresh_proof(house: make.House, number: str) -> None:
    caller = owner(house)
    with house.at("2026-03-02 09:06"), pytest.raises(ProofNeeded):
        surrender(caller, number)


def test_a_stale_page_is_refused(house: make.House, number: str) -> None:
    with pytest.raises(Stale):
        surrender(owner(house), number, seen=7)


def test_an_officer_may_not_surrender_for_the_trader(house: make.House, number: str) -> None:
    officer = make.user(house, Role.SENIOR_OFFICER, "XA")
    with pytest.raises((NotAllowed, NotFound)):
        surrender(officer, number)


@pytest.mark.parametrize("table", ["audit_entries", "registration_terms", "nationalities"])
def test_the_database_refuses_to_change_records(house: make.House, number: str, table: str) -> None:
    surrender(owner(house), number)
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id"):  # noqa: S608
        with pytest.raises(IntegrityError), house.rows() as session:
            session.execute(text(statement))

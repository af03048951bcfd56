"""Findings of officers: whose hit it is, what is recorded, who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.screened import Screened, standing
from app.screening import services_hits
from models.audit import AuditEntry
from models.casework import Task
from models.dossiers import Dossier
from models.errors import Invalid, NotAllowed, NotFound, Stale
from models.people import Interest
from models.screening import Disposition
from tests import make
from tests import make_screening as given


def stands(house: make.House, number: str) -> Screened:
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one()
        return standing(session, Dossier.THING, dossier.id, dossier.version)


def findings(house: make.House) -> list[tuple[str, str, str]]:
    with house.rows() as session:
        rows = session.scalars(select(Disposition).order_by(Disposition.id))
        return [(row.outcome, row.reason, row.state_code) for row in rows]


def tasks(house: make.House) -> list[Task]:
    with house.rows() as session:
        return list(session.scalars(select(Task).order_by(Task.id)))


def test_a_false_hit_is_closed_with_its_reason_and_blocks_no_more(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house)
    assert stands(house, number).blocks() == ("hits_open",)
    officer = make.user(house, "licensing_officer", "XA")
    services_hits.dispose(officer, uid, "false", " Another firm, by its number. ")
    assert stands(house, number).blocks() == ()
    assert findings(house) == [("false", "Another firm, by its number.", "XA")]
    assert tasks(house) == []
    with house.rows() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "hit.dispose")).one()
        assert (entry.note, entry.actor_state) == ("Another firm, by its number.", "XA")


def test_an_unclear_hit_goes_on_blocking(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XB")
    services_hits.dispose(officer, uid, "unclear", "The owner is asked")
    assert stands(house, number).blocks() == ("hits_open",)


def test_a_true_hit_blocks_and_tells_the_owner_of_the_entry_once(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house, owner="XC")
    officer = make.user(house, "senior_officer", "XB")
    services_hits.dispose(officer, uid, "true", "Same firm")
    assert stands(house, number).blocks() == ("hit_true",)
    services_hits.dispose(officer, uid, "unclear", "Doubt")
    services_hits.dispose(officer, uid, "true", "Same firm after all")
    [task] = tasks(house)
    assert (task.kind, task.state_code, task.from_state) == ("hit_confirmed", "XC", "XB")
    assert task.told == {"party": "Selmark Supply Ltd", "case": number}
    assert task.due_at == make.at("2026-03-02 09:00") + timedelta(hours=12)
    assert [outcome for outcome, _, _ in findings(house)] == ["true", "unclear", "true"]


def test_a_true_hit_on_the_own_entry_tells_nobody(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house, owner="XB")
    services_hits.dispose(make.user(house, "senior_officer", "XB"), uid, "true", "Ours")
    assert tasks(house) == []


@pytest.mark.parametrize(("role", "state"), [("licensing_officer", "XC"), ("senior_officer", "XE")])
def test_a_state_that_does_not_decide_finds_nothing(
    house: make.House, role: str, state: str
) -> None:
    _, uid = given.hit_on_dossier(house)
    with pytest.raises(NotFound):
        services_hits.dispose(make.user(house, role, state), uid, "false", "Not mine")
    assert findings(house) == []


def test_an_applicant_finds_nothing(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house)
    with house.rows() as session:
        trader = session.scalars(select(Dossier.trader_id).where(Dossier.number == number)).one()
    for role in ("applicant_admin", "applicant_user"):
        caller = make.user(house, role, trader=trader)
        with pytest.raises(NotFound):
            services_hits.dispose(caller, uid, "false", "It is not us")
    assert findings(house) == []


@pytest.mark.parametrize("role", ["customs_officer", "national_admin", "auditor", "secretariat"])
def test_other_roles_record_nothing(house: make.House, role: str) -> None:
    _, uid = given.hit_on_dossier(house)
    state = None if role == "secretariat" else "XA"
    with pytest.raises((NotAllowed, NotFound)):
        services_hits.dispose(make.user(house, role, state), uid, "false", "No")
    assert findings(house) == []


def test_an_officer_with_an_interest_records_nothing(house: make.House) -> None:
    number, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XA")
    person = make.person_of(house, officer)
    with house.rows() as session:
        trader = session.scalars(select(Dossier.trader_id).where(Dossier.number == number)).one()
        session.add(
            Interest(
                person_id=person,
                trader_id=trader,
                state_code="XA",
                since=make.LONG_AGO,
                reason="My brother's firm",
                declared_by_id=officer.user_id,
                recorded_at=make.LONG_AGO,
                revision=1,
            )
        )
    with pytest.raises(NotAllowed, match="interest_declared"):
        services_hits.dispose(officer, uid, "false", "Not them")
    assert findings(house) == []


def test_a_finding_needs_an_outcome_and_a_reason(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house)
    officer = make.user(house, "licensing_officer", "XA")
    with pytest.raises(Invalid, match="reason_missing"):
        services_hits.dispose(officer, uid, "false", "  ")
    with pytest.raises(Invalid, match="outcome_missing"):
        services_hits.dispose(officer, uid, "perhaps", "Reason")
    assert findings(house) == []


def test_who_read_the_page_before_another_found_must_read_again(house: make.House) -> None:
    _, uid = given.hit_on_dossier(house)
    first = make.user(house, "licensing_officer", "XA")
    second = make.user(house, "licensing_officer", "XB")
    services_hits.dispose(first, uid, "true", "Same firm", seen=1)
    with pytest.raises(Stale):
        services_hits.dispose(second, uid, "false", "Another firm", seen=1)
    assert [outcome for outcome, _, _ in findings(house)] == ["true"]

"""Exports of a State's own entries: two persons, one day, and a record of what was taken."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from app.screening import services_export as exports
from app.work import Caller
from models.audit import AuditEntry
from models.errors import Blocked, Invalid, NotAllowed, NotFound, ProofNeeded, WrongStage
from models.people import User
from tests import make
from tests import make_screening as given
from tests.app.conftest import SignedIn, carried

BASE = "https://sacr.example"


@pytest.fixture
def seniors(house: make.House) -> tuple[Caller, Caller]:
    make.states(house)
    given.entry(house, "Karrow Freight Ltd", "XA")
    given.entry(house, "Oldens GmbH", "XB")
    return make.user(house, "senior_officer", "XA"), make.user(house, "senior_officer", "XA")


def test_two_persons_export_the_entries_of_their_own_state(
    house: make.House, seniors: tuple[Caller, Caller]
) -> None:
    one, other = seniors
    uid = exports.ask(one, "The port authority of Karst, to screen crews")
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        exports.approve(one, uid)
    with pytest.raises(NotFound):
        exports.take(one, uid, BASE)
    exports.approve(other, uid)
    with pytest.raises(NotAllowed, match="export_not_asked_by_you"):
        exports.take(other, uid, BASE)
    taken = exports.take(one, uid, BASE)
    (entry, _warning) = [json.loads(line) for line in taken.content.splitlines()]
    assert (taken.entries, entry["caption"]) == (1, "Karrow Freight Ltd")
    assert taken.name == "watchlist-xa-2026-03-02.ftm.json"
    with house.rows() as session:
        row = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "watchlist_export.take")
        ).one()
        assert json.loads(row.facts)["entries"] == [entry["id"]]
    with house.at("2026-03-03 09:00"):
        make.fresh(house, one)
        with pytest.raises(Blocked, match="export_over"):
            exports.take(one, uid, BASE)


def test_an_export_that_was_declined_is_never_taken(
    house: make.House, seniors: tuple[Caller, Caller]
) -> None:
    one, other = seniors
    with pytest.raises(Invalid, match="purpose_missing"):
        exports.ask(one, " ")
    uid = exports.ask(one, "A newspaper")
    exports.refuse(other, uid)
    with pytest.raises(NotFound):
        exports.take(one, uid, BASE)
    with pytest.raises(WrongStage):
        exports.approve(other, uid)
    foreign = make.user(house, "senior_officer", "XB")
    with pytest.raises(NotFound):
        exports.approve(foreign, uid)
    for role in ("licensing_officer", "national_admin"):
        with pytest.raises(NotAllowed):
            exports.ask(make.user(house, role, "XA"), "To have them")
    with house.at("2026-03-02 10:00"), pytest.raises(ProofNeeded):
        exports.ask(one, "Without the password again")


def test_two_accounts_of_one_person_are_one_person(
    house: make.House, seniors: tuple[Caller, Caller]
) -> None:
    one, other = seniors
    uid = exports.ask(one, "The port authority")
    with house.rows() as session:
        person = session.scalars(select(User.person_id).where(User.id == one.user_id)).one()
    twin = make.user(house, "senior_officer", "XA", person=person)
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        exports.approve(twin, uid)
    assert other.user_id != one.user_id


def test_the_pages_lead_from_the_question_to_the_file(
    house: make.House, signed_in: SignedIn, seniors: tuple[Caller, Caller]
) -> None:
    one, other = map(signed_in, seniors)
    url = "/screening/watchlist-export"
    asked = one.post(url, data={**carried(one, url), "purpose": "The port authority"})
    place = asked.headers["Location"]
    assert "Another senior officer" in one.get(place).text
    assert "Take the file" not in one.get(place).text
    assert place in other.get("/work").text
    assert place not in one.get("/work").text
    answered = other.post(place, data={**carried(other, place), "answer": "agree"})
    assert answered.status_code == 303
    assert "Take the file" in one.get(place).text
    file = one.post(f"{place}/file", data=carried(one, place))
    assert file.headers["Content-Disposition"] == (
        "attachment; filename=watchlist-xa-2026-03-02.ftm.json"
    )
    assert b"Karrow Freight Ltd" in file.data
    assert b"Oldens" not in file.data
    again = other.post(f"{place}/file", data=carried(other, url))
    assert "takes it, and nobody else" in again.text
    assert "Export our entries" in one.get("/watchlist").text
    officer = signed_in(make.user(house, "enforcement_officer", "XA"))
    assert officer.get(url).status_code == 403
    assert "Export our entries" not in officer.get("/watchlist").text

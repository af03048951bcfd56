"""Tasks between States: recognise, own case, decline; what a border is told (rules 6.2, C53)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.customs import services as customs
from app.enforcement import services, services_tasks
from app.enforcement.casefile import Opening
from app.stops import Told
from models import sheets
from models.casework import Task, TaskKind, TaskOutcome
from models.certificates import Certificate
from models.enforcement import Case
from models.errors import Invalid, NotAllowed, NotFound, ProofNeeded, Refusal
from models.machinery import Lease
from models.people import Role
from models.sheets import LetterSheet
from models.stages import Stage
from models.watchlist import Entry
from tests import make, make_ledger
from tests import make_enforcement as given


@pytest.fixture
def trader(house: make.House) -> int:
    """A broker registered in two States, and de-registered in the first."""
    make.states(house)
    key = make.trader(house)
    for state in ("XA", "XB"):
        make.registration(house, key, state)
    return key


def told(house: make.House, number: str) -> list[str]:
    """What the letters of a case to its trader say; each rests on the other State's decision."""
    with house.rows() as session:
        rows = session.scalars(
            select(Certificate)
            .join(Case, Case.id == Certificate.case_id)
            .where(Case.number == number)
            .order_by(Certificate.id)
        )
        found = [sheets.read(row.facts) for row in rows]
    letters = [sheet for sheet in found if isinstance(sheet, LetterSheet)]
    assert all(sheet.recognises.startswith("XA-") and not sheet.reply_by for sheet in letters)
    return [str(sheet.kind) for sheet in letters]


def test_recognising_ends_there_too_after_a_second_signature(
    house: make.House, trader: int
) -> None:
    first = given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    number = given.recognise(house, at)
    case = given.case_of(house, number)
    assert case.stage is Stage.AWAITING_COUNTERSIGN
    assert case.recognises_id == given.case_of(house, first).id
    assert case.visible_to_trader
    assert told(house, number) == ["case_notice"]
    given.sign(house, number, at)
    assert told(house, number) == ["case_notice", "deregistered"]
    assert given.case_of(house, number).stage is Stage.DEREGISTERED
    with house.rows() as session:
        states = list(session.scalars(select(Entry.state_code).order_by(Entry.id)))
        assert states == ["XA", "XB"]
        # The State whose decision was recognised is not asked about its own.
        assert len(session.scalars(select(Task)).all()) == 1


def test_recognition_needs_two_persons(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    number = given.recognise(house, at)
    twin = make.user(house, Role.SENIOR_OFFICER, "XB", person=make.person_of(house, at.officer))
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.sign(twin, number, given.shown(house, number), "Agreed.")


def test_recognising_is_grave(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    uid = str(given.task_of(house, "XB").uid)
    with pytest.raises(ProofNeeded):
        services_tasks.answer(make.stale(at.officer), uid, TaskOutcome.RECOGNISED, "We agree.")
    assert given.task_of(house, "XB").stage is Stage.OPEN


def test_an_own_case_begins_with_an_examination(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    number = services_tasks.answer(
        at.officer,
        str(given.task_of(house, "XB").uid),
        TaskOutcome.OWN_CASE,
        "We look ourselves.",
        Opening(grounds=("G5",), facts="The goods were seen elsewhere."),
    )
    assert number is not None
    assert given.case_of(house, number).stage is Stage.PRELIMINARY
    assert not given.case_of(house, number).visible_to_trader


def test_an_own_case_that_is_open_already_is_the_answer(house: make.House, trader: int) -> None:
    at = given.unit(house, "XB")
    running = given.opened(house, trader, at)
    facts = {"from_state": "XA", "trader_id": trader}
    given.task(house, TaskKind.RECOGNISE, "XB", "XA-2026-N-00001-X", **facts)
    uid = str(given.task_of(house, "XB").uid)
    assert services_tasks.answer(at.officer, uid, TaskOutcome.OWN_CASE, "Ours runs.") == running


def test_declining_needs_its_reason_and_changes_nothing(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    uid = str(given.task_of(house, "XB").uid)
    with pytest.raises(Invalid, match="reason_missing"):
        services_tasks.answer(at.officer, uid, TaskOutcome.DECLINED, "  ")
    services_tasks.answer(at.officer, uid, TaskOutcome.DECLINED, "A bar needs a court here.")
    task = given.task_of(house, "XB")
    assert (task.stage, task.outcome) == (Stage.ANSWERED, "declined")
    with house.rows() as session:
        assert list(session.scalars(select(Case.state_code))) == ["XA"]


def test_a_task_is_answered_once_and_only_in_its_own_words(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    uid = str(given.task_of(house, "XB").uid)
    with pytest.raises(Invalid, match="outcome_not_of_task"):
        services_tasks.answer(at.officer, uid, TaskOutcome.NOTED, "Seen.")
    services_tasks.answer(at.officer, uid, TaskOutcome.DECLINED, "A bar needs a court here.")
    with pytest.raises(Refusal, match="wrong_stage"):
        services_tasks.answer(at.officer, uid, TaskOutcome.DECLINED, "Again.")


def test_a_task_is_its_own_states(house: make.House, trader: int) -> None:
    given.deregistered(house, trader, "XA")
    uid = str(given.task_of(house, "XB").uid)
    with pytest.raises(NotFound):
        services_tasks.answer(
            make.user(house, Role.ENFORCEMENT_OFFICER, "XC"), uid, TaskOutcome.DECLINED, "No."
        )


def test_a_stop_at_a_border_is_noted(house: make.House) -> None:
    make.states(house)
    licence = make_ledger.licence(house)
    customs.report_stop(
        make.user(house, Role.CUSTOMS_OFFICER, "XD"),
        licence.number,
        Told(reason="Other goods.", goods="12 crates", place="Quay 4"),
    )
    uid = str(given.task_of(house, "XA").uid)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    services_tasks.answer(officer, uid, TaskOutcome.NOTED, "The holder was called.")
    assert given.task_of(house, "XA").outcome == "noted"


def test_every_border_says_not_valid_in_the_same_instant(house: make.House) -> None:
    """C53, C31 at the border: nothing is stored on the licence, no job ran."""
    make.states(house)
    licence = make_ledger.licence(house)
    officer = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    with house.at("2026-03-02 08:59"):
        assert customs.check(officer, licence.number, licence.code).verdict.valid
    given.deregistered(house, licence.trader_id, "XA")
    found = customs.check(officer, licence.number, licence.code).verdict
    assert str(found.reason) == "COVER_LOST"
    assert found.facts["state"] == "XA"


def test_all_of_it_stands_although_the_document_worker_is_down(house: make.House) -> None:
    """C53: four live licences stop, no worker holds a lease, and nothing waits to be undone."""
    make.states(house)
    trader = make_ledger.licence(house).trader_id
    licences = [make_ledger.licence(house, trader=trader) for _ in range(3)]
    number = given.deregistered(house, trader, "XA")
    officer = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    verdicts = {
        str(customs.check(officer, item.number, item.code).verdict.reason) for item in licences
    }
    assert verdicts == {"COVER_LOST"}
    assert given.case_of(house, number).stage is Stage.DEREGISTERED
    with house.rows() as session:
        assert session.scalars(select(Lease)).all() == []
        asked = list(session.scalars(select(Task.state_code)))
    assert asked == ["XB"], "one task for each other State"

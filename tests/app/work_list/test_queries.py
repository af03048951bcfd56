"""The first page: what waits for whom, most pressing first, in few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import Engine, event

from app.registrations import services as registrations
from app.registrations import services_suspensions as suspensions
from app.registrations.wanted import Place
from app.screening import services_export
from app.work import _House
from app.work_list import queries, shapes
from models.casework import TaskKind
from models.people import Role
from tests import make, make_dossiers, make_enforcement, make_registrations
from tests import make_licences as ml
from tests.app.conftest import SignedIn

MOST = 9
"""Statements of a dashboard at most; BEGIN and COMMIT are not counted, the caller's rights are."""


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that run inside."""
    engine = _House.engine
    assert isinstance(engine, Engine)
    found: list[str] = []

    def note(_c: object, _k: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def codes(desk: queries.Shown) -> list[str]:
    assert isinstance(desk, shapes.Desk | shapes.TraderDesk | shapes.Administration)
    return [duty.code for duty in desk.duties]


@pytest.fixture
def people(house: make.House) -> make_registrations.Officers:
    make.states(house)
    return make_registrations.officers(house)


def test_a_new_application_is_to_be_taken_by_a_licensing_officer(
    house: make.House, people: make_registrations.Officers
) -> None:
    (number,) = make_registrations.submitted(house, "XA")
    desk = queries.dashboard(people.officer)
    assert isinstance(desk, shapes.Desk)
    (duty,) = [duty for duty in desk.duties if duty.code == "take.registration"]
    assert (duty.number, duty.name) == (number, "Norvane Brokering Ltd")
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    assert codes(queries.dashboard(other)) == []


def test_a_case_that_is_held_waits_for_its_holder_alone(
    house: make.House, people: make_registrations.Officers
) -> None:
    (number,) = make_registrations.submitted(house, "XA")
    registrations.take(people.officer, Place(number))
    assert codes(queries.dashboard(people.officer)) == ["decide.registration"]
    colleague = make.user(house, Role.LICENSING_OFFICER, "XA")
    desk = queries.dashboard(colleague)
    assert isinstance(desk, shapes.Desk)
    assert codes(desk) == []
    assert desk.unit == (shapes.OfficerLine("Lio Marrec", 1, 0),)


def test_an_open_hit_is_a_duty_of_who_may_decide_it(
    house: make.House, people: make_registrations.Officers
) -> None:
    (number,) = make_registrations.submitted(house, "XA")
    make_registrations.hit(house, number)
    desk = queries.dashboard(people.officer)
    assert isinstance(desk, shapes.Desk)
    assert desk.open_hits == 1
    assert "hits" in codes(desk)


def test_an_unconfirmed_suspension_stands_first_and_counts_down(
    house: make.House, people: make_registrations.Officers
) -> None:
    number = make.registration(house, make.trader(house), "XA")
    make_registrations.submitted(house, "XA", trader=make.trader(house, "Second Ltd"))
    suspensions.suspend(people.senior, number, "G7", "The cellar stayed shut.")
    mine, other = queries.dashboard(people.senior), queries.dashboard(people.other_senior)
    assert codes(mine)[0] == "unconfirmed"
    assert codes(other)[0] == "confirm_suspension"
    assert isinstance(other, shapes.Desk)
    assert other.duties[0].due == make.at("2026-03-05 09:00")
    with house.at("2026-03-05 09:00"):
        later = make.fresh(house, people.other_senior)
        assert "confirm_suspension" not in codes(queries.dashboard(later))


def test_another_states_task_comes_before_our_own_cases(
    house: make.House, people: make_registrations.Officers
) -> None:
    trader = make.trader(house)
    make_registrations.submitted(house, "XA", trader=trader)
    facts = {"from_state": "XB", "trader_id": trader}
    make_enforcement.task(house, TaskKind.RECOGNISE, "XA", "XB-2026-N-00001-K", **facts)
    desk = queries.dashboard(people.officer)
    assert isinstance(desk, shapes.Desk)
    assert codes(desk)[:2] == ["task.recognise", "take.registration"]
    assert [duty.state for duty in desk.from_states] == ["XB"]


def test_a_task_of_our_own_is_asked_by_no_other_state(
    house: make.House, people: make_registrations.Officers
) -> None:
    facts = {"about": "licence", "trader_id": make.trader(house)}
    make_enforcement.task(house, TaskKind.NEW_HIT, "XA", "XA-2026-L-00004-P", **facts)
    desk = queries.dashboard(people.officer)
    assert isinstance(desk, shapes.Desk)
    assert codes(desk) == ["task.new_hit"]
    assert desk.from_states == ()


def test_an_export_waits_for_another_senior_officer(
    house: make.House, people: make_registrations.Officers, signed_in: SignedIn
) -> None:
    services_export.ask(people.senior, "The port authority of Karst, to screen crews")
    own, other = queries.dashboard(people.senior), queries.dashboard(people.other_senior)
    assert isinstance(own, shapes.Desk)
    assert isinstance(other, shapes.Desk)
    assert (own.waiting_signatures, own.may_sign, codes(own)) == (1, 0, [])
    assert (other.waiting_signatures, other.may_sign, codes(other)) == (1, 1, ["export"])
    page = signed_in(people.other_senior).get("/work").get_data(as_text=True)
    assert "Ista Dovane</bdi>" in page
    assert "· by" not in page


def test_terms_that_clash_are_a_duty_in_each_state_that_consented(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    ml.screened(house, number)
    desks = [ml.desk(house, state) for state in ("XA", "XB")]
    months = (4, 30), (6, 30)
    for desk, (month, last) in zip(desks, months, strict=True):
        assert "reopen_consent" not in codes(queries.dashboard(desks[0].officer))
        days = {"first_day": date(2026, month, 1), "last_day": date(2026, month, last)}
        ml.consented(house, number, desk, **days)
    for desk in desks:
        assert "reopen_consent" in codes(queries.dashboard(desk.officer))
        assert "reopen_consent" not in codes(queries.dashboard(desk.senior))


def test_an_officer_with_an_interest_is_not_offered_the_case(
    house: make.House, people: make_registrations.Officers
) -> None:
    from app.registrations import services_interests  # noqa: PLC0415

    trader = make.trader(house)
    make_registrations.submitted(house, "XA", trader=trader)
    services_interests.declare_interest(
        people.officer, make.trader_number(house, trader), "My cousin owns it."
    )
    assert codes(queries.dashboard(people.officer)) == []


def test_a_new_administrator_waits_for_the_second_one(
    house: make.House, people: make_registrations.Officers
) -> None:
    from app.people import services as accounts  # noqa: PLC0415
    from app.people.asked import NewAccount  # noqa: PLC0415

    admin = make.user(house, Role.NATIONAL_ADMIN, "XA")
    accounts.create(admin, NewAccount("Hale Brisk", "hale@example.org", Role.SENIOR_OFFICER))
    own = queries.dashboard(admin)
    assert isinstance(own, shapes.Administration)
    assert (codes(own), own.with_others) == ([], 1)
    second = make.user(house, Role.NATIONAL_ADMIN, "XA")
    assert codes(queries.dashboard(second)) == ["approve_account"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SECRETARIAT])
def test_nothing_waits_for_those_who_only_read(house: make.House, role: Role) -> None:
    make.states(house, "XA")
    state = "XA" if role is Role.AUDITOR else None
    assert queries.dashboard(make.user(house, role, state)) is None


def test_a_trader_is_told_to_answer_renew_and_finish(
    house: make.House, people: make_registrations.Officers
) -> None:
    trader = make.trader(house)
    mine = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    (number,) = make_registrations.submitted(house, "XA", trader=trader)
    registrations.take(people.officer, Place(number))
    registrations.ask(people.officer, Place(number), "Which vessel carries them?")
    running = make.registration(house, trader, "XB")
    desk = queries.dashboard(mine)
    assert isinstance(desk, shapes.TraderDesk)
    assert [(duty.code, duty.state) for duty in desk.duties] == [("answer_question", "XA")]
    assert desk.duties[0].name == "Which vessel carries them?"
    assert {(row.number, row.stage) for row in desk.registrations} == {
        (number, "INFO_REQUESTED"),
        (running, "ACTIVE"),
    }
    with house.at("2026-11-10 09:00"):
        later = make.fresh(house, mine)
        assert "renew" in codes(queries.dashboard(later))
        make_registrations.renewal(house, running, in_time=True)
        assert "renew" not in codes(queries.dashboard(later))


def test_a_decision_is_read_first_as_long_as_an_appeal_may_be_filed(house: make.House) -> None:
    make.states(house)
    trader = make.trader(house)
    mine = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    make.registration(house, trader, "XA")
    number = make_enforcement.deregistered(house, trader, "XA")

    def duties() -> tuple[shapes.Duty, ...]:
        desk = queries.dashboard(make.fresh(house, mine))
        assert isinstance(desk, shapes.TraderDesk)
        return desk.duties

    (duty,) = duties()
    assert (duty.code, duty.place, duty.key, duty.state) == ("read_decision", "reply", number, "XA")
    assert duty.due == make.at("2026-03-31 00:00")
    with house.at("2026-03-31 00:00"):
        assert duties() == ()


def test_a_suspended_registration_reads_suspended_and_an_old_one_expired(
    house: make.House, people: make_registrations.Officers
) -> None:
    trader = make.trader(house)
    mine = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    number = make.registration(house, trader, "XA")
    suspensions.suspend(people.senior, number, "G7", "The cellar stayed shut.")

    def stage() -> str:
        desk = queries.dashboard(make.fresh(house, mine))
        assert isinstance(desk, shapes.TraderDesk)
        return desk.registrations[0].stage

    assert stage() == "SUSPENDED"
    with house.at("2026-03-05 09:00"):
        assert stage() == "ACTIVE"
    with house.at("2027-01-01 00:00"):
        assert stage() == "EXPIRED"


def test_no_dashboard_grows_with_the_number_of_cases(
    house: make.House, people: make_registrations.Officers
) -> None:
    make_dossiers.with_states(house)
    number = make_dossiers.submitted(house)
    owner = make_dossiers.owner(house, number)
    for turn in range(3):
        make_registrations.submitted(house, "XA", trader=make.trader(house, f"Firm {turn} Ltd"))
    admin = make.user(house, Role.NATIONAL_ADMIN, "XA")
    customs = make.user(house, Role.CUSTOMS_OFFICER, "XA")
    for caller in (people.officer, people.senior, people.enforcement, owner, admin, customs):
        with counted() as statements:
            queries.dashboard(caller)
        assert len(statements) <= MOST, "\n\n".join(statements)


def test_a_dossier_shows_each_states_lane_to_its_broker(house: make.House) -> None:
    make_dossiers.with_states(house)
    number = make_dossiers.submitted(house)
    desk = queries.dashboard(make_dossiers.owner(house, number))
    assert isinstance(desk, shapes.TraderDesk)
    (line,) = desk.dossiers
    assert line.number == number
    assert line.lanes == (("XA", "SUBMITTED"), ("XB", "SUBMITTED"))

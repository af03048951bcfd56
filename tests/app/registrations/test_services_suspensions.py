"""Suspensions: at once, confirmed in time by another, lifted by another, never revived."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.registrations.services_suspensions import confirm_suspension, lift, suspend
from models.errors import Blocked, Invalid, NotAllowed, NotFound, WrongStage
from models.people import Role
from models.states import Terms
from models.traders import Suspension
from models.verdicts import Suspended
from tests import make, make_registrations
from tests.app.registrations.cases import live
from tests.make_registrations import Officers

WHY = "A tip names the director; the file is with the prosecutor."


@pytest.fixture
def number(house: make.House, people: Officers) -> str:
    return make.registration(house, make.trader(house), "XA")


def newest(house: make.House) -> Suspension:
    with house.rows() as session:
        found = session.scalars(select(Suspension).order_by(Suspension.id.desc())).first()
        assert found is not None
        session.expunge_all()
        return found


def test_a_suspension_stops_cover_at_once(house: make.House, people: Officers, number: str) -> None:
    assert live(house, number, "2026-03-02 08:59")
    suspend(people.senior, number, "G5", WHY)
    assert live(house, number, "2026-03-02 08:59")
    assert not live(house, number, "2026-03-02 09:00")


@pytest.mark.parametrize(("who", "hours"), [("senior", 72), ("enforcement", 24)])
def test_unconfirmed_it_lapses_by_itself(
    house: make.House, people: Officers, number: str, who: str, hours: int
) -> None:
    """72 hours after a senior officer, 24 after an enforcement officer (rules 5.2)."""
    suspend(getattr(people, who), number, "G5", WHY)
    row = newest(house)
    assert row.confirm_by == make.at("2026-03-02 09:00") + timedelta(hours=hours)
    last = (row.confirm_by - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M")
    assert not live(house, number, last)
    assert live(house, number, row.confirm_by.strftime("%Y-%m-%d %H:%M"))


def test_confirmed_it_stands_for_sixty_days(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.enforcement, number, "G9", WHY)
    confirm_suspension(people.senior, number, str(newest(house).uid), "I read the file.")
    assert not live(house, number, "2026-03-31 09:00")
    assert not live(house, number, "2026-05-01 08:59")
    assert live(house, number, "2026-05-01 09:00")


def test_a_licensing_officer_does_not_suspend_and_an_enforcement_officer_does_not_confirm(
    house: make.House, people: Officers, number: str
) -> None:
    with pytest.raises(NotAllowed):
        suspend(people.officer, number, "G5", WHY)
    suspend(people.senior, number, "G5", WHY)
    with pytest.raises(NotAllowed):
        confirm_suspension(people.enforcement, number, str(newest(house).uid), "Yes.")


def test_the_suspender_neither_confirms_nor_lifts_under_any_account(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    uid = str(newest(house).uid)
    second = make.user(
        house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, people.senior)
    )
    for caller in (people.senior, second):
        with pytest.raises(NotAllowed, match="suspender_may_not"):
            confirm_suspension(caller, number, uid, "I am sure.")
        with pytest.raises(NotAllowed, match="suspender_may_not"):
            lift(caller, number, uid, "I was wrong.")
    assert not live(house, number, "2026-03-02 09:00")


def test_the_database_refuses_that_the_suspender_lifts(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    row = newest(house)
    with pytest.raises(DBAPIError), house.rows() as session:
        session.execute(
            text(
                "UPDATE suspensions SET lifted_at = suspended_at, lifted_by_id = suspended_by_id,"
                " lifted_person_id = suspended_person_id WHERE id = :id"
            ),
            {"id": row.id},
        )


def test_another_senior_lifts_and_the_past_stays_as_it_was(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    with house.at("2026-03-03 11:00"):
        lift(make.fresh(house, people.other_senior), number, str(newest(house).uid), "A mix-up.")
    assert not live(house, number, "2026-03-03 10:59")
    assert live(house, number, "2026-03-03 11:00")


def test_several_stand_and_all_must_be_lifted(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    first = str(newest(house).uid)
    suspend(people.enforcement, number, "G9", "Charged today.")
    lift(people.other_senior, number, first, "The tip was wrong.")
    assert not live(house, number, "2026-03-02 09:00")


def test_what_has_lapsed_is_neither_confirmed_nor_lifted(
    house: make.House, people: Officers, number: str
) -> None:
    """Nothing is revived: suspend anew if it is still needed."""
    suspend(people.senior, number, "G5", WHY)
    uid = str(newest(house).uid)
    with house.at("2026-03-05 09:00"):
        other = make.fresh(house, people.other_senior)
        with pytest.raises(Blocked, match="suspension_lapsed"):
            confirm_suspension(other, number, uid, "Too late.")
        with pytest.raises(Blocked, match="suspension_lapsed"):
            lift(other, number, uid, "Nothing to lift.")
        assert live(house, number, "2026-03-05 09:00")


def test_it_is_confirmed_once_and_not_after_it_was_lifted(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    uid = str(newest(house).uid)
    confirm_suspension(people.other_senior, number, uid, "Read.")
    with pytest.raises(Blocked, match="suspension_confirmed_already"):
        confirm_suspension(people.other_senior, number, uid, "Read again.")
    lift(people.other_senior, number, uid, "Over.")
    with pytest.raises(Blocked, match="suspension_lifted"):
        lift(people.other_senior, number, uid, "Over again.")


def test_a_suspension_of_another_registration_is_not_found(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    uid = str(newest(house).uid)
    other = make.registration(house, make.trader(house, "Aster Ridge Ltd"), "XA")
    for wrong in (uid, "not-a-uid", "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(NotFound):
            lift(people.other_senior, other, wrong, "Whose is it?")


def test_only_what_is_active_is_suspended_with_ground_and_reason(
    house: make.House, people: Officers, number: str
) -> None:
    (waiting,) = make_registrations.submitted(house, trader=make.trader(house, "Pellow Freight"))
    with pytest.raises(WrongStage):
        suspend(people.senior, waiting, "G5", WHY)
    with pytest.raises(Invalid, match="ground_missing"):
        suspend(people.senior, number, "", WHY)
    with pytest.raises(Invalid, match="reason_missing"):
        suspend(people.senior, number, "G5", " ")


def test_another_state_neither_suspends_nor_lifts(
    house: make.House, people: Officers, number: str
) -> None:
    suspend(people.senior, number, "G5", WHY)
    stranger = make.user(house, Role.SENIOR_OFFICER, "XB")
    with pytest.raises(NotFound):
        suspend(stranger, number, "G5", WHY)
    with pytest.raises(NotFound):
        lift(stranger, number, str(newest(house).uid), "Let them trade.")


def test_the_hours_are_those_of_the_state(house: make.House) -> None:
    make.state(house, "XA", terms=Terms(senior_confirm_hours=10, suspension_days=7))
    people = make_registrations.officers(house)
    found = make.registration(house, make.trader(house), "XA")
    suspend(people.senior, found, "G5", WHY)
    row = newest(house)
    assert row.confirm_by == make.at("2026-03-02 19:00")
    assert row.limit_at == make.at("2026-03-09 09:00")


# The clock against a straightforward second implementation: a walk through the days

START = datetime(2026, 3, 2, tzinfo=UTC)
HOUR = st.integers(min_value=0, max_value=120)


def stands_by_walking(row: Suspended, at: datetime) -> bool:
    """Hour by hour from the start: the same answer, told as a story instead of a formula."""
    if at < row.start:
        return False
    alive, confirmed, now = True, False, row.start
    while now <= at:
        if row.confirmed_at is not None and now >= row.confirmed_at:
            confirmed = True
        if not confirmed and now >= row.confirm_by:
            alive = False
        if confirmed and now >= row.limit_at:
            opened_in_time = [case for case in row.case_spans if case[0] < row.limit_at]
            alive = any(end is None or now < end for _, end in opened_in_time)
        if row.lifted_at is not None and now >= row.lifted_at:
            return False
        now += timedelta(hours=1)
    return alive


@st.composite
def suspensions(draw: st.DrawFn) -> Suspended:
    """Any suspension that the services can make: confirmed before it lapsed, or never."""

    def later(hours: int) -> datetime:
        return START + timedelta(hours=hours)

    confirm_hours = draw(st.sampled_from([24, 72]))
    confirmed = draw(st.none() | st.integers(min_value=0, max_value=confirm_hours - 1))
    limit = draw(st.integers(min_value=confirm_hours, max_value=110))
    lifted = draw(st.none() | HOUR)
    spans = []
    for _ in range(draw(st.integers(min_value=0, max_value=2))):
        begin = draw(HOUR)
        end = draw(st.none() | st.integers(min_value=begin + 1, max_value=130))
        spans.append((later(begin), None if end is None else later(end)))
    return Suspended(
        state="XA",
        start=START,
        confirm_by=later(confirm_hours),
        limit_at=later(limit),
        confirmed_at=None if confirmed is None else later(confirmed),
        lifted_at=None if lifted is None else later(lifted),
        case_spans=tuple(spans),
    )


@given(row=suspensions(), hours=st.integers(min_value=-2, max_value=130))
def test_a_suspension_stands_as_a_walk_through_its_hours_says(row: Suspended, hours: int) -> None:
    at = START + timedelta(hours=hours)
    assert row.stands(at) == stands_by_walking(row, at)


@given(row=suspensions(), hours=st.integers(min_value=0, max_value=130))
def test_the_countdown_names_the_first_hour_at_which_it_stands_no_more(
    row: Suspended, hours: int
) -> None:
    at = START + timedelta(hours=hours)
    ends = row.lapses_at(at)
    if ends is None:
        return
    assert row.stands(at)
    later_acts = row.confirmed_at is not None and at < row.confirmed_at
    if row.lifted_at is None and not later_acts and not row.case_spans:
        assert not row.stands(ends)
        assert row.stands(ends - timedelta(seconds=1))

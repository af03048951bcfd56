"""The public register: who is live at this moment, and what one number answers."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import clock
from app.standing import registered
from app.traders import extract
from app.traders.extract import Wanted
from models.enforcement import Case
from models.stages import Stage
from models.states import Terms, first_instant
from models.traders import Registration, RegistrationTerm, Suspension
from tests import make
from tests import make_traders as applying


@pytest.fixture(autouse=True)
def _world(house: make.House) -> None:
    make.states(house)


def listed(**wanted: str) -> list[str]:
    return [one.name for one in extract.page(Wanted(**wanted)).entries]


def test_the_list_is_searched_by_kind_state_and_folded_name(house: make.House) -> None:
    norvane = make.trader(house, "Norväne Brokering Ltd")
    karrow = make.trader(house, "Karrow Works SA", "XB")
    make.registration(house, norvane, "XA")
    make.registration(house, norvane, "XB", "transport_agent")
    make.registration(house, karrow, "XB", "manufacturer")
    assert listed() == ["Karrow Works SA", "Norväne Brokering Ltd", "Norväne Brokering Ltd"]
    assert listed(state="XA") == ["Norväne Brokering Ltd"]
    assert extract.counts(["XA", "XB", "XC"]) == {"XA": 1, "XB": 2, "XC": 0}
    assert listed(kind="manufacturer") == ["Karrow Works SA"]
    assert listed(name="NORVANE  brok") == ["Norväne Brokering Ltd", "Norväne Brokering Ltd"]
    assert listed(name="orvan", state="XB") == ["Norväne Brokering Ltd"]
    assert listed(name="100%_") == []
    assert listed(name="???") == []


def test_pages_follow_one_another_without_loss_or_double(house: make.House) -> None:
    numbers = []
    for place in range(7):
        key = make.trader(house, f"Trader {'AABBBCC'[place]}")
        numbers.append(make.registration(house, key, "XA"))
    seen: list[str] = []
    after = ""
    while True:
        page = extract.page(Wanted(after=after), size=2)
        assert page.count == 7
        seen += [one.number for one in page.entries]
        if not page.next_after:
            break
        after = page.next_after
    assert sorted(seen) == sorted(numbers)
    assert len(seen) == 7
    assert extract.page(Wanted(after="XA-2026-R-99999-A")).entries == ()


def test_expiry_is_computed_when_read_on_the_states_own_calendar(house: make.House) -> None:
    make.state(house, "XF", terms=Terms(time_zone="Etc/GMT-3"), name="Xfenia")
    key = make.trader(house)
    number = make.registration(
        house,
        key,
        "XF",
        first_day=date(2025, 4, 1),
        last_day=date(2026, 3, 31),
        zone="Etc/GMT-3",
    )
    with house.at("2026-03-31 20:59"):
        (entry,) = extract.page(Wanted()).entries
        assert (entry.first_day, entry.last_day) == (date(2025, 4, 1), date(2026, 3, 31))
    with house.at("2026-03-31 21:00"):
        assert extract.page(Wanted()).entries == ()
        found = extract.by_number(number)
        assert found is not None
        assert (found.answer, found.last_day) == ("ended", date(2026, 3, 31))


def test_a_suspension_takes_it_off_the_list_and_a_number_tells(house: make.House) -> None:
    number = make.registration(house, make.trader(house), "XA")
    applying.suspend(house, number, make.at("2026-03-02 08:00"))
    assert listed() == []
    found = extract.by_number(number.lower().replace("-", " "))
    assert found is not None
    assert found.answer == "suspended"
    with house.at("2026-06-01 09:00"):
        assert listed() == ["Norvane Brokering Ltd"]


@pytest.mark.parametrize("stage", [Stage.SURRENDERED, Stage.DEREGISTERED])
def test_what_has_ended_answers_its_day_and_no_ground(house: make.House, stage: Stage) -> None:
    number = make.registration(house, make.trader(house), "XA")
    with house.rows() as session:
        row = session.scalars(select(Registration)).unique().one()
        row.ended_at, row.stage = make.at("2026-02-20 12:00"), stage
    assert listed() == []
    found = extract.by_number(number)
    assert found == extract.Found(
        number=number,
        name="Norvane Brokering Ltd",
        kind="broker",
        state="XA",
        answer="ended",
        first_day=date(2026, 1, 1),
        last_day=date(2026, 2, 20),
    )


def test_what_was_never_registered_is_not_found(house: make.House) -> None:
    official = applying.official(house, make.trader(house))
    (number,) = applying.submitted(house, official, "XA").values()
    assert listed() == []
    assert extract.by_number(number) is None
    assert extract.by_number("XA-2026-R-99999-A") is None
    assert extract.by_number("nonsense") is None
    applying.refuse(house, number, "no", ("identity",))
    assert extract.by_number(number) is None


def test_a_registration_that_begins_later_says_from_when(house: make.House) -> None:
    number = make.registration(house, make.trader(house), "XA", first_day=date(2026, 4, 1))
    found = extract.by_number(number)
    assert found is not None
    assert (found.answer, found.first_day) == ("not_yet", date(2026, 4, 1))
    assert listed() == []


def test_more_than_a_thousand_is_said_so(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "COUNTED", 2)
    for place in range(4):
        make.registration(house, make.trader(house, f"Trader {place}"), "XA")
    assert extract.page(Wanted()).count == 3
    assert extract.counts(["XA"]) == {"XA": 3}


HOURS = st.integers(-100, 100)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    start=HOURS,
    confirm_after=st.integers(1, 96),
    limit_after=st.integers(1, 150),
    confirmed_after=st.none() | st.integers(0, 96),
    lifted_after=st.none() | st.integers(0, 150),
    case=st.none() | st.tuples(HOURS, st.none() | st.integers(1, 100)),
)
def test_the_list_and_the_rule_agree_on_every_suspension(
    house: make.House,
    start: int,
    confirm_after: int,
    limit_after: int,
    confirmed_after: int | None,
    lifted_after: int | None,
    case: tuple[int, int | None] | None,
) -> None:
    """The SQL of the list says what `Suspended.stands` says, for any row."""
    now = clock.now()

    def hours(number: int | None, since: int = start) -> object:
        return None if number is None else now + timedelta(hours=since + number)

    key = make.trader(house, "Norvane Brokering Ltd")
    number = make.registration(house, key, "XA")
    one = make.user(house, "senior_officer", "XA")
    other = make.user(house, "senior_officer", "XA")
    persons = make.person_of(house, one), make.person_of(house, other)
    with house.rows() as session:
        row = (
            session.scalars(select(Registration).where(Registration.number == number))
            .unique()
            .one()
        )
        confirmed, lifted = confirmed_after is not None, lifted_after is not None
        session.add(
            make._stamp(
                Suspension(
                    registration_id=row.id,
                    state_code="XA",
                    ground="G5",
                    reason="x",
                    suspended_at=hours(0),
                    suspended_by_id=one.user_id,
                    suspended_person_id=persons[0],
                    confirm_by=hours(confirm_after),
                    limit_at=hours(limit_after),
                    confirmed_at=hours(confirmed_after),
                    confirmed_by_id=other.user_id if confirmed else None,
                    confirmed_person_id=persons[1] if confirmed else None,
                    lifted_at=hours(lifted_after),
                    lifted_by_id=other.user_id if lifted else None,
                    lifted_person_id=persons[1] if lifted else None,
                )
            )
        )
        if case is not None:
            opened, length = case
            ended = None if length is None else opened + length
            session.add(
                make._stamp(
                    Case(
                        number=f"XA-2026-N-{key:05d}-X",
                        trader_id=key,
                        state_code="XA",
                        stage=Stage.PRELIMINARY if ended is None else Stage.CLOSED,
                        grounds=("G1",),
                        facts="x",
                        opened_at=hours(opened, 0),
                        closed_at=hours(ended, 0),
                    )
                )
            )
    with house.rows() as session:
        ((_, _, known),) = registered(session, [key])[key]
    on_list = number in {found.number for found in extract.every(Wanted())}
    assert on_list == known.live(now)


def test_a_renewed_validity_runs_to_its_new_end(house: make.House) -> None:
    number = make.registration(
        house, make.trader(house), "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    with house.rows() as session:
        row = (
            session.scalars(select(Registration).where(Registration.number == number))
            .unique()
            .one()
        )
        zone = Terms().zone
        session.add(
            make._stamp(
                RegistrationTerm(
                    registration_id=row.id,
                    valid_from=first_instant(date(2026, 4, 1), zone),
                    valid_until=first_instant(date(2027, 4, 1), zone),
                )
            )
        )
    (entry,) = extract.page(Wanted()).entries
    assert (entry.first_day, entry.last_day) == (date(2025, 4, 1), date(2027, 3, 31))
    found = extract.by_number(number)
    assert found is not None
    assert (found.answer, found.last_day) == ("active", date(2027, 3, 31))

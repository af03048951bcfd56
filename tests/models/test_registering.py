"""The days, waits and standings of a registration, without a database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.people import Role
from models.registering import (
    answer_by,
    appeal_last_day,
    confirm_by,
    days_waited,
    first_term,
    gaps,
    next_term,
    renewed_from,
    standing,
    usual_last_day,
)
from models.stages import Stage
from models.states import Terms, day_of
from models.verdicts import Registered, Span, Suspended

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
VIENNA = Terms(time_zone="Europe/Vienna")
DAY = timedelta(days=1)
ZONES = st.sampled_from(["UTC", "Europe/Vienna", "Pacific/Auckland", "America/St_Johns"])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


def registered(*terms: Span, suspensions: tuple[Suspended, ...] = ()) -> Registered:
    return Registered(number="XA-2026-R-00001-V", terms=terms, suspensions=suspensions)


def span(start: datetime, end: datetime, recorded_at: datetime = LONG_AGO) -> Span:
    return Span(start, end, recorded_at)


STOP = Suspended(state="XA", start=NOW, confirm_by=NOW + DAY, limit_at=NOW + 60 * DAY)


@pytest.mark.parametrize(
    ("stage", "found", "said"),
    [
        (Stage.SUBMITTED, None, "SUBMITTED"),
        (Stage.REFUSED, registered(), "REFUSED"),
        (Stage.DEREGISTERED, registered(span(NOW - DAY, NOW + DAY)), "DEREGISTERED"),
        (Stage.ACTIVE, registered(span(NOW - DAY, NOW + DAY)), "ACTIVE"),
        (Stage.ACTIVE, registered(span(NOW - DAY, NOW)), "EXPIRED"),
        (Stage.ACTIVE, registered(span(NOW + DAY, NOW + 2 * DAY)), "NOT_YET_VALID"),
        (Stage.ACTIVE, registered(span(NOW - DAY, NOW + DAY), suspensions=(STOP,)), "SUSPENDED"),
    ],
)
def test_what_a_registration_is_called(stage: Stage, found: Registered | None, said: str) -> None:
    assert standing(stage, found, NOW) == said


def test_a_question_without_answer_closes_the_case_on_its_day() -> None:
    due = answer_by(NOW, Terms())
    assert standing(Stage.INFO_REQUESTED, None, due - DAY, due) == "INFO_REQUESTED"
    assert standing(Stage.INFO_REQUESTED, None, due, due) == "CLOSED_INCOMPLETE"


@given(at=MOMENTS, zone=ZONES)
def test_a_reply_window_always_ends_at_midnight_of_the_state(at: datetime, zone: str) -> None:
    terms = Terms(time_zone=zone, reply_days=30)
    due = answer_by(at, terms)
    local = due.astimezone(terms.zone)
    assert (local.hour, local.minute) == (0, 0)
    assert day_of(due, terms.zone) - day_of(at, terms.zone) == timedelta(days=31)


def test_an_appeal_counts_from_the_day_of_the_decision_there() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # the 2nd already, in Vienna
    assert appeal_last_day(late, VIENNA) == date(2026, 3, 30)


def test_who_suspends_decides_how_long_it_waits() -> None:
    assert confirm_by(NOW, Role.SENIOR_OFFICER, Terms()) - NOW == timedelta(hours=72)
    assert confirm_by(NOW, Role.ENFORCEMENT_OFFICER, Terms()) - NOW == timedelta(hours=24)


@given(at=MOMENTS, zone=ZONES, first=st.integers(-40, 40), length=st.integers(-40, 400))
def test_a_first_term_never_begins_in_the_past(
    at: datetime, zone: str, first: int, length: int
) -> None:
    local = ZoneInfo(zone)
    today = day_of(at, local)
    wanted = today + timedelta(days=first)
    last = today + timedelta(days=length)
    found = first_term(wanted, last, at, local)
    if last < max(wanted, today):
        assert found is None
        return
    assert found is not None
    start, end = found
    assert day_of(start, local) == max(wanted, today)
    assert day_of(end, local) == last + DAY
    assert start.astimezone(local).hour == 0


@given(at=MOMENTS, zone=ZONES, end=MOMENTS, in_time=st.booleans())
def test_a_renewal_leaves_a_gap_only_when_late_twice(
    *, at: datetime, zone: str, end: datetime, in_time: bool
) -> None:
    """Filed late and decided after the end; otherwise it follows without a break."""
    local = ZoneInfo(zone)
    start = renewed_from(end, at, local, in_time=in_time)
    if in_time or at < end:
        assert start == end
    else:
        assert day_of(start, local) == day_of(at, local)
        assert start <= at


def test_a_renewal_that_would_be_over_is_none() -> None:
    utc = ZoneInfo("UTC")
    assert next_term(NOW, date(2026, 3, 1), NOW, utc, in_time=True) is None
    assert next_term(NOW - 40 * DAY, date(2026, 2, 20), NOW, utc, in_time=True) is None
    assert next_term(NOW, date(2027, 3, 1), NOW, utc, in_time=True) is not None


def test_the_usual_term_is_a_year_less_a_day() -> None:
    assert usual_last_day(NOW, Terms()) == date(2027, 3, 1)


def test_gaps_are_counted_as_a_border_was_told_them() -> None:
    first = span(NOW - 300 * DAY, NOW)
    seamless = span(NOW, NOW + 300 * DAY)
    late = span(NOW, NOW + 300 * DAY, recorded_at=NOW + 5 * DAY)
    apart = span(NOW + 9 * DAY, NOW + 300 * DAY)
    assert gaps((first, seamless)) == ()
    assert gaps((first, late)) == ((NOW, NOW + 5 * DAY),)
    assert gaps((first, apart)) == ((NOW, NOW + 9 * DAY),)
    assert gaps((first,)) == ()


def test_days_are_counted_with_whoever_has_the_case() -> None:
    utc = ZoneInfo("UTC")
    asked = [(NOW + 2 * DAY, NOW + 5 * DAY), (NOW + 8 * DAY, None)]
    assert days_waited(NOW, NOW + 10 * DAY, asked, utc) == (5, 5)
    assert days_waited(NOW, NOW, [], utc) == (0, 0)

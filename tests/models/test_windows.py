"""When a registration may be renewed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.states import Terms
from models.windows import window

END = datetime(2026, 4, 1, tzinfo=UTC)


def test_the_window_is_counted_back_from_the_last_day() -> None:
    days = window(END, Terms())
    assert (days.opens, days.closes, days.last_day) == (
        date(2026, 1, 30),
        date(2026, 3, 1),
        date(2026, 3, 31),
    )


def test_the_days_are_those_of_the_states_own_calendar() -> None:
    east = Terms(time_zone="Pacific/Auckland")
    first_instant_there = datetime(2026, 3, 31, 11, tzinfo=UTC)
    assert window(first_instant_there, east).last_day == date(2026, 3, 31)


@given(opens=st.integers(0, 400), closes=st.integers(0, 400), day=st.integers(-500, 100))
def test_a_day_is_early_in_time_or_late_and_never_two_of_them(
    opens: int, closes: int, day: int
) -> None:
    days = window(END, Terms(renewal_opens_days=opens, renewal_closes_days=closes))
    today = days.last_day + timedelta(days=day)
    early, in_time = days.too_early(today), days.in_time(today)
    assert not (early and in_time)
    assert in_time is (-opens <= day <= -closes)

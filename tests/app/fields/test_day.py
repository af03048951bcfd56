"""A day in three boxes."""

from datetime import date

import pytest

from tests.app.fields.asked import errors, sent
from tests.app.gallery import Meeting

NO_DAY = "When was it?: that day does not exist; write it like 3 5 2026"
FAR = "When was it?: write a year from 1500 to 2199"


@pytest.mark.parametrize(
    ("boxes", "sentence", "target"),
    [
        (("3", "", "2026"), "When was it?: write the month as well", "day-month"),
        (("", "5", "2026"), "When was it?: write the day as well", "day-day"),
        (("3", "5", ""), "When was it?: write the year as well", "day-year"),
        (
            ("31", "2", "2026"),
            NO_DAY,
            "day-day",
        ),
        (
            ("3", "5", "26"),
            NO_DAY,
            "day-day",
        ),
        (
            ("٣", "5", "2026"),
            NO_DAY,
            "day-day",
        ),
        (
            ("3.0", "5", "2026"),
            NO_DAY,
            "day-day",
        ),
        (("31", "2", "9999"), NO_DAY, "day-day"),
        (("1", "1", "0000"), NO_DAY, "day-day"),
        (("1", "1", "99999"), NO_DAY, "day-day"),
        (("1", "1", "0001"), FAR, "day-year"),
        (("31", "12", "1499"), FAR, "day-year"),
        (("1", "1", "2200"), FAR, "day-year"),
        (("31", "12", "9999"), FAR, "day-year"),
        (("19", "6", "2026"), "The date must be today or earlier", "day-day"),
    ],
)
def test_a_day_that_is_none_says_which_box(
    boxes: tuple[str, str, str], sentence: str, target: str
) -> None:
    day, month, year = boxes
    assert errors(sent(day_day=day, day_month=month, day_year=year)) == [(sentence, target)]


def test_a_day_that_is_wrong_stays_in_its_boxes() -> None:
    form = sent(day_day="31", day_month="2")
    assert form.day.boxes == {"day": "31", "month": "2", "year": "2026"}
    assert 'value="31"' in str(form.day())


def test_a_day_that_is_known_fills_the_boxes() -> None:
    form = Meeting(formdata=None, data={"day": date(2026, 5, 3)})
    assert form.day.boxes == {"day": "3", "month": "5", "year": "2026"}

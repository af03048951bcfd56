"""Days, moments, numbers and names as they are shown."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from flask import Flask
from flask_babel import force_locale

from app import clock, showings
from tests.app import gallery

AT = datetime(2026, 6, 16, 12, 31, tzinfo=UTC)


@pytest.fixture
def app() -> Flask:
    return gallery.create()


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(), clock.standing_at(AT):
        yield


def test_a_day_says_itself_to_people_and_to_machines() -> None:
    assert showings.day(date(2026, 5, 3)) == '<time datetime="2026-05-03">3 May 2026</time>'
    assert showings.day_short(date(2026, 9, 30)) == '<time datetime="2026-09-30">30 Sep 2026</time>'


def test_a_range_names_both_days() -> None:
    assert showings.days(date(2026, 8, 1), date(2027, 3, 31)).striptags() == (
        "1 August 2026 to 31 March 2027"
    )
    assert (
        showings.days_text(date(2026, 8, 1), date(2027, 3, 31)) == "1 August 2026 to 31 March 2027"
    )


def test_the_weekday_stands_with_a_near_day_and_the_year_only_when_it_is_another() -> None:
    assert showings.day_near(date(2026, 6, 23)).striptags() == "Tuesday 23 June"
    assert showings.day_near(date(2027, 6, 23)).striptags() == "Wednesday 23 June 2027"


def test_a_moment_is_shown_on_the_clock_asked_for_and_kept_in_utc_for_machines() -> None:
    shown = showings.moment(AT, "Europe/Vienna")
    assert shown == '<time datetime="2026-06-16T12:31:00Z">16 June 2026, 14:31 UTC+2</time>'
    assert showings.moment_text(AT) == "16 June 2026, 12:31 UTC"
    assert showings.moment_text(AT, "Europe/Vienna", "Xeland") == "16 June 2026, 14:31 in Xeland"


def test_a_clock_ahead_turns_the_day_too() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert showings.moment_text(late, "Asia/Kathmandu") == "1 January 2027, 05:15 UTC+5:45"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        showings.moment(datetime(2026, 6, 16, 12, 31))  # noqa: DTZ001


def test_numbers_follow_the_language() -> None:
    assert showings.quantity(200000) == "200,000"
    assert showings.quantity(None) == "–"
    assert showings.percent(Decimal("2.5")) == "2.5\u00a0%"
    assert showings.money(128600000, "EUR") == "EUR\u00a01,286,000"
    with force_locale("fr"):
        assert showings.quantity(1286000) == "1\u202f286\u202f000"
        assert showings.money(128600050, "EUR") == "1\u202f286\u202f000,50\u00a0EUR"
        assert showings.day(date(2026, 5, 3)).striptags() == "3 mai 2026"


def test_numbers_of_records_run_left_to_right_and_are_escaped() -> None:
    assert showings.record_number("XA-2026-L-00042-D") == (
        '<bdi dir="ltr" class="sacr-nowrap" translate="no">XA-2026-L-00042-D</bdi>'
    )
    assert "<script" not in showings.record_number("<script>")
    assert showings.name("Северный Мост", "ru") == '<bdi lang="ru">Северный Мост</bdi>'


def test_a_list_says_both_distances_where_summer_time_began_between() -> None:
    entries = [SimpleNamespace(at=AT), SimpleNamespace(at=datetime(2026, 1, 1, tzinfo=UTC))]
    assert showings.zone_labels(entries, "Europe/Vienna") == "UTC+2 / UTC+1"
    assert showings.zone_labels(entries, "UTC") == "UTC"

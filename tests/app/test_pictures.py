"""Pictures: what they draw stands where the facts say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import pictures
from app.pictures import Count, Phase, Span

XANDRIA = Span("Xandria", "1 Jul 2026 to 30 Jun 2027", date(2026, 7, 1), date(2027, 6, 30))
XCADIA = Span(
    "Xcadia", "1 Aug to 31 Mar, proposed", date(2026, 8, 1), date(2027, 3, 31), proposed=True
)
TOGETHER = Span(
    "Together", "1 Aug 2026 to 31 Mar 2027", date(2026, 8, 1), date(2027, 3, 31), together=True
)


def test_the_picture_of_the_design_comes_out() -> None:
    picture = pictures.gantt([XANDRIA, XCADIA, TOGETHER], cover_end=date(2026, 9, 30))
    assert [(bar.x, bar.width) for bar in picture.bars] == [(72, 348), (101, 232), (101, 232)]
    assert [bar.y for bar in picture.bars] == [32, 68, 104]
    assert [bar.tone for bar in picture.bars] == ["decided", "proposed", "together"]
    assert all(bar.inside for bar in picture.bars)
    assert picture.shade == (101, 232)
    assert [mark.day.month for mark in picture.months] == [7, 9, 11, 1, 3, 5]
    assert [mark.day.year for mark in picture.years] == [2026, 2027]
    assert picture.cover_end is not None
    assert 155 <= picture.cover_end.x <= 160


def test_words_that_do_not_fit_a_bar_stand_beside_it() -> None:
    short = Span("Xcadia", "1 Jul to 5 Jul 2026", date(2026, 7, 1), date(2026, 7, 5))
    late = Span("Xbria", "20 Jun to 30 Jun 2027", date(2027, 6, 20), date(2027, 6, 30))
    bars = pictures.gantt([XANDRIA, short, late]).bars
    assert (bars[1].inside, bars[1].anchor) == (False, "start")
    assert bars[1].text_x > bars[1].x + bars[1].width
    assert (bars[2].inside, bars[2].anchor) == (False, "end")
    assert bars[2].text_x < bars[2].x


def test_words_without_room_at_either_side_do_not_lie_across_the_bar() -> None:
    words = "1 September 2026 to 1 March 2027"
    middle = Span("Xcadia", words, date(2026, 9, 1), date(2027, 3, 1))
    drawn = pictures.gantt([XANDRIA, middle]).bars[1]
    assert (drawn.inside, drawn.text) == (False, "")


def test_an_empty_intersection_is_not_drawn() -> None:
    nothing = Span("Together", "none", date(2027, 1, 1), date(2026, 12, 31), together=True)
    picture = pictures.gantt([XANDRIA, nothing])
    assert len(picture.bars) == 1
    assert picture.shade is None


def test_a_cover_that_ends_outside_the_picture_is_not_marked() -> None:
    assert pictures.gantt([XANDRIA], cover_end=date(2028, 1, 1)).cover_end is None


def test_nothing_to_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a day"):
        pictures.gantt([])


spans = st.builds(
    lambda label, first, days: Span(label, "words", first, first + timedelta(days=days)),
    st.text(max_size=40),
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.integers(0, 3000),
)


@given(st.lists(spans, min_size=1, max_size=8))
def test_nothing_is_drawn_outside_the_picture(rows: list[Span]) -> None:
    picture = pictures.gantt(rows)
    assert len(picture.bars) == len(rows)
    assert len(picture.months) <= pictures.MONTHS_SHOWN
    for bar in picture.bars:
        assert picture.left <= bar.x
        assert bar.width >= 2
        assert bar.x + bar.width <= picture.width + 2
        assert bar.y + pictures.BAR < picture.foot
    for mark in (*picture.months, *picture.years):
        assert picture.left <= mark.x <= picture.width


@given(st.lists(spans, min_size=2, max_size=5))
def test_a_later_day_never_stands_to_the_left(rows: list[Span]) -> None:
    bars = pictures.gantt(rows).bars
    for one, bar in zip(rows, bars, strict=True):
        for other, beside in zip(rows, bars, strict=True):
            if one.first < other.first:
                assert bar.x <= beside.x


def test_the_largest_count_fills_the_room_and_none_has_no_bar() -> None:
    bars = pictures.counts([Count("0–5", 15), Count("6–10", 12), Count("over 20", 0, over=True)])
    assert [bar.width for bar in bars] == [225, 180, 0]
    assert [bar.y for bar in bars] == [6, 39, 72]
    assert pictures.counts([Count("none", 0)])[0].width == 0
    assert pictures.counts([]) == ()


def test_the_clock_of_a_case_marks_today_only_while_it_runs() -> None:
    phases = [
        Phase("examined, 19 days", date(2026, 4, 2), date(2026, 4, 21)),
        Phase("reply window, 30 days", date(2026, 4, 22), date(2026, 5, 21)),
        Phase("decision", date(2026, 5, 22), date(2026, 6, 30), open=True),
    ]
    clock = pictures.case_clock(phases, date(2026, 6, 18))
    assert clock.today is not None
    assert clock.phases[2].x < clock.today.x < clock.end.x
    assert [phase.fits for phase in clock.phases] == [True, True, True]
    assert pictures.case_clock(phases, date(2026, 8, 1)).today is None
    with pytest.raises(ValueError, match="at least one phase"):
        pictures.case_clock([], date(2026, 8, 1))

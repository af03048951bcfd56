"""Strictest wins: what consents make together, and when one still stands (rules 4.2, LIC-03)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import granting
from models.goods import GoodsClass, GoodsLine
from models.granting import Condition, Consent, Part, effective
from models.proposals import ConsentTerms, LineTerms
from models.stages import Stage
from models.states import Terms, end_instant, first_instant

UTC_ZONE = ZoneInfo("UTC")
ZONES = ("UTC", "Europe/Vienna", "Pacific/Auckland", "America/Lima", "Asia/Kathmandu")


def line(no: int, quantity: int) -> GoodsLine:
    return GoodsLine(no=no, goods_class=GoodsClass.RIFLE, description="Rifle", quantity=quantity)


def terms(
    first: date, last: date, quantities: dict[int, int], conditions: tuple[str, ...] = ()
) -> ConsentTerms:
    lines = tuple(LineTerms(no, quantity) for no, quantity in quantities.items())
    return ConsentTerms(first_day=first, last_day=last, lines=lines, conditions=conditions)


def part(state: str, given_terms: ConsentTerms, zone: str = "UTC") -> Part:
    return Part(state, given_terms, ZoneInfo(zone))


A = part("XA", terms(date(2026, 1, 1), date(2026, 12, 31), {1: 500}, ("Carriage by sea only",)))
B = part("XB", terms(date(2026, 3, 1), date(2026, 11, 30), {1: 300}, ("No transit through XD",)))


def test_strictest_wins() -> None:
    """C16: days intersect, the smaller number counts, both conditions stand."""
    found = effective((line(1, 500),), (A, B))
    assert found.span == (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 12, 1, tzinfo=UTC),
    )
    assert [item.quantity for item in found.lines] == [300]
    assert found.conditions == (
        Condition("XA", "Carriage by sea only"),
        Condition("XB", "No transit through XD"),
    )
    assert found.clash == ()


def test_days_that_never_meet_are_a_clash() -> None:
    spring = part("XB", terms(date(2027, 1, 1), date(2027, 2, 1), {1: 1}))
    assert effective((line(1, 500),), (A, spring)).clash == (granting.NO_COMMON_DAY,)


def test_two_clocks_may_leave_no_instant_between_neighbouring_days() -> None:
    """The last day of one and the first of the other, half a world apart, share hours or none."""
    early = part("XA", terms(date(2026, 1, 1), date(2026, 5, 31), {1: 1}), "America/Lima")
    late = part("XB", terms(date(2026, 6, 1), date(2026, 6, 30), {1: 1}), "Pacific/Auckland")
    assert effective((line(1, 1),), (early, late)).clash == ()
    swapped = (part("XA", early.terms, "Pacific/Auckland"), part("XB", late.terms, "America/Lima"))
    assert effective((line(1, 1),), swapped).clash == (granting.NO_COMMON_DAY,)


def test_a_line_with_nothing_is_struck_and_one_must_remain() -> None:
    lines = (line(1, 500), line(2, 40))
    some = part("XA", terms(date(2026, 1, 1), date(2026, 2, 1), {1: 0, 2: 40}))
    rest = part("XB", terms(date(2026, 1, 1), date(2026, 2, 1), {1: 500, 2: 0}))
    assert [item.no for item in effective(lines, (some,)).left] == [2]
    assert effective(lines, (some, rest)).clash == (granting.NO_LINE_LEFT,)


def test_the_same_condition_of_one_state_counts_once_and_of_two_states_twice() -> None:
    doubled = part("XA", terms(date(2026, 1, 1), date(2026, 2, 1), {1: 1}, ("Sea", "Sea")))
    other = part("XB", terms(date(2026, 1, 1), date(2026, 2, 1), {1: 1}, ("Sea",)))
    found = effective((line(1, 1),), (doubled, other)).conditions
    assert found == (Condition("XA", "Sea"), Condition("XB", "Sea"))


EARLY, LATE = datetime(2023, 12, 1), datetime(2029, 2, 1)  # noqa: DTZ001  the strategy gives the zone
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
ASKED = st.lists(st.integers(1, 1_000_000), min_size=1, max_size=4)


@st.composite
def dossiers(draw: st.DrawFn) -> tuple[tuple[GoodsLine, ...], tuple[Part, ...]]:
    asked = draw(ASKED)
    lines = tuple(line(no, quantity) for no, quantity in enumerate(asked, 1))
    parts = []
    for state in draw(st.lists(st.sampled_from("ABCDE"), min_size=1, max_size=4, unique=True)):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        allowed = {no: draw(st.integers(0, most)) for no, most in enumerate(asked, 1)}
        conditions = tuple(draw(st.lists(st.sampled_from(["sea", "proof", "notice"]), max_size=3)))
        zone = draw(st.sampled_from(ZONES))
        parts.append(part(f"X{state}", terms(first, last, allowed, conditions), zone))
    return lines, tuple(parts)


@given(dossiers())
def test_the_quantity_is_the_smallest_allowed(
    case: tuple[tuple[GoodsLine, ...], tuple[Part, ...]],
) -> None:
    lines, parts = case
    found = effective(lines, parts)
    for goods, item in zip(lines, found.lines, strict=True):
        every = [part.terms.quantity_of(goods.no) for part in parts]
        assert item.quantity == min(every)
        assert item.quantity <= goods.quantity
    assert bool(found.left) == any(item.quantity for item in found.lines)


@given(dossiers(), st.datetimes(EARLY, LATE, timezones=st.just(UTC)))
def test_an_instant_is_inside_when_every_state_allows_it(
    case: tuple[tuple[GoodsLine, ...], tuple[Part, ...]], at: datetime
) -> None:
    lines, parts = case
    span = effective(lines, parts).span
    inside = span is not None and span[0] <= at < span[1]
    by_day = all(
        part.terms.first_day <= at.astimezone(part.zone).date() <= part.terms.last_day
        for part in parts
    )
    assert inside == by_day


@given(dossiers())
def test_conditions_are_the_union_in_order(
    case: tuple[tuple[GoodsLine, ...], tuple[Part, ...]],
) -> None:
    lines, parts = case
    found = [(item.state, item.text) for item in effective(lines, parts).conditions]
    every = [(part.state, text) for part in parts for text in part.terms.conditions]
    assert set(found) == set(every)
    assert len(found) == len(set(found))
    assert found == sorted(found, key=every.index)


@given(dossiers())
def test_the_order_of_states_changes_neither_days_nor_quantities(
    case: tuple[tuple[GoodsLine, ...], tuple[Part, ...]],
) -> None:
    lines, parts = case
    one, other = effective(lines, parts), effective(lines, parts[::-1])
    assert one.span == other.span
    assert [item.quantity for item in one.lines] == [item.quantity for item in other.lines]
    assert one.clash == other.clash


SIGNED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def consent(version: int = 1) -> Consent:
    return Consent(version, SIGNED, granting.lapses_at(SIGNED, Terms()), A.terms)


def test_a_consent_lapses_after_its_days_and_belongs_to_its_version() -> None:
    last = SIGNED + timedelta(days=180)
    assert consent().stands(1, last - timedelta(seconds=1))
    assert not consent().stands(1, last)
    assert not consent().stands(2, SIGNED)


@pytest.mark.parametrize(
    ("version", "days", "shown", "may"),
    [
        (1, 1, "APPROVED_PENDING_PEER", False),
        (2, 1, granting.TO_CONFIRM, True),
        (1, 181, granting.LAPSED, True),
    ],
)
def test_a_consent_is_shown_as_it_stands(version: int, days: int, shown: str, may: bool) -> None:  # noqa: FBT001
    at = SIGNED + timedelta(days=days)
    stage = Stage.APPROVED_PENDING_PEER
    assert granting.shown_stage(stage, consent(), version, at) == shown
    assert granting.may_propose(stage, consent(), version, at) is may


def test_another_stage_is_shown_as_it_is() -> None:
    assert granting.shown_stage(Stage.REFUSED, consent(), 2, SIGNED) == "REFUSED"
    assert not granting.may_propose(Stage.NOT_ISSUED_PEER_REFUSED, None, 1, SIGNED)


def test_the_appeal_ends_on_a_day_of_the_states_own_calendar() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert granting.appeal_until(late, Terms()) == date(2026, 3, 30)
    assert granting.appeal_until(late, Terms(time_zone="Asia/Kathmandu")) == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("given_terms", "code"),
    [
        (terms(date(2026, 5, 2), date(2026, 5, 1), {1: 1, 2: 1}), "days_in_wrong_order"),
        (terms(date(2025, 5, 1), date(2025, 6, 1), {1: 1, 2: 1}), "days_all_past"),
        (terms(date(2026, 5, 1), date(2026, 6, 1), {1: 501, 2: 1}), "more_than_asked"),
        (terms(date(2026, 5, 1), date(2026, 6, 1), {1: 1}), "quantity_for_each_line"),
        (terms(date(2026, 5, 1), date(2026, 6, 1), {1: 0, 2: 0}), "every_line_struck"),
        (terms(date(2026, 5, 1), date(2026, 6, 1), {1: 1, 2: 1}, (" ",)), "condition_empty"),
    ],
)
def test_terms_say_what_is_wrong_with_them(given_terms: ConsentTerms, code: str) -> None:
    lines = (line(1, 500), line(2, 40))
    assert granting.terms_faults(given_terms, lines, date(2026, 3, 2)) == (code,)


def test_terms_that_allow_less_than_asked_are_whole() -> None:
    lines = (line(1, 500), line(2, 40))
    good = terms(date(2026, 5, 1), date(2026, 5, 1), {1: 500, 2: 0}, ("Sea",))
    assert granting.terms_faults(good, lines, date(2026, 3, 2)) == ()


def test_a_last_day_is_said_as_the_state_that_set_it_counts() -> None:
    """West of the lead State the end falls on its next day; nobody set that day."""
    east, west = ZoneInfo("Etc/GMT-2"), ZoneInfo("Etc/GMT+4")
    first, last = date(2026, 6, 25), date(2027, 6, 10)
    span = first_instant(first, west), end_instant(last, west)
    assert granting.days_of(span, east)[1] == date(2027, 6, 11)
    shares = [
        granting.ShareDays(first, day, zone)
        for day, zone in ((date(2027, 6, 30), east), (last, west))
    ]
    assert granting.said_days(span, shares, east) == (first, last)
    assert granting.said_days(span, [], east) == granting.days_of(span, east)

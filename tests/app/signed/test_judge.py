"""The verdict: bad news stands, nothing doubtful is ever called valid, and it says who stops it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.signed import status
from app.signed.flaws import Flaw
from app.signed.held import Held
from app.signed.judge import Judgement, Verdict, Why, judge
from app.signed.status import StatusList
from app.signed.token import Reference
from tools.vectors import codes, files, keys
from tools.vectors.lists import FIRST, HOUR, NOON, trust_list

GOOD = Verdict.VALID, Verdict.VALID_OLD_LIST
TEXT = codes.text(codes.LICENCE)
PACKED = {entry: status.packed({codes.VALID: entry}) for entry in range(4)}
SIGNERS = {"XA": keys.XA_STATUS, "XB": keys.XB_STATUS}
AGES = st.integers(-HOUR // timedelta(seconds=1), 30 * 3_600).map(lambda s: timedelta(seconds=s))
MOMENTS = st.integers(-40, 230).map(lambda days: NOON + timedelta(days=days))


def standing(state: str, entry: int, issued_at: datetime) -> StatusList:
    """A list as a reader holds it after it was taken."""
    return StatusList(
        state,
        2026,
        issued_at,
        issued_at + status.LIFE,
        status.TTL,
        PACKED[entry],
        SIGNERS[state].kid,
    )


def shelf(lists: tuple[StatusList, ...], at: datetime) -> Held:
    known = trust_list(issued_at=at - timedelta(days=1))
    return Held((keys.ROOT.public,), known, {(item.state, item.year): item for item in lists})


@given(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.tuples(AGES, AGES), st.none() | MOMENTS)
def test_valid_means_that_every_state_says_so_in_a_list_of_the_day(
    entries: tuple[int, int], ages: tuple[timedelta, timedelta], moment: datetime | None
) -> None:
    at = moment or NOON
    lists = tuple(
        standing(state, entry, at - age)
        for state, entry, age in zip(("XA", "XB"), entries, ages, strict=True)
    )
    found = judge(TEXT, shelf(lists, at), at)
    if found.verdict in GOOD:
        assert entries == (status.VALID, status.VALID)
        assert max(ages) < status.LIFE
        assert codes.ISSUED <= at < codes.END
        assert (max(ages) < status.TTL) == (found.verdict is Verdict.VALID)
    if status.REVOKED in entries:
        assert found.verdict is Verdict.REVOKED
    elif status.SUSPENDED in entries:
        assert found.verdict is Verdict.SUSPENDED
    assert found.list_age == max(ages)


@pytest.mark.parametrize(
    ("entry", "verdict"),
    [
        (status.REVOKED, Verdict.REVOKED),
        (status.SUSPENDED, Verdict.SUSPENDED),
        (status.USED_UP, Verdict.USED_UP),
    ],
)
@pytest.mark.parametrize("stops", ["XA", "XB"])
def test_either_state_stops_it_alone_and_is_named(stops: str, entry: int, verdict: Verdict) -> None:
    other = "XB" if stops == "XA" else "XA"
    lists = (standing(stops, entry, FIRST), standing(other, status.VALID, FIRST))
    found = judge(TEXT, shelf(lists, NOON), NOON)
    assert (found.verdict, found.states, found.state) == (verdict, (stops,), stops)


def test_a_genuine_code_is_shown_with_its_facts_its_key_and_the_age_of_its_lists() -> None:
    assert judge(TEXT, files.shelf(("trust-1", "xa-first", "xb-first")), NOON) == Judgement(
        Verdict.VALID, token=codes.LICENCE, kid=keys.XA_TOKEN.kid, list_age=HOUR
    )


def test_of_a_code_that_is_not_genuine_nothing_is_shown() -> None:
    found = judge(codes.text(codes.LICENCE, keys.XB_TOKEN), files.shelf(("trust-1",)), NOON)
    assert found == Judgement(Verdict.FORGED, Flaw.KEY_STATE)


def test_parts_of_a_second_do_not_count() -> None:
    ends = replace(codes.LICENCE, expires_at=NOON)
    held = files.shelf(("trust-1", "xa-first", "xb-first"))
    last = NOON + timedelta(seconds=299, microseconds=999_999)
    assert judge(codes.text(ends), held, last).verdict is Verdict.VALID


def test_who_has_a_true_clock_judges_without_grace() -> None:
    ends = replace(codes.LICENCE, expires_at=NOON)
    held = files.shelf(("trust-1", "xa-first", "xb-first"))
    assert judge(codes.text(ends), held, NOON, skew=timedelta(0)).verdict is Verdict.EXPIRED


def test_a_clock_set_back_does_not_make_an_old_list_fresh() -> None:
    """The hour in which the list was fresh is over, and the reader has seen that it is."""
    held = files.shelf(("trust-1", "xa-first", "xb-first", "xa-lifted"))
    found = judge(TEXT, held, FIRST)
    assert (found.verdict, found.reason) == (Verdict.STALE_LIST, Why.CLOCK_BACK)


def test_references_to_lists_of_two_years_are_each_asked_in_their_own() -> None:
    said = replace(codes.LICENCE, issuers=(codes.LICENCE.issuers[0], Reference("XB", 2025, 100)))
    lists = (standing("XA", 0, FIRST), standing("XB", 0, FIRST))
    held = shelf(lists, NOON)
    assert judge(codes.text(said), held, NOON).reason == Why.NO_LIST
    stopped = replace(standing("XB", status.SUSPENDED, FIRST), year=2025)
    both = replace(held, lists={**held.lists, ("XB", 2025): stopped})
    found = judge(codes.text(said), both, NOON)
    assert (found.verdict, found.states) == (Verdict.SUSPENDED, ("XB",))

"""A finding holds exactly as long as the three digests and its day do."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from models.clearances import Bound, Lapse, lapses

DIGESTS = st.sampled_from(["one", "another"])
BOUNDS = st.builds(Bound, DIGESTS, DIGESTS, DIGESTS)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 3), timezones=st.just(UTC))  # noqa: DTZ001  the zone is given beside


@given(found=BOUNDS, now=BOUNDS, until=st.none() | MOMENTS, at=MOMENTS)
def test_a_finding_holds_exactly_while_all_it_rests_on_does(
    found: Bound, now: Bound, until: datetime | None, at: datetime
) -> None:
    in_time = until is None or at < until
    assert (lapses(found, until, now, at) == ()) == (found == now and in_time)


@given(bound=BOUNDS, at=MOMENTS)
def test_the_day_itself_is_too_late(bound: Bound, at: datetime) -> None:
    assert lapses(bound, at, bound, at) == (Lapse.EXPIRED,)


@given(found=BOUNDS, now=BOUNDS, at=MOMENTS)
def test_every_reason_is_said_and_no_other(found: Bound, now: Bound, at: datetime) -> None:
    said = lapses(found, None, now, at)
    assert (Lapse.PARTY in said) == (found.party != now.party)
    assert (Lapse.ENTRY in said) == (found.entry != now.entry)
    assert (Lapse.FEATURES in said) == (found.features != now.features)
    assert Lapse.EXPIRED not in said

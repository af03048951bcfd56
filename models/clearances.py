"""How long a finding on a hit holds: as long as all it rests on is the same, and its day is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

MOST_AT_ONCE = 50
"""Hits that one finding is recorded for, of each by itself."""


class Lapse(StrEnum):
    """Why a finding holds no more; each is said on the page of the hit (RSK-04)."""

    PARTY = "party"
    """What is known of the party is another."""
    ENTRY = "entry"
    """The entry says something else."""
    FEATURES = "features"
    """Something else of the two agrees."""
    EXPIRED = "expired"
    """The day has come on which it was to be looked at again."""


@dataclass(frozen=True)
class Bound:
    """What a hit rests on, as SHA-256 each: the party, the entry, and what of the two agrees."""

    party: str
    entry: str
    features: str


def lapses(found: Bound, until: datetime | None, now: Bound, at: datetime) -> tuple[Lapse, ...]:
    """Why a finding on `found` does not hold for `now` at a moment; empty while it holds.

    A name alone is never what it hangs on: the digests are of everything that is known.

    >>> from datetime import UTC
    >>> moment = datetime(2026, 3, 2, tzinfo=UTC)
    >>> lapses(Bound("a", "b", "c"), None, Bound("a", "x", "c"), moment)
    (<Lapse.ENTRY: 'entry'>,)
    """
    reasons = (
        (Lapse.PARTY, found.party != now.party),
        (Lapse.ENTRY, found.entry != now.entry),
        (Lapse.FEATURES, found.features != now.features),
        (Lapse.EXPIRED, until is not None and until <= at),
    )
    return tuple(lapse for lapse, so in reasons if so)

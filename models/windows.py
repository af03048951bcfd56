"""When a registration may be renewed, and where its cover has gaps; pure (REG-10)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from models.states import Terms, day_of


class Window(msgspec.Struct, frozen=True):
    """The days of a renewal on its State's calendar: all three are included."""

    opens: date
    closes: date
    """The last day on which a filing is in time."""
    last_day: date
    """The last day of validity."""

    def in_time(self, today: date) -> bool:
        """Whether a filing of that day keeps the window of the State's terms."""
        return self.opens <= today <= self.closes

    def too_early(self, today: date) -> bool:
        """Whether the window is not open yet."""
        return today < self.opens


def window(valid_until: datetime, terms: Terms) -> Window:
    """The renewal window before an end of validity; `valid_until` is the first instant after it.

    >>> from datetime import UTC
    >>> window(datetime(2026, 4, 1, tzinfo=UTC), Terms()).closes
    datetime.date(2026, 3, 1)
    """
    last_day = day_of(valid_until, terms.zone) - timedelta(days=1)
    return Window(
        opens=last_day - timedelta(days=terms.renewal_opens_days),
        closes=last_day - timedelta(days=terms.renewal_closes_days),
        last_day=last_day,
    )


class Gap(msgspec.Struct, frozen=True):
    """Days without cover between two validities, both included; `last` is None while it lasts."""

    first: date
    last: date | None


def gaps(
    spans: Iterable[tuple[datetime, datetime]], at: datetime, zone: ZoneInfo
) -> tuple[Gap, ...]:
    """The days without cover from the first validity to `at`, on the State's calendar.

    `spans` are [start, end) instants in any order; they may overlap.
    """
    found: list[Gap] = []
    reached: datetime | None = None
    for start, end in sorted(spans):
        if reached is not None and start > reached:
            found.append(Gap(day_of(reached, zone), day_of(start, zone) - timedelta(days=1)))
        reached = end if reached is None else max(reached, end)
    if reached is not None and reached <= at:
        found.append(Gap(day_of(reached, zone), None))
    return tuple(found)

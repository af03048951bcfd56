"""When a registration may be renewed; pure (REG-10)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

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

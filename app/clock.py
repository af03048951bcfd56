"""The only place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_pretended: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware and UTC, to the microsecond."""
    if _pretended is not None:
        return _pretended
    return datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Hold the clock at `moment`: for tests, and for laying a demonstration's history.

    Nothing that a visitor can reach calls this; a naive moment is refused.
    """
    global _pretended  # noqa: PLW0603  one process has one clock
    if moment.tzinfo is None:
        msg = "a moment without a zone is no moment"
        raise ValueError(msg)
    before = _pretended
    _pretended = moment.astimezone(UTC)
    try:
        yield
    finally:
        _pretended = before


def step(by: timedelta) -> None:
    """Move a held clock forward by `by`; a running clock cannot be moved."""
    global _pretended  # noqa: PLW0603
    if _pretended is None:
        msg = "only a held clock can be moved"
        raise RuntimeError(msg)
    _pretended += by

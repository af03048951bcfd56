"""Rows that are no records: job leases, heartbeats, rate counters (see app/sessions.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Row


class Lease(Row, Base):
    """Who may do one kind of job until when; the newest holder's beat is the heartbeat."""

    __tablename__ = "leases"

    job: Mapped[str] = mapped_column(String(64), unique=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime] = mapped_column(Moment())
    beat_at: Mapped[datetime] = mapped_column(Moment())


class RateCount(Row, Base):
    """How often a client tried something in one window of time."""

    __tablename__ = "rate_counts"
    __table_args__ = (UniqueConstraint("what", "client", "window"),)

    what: Mapped[str] = mapped_column(String(32))
    client: Mapped[str] = mapped_column(String(64))
    window: Mapped[int] = mapped_column(Integer)
    count: Mapped[int] = mapped_column(Integer, default=0)


QUIET = timedelta(seconds=60)
"""Without a beat for so long a process is not at work."""


def is_at_work(beat: datetime | None, at: datetime) -> bool:
    """Whether a process whose last beat this was is still at work.

    >>> from datetime import UTC
    >>> is_at_work(None, datetime(2026, 3, 2, 9, tzinfo=UTC))
    False
    """
    return beat is not None and at - beat < QUIET

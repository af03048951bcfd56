"""What the last runs over all screened names found, and how far the one at work is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.screening_runs import ScreeningRun

LATEST = 10


@dataclass(frozen=True)
class RunLine:
    """One run; `ended_at` is nothing while it is at work."""

    kind: str
    cause: str
    started_at: datetime
    ended_at: datetime | None
    names: int
    found: int
    changed: int
    gone: int
    alarms: bool


def latest(session: Session) -> tuple[RunLine, ...]:
    """The last runs, the newest first."""
    rows = session.scalars(select(ScreeningRun).order_by(ScreeningRun.id.desc()).limit(LATEST))
    return tuple(
        RunLine(
            row.kind,
            row.cause,
            row.started_at,
            row.ended_at,
            row.names,
            row.found,
            row.changed,
            row.gone,
            row.alarms,
        )
        for row in rows
    )

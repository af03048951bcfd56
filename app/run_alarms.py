"""What is wrong with screening itself: names that wait too long, and runs that found otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.screening import Screening
from models.screening_runs import RunKind, ScreeningRun

LONG_WAIT = timedelta(minutes=5)
LONG_NIGHT = timedelta(hours=36)
"""Since the last full run began: one night was missed."""


@dataclass(frozen=True)
class RunAlarm:
    """Something that somebody must look into; screening goes on meanwhile, if it can."""

    code: str
    """Of the sentence that says what is wrong and what to do."""
    facts: Mapping[str, Any]
    since: datetime | None


def run_alarms(session: Session, at: datetime) -> Iterator[RunAlarm]:
    """What stands now; nothing before anything was screened."""
    waiting = (
        select(func.count().label("names"), func.min(Screening.asked_at).label("since"))
        .where(Screening.answered_at.is_(None))
        .subquery()
    )
    newest = select(func.max(ScreeningRun.id)).where(ScreeningRun.kind == str(RunKind.FULL))
    names, since, full = session.execute(
        select(waiting.c.names, waiting.c.since, ScreeningRun)
        .select_from(waiting)
        .outerjoin(ScreeningRun, ScreeningRun.id == newest.scalar_subquery())
    ).one()
    if names and at - since > LONG_WAIT:
        yield RunAlarm("list_alarm.queue", {"names": names}, since)
    if full is None:
        return
    if at - full.started_at > LONG_NIGHT:
        yield RunAlarm("list_alarm.night", {}, full.started_at)
    if full.alarms:
        facts = {"missed": full.missed, "astray": full.astray, "faults": full.faults}
        yield RunAlarm("list_alarm.run", facts, full.ended_at or full.started_at)

"""What is wrong with the public lists, for administrators and officers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.run_alarms import run_alarms
from models.list_sources import ListFetch, ListSetting
from models.screening import ListVersion

GROWN = 10
"""A list with so many times the entries of the version before is looked into."""
TWO = 2
SLACK = timedelta(hours=2)
STILL = timedelta(days=60)
"""A list that is fetched and has not changed for so long may have moved to another address."""
SCREENING = "screening"
"""In the place of a list: what is wrong with all of it."""


@dataclass(frozen=True)
class ListAlarm:
    """One list about which somebody must do something; the version in use stays meanwhile."""

    source: str
    code: str
    """Of the sentence that says what is wrong and what to do."""
    facts: Mapping[str, Any]
    since: datetime | None


def alarms(session: Session, at: datetime) -> tuple[ListAlarm, ...]:
    """What is wrong with screening itself, then every list to look into.

    A list is told whose newest look failed, that is not looked for, or that grew tenfold.
    """
    kept = {row.source: row for row in _newest(session, ListSetting)}
    out = {source for source, row in kept.items() if row.retired}
    looks = {row.source: row for row in _newest(session, ListFetch)}
    found = [
        *(_failed(session, row) for row in looks.values() if not row.well),
        *_silent(kept, looks, at),
        *_of_versions(_last_two(session), kept, at),
    ]
    told = [
        ListAlarm(SCREENING, item.code, item.facts, item.since) for item in run_alarms(session, at)
    ]
    of_lists = sorted((item for item in found if item.source not in out), key=_by_source)
    return (*told, *of_lists)


def _by_source(alarm: ListAlarm) -> tuple[str, str]:
    return alarm.source, alarm.code


def _newest(session: Session, table: Any) -> Any:
    newest = select(func.max(table.id)).group_by(table.source)
    return session.scalars(select(table).where(table.id.in_(newest)))


def _failed(session: Session, look: ListFetch) -> ListAlarm:
    """The newest look, and since when none was well."""
    well = select(func.coalesce(func.max(ListFetch.id), 0)).where(
        ListFetch.source == look.source, ListFetch.confirmed_on.is_not(None)
    )
    first = select(func.min(ListFetch.at)).where(
        ListFetch.source == look.source, ListFetch.id > well.scalar_subquery()
    )
    return ListAlarm(
        look.source, f"refusal.{look.outcome}", look.facts, session.scalar(first) or look.at
    )


def _silent(
    kept: Mapping[str, ListSetting], looks: Mapping[str, ListFetch], at: datetime
) -> Iterator[ListAlarm]:
    """Lists that should be looked for and are not: the worker does not run, or cannot."""
    for source, setting in kept.items():
        if not setting.every_hours:
            continue
        look = looks.get(source)
        last = max(setting.set_at, look.at) if look else setting.set_at
        if at - last > 2 * timedelta(hours=setting.every_hours) + SLACK:
            yield ListAlarm(source, "list_alarm.silent", {"hours": setting.every_hours}, last)


def _last_two(session: Session) -> Mapping[str, list[ListVersion]]:
    """The newest version of each list, and the one before it; invented ones are passed over."""
    place = (
        func.row_number()
        .over(partition_by=ListVersion.source, order_by=ListVersion.id.desc())
        .label("place")
    )
    ranked = select(ListVersion.id, place).where(ListVersion.invented.is_(False)).subquery()
    rows = session.scalars(
        select(ListVersion)
        .join(ranked, ranked.c.id == ListVersion.id)
        .where(ranked.c.place <= TWO)
        .order_by(ListVersion.id.desc())
    )
    found: dict[str, list[ListVersion]] = {}
    for row in rows:
        found.setdefault(row.source, []).append(row)
    return found


def _of_versions(
    versions: Mapping[str, list[ListVersion]], kept: Mapping[str, ListSetting], at: datetime
) -> Iterator[ListAlarm]:
    """A list that grew tenfold; one that is fetched and never changes any more."""
    for source, (newest, *before) in versions.items():
        for row in before:
            if newest.entry_count >= GROWN * max(row.entry_count, 1):
                facts = {"new": newest.entry_count, "before": row.entry_count}
                yield ListAlarm(source, "list_alarm.grown", facts, newest.imported_at)
        # An unchanged list is current only as long as its publisher still publishes there.
        days = (at.date() - newest.published_on).days
        if source in kept and kept[source].every_hours and days > STILL.days:
            yield ListAlarm(source, "list_alarm.still", {"days": days}, None)

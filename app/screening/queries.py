"""Which lists are in use, and how old each is on the clock of the reader's State (rules 7.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from app import standing
from app.list_alarms import ListAlarm, alarms
from app.screened import current_days, newest_lists
from app.screening import queries_lists, queries_runs, watched
from app.work import Caller, reading
from models.screening import ListVersion
from models.states import Terms, day_of
from models.watchlist import PUBLISHED, SEEN_BY_OTHERS, Entry


@dataclass(frozen=True)
class ListInUse:
    """One list as it stands."""

    source: str
    published_on: date
    imported_at: datetime
    entries: int
    names: int
    invented: bool
    age_days: int
    too_old: bool
    """Older than the State's limit: not a current list."""
    kept: int
    """How many versions are kept, this one among them."""
    current_on: date
    """The day of its publication, or on which it was last found to be the newest."""
    every_hours: int
    """How often it is fetched from its publisher; 0: never by itself."""


@dataclass(frozen=True)
class ListsPage:
    """All lists, the shared watchlist beside them, and the limit of the reader's State."""

    lists: tuple[ListInUse, ...]
    watchlist: int
    """Entries about persons and firms that every State may see now."""
    limit_days: int
    zone: str
    at: datetime
    alarms: tuple[ListAlarm, ...]
    out_of_use: tuple[tuple[str, queries_lists.Kept], ...]
    runs: tuple[queries_runs.RunLine, ...]


def lists(caller: Caller) -> ListsPage:
    """What names are screened against at this moment."""
    with reading(caller) as view:
        regime = standing.regime(view.session)
        terms = regime.of(view.actor.state or "", view.at) or Terms()
        today = day_of(view.at, terms.zone)
        counted = select(ListVersion.source, func.count()).group_by(ListVersion.source)
        kept = {source: number for source, number in view.session.execute(counted)}  # noqa: C416
        days = current_days(view.session)
        hours = queries_lists.hours(view.session)
        found = []
        for row in newest_lists(view.session):
            current = max(row.published_on, days.get(row.id, row.published_on))
            age = (today - current).days
            found.append(
                ListInUse(
                    source=row.source,
                    published_on=row.published_on,
                    imported_at=row.imported_at,
                    entries=row.entry_count,
                    names=row.name_count,
                    invented=row.invented,
                    age_days=max(age, 0),
                    too_old=age > terms.list_max_age_days,
                    kept=kept[row.source],
                    current_on=current,
                    every_hours=hours.get(row.source, 0),
                )
            )
        published = view.session.scalars(select(Entry).where(Entry.stage.in_(PUBLISHED)))
        seen = sum(
            own is not None and entry.standing(view.at, own) in SEEN_BY_OTHERS
            for entry in published
            if watched.is_party(entry.facts)
            for own in (regime.of(entry.state_code, view.at),)
        )
        return ListsPage(
            tuple(found),
            seen,
            terms.list_max_age_days,
            terms.time_zone,
            view.at,
            alarms(view.session, view.at),
            queries_lists.out_of_use(view.session),
            queries_runs.latest(view.session),
        )

"""Hits that wait for a finding in the cases of one's own State, case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from app import standing
from app.found import outcome_at
from app.screened import current_days, newest_lists
from app.screening.cases import CaseHead, Place, case_heads, officers_of
from app.screening.matches import Strength
from app.screening.queue_filters import Part, Wanted, conditions
from app.work import Caller, View, reading
from models.screening import Hit, ListEntryRow, ListVersion, Screening
from models.sees import visible
from models.states import Terms, day_of
from models.watchlist import Entry

PAGE = 20
"""Cases on a page."""
WATCHLIST = "watchlist"
SOONEST = {str(strength): place for place, strength in enumerate(Strength)}


@dataclass(frozen=True)
class HitLine:
    """One hit in short."""

    uid: str
    party: str
    subject_of: str
    entry_name: str
    source: str
    owner: str | None
    score: int
    strength: str
    outcome: str | None


@dataclass(frozen=True)
class CaseLine:
    """One case with its hits, the most urgent first."""

    head: CaseHead
    since: datetime
    """When the oldest of its hits was found."""
    days: int
    """How long that is, by the State's calendar."""
    officer: str
    """Whose case it is; empty where nobody has taken it."""
    hits: tuple[HitLine, ...]


@dataclass(frozen=True)
class QueuePage:
    """One page of cases, those that have waited longest first."""

    wanted: Wanted
    cases: tuple[CaseLine, ...]
    hits: int
    """Of all pages together."""
    counts: Mapping[Part, int]
    """How many hits each part has, by the other filters."""
    sources: tuple[str, ...]
    """The lists that hits of this State stand on."""
    lists: tuple[tuple[str, date], ...]
    """Each list in use, and the day on which it was its publisher's newest."""
    matchers: tuple[str, ...]
    """What the results on this page were made with."""
    after: str
    """Where the next page begins; empty on the last."""
    zone: str


def queue(caller: Caller, wanted: Wanted, after: str = "") -> QueuePage:
    """Hits of undecided cases and of what is in force, of the newest screening of each."""
    with reading(caller) as view:
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        limits = _limits(view, wanted)
        rows = view.session.execute(_groups(limits, _place_of(view.session, after))).all()
        page = rows[:PAGE]
        places = [(row[0], row[1]) for row in page]
        heads = case_heads(view.session, view.actor.state, places)
        officers = officers_of(view.session, view.actor.state, places)
        hits = _lines(view.session, view.at, limits, places)
        counts = {part: _count(view, replace(wanted, part=part)) for part in Part}
        today = day_of(view.at, terms.zone)
        return QueuePage(
            wanted=wanted,
            cases=tuple(
                CaseLine(
                    heads[place],
                    row[2],
                    max((today - day_of(row[2], terms.zone)).days, 0),
                    officers.get(place, ""),
                    hits[place],
                )
                for row, place in zip(page, places, strict=True)
                if place in heads
            ),
            hits=counts[wanted.part],
            counts=counts,
            sources=_sources(view),
            lists=lists_in_use(view.session),
            matchers=_matchers(view.session, places),
            after=_uid_of(view.session, page[-1][3]) if len(rows) > PAGE else "",
            zone=terms.time_zone,
        )


def next_open(view: View, but: Place) -> str | None:
    """The hit to open once a case has none left: the most urgent of the case that waits longest."""
    limits = _limits(view, Wanted())
    places = [(row[0], row[1]) for row in view.session.execute(_groups(limits, 0))]
    place = next((place for place in places if place != but), None)
    if place is None:
        return None
    return _lines(view.session, view.at, limits, [place])[place][0].uid


def lists_in_use(session: Session) -> tuple[tuple[str, date], ...]:
    """Each list that counts now, and the day on which it was its publisher's newest."""
    days = current_days(session)
    return tuple(
        (row.source, max(row.published_on, days.get(row.id, row.published_on)))
        for row in newest_lists(session)
    )


def _limits(view: View, wanted: Wanted) -> list[ColumnElement[bool]]:
    return [newest_only(), *conditions(view, wanted)]


def _groups(limits: list[ColumnElement[bool]], after: int) -> Any:
    """Cases by their oldest hit, which keeps its place while others come and go."""
    first = func.min(Hit.id).label("first")
    return (
        select(Screening.thing, Screening.thing_id, func.min(Hit.recorded_at), first)
        .join(Hit, Hit.screening_id == Screening.id)
        .where(*limits)
        .group_by(Screening.thing, Screening.thing_id)
        .having(first > after)
        .order_by(first)
        .limit(PAGE + 1)
    )


def _count(view: View, wanted: Wanted) -> int:
    counted = select(func.count()).select_from(Hit).join(Screening).where(*_limits(view, wanted))
    return view.session.scalar(counted) or 0


def _sources(view: View) -> tuple[str, ...]:
    rows = select(Hit.source).join(Screening, Screening.id == Hit.screening_id)
    seen = rows.where(visible(Screening, view.actor), Hit.replaced_at.is_(None)).distinct()
    return tuple(sorted(view.session.scalars(seen)))


def _matchers(session: Session, places: list[Place]) -> tuple[str, ...]:
    """What the cases of a page were screened with: an older one may have had another."""
    if not places:
        return ()
    made = select(Screening.matcher).where(
        tuple_(Screening.thing, Screening.thing_id).in_(places), Screening.matcher.is_not(None)
    )
    return tuple(sorted(found for found in session.scalars(made.distinct()) if found))


def newest_only() -> ColumnElement[bool]:
    """Screenings that no newer one of the same case has followed."""
    twin = aliased(Screening)
    newest = (
        select(func.max(twin.asked_at))
        .where(twin.thing == Screening.thing, twin.thing_id == Screening.thing_id)
        .correlate(Screening)
        .scalar_subquery()
    )
    return Screening.asked_at == newest


def _place_of(session: Session, after: str) -> int:
    """The inner place of a hit; nought where there is none such."""
    try:
        return session.scalar(select(Hit.id).where(Hit.uid == UUID(after))) or 0
    except ValueError:
        return 0


def _uid_of(session: Session, key: int) -> str:
    return str(session.scalars(select(Hit.uid).where(Hit.id == key)).one())


def hit_lines(at: datetime) -> Any:
    """Hits with what a line of them shows; to be joined, limited and ordered further."""
    return (
        select(
            Screening.thing,
            Screening.thing_id,
            Hit.uid,
            Screening.name,
            Screening.subject_of,
            Hit.entry_name,
            func.coalesce(ListVersion.source, WATCHLIST),
            Entry.state_code,
            Hit.score,
            Hit.strength,
            outcome_at(at),
            Screening.id,
        )
        .select_from(Hit)
        .join(Screening, Screening.id == Hit.screening_id)
        .outerjoin(ListEntryRow, ListEntryRow.id == Hit.list_entry_id)
        .outerjoin(ListVersion, ListVersion.id == ListEntryRow.list_version_id)
        .outerjoin(Entry, Entry.id == Hit.entry_id)
        .where(Hit.replaced_at.is_(None))
    )


def line_of(row: Any) -> HitLine:
    """One row of `hit_lines` as a page shows it."""
    return HitLine(str(row[2]), *row[3:11])


def by_urgency(lines: Iterable[HitLine]) -> tuple[HitLine, ...]:
    """What should be looked at first, first."""
    return tuple(sorted(lines, key=lambda line: (SOONEST.get(line.strength, 9), -line.score)))


def _lines(
    session: Session, at: datetime, limits: list[ColumnElement[bool]], places: list[Place]
) -> dict[Place, tuple[HitLine, ...]]:
    found: dict[Place, list[HitLine]] = defaultdict(list)
    if places:
        mine = tuple_(Screening.thing, Screening.thing_id).in_(places)
        for row in session.execute(hit_lines(at).where(*limits, mine).order_by(Hit.id)):
            found[row[0], row[1]].append(line_of(row))
    return {place: by_urgency(lines) for place, lines in found.items()}

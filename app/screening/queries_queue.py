"""Hits that wait for a finding in the cases of one's own State, case by case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from app import standing
from app.screening.cases import CaseHead, Place, case_heads
from app.screening.in_force import in_force
from app.screening.matches import Strength
from app.work import Caller, View, reading
from models.dossiers import UNDECIDED, Authorization, Dossier
from models.screening import (
    Disposition,
    DispositionOutcome,
    Hit,
    ListEntryRow,
    ListVersion,
    Screening,
)
from models.sees import visible
from models.stages import Stage
from models.states import Terms
from models.traders import OPEN_STAGES, Filing, Registration, Renewal
from models.watchlist import Entry

PAGE = 20
"""Cases on a page."""
WATCHLIST = "watchlist"
SOONEST = {str(strength): place for place, strength in enumerate(Strength)}


class Part(StrEnum):
    """Which hits are shown."""

    OPEN = "open"
    UNCLEAR = "unclear"
    FOUND = "found"


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
    asked_at: datetime
    hits: tuple[HitLine, ...]


@dataclass(frozen=True)
class QueuePage:
    """One page of cases, those that have waited longest first."""

    part: Part
    cases: tuple[CaseLine, ...]
    hits: int
    """Of all pages together."""
    after: str
    """Where the next page begins; empty on the last."""
    zone: str


def queue(caller: Caller, part: Part, after: str = "") -> QueuePage:
    """Hits of undecided cases and of what is in force, of the newest screening of each."""
    with reading(caller) as view:
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        wanted = _wanted(view, part)
        first = func.min(Hit.id).label("first")
        groups = (
            select(Screening.thing, Screening.thing_id, func.min(Screening.asked_at), first)
            .join(Hit, Hit.screening_id == Screening.id)
            .where(*wanted)
            .group_by(Screening.thing, Screening.thing_id)
            .having(first > _place_of(view.session, after))
            .order_by(first)
            .limit(PAGE + 1)
        )
        rows = view.session.execute(groups).all()
        page = rows[:PAGE]
        places = [(row[0], row[1]) for row in page]
        heads = case_heads(view.session, view.actor.state, places)
        hits = _lines(view.session, wanted, places)
        count = select(func.count()).select_from(Hit).join(Screening).where(*wanted)
        return QueuePage(
            part=part,
            cases=tuple(
                CaseLine(heads[place], row[2], hits[place])
                for row, place in zip(page, places, strict=True)
                if place in heads
            ),
            hits=view.session.scalar(count) or 0,
            after=_uid_of(view.session, page[-1][3]) if len(rows) > PAGE else "",
            zone=terms.time_zone,
        )


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


def outcome_now() -> Any:
    """What was last found of a hit; nothing while it is open."""
    return (
        select(Disposition.outcome)
        .where(Disposition.id == Hit.disposition_id)
        .correlate(Hit)
        .scalar_subquery()
    )


def _wanted(view: View, part: Part) -> list[ColumnElement[bool]]:
    found: dict[Part, ColumnElement[bool]] = {
        Part.OPEN: Hit.stage == Stage.OPEN,
        Part.UNCLEAR: outcome_now() == str(DispositionOutcome.UNCLEAR),
        Part.FOUND: outcome_now().in_(
            [str(DispositionOutcome.TRUE), str(DispositionOutcome.FALSE)]
        ),
    }
    own = _undecided(view.actor.state)
    if part is not Part.FOUND:  # what a run found on something in force
        own = or_(own, in_force(view.actor.state, view.at))
    standing_ones = Hit.replaced_at.is_(None)
    return [visible(Screening, view.actor), newest_only(), own, standing_ones, found[part]]


def _undecided(state: str | None) -> ColumnElement[bool]:
    """Cases on which this State has still to decide."""
    return or_(
        and_(
            Screening.thing == Dossier.THING,
            exists().where(
                Authorization.dossier_id == Screening.thing_id,
                Authorization.state_code == state,
                Authorization.stage.in_(UNDECIDED),
            ),
        ),
        and_(
            Screening.thing == Filing.THING,
            exists().where(
                Registration.filing_id == Screening.thing_id,
                Registration.state_code == state,
                Registration.stage.in_(OPEN_STAGES),
            ),
        ),
        and_(
            Screening.thing == Renewal.THING,
            exists().where(
                Renewal.id == Screening.thing_id,
                Renewal.state_code == state,
                Renewal.stage.in_(OPEN_STAGES),
            ),
        ),
    )


def _place_of(session: Session, after: str) -> int:
    """The inner place of a hit; nought where there is none such."""
    try:
        return session.scalar(select(Hit.id).where(Hit.uid == UUID(after))) or 0
    except ValueError:
        return 0


def _uid_of(session: Session, key: int) -> str:
    return str(session.scalars(select(Hit.uid).where(Hit.id == key)).one())


def hit_lines() -> Any:
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
            outcome_now(),
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
    session: Session, wanted: list[ColumnElement[bool]], places: list[Place]
) -> dict[Place, tuple[HitLine, ...]]:
    found: dict[Place, list[HitLine]] = defaultdict(list)
    if places:
        mine = tuple_(Screening.thing, Screening.thing_id).in_(places)
        for row in session.execute(hit_lines().where(*wanted, mine).order_by(Hit.id)):
            found[row[0], row[1]].append(line_of(row))
    return {place: by_urgency(lines) for place, lines in found.items()}

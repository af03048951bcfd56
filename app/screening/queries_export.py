"""What pages show of the exports of a State's watchlist entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from app import standing
from app.work import Caller, View, reading
from models.actions import Action
from models.errors import NotFound
from models.exports import WatchlistExport
from models.people import Person
from models.sees import visible
from models.states import Terms

SHOWN = 20


@dataclass(frozen=True)
class Export:
    """One export as its State reads it."""

    uid: str
    revision: int
    stage: str
    purpose: str
    asked_by: str
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    taken: int
    until: datetime | None
    """Until when it may be taken; None where it may not."""
    waits: bool
    """For the second person."""
    may_decide: bool
    may_take: bool
    zone: str


@dataclass(frozen=True)
class ExportsPage:
    """The newest exports of a State."""

    rows: tuple[Export, ...]
    zone: str


def exports(caller: Caller) -> ExportsPage:
    """The newest exports of one's own State."""
    with reading(caller) as view:
        rows = view.session.execute(_select(view).limit(SHOWN)).all()
        return ExportsPage(tuple(_export(view, row) for row in rows), _zone(view))


def export(caller: Caller, uid: str) -> Export:
    """One export; NotFound for another State's."""
    with reading(caller) as view:
        found = view.get(WatchlistExport, uid)
        row = view.session.execute(_select(view).where(WatchlistExport.id == found.id)).first()
        if row is None:
            raise NotFound
        return _export(view, row)


def _zone(view: View) -> str:
    terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
    return terms.time_zone


def _select(view: View) -> Select[WatchlistExport, str, str]:
    second = aliased(Person)
    return (
        select(WatchlistExport, Person.name, second.name)
        .join(Person, Person.id == WatchlistExport.asked_person_id)
        .outerjoin(second, second.id == WatchlistExport.decided_person_id)
        .where(visible(WatchlistExport, view.actor))
        .order_by(WatchlistExport.id.desc())
    )


def _export(view: View, found: Any) -> Export:
    row: WatchlistExport = found[0]
    until = row.lasts_until()
    own = row.asked_person_id == view.actor.person_id
    return Export(
        uid=str(row.uid),
        revision=row.revision,
        stage=str(row.stage),
        purpose=row.purpose,
        asked_by=found[1],
        asked_at=row.asked_at,
        decided_by=found[2] or "",
        decided_at=row.decided_at,
        taken=row.taken,
        until=until if until is not None and view.at < until else None,
        waits=row.decided_at is None,
        may_decide=view.may(
            Action.WATCHLIST_EXPORT_APPROVE, row, proposer_person_id=row.asked_person_id
        ),
        may_take=own
        and until is not None
        and view.at < until
        and view.may(Action.WATCHLIST_EXPORT_TAKE, row),
        zone=_zone(view),
    )

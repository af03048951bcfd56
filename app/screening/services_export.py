"""Exports of a State's own watchlist entries: asked, approved by a second person, taken."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from app.screening import watchlist_export
from app.work import Caller, Work, act, reading, work
from models.actions import Action
from models.errors import Blocked, NotAllowed, NotFound
from models.exports import LASTS, WatchlistExport
from models.stages import Stage

HOUR = 3600


@dataclass(frozen=True)
class Taken:
    """The file of an export."""

    name: str
    content: bytes
    entries: int


@act
def ask(caller: Caller, purpose: str) -> str:
    """Ask for an export of the own State's entries; returns its uid. Another person decides."""
    with work(caller) as w:
        row = WatchlistExport(
            state_code=w.actor.state or "",
            stage=Stage.AWAITING_COUNTERSIGN,
            purpose=purpose.strip(),
            asked_at=w.at,
            asked_person_id=w.actor.person_id or 0,
        )
        w.add(Action.WATCHLIST_EXPORT_ASK, row, purpose=purpose)
        return str(row.uid)


@act
def approve(caller: Caller, uid: str, seen: int | None = None) -> None:
    """Agree as the second person: it may be taken for a day."""
    _decide(caller, uid, Action.WATCHLIST_EXPORT_APPROVE, seen)


@act
def refuse(caller: Caller, uid: str, seen: int | None = None) -> None:
    """Decline as the second person: it is never taken."""
    _decide(caller, uid, Action.WATCHLIST_EXPORT_REFUSE, seen)


def _decide(caller: Caller, uid: str, action: Action, seen: int | None) -> None:
    with work(caller) as w:
        row = w.find(WatchlistExport, uid, seen=seen)
        row.decided_at = w.at
        row.decided_person_id = w.actor.person_id
        w.do(action, row, purpose=row.purpose, proposer_person_id=row.asked_person_id)


@act
def take(caller: Caller, uid: str, base_url: str) -> Taken:
    """The file, made now; who took which entries is on record, or nobody gets them.

    Raises NotAllowed for anybody but the one who asked, Blocked a day after the approval.
    """
    with reading(caller) as view:
        state = view.get(WatchlistExport, uid).state_code
    found = watchlist_export.export(caller, base_url, state=state, owned=True)
    with work(caller) as w:
        row = w.find(WatchlistExport, uid)
        _require_due(w, row)
        row.taken += 1
        row.sha256 = hashlib.sha256(found.content).hexdigest()
        w.do(
            Action.WATCHLIST_EXPORT_TAKE,
            row,
            entries=list(found.numbers),
            sha256=row.sha256,
            purpose=row.purpose,
        )
        name = f"watchlist-{state.lower()}-{w.at:%Y-%m-%d}.ftm.json"
    return Taken(name, found.content, len(found.numbers))


def _require_due(w: Work, row: WatchlistExport) -> None:
    if row.asked_person_id != w.actor.person_id:
        raise NotAllowed("export_not_asked_by_you")
    until = row.lasts_until()
    if until is None:
        raise NotFound
    if w.at >= until:
        raise Blocked("export_over", hours=int(LASTS.total_seconds()) // HOUR)

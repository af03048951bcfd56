"""Exports of watchlist entries that wait for a second senior officer."""

from __future__ import annotations

from sqlalchemy import select

from app.work import View
from app.work_list.shapes import Duty, Rank
from models.actions import Action
from models.exports import WatchlistExport
from models.people import Person
from models.policy import role_may
from models.sees import visible
from models.stages import Stage


def to_decide(view: View) -> list[Duty]:
    """Those that this person may agree to: asked by somebody else of the same State."""
    if not role_may(view.actor.role, Action.WATCHLIST_EXPORT_APPROVE):
        return []
    rows = view.session.execute(
        select(WatchlistExport.uid, WatchlistExport.asked_at, Person.name)
        .join(Person, Person.id == WatchlistExport.asked_person_id)
        .where(
            visible(WatchlistExport, view.actor),
            WatchlistExport.stage == Stage.AWAITING_COUNTERSIGN,
            WatchlistExport.asked_person_id != view.actor.person_id,
        )
    )
    return [
        Duty("export", "export", str(row.uid), "", Rank.SIGNATURE, row.asked_at, by=row.name)
        for row in rows
    ]

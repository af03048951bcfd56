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


def to_decide(view: View) -> tuple[int, list[Duty]]:
    """How many wait in this State, and those of them that this person may agree to."""
    if not role_may(view.actor.role, Action.WATCHLIST_EXPORT_APPROVE):
        return 0, []
    rows = view.session.execute(
        select(WatchlistExport, Person.name)
        .join(Person, Person.id == WatchlistExport.asked_person_id)
        .where(
            visible(WatchlistExport, view.actor),
            WatchlistExport.stage == Stage.AWAITING_COUNTERSIGN,
        )
    ).all()
    return len(rows), [
        Duty("export", "export", str(asked.uid), "", Rank.SIGNATURE, asked.asked_at, by=name)
        for asked, name in rows
        if asked.asked_person_id != view.actor.person_id
    ]

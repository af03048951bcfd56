"""Tasks that something at a border gives to the States that authorized the licence."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app import standing
from app.work import Work
from models.actions import Action
from models.casework import Task, TaskKind
from models.licences import Licence
from models.stages import Stage
from models.states import day_of, end_instant


def alert(
    w: Work, licence: Licence, kind: TaskKind, about: str, about_id: int, number: str
) -> None:
    """A task to each State that authorized the licence; one open task of a kind is enough."""
    regime = standing.regime(w.session)
    for state in sorted(licence.authorized_by()):
        open_already = select(Task.id).where(
            Task.kind == str(kind),
            Task.state_code == state,
            Task.from_state == w.actor.state,
            Task.about == about,
            Task.about_id == about_id,
            Task.stage == Stage.OPEN,
        )
        terms = regime.of(state, w.at)
        if terms is None or w.session.scalar(open_already) is not None:
            continue
        last_day = day_of(w.at, terms.zone) + timedelta(days=terms.task_days)
        w.add(
            Action.TASK_RAISE,
            Task(
                kind=str(kind),
                state_code=state,
                from_state=w.actor.state,
                about=about,
                about_id=about_id,
                about_number=number,
                due_at=end_instant(last_day, terms.zone),
                stage=Stage.OPEN,
            ),
        )

"""Tasks that something gives to a State: at a border, or by a name that is now on a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from sqlalchemy import select

from app import standing
from app.work import Work
from models.actions import Action
from models.casework import Task, TaskKind
from models.licences import Licence
from models.stages import Stage
from models.states import Terms, day_of, end_instant

NOTHING: Mapping[str, str] = MappingProxyType({})


def alert(
    w: Work,
    licence: Licence,
    kind: TaskKind,
    about: str,
    about_id: int,
    number: str,
    *,
    where: Callable[[Terms], bool] | None = None,
    told: Mapping[str, str] = NOTHING,
) -> None:
    """A task to each State that authorized the licence; one open task of a kind is enough."""
    for state in sorted(licence.authorized_by()):
        raise_task(w, kind, state, (about, about_id, number), where=where, told=told)


def raise_task(
    w: Work,
    kind: TaskKind,
    state: str,
    about: tuple[str, int, str],
    *,
    trader_id: int | None = None,
    where: Callable[[Terms], bool] | None = None,
    told: Mapping[str, str] = NOTHING,
) -> None:
    """A task to a State about (thing, inner id, number), unless such a one is open there.

    `where` asks the State's own terms whether it wants any; `told` is told with it.
    """
    thing, key, number = about
    open_already = select(Task.id).where(
        Task.kind == str(kind),
        Task.state_code == state,
        Task.from_state == w.actor.state,
        Task.about == thing,
        Task.about_id == key,
        Task.stage == Stage.OPEN,
    )
    terms = standing.regime(w.session).of(state, w.at)
    if terms is None or w.session.scalar(open_already) is not None:
        return
    if where is not None and not where(terms):
        return
    last_day = day_of(w.at, terms.zone) + timedelta(days=terms.task_days)
    w.add(
        Action.TASK_RAISE,
        Task(
            kind=str(kind),
            state_code=state,
            from_state=w.actor.state,
            about=thing,
            about_id=key,
            about_number=number,
            told=dict(told),
            trader_id=trader_id,
            due_at=end_instant(last_day, terms.zone),
            stage=Stage.OPEN,
        ),
    )

"""The verb of an officer: close a hit as true, false or unclear, with a reason (RSK-04)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.screening.cases import Case, case_of, number_of
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Task, TaskKind
from models.errors import Invalid, NotFound, Stale
from models.screening import Disposition, DispositionOutcome, Hit
from models.stages import Stage
from models.watchlist import Entry

FOLLOW_UP = timedelta(hours=12)
"""Within these a person of the owner State follows up a confirmed hit (rules 5.3)."""


@act
def dispose(
    caller: Caller,
    key: str,
    outcome: DispositionOutcome | str,
    reason: str,
    *,
    seen: int | None = None,
) -> None:
    """Record what an officer found of a hit; the newest finding counts, every one stays.

    Anybody of a State that decides on the case may find, as screened once for all of them. A true
    hit on another State's entry tells that State at once (WL-05). Raises Invalid for an outcome
    that is none or without a reason, NotFound for a hit on nobody's case here, Stale when somebody
    found otherwise since the page was read.
    """
    if outcome not in list(DispositionOutcome):
        raise Invalid("outcome_missing", field="outcome")
    with work(caller) as w:
        case = _own_case(w, w.get(Hit, key))
        hit = w.find(Hit, key, seen=seen)
        if hit.replaced_at is not None:  # its entry has changed: another hit is to be dealt with
            raise Stale("changed_meanwhile")
        told_before = _is_true(w, hit)
        found = Disposition(
            hit_id=hit.id,
            outcome=str(outcome),
            reason=reason.strip(),
            state_code=w.actor.state,
            decided_at=w.at,
            by_id=w.actor.user_id,
        )
        w.attach(found)
        w.session.flush()
        hit.disposition_id = found.id
        w.do(Action.HIT_DISPOSE, hit, reason.strip(), of=case, outcome=str(outcome))
        if outcome == DispositionOutcome.TRUE and not told_before:
            _tell_owner(w, hit, case)


def _own_case(w: Work, hit: Hit) -> Case:
    """The State's own case of a hit, its traders locked: a consent waits for the finding."""
    place = case_of(hit.screening, w.actor.state)
    key = w.session.scalar(place[1]) if place else None
    if place is None or key is None:
        raise NotFound
    w.lock_traders_of(place[0], key)
    model: type[Any] = place[0]
    found: Case = w.session.get_one(model, key, populate_existing=True)
    return found


def _is_true(w: Work, hit: Hit) -> bool:
    """Whether any earlier finding of this hit was true: its owner was told then."""
    earlier = select(Disposition.id).where(
        Disposition.hit_id == hit.id, Disposition.outcome == str(DispositionOutcome.TRUE)
    )
    return w.session.scalar(earlier.limit(1)) is not None


def _tell_owner(w: Work, hit: Hit, case: Case) -> None:
    """Tell the owner of another State's entry: who, where, when, in which case."""
    entry = w.session.get(Entry, hit.entry_id) if hit.entry_id else None
    if entry is None or entry.state_code == w.actor.state:
        return
    task = Task(
        kind=str(TaskKind.HIT_CONFIRMED),
        state_code=entry.state_code,
        from_state=w.actor.state,
        about=Entry.THING,
        about_id=entry.id,
        about_number=entry.number,
        told={"party": hit.screening.name, "case": number_of(case)},
        trader_id=entry.trader_id,
        due_at=w.at + FOLLOW_UP,
        stage=Stage.OPEN,
    )
    w.add(Action.TASK_RAISE, task, case=number_of(case))

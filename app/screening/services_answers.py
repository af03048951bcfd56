"""Answers names that wait: compared with the lists as they stand, stored with what was found."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.screened import Name
from app.screening import matcher
from app.screening.asking import answer_digest, outcome
from app.screening.carrying import carry
from app.screening.desk import DESK, Found, Laid
from app.screening.hits import hit_of, made_with, own_trader
from app.work import Caller, Work, act, reading, work
from models.actions import Action
from models.screening import Screening

BATCH = 20


@dataclass(frozen=True)
class _Waiting:
    """One name to be answered, as plain values."""

    id: int
    name: Name
    trader_id: int | None


@act
def answer_next(caller: Caller) -> bool:
    """Answer the case that has waited longest, up to twenty of its names; False if none waits.

    Compared outside any transaction, then stored: a process that ends between the two has lost
    nothing but time. What somebody else has answered meanwhile stays as it is. A name that cannot
    be compared keeps no other one waiting; its fault is raised once the others are stored.
    """
    with DESK.lock, reading(caller) as view:
        laid = DESK.laid(view.session, view.at)
        waiting = _oldest(view.session, DESK.troubled) or _oldest(view.session, frozenset())
    found, faults = _compared(laid, waiting)
    if found:
        with work(caller) as w:
            for key in sorted(found):
                _answer(w, key, laid, found[key])
    if faults:
        raise faults[0]
    return bool(waiting)


def _compared(
    laid: Laid, waiting: list[_Waiting]
) -> tuple[dict[int, tuple[Found, ...]], list[Exception]]:
    found, faults = {}, []
    for item in waiting:
        try:
            with DESK.lock:
                found[item.id] = laid.found(item.name, item.trader_id)
        except Exception as fault:  # noqa: BLE001  one bad name must not stop every State's work
            DESK.troubled.add(item.id)
            faults.append(fault)
        else:
            DESK.troubled.discard(item.id)
    return found, faults


def _oldest(session: Session, but: Set[int]) -> list[_Waiting]:
    open_ones = (
        select(Screening)
        .where(Screening.answered_at.is_(None), Screening.id.not_in(but))
        .order_by(Screening.id)
    )
    first = session.scalar(open_ones.limit(1))
    if first is None:
        return []
    same_case = open_ones.where(
        Screening.thing == first.thing,
        Screening.thing_id == first.thing_id,
        Screening.version == first.version,
    )
    return [
        _Waiting(
            row.id,
            msgspec.convert(row.subject, Name),
            own_trader(row.subject_of, row.trader_id),
        )
        for row in session.scalars(same_case.limit(BATCH))
    ]


def _answer(w: Work, key: int, laid: Laid, found: tuple[Found, ...]) -> None:
    """Store what one name came to, empty results too (WL-11); an answered one is left alone."""
    row = w.find(Screening, key)
    if row.answered_at is not None:
        return
    row.answered_at = w.at
    row.lists = laid.lists
    row.threshold = matcher.REVIEW
    row.matcher = made_with()
    row.answer_digest = answer_digest(
        outcome(item.source, item.match.entry.reference, msgspec.to_builtins(item.match))
        for item in found
    )
    w.do(Action.SCREENING_RECORD, row, hits=len(found))
    hits = [hit_of(row.id, item) for item in found]
    w.attach(*hits)
    w.session.flush()
    carry(w, row, hits)

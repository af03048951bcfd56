"""What the pages of the regime show, and how the installation fares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from app.regime.terms import ALL
from app.sessions import last_beat
from app.standing import regime
from app.work import NOBODY, Caller, reading
from models.actions import Action
from models.errors import NotFound
from models.machinery import is_at_work
from models.states import Embargo, Installation, StateTerms, Terms

PROCESSES = ("worker", "screening")
"""The processes beside those of the pages, by their lease."""


@dataclass(frozen=True)
class Health:
    """Whether the register can serve."""

    database: bool
    beats: Mapping[str, datetime | None]
    """When each process was last heard of."""
    at_work: Mapping[str, bool]

    @property
    def well(self) -> bool:
        """Whether everything works."""
        return self.database and all(self.at_work.values())


def health() -> Health:
    """Ask the database and the heartbeat of every process."""
    try:
        with reading(NOBODY) as view:
            beats = {name: last_beat(view.session, name) for name in PROCESSES}
            return Health(
                database=True,
                beats=beats,
                at_work={name: is_at_work(beat, view.at) for name, beat in beats.items()},
            )
    except SQLAlchemyError:
        nothing = dict.fromkeys(PROCESSES)
        return Health(database=False, beats=nothing, at_work=dict.fromkeys(PROCESSES, False))


def installation() -> Installation | None:
    """What this database was created as; None before it is installed."""
    with reading(NOBODY) as view:
        return view.session.get(Installation, 1)


@dataclass(frozen=True)
class Change:
    """One term that a row of terms changed."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Row:
    """One row of a State's terms: from when it holds, when it was entered, what it changed."""

    valid_from: datetime
    recorded_at: datetime
    changes: tuple[Change, ...]
    holds: bool


@dataclass(frozen=True)
class Settings:
    """The terms of one's own State, as they hold now, and every row that led to them."""

    state: str
    terms: Terms
    zone: str
    rows: tuple[Row, ...]
    may_set: bool


def settings(caller: Caller) -> Settings:
    """The terms of the caller's State; NotFound where it has none."""
    with reading(caller) as view:
        state = view.actor.state or ""
        rows = view.session.scalars(
            view.see(StateTerms)
            .where(StateTerms.state_code == state)
            .order_by(StateTerms.valid_from, StateTerms.recorded_at, StateTerms.id)
        ).all()
        held = [row for row in rows if row.valid_from <= view.at]
        if not held:
            raise NotFound
        now = max(held, key=lambda row: (row.valid_from, row.recorded_at, row.id))
        return Settings(
            state=state,
            terms=now.terms,
            zone=now.terms.time_zone,
            rows=_rows(rows, now)[::-1],
            may_set=view.may(Action.STATE_SET_TERMS, now),
        )


def _rows(rows: Sequence[StateTerms], now: StateTerms) -> tuple[Row, ...]:
    found: list[Row] = []
    before: Terms | None = None
    for row in rows:
        found.append(
            Row(row.valid_from, row.recorded_at, _changes(before, row.terms), holds=row is now)
        )
        before = row.terms
    return tuple(found)


def _changes(before: Terms | None, after: Terms) -> tuple[Change, ...]:
    """Which terms differ; nothing of the first row, which sets them all."""
    if before is None:
        return ()
    return tuple(
        Change(name, getattr(before, name), getattr(after, name))
        for name in ALL
        if getattr(before, name) != getattr(after, name)
    )


@dataclass(frozen=True)
class EmbargoRow:
    """An embargo as everybody may read it."""

    regime: str
    target: str
    classes: tuple[str, ...]
    first: datetime
    until: datetime | None
    """The first instant after it."""
    legal_basis: str
    state: str
    zone: str
    stands: bool


@dataclass(frozen=True)
class Embargoes:
    """Every embargo, those that stand first, and whether the reader may enter one."""

    rows: tuple[EmbargoRow, ...]
    may_add: bool


def embargoes(caller: Caller) -> Embargoes:
    """Every embargo that a State of this register has entered (RSK-10); public."""
    with reading(caller) as view:
        states = regime(view.session)
        rows = [
            EmbargoRow(
                regime=row.regime,
                target=row.target_code,
                classes=row.classes,
                first=row.valid_from,
                until=row.valid_until,
                legal_basis=row.legal_basis,
                state=row.entered_by_state,
                zone=states.zone(row.entered_by_state, view.at).key,
                stands=row.valid_from <= view.at
                and (row.valid_until is None or view.at < row.valid_until),
            )
            for row in view.session.scalars(select(Embargo).order_by(Embargo.id.desc()))
        ]
        blank = Embargo(entered_by_state=view.actor.state or "")
        return Embargoes(
            rows=tuple(sorted(rows, key=lambda row: not row.stands)),
            may_add=view.may(Action.EMBARGO_ADD, blank),
        )

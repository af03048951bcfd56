"""The public register: who is registered now, in which State, as what, until when (REG-18).

Nothing else is told: no address, owner, document, and of what has ended no ground (rules 6.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.standing import regime, registered
from app.work import NOBODY, reading
from models.enforcement import Case
from models.likeness import name_key
from models.numbers import parse
from models.registering import NOT_YET_VALID, SUSPENDED, last_end, standing
from models.stages import Stage
from models.states import Regime, day_of
from models.traders import Registration, RegistrationTerm, Suspension, Trader
from models.verdicts import Registered

PAGE = 25
COUNTED = 1000
"""Beyond this many, a list says "more than"."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for; empty means any. `after` is the number of the last row seen."""

    name: str = ""
    kind: str = ""
    state: str = ""
    after: str = ""


@dataclass(frozen=True)
class Entry:
    """One registration of the public register; days on its State's calendar, both included."""

    number: str
    name: str
    kind: str
    state: str
    first_day: date
    last_day: date


@dataclass(frozen=True)
class Page:
    """A page of the register, how many there are (at most `COUNTED` + 1), and where it goes on."""

    entries: tuple[Entry, ...]
    count: int
    next_after: str


@dataclass(frozen=True)
class Found:
    """The answer to a search by number: live, suspended, or ended on a day; never why."""

    number: str
    name: str
    kind: str
    state: str
    answer: str
    """active, suspended, not_yet or ended"""
    first_day: date | None
    last_day: date | None


def page(wanted: Wanted, size: int = PAGE) -> Page:
    """The registrations that are live at this moment, by name."""
    with reading(NOBODY) as view:
        world = regime(view.session)
        rows = view.session.execute(
            _after(_rows(wanted, view.at), wanted.after).limit(size + 1)
        ).all()
        capped = _rows(wanted, view.at).order_by(None).limit(COUNTED + 1).subquery()
        count = view.session.scalar(select(func.count()).select_from(capped)) or 0
        entries = tuple(_entry(world, view.at, row) for row in rows[:size])
        return Page(entries, count, entries[-1].number if len(rows) > size else "")


def every(wanted: Wanted) -> tuple[Entry, ...]:
    """All of them in one snapshot, for the machine file."""
    with reading(NOBODY) as view:
        world = regime(view.session)
        rows = view.session.execute(_rows(wanted, view.at).order_by(*_ORDER))
        return tuple(_entry(world, view.at, row) for row in rows)


def counts(states: Iterable[str]) -> dict[str, int]:
    """How many are live in each State, in one statement; at most `COUNTED` + 1 of each."""
    with reading(NOBODY) as view:
        capped = [
            select(literal(state), func.count()).select_from(
                _rows(Wanted(state=state), view.at).limit(COUNTED + 1).subquery()
            )
            for state in states
        ]
        if not capped:
            return {}
        return dict(view.session.execute(union_all(*capped)).all())


def by_number(typed: str) -> Found | None:
    """What stands of one number; None for one that was never registered, or is none."""
    number = parse(typed)
    if number is None:
        return None
    with reading(NOBODY) as view:
        row = view.session.scalars(
            select(Registration).where(Registration.number == number)
        ).first()
        if row is None:
            return None
        found = _known(view.session, row)
        if found is None or not found.terms:
            return None
        return _told(row, found, view.at, regime(view.session))


Rows = Select[str | None, str, str, str, datetime, datetime, str]
_ORDER = (Trader.name_key, Registration.number)


def _rows(wanted: Wanted, at: datetime) -> Rows:
    """One statement: live now, not suspended, fitting what is wanted."""
    live = and_(
        RegistrationTerm.recorded_at <= at,
        RegistrationTerm.valid_from <= at,
        at < RegistrationTerm.valid_until,
    )
    following = aliased(RegistrationTerm)
    renewed = and_(
        following.registration_id == Registration.id,
        following.recorded_at <= at,
        following.valid_from == RegistrationTerm.valid_until,
    )
    statement = (
        select(
            Registration.number,
            Trader.name,
            Registration.kind,
            Registration.state_code,
            func.min(RegistrationTerm.valid_from).label("valid_from"),
            func.max(func.coalesce(following.valid_until, RegistrationTerm.valid_until)).label(
                "valid_until"
            ),
            Trader.name_key,
        )
        .join(Trader, Trader.id == Registration.trader_id)
        .join(RegistrationTerm, and_(RegistrationTerm.registration_id == Registration.id, live))
        .outerjoin(following, renewed)
        .where(Registration.stage == Stage.ACTIVE, ~_suspended(at))
        .group_by(Registration.id, Trader.id)
    )
    if wanted.kind:
        statement = statement.where(Registration.kind == wanted.kind)
    if wanted.state:
        statement = statement.where(Registration.state_code == wanted.state)
    if wanted.name:
        key = name_key(wanted.name)
        fits = Trader.name_key.contains(key, autoescape=True)
        statement = statement.where(fits if key else Trader.id < 0)
    return statement


def _after(statement: Rows, number: str) -> Rows:
    if not number:
        return statement.order_by(*_ORDER)
    place = (
        select(Trader.name_key)
        .join(Registration, Registration.trader_id == Trader.id)
        .where(Registration.number == number)
        .scalar_subquery()
    )
    later = or_(
        Trader.name_key > place, and_(Trader.name_key == place, Registration.number > number)
    )
    return statement.where(later).order_by(*_ORDER)


def _suspended(at: datetime) -> ColumnElement[bool]:
    """The rule of `models/verdicts.Suspended.stands`, as SQL; a test holds the two together."""
    # The registration is named again: SQLAlchemy correlates with the next query outward only.
    carried = exists().where(
        Registration.id == Suspension.registration_id,
        Case.trader_id == Registration.trader_id,
        Case.state_code == Registration.state_code,
        Case.opened_at < Suspension.limit_at,
        or_(Case.closed_at.is_(None), at < Case.closed_at),
    )
    confirmed = and_(Suspension.confirmed_at.is_not(None), Suspension.confirmed_at <= at)
    return exists().where(
        Suspension.registration_id == Registration.id,
        Suspension.suspended_at <= at,
        or_(Suspension.lifted_at.is_(None), at < Suspension.lifted_at),
        or_(
            and_(~confirmed, at < Suspension.confirm_by),
            and_(confirmed, or_(at < Suspension.limit_at, carried)),
        ),
    )


def _entry(world: Regime, at: datetime, row: Any) -> Entry:
    zone = world.zone(row.state_code, at)
    return Entry(
        number=row.number,
        name=row.name,
        kind=row.kind,
        state=row.state_code,
        first_day=day_of(row.valid_from, zone),
        last_day=day_of(row.valid_until, zone) - timedelta(days=1),
    )


def _known(session: Session, row: Registration) -> Registered | None:
    rows: Iterable[tuple[str, str, Registered]] = registered(session, [row.trader_id]).get(
        row.trader_id, []
    )
    return next((found for _, _, found in rows if found.number == row.number), None)


def _runs_until(found: Registered, at: datetime) -> datetime | None:
    """The end of the validity that runs at an instant, with those that follow without a gap."""
    end = at
    for span in sorted(found.terms, key=lambda one: one.start):
        if span.start <= end < span.end:
            end = span.end
    return None if end == at else end


def _told(row: Registration, found: Registered, at: datetime, world: Regime) -> Found:
    zone = world.zone(row.state_code, at)
    ends = _runs_until(found, at) or last_end(found.terms)
    last_day = day_of(ends, zone) - timedelta(days=1) if ends else None
    word = standing(row.stage, found, at)
    answers = {str(Stage.ACTIVE): "active", SUSPENDED: "suspended", NOT_YET_VALID: "not_yet"}
    if found.ended_at is not None:
        last_day = day_of(found.ended_at, zone)
    return Found(
        number=row.number or "",
        name=row.trader.name,
        kind=row.kind,
        state=row.state_code,
        answer=answers.get(word, "ended"),
        first_day=day_of(min(span.start for span in found.terms), zone),
        last_day=last_day,
    )

"""One registration or case as a list shows it to its trader: stage, days, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.standing import registered
from app.work import View
from models.actions import Action
from models.casework import Question
from models.errors import NotFound
from models.registering import last_end, standing
from models.states import Regime, Terms, day_of
from models.traders import OPEN_STAGES, Registration, Renewal, Trader
from models.verdicts import Registered
from models.windows import Window, window


@dataclass(frozen=True)
class Asked:
    """A State's question with its answer; `closed` when its last day passed without one."""

    text: str
    asked_at: datetime
    answer_by: datetime
    closed: bool
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Due:
    """A renewal that may be filed, or soon: its days, and how it stands today."""

    days: Window
    today: date
    open_now: bool
    late: bool


@dataclass(frozen=True)
class OpenRenewal:
    """A renewal that waits for its State."""

    uid: str
    revision: int
    stage: str
    in_time: bool
    filed_at: datetime


@dataclass(frozen=True)
class Line:
    """One registration or case in a list; `shown` is its stage, or what the calendar makes of it.

    `last_day` is of the newest validity, or the day on which it was ended before that; on the
    State's calendar.
    """

    number: str
    state: str
    kind: str
    shown: str
    last_day: date | None
    question: Asked | None
    renewal: OpenRenewal | None
    due: Due | None


def own_trader(view: View) -> Trader:
    """The trader of whoever asks."""
    if view.actor.trader_id is None:
        raise NotFound
    return view.get(Trader, view.actor.trader_id)


def by_number(session: Session, trader: Trader) -> dict[str, Registered]:
    rows = registered(session, [trader.id]).get(trader.id, [])
    return {row.number: row for _, _, row in rows}


def line_of(view: View, world: Regime, row: Registration, known: Registered | None) -> Line:
    terms = world.of(row.state_code, view.at)
    zone = world.zone(row.state_code, view.at)
    ends = last_end(known.terms) if known else None
    renewal = _open_renewal(view, row)
    question = next((one for one in questions_of(view, row) if one.answer is None), None)
    waits = question is not None and _answers(row)
    live = ends is not None and row.ended_at is None
    due = _due(ends, terms, view.at) if live and ends and terms and renewal is None else None
    return Line(
        number=row.number or "",
        state=row.state_code,
        kind=row.kind,
        shown=standing(row.stage, known, view.at, question.answer_by if question else None),
        last_day=last_day(ends, row.ended_at, zone) if ends else None,
        question=question if waits else None,
        renewal=renewal,
        due=due,
    )


def last_day(ends: datetime, ended: datetime | None, zone: ZoneInfo) -> date:
    """The last day of a validity; the day of the end where that came first."""
    last = day_of(ends, zone) - timedelta(days=1)
    return min(last, day_of(ended, zone)) if ended else last


def _answers(row: Registration) -> bool:
    return row.workflow.allows(row.stage, Action.REGISTRATION_ANSWER)


def _due(ends: datetime, terms: Terms, at: datetime) -> Due:
    days, today = window(ends, terms), day_of(at, terms.zone)
    return Due(days, today, not days.too_early(today), today > days.closes)


def _open_renewal(view: View, row: Registration) -> OpenRenewal | None:
    found = view.session.scalars(
        select(Renewal).where(Renewal.registration_id == row.id, Renewal.stage.in_(OPEN_STAGES))
    ).first()
    if found is None:
        return None
    return OpenRenewal(
        str(found.uid), found.revision, str(found.stage), found.in_time, found.recorded_at
    )


def questions_of(view: View, row: Registration) -> tuple[Asked, ...]:
    found = view.session.scalars(
        select(Question)
        .where(Question.thing == Registration.THING, Question.thing_id == row.id)
        .order_by(Question.id.desc())
    ).unique()
    return tuple(
        Asked(
            text=one.text,
            asked_at=one.asked_at,
            answer_by=one.answer_by,
            closed=one.answer is None and one.answer_by <= view.at,
            answer=one.answer.text if one.answer else None,
            answered_at=one.answer.answered_at if one.answer else None,
        )
        for one in found
    )

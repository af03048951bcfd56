"""The State's queue of registrations: what waits and for whom, page by page."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import aliased

from app import standing
from app.registrations.review import ACTS
from app.work import Caller, View, reading
from models.actions import Action
from models.base import Moment
from models.casework import Question
from models.errors import NotFound
from models.numbers import parse
from models.people import Interest, Person, Role, User
from models.policy import role_may
from models.proposals import Decision, Proposal, Signature
from models.registering import days_waited, last_day_before
from models.registering import standing as standing_of
from models.sees import visible
from models.stages import Stage
from models.states import Terms
from models.traders import OPEN_STAGES, Registration, Renewal, Suspension, Trader

PAGE = 25
MOST_COUNTED = 1000
LONGEST_SEARCH = 100
TO_CONFIRM = "TO_CONFIRM"
RENEWAL, SUSPENSION = "renewal", "suspension"


class Part(StrEnum):
    """Which part of the queue is shown."""

    OPEN = "open"
    MINE = "mine"
    FREE = "free"
    SECOND = "second"
    APPLICANT = "applicant"
    DECIDED = "decided"


@dataclass(frozen=True)
class Asked:
    """What a person asks of the queue; `after` is the key of the last line already read."""

    part: Part = Part.OPEN
    kind: str = ""
    text: str = ""
    after: str = ""


@dataclass(frozen=True)
class Line:
    """One line: a registration, its renewal, or a suspension that a second senior must confirm."""

    thing: str
    number: str
    trader: str
    kind: str
    standing: str
    decision: str
    """What is proposed and waits: approve, refuse, or nothing."""
    officer: str | None
    is_mine: bool
    waits_for_me: bool
    """The reader may sign what is proposed, or holds the case and may go on with it."""
    since: datetime
    days_ours: int
    days_theirs: int
    due: datetime | None
    """When the open question must be answered, or the suspension be confirmed."""
    due_day: date | None
    """The last day of the answer."""
    late: bool
    elsewhere: tuple[tuple[str, str], ...]
    """The other States of the same application, with what each has made of it."""


@dataclass(frozen=True)
class QueuePage:
    """One page of the queue."""

    asked: Asked
    lines: tuple[Line, ...]
    total: int
    more_than_counted: bool
    after: str
    """The key that the next page begins after; empty on the last."""
    zone: str
    state: str


@dataclass(frozen=True)
class InterestLine:
    """A declared interest: whose, in whom, why, since when."""

    uid: str
    person: str
    trader: str
    trader_number: str
    reason: str
    since: datetime
    ended_at: datetime | None
    may_end: bool


def queue(caller: Caller, asked: Asked) -> QueuePage:
    """A page of the queue: oldest first; what is decided, newest first."""
    with reading(caller) as view:
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        lines = _union(view, asked).subquery()
        limited = select(lines.c.id).limit(MOST_COUNTED + 1).subquery()
        total = view.session.scalar(select(func.count()).select_from(limited)) or 0
        newest_first = asked.part is Part.DECIDED
        wanted = _after(lines, asked.after, newest_first=newest_first)
        order = [lines.c.since, lines.c.thing, lines.c.id]
        ordered = [column.desc() if newest_first else column for column in order]
        rows = view.session.execute(
            select(lines).where(*wanted).order_by(*ordered).limit(PAGE + 1)
        ).all()
        page = rows[:PAGE]
        return QueuePage(
            asked=asked,
            lines=tuple(_lines(view, page, terms)),
            total=min(total, MOST_COUNTED),
            more_than_counted=total > MOST_COUNTED,
            after=_key(page[-1]) if len(rows) > PAGE else "",
            zone=terms.time_zone,
            state=view.actor.state or "",
        )


def interests(caller: Caller) -> tuple[InterestLine, ...]:
    """The declared interests that this person may read: its own; an administrator, the State's."""
    with reading(caller) as view:
        rows = view.session.execute(
            select(Interest, Person.name, Trader.name, Trader.number)
            .join(Person, Person.id == Interest.person_id)
            .join(Trader, Trader.id == Interest.trader_id)
            .where(visible(Interest, view.actor), _own_unless_administrator(view))
            .order_by(Interest.ended_at.is_not(None), Interest.id.desc())
        )
        return tuple(
            InterestLine(
                uid=str(row.uid),
                person=person,
                trader=trader,
                trader_number=number,
                reason=row.reason,
                since=row.since,
                ended_at=row.ended_at,
                may_end=row.ended_at is None and view.may(Action.INTEREST_END, row),
            )
            for row, person, trader, number in rows
        )


def interest(caller: Caller, uid: str) -> InterestLine:
    """One declared interest; NotFound when this person may not read it."""
    for line in interests(caller):
        if line.uid == uid:
            return line
    raise NotFound


def _own_unless_administrator(view: View) -> ColumnElement[bool]:
    if view.actor.role in (Role.NATIONAL_ADMIN, Role.AUDITOR):
        return Interest.id.is_not(None)
    return Interest.person_id == view.actor.person_id


def _union(view: View, asked: Asked) -> Any:
    """Registrations and renewals of the part that is asked for, and suspensions to confirm."""
    parts = [
        _cases(view, asked, Registration),
        _cases(view, asked, Renewal),
    ]
    if asked.part in (Part.OPEN, Part.SECOND):
        parts.append(_to_confirm(view, asked))
    return union_all(*parts)


def _cases(view: View, asked: Asked, thing: type[Registration] | type[Renewal]) -> Any:
    renewal = thing is Renewal
    began = Renewal.recorded_at if renewal else Registration.submitted_at
    since = thing.decided_at if asked.part is Part.DECIDED else began
    statement = select(
        literal(thing.THING, String).label("thing"),
        thing.id.label("id"),
        Registration.id.label("registration_id"),
        Registration.filing_id.label("filing_id"),
        Registration.trader_id.label("trader_id"),
        Registration.number.label("number"),
        Registration.kind.label("kind"),
        Trader.name.label("trader"),
        type_coerce(thing.stage, String).label("stage"),
        thing.officer_id.label("officer_id"),
        type_coerce(since, Moment).label("since"),
        cast(null(), Moment).label("due"),
    ).select_from(Registration)
    if renewal:
        statement = statement.join(Renewal, Renewal.registration_id == Registration.id)
    return (
        statement.join(Trader, Trader.id == Registration.trader_id)
        .where(_in_part(view, asked.part, thing), *_ours(view, asked))
        .where(since.is_not(None))
    )


def _in_part(
    view: View, part: Part, thing: type[Registration] | type[Renewal]
) -> ColumnElement[bool]:
    of: dict[Part, ColumnElement[bool]] = {
        Part.OPEN: thing.stage.in_(OPEN_STAGES),
        Part.MINE: and_(thing.stage.in_(OPEN_STAGES), thing.officer_id == view.actor.user_id),
        Part.FREE: and_(thing.stage.in_(OPEN_STAGES), thing.officer_id.is_(None)),
        Part.SECOND: thing.stage == Stage.AWAITING_COUNTERSIGN,
        Part.APPLICANT: thing.stage == Stage.INFO_REQUESTED,
        Part.DECIDED: thing.decided_at.is_not(None),
    }
    return of[part]


def _to_confirm(view: View, asked: Asked) -> Any:
    """Suspensions that lapse unless a second senior confirms them in time (rules 5.2)."""
    return (
        select(
            literal(SUSPENSION, String).label("thing"),
            Suspension.id.label("id"),
            Registration.id.label("registration_id"),
            Registration.filing_id.label("filing_id"),
            Registration.trader_id.label("trader_id"),
            Registration.number.label("number"),
            Registration.kind.label("kind"),
            Trader.name.label("trader"),
            literal(TO_CONFIRM, String).label("stage"),
            cast(null(), Registration.officer_id.type).label("officer_id"),
            Suspension.suspended_at.label("since"),
            Suspension.confirm_by.label("due"),
        )
        .join(Registration, Registration.id == Suspension.registration_id)
        .join(Trader, Trader.id == Registration.trader_id)
        .where(
            Suspension.confirmed_at.is_(None),
            Suspension.lifted_at.is_(None),
            Suspension.confirm_by > view.at,
            *_ours(view, asked),
        )
    )


def _ours(view: View, asked: Asked) -> list[ColumnElement[bool]]:
    """Only what the reader's State decides, of the kind and with the words asked for."""
    found = [visible(Registration, view.actor), Registration.state_code == view.actor.state]
    if asked.kind:
        found.append(Registration.kind == asked.kind)
    text = asked.text[:LONGEST_SEARCH].strip()
    if text:
        number = parse(text)
        by_name = Trader.name.icontains(text, autoescape=True)
        found.append(by_name if number is None else Registration.number == number)
    return found


def _after(lines: Any, key: str, *, newest_first: bool) -> list[ColumnElement[bool]]:
    """The lines that come after a key; a key that is none begins at the first page."""
    moment, _, rest = key.partition("|")
    thing, _, number = rest.partition("|")
    try:
        since, last = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return []
    if since.tzinfo is None:
        return []
    column = lines.c.since
    beyond = column < since if newest_first else column > since
    same_thing = lines.c.thing < thing if newest_first else lines.c.thing > thing
    same_id = lines.c.id < last if newest_first else lines.c.id > last
    return [
        or_(
            beyond,
            and_(column == since, or_(same_thing, and_(lines.c.thing == thing, same_id))),
        )
    ]


def _key(row: Any) -> str:
    return f"{row.since.isoformat()}|{row.thing}|{row.id}"


def _lines(view: View, rows: Any, terms: Terms) -> list[Line]:
    """What a page says of its lines, in a fixed number of statements however many there are."""
    registrations = {row.registration_id for row in rows}
    asked = _questions(view, registrations)
    proposals = _proposals(view, rows)
    officers = _officers(view, {row.officer_id for row in rows})
    known = standing.registered(view.session, {row.trader_id for row in rows})
    by_number = {one.number: one for found in known.values() for _, _, one in found}
    elsewhere = _elsewhere(view, {row.filing_id for row in rows})
    lines = []
    for row in rows:
        questions = asked[row.registration_id] if row.thing == Registration.THING else []
        open_until = max((due for _, answered, due in questions if answered is None), default=None)
        ours, theirs = days_waited(
            row.since, view.at, [(at, answered) for at, answered, _ in questions], terms.zone
        )
        due = row.due or open_until
        proposed = proposals.get((row.thing, row.id))
        is_mine = row.officer_id is not None and row.officer_id == view.actor.user_id
        lines.append(
            Line(
                thing=row.thing,
                number=row.number,
                trader=row.trader,
                kind=row.kind,
                standing=_standing(view, row, by_number.get(row.number), open_until),
                decision=proposed.decision if proposed else "",
                officer=officers.get(row.officer_id),
                is_mine=is_mine,
                waits_for_me=_may_sign(view, row, proposed)
                if proposed
                else is_mine and row.stage == Stage.UNDER_REVIEW,
                since=row.since,
                days_ours=ours,
                days_theirs=theirs,
                due=due,
                due_day=None if due is None else last_day_before(due, terms.zone),
                late=due is not None and due <= view.at,
                elsewhere=tuple(elsewhere[row.filing_id]),
            )
        )
    return lines


def _standing(view: View, row: Any, found: Any, open_until: datetime | None) -> str:
    if row.thing == SUSPENSION:
        return TO_CONFIRM
    of_registration = found if row.thing == Registration.THING else None
    return standing_of(Stage(row.stage), of_registration, view.at, open_until)


def _questions(
    view: View, ids: set[int]
) -> dict[int, list[tuple[datetime, datetime | None, datetime]]]:
    found: dict[int, list[tuple[datetime, datetime | None, datetime]]] = defaultdict(list)
    rows = view.session.scalars(
        select(Question)
        .where(Question.thing == Registration.THING, Question.thing_id.in_(ids))
        .order_by(Question.id)
    ).unique()
    for row in rows:
        answered = row.answer.answered_at if row.answer else None
        found[row.thing_id].append((row.asked_at, answered, row.answer_by))
    return found


def _may_sign(view: View, row: Any, proposed: Any) -> bool:
    """Whether the page should offer it; the law asks again when it is done."""
    action = ACTS[row.thing].decide[Decision(proposed.decision)]
    may = role_may(view.actor.role, action) and row.officer_id != view.actor.user_id
    return may and proposed.person_id != view.actor.person_id


def _proposals(view: View, rows: Any) -> dict[tuple[str, int], Any]:
    """What is proposed and not signed: decision and proposer, by thing and id."""
    things = [(row.thing, row.id) for row in rows]
    if not things:
        return {}
    found = view.session.execute(
        select(Proposal.thing, Proposal.thing_id, Proposal.decision, Proposal.person_id)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Signature.id.is_(None),
            or_(
                *(
                    and_(
                        Proposal.thing == thing,
                        Proposal.thing_id.in_([key for name, key in things if name == thing]),
                    )
                    for thing in {name for name, _ in things}
                )
            ),
        )
    )
    return {(row.thing, row.thing_id): row for row in found}


def _officers(view: View, ids: set[int | None]) -> dict[int | None, str]:
    rows = view.session.execute(
        select(User.id, Person.name)
        .join(Person, Person.id == User.person_id)
        .where(User.id.in_([key for key in ids if key is not None]))
    )
    return {key: name for key, name in rows}  # noqa: C416  the key may also be asked as None


def _elsewhere(view: View, filings: set[int]) -> dict[int, list[tuple[str, str]]]:
    """The same applications in other States, as far as they may be seen."""
    other = aliased(Registration)
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = view.session.execute(
        select(other.filing_id, other.state_code, other.stage)
        .where(
            other.filing_id.in_(filings),
            other.state_code != view.actor.state,
            other.number.is_not(None),
        )
        .order_by(other.state_code)
    )
    for filing, state, stage in rows:
        found[filing].append((state, str(stage)))
    return found

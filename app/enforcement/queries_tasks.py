"""What a State is asked by others, and licences that have been without cover for long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import standing
from app.work import Caller, View, reading
from models.actions import Action
from models.cascades import lost_since
from models.casework import Task, TaskKind, TaskOutcome, outcomes_of
from models.dossiers import CoverRow
from models.enforcement import OPEN_CASE, Case
from models.licences import Licence, LicenceShare, StopReport
from models.people import Person, User
from models.policy import role_may
from models.proposals import Outcome, Proposal, Signature
from models.stages import Stage
from models.states import Terms, day_of
from models.traders import Trader
from models.verdicts import Covered, Registered

PAGE = 50
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class TaskLine:
    """One task; `due` is its last day on the State's calendar."""

    uid: str
    kind: str
    about: str
    about_number: str
    from_state: str
    trader: str
    due: date
    days_left: int
    raised_at: datetime
    outcome: str | None
    answered_at: datetime | None
    answered_by: str
    reason: str


@dataclass(frozen=True)
class ToRevoke:
    """A licence that this State authorized and that has been without cover for long."""

    number: str
    trader: str
    since: datetime
    days: int


@dataclass(frozen=True)
class Tasks:
    """What waits for a State, most pressing first; what it answered last."""

    open: tuple[TaskLine, ...]
    answered: tuple[TaskLine, ...]
    to_revoke: tuple[ToRevoke, ...]
    zone: str


@dataclass(frozen=True)
class TaskPage:
    """One task with what it is about."""

    line: TaskLine
    outcomes: tuple[str, ...]
    grounds: tuple[str, ...]
    facts: str
    decided_at: datetime | None
    bar_until: date | None
    reasons: str
    own_case: str | None
    """The number of a case that this State has open already."""
    stop: tuple[str, str, str] | None
    """(reason, goods, place) of a reported stop."""
    told: Mapping[str, str]
    """What was told with it: of a hit its party, and the case it was screened for."""
    may_answer: bool
    may_open: bool
    zone: str


def tasks(caller: Caller) -> Tasks:
    """The tasks of one's own State."""
    with reading(caller) as view:
        state = view.actor.state or ""
        regime = standing.regime(view.session)
        terms = regime.of(state, view.at) or Terms()
        seen = view.see(Task)
        open_rows = view.session.scalars(
            seen.where(Task.stage == Stage.OPEN).order_by(Task.due_at, Task.id).limit(PAGE)
        ).all()
        answered = view.session.scalars(
            seen.where(Task.stage != Stage.OPEN).order_by(Task.answered_at.desc()).limit(PAGE)
        ).all()
        lines = _lines(view, [*open_rows, *answered], terms)
        return Tasks(
            open=tuple(lines[: len(open_rows)]),
            answered=tuple(lines[len(open_rows) :]),
            to_revoke=_to_revoke(view, state, terms),
            zone=terms.time_zone,
        )


def task(caller: Caller, uid: str) -> TaskPage:
    """One task of one's own State."""
    with reading(caller) as view:
        row = view.get(Task, uid)
        terms = standing.regime(view.session).of(row.state_code, view.at) or Terms()
        about = view.session.get(Case, row.about_id) if row.about == Case.THING else None
        stop = view.session.get(StopReport, row.about_id) if row.about == StopReport.THING else None
        decided = None if about is None else _decision(view, about)
        return TaskPage(
            line=_lines(view, [row], terms)[0],
            outcomes=tuple(
                str(item) for item in TaskOutcome if item in outcomes_of(TaskKind(row.kind))
            ),
            grounds=() if decided is None else decided.terms.grounds,
            facts="" if about is None else about.facts,
            decided_at=None if about is None else about.closed_at,
            bar_until=None if about is None else about.bar_until,
            reasons="" if decided is None else decided.reason_for_applicant,
            own_case=view.session.scalar(
                select(Case.number).where(
                    Case.trader_id == row.trader_id,
                    Case.state_code == row.state_code,
                    Case.stage.in_(OPEN_CASE),
                )
            ),
            stop=None if stop is None else (stop.reason, stop.goods, stop.place),
            told=row.told,
            may_answer=view.may(Action.TASK_ANSWER, row),
            may_open=role_may(view.actor.role, Action.CASE_OPEN),
            zone=terms.time_zone,
        )


def _decision(view: View, about: Case) -> Proposal | None:
    """What the other State signed: its grounds and the reasons that it gave."""
    return view.session.scalar(
        select(Proposal)
        .join(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Case.THING,
            Proposal.thing_id == about.id,
            Signature.outcome == str(Outcome.ACCEPTED),
        )
    )


def _lines(view: View, rows: list[Task], terms: Terms) -> list[TaskLine]:
    traders = view.session.execute(
        select(Trader.id, Trader.name).where(Trader.id.in_({row.trader_id for row in rows}))
    )
    names = {key: name for key, name in traders}  # noqa: C416  a result is no mapping
    people = view.session.execute(
        select(User.id, Person.name)
        .join(Person, Person.id == User.person_id)
        .where(User.id.in_({row.answered_by_id for row in rows}))
    )
    by = {key: name for key, name in people}  # noqa: C416
    today = day_of(view.at, terms.zone)
    return [
        TaskLine(
            uid=str(row.uid),
            kind=row.kind,
            about=row.about,
            about_number=row.about_number,
            from_state=row.from_state or "",
            trader=names.get(row.trader_id or 0, ""),
            due=(due := day_of(row.due_at - MOMENT, terms.zone)),
            days_left=(due - today).days,
            raised_at=row.recorded_at,
            outcome=row.outcome,
            answered_at=row.answered_at,
            answered_by=by.get(row.answered_by_id or 0, ""),
            reason=row.reason,
        )
        for row in rows
    ]


def _to_revoke(view: View, state: str, terms: Terms) -> tuple[ToRevoke, ...]:
    """Licences with a share of this State, without cover for so long that they are to be revoked.

    Standing, not stored (workflow C2): from the State's number of days on, and not before the
    appeal window of a de-registration behind it has passed (rules 6.1).
    """
    rows = view.session.execute(
        select(Licence.id, Licence.number, Licence.version_id, Trader.name)
        .join(LicenceShare, LicenceShare.licence_id == Licence.id)
        .join(Trader, Trader.id == Licence.trader_id)
        .where(
            LicenceShare.state_code == state,
            Licence.stage == Stage.ISSUED,
            Licence.valid_until > view.at,
        )
        .order_by(Licence.id)
    ).all()
    cover = _cover_of(view, [row.version_id for row in rows])
    today = day_of(view.at, terms.zone)
    appealable = _appealable(view, today)
    found = []
    for row in rows:
        needs = cover.get(row.version_id, [])
        since = lost_since([item for _, item in needs], view.at)
        if since is None or any(key in appealable for key, _ in needs):
            continue
        days = (today - day_of(since, terms.zone)).days
        if days >= terms.lost_cover_task_days:
            found.append(ToRevoke(row.number, row.name, since, days))
    return tuple(found[:PAGE])


def _cover_of(
    view: View, version_ids: list[int]
) -> dict[int, list[tuple[tuple[int, str], Covered]]]:
    """By version its cover rows, each with whom it is about and the registrations that fit."""
    rows = view.session.scalars(
        select(CoverRow).where(
            CoverRow.version_id.in_(version_ids),
            CoverRow.exempt.is_(False),
            CoverRow.outside.is_(False),
        )
    ).all()
    known = standing.registered(view.session, {row.trader_id for row in rows if row.trader_id})
    found: dict[int, list[tuple[tuple[int, str], Covered]]] = defaultdict(list)
    for row in rows:
        key = (row.trader_id or 0, row.state_code)
        fitting: tuple[Registered, ...] = tuple(
            item
            for where, what, item in known.get(row.trader_id or 0, [])
            if where == row.state_code and what == row.kind
        )
        covered = Covered(row.party_name, row.state_code, row.kind, fitting)
        found[row.version_id].append((key, covered))
    return found


def _appealable(view: View, today: date) -> set[tuple[int, str]]:
    """(trader, State) of de-registrations that may still be appealed."""
    rows = view.session.execute(
        select(Case.trader_id, Case.state_code).where(Case.appeal_until >= today)
    )
    return {(trader_id, state) for trader_id, state in rows}

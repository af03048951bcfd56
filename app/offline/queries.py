"""What was released or stopped without a network, and how it stands beside the ledger now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing
from app.work import NOBODY, Caller, reading
from models.actions import Action
from models.licences import StopReport
from models.offline import OfflineCheck, Outcome, written_off
from models.people import Person, User
from models.policy import role_may
from models.states import Terms

SHOWN = 100


@dataclass(frozen=True)
class StateRow:
    """A State that takes part, and whom to call there."""

    code: str
    terms: Terms


def states() -> list[StateRow]:
    """The States that take part now, in order of code."""
    with reading(NOBODY) as view:
        regime = standing.regime(view.session)
        rows = [(code, regime.of(code, view.at)) for code in regime.participating(view.at)]
    return [StateRow(code, terms) for code, terms in rows if terms is not None]


@dataclass(frozen=True)
class Release:
    """One release or stop as a page shows it."""

    uid: str
    number: str
    state: str
    zone: str
    at: datetime
    sent_at: datetime
    outcome: str
    verdict: str
    place: str
    declaration: str
    lines: tuple[tuple[int, int], ...]
    spoke_to: str
    note: str
    goods: str
    by: str
    conflict: str
    facts: dict[str, str]
    written_off: bool
    own: bool
    """Of the reader's own State: its customs write it off."""
    report: str
    """Of a stop: the number of its report; nothing while there is none."""
    may_report: bool


def released_elsewhere(session: Session, licence_id: int, uid: UUID) -> Counter[int]:
    """What other devices released on each line of a licence and nobody has written off yet."""
    rows = session.scalars(
        select(OfflineCheck.lines).where(
            OfflineCheck.licence_id == licence_id,
            OfflineCheck.outcome == Outcome.RELEASED,
            OfflineCheck.uid != uid,
            ~written_off(),
        )
    )
    total: Counter[int] = Counter()
    for lines in rows:
        total.update(dict(lines))
    return total


def releases(caller: Caller) -> tuple[Release, ...]:
    """The newest releases and stops that one may see, conflicts first."""
    with reading(caller) as view:
        regime = standing.regime(view.session)
        rows = view.session.execute(
            view.see(OfflineCheck)
            .add_columns(Person.name, written_off(), StopReport.number)
            .outerjoin(StopReport, StopReport.offline_check_id == OfflineCheck.id)
            .join(User, User.id == OfflineCheck.by_id)
            .join(Person, Person.id == User.person_id)
            .where(OfflineCheck.outcome != Outcome.CHECKED)
            .order_by((OfflineCheck.conflict != "").desc(), OfflineCheck.id.desc())
            .limit(SHOWN)
        ).all()
        reports = role_may(view.actor.role, Action.STOP_REPORT)
        return tuple(
            Release(
                uid=str(row.uid),
                number=row.asked_number,
                state=row.state_code,
                zone=str(regime.zone(row.state_code, view.at)),
                at=row.checked_at,
                sent_at=row.recorded_at,
                outcome=row.outcome,
                verdict=row.verdict,
                place=row.place,
                declaration=row.declaration,
                lines=row.lines,
                spoke_to=row.spoke_to,
                note=row.note,
                goods=row.goods,
                by=name,
                conflict=row.conflict,
                facts=row.facts,
                written_off=bool(entered),
                own=row.state_code == view.actor.state,
                report=report or "",
                may_report=reports and not report and row.state_code == view.actor.state,
            )
            for row, name, entered, report in rows
        )

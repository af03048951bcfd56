"""The first page after signing in, for each role, and where a record's number leads."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import func, select

from app.list_alarms import alarms
from app.standing import regime
from app.work import Caller, View, reading
from app.work_list import officers, traders
from app.work_list.shapes import Administration, Border, Desk, Duty, Rank, TraderDesk
from models.audit import AuditEntry
from models.licences import Movement, StopReport
from models.offline import OfflineCheck, Outcome, written_off
from models.people import APPLICANTS, CASEWORK, ROLE_GIVEN, Person, Role, User
from models.proposals import Proposal, Signature
from models.sees import visible
from models.stages import Stage

Shown = Desk | TraderDesk | Border | Administration | None
SHOWN = 5
"""Stops on the first page of customs."""


def dashboard(caller: Caller) -> Shown:
    """What waits for this person; None for a role for which nothing can wait."""
    with reading(caller) as view:
        role = view.actor.role
        if role in APPLICANTS:
            return traders.desk(view)
        if role in CASEWORK:
            return officers.desk(view)
        others: dict[Role, Callable[[View], Shown]] = {
            Role.CUSTOMS_OFFICER: _border,
            Role.NATIONAL_ADMIN: _administration,
        }
        return others[role](view) if role in others else None


def _zone(view: View) -> str:
    return regime(view.session).zone(view.actor.state or "", view.at).key


def _border(view: View) -> Border:
    """The newest stops of the own State, contra entries that wait, releases made offline."""
    stops = view.session.scalars(
        select(StopReport)
        .where(StopReport.state_code == view.actor.state)
        .order_by(StopReport.id.desc())
        .limit(SHOWN)
    )
    waiting = view.session.scalar(
        select(func.count(Proposal.id))
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Movement.THING,
            Proposal.state_code == view.actor.state,
            Signature.id.is_(None),
        )
    )
    unwritten, conflicts = view.session.execute(
        select(
            func.count().filter(OfflineCheck.conflict == "", ~written_off()),
            func.count().filter(OfflineCheck.conflict != "", ~written_off()),
        )
        .select_from(OfflineCheck)
        .where(
            OfflineCheck.state_code == view.actor.state,
            OfflineCheck.outcome == Outcome.RELEASED,
        )
    ).one()
    unreported = view.session.scalar(
        select(func.count(OfflineCheck.id))
        .outerjoin(StopReport, StopReport.offline_check_id == OfflineCheck.id)
        .where(
            OfflineCheck.state_code == view.actor.state,
            OfflineCheck.outcome == Outcome.STOPPED,
            StopReport.id.is_(None),
        )
    )
    return Border(
        stops=tuple(
            Duty(
                "stop",
                "stops",
                "",
                row.number,
                Rank.LATER,
                row.stopped_at,
                name=row.claimed_number,
                kind=row.verdict,
            )
            for row in stops
        ),
        reversals=waiting or 0,
        offline_open=unwritten,
        offline_conflicts=conflicts,
        stops_to_report=unreported or 0,
        zone=_zone(view),
    )


def _administration(view: View) -> Administration:
    """Accounts that wait for a second administrator, and how the others fare."""
    gave = (
        select(AuditEntry.actor_person_id)
        .where(
            AuditEntry.thing == User.THING,
            AuditEntry.thing_id == User.id,
            AuditEntry.action.in_([str(action) for action in ROLE_GIVEN]),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
        .correlate(User)
        .scalar_subquery()
    )
    rows = view.session.execute(
        select(User.uid, User.role, User.recorded_at, Person.name, gave.label("gave"))
        .join(Person, Person.id == User.person_id)
        .where(visible(User, view.actor), User.stage == Stage.AWAITING_APPROVAL)
        .order_by(User.id)
    ).all()
    active, unopened = view.session.execute(
        select(func.count(User.id), func.count(User.id).filter(User.password_hash.is_(None))).where(
            visible(User, view.actor), User.stage == Stage.ACTIVE
        )
    ).one()
    own = [row for row in rows if row.gave == view.actor.person_id]
    return Administration(
        duties=tuple(
            Duty(
                "approve_account",
                "account",
                str(row.uid),
                "",
                Rank.SIGNATURE,
                row.recorded_at,
                name=row.name,
                kind=row.role,
            )
            for row in rows
            if row not in own
        ),
        accounts=active,
        unopened=unopened,
        with_others=len(own),
        lists=alarms(view.session, view.at),
        zone=_zone(view),
    )

"""Shown: suspensions, movements, a waiting revocation and the timeline of a licence."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app import documents, standing
from app.documents import Listed
from app.licences import evidence
from app.licences.shapes import Halt, Happened, Moved, Reference, Revocation, Stopped
from app.work import View
from models.actions import Action
from models.audit import AuditEntry
from models.certificates import Certificate
from models.codes import StatusEntry
from models.licences import Licence, LicenceLine, Movement, StopReport
from models.people import Person, Role, User
from models.stages import Stage
from models.traders import Suspension

NEWEST = 50
KEPT_TO_OFFICERS = frozenset({"licence.propose_revocation", "licence.send_back"})
NAMES_A_PERSON = frozenset(
    {"licence.suspend", "licence.confirm_suspension", "licence.lift", "licence.revoke"}
)
"""Told without the officer's name to holders and customs."""


def halts(view: View, licence: Licence, *, full: bool) -> tuple[Halt, ...]:
    """Every suspension, newest first; reasons and names for officers who decide only."""
    rows = view.session.execute(
        select(Suspension, Person.name)
        .join(Person, Person.id == Suspension.suspended_person_id)
        .where(Suspension.licence_id == licence.id)
        .order_by(Suspension.id.desc())
    )
    return tuple(_halt(view, licence, row, name if full else "", full=full) for row, name in rows)


def _halt(view: View, licence: Licence, row: Suspension, name: str, *, full: bool) -> Halt:
    known = standing.suspended(row)
    stands = known.stands(view.at)
    own = stands and row.state_code == view.actor.state
    facts: dict[str, Any] = {"suspender_person_id": row.suspended_person_id}
    confirm = Action.LICENCE_CONFIRM_SUSPENSION
    return Halt(
        uid=str(row.uid),
        state=row.state_code,
        since=row.suspended_at,
        stands=stands,
        lifted_at=row.lifted_at,
        confirmed_at=row.confirmed_at,
        lapses_at=known.lapses_at(view.at),
        by=name,
        reason=row.reason if full else "",
        lift_reason=row.lift_reason if full else "",
        may_confirm=own and row.confirmed_at is None and view.may(confirm, licence, **facts),
        may_lift=own and view.may(Action.LICENCE_LIFT, licence, **facts),
    )


def suspended_by(view: View, licence: Licence, state: str) -> bool:
    """Whether a State's own suspension stands now."""
    rows = view.session.scalars(
        select(Suspension).where(
            Suspension.licence_id == licence.id, Suspension.state_code == state
        )
    )
    return any(standing.suspended(row).stands(view.at) for row in rows)


def movements(view: View, licence: Licence) -> tuple[Moved, ...]:
    """The newest rows of the ledger that this person may see."""
    rows = view.session.execute(
        view.see(Movement)
        .where(Movement.licence_id == licence.id)
        .join(LicenceLine, LicenceLine.id == Movement.line_id)
        .add_columns(LicenceLine.no)
        .order_by(Movement.id.desc())
        .limit(NEWEST)
    )
    return tuple(
        Moved(
            at=row.moved_on,
            state=row.state_code,
            direction=row.direction,
            line=no,
            quantity=row.quantity,
            contra=row.contra,
            declaration=row.declaration,
            left_after=row.left_after,
        )
        for row, no in rows
    )


def certificates(view: View, licence: Licence) -> tuple[Listed, ...]:
    """The newest certificates and letters of it that this person may see."""
    return documents.of(view, Certificate.licence_id == licence.id).listed


def references(view: View, licence: Licence) -> dict[str, Reference]:
    """The entries of the newest certificate in the lists of its States, once it has its code."""
    newest = (
        select(Certificate.id)
        .where(Certificate.licence_id == licence.id, Certificate.letter == "")
        .order_by(Certificate.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = view.session.scalars(select(StatusEntry).where(StatusEntry.certificate_id == newest))
    return {row.state_code: Reference(row.year, row.entry) for row in rows}


def stopped(view: View, licence: Licence) -> tuple[Stopped, ...]:
    """The newest reports of goods stopped on it that this person may see."""
    rows = view.session.scalars(
        view.see(StopReport)
        .where(StopReport.licence_id == licence.id)
        .order_by(StopReport.id.desc())
        .limit(NEWEST)
    )
    return tuple(
        Stopped(
            number=row.number,
            state=row.state_code,
            at=row.stopped_at,
            place=row.place,
            goods=row.goods,
            reason=row.reason,
            verdict=row.verdict,
            offline=row.offline_check_id is not None,
        )
        for row in rows
    )


def revocation(view: View, licence: Licence) -> Revocation | None:
    """The own State's proposal to revoke that waits."""
    state = view.actor.state or ""
    found = evidence.open_revocation(view.session, licence, state)
    if found is None:
        return None
    proposer = view.session.get_one(Person, found.person_id)
    seniors = view.session.execute(
        select(Person.id, Person.name)
        .join(User, User.person_id == Person.id)
        .where(
            User.state_code == state,
            User.role == str(Role.SENIOR_OFFICER),
            User.stage == Stage.ACTIVE,
            Person.id.not_in([found.person_id, view.actor.person_id]),
        )
        .distinct()
        .order_by(Person.name)
    )
    return Revocation(
        by=proposer.name,
        at=found.proposed_at,
        reason=found.reason,
        reason_for_holder=found.reason_for_applicant,
        digest=found.evidence_digest,
        signers=tuple(name for _, name in seniors),
    )


def timeline(view: View, licence: Licence, *, full: bool) -> tuple[Happened, ...]:
    """What happened to the licence, newest first."""
    who = aliased(Person)
    rows = view.session.execute(
        select(AuditEntry.at, AuditEntry.actor_state, AuditEntry.action, who.name)
        .outerjoin(who, who.id == AuditEntry.actor_person_id)
        .where(AuditEntry.thing == Licence.THING, AuditEntry.thing_id == licence.id)
        .order_by(AuditEntry.id.desc())
    )
    lines = []
    for at, state, action, name in rows:
        if full:
            lines.append(Happened(at, state, action, {"who": name or ""}))
        elif action not in KEPT_TO_OFFICERS:
            code = f"{action}.plain" if action in NAMES_A_PERSON else action
            lines.append(Happened(at, state, code, {}))
    return tuple(lines)

"""Suspending a registration, confirming it in time, and lifting it (rules 2.2, 5.2)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app import letters, standing
from app.registrations import review
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Invalid, NotFound
from models.people import Role
from models.registering import confirm_by
from models.traders import Registration, Suspension


@act
def suspend(caller: Caller, number: str, ground: str, reason: str) -> None:
    """Suspend at once; without another senior's confirmation in time it lapses.

    72 hours when a senior officer suspends, 24 when an enforcement officer does.
    """
    with work(caller) as w:
        if not ground:
            raise Invalid("ground_missing", field="ground")
        registration = w.find(Registration, number)
        terms = review.terms_of(w.session, registration, w.at)
        lapses = confirm_by(w.at, Role(w.actor.role), terms)
        w.do(Action.REGISTRATION_SUSPEND, registration, reason, grounds=(ground,))
        row = Suspension(
            registration_id=registration.id,
            state_code=registration.state_code,
            ground=ground,
            reason=reason,
            suspended_at=w.at,
            suspended_by_id=w.actor.user_id,
            suspended_person_id=w.actor.person_id,
            confirm_by=lapses,
            limit_at=w.at + timedelta(days=terms.suspension_days),
        )
        w.attach(row)
        letters.send(w, letters.suspended(w, registration, row), registration=registration.id)


@act
def confirm_suspension(caller: Caller, number: str, uid: str, reason: str) -> None:
    """Confirm another's suspension before it lapses; one that has lapsed is not revived."""
    with work(caller) as w:
        registration, row = _found(w, number, uid)
        if row.confirmed_at is not None:
            raise Blocked("suspension_confirmed_already")
        w.do(
            Action.REGISTRATION_CONFIRM_SUSPENSION,
            registration,
            reason,
            suspender_person_id=row.suspended_person_id,
        )
        row.confirmed_at = w.at
        row.confirmed_by_id = w.actor.user_id
        row.confirmed_person_id = w.actor.person_id
        w.session.flush()
        letters.send(w, letters.confirmed(w, registration, row), registration=registration.id)


@act
def lift(caller: Caller, number: str, uid: str, reason: str) -> None:
    """Lift a suspension that stands; another senior than the one who suspended."""
    with work(caller) as w:
        registration, row = _found(w, number, uid)
        w.do(
            Action.REGISTRATION_LIFT,
            registration,
            reason,
            suspender_person_id=row.suspended_person_id,
        )
        row.lifted_at = w.at
        row.lifted_by_id = w.actor.user_id
        row.lifted_person_id = w.actor.person_id
        row.lift_reason = reason
        w.session.flush()
        letters.send(w, letters.lifted(w, registration, row), registration=registration.id)


def _found(w: Work, number: str, uid: str) -> tuple[Registration, Suspension]:
    """The registration, locked, and one of its suspensions that still stands."""
    registration = w.find(Registration, number)
    try:
        key = UUID(uid)
    except ValueError:
        raise NotFound from None
    row = w.session.scalar(
        select(Suspension)
        .where(Suspension.uid == key, Suspension.registration_id == registration.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound
    spans = standing.case_spans(w.session, {registration.trader_id})
    cases = spans.get((registration.trader_id, row.state_code), ())
    if not standing.suspended(row, cases).stands(w.at):
        raise Blocked("suspension_lifted" if row.lifted_at else "suspension_lapsed")
    return registration, row

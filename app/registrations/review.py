"""What a review asks before a decision: who holds the case, what still blocks an approval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app import screened, standing
from app.registrations.evidence import Case, registration_of, screened_thing
from models.actions import Action
from models.people import Interest, Person, User
from models.proposals import Decision, Proposal, Signature
from models.registering import last_end
from models.screening import Screening
from models.stages import Stage
from models.states import Installation, Terms, day_of
from models.traders import Registration, RegistrationTerm, Renewal
from models.verdicts import Span


@dataclass(frozen=True)
class Acts:
    """The actions of one kind of case."""

    take: Action
    screen: Action
    propose: Action
    send_back: Action
    decide: dict[Decision, Action]


ACTS = {
    Registration.THING: Acts(
        Action.REGISTRATION_TAKE,
        Action.REGISTRATION_SCREEN,
        Action.REGISTRATION_PROPOSE,
        Action.REGISTRATION_SEND_BACK,
        {
            Decision.APPROVE: Action.REGISTRATION_APPROVE,
            Decision.REFUSE: Action.REGISTRATION_REFUSE,
        },
    ),
    Renewal.THING: Acts(
        Action.RENEWAL_TAKE,
        Action.RENEWAL_SCREEN,
        Action.RENEWAL_PROPOSE,
        Action.RENEWAL_SEND_BACK,
        {Decision.APPROVE: Action.RENEWAL_APPROVE, Decision.REFUSE: Action.RENEWAL_REFUSE},
    ),
}


@dataclass(frozen=True)
class Checked:
    """What the screening of a case says now, and every code that blocks an approval."""

    screened: screened.Screened
    version: int
    blocks: tuple[str, ...]


def terms_of(session: Session, case: Case, at: datetime) -> Terms:
    """The terms of the case's State at a moment."""
    found = standing.regime(session).of(registration_of(case).state_code, at)
    return found or Terms()


def newest_version(session: Session, case: Case) -> int:
    """The version of the newest screening of a case: each time it is screened again, one more."""
    thing, key = screened_thing(case)
    mine = (Screening.thing == thing, Screening.thing_id == key)
    return session.scalar(select(func.max(Screening.version)).where(*mine)) or 1


def checked(session: Session, case: Case, terms: Terms, at: datetime) -> Checked:
    """Whether screening lets the State approve: all answered, all hits closed, lists not too old.

    A refusal asks none of it (rules 7.3). A demonstration's lists may be of any age (7.1).
    """
    version = newest_version(session, case)
    found = screened.standing(session, *screened_thing(case), version)
    today = day_of(at, terms.zone)
    age = None if found.oldest_list is None else (today - found.oldest_list).days
    blocks = list(found.blocks())
    too_old = age is None or age > terms.list_max_age_days
    if "screening_waits" not in blocks and too_old and not _is_demonstration(session):
        blocks.append("list_too_old")
    return Checked(found, version, tuple(blocks))


def _is_demonstration(session: Session) -> bool:
    return bool(session.scalar(select(Installation.demonstration)))


def holder(session: Session, case: Case) -> str | None:
    """The name of the officer who holds a case and can act on it; None when it may be taken.

    An officer whose account is disabled, or who declared an interest, holds nothing any more.
    """
    if case.officer_id is None:
        return None
    conflicted = exists().where(
        Interest.person_id == User.person_id,
        Interest.trader_id == case.trader_id,
        Interest.ended_at.is_(None),
    )
    return session.scalar(
        select(Person.name)
        .join(User, User.person_id == Person.id)
        .where(User.id == case.officer_id, User.stage == Stage.ACTIVE, ~conflicted)
    )


def open_proposal(session: Session, case: Case) -> Proposal | None:
    """The proposal that waits for its second person."""
    return session.scalar(
        select(Proposal)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == case.THING,
            Proposal.thing_id == case.id,
            Signature.id.is_(None),
        )
        .order_by(Proposal.id.desc())
        .limit(1)
    )


def spans(session: Session, case: Case) -> tuple[Span, ...]:
    """Every validity of the case's registration, oldest first."""
    rows = session.scalars(
        select(RegistrationTerm)
        .where(RegistrationTerm.registration_id == registration_of(case).id)
        .order_by(RegistrationTerm.id)
    )
    return tuple(Span(row.valid_from, row.valid_until, row.recorded_at) for row in rows)


def old_end(session: Session, case: Case) -> datetime | None:
    """When the newest validity of the case's registration ends or ended."""
    return last_end(spans(session, case))


def is_suspended(session: Session, registration: Registration, at: datetime) -> bool:
    """Whether any suspension of a registration stands: its renewal waits until then (C54)."""
    found = standing.registered(session, [registration.trader_id])
    return any(
        row.number == registration.number and any(item.stands(at) for item in row.suspensions)
        for _, _, row in found.get(registration.trader_id, [])
    )

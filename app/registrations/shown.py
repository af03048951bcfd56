"""The parts of a registration's page, each loaded by one statement, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app import clock, standing
from app.found import outcome_at
from app.papers import Kept
from app.registrations.evidence import Case, documents_of, registration_of, screened_thing
from app.work import View
from models.actions import Action
from models.audit import AuditEntry
from models.casework import Document, Note, Question
from models.people import Interest, Person, Role, User
from models.proposals import Decision, Proposal, Signature
from models.proposals import Terms as Proposed
from models.registering import last_day_before
from models.screening import Hit, Screening
from models.stages import Stage
from models.traders import Registration, Renewal, Suspension


@dataclass(frozen=True)
class Signed:
    """The second person's answer to a proposal."""

    outcome: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ProposalShown:
    """A proposal, with its signature once there is one."""

    decision: Decision
    by: str
    person_id: int
    at: datetime
    reason: str
    reason_for_applicant: str
    criteria: tuple[str, ...]
    terms: Proposed
    digest: str
    evidence: str
    of_renewal: bool
    signed: Signed | None


@dataclass(frozen=True)
class SuspensionShown:
    """A suspension, what it waits for, and what this person may do about it."""

    uid: str
    ground: str
    reason: str
    by: str
    at: datetime
    stands: bool
    lapses_at: datetime | None
    confirmed_by: str | None
    confirmed_at: datetime | None
    lifted_by: str | None
    lifted_at: datetime | None
    lift_reason: str
    may_confirm: bool
    may_lift: bool


@dataclass(frozen=True)
class QuestionShown:
    """A question and its answer."""

    text: str
    by: str
    at: datetime
    answer_by: datetime
    answer_day: date
    """The last day of the answer."""
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class HitShown:
    """What one screened name may be; `outcome` is the newest disposition's, none while open."""

    uid: str
    name: str
    entry: str
    outcome: str | None


@dataclass(frozen=True)
class NoteShown:
    """A confidential note of the State."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Happened:
    """One act on the registration or its renewals."""

    at: datetime
    state: str | None
    action: str
    by: str
    note: str


def proposals(session: Session, case: Registration, renewals: list[int]) -> list[ProposalShown]:
    """Every proposal on a registration and its renewals, newest first."""
    signer = aliased(Person)
    rows = session.execute(
        select(Proposal, Person.name, Signature, signer.name)
        .join(Person, Person.id == Proposal.person_id)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .outerjoin(signer, signer.id == Signature.person_id)
        .where(
            or_(
                (Proposal.thing == Registration.THING) & (Proposal.thing_id == case.id),
                (Proposal.thing == Renewal.THING) & Proposal.thing_id.in_(renewals),
            )
        )
        .order_by(Proposal.id.desc())
    )
    return [
        ProposalShown(
            decision=Decision(row.decision),
            by=name,
            person_id=row.person_id,
            at=row.proposed_at,
            reason=row.reason,
            reason_for_applicant=row.reason_for_applicant,
            criteria=row.criteria,
            terms=row.terms,
            digest=row.evidence_digest,
            evidence=row.evidence,
            of_renewal=row.thing == Renewal.THING,
            signed=_signed(said, signer_name),
        )
        for row, name, said, signer_name in rows
    ]


def _signed(said: Signature | None, name: str | None) -> Signed | None:
    if said is None:
        return None
    return Signed(said.outcome, name or "", said.signed_at, said.reason)


def suspensions(view: View, case: Registration) -> list[SuspensionShown]:
    """Every suspension of a registration, newest first."""
    confirmer, lifter = aliased(Person), aliased(Person)
    rows = view.session.execute(
        select(Suspension, Person.name, confirmer.name, lifter.name)
        .join(Person, Person.id == Suspension.suspended_person_id)
        .outerjoin(confirmer, confirmer.id == Suspension.confirmed_person_id)
        .outerjoin(lifter, lifter.id == Suspension.lifted_person_id)
        .where(Suspension.registration_id == case.id)
        .order_by(Suspension.id.desc())
    ).all()
    if not rows:
        return []
    spans = standing.case_spans(view.session, {case.trader_id})
    return [
        _suspension(view, case, row, spans.get((case.trader_id, row.state_code), ()), names)
        for row, *names in rows
    ]


def _suspension(
    view: View,
    case: Registration,
    row: Suspension,
    cases: tuple[tuple[datetime, datetime | None], ...],
    names: Sequence[str | None],
) -> SuspensionShown:
    by, confirmed_by, lifted_by = names
    known = standing.suspended(row, cases)
    stands = known.stands(view.at)
    facts: dict[str, Any] = {"suspender_person_id": row.suspended_person_id}
    confirm, up = Action.REGISTRATION_CONFIRM_SUSPENSION, Action.REGISTRATION_LIFT
    return SuspensionShown(
        uid=str(row.uid),
        ground=row.ground,
        reason=row.reason,
        by=by or "",
        at=row.suspended_at,
        stands=stands,
        lapses_at=known.lapses_at(view.at),
        confirmed_by=confirmed_by,
        confirmed_at=row.confirmed_at,
        lifted_by=lifted_by,
        lifted_at=row.lifted_at,
        lift_reason=row.lift_reason,
        may_confirm=stands and row.confirmed_at is None and view.may(confirm, case, **facts),
        may_lift=stands and view.may(up, case, **facts),
    )


def questions(session: Session, case: Registration, zone: ZoneInfo) -> list[QuestionShown]:
    """Every question to the applicant, oldest first; days are those of `zone`."""
    rows = session.execute(
        select(Question, Person.name)
        .join(User, User.id == Question.asked_by_id)
        .join(Person, Person.id == User.person_id)
        .where(Question.thing == Registration.THING, Question.thing_id == case.id)
        .order_by(Question.id)
    ).unique()
    return [
        QuestionShown(
            text=row.text,
            by=name,
            at=row.asked_at,
            answer_by=row.answer_by,
            answer_day=last_day_before(row.answer_by, zone),
            answer=row.answer.text if row.answer else None,
            answered_at=row.answer.answered_at if row.answer else None,
        )
        for row, name in rows
    ]


def hits(session: Session, case: Case, version: int) -> list[HitShown]:
    """The hits of a case's newest screening, open ones first."""
    thing, key = screened_thing(case)
    rows = session.execute(
        select(Hit.uid, Screening.name, Hit.entry_name, outcome_at(clock.now()))
        .join(Screening, Screening.id == Hit.screening_id)
        .where(
            Screening.thing == thing,
            Screening.thing_id == key,
            Screening.version == version,
            Hit.replaced_at.is_(None),
        )
        .order_by(Hit.score.desc(), Hit.id)
    )
    shown = [HitShown(str(uid), *rest) for uid, *rest in rows]
    return sorted(shown, key=lambda hit: hit.outcome is not None)


def notes(view: View, case: Registration) -> list[NoteShown]:
    """The State's confidential notes, newest first; an enforcement officer reads the own ones."""
    own = view.actor.role is Role.ENFORCEMENT_OFFICER
    rows = view.session.execute(
        select(Person.name, Note.written_at, Note.text)
        .join(User, User.id == Note.written_by_id)
        .join(Person, Person.id == User.person_id)
        .where(
            Note.thing == Registration.THING,
            Note.thing_id == case.id,
            Note.state_code == case.state_code,
            *((User.person_id == view.actor.person_id,) if own else ()),
        )
        .order_by(Note.id.desc())
    )
    return [NoteShown(*row) for row in rows]


def papers_of(session: Session, case: Case) -> list[Kept]:
    """The papers of a case without their content, oldest first."""
    rows = session.scalars(select(Document).where(documents_of(case)).order_by(Document.id))
    return [
        Kept(str(row.uid), row.name, row.purpose, row.media_type, row.size, row.sha256)
        for row in rows
    ]


def history(session: Session, case: Registration, renewals: list[int]) -> list[Happened]:
    """Every act on a registration and its renewals, newest first."""
    rows = session.execute(
        select(
            AuditEntry.at, AuditEntry.actor_state, AuditEntry.action, Person.name, AuditEntry.note
        )
        .outerjoin(Person, Person.id == AuditEntry.actor_person_id)
        .where(
            or_(
                (AuditEntry.thing == Registration.THING) & (AuditEntry.thing_id == case.id),
                (AuditEntry.thing == Renewal.THING) & AuditEntry.thing_id.in_(renewals),
            )
        )
        .order_by(AuditEntry.id.desc())
    )
    return [Happened(at, state, action, name or "", note) for at, state, action, name, note in rows]


def seniors(session: Session, case: Case, but: int) -> list[tuple[int, str]]:
    """Who may countersign a case: senior officers of its State, not conflicted, not person `but`.

    Pairs of person and name, each person once.
    """
    registration = registration_of(case)
    conflicted = select(Interest.person_id).where(
        Interest.trader_id == registration.trader_id, Interest.ended_at.is_(None)
    )
    rows: Any = session.execute(
        select(Person.id, Person.name)
        .join(User, User.person_id == Person.id)
        .where(
            User.state_code == registration.state_code,
            User.role == str(Role.SENIOR_OFFICER),
            User.stage == Stage.ACTIVE,
            Person.id != but,
            Person.id.not_in(conflicted),
        )
        .distinct()
        .order_by(Person.name)
    )
    return [(key, name) for key, name in rows]

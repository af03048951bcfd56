"""Contra entries: proposed by customs, countersigned by a senior officer (rules 3.4)."""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Duplicate, Invalid, NotFound
from models.licences import Licence, LicenceLine, Movement
from models.proposals import Decision, Outcome, Proposal, Signature


@act
def propose_reversal(caller: Caller, uid: str, reason: str) -> None:
    """Propose a contra entry for a movement of one's own State (rules 3.4)."""
    with work(caller) as w:
        row = w.find(Movement, uid)
        _reversible(w, row)
        if _open_proposal(w.session, row) is not None:
            raise Duplicate("reversal_open_already")
        w.do(Action.MOVEMENT_PROPOSE_REVERSAL, row, reason)
        evidence = _reversal_evidence(row)
        w.attach(
            Proposal(
                thing=row.THING,
                thing_id=row.id,
                state_code=row.state_code,
                decision=str(Decision.REVERSE),
                reason=reason,
                evidence=evidence,
                evidence_digest=_digest(evidence),
                user_id=w.actor.user_id,
                person_id=w.actor.person_id,
                proposed_at=w.at,
            )
        )


@act
def sign_reversal(caller: Caller, uid: str, *, accept: bool, reason: str) -> None:
    """Countersign a contra entry, or send it back; another person of the same State."""
    with work(caller) as w:
        row = w.find(Movement, uid)
        proposal = _open_proposal(w.session, row)
        if proposal is None:
            raise NotFound
        proposer = proposal.person_id
        if accept:
            contra = _contra(w, row)
            w.add(Action.MOVEMENT_REVERSE, contra, reason, of=row, proposer_person_id=proposer)
        else:
            w.do(Action.MOVEMENT_SEND_BACK, row, reason, proposer_person_id=proposer)
        outcome = Outcome.ACCEPTED if accept else Outcome.SENT_BACK
        w.attach(
            Signature(
                proposal_id=proposal.id,
                proposer_person_id=proposal.person_id,
                state_code=proposal.state_code,
                user_id=w.actor.user_id,
                person_id=w.actor.person_id,
                outcome=str(outcome),
                reason=reason,
                evidence_digest=proposal.evidence_digest,
                signed_at=w.at,
            )
        )


def _contra(w: Work, row: Movement) -> Movement:
    _reversible(w, row)
    line = w.session.scalars(
        select(LicenceLine)
        .where(LicenceLine.id == row.line_id)
        .with_for_update(of=LicenceLine)
        .execution_options(populate_existing=True)
    ).one()
    return Movement(
        licence_id=row.licence_id,
        line_id=row.line_id,
        state_code=row.state_code,
        office=row.office,
        declaration=row.declaration,
        part=row.part,
        direction=row.direction,
        quantity=row.quantity,
        consumes=row.consumes,
        instead_of_exit_state=row.instead_of_exit_state,
        exit_id=row.exit_id,
        contra=True,
        reverses_id=row.id,
        body_digest=row.body_digest,
        left_after=line.quantity - line.used + (row.quantity if row.consumes else 0),
        moved_on=w.at,
        by_id=w.actor.user_id or 0,
        person_id=w.actor.person_id or 0,
    )


def _reversible(w: Work, row: Movement) -> None:
    """A contra entry only for a row not yet reversed, and only inside validity (workflow C2)."""
    if row.contra:
        raise Invalid("contra_of_contra")
    reversed_by = select(Movement.id).where(Movement.reverses_id == row.id)
    if w.session.scalar(reversed_by) is not None:
        raise Duplicate("reversed_already")
    licence = w.session.get_one(Licence, row.licence_id)
    if not licence.valid_from <= w.at < licence.valid_until or licence.ended_at is not None:
        raise Blocked("reversal_outside_validity")
    follows = select(Movement.id).where(
        Movement.exit_id == row.id,
        Movement.contra.is_(False),
        Movement.id.not_in(select(Movement.reverses_id).where(Movement.reverses_id.is_not(None))),
    )
    if row.consumes and w.session.scalar(follows.limit(1)) is not None:
        raise Blocked("passed_on_already")


def _open_proposal(session: Session, row: Movement) -> Proposal | None:
    return session.scalar(
        select(Proposal).where(
            Proposal.thing == row.THING, Proposal.thing_id == row.id, ~Proposal.signature.has()
        )
    )


def _reversal_evidence(row: Movement) -> str:
    return f'{{"movement":"{row.uid}","digest":"{row.body_digest}"}}'


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

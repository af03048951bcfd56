"""The verbs that stop a licence: suspend, confirm, lift, revoke, surrender (C2; rules 5.2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from sqlalchemy import select

from app import letters, standing
from app.licences import evidence
from app.work import Caller, Work, act, work
from models.actions import Action
from models.errors import Blocked, Invalid, NotFound, Stale
from models.licences import Licence
from models.people import Role
from models.proposals import Decision, Outcome, Proposal, Signature, Terms
from models.traders import Suspension
from models.verdicts import Suspended


class OnSuspension(Protocol):
    """A decision on one suspension of a licence."""

    def __call__(
        self, caller: Caller, number: str, *, suspension: str, reason: str, seen: int | None = None
    ) -> None: ...


@act
def suspend(
    caller: Caller, number: str, *, reason: str, ground: str = "", seen: int | None = None
) -> str:
    """Suspend at once, for the own State (CUS-09): not valid at every border from this moment.

    It lapses unless another senior confirms it: after 72 hours where a senior officer suspended,
    after 24 where an enforcement officer did. The answer is the suspension's uid.
    """
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        w.do(Action.LICENCE_SUSPEND, licence, reason, ground=ground)
        state = str(w.actor.state)
        terms = standing.regime(w.session).of(state, w.at)
        if terms is None:
            raise Blocked("state_takes_no_part", state=state)
        if any(row.stands(w.at) for row in _own_rows(w, licence, state)):
            raise Blocked("suspended_already", state=state)
        senior = w.actor.role is Role.SENIOR_OFFICER
        hours = terms.senior_confirm_hours if senior else terms.enforcement_confirm_hours
        row = Suspension(
            licence_id=licence.id,
            state_code=state,
            ground=ground,
            reason=reason.strip(),
            suspended_at=w.at,
            suspended_by_id=w.actor.user_id,
            suspended_person_id=w.actor.person_id,
            confirm_by=w.at + timedelta(hours=hours),
            limit_at=w.at + timedelta(days=terms.suspension_days),
        )
        w.attach(row)
        w.session.flush()
        letters.send(w, letters.suspended(w, licence, row), licence=licence.id)
        return str(row.uid)


@act
def confirm(
    caller: Caller, number: str, *, suspension: str, reason: str, seen: int | None = None
) -> None:
    """Confirm an own State's suspension before it lapses; another senior than who suspended."""
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        row = _row(w, licence, suspension)
        w.do(
            Action.LICENCE_CONFIRM_SUSPENSION,
            licence,
            reason,
            suspender_person_id=row.suspended_person_id,
            suspension=suspension,
        )
        if row.confirmed_at is not None:
            raise Blocked("suspension_confirmed_already")
        if not standing.suspended(row).stands(w.at):
            raise Blocked("suspension_over")
        row.confirmed_at = w.at
        row.confirmed_by_id = w.actor.user_id
        row.confirmed_person_id = w.actor.person_id
        letters.send(w, letters.confirmed(w, licence, row), licence=licence.id)


@act
def lift(
    caller: Caller, number: str, *, suspension: str, reason: str, seen: int | None = None
) -> None:
    """Lift an own State's suspension; the licence stands again when no State's suspension does.

    Another senior than the one who suspended (rules 5.2).
    """
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        row = _row(w, licence, suspension)
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        w.do(
            Action.LICENCE_LIFT,
            licence,
            reason,
            suspender_person_id=row.suspended_person_id,
            suspension=suspension,
        )
        if not standing.suspended(row).stands(w.at):
            raise Blocked("suspension_over")
        row.lifted_at = w.at
        row.lifted_by_id = w.actor.user_id
        row.lifted_person_id = w.actor.person_id
        row.lift_reason = reason.strip()
        letters.send(w, letters.lifted(w, licence, row), licence=licence.id)


@act
def propose_revocation(
    caller: Caller,
    number: str,
    *,
    reason: str,
    reason_for_holder: str = "",
    seen: int | None = None,
) -> None:
    """Propose to revoke for the own State; a second person's signature makes it final.

    `reason_for_holder` stands in the letter; the other one stays with the State.
    """
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        w.do(Action.LICENCE_PROPOSE_REVOCATION, licence, reason)
        state = str(w.actor.state)
        if evidence.open_revocation(w.session, licence, state) is not None:
            raise Blocked("revocation_proposed_already")
        text = evidence.gathered(licence, state, reason.strip())
        w.attach(
            Proposal(
                thing=Licence.THING,
                thing_id=licence.id,
                state_code=state,
                decision=str(Decision.REVOKE),
                reason=reason.strip(),
                reason_for_applicant=reason_for_holder.strip(),
                terms=Terms(),
                evidence=text,
                evidence_digest=evidence.digest(text),
                user_id=w.actor.user_id,
                person_id=w.actor.person_id,
                proposed_at=w.at,
            )
        )


@act
def revoke(
    caller: Caller, number: str, *, shown_digest: str, reason: str, seen: int | None = None
) -> None:
    """Countersign the own State's revocation: final, at every border from this moment."""
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        proposal = _proposal(w, licence)
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        licence.ended_at = w.at
        w.do(
            Action.LICENCE_REVOKE,
            licence,
            reason,
            proposer_person_id=proposal.person_id,
        )
        text = evidence.gathered(licence, proposal.state_code, proposal.reason)
        now = evidence.digest(text)
        if len({now, proposal.evidence_digest, shown_digest}) > 1:
            raise Stale("evidence_changed")
        w.attach(_signature(w, proposal, Outcome.ACCEPTED, reason))
        letters.send(w, letters.revoked(w, licence, proposal), licence=licence.id)


@act
def send_back(caller: Caller, number: str, *, reason: str, seen: int | None = None) -> None:
    """Send the own State's proposal to revoke back; the licence stands as it stood."""
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        proposal = _proposal(w, licence)
        w.do(Action.LICENCE_SEND_BACK, licence, reason, proposer_person_id=proposal.person_id)
        w.attach(_signature(w, proposal, Outcome.SENT_BACK, reason))


@act
def surrender(caller: Caller, number: str, *, reason: str = "", seen: int | None = None) -> None:
    """Give the licence back: the holder's act, final."""
    with work(caller) as w:
        licence = w.find(Licence, number, seen=seen)
        licence.ended_at = w.at
        w.do(Action.LICENCE_SURRENDER, licence, reason)


def _own_rows(w: Work, licence: Licence, state: str) -> list[Suspended]:
    rows = select(Suspension).where(
        Suspension.licence_id == licence.id, Suspension.state_code == state
    )
    return [standing.suspended(row) for row in w.session.scalars(rows)]


def _row(w: Work, licence: Licence, uid: str) -> Suspension:
    """A suspension of the actor's own State; another State's is not the actor's to touch."""
    rows = select(Suspension).where(
        Suspension.licence_id == licence.id, Suspension.state_code == w.actor.state
    )
    found = next((row for row in w.session.scalars(rows) if str(row.uid) == uid), None)
    if found is None:
        raise NotFound
    return found


def _proposal(w: Work, licence: Licence) -> Proposal:
    found = evidence.open_revocation(w.session, licence, str(w.actor.state))
    if found is None:
        raise Blocked("nothing_to_countersign")
    return found


def _signature(w: Work, proposal: Proposal, outcome: Outcome, reason: str) -> Signature:
    return Signature(
        proposal_id=proposal.id,
        proposer_person_id=proposal.person_id,
        state_code=proposal.state_code,
        user_id=w.actor.user_id,
        person_id=w.actor.person_id,
        outcome=str(outcome),
        reason=reason.strip(),
        evidence_digest=proposal.evidence_digest,
        signed_at=w.at,
    )

"""The verbs of a de-registration case (workflow C4, rules 6; ENF-01, ENF-05, ENF-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app import letters, papers
from app.enforcement import cascade, evidence
from app.enforcement.casefile import Opening, Wanted, opened, proposed, terms_of
from app.papers import Paper
from app.work import Caller, Work, act, work
from models.actions import Action
from models.audit import AuditEntry
from models.cascades import plan
from models.casework import Task, TaskKind
from models.enforcement import Case
from models.errors import Blocked, Invalid, Stale
from models.proposals import Decision, Outcome, Proposal, Signature
from models.states import day_of, end_instant
from models.traders import Registration, Trader

OF_STATE = "case_evidence"
OF_TRADER = "case_reply"


@act
def open_case(caller: Caller, trader_number: str, opening: Opening) -> str:
    """Open the one case of this State against a trader; answers its number.

    Only where the trader is or was registered in the State, or where the State was asked to
    react to another's decision. Raises Blocked `trader_not_of_state`, Refusal `case_open_already`.
    """
    with work(caller) as w:
        trader = w.find(Trader, trader_number)
        if not _concerns(w.session, trader.id, w.actor.state or ""):
            raise Blocked("trader_not_of_state")
        return opened(w, trader, opening).number


@act
def add_evidence(caller: Caller, number: str, paper: Paper) -> None:
    """Keep a file of this State with its open case; the trader does not read it."""
    with work(caller) as w:
        case = w.find(Case, number)
        if not case.is_open:
            raise Blocked("case_over")
        given = Paper(paper.name, paper.content, OF_STATE)
        papers.keep(w, case, given, trader=None, state=case.state_code)


@act
def serve_notice(caller: Caller, number: str, text: str, seen: int | None = None) -> date:
    """Serve the notice: the trader reads it at once; answers the last day of its reply window."""
    with work(caller) as w:
        case = w.find(Case, number, seen=seen)
        if not text.strip():
            raise Invalid("notice_missing", field="notice")
        terms = terms_of(w, case)
        last_day = day_of(w.at, terms.zone) + timedelta(days=terms.notice_reply_days)
        case.notice_at = w.at
        case.notice = text
        case.reply_until = end_instant(last_day, terms.zone)
        case.visible_to_trader = True
        w.do(Action.CASE_SERVE_NOTICE, case, text, reply_until=case.reply_until)
        letters.send(w, letters.notice(w, case), case=case.id)
        return last_day


@act
def reply(
    caller: Caller, number: str, text: str, files: Sequence[Paper] = (), seen: int | None = None
) -> bool:
    """Take the trader's reply, once; answers whether it came in time.

    A late one is taken as long as nothing has been proposed, and bears its mark.
    """
    with work(caller) as w:
        case = w.find(Case, number, seen=seen)
        if not text.strip():
            raise Invalid("reply_missing", field="reply")
        if case.reply_at is not None:
            raise Blocked("replied_already")
        case.reply_at = w.at
        case.reply = text
        w.do(Action.CASE_REPLY, case, late=case.replied_late)
        for paper in files:
            given = Paper(paper.name, paper.content, OF_TRADER)
            papers.keep(w, case, given, trader=case.trader_id)
        return not case.replied_late


@act
def propose(caller: Caller, number: str, wanted: Wanted, seen: int | None = None) -> None:
    """Propose to de-register or no measure, on exactly the evidence that is there now.

    To de-register only after the reply or the end of its window (ENF-05), and never on a charge
    alone, which bears interim measures only (workflow C4: G9).
    """
    with work(caller) as w:
        case = w.find(Case, number, seen=seen)
        proposed(w, case, wanted)


@act
def sign(caller: Caller, number: str, shown: str, reason: str) -> Decision:
    """Countersign what was proposed: a de-registration does its whole cascade in this moment.

    `shown` is the digest of what the signer's page showed: evidence and consequences. Raises
    Stale `cascade_changed` when a consequence came or went since, `evidence_changed` when the
    evidence did.
    """
    with work(caller) as w:
        case = w.find(Case, number)
        proposal = _waiting(w, case)
        planned = plan(cascade.facts(w.session, case, w.at))
        _, now = evidence.fingerprint(evidence.gather(w.session, case))
        if now == proposal.evidence_digest and shown != evidence.shown_digest(now, planned):
            raise Stale("cascade_changed")
        decision = Decision(proposal.decision)
        ends = decision is Decision.DEREGISTER
        case.closed_at = w.at
        if ends:
            terms = terms_of(w, case)
            case.bar_until = proposal.terms.bar_until
            case.appeal_until = day_of(w.at, terms.zone) + timedelta(days=terms.appeal_days)
        w.do(
            Action.CASE_DEREGISTER if ends else Action.CASE_CLOSE,
            case,
            reason,
            proposer_person_id=proposal.person_id,
            evidence_now=now,
            evidence_proposed=proposal.evidence_digest,
        )
        w.attach(_signature(w, proposal, Outcome.ACCEPTED, reason, now))
        if ends:
            cascade.run(w, case, proposal, planned)
        letters.send(w, letters.decided_case(w, case, proposal), case=case.id)
        return decision


@act
def send_back(caller: Caller, number: str, reason: str) -> None:
    """Give a proposal back to its officer with a comment; it stays on the record, void."""
    with work(caller) as w:
        case = w.find(Case, number)
        proposal = _waiting(w, case)
        _, now = evidence.fingerprint(evidence.gather(w.session, case))
        w.do(Action.CASE_SEND_BACK, case, reason, proposer_person_id=proposal.person_id)
        w.attach(_signature(w, proposal, Outcome.SENT_BACK, reason, now))


@act
def close(caller: Caller, number: str, reason: str) -> None:
    """Close an examination that found no case, before any notice; another person than opened it."""
    with work(caller) as w:
        case = w.find(Case, number)
        if not reason.strip():
            raise Invalid("reason_missing", field="reason")
        if evidence.open_proposal(w.session, case) is not None:
            raise Blocked("case_proposed")
        case.closed_at = w.at
        w.do(
            Action.CASE_CLOSE,
            case,
            reason,
            proposer_person_id=_opener(w.session, case),
            evidence_now="",
            evidence_proposed="",
        )


def _waiting(w: Work, case: Case) -> Proposal:
    proposal = evidence.open_proposal(w.session, case)
    if proposal is None:
        raise Stale("nothing_to_sign")
    return proposal


def _concerns(session: Session, trader_id: int, state: str) -> bool:
    """A registration of any decided or pending stage here, or a task about the trader."""
    registered = exists().where(
        Registration.trader_id == trader_id,
        Registration.state_code == state,
        Registration.number.is_not(None),
    )
    asked = exists().where(
        Task.trader_id == trader_id,
        Task.state_code == state,
        Task.kind == str(TaskKind.RECOGNISE),
    )
    return bool(session.scalar(select(registered | asked)))


def _opener(session: Session, case: Case) -> int | None:
    """The person who opened a case, by the record."""
    return session.scalar(
        select(AuditEntry.actor_person_id).where(
            AuditEntry.thing == Case.THING,
            AuditEntry.thing_id == case.id,
            AuditEntry.action == str(Action.CASE_OPEN),
        )
    )


def _signature(
    w: Work, proposal: Proposal, outcome: Outcome, reason: str, digest: str
) -> Signature:
    return Signature(
        proposal_id=proposal.id,
        proposer_person_id=proposal.person_id,
        state_code=w.actor.state,
        user_id=w.actor.user_id,
        person_id=w.actor.person_id,
        outcome=str(outcome),
        reason=reason,
        evidence_digest=digest,
        signed_at=w.at,
    )

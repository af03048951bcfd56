"""Answers of a State to what others ask of it: recognise, open an own case, decline (rules 6.2)."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app import letters
from app.enforcement.casefile import Opening, Wanted, opened, proposed
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Task, TaskKind, TaskOutcome, outcomes_of
from models.enforcement import OPEN_CASE, Case
from models.errors import Invalid, NotFound
from models.proposals import Decision, Outcome, Proposal, Signature
from models.traders import Trader


@act
def answer(
    caller: Caller,
    uid: str,
    outcome: TaskOutcome,
    reason: str,
    opening: Opening | None = None,
) -> str | None:
    """Answer a task of one's State; the number of the case that the answer opens, if any.

    To recognise puts a proposal to de-register here, which another person countersigns; an own
    case begins with an examination, from `opening`; to decline needs its reason.
    """
    with work(caller) as w:
        task = w.find(Task, uid)
        if outcome not in outcomes_of(TaskKind(task.kind)):
            raise Invalid("outcome_not_of_task", field="outcome")
        task.outcome = str(outcome)
        task.reason = reason
        task.answered_at = w.at
        task.answered_by_id = w.actor.user_id
        w.do(Action.TASK_ANSWER, task, reason, outcome=str(outcome))
        if outcome is TaskOutcome.RECOGNISED:
            return _recognise(w, task, reason)
        if outcome is TaskOutcome.OWN_CASE:
            return _own_case(w, task, opening)
        return None


def _recognise(w: Work, task: Task, reason: str) -> str:
    """A case that rests on the other State's decision, at once under a proposal of its own."""
    other, decided = _decision_of(w.session, task)
    opening = Opening(grounds=decided.terms.grounds, facts=other.facts)
    case = opened(w, _trader(w, task), opening, recognises=other)
    letters.send(w, letters.notice(w, case), case=case.id)
    wanted = Wanted(
        decision=Decision.DEREGISTER,
        reason=reason,
        reason_for_trader=reason,
        grounds=decided.terms.grounds,
    )
    proposed(w, case, wanted)
    return case.number


def _own_case(w: Work, task: Task, opening: Opening | None) -> str:
    """The State's own case: the one that is open already, or a new examination."""
    running = w.session.scalar(
        select(Case.number).where(
            Case.trader_id == task.trader_id,
            Case.state_code == task.state_code,
            Case.stage.in_(OPEN_CASE),
        )
    )
    if running is not None:
        return running
    if opening is None:
        raise Invalid("grounds_missing", field="grounds")
    return opened(w, _trader(w, task), opening).number


def _trader(w: Work, task: Task) -> Trader:
    if task.trader_id is None:
        raise NotFound
    return w.session.get_one(Trader, task.trader_id)


def _decision_of(session: Session, task: Task) -> tuple[Case, Proposal]:
    """The other State's case and the proposal that was signed."""
    signed = exists().where(
        Signature.proposal_id == Proposal.id, Signature.outcome == str(Outcome.ACCEPTED)
    )
    found = session.scalar(
        select(Proposal).where(
            Proposal.thing == Case.THING, Proposal.thing_id == task.about_id, signed
        )
    )
    if found is None:
        raise NotFound
    return session.get_one(Case, task.about_id), found

"""What a trader does with its cases and registrations: answer, withdraw, surrender, renew."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from app import papers, screened
from app.papers import Paper
from app.standing import regime
from app.traders.groups import ANSWER
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Answer, Question
from models.enforcement import Case
from models.errors import Blocked, Invalid, NotAllowed, NotFound
from models.particulars import Particulars
from models.stages import Stage
from models.states import day_of
from models.traders import (
    OPEN_STAGES,
    Filing,
    Registration,
    RegistrationTerm,
    Renewal,
    Trader,
)
from models.windows import window


@act
def answer(
    caller: Caller, number: str, seen: int, text: str, files: tuple[Paper, ...] = ()
) -> None:
    """Answer a State's open question, with documents; the State's clock goes on (CAS-06).

    Refused after the last day of the answer: the case is closed incomplete, one may apply anew.
    """
    if not text.strip():
        raise Invalid("answer_missing", field="text")
    with work(caller) as w:
        registration = w.find(Registration, number, seen=seen)
        question = w.session.scalars(
            select(Question)
            .where(
                Question.thing == Registration.THING,
                Question.thing_id == registration.id,
                ~Question.answer.has(),
            )
            .order_by(Question.id.desc())
        ).first()
        if question is not None and question.answer_by <= w.at:
            raise Blocked("answer_too_late", state=registration.state_code)
        w.do(Action.REGISTRATION_ANSWER, registration)
        if question is None:
            raise NotFound
        w.attach(
            Answer(
                question_id=question.id,
                text=text.strip(),
                answered_at=w.at,
                answered_by_id=w.actor.user_id,
            )
        )
        for paper in files:
            named = Paper(paper.name, paper.content, ANSWER)
            papers.keep(
                w,
                registration,
                named,
                trader=registration.trader_id,
                state=registration.state_code,
            )


@act
def withdraw(caller: Caller, number: str, seen: int, reason: str = "") -> None:
    """Withdraw an application from one State; the other States asked go on."""
    with work(caller) as w:
        w.do(Action.REGISTRATION_WITHDRAW, w.find(Registration, number, seen=seen), reason)


@act
def surrender(caller: Caller, number: str, seen: int, reason: str = "") -> None:
    """Give a registration back; refused while a de-registration case is open in that State."""
    with work(caller) as w:
        registration = w.find(Registration, number, seen=seen)
        open_case = w.session.scalar(
            select(Case.id).where(
                Case.trader_id == registration.trader_id,
                Case.state_code == registration.state_code,
                Case.closed_at.is_(None),
            )
        )
        if open_case is not None:
            raise Blocked("surrender_case_open", state=registration.state_code)
        registration.ended_at = w.at
        w.do(Action.REGISTRATION_SURRENDER, registration, reason)
        for renewal in _open_renewals(w, registration):
            w.do(Action.RENEWAL_WITHDRAW, renewal)


@act
def renew(caller: Caller, number: str, seen: int, declared_by: str, statement: str) -> bool:
    """File a renewal (REG-10); answers whether it was in time. A late one leaves a gap.

    Refused before the window opens. A suspended trader may file; it is decided later (C54).
    """
    with work(caller) as w:
        registration = w.find(Registration, number, seen=seen)
        registration.workflow.after(registration.stage, Action.RENEWAL_FILE)
        state = registration.state_code
        terms = regime(w.session).of(state, w.at)
        if terms is None:
            raise Blocked("state_outside", state=state)
        ends = max(
            w.session.scalars(
                select(RegistrationTerm.valid_until).where(
                    RegistrationTerm.registration_id == registration.id
                )
            )
        )
        days, today = window(ends, terms), day_of(w.at, terms.zone)
        if days.too_early(today):
            raise Blocked("renewal_too_early", day=days.opens)
        if declared_by.strip().casefold() != w.actor.name.strip().casefold():
            raise Invalid("declaration_name", field="declaration", name=w.actor.name)
        renewal = Renewal(
            registration_id=registration.id,
            registration=registration,
            trader_id=registration.trader_id,
            state_code=state,
            stage=Stage.SUBMITTED,
            in_time=days.in_time(today),
            statement=statement,
        )
        w.add(
            Action.RENEWAL_FILE,
            renewal,
            declaration=declared_by.strip(),
            in_time=renewal.in_time,
        )
        facts = registration.trader.facts
        screened.ask(w, renewal, 1, screened.of_particulars(facts, registration.trader_id))
        return renewal.in_time


@act
def withdraw_renewal(caller: Caller, uid: str, seen: int) -> None:
    """Withdraw a renewal that is not decided; the registration ends on its last day."""
    with work(caller) as w:
        w.do(Action.RENEWAL_WITHDRAW, w.find(Renewal, uid, seen=seen))


@act
def change_contact(caller: Caller, seen: int, phone: str, email: str) -> None:
    """Change telephone and e-mail of the trader: at once, also while suspended (C54)."""
    if not phone.strip() and not email.strip():
        raise Invalid("contact_missing", field="phone")
    with work(caller) as w:
        if w.actor.trader_id is None:
            raise NotAllowed("not_allowed")
        trader = w.find(Trader, w.actor.trader_id, seen=seen)
        trader.phone, trader.email = phone.strip(), email.strip()
        trader.facts = _reached(trader.facts, trader)
        w.do(Action.TRADER_CHANGE_CONTACT, trader)
        asked = select(Registration.filing_id).where(
            Registration.trader_id == trader.id, Registration.stage == Stage.DRAFT
        )
        drafts = w.session.scalars(
            select(Filing).where(Filing.id.in_(asked), Filing.submitted_at.is_(None))
        ).unique()
        for draft in drafts:
            draft.facts = _reached(draft.facts, trader)
            w.do(Action.REGISTRATION_EDIT, draft, group="contact")


def _reached(facts: Particulars, trader: Trader) -> Particulars:
    return msgspec.structs.replace(facts, phone=trader.phone, email=trader.email)


def _open_renewals(w: Work, registration: Registration) -> list[Renewal]:
    rows = w.session.scalars(
        select(Renewal).where(
            Renewal.registration_id == registration.id, Renewal.stage.in_(OPEN_STAGES)
        )
    )
    return list(rows.unique())

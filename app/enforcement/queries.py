"""What the pages of de-registration cases show: the queue, one case, its consequences counted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app import papers, standing
from app.enforcement import cascade, evidence
from app.enforcement.shapes import CasePage, Line, Paper, Proposed, Queue, Reaction
from app.papers import Kept
from app.work import Caller, View, reading
from models import numbers
from models.actions import Action
from models.cascades import plan
from models.casework import Document, Task
from models.enforcement import OPEN_CASE, Case
from models.errors import NotFound
from models.people import Person, Role, User
from models.policy import role_may
from models.proposals import Outcome, Proposal
from models.stages import Stage
from models.states import Regime, Terms, day_of
from models.traders import Registration, Trader

PAGE = 50
MOMENT = timedelta(microseconds=1)


MAY = {
    "serve_notice": Action.CASE_SERVE_NOTICE,
    "propose": Action.CASE_PROPOSE,
    "deregister": Action.CASE_DEREGISTER,
    "send_back": Action.CASE_SEND_BACK,
    "close": Action.CASE_CLOSE,
}


def queue(caller: Caller) -> Queue:
    """The cases of one's own State; those of others come as tasks."""
    with reading(caller) as view:
        state = view.actor.state or ""
        mine = view.see(Case).where(Case.state_code == state)
        regime = standing.regime(view.session)
        open_rows = view.session.scalars(
            mine.where(Case.stage.in_(OPEN_CASE)).order_by(Case.id).limit(PAGE)
        ).unique()
        decided = view.session.scalars(
            mine.where(Case.stage.not_in(OPEN_CASE)).order_by(Case.closed_at.desc()).limit(PAGE)
        ).unique()
        open_tasks = view.session.scalar(
            select(func.count())
            .select_from(Task)
            .where(Task.state_code == state, Task.stage == Stage.OPEN)
        )
        return Queue(
            lines=tuple(_line(row, regime, view.at) for row in open_rows),
            decided=tuple(_line(row, regime, view.at) for row in decided),
            open_tasks=int(open_tasks or 0),
            may_open=role_may(view.actor.role, Action.CASE_OPEN),
            zone=str(regime.zone(state, view.at)),
        )


def case(caller: Caller, number: str) -> CasePage:
    """One case as this person may read it; NotFound for any other."""
    with reading(caller) as view:
        row = view.get(Case, number)
        regime = standing.regime(view.session)
        terms = regime.of(row.state_code, view.at) or Terms()
        whole = view.actor.state == row.state_code
        planned = plan(cascade.facts(view.session, row, view.at)) if whole and row.is_open else None
        open_proposal = evidence.open_proposal(view.session, row)
        shown = ""
        if planned is not None and open_proposal is not None:
            shown = evidence.shown_digest(open_proposal.evidence_digest, planned)
        reply_by = _reply_by(row, terms)
        today = day_of(view.at, terms.zone)
        return CasePage(
            number=row.number,
            revision=row.revision,
            stage=str(row.stage),
            state=row.state_code,
            zone=terms.time_zone,
            trader=row.trader.name,
            trader_number=row.trader.number,
            registrations=_registrations(view.session, row),
            grounds=row.grounds,
            facts=row.facts,
            evidence=row.evidence if whole else "",
            recognises=_number_of(view.session, row.recognises_id),
            opened_at=row.opened_at,
            notice=row.notice if whole else "",
            notice_at=row.notice_at,
            reply_by=reply_by,
            days_left=None if reply_by is None else (reply_by - today).days,
            heard=row.heard(view.at),
            reply=row.reply if whole else "",
            reply_at=row.reply_at,
            replied_late=row.replied_late,
            closed_at=row.closed_at,
            bar_until=row.bar_until,
            appeal_until=row.appeal_until,
            proposals=_proposals(view.session, row, whole=whole),
            reactions=_reactions(view.session, row, regime, view.at),
            papers=_papers(view.session, row) if whole else (),
            whole=whole,
            planned=planned,
            shown=shown,
            signers=_signers(view, row, open_proposal),
            may=_may(view, row, open_proposal),
            this_day=today,
            usual_bar=terms.bar_months,
        )


def trader_to_charge(caller: Caller, typed: str) -> tuple[str, str]:
    """(number, name) of the trader meant by its own number or by that of a registration."""
    with reading(caller) as view:
        number = numbers.parse(typed) or typed
        registered = view.session.scalars(
            view.see(Registration).where(Registration.number == number)
        ).first()
        row = registered.trader if registered else view.get(Trader, number)
        return row.number, row.name


def paper(caller: Caller, number: str, uid: str) -> tuple[str, str, bytes]:
    """(name, media type, content) of a file of a case that this person may read."""
    with reading(caller) as view:
        row = view.get(Case, number)
        found = view.get(Document, uid)
        if (found.thing, found.thing_id) != (Case.THING, row.id):
            raise NotFound
        return found.name, found.media_type, found.content


def _may(view: View, row: Case, proposal: Proposal | None) -> frozenset[str]:
    """The acts that `do` would accept of this person now."""
    proposer = None if proposal is None else proposal.person_id
    found = {
        name for name, action in MAY.items() if view.may(action, row, proposer_person_id=proposer)
    }
    if proposal is None:
        found -= {"deregister", "send_back"}
    else:
        found -= {"close"}
    if row.is_open and proposal is None and view.may(Action.DOCUMENT_ATTACH, row, of=row):
        found.add("add_evidence")
    return frozenset(found)


def _signers(view: View, row: Case, proposal: Proposal | None) -> tuple[str, ...]:
    """The names of those who may countersign: seniors of the State, not the proposer."""
    if proposal is None or view.actor.state != row.state_code:
        return ()
    rows = view.session.execute(
        select(Person.name)
        .join(User, User.person_id == Person.id)
        .where(
            User.role == str(Role.SENIOR_OFFICER),
            User.state_code == row.state_code,
            User.stage == Stage.ACTIVE,
            Person.id != proposal.person_id,
        )
        .order_by(Person.name)
        .limit(5)
    )
    return tuple(name for (name,) in rows)


def _line(row: Case, regime: Regime, at: datetime) -> Line:
    terms = regime.of(row.state_code, at) or Terms()
    reply_by = _reply_by(row, terms)
    return Line(
        number=row.number,
        trader=row.trader.name,
        grounds=row.grounds,
        stage=str(row.stage),
        opened_at=row.opened_at,
        reply_by=reply_by,
        days_left=None if reply_by is None else (reply_by - day_of(at, terms.zone)).days,
        heard=row.heard(at),
        recognises=row.is_recognition,
        closed_at=row.closed_at,
    )


def _reply_by(row: Case, terms: Terms) -> date | None:
    """The last day of the reply window; none where another State's notice is relied on."""
    if row.reply_until is None or row.is_recognition:
        return None
    return day_of(row.reply_until - MOMENT, terms.zone)


def _registrations(session: Session, row: Case) -> tuple[tuple[str, str, str], ...]:
    rows = session.execute(
        select(Registration.number, Registration.kind, Registration.stage)
        .where(
            Registration.trader_id == row.trader_id,
            Registration.state_code == row.state_code,
            Registration.number.is_not(None),
        )
        .order_by(Registration.id)
    )
    return tuple((str(number), kind, str(stage)) for number, kind, stage in rows)


def _number_of(session: Session, case_id: int | None) -> str | None:
    if case_id is None:
        return None
    return session.scalar(select(Case.number).where(Case.id == case_id))


def _proposals(session: Session, row: Case, *, whole: bool) -> tuple[Proposed, ...]:
    """Newest first; a State that was asked reads only what was signed, and its reasons."""
    rows = session.execute(
        select(Proposal, Person.name)
        .join(Person, Person.id == Proposal.person_id)
        .where(Proposal.thing == Case.THING, Proposal.thing_id == row.id)
        .options(joinedload(Proposal.signature))
        .order_by(Proposal.id.desc())
    ).all()
    signed = [proposal.signature for proposal, _ in rows if proposal.signature is not None]
    names = _names(session, {signature.person_id for signature in signed})
    found = [_proposed(proposal, name, names, whole=whole) for proposal, name in rows]
    return tuple(item for item in found if whole or item.outcome == str(Outcome.ACCEPTED))


def _proposed(proposal: Proposal, by: str, names: dict[int, str], *, whole: bool) -> Proposed:
    signature = proposal.signature
    return Proposed(
        decision=proposal.decision,
        reason=proposal.reason if whole else "",
        reason_for_trader=proposal.reason_for_applicant,
        grounds=proposal.terms.grounds,
        bar_until=proposal.terms.bar_until,
        by=by,
        at=proposal.proposed_at,
        outcome=None if signature is None else signature.outcome,
        signed_by="" if signature is None else names[signature.person_id],
        signed_at=None if signature is None else signature.signed_at,
        signed_reason="" if signature is None or not whole else signature.reason,
    )


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {key: name for key, name in rows}  # noqa: C416  a result is no mapping


def _reactions(session: Session, row: Case, regime: Regime, at: datetime) -> tuple[Reaction, ...]:
    rows = session.execute(
        select(Task.state_code, Task.stage, Task.outcome, Task.answered_at, Task.due_at)
        .where(Task.about == Case.THING, Task.about_id == row.id)
        .order_by(Task.state_code)
    )
    return tuple(
        Reaction(
            state=state,
            answer=outcome or str(stage),
            at=answered_at,
            due=day_of(due_at - MOMENT, regime.zone(state, at)),
        )
        for state, stage, outcome, answered_at, due_at in rows
    )


def _papers(session: Session, row: Case) -> tuple[Paper, ...]:
    found: tuple[Kept, ...] = papers.kept_with(session, Case.THING, row.id)
    return tuple(
        Paper(item.uid, item.name, item.size, of_trader=item.purpose == "case_reply")
        for item in found
    )

"""What a trader's pages show of its cases and registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import documents
from app.documents import Listed
from app.papers import Kept, kept_with
from app.standing import regime
from app.traders.applications import Draft, drafts_of, shown_draft
from app.traders.lines import (
    Asked,
    Line,
    by_number,
    last_day,
    line_of,
    own_trader,
    questions_of,
)
from app.work import Caller, View, reading
from models.actions import Action
from models.audit import AuditEntry
from models.casework import Document
from models.cells import scopes_of
from models.certificates import Certificate
from models.enforcement import Case
from models.particulars import Particulars
from models.proposals import Decision, Outcome, Proposal, Signature
from models.registering import RefusalReason, gaps, last_end
from models.stages import Stage
from models.states import Terms, day_of
from models.traders import Filing, Registration, Renewal
from models.verdicts import Registered

TOLD = (
    Action.REGISTRATION_SUBMIT,
    Action.REGISTRATION_TAKE,
    Action.REGISTRATION_ASK,
    Action.REGISTRATION_ANSWER,
    Action.REGISTRATION_APPROVE,
    Action.REGISTRATION_REFUSE,
    Action.REGISTRATION_WITHDRAW,
    Action.REGISTRATION_STOP,
    Action.REGISTRATION_SUSPEND,
    Action.REGISTRATION_LIFT,
    Action.REGISTRATION_SURRENDER,
    Action.REGISTRATION_DEREGISTER,
    Action.RENEWAL_FILE,
    Action.RENEWAL_APPROVE,
    Action.RENEWAL_REFUSE,
    Action.RENEWAL_WITHDRAW,
    Action.RENEWAL_STOP,
)
"""The acts that a trader is told of: none says what an officer found or who is to sign."""

OFFERED = (
    Action.REGISTRATION_WITHDRAW,
    Action.REGISTRATION_SURRENDER,
    Action.REGISTRATION_ANSWER,
    Action.RENEWAL_FILE,
)


@dataclass(frozen=True)
class Event:
    """One line of a timeline: when, which State, and the code of the words (`event.<action>`)."""

    at: datetime
    state: str
    code: str


@dataclass(frozen=True)
class Gap:
    """Days without cover on the State's calendar, both included; `last` None while it lasts."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Shown:
    """Everything that a trader is told of one registration."""

    line: Line
    revision: int
    standing: str
    zone: str
    authority: str
    facts: Particulars
    spans: tuple[tuple[date, date], ...]
    gaps: tuple[Gap, ...]
    conditions: tuple[str, ...]
    refusal: str
    refused_for: tuple[str, ...]
    appeal_until: date | None
    ended_by: str
    """The number of the case that ended it, where its trader reads why; or nothing."""
    questions: tuple[Asked, ...]
    papers: tuple[Kept, ...]
    sheets: tuple[Listed, ...]
    events: tuple[Event, ...]
    may: frozenset[Action]


@dataclass(frozen=True)
class Home:
    """A trader's registrations: what it has, what it asks for, what waits for it."""

    name: str
    number: str
    phone: str
    email: str
    revision: int
    today: date
    lines: tuple[Line, ...]
    drafts: tuple[Draft, ...]
    suspended_in: tuple[str, ...]
    may_export: bool


def home(caller: Caller) -> Home:
    """The trader's own page; NotFound for whoever is no trader's."""
    with reading(caller) as view:
        trader = own_trader(view)
        world = regime(view.session)
        rows = view.session.scalars(
            view.see(Registration)
            .where(Registration.number.is_not(None))
            .order_by(Registration.state_code, Registration.kind, Registration.id.desc())
        ).unique()
        facts = by_number(view.session, trader)
        lines = tuple(line_of(view, world, row, facts.get(row.number or "")) for row in rows)
        return Home(
            name=trader.name,
            number=trader.number,
            phone=trader.phone,
            email=trader.email,
            revision=trader.revision,
            today=day_of(view.at, world.zone(trader.home_state, view.at)),
            lines=lines,
            drafts=tuple(shown_draft(view, world, trader, one) for one in drafts_of(view, trader)),
            suspended_in=tuple(line.state for line in lines if line.shown == "SUSPENDED"),
            may_export=bool(scopes_of(view.actor.role, "registration", "export")),
        )


def registration(caller: Caller, number: str) -> Shown:
    """One registration as its trader is told of it, by public number."""
    with reading(caller) as view:
        trader = own_trader(view)
        row = view.get(Registration, number)
        world = regime(view.session)
        known = by_number(view.session, trader).get(number)
        line = line_of(view, world, row, known)
        zone = world.zone(row.state_code, view.at)
        terms = world.of(row.state_code, view.at) or Terms()
        decision = _refusal(view.session, row)
        return Shown(
            line=line,
            revision=row.revision,
            standing=line.shown,
            zone=terms.time_zone,
            authority=terms.authority,
            facts=row.filing.facts,
            spans=_spans(known, zone),
            gaps=_gaps(known, view.at, zone),
            conditions=row.conditions,
            refusal=decision.reason_for_applicant if decision else "",
            refused_for=_reasons(decision),
            appeal_until=decision.terms.appeal_until if decision else None,
            ended_by=_ended_by(view.session, row),
            questions=questions_of(view, row),
            papers=(
                *kept_with(view.session, Filing.THING, row.filing_id),
                *_own_papers(view, row),
            ),
            sheets=documents.of(view, Certificate.registration_id == row.id).listed,
            events=_events(view.session, row),
            may=frozenset(action for action in OFFERED if view.may(action, row)),
        )


def paper(caller: Caller, uid: str) -> tuple[str, str, bytes]:
    """A document that this person may see: its name, media type and bytes."""
    with reading(caller) as view:
        found = view.get(Document, uid)
        return found.name, found.media_type, found.content


def _spans(known: Registered | None, zone: ZoneInfo) -> tuple[tuple[date, date], ...]:
    """First and last day of each validity, as far as it came before an end."""
    if known is None:
        return ()
    found = [
        (day_of(term.start, zone), last_day(term.end, known.ended_at, zone)) for term in known.terms
    ]
    return tuple((first, last) for first, last in found if first <= last)


def _gaps(known: Registered | None, at: datetime, zone: ZoneInfo) -> tuple[Gap, ...]:
    """Where cover was missing between validities, and since the newest one ended."""
    if known is None or known.ended_at is not None:
        return ()
    found = [
        Gap(day_of(begin, zone), day_of(end - timedelta(seconds=1), zone))
        for begin, end in gaps(sorted(known.terms, key=lambda span: span.start))
    ]
    ends = last_end(known.terms)
    if ends is not None and ends <= at:
        found.append(Gap(day_of(ends, zone), None))
    return tuple(found)


def _own_papers(view: View, row: Registration) -> tuple[Kept, ...]:
    """Files of the case that the trader gave: those of the State are not its own."""
    found = view.session.scalars(
        view.see(Document)
        .where(Document.thing == Registration.THING, Document.thing_id == row.id)
        .order_by(Document.id)
    )
    return tuple(
        Kept(str(one.uid), one.name, one.purpose, one.media_type, one.size, one.sha256)
        for one in found
    )


def _refusal(session: Session, row: Registration) -> Proposal | None:
    """The refusal that was countersigned, if it is what ended the case."""
    return session.scalars(
        select(Proposal)
        .join(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Registration.THING,
            Proposal.thing_id == row.id,
            Proposal.decision == Decision.REFUSE,
            Signature.outcome == Outcome.ACCEPTED,
        )
        .order_by(Proposal.id.desc())
    ).first()


def _ended_by(session: Session, row: Registration) -> str:
    """The de-registration case of that State that was decided as this registration ended."""
    found = session.scalar(
        select(Case.number).where(
            Case.trader_id == row.trader_id,
            Case.state_code == row.state_code,
            Case.stage == Stage.DEREGISTERED,
            Case.closed_at == row.ended_at,
            Case.visible_to_trader,
        )
    )
    return found or ""


def _reasons(decision: Proposal | None) -> tuple[str, ...]:
    """The reasons that the applicant is given; criteria of the case are the State's own."""
    known = {str(reason) for reason in RefusalReason}
    return tuple(code for code in decision.criteria if code in known) if decision else ()


def _events(session: Session, row: Registration) -> tuple[Event, ...]:
    renewals = select(Renewal.id).where(Renewal.registration_id == row.id)
    found = session.execute(
        select(AuditEntry.at, AuditEntry.action)
        .where(
            ((AuditEntry.thing == Registration.THING) & (AuditEntry.thing_id == row.id))
            | ((AuditEntry.thing == Renewal.THING) & AuditEntry.thing_id.in_(renewals)),
            AuditEntry.action.in_([str(action) for action in TOLD]),
        )
        .order_by(AuditEntry.id.desc())
    )
    return tuple(Event(at, row.state_code, f"event.{action}") for at, action in found)

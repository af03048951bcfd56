"""What a trader's pages show of its own drafts, cases and registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.papers import Kept, kept_with
from app.standing import regime, registered
from app.traders import groups
from app.work import Caller, View, reading
from models.actions import Action
from models.audit import AuditEntry
from models.casework import Document, Question
from models.cells import scopes_of
from models.certificates import Certificate, CertificateFile
from models.errors import NotFound
from models.particulars import Particulars, TraderKind
from models.proposals import Decision, Outcome, Proposal, Signature
from models.registering import RefusalReason, gaps, last_end, standing
from models.stages import Stage
from models.states import Regime, Terms, day_of
from models.traders import OPEN_STAGES, Filing, Nationality, Registration, Renewal, Trader
from models.verdicts import Registered
from models.windows import Window, window

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
class Asked:
    """A State's question with its answer; `closed` when its last day passed without one."""

    text: str
    asked_at: datetime
    answer_by: datetime
    closed: bool
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Due:
    """A renewal that may be filed, or soon: its days, and how it stands today."""

    days: Window
    today: date
    open_now: bool
    late: bool


@dataclass(frozen=True)
class OpenRenewal:
    """A renewal that waits for its State."""

    uid: str
    revision: int
    stage: str
    in_time: bool
    filed_at: datetime


@dataclass(frozen=True)
class Gap:
    """Days without cover on the State's calendar, both included; `last` None while it lasts."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Line:
    """One registration or case in a list; `shown` is its stage, or what the calendar makes of it.

    `last_day` is of the newest validity, on the State's calendar.
    """

    number: str
    state: str
    kind: str
    shown: str
    last_day: date | None
    question: Asked | None
    renewal: OpenRenewal | None
    due: Due | None


@dataclass(frozen=True)
class Sheet:
    """A certificate; `ready` when its document has been made."""

    uid: str
    issued_at: datetime
    ready: bool


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
    questions: tuple[Asked, ...]
    papers: tuple[Kept, ...]
    sheets: tuple[Sheet, ...]
    events: tuple[Event, ...]
    may: frozenset[Action]


@dataclass(frozen=True)
class Draft:
    """An application that is not submitted, or was: then `numbers` are those given by State."""

    uid: str
    revision: int
    kind: str
    facts: Particulars
    states: tuple[str, ...]
    free_states: tuple[str, ...]
    """States that take part and could be asked too."""
    lacks: tuple[str, ...]
    papers: tuple[Kept, ...]
    fixed: bool
    """Whether name and number stand on a live registration and cannot be changed here."""
    numbers: tuple[tuple[str, str], ...]
    submitted_at: datetime | None
    may_submit: bool
    owner_percent: int
    """From which share an owner is named: the smallest that a State asked has set (REG-06)."""
    other_kinds: tuple[str, ...]
    """Kinds of the trader's other drafts, in which shared groups change too."""

    def lacking(self, group: str) -> tuple[str, ...]:
        """What one group still lacks."""
        return tuple(code for code in self.lacks if groups.group_of(code) == group)


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
        facts = _by_number(view.session, trader)
        lines = tuple(_line(view, world, row, facts.get(row.number or "")) for row in rows)
        return Home(
            name=trader.name,
            number=trader.number,
            phone=trader.phone,
            email=trader.email,
            revision=trader.revision,
            today=day_of(view.at, world.zone(trader.home_state, view.at)),
            lines=lines,
            drafts=tuple(_draft(view, world, trader, one) for one in _drafts(view, trader)),
            suspended_in=tuple(line.state for line in lines if line.shown == "SUSPENDED"),
            may_export=bool(scopes_of(view.actor.role, "registration", "export")),
        )


def registration(caller: Caller, number: str) -> Shown:
    """One registration as its trader is told of it, by public number."""
    with reading(caller) as view:
        trader = own_trader(view)
        row = view.get(Registration, number)
        world = regime(view.session)
        known = _by_number(view.session, trader).get(number)
        line = _line(view, world, row, known)
        zone = world.zone(row.state_code, view.at)
        terms = world.of(row.state_code, view.at) or Terms()
        spans = tuple((span.start, span.end) for span in known.terms) if known else ()
        decision = _refusal(view.session, row)
        return Shown(
            line=line,
            revision=row.revision,
            standing=line.shown,
            zone=terms.time_zone,
            authority=terms.authority,
            facts=row.filing.facts,
            spans=tuple(
                (day_of(start, zone), day_of(end, zone) - timedelta(days=1)) for start, end in spans
            ),
            gaps=_gaps(known, view.at, zone),
            conditions=row.conditions,
            refusal=decision.reason_for_applicant if decision else "",
            refused_for=_reasons(decision),
            appeal_until=decision.terms.appeal_until if decision else None,
            questions=_questions(view, row),
            papers=(
                *kept_with(view.session, Filing.THING, row.filing_id),
                *_own_papers(view, row),
            ),
            sheets=_sheets(view.session, row),
            events=_events(view.session, row),
            may=frozenset(action for action in OFFERED if view.may(action, row)),
        )


def draft(caller: Caller, uid: str) -> Draft:
    """One application by the uid of its filing; NotFound when it was given up."""
    with reading(caller) as view:
        trader = own_trader(view)
        filing = view.get(Filing, uid)
        found = _draft(view, regime(view.session), trader, filing)
        if not found.states and not found.numbers:
            raise NotFound
        return found


@dataclass(frozen=True)
class Offer:
    """What an application may start with: the States, and what is live already."""

    states: tuple[str, ...]
    taken: frozenset[tuple[str, str]]
    """(State, kind) that have a registration or an application."""
    suspended_in: tuple[str, ...]


def offer(caller: Caller) -> Offer:
    """What may be applied for."""
    with reading(caller) as view:
        trader = own_trader(view)
        live = OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT}
        rows = view.session.execute(
            select(Registration.state_code, Registration.kind).where(
                Registration.trader_id == trader.id, Registration.stage.in_(live)
            )
        )
        stopped = {
            state
            for state, _, row in registered(view.session, [trader.id]).get(trader.id, [])
            if row.ended_at is None and any(item.stands(view.at) for item in row.suspensions)
        }
        return Offer(
            states=regime(view.session).participating(view.at),
            taken=frozenset((state, kind) for state, kind in rows),
            suspended_in=tuple(sorted(stopped)),
        )


def paper(caller: Caller, uid: str) -> tuple[str, str, bytes]:
    """A document that this person may see: its name, media type and bytes."""
    with reading(caller) as view:
        found = view.get(Document, uid)
        return found.name, found.media_type, found.content


# Parts


def own_trader(view: View) -> Trader:
    """The trader of whoever asks."""
    if view.actor.trader_id is None:
        raise NotFound
    return view.get(Trader, view.actor.trader_id)


def _by_number(session: Session, trader: Trader) -> dict[str, Registered]:
    rows = registered(session, [trader.id]).get(trader.id, [])
    return {row.number: row for _, _, row in rows}


def _line(view: View, world: Regime, row: Registration, known: Registered | None) -> Line:
    terms = world.of(row.state_code, view.at)
    zone = world.zone(row.state_code, view.at)
    ends = last_end(known.terms) if known else None
    renewal = _open_renewal(view, row)
    question = next((one for one in _questions(view, row) if one.answer is None), None)
    waits = question is not None and _answers(row)
    live = ends is not None and row.ended_at is None
    due = _due(ends, terms, view.at) if live and ends and terms and renewal is None else None
    return Line(
        number=row.number or "",
        state=row.state_code,
        kind=row.kind,
        shown=standing(row.stage, known, view.at, question.answer_by if question else None),
        last_day=day_of(ends, zone) - timedelta(days=1) if ends else None,
        question=question if waits else None,
        renewal=renewal,
        due=due,
    )


def _answers(row: Registration) -> bool:
    return row.workflow.allows(row.stage, Action.REGISTRATION_ANSWER)


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


def _due(ends: datetime, terms: Terms, at: datetime) -> Due:
    days, today = window(ends, terms), day_of(at, terms.zone)
    return Due(days, today, not days.too_early(today), today > days.closes)


def _open_renewal(view: View, row: Registration) -> OpenRenewal | None:
    found = view.session.scalars(
        select(Renewal).where(Renewal.registration_id == row.id, Renewal.stage.in_(OPEN_STAGES))
    ).first()
    if found is None:
        return None
    return OpenRenewal(
        str(found.uid), found.revision, str(found.stage), found.in_time, found.recorded_at
    )


def _questions(view: View, row: Registration) -> tuple[Asked, ...]:
    found = view.session.scalars(
        select(Question)
        .where(Question.thing == Registration.THING, Question.thing_id == row.id)
        .order_by(Question.id.desc())
    ).unique()
    return tuple(
        Asked(
            text=one.text,
            asked_at=one.asked_at,
            answer_by=one.answer_by,
            closed=one.answer is None and one.answer_by <= view.at,
            answer=one.answer.text if one.answer else None,
            answered_at=one.answer.answered_at if one.answer else None,
        )
        for one in found
    )


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


def _reasons(decision: Proposal | None) -> tuple[str, ...]:
    """The reasons that the applicant is given; criteria of the case are the State's own."""
    known = {str(reason) for reason in RefusalReason}
    return tuple(code for code in decision.criteria if code in known) if decision else ()


def _sheets(session: Session, row: Registration) -> tuple[Sheet, ...]:
    found = session.execute(
        select(Certificate.uid, Certificate.issued_at, CertificateFile.id)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .where(Certificate.registration_id == row.id)
        .order_by(Certificate.id.desc())
    )
    return tuple(Sheet(str(uid), issued_at, made is not None) for uid, issued_at, made in found)


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


def _drafts(view: View, trader: Trader) -> list[Filing]:
    asked = select(Registration.filing_id).where(
        Registration.trader_id == trader.id, Registration.stage == Stage.DRAFT
    )
    rows = view.session.scalars(view.see(Filing).where(Filing.id.in_(asked)).order_by(Filing.id))
    return list(rows.unique())


def _draft(view: View, world: Regime, trader: Trader, filing: Filing) -> Draft:
    rows = list(
        view.session.scalars(
            select(Registration)
            .where(Registration.filing_id == filing.id, Registration.stage != Stage.WITHDRAWN)
            .order_by(Registration.state_code)
        ).unique()
    )
    states = tuple(row.state_code for row in rows)
    papers = kept_with(view.session, Filing.THING, filing.id)
    others = [one for one in _drafts(view, trader) if one.id != filing.id]
    taken = view.session.scalars(
        select(Registration.state_code).where(
            Registration.trader_id == trader.id,
            Registration.kind == filing.kind,
            Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT}),
        )
    ).all()
    zone = world.zone(states[0] if states else trader.home_state, view.at)
    return Draft(
        uid=str(filing.uid),
        revision=filing.revision,
        kind=filing.kind,
        facts=filing.facts,
        states=states,
        free_states=tuple(code for code in world.participating(view.at) if code not in taken),
        lacks=groups.lacks(
            TraderKind(filing.kind),
            filing.facts,
            day_of(view.at, zone),
            frozenset(one.purpose for one in papers),
            _held(view.session, trader),
        ),
        papers=papers,
        fixed=_fixed(view.session, trader),
        numbers=tuple((row.state_code, row.number) for row in rows if row.number),
        submitted_at=filing.submitted_at,
        may_submit=bool(rows) and view.may(Action.REGISTRATION_SUBMIT, rows[0]),
        owner_percent=min(
            (terms.owner_threshold_percent for terms in _terms(world, states, view.at)),
            default=Terms().owner_threshold_percent,
        ),
        other_kinds=tuple(one.kind for one in others),
    )


def _terms(world: Regime, states: tuple[str, ...], at: datetime) -> list[Terms]:
    found = (world.of(state, at) for state in states)
    return [terms for terms in found if terms is not None]


def _held(session: Session, trader: Trader) -> frozenset[str]:
    return frozenset(
        session.scalars(select(Nationality.country).where(Nationality.trader_id == trader.id))
    )


def _fixed(session: Session, trader: Trader) -> bool:
    live = session.scalars(
        select(Registration.id)
        .where(
            Registration.trader_id == trader.id,
            Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE}),
        )
        .limit(1)
    ).first()
    return live is not None

"""What the pages of one registration show: the case, the proposal to sign, the suspension."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import documents, lookalikes, standing
from app.registrations import evidence, review, shown
from app.registrations.evidence import Case
from app.registrations.review import ACTS
from app.registrations.shapes import (
    CasePage,
    Head,
    Other,
    ProposePage,
    SignPage,
    SuspendPage,
    Validity,
    Waits,
)
from app.registrations.shown import (
    HitShown,
    ProposalShown,
    QuestionShown,
)
from app.work import Caller, View, reading
from models.actions import Action
from models.casework import Document
from models.certificates import Certificate
from models.dossiers import CoverRow
from models.errors import NotFound
from models.licences import Licence
from models.people import CASEWORK, Interest, Person, User
from models.policy import role_may
from models.registering import (
    appeal_last_day,
    confirm_by,
    days_waited,
    first_term,
    gaps,
    last_day_before,
    next_term,
    refused,
    renewed_from,
    undecided,
    usual_last_day,
)
from models.registering import standing as standing_of
from models.stages import Stage
from models.states import Terms, day_of
from models.traders import OPEN_STAGES, Filing, Registration, Renewal
from models.verdicts import Registered, Span

REGISTRATION_ACTS = {
    "take": Action.REGISTRATION_TAKE,
    "ask": Action.REGISTRATION_ASK,
    "note": Action.REGISTRATION_NOTE,
    "screen": Action.REGISTRATION_SCREEN,
    "propose": Action.REGISTRATION_PROPOSE,
    "suspend": Action.REGISTRATION_SUSPEND,
}
RENEWAL_ACTS = {
    "take": Action.RENEWAL_TAKE,
    "screen": Action.RENEWAL_SCREEN,
    "propose": Action.RENEWAL_PROPOSE,
}


def case(caller: Caller, number: str) -> CasePage:
    """One registration as this person may see it; NotFound when it may not be seen."""
    with reading(caller) as view:
        row = view.get(Registration, number)
        terms = review.terms_of(view.session, row, view.at)
        found = _registered(view.session, row)
        asked = shown.questions(view.session, row, terms.zone)
        filing = view.session.get_one(Filing, row.filing_id)
        spans = found.terms if found else ()
        page = CasePage(
            head=_head(view, row, terms, found, asked),
            at=view.at,
            facts=filing.facts,
            declared_by=filing.declared_by,
            submitted_at=row.submitted_at,
            decided_at=row.decided_at,
            ended_at=row.ended_at,
            conditions=row.conditions,
            validities=tuple(_days(span, terms, renewed=no > 0) for no, span in enumerate(spans)),
            gaps=gaps(spans),
            appeal_until=_appeal(view, row),
            others=_others(view, row),
        )
        return _with_casework(view, page, row, terms, asked) if page.head.own else page


def _with_casework(
    view: View, page: CasePage, row: Registration, terms: Terms, asked: list[QuestionShown]
) -> CasePage:
    """Add what only the State that decides reads: review, screening, notes, history."""
    session = view.session
    renewals = session.scalars(
        select(Renewal).where(Renewal.registration_id == row.id).order_by(Renewal.id)
    ).unique()
    by_id = {item.id: item for item in renewals}
    keys = list(by_id)
    proposals = shown.proposals(session, row, keys)
    renewal = next((item for item in by_id.values() if undecided(item.stage)), None)
    newest: Case = renewal or row
    casework = view.actor.role in CASEWORK
    return replace(
        page,
        facts=row.trader.facts if renewal else page.facts,
        documents=documents.of(view, Certificate.registration_id == row.id).listed,
        papers=tuple(shown.papers_of(session, newest)),
        casework=casework,
        lookalikes=lookalikes.found(session, row.filing_id) if casework else (),
        questions=tuple(asked),
        hits=_hits(session, newest) if casework else (),
        notes=tuple(shown.notes(view, row)) if casework else (),
        proposals=tuple(proposals),
        suspensions=tuple(shown.suspensions(view, row)),
        history=tuple(shown.history(session, row, keys)),
        waits=_waits(view, row, terms, proposals, asked) if undecided(row.stage) else None,
        renewal=_waits(view, renewal, terms, proposals, []) if renewal else None,
        may=_may(view, row, REGISTRATION_ACTS),
        interest=row.trader_id in view.actor.interests,
        may_declare=_may_declare(view),
        may_charge=_may_charge(view, row),
    )


def _hits(session: Session, newest: Case) -> tuple[HitShown, ...]:
    return tuple(shown.hits(session, newest, review.newest_version(session, newest)))


def sign_page(caller: Caller, number: str, *, renewal: bool) -> SignPage:
    """The proposal that waits on a case; NotFound when none does, or it is another State's."""
    with reading(caller) as view:
        row, item, terms, head = _own(view, number, renewal=renewal)
        keys = [item.id] if isinstance(item, Renewal) else []
        waiting = [
            one
            for one in shown.proposals(view.session, row, keys)
            if one.signed is None and one.of_renewal == renewal
        ]
        if not waiting:
            raise NotFound
        proposal = waiting[0]
        then = evidence.read_back(proposal.evidence)
        now = evidence.read_back(evidence.fingerprint(evidence.gather(view.session, item))[0])
        others = shown.seniors(view.session, item, proposal.person_id)
        filing = view.session.get_one(Filing, row.filing_id)
        return SignPage(
            head=head,
            at=view.at,
            renewal=renewal,
            revision=item.revision,
            proposal=proposal,
            may_sign=_may_sign(view, item, proposal),
            is_proposer=view.actor.person_id == proposal.person_id,
            others=tuple(name for key, name in others if key != view.actor.person_id),
            changed=evidence.differences(then, now),
            counts=evidence.counts(then),
            checked=review.checked(view.session, item, terms, view.at),
            list_limit=terms.list_max_age_days,
            facts=row.trader.facts if renewal else filing.facts,
            validity=_validity_now(view, item, terms, proposal),
            appeal_until=appeal_last_day(view.at, terms),
            suspended=renewal and review.is_suspended(view.session, row, view.at),
            elsewhere=_others(view, row),
        )


def propose_page(caller: Caller, number: str, *, renewal: bool) -> ProposePage:
    """What a proposal on a case starts from: the usual days, and what blocks an approval."""
    with reading(caller) as view:
        row, item, terms, head = _own(view, number, renewal=renewal)
        today = day_of(view.at, terms.zone)
        starts = view.at
        if isinstance(item, Renewal):
            end = review.old_end(view.session, item) or view.at
            starts = renewed_from(end, view.at, terms.zone, in_time=item.in_time)
        facts = view.session.get_one(Filing, row.filing_id).facts
        return ProposePage(
            head=head,
            renewal=renewal,
            revision=item.revision,
            checked=review.checked(view.session, item, terms, view.at),
            list_limit=terms.list_max_age_days,
            facts=row.trader.facts if renewal else facts,
            first_day=today,
            last_day=usual_last_day(starts, terms),
            starts=day_of(starts, terms.zone),
            suspended=renewal and review.is_suspended(view.session, row, view.at),
        )


def suspend_page(caller: Caller, number: str, uid: str | None = None) -> SuspendPage:
    """What suspending a registration, or deciding on one suspension of it, rests on."""
    with reading(caller) as view:
        row, _, terms, head = _own(view, number, renewal=False)
        found = [one for one in shown.suspensions(view, row) if one.uid == uid]
        if uid is not None and not found:
            raise NotFound
        lapses = confirm_by(view.at, view.actor.role, terms)
        return SuspendPage(
            head=head,
            licences=_licences_covered(view.session, row, view.at),
            confirm_by=lapses,
            hours=int((lapses - view.at) / timedelta(hours=1)),
            days=terms.suspension_days,
            suspension=found[0] if found else None,
        )


def head(caller: Caller, number: str) -> Head:
    """The head of a registration that the reader's State decides."""
    with reading(caller) as view:
        return _own(view, number, renewal=False)[3]


def document(caller: Caller, number: str, uid: str) -> tuple[str, str, bytes]:
    """A paper of a registration: its name, media type and bytes, as it was given."""
    with reading(caller) as view:
        row = view.get(Registration, number)
        found = view.get(Document, uid)
        renewals = select(Renewal.id).where(Renewal.registration_id == row.id)
        places = {(Filing.THING, row.filing_id), (Registration.THING, row.id)} | {
            (Renewal.THING, key) for key in view.session.scalars(renewals)
        }
        if (found.thing, found.thing_id) not in places:
            raise NotFound
        return found.name, found.media_type, found.content


def _own(view: View, number: str, *, renewal: bool) -> tuple[Registration, Case, Terms, Head]:
    """A registration of the reader's own State, or its open renewal; else NotFound."""
    row = view.get(Registration, number)
    terms = review.terms_of(view.session, row, view.at)
    found = _head(view, row, terms, _registered(view.session, row), [])
    if not found.own:
        raise NotFound
    if not renewal:
        return row, row, terms, found
    item = view.session.scalars(
        select(Renewal).where(Renewal.registration_id == row.id, Renewal.stage.in_(OPEN_STAGES))
    ).first()
    if item is None:
        raise NotFound
    return row, item, terms, found


def _head(
    view: View,
    row: Registration,
    terms: Terms,
    found: Registered | None,
    asked: list[QuestionShown],
) -> Head:
    due = max((one.answer_by for one in asked if one.answered_at is None), default=None)
    return Head(
        number=row.number or "",
        trader=row.trader.name,
        trader_number=row.trader.number,
        kind=row.kind,
        state=row.state_code,
        zone=terms.time_zone,
        standing=standing_of(row.stage, found, view.at, due),
        revision=row.revision,
        own=view.actor.state == row.state_code,
    )


def _registered(session: Session, row: Registration) -> Registered | None:
    """The registration as cover sees it; None before it was decided."""
    found = standing.registered(session, [row.trader_id]).get(row.trader_id, [])
    return next((one for _, _, one in found if one.number == row.number), None)


def _days(span: Span, terms: Terms, *, renewed: bool) -> Validity:
    last = last_day_before(span.end, terms.zone)
    return Validity(day_of(span.start, terms.zone), last, renewed)


def _appeal(view: View, row: Registration) -> date | None:
    if row.decided_at is None or not refused(row.stage):
        return None
    return appeal_last_day(row.decided_at, review.terms_of(view.session, row, row.decided_at))


def _others(view: View, row: Registration) -> tuple[Other, ...]:
    """The same application in the other States that it went to."""
    rows = view.session.scalars(
        view.see(Registration)
        .where(Registration.filing_id == row.filing_id, Registration.id != row.id)
        .order_by(Registration.state_code)
    ).unique()
    known = standing.registered(view.session, [row.trader_id]).get(row.trader_id, [])
    by_number = {one.number: one for _, _, one in known}
    return tuple(
        Other(
            one.state_code,
            one.number or "",
            standing_of(one.stage, by_number.get(one.number or ""), view.at),
            one.decided_at,
        )
        for one in rows
    )


def _may(view: View, item: Case, acts: dict[str, Action]) -> frozenset[str]:
    """The names of the acts that a page offers on a case."""
    found = {name for name, action in acts.items() if view.may(action, item)}
    if "take" in found and review.holder(view.session, item) is not None:
        found.discard("take")
    return frozenset(found)


def _may_sign(view: View, item: Case, proposal: ProposalShown) -> bool:
    action = ACTS[item.THING].decide[proposal.decision]
    return view.may(action, item, proposer_person_id=proposal.person_id)


def _may_declare(view: View) -> bool:
    own = Interest(person_id=view.actor.person_id, trader_id=0, state_code=view.actor.state)
    return view.may(Action.INTEREST_DECLARE, own)


def _may_charge(view: View, row: Registration) -> bool:
    free = row.trader_id not in view.actor.interests
    return row.stage == Stage.ACTIVE and free and role_may(view.actor.role, Action.CASE_OPEN)


def _waits(
    view: View,
    item: Case,
    terms: Terms,
    proposals: list[ProposalShown],
    asked: list[QuestionShown],
) -> Waits:
    of_renewal = isinstance(item, Renewal)
    since = item.recorded_at if isinstance(item, Renewal) else item.submitted_at or view.at
    ours, theirs = days_waited(
        since, view.at, [(one.at, one.answered_at) for one in asked], terms.zone
    )
    waiting = [one for one in proposals if one.signed is None and one.of_renewal == of_renewal]
    proposal = waiting[0] if waiting else None
    others = shown.seniors(view.session, item, proposal.person_id) if proposal else []
    return Waits(
        stage=str(item.stage),
        officer=_name_of(view.session, item.officer_id),
        is_mine=item.officer_id == view.actor.user_id,
        since=since,
        days_ours=ours,
        days_theirs=theirs,
        may=_may(view, item, RENEWAL_ACTS if of_renewal else REGISTRATION_ACTS),
        checked=review.checked(view.session, item, terms, view.at),
        proposal=proposal,
        may_sign=proposal is not None and _may_sign(view, item, proposal),
        others=tuple(name for key, name in others if key != view.actor.person_id),
        revision=item.revision,
        in_time=item.in_time if isinstance(item, Renewal) else None,
        statement=item.statement if isinstance(item, Renewal) else "",
    )


def _name_of(session: Session, user_id: int | None) -> str | None:
    return session.scalar(
        select(Person.name).join(User, User.person_id == Person.id).where(User.id == user_id)
    )


def _validity_now(view: View, item: Case, terms: Terms, proposal: ProposalShown) -> Validity | None:
    """The validity that signing now would give: the same function as the act's own."""
    wanted = proposal.terms
    if wanted.last_day is None:
        return None
    if isinstance(item, Renewal):
        end = review.old_end(view.session, item) or view.at
        span = next_term(end, wanted.last_day, view.at, terms.zone, in_time=item.in_time)
    else:
        span = first_term(wanted.first_day, wanted.last_day, view.at, terms.zone)
    if span is None:
        return None
    return _days(Span(*span, view.at), terms, renewed=isinstance(item, Renewal))


def _licences_covered(session: Session, row: Registration, at: datetime) -> int:
    """How many licences in force this registration covers a party of."""
    found = session.scalar(
        select(func.count(Licence.id.distinct()))
        .join(CoverRow, CoverRow.version_id == Licence.version_id)
        .where(
            CoverRow.trader_id == row.trader_id,
            CoverRow.state_code == row.state_code,
            CoverRow.kind == row.kind,
            Licence.stage == Stage.ISSUED,
            Licence.valid_until > at,
        )
    )
    return found or 0

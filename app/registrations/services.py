"""The verbs of a registration's review and decision, and of its renewal (workflow C1, CAS-08)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select

from app import letters, screened, sheets
from app.registrations import evidence, review
from app.registrations.evidence import Case, registration_of, screened_thing
from app.registrations.review import ACTS
from app.registrations.wanted import Place, Wanted
from app.work import Caller, Work, act, work
from models.actions import Action
from models.casework import Note, Question
from models.errors import Blocked, Duplicate, Invalid, NotFound, Stale
from models.proposals import Decision, Outcome, Proposal, Signature
from models.proposals import Terms as Proposed
from models.registering import RefusalReason, Vetted, answer_by, first_term, next_term
from models.screening import Hit, Screening
from models.states import Terms
from models.traders import OPEN_STAGES, Filing, Registration, RegistrationTerm, Renewal


@act
def take(caller: Caller, place: Place) -> None:
    """Take a case that nobody holds, or whose officer can no longer act on it (rules 5.5).

    Raises Duplicate `case_taken` when another officer holds it.
    """
    with work(caller) as w:
        case = _found(w, place)
        by = review.holder(w.session, case)
        if by is not None and case.officer_id != w.actor.user_id:
            raise Duplicate("case_taken", name=by)
        case.officer_id = w.actor.user_id
        w.do(ACTS[case.THING].take, case)


@act
def ask(caller: Caller, place: Place, text: str) -> None:
    """Ask the applicant; the answer is due at the end of the State's reply window (CAS-06)."""
    with work(caller) as w:
        if not text.strip():
            raise Invalid("question_missing", field="text")
        case = w.find(Registration, place.number, seen=place.seen)
        due = answer_by(w.at, review.terms_of(w.session, case, w.at))
        w.do(Action.REGISTRATION_ASK, case, text, answer_by=due)
        w.attach(
            Question(
                thing=case.THING,
                thing_id=case.id,
                state_code=case.state_code,
                text=text,
                asked_at=w.at,
                asked_by_id=w.actor.user_id,
                answer_by=due,
            )
        )


@act
def note(caller: Caller, number: str, text: str) -> None:
    """Add a confidential note to the file of a registration; never shown to the applicant."""
    with work(caller) as w:
        if not text.strip():
            raise Invalid("note_missing", field="text")
        case = w.find(Registration, number)
        w.do(Action.REGISTRATION_NOTE, case)
        w.attach(_note(w, case, text))


@act
def screen_again(caller: Caller, place: Place) -> None:
    """Ask for every name of a case to be screened again, against the lists of now."""
    with work(caller) as w:
        case = _found(w, place)
        registration = registration_of(case)
        version = review.newest_version(w.session, case) + 1
        w.do(ACTS[case.THING].screen, case)
        filing = w.session.get_one(Filing, registration.filing_id)
        renewed = isinstance(case, Renewal)
        facts = registration.trader.facts if renewed else filing.facts
        names = screened.of_particulars(facts, registration.trader_id)
        screened.ask(w, case if renewed else filing, version, names)


@act
def propose(caller: Caller, place: Place, wanted: Wanted) -> None:
    """Propose to approve or to refuse, on exactly the evidence that is there now.

    Raises Invalid for what the proposal lacks and Blocked for what keeps a State from approving:
    `screening_waits`, `hits_open`, `hit_true`, `list_too_old`. Nothing blocks a refusal.
    """
    with work(caller) as w:
        case = _found(w, place)
        terms = review.terms_of(w.session, case, w.at)
        _hold_screening(w, case)
        if wanted.decision is Decision.APPROVE:
            _require_whole_approval(w, case, wanted)
            _require_unblocked(w, case, terms)
            _span(w, case, wanted.first_day, wanted.last_day, terms)
        else:
            _require_whole_refusal(wanted)
        w.do(ACTS[case.THING].propose, case, wanted.reason, decision=str(wanted.decision))
        if wanted.eligibility_review.strip():
            w.attach(_note(w, registration_of(case), wanted.eligibility_review))
            w.session.flush()
        text, digest = evidence.fingerprint(evidence.gather(w.session, case))
        w.attach(
            Proposal(
                thing=case.THING,
                thing_id=case.id,
                state_code=case.state_code,
                decision=str(wanted.decision),
                reason=wanted.reason,
                reason_for_applicant=wanted.reason_for_applicant,
                criteria=_criteria(w, case, wanted),
                terms=_terms(wanted),
                evidence=text,
                evidence_digest=digest,
                user_id=w.actor.user_id,
                person_id=w.actor.person_id,
                proposed_at=w.at,
            )
        )


@act
def sign(caller: Caller, place: Place, fingerprint: str, reason: str) -> Decision:
    """Countersign what was proposed; the signer is whoever is signed in, nobody else (C55).

    `fingerprint` is that of the evidence which the signer's page showed. Returns what was
    decided. Raises Stale `evidence_changed`, NotAllowed `proposer_may_not_sign`.
    """
    with work(caller) as w:
        case = _found(w, place)
        proposal = _waiting(w, case)
        decision = Decision(proposal.decision)
        _hold_screening(w, case)
        _, now = evidence.fingerprint(evidence.gather(w.session, case))
        if fingerprint != proposal.evidence_digest:
            raise Stale("evidence_changed")
        case.decided_at = w.at
        w.do(
            ACTS[case.THING].decide[decision],
            case,
            reason,
            proposer_person_id=proposal.person_id,
            evidence_now=now,
            evidence_proposed=proposal.evidence_digest,
        )
        w.attach(_signature(w, proposal, Outcome.ACCEPTED, reason, now))
        if decision is Decision.APPROVE:
            _begin_validity(w, case, proposal)
        else:
            letter = letters.refused_registration(w, case, proposal)
            letters.send(w, letter, registration=registration_of(case).id)
        return decision


@act
def send_back(caller: Caller, place: Place, reason: str) -> None:
    """Give a proposal back to its officer with a comment; it stays on the record, void."""
    with work(caller) as w:
        case = _found(w, place)
        proposal = _waiting(w, case)
        _, now = evidence.fingerprint(evidence.gather(w.session, case))
        w.do(
            ACTS[case.THING].send_back,
            case,
            reason,
            proposer_person_id=proposal.person_id,
        )
        w.attach(_signature(w, proposal, Outcome.SENT_BACK, reason, now))


def _found(w: Work, place: Place) -> Case:
    """Find and lock the case; NotFound when there is none that this person may see."""
    if not place.renewal:
        return w.find(Registration, place.number, seen=place.seen)
    registration = w.get(Registration, place.number)
    key = w.session.scalar(
        select(Renewal.id).where(
            Renewal.registration_id == registration.id, Renewal.stage.in_(OPEN_STAGES)
        )
    )
    if key is None:
        raise NotFound
    return w.find(Renewal, key, seen=place.seen)


def _waiting(w: Work, case: Case) -> Proposal:
    proposal = review.open_proposal(w.session, case)
    if proposal is None:
        raise Stale("nothing_to_sign")
    return proposal


def _hold_screening(w: Work, case: Case) -> None:
    """Lock what was screened: neither the worker nor an officer changes it while we look."""
    thing, key = screened_thing(case)
    mine = (Screening.thing == thing, Screening.thing_id == key)
    ids = select(Screening.id).where(*mine).order_by(Screening.id)
    w.session.execute(ids.with_for_update(read=True)).all()
    hits = select(Hit.id).where(Hit.screening_id.in_(select(Screening.id).where(*mine)))
    w.session.execute(hits.order_by(Hit.id).with_for_update(read=True)).all()


def _require_whole_approval(w: Work, case: Case, wanted: Wanted) -> None:
    facts = w.session.get_one(Filing, registration_of(case).filing_id).facts
    if not wanted.identity_vetted:
        raise Invalid("identity_not_vetted", field="identity_vetted")
    if facts.eligibility.any_yes and not wanted.eligibility_review.strip():
        raise Invalid("eligibility_not_reviewed", field="eligibility_review")
    if not wanted.reason.strip():
        raise Invalid("reason_missing", field="reason")


def _require_whole_refusal(wanted: Wanted) -> None:
    known = {str(code) for code in RefusalReason}
    if not wanted.reasons or not set(wanted.reasons) <= known:
        raise Invalid("refusal_reasons_missing", field="reasons")
    if not wanted.reason_for_applicant.strip():
        raise Invalid("reason_for_applicant_missing", field="reason_for_applicant")
    if not wanted.reason.strip():
        raise Invalid("reason_missing", field="reason")


def _require_unblocked(w: Work, case: Case, terms: Terms) -> None:
    if isinstance(case, Renewal) and review.is_suspended(w.session, case.registration, w.at):
        raise Blocked("suspended_not_renewed")
    found = review.checked(w.session, case, terms, w.at)
    if not found.blocks:
        return
    raise Blocked(
        found.blocks[0],
        limit=terms.list_max_age_days,
        waiting=found.screened.waiting,
        hits=found.screened.open_hits + found.screened.unclear,
    )


def _span(
    w: Work, case: Case, first_day: date | None, last_day: date | None, terms: Terms
) -> tuple[datetime, datetime]:
    """The validity that an approval gives if it were signed now."""
    if last_day is None:
        raise Invalid("last_day_missing", field="last_day")
    if isinstance(case, Renewal):
        end = review.old_end(w.session, case) or w.at
        found = next_term(end, last_day, w.at, terms.zone, in_time=case.in_time)
    else:
        found = first_term(first_day, last_day, w.at, terms.zone)
    if found is None:
        raise Invalid("no_days_left", field="last_day", day=last_day)
    return found


def _terms(wanted: Wanted) -> Proposed:
    if wanted.decision is Decision.REFUSE:
        return Proposed(grounds=wanted.reasons)
    return Proposed(
        first_day=wanted.first_day, last_day=wanted.last_day, conditions=wanted.conditions
    )


def _criteria(w: Work, case: Case, wanted: Wanted) -> tuple[str, ...]:
    """The codes that the proposal rests on: reasons to refuse, or what was looked into."""
    if wanted.decision is Decision.REFUSE:
        return wanted.reasons
    facts = w.session.get_one(Filing, registration_of(case).filing_id).facts
    eligible = (str(Vetted.ELIGIBILITY),) if facts.eligibility.any_yes else ()
    return (str(Vetted.IDENTITY), *eligible)


def _note(w: Work, case: Registration, text: str) -> Note:
    return Note(
        thing=case.THING,
        thing_id=case.id,
        state_code=w.actor.state,
        text=text,
        written_at=w.at,
        written_by_id=w.actor.user_id,
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


def _begin_validity(w: Work, case: Case, proposal: Proposal) -> None:
    """What approving means: nothing blocks it now, a term of the State's days, a certificate."""
    terms = review.terms_of(w.session, case, w.at)
    _require_unblocked(w, case, terms)
    start, end = _span(w, case, proposal.terms.first_day, proposal.terms.last_day, terms)
    registration = registration_of(case)
    if not isinstance(case, Renewal):
        case.conditions = proposal.terms.conditions
    term = RegistrationTerm(
        registration_id=registration.id,
        valid_from=start,
        valid_until=end,
        renewal_id=case.id if isinstance(case, Renewal) else None,
    )
    w.attach(term)
    w.session.flush()
    sheets.request_registration(w, registration, term)

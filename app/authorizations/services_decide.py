"""The deciding verbs of a State's case: propose, countersign, send back, reopen (C2, CAS-08)."""

from __future__ import annotations

from dataclasses import dataclass

from app import letters, standing
from app.authorizations import cases, checks, evidence
from app.authorizations.cases import History
from app.authorizations.grant import grant, outlook, require_none
from app.work import Caller, Work, act, work
from models.actions import Action
from models.criteria import REFUSAL_GROUNDS
from models.dossiers import Authorization, Dossier, DossierVersion
from models.errors import Blocked, Invalid, Stale
from models.granting import may_propose, terms_faults
from models.proposals import ConsentTerms, Decision, Outcome, Proposal, Signature, Terms
from models.states import Regime, day_of

FIELD_OF = {
    "days_in_wrong_order": "last_day",
    "days_all_past": "last_day",
    "condition_empty": "conditions",
}
"""The form's field that a fault of the terms is about."""


@dataclass(frozen=True)
class Signed:
    """What a signature brought about."""

    decision: str
    licence: str | None = None
    clash: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Desk:
    """Everything that one decision looks at, loaded after the locks."""

    dossier: Dossier
    case: Authorization
    version: DossierVersion
    cases: tuple[Authorization, ...]
    known: dict[int, History]
    regime: Regime

    @property
    def history(self) -> History:
        return self.known[self.case.id]


def _desk(w: Work, number: str, seen: int | None) -> _Desk:
    dossier, case = cases.own(w, number, seen)
    every = cases.all_cases(w.session, dossier)
    return _Desk(
        dossier=dossier,
        case=case,
        version=cases.newest_version(w.session, dossier),
        cases=every,
        known=cases.histories(w.session, every),
        regime=standing.regime(w.session),
    )


@act
def propose_consent(
    caller: Caller, number: str, *, terms: ConsentTerms, reason: str, seen: int | None = None
) -> None:
    """Propose to consent on these terms; Blocked with every code of what must come first."""
    with work(caller) as w:
        desk = _desk(w, number, seen)
        _require_reason(reason)
        consent = cases.consent_of(desk.history, desk.case.state_code, desk.regime)
        is_open = may_propose(desk.case.stage, consent, desk.version.number, w.at)
        w.do(Action.AUTHORIZATION_PROPOSE, desk.case, decision=str(Decision.CONSENT))
        _require_grantable(desk)
        if not is_open:
            raise Blocked("consent_stands")
        _require_sensible(desk, w, terms)
        require_none(_blocks(w, desk, terms))
        _propose(w, desk, Decision.CONSENT, reason, Terms(consent=terms))


@act
def propose_refusal(
    caller: Caller,
    number: str,
    *,
    grounds: tuple[str, ...],
    reason: str,
    reason_for_applicant: str,
    seen: int | None = None,
) -> None:
    """Propose to refuse; nothing that blocks a consent blocks this (rules 7.3)."""
    with work(caller) as w:
        desk = _desk(w, number, seen)
        if not grounds or not set(grounds) <= set(REFUSAL_GROUNDS):
            raise Invalid("grounds_missing", field="grounds")
        _require_reason(reason)
        if not reason_for_applicant.strip():
            raise Invalid("reason_for_applicant_missing", field="reason_for_applicant")
        w.do(Action.AUTHORIZATION_PROPOSE, desk.case, decision=str(Decision.REFUSE))
        _propose(
            w,
            desk,
            Decision.REFUSE,
            reason,
            Terms(grounds=grounds),
            applicant=reason_for_applicant.strip(),
        )


@act
def countersign(
    caller: Caller, number: str, *, shown_digest: str, reason: str, seen: int | None = None
) -> Signed:
    """Sign what another person proposed, on exactly the evidence shown (CAS-08).

    The last consent on the newest version grants the licence in this transaction; a clash of
    terms grants nothing and the consent stands. A refusal ends the dossier for every State.
    """
    with work(caller) as w:
        desk = _desk(w, number, seen)
        proposal = desk.history.open(desk.version.number)
        if proposal is None:
            raise Blocked("nothing_to_countersign")
        consents = proposal.decision == Decision.CONSENT
        action = Action.AUTHORIZATION_CONSENT if consents else Action.AUTHORIZATION_REFUSE
        _sign(w, desk, proposal, action, reason, shown_digest)
        if not consents:
            letter = letters.refused_dossier(w, desk.case, proposal)
            letters.send(w, letter, authorization=desk.case.id)
            _refuse_all(w, desk)
            return Signed(Decision.REFUSE)
        return _consented(w, desk, proposal)


@act
def send_back(caller: Caller, number: str, *, reason: str, seen: int | None = None) -> None:
    """Send a proposal back to its author; the proposal stays on record, void (CAS-08)."""
    with work(caller) as w:
        desk = _desk(w, number, seen)
        number_now = desk.version.number
        reopening = desk.history.reopening(number_now)
        proposal = reopening if desk.case.has_consented else desk.history.open(number_now)
        if proposal is None:
            raise Blocked("nothing_to_countersign")
        w.do(Action.AUTHORIZATION_SEND_BACK, desk.case, reason)
        w.attach(_signature(w, proposal, Outcome.SENT_BACK, reason, proposal.evidence_digest))
        decided = not desk.dossier.workflow.allows(desk.dossier.stage, Action.LICENCE_GRANT)
        if decided:
            w.do(Action.AUTHORIZATION_PEER_REFUSED, desk.case)


@act
def propose_reopening(caller: Caller, number: str, *, reason: str, seen: int | None = None) -> None:
    """Propose to take the own consent back, for a clash or new facts (rules 4.2)."""
    with work(caller) as w:
        desk = _desk(w, number, seen)
        w.do(Action.AUTHORIZATION_PROPOSE_REOPENING, desk.case, reason)
        if desk.history.reopening(desk.version.number) is not None:
            raise Blocked("reopening_proposed_already")
        _propose(w, desk, Decision.REOPEN, reason, Terms())


@act
def reopen(
    caller: Caller, number: str, *, shown_digest: str, reason: str, seen: int | None = None
) -> Signed:
    """Countersign a reopening: the case is under review again, its consent no longer counts."""
    with work(caller) as w:
        desk = _desk(w, number, seen)
        proposal = desk.history.reopening(desk.version.number)
        if proposal is None:
            raise Blocked("nothing_to_countersign")
        _sign(w, desk, proposal, Action.AUTHORIZATION_REOPEN, reason, shown_digest)
        return Signed(Decision.REOPEN)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")


def _require_grantable(desk: _Desk) -> None:
    """A dossier that a peer has refused is only refused further (rules 4.5)."""
    if not desk.dossier.workflow.allows(desk.dossier.stage, Action.LICENCE_GRANT):
        raise Blocked("dossier_decided")


def _require_sensible(desk: _Desk, w: Work, terms: ConsentTerms) -> None:
    """Whole terms: days in order and not over, a quantity for each line, none beyond asked."""
    today = day_of(w.at, desk.regime.zone(desk.case.state_code, w.at))
    faults = terms_faults(terms, desk.version.deal.lines, today)
    if faults:
        raise Invalid(faults[0], field=FIELD_OF.get(faults[0], "quantities"))


def _blocks(w: Work, desk: _Desk, terms: ConsentTerms) -> tuple[checks.Block, ...]:
    """What keeps this State from consenting now: its own answers, and what all States share."""
    answers = checks.answers_of(w.session, desk.case, desk.version.number)
    moved = {line.no for line in terms.lines if line.quantity > 0}
    return (*checks.criteria_blocks(answers), *_shared_blocks(w, desk, moved, (desk.case,)))


def _shared_blocks(
    w: Work, desk: _Desk, moved: set[int], of: tuple[Authorization, ...]
) -> tuple[checks.Block, ...]:
    """Cover, embargo, hits and lists for all States, and these cases' answers to outside ones.

    `moved` are the numbers of the lines that are not struck.
    """
    blocks = checks.shared_blocks(
        checks.shared(w.session, desk.dossier, desk.version),
        [line for line in desk.version.deal.lines if line.no in moved],
        [case.state_code for case in desk.cases],
        desk.regime,
        w.at,
    )
    outside = checks.outside_answers(w.session, of, desk.version.number)
    for case in of:
        blocks += checks.outside_blocks(desk.version, outside[case.id], case.state_code)
    return blocks


def _propose(
    w: Work,
    desk: _Desk,
    decision: Decision,
    reason: str,
    terms: Terms,
    applicant: str = "",
) -> None:
    text = evidence.gathered(w.session, desk.case, desk.version, decision, terms)
    w.attach(
        Proposal(
            thing=Authorization.THING,
            thing_id=desk.case.id,
            version=desk.version.number,
            state_code=desk.case.state_code,
            decision=str(decision),
            reason=reason.strip(),
            reason_for_applicant=applicant,
            criteria=terms.grounds,
            terms=terms,
            evidence=text,
            evidence_digest=evidence.digest(text),
            user_id=w.actor.user_id,
            person_id=w.actor.person_id,
            proposed_at=w.at,
        )
    )


def _sign(
    w: Work, desk: _Desk, proposal: Proposal, action: Action, reason: str, shown_digest: str
) -> None:
    """The second person's signature: another person, the same evidence, shown and unchanged."""
    text = evidence.gathered(w.session, desk.case, desk.version, proposal.decision, proposal.terms)
    now = evidence.digest(text)
    _require_reason(reason)
    w.do(
        action,
        desk.case,
        reason if action is Action.AUTHORIZATION_REOPEN else "",
        proposer_person_id=proposal.person_id,
        evidence_now=now,
        evidence_proposed=proposal.evidence_digest,
        decision=proposal.decision,
    )
    if len({now, proposal.evidence_digest, shown_digest}) > 1:
        raise Stale("evidence_changed")
    w.attach(_signature(w, proposal, Outcome.ACCEPTED, reason, now))
    w.session.flush()


def _signature(
    w: Work, proposal: Proposal, outcome: Outcome, reason: str, digest: str
) -> Signature:
    return Signature(
        proposal_id=proposal.id,
        proposer_person_id=proposal.person_id,
        state_code=proposal.state_code,
        user_id=w.actor.user_id,
        person_id=w.actor.person_id,
        outcome=str(outcome),
        reason=reason.strip(),
        evidence_digest=digest,
        signed_at=w.at,
    )


def _consented(w: Work, desk: _Desk, proposal: Proposal) -> Signed:
    """Ask everything again, for all States when the licence would be granted; then grant."""
    if proposal.terms.consent is None:
        raise Blocked("nothing_to_countersign")
    require_none(_blocks(w, desk, proposal.terms.consent))
    every = cases.all_cases(w.session, desk.dossier)
    known = cases.histories(w.session, every)
    found = outlook(desk.version, every, known, desk.regime, w.at)
    if found.together is None or not found.is_last:
        return Signed(Decision.CONSENT, waits_for=found.waits_for)
    if found.together.clash:
        return Signed(Decision.CONSENT, clash=found.together.clash)
    require_none(_shared_blocks(w, desk, {line.no for line in found.together.left}, every))
    licence = grant(w, desk.dossier, desk.version, every, found, desk.regime)
    return Signed(Decision.CONSENT, licence=licence.number)


def _refuse_all(w: Work, desk: _Desk) -> None:
    """One refusal refuses; it counts for the refuser alone (rules 4.5, C15)."""
    if not desk.dossier.workflow.allows(desk.dossier.stage, Action.DOSSIER_DECIDE):
        return
    w.do(Action.DOSSIER_DECIDE, desk.dossier)
    for case in cases.all_cases(w.session, desk.dossier):
        if case.workflow.allows(case.stage, Action.AUTHORIZATION_PEER_REFUSED):
            w.do(Action.AUTHORIZATION_PEER_REFUSED, case)

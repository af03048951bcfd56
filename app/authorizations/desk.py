"""Desk: everything of one dossier that the officers' pages look at, loaded in a fixed number of
statements and put together as this person may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import func, select

from app import standing
from app.authorizations import cases, checks, shown
from app.authorizations.cases import History
from app.authorizations.checks import Block, Shared
from app.authorizations.grant import Outlook, outlook
from app.authorizations.shapes import (
    CasePage,
    CoverShown,
    Goods,
    Lane,
    Mine,
    OutsideShown,
    ProposalShown,
    Proviso,
    Step,
    Together,
)
from app.papers import seen_with
from app.work import View
from models.actions import Action
from models.casework import Note
from models.deals import flags
from models.dossiers import (
    Assessment,
    Authorization,
    Dossier,
    DossierVersion,
    OutsideAcceptance,
)
from models.errors import NotFound
from models.granting import (
    ShareDays,
    appeal_until,
    may_propose,
    said_days,
    shown_stage,
    together_stage,
)
from models.licences import Licence
from models.people import Role
from models.proposals import ConsentTerms, Decision, Proposal
from models.states import Regime, day_of

ACTS = {
    "take": Action.AUTHORIZATION_TAKE,
    "ask": Action.AUTHORIZATION_ASK,
    "note": Action.AUTHORIZATION_NOTE,
    "assess": Action.AUTHORIZATION_ASSESS,
    "screen": Action.AUTHORIZATION_SCREEN,
    "propose": Action.AUTHORIZATION_PROPOSE,
    "propose_reopening": Action.AUTHORIZATION_PROPOSE_REOPENING,
    "send_back": Action.AUTHORIZATION_SEND_BACK,
}
SIGNS = {
    Decision.CONSENT: Action.AUTHORIZATION_CONSENT,
    Decision.REFUSE: Action.AUTHORIZATION_REFUSE,
}


@dataclass(frozen=True)
class Desk:
    """One dossier on the desk of a person of one State."""

    view: View
    dossier: Dossier
    version: DossierVersion
    cases: tuple[Authorization, ...]
    known: Mapping[int, History]
    regime: Regime
    shared: Shared
    own: Authorization | None
    licence: Licence | None

    @cached_property
    def answers(self) -> dict[str, Assessment]:
        """The own State's newest answers on this version."""
        return checks.answers_of(self.view.session, own_case(self), self.version.number)

    @cached_property
    def outside(self) -> dict[tuple[int, str], OutsideAcceptance]:
        """The own State's newest answers to evidence from outside, by party and State."""
        case = own_case(self)
        return checks.outside_answers(self.view.session, (case,), self.version.number)[case.id]

    @property
    def zone_state(self) -> str:
        """The State whose clock the page shows."""
        return self.view.actor.state or self.dossier.lead_state or ""

    def history(self, case: Authorization) -> History:
        return self.known[case.id]

    def open(self, case: Authorization) -> Proposal | None:
        """The decision of a case that waits for its second person."""
        allowed = case.workflow.allows(case.stage, Action.AUTHORIZATION_CONSENT)
        return self.history(case).open(self.version.number) if allowed else None

    def own_terms(self) -> ConsentTerms | None:
        """The terms that the own State proposes now."""
        found = self.open(self.own) if self.own else None
        return found.terms.consent if found else None

    def shows_terms_of(self, case: Authorization) -> bool:
        """The own terms always; others' once the own are on the table, or after issue (4.6)."""
        if self.licence is not None or (self.own and case.id == self.own.id):
            return True
        if self.own is None:
            return False
        decided = self.own.has_consented or self.history(self.own).refused() is not None
        return decided or self.open(self.own) is not None

    def outlook(self) -> Outlook:
        """What stands, the own proposal counted in: the same function as the act asks."""
        terms = self.own_terms()
        proposed = (self.own.state_code, terms) if self.own and terms else None
        at = self.view.at
        return outlook(self.version, self.cases, self.known, self.regime, at, proposed)

    def terms_of(self, case: Authorization) -> tuple[ConsentTerms, bool] | None:
        """The terms of a case that may be shown, and whether they are only proposed."""
        if not self.shows_terms_of(case):
            return None
        if self.own and case.id == self.own.id and (terms := self.own_terms()):
            return terms, True
        consent = cases.consent_of(self.history(case), case.state_code, self.regime)
        return (consent.terms, False) if consent and case.has_consented else None


def load(view: View, number: str) -> Desk:
    """Load a dossier for an officer of a State; NotFound for others, whose pages stand elsewhere.

    An administrator counts work and reads no case (`fields=workload_metadata`).
    """
    if view.actor.state is None or view.actor.role is Role.NATIONAL_ADMIN:
        raise NotFound
    dossier = view.get(Dossier, number)
    every = cases.all_cases(view.session, dossier)
    version = next(row for row in dossier.versions if row.number == dossier.version)
    own = next((case for case in every if case.state_code == view.actor.state), None)
    return Desk(
        view=view,
        dossier=dossier,
        version=version,
        cases=every,
        known=cases.histories(view.session, every),
        regime=standing.regime(view.session),
        shared=checks.shared(view.session, dossier, version),
        own=own,
        licence=view.session.scalars(select(Licence).where(Licence.dossier_id == dossier.id))
        .unique()
        .first(),
    )


def own_case(desk: Desk) -> Authorization:
    """The case of the person's own State; NotFound where it is not asked."""
    if desk.own is None:
        raise NotFound
    return desk.own


def page(desk: Desk) -> CasePage:
    """The whole page."""
    view, version = desk.view, desk.version
    found = desk.outlook()
    together = _together(desk, found)
    until = together.days[1] if together.days else None
    cover = shown.covers(desk.shared.cover, view.at, desk.regime, until)
    entries = shown.entries(view.session, desk.dossier, desk.cases)
    zone = desk.regime.zone(desk.zone_state, view.at)
    return CasePage(
        number=str(desk.dossier.number),
        version=version.number,
        deal=version.deal,
        trader=desk.dossier.trader.name,
        trader_number=desk.dossier.trader.number,
        submitted_at=version.submitted_at,
        versions=tuple(
            (item.number, item.submitted_at, item.reason) for item in desk.dossier.versions
        ),
        stage=str(desk.dossier.stage),
        lanes=tuple(_lane(desk, case, found, entries, cover) for case in desk.cases),
        together=together,
        goods=_goods(desk, found, whole=together.days is not None),
        conditions=_conditions(desk),
        spans=tuple(
            (case.state_code, terms[0].first_day, terms[0].last_day, terms[1])
            for case in desk.cases
            if (terms := desk.terms_of(case))
        ),
        flags=flags(version.deal, day_of(view.at, zone)),
        outside=tuple(row for row in cover if row.outside),
        timeline=shown.timeline(entries, desk.cases, view.actor.state),
        papers=seen_with(view, Dossier.THING, desk.dossier.id),
        mine=mine(desk, found) if desk.own else None,
        zone=str(zone),
        place=desk.zone_state,
        at=view.at,
    )


def mine(desk: Desk, found: Outlook) -> Mine:
    """What concerns the own State: proposals, blocks, and what this person may do."""
    case, view = own_case(desk), desk.view
    history = desk.history(case)
    consent = cases.consent_of(history, case.state_code, desk.regime)
    waiting = desk.open(case)
    reopening = history.reopening(desk.version.number) if case.has_consented else None
    refused = history.refused()
    people = {row.person_id for row in (waiting, reopening, refused) if row}
    names = shown.names_of(view.session, people)
    asked = waiting or reopening
    terms = desk.regime.of(case.state_code, view.at)
    signed_at = refused.signature.signed_at if refused and refused.signature else None
    return Mine(
        state=case.state_code,
        stage=shown_stage(case.stage, consent, desk.version.number, view.at),
        revision=case.revision,
        officer=cases.holder(view.session, case) or "",
        is_mine=case.officer_id is not None and case.officer_id == view.actor.user_id,
        blocks=blocks(desk, _moved(desk, waiting)),
        outside=tuple(
            OutsideShown(
                party_no=asked[0],
                party=party,
                state=asked[1],
                accepted=asked in desk.outside and desk.outside[asked].accepted,
            )
            for asked, party in checks.outside_asked(desk.version).items()
        ),
        proposal=shown.proposal(waiting, names) if waiting else None,
        reopening=shown.proposal(reopening, names) if reopening else None,
        signers=tuple(
            name
            for key, name in shown.signers(view.session, case, asked.person_id)
            if key != view.actor.person_id
        )
        if asked
        else (),
        is_last=found.is_last,
        may=_may(desk, case, waiting, reopening),
        screening=desk.shared.screening if view.actor.role in READS_SCREENING else None,
        questions=shown.questions(view.session, case),
        notes=view.session.scalar(
            select(func.count())
            .select_from(Note)
            .where(Note.thing == Authorization.THING, Note.thing_id == case.id)
        )
        or 0,
        appeal_until=appeal_until(signed_at, terms) if signed_at and terms else None,
        own_refusal=_refusal(refused, names),
    )


READS_SCREENING = frozenset(
    {Role.LICENSING_OFFICER, Role.SENIOR_OFFICER, Role.ENFORCEMENT_OFFICER, Role.AUDITOR}
)


def _refusal(refused: Proposal | None, names: Mapping[int, str]) -> ProposalShown | None:
    return shown.proposal(refused, names) if refused else None


def _moved(desk: Desk, waiting: Proposal | None) -> set[int]:
    """The lines that are not struck by the proposal; all, while nothing is proposed."""
    consent = waiting.terms.consent if waiting else None
    return {
        line.no
        for line in desk.version.deal.lines
        if consent is None or consent.quantity_of(line.no) > 0
    }


def blocks(desk: Desk, moved: set[int]) -> tuple[Block, ...]:
    """What keeps the own State from consenting: the functions that the act asks again."""
    return (
        *checks.criteria_blocks(desk.answers),
        *checks.shared_blocks(
            desk.shared,
            [line for line in desk.version.deal.lines if line.no in moved],
            [item.state_code for item in desk.cases],
            desk.regime,
            desk.view.at,
        ),
        *checks.outside_blocks(desk.version, desk.outside, own_case(desk).state_code),
    )


def _may(
    desk: Desk, case: Authorization, waiting: Proposal | None, reopening: Proposal | None
) -> frozenset[str]:
    """The acts that this page offers: those that the door would accept."""
    view = desk.view
    found = {word for word, action in ACTS.items() if view.may(action, case)}
    consent = cases.consent_of(desk.history(case), case.state_code, desk.regime)
    opened = may_propose(case.stage, consent, desk.version.number, view.at)
    if not opened:
        found -= {"assess", "screen"}
    if cases.holder(view.session, case) is not None:
        found.discard("take")
    grantable = desk.dossier.workflow.allows(desk.dossier.stage, Action.LICENCE_GRANT)
    if "propose" in found:
        found.discard("propose")
        found |= {"consent"} if opened and grantable else set()
        found |= {"refuse"} if opened or not grantable else set()
    if case.has_consented and opened:
        found.discard("propose_reopening")
    if waiting is None and reopening is None:
        found.discard("send_back")
    if reopening is not None:
        found.discard("propose_reopening")
    if view.may(Action.DOSSIER_ADD_STATE, desk.dossier, of=case):
        found.add("add_state")
    if view.may(Action.AUTHORIZATION_RELEASE_NOTE, case):
        found.add("release")
    return frozenset(found | _may_sign(view, case, waiting, reopening))


def _may_sign(
    view: View, case: Authorization, waiting: Proposal | None, reopening: Proposal | None
) -> set[str]:
    """Whether this person may be the second one, for what waits."""
    found = set()
    if reopening is not None:
        who = reopening.person_id
        if view.may(Action.AUTHORIZATION_REOPEN, case, proposer_person_id=who):
            found.add("reopen")
    if waiting is not None:
        who, action = waiting.person_id, SIGNS[Decision(waiting.decision)]
        if view.may(action, case, proposer_person_id=who):
            found.add("sign")
    return found


def _lane(
    desk: Desk,
    case: Authorization,
    found: Outlook,
    entries: list[shown.Entry],
    cover: tuple[CoverShown, ...],
) -> Lane:
    is_own = desk.own is not None and case.id == desk.own.id
    consent = cases.consent_of(desk.history(case), case.state_code, desk.regime)
    stage = shown_stage(case.stage, consent, desk.version.number, desk.view.at)
    terms = desk.terms_of(case)
    steps = shown.lane_steps(entries, case, is_own=is_own)
    return Lane(
        state=case.state_code,
        why=shown.why(desk.version, case.state_code),
        stage=stage,
        yours=is_own,
        steps=(*steps, *_now(desk, case, stage, found)),
        days=(terms[0].first_day, terms[0].last_day) if terms else None,
        proposed=bool(terms and terms[1]),
        cover=tuple(row for row in cover if row.state == case.state_code and not row.outside),
        criteria=shown.counted(desk.answers) if is_own else None,
    )


def _now(desk: Desk, case: Authorization, shown_as: str, found: Outlook) -> tuple[Step, ...]:
    """The step that a case waits for, if it waits."""
    if shown_as not in WAITS:
        return ()
    facts: dict[str, object] = {"version": desk.version.number}
    note = None
    if shown_as == "APPROVED_PENDING_PEER":
        waits = [state for state in found.waits_for if state != case.state_code]
        own = desk.own.state_code if desk.own else None
        if found.proposed == own and own is not None and own != case.state_code:
            waits.append(own)
        if not waits:
            return (Step("now", "clash"),)
        facts["states"] = waits
        consent = cases.consent_of(desk.history(case), case.state_code, desk.regime)
        if consent:
            zone = desk.regime.zone(case.state_code, desk.view.at)
            note = ("lapses", {"day": day_of(consent.lapses_at, zone)})
    return (Step("now", f"now_{shown_as}", facts, note=note),)


WAITS = frozenset(
    {
        "SUBMITTED",
        "UNDER_REVIEW",
        "INFO_REQUESTED",
        "AWAITING_COUNTERSIGN",
        "APPROVED_PENDING_PEER",
        "TO_CONFIRM",
        "LAPSED",
    }
)


def _together(desk: Desk, found: Outlook) -> Together:
    days: tuple[date, date] | None = None
    clash: tuple[str, ...] = ()
    everything = all(desk.shows_terms_of(case) for case in desk.cases)
    if desk.licence is not None:
        days = standing.licence_days(desk.regime, desk.licence)
    elif everything and found.is_last and found.together is not None:
        clash = found.together.clash
        days = _days(desk, found.together.span) if found.together.span else None
    return Together(
        stage=together_stage(
            desk.dossier.stage,
            (case.stage for case in desk.cases),
            desk.licence.stage if desk.licence else None,
        ),
        days=days,
        clash=clash,
        waits_for=found.waits_for,
        proposed=found.proposed,
        licence=desk.licence.number if desk.licence else None,
    )


def _days(desk: Desk, span: tuple[datetime, datetime]) -> tuple[date, date]:
    """The days that the shown terms make together, each as the State that set it counts."""
    lead, at = desk.dossier.lead_state or "", desk.view.at
    shares = sorted(
        (case.state_code != lead, case.state_code, terms[0])
        for case in desk.cases
        if (terms := desk.terms_of(case))
    )
    return said_days(
        span,
        [
            ShareDays(terms.first_day, terms.last_day, desk.regime.zone(state, at))
            for _, state, terms in shares
        ],
        desk.regime.zone(lead, at),
    )


def _goods(desk: Desk, found: Outlook, *, whole: bool) -> tuple[Goods, ...]:
    terms = {case.state_code: desk.terms_of(case) for case in desk.cases}
    effective = {line.no: line.quantity for line in found.together.lines} if found.together else {}
    return tuple(
        Goods(
            no=line.no,
            title=line.description,
            note=line.make_model,
            asked=line.quantity,
            unit=str(line.unit),
            allowed={
                state: item[0].quantity_of(line.no) if item else None
                for state, item in terms.items()
            },
            effective=effective.get(line.no) if whole else None,
        )
        for line in desk.version.deal.lines
    )


def _conditions(desk: Desk) -> tuple[Proviso, ...]:
    return tuple(
        Proviso(text, case.state_code, item[1])
        for case in desk.cases
        if (item := desk.terms_of(case))
        for text in item[0].conditions
    )

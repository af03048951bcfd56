"""A case inside an act: how it is born, and how a proposal is put under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app import standing
from app.enforcement import evidence
from app.work import Work
from models import numbers
from models.actions import Action
from models.enforcement import INTERIM_ONLY, Case, Ground
from models.errors import Blocked, Invalid
from models.proposals import Decision, Proposal
from models.proposals import Terms as Proposed
from models.stages import Stage
from models.states import Terms, day_of, months_later
from models.traders import Trader


@dataclass(frozen=True)
class Opening:
    """What a case begins with: grounds of the catalogue, facts, the evidence as a notice lists it.

    `since_task` is the id of the task that asked for a case of one's own.
    """

    grounds: tuple[str, ...]
    facts: str
    evidence: str = ""


@dataclass(frozen=True)
class Wanted:
    """What an officer proposes: de-register with a bar to a day, or no measure."""

    decision: Decision
    reason: str
    """For the signer and the record."""
    reason_for_trader: str
    """For the trader, and for the States that are asked."""
    grounds: tuple[str, ...] = ()
    """Those that are shown; none of them interim only."""
    bar_until: date | None = None
    """The last day of the bar; None is the State's usual bar from today."""


def opened(w: Work, trader: Trader, opening: Opening, *, recognises: Case | None = None) -> Case:
    """Let a case be born inside an act; one that recognises another begins with its notice."""
    known = {str(ground) for ground in Ground}
    if not opening.grounds or not set(opening.grounds) <= known:
        raise Invalid("grounds_missing", field="grounds")
    if not opening.facts.strip():
        raise Invalid("facts_missing", field="facts")
    state = w.actor.state or ""
    regime = standing.regime(w.session)
    case = Case(
        number=numbers.mint(
            w.session, state, numbers.Kind.CASE, day_of(w.at, regime.zone(state, w.at)).year
        ),
        trader_id=trader.id,
        state_code=state,
        stage=Stage.PRELIMINARY if recognises is None else Stage.NOTICE_SERVED,
        grounds=opening.grounds,
        facts=opening.facts,
        evidence=opening.evidence,
        opened_at=w.at,
        visible_to_trader=False,
        trader=trader,
    )
    if recognises is not None:
        case.recognises_id = recognises.id
        case.notice_at = w.at
        case.notice = recognises.notice
        case.reply_until = w.at
        case.visible_to_trader = True
    return w.add(Action.CASE_OPEN, case, opening.facts)


def proposed(w: Work, case: Case, wanted: Wanted) -> None:
    """Put a proposal under a case inside an act."""
    terms = terms_of(w, case)
    grounds = _shown_grounds(w, case, wanted)
    if not wanted.reason_for_trader.strip():
        raise Invalid("reason_for_trader_missing", field="reason_for_trader")
    w.do(Action.CASE_PROPOSE, case, wanted.reason, decision=str(wanted.decision))
    text, digest = evidence.fingerprint(evidence.gather(w.session, case))
    ends = wanted.decision is Decision.DEREGISTER
    w.attach(
        Proposal(
            thing=case.THING,
            thing_id=case.id,
            state_code=case.state_code,
            decision=str(wanted.decision),
            reason=wanted.reason,
            reason_for_applicant=wanted.reason_for_trader,
            criteria=grounds,
            terms=Proposed(grounds=grounds, bar_until=_bar(w, wanted, terms) if ends else None),
            evidence=text,
            evidence_digest=digest,
            user_id=w.actor.user_id,
            person_id=w.actor.person_id,
            proposed_at=w.at,
        )
    )


def _shown_grounds(w: Work, case: Case, wanted: Wanted) -> tuple[str, ...]:
    """The grounds that a de-registration rests on; no measure rests on none."""
    if wanted.decision is Decision.CLOSE:
        return ()
    if not case.heard(w.at):
        raise Blocked("reply_window_open", day=_last_reply_day(w, case))
    if not wanted.grounds or not set(wanted.grounds) <= set(case.grounds):
        raise Invalid("grounds_missing", field="grounds")
    if INTERIM_ONLY & set(wanted.grounds):
        raise Invalid("ground_interim_only", field="grounds")
    return tuple(ground for ground in case.grounds if ground in wanted.grounds)


def _bar(w: Work, wanted: Wanted, terms: Terms) -> date:
    today = day_of(w.at, terms.zone)
    last_day = wanted.bar_until or months_later(today, terms.bar_months)
    if last_day <= today:
        raise Invalid("bar_over", field="bar_until")
    return last_day


def _last_reply_day(w: Work, case: Case) -> date:
    end = case.reply_until or w.at
    return day_of(end - timedelta(microseconds=1), terms_of(w, case).zone)


def terms_of(w: Work, case: Case) -> Terms:
    """The terms of the case's State, now."""
    return standing.regime(w.session).of(case.state_code, w.at) or Terms()

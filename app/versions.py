"""Versions of a dossier: what a deal needs of whom and where, and how a version is made (C2).

Below the areas, for two of them: the broker submits and amends, an officer adds a State.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import screened, standing
from app.work import Work
from models import numbers
from models.actions import Action
from models.base import canonical
from models.deals import (
    APPLICANT,
    AddedState,
    Capacity,
    Cover,
    CoverNeed,
    Deal,
    DealParty,
    Flag,
    OutsideEvidence,
    Why,
    cover,
    outside_refusals,
)
from models.dossiers import (
    Authorization,
    CoverRow,
    Dossier,
    DossierVersion,
    Party,
    covered_traders,
)
from models.errors import Blocked, Invalid, Stale
from models.screening import SubjectOf
from models.stages import Stage
from models.states import Regime, day_of
from models.traders import Trader
from models.verdicts import LineFact, Registered


@dataclass(frozen=True)
class Lacking:
    """A cover row that nothing meets, and the newest reason known of it."""

    need: CoverNeed
    because: str
    """not_on_register, not_registered, suspended, ended or expired"""


@dataclass(frozen=True)
class Needed:
    """What a deal needs at an instant, as the server computed it from the register."""

    deal: Deal
    """With what the register says of the traders it names."""
    cover: Cover
    met: Mapping[CoverNeed, str]
    """The number of the live registration that meets a row."""
    lacking: tuple[Lacking, ...]
    unproved: tuple[CoverNeed, ...]
    """Rows of States that take no part, without evidence (rules 1.7)."""
    refusing: tuple[str, ...]
    """Required States whose setting refuses an authorization outside the register."""
    traders: dict[str, int]
    regime: Regime


def needed(session: Session, deal: Deal, at: datetime) -> Needed:
    """Compute cover and what is missing of it (REG-03); in a fixed number of statements."""
    world = standing.regime(session)
    known = standing.trader_ids(session, deal)
    deal = as_registered(session, deal)
    found = cover(deal, world, at, standing.holder(session, known))
    met, lacking = _compared(session, deal, found, known, at)
    return Needed(
        deal=deal,
        cover=found,
        met=met,
        lacking=lacking,
        unproved=tuple(need for need in found.outside if not _proved(deal, need, world, at)),
        refusing=outside_refusals(found, world, at),
        traders=known,
        regime=world,
    )


def as_registered(session: Session, deal: Deal) -> Deal:
    """The deal with name, State and residence of each linked trader as the register has them."""
    linked = {party.trader for party in deal.parties if party.trader}
    if not linked:
        return deal
    rows = session.scalars(select(Trader).where(Trader.number.in_(linked)))
    known = {row.number: row for row in rows}
    parties = tuple(
        described(party, known[party.trader]) if party.trader in known else party
        for party in deal.parties
    )
    return msgspec.structs.replace(deal, parties=parties)


def described(party: DealParty, trader: Trader) -> DealParty:
    """A party as the register describes the trader it is linked to."""
    facts = trader.facts
    return msgspec.structs.replace(
        party,
        name=trader.name,
        trader=trader.number,
        is_person=trader.form == "person",
        state=trader.home_state,
        residence=facts.residence,
        nationalities=(),
        stateless=facts.stateless,
        birth_date=facts.birth_date,
    )


def _compared(
    session: Session, deal: Deal, found: Cover, known: dict[str, int], at: datetime
) -> tuple[dict[CoverNeed, str], tuple[Lacking, ...]]:
    """Each row that a live registration meets, with its number; and the rows that none meets."""
    held = standing.registered(session, known.values())
    met: dict[CoverNeed, str] = {}
    lacking = []
    for need in found.needs:
        if need.outside:
            continue
        party = deal.party(need.party)
        key = known.get(party.trader) if party else None
        rows = [
            item
            for state, kind, item in (held.get(key, []) if key else [])
            if state == need.state and kind == need.kind
        ]
        live = next((item for item in rows if item.live(at)), None)
        if live is not None:
            met[need] = live.number
        else:
            lacking.append(Lacking(need, _because(known=key is not None, rows=rows, at=at)))
    return met, tuple(lacking)


def _because(*, known: bool, rows: list[Registered], at: datetime) -> str:
    if not known:
        return "not_on_register"
    if not rows:
        return "not_registered"
    newest = rows[-1]
    if newest.ended_at is not None:
        return "ended"
    in_term = any(span.start <= at < span.end for span in newest.terms)
    return "suspended" if in_term else "expired"


def _proved(deal: Deal, need: CoverNeed, world: Regime, at: datetime) -> bool:
    """Evidence names both registration and authorization, has its file, and is not over."""
    today = day_of(at, world.zone(need.state, at))
    return any(
        item.party == need.party
        and item.state == need.state
        and bool(item.registration and item.authorization and item.document)
        and item.first_day <= item.last_day
        and today <= item.last_day
        for item in deal.outside
    )


def evidence_for(deal: Deal, need: CoverNeed) -> OutsideEvidence | None:
    """What the deal offers for a row of a State that takes no part."""
    return next(
        (item for item in deal.outside if (item.party, item.state) == (need.party, need.state)),
        None,
    )


def require_cover(found: Needed) -> None:
    """Refuse a submission that lacks cover; the facts list for whom and where (C01, C54)."""
    if not found.cover.states:
        raise Blocked("no_state_takes_part")
    if found.lacking:
        code = "cover_missing"
        if all(item.because == "suspended" for item in found.lacking):
            code = "cover_suspended"
        raise Blocked(code, rows=rows_of(found.deal, found.lacking))
    if found.refusing:
        raise Blocked("outside_refused", states=found.refusing)
    if found.unproved:
        states = tuple(dict.fromkeys(need.state for need in found.unproved))
        raise Blocked("outside_unproved", states=states)


def rows_of(deal: Deal, lacking: tuple[Lacking, ...]) -> tuple[tuple[str, str, str, str], ...]:
    """For whom and where cover is missing: (name, State, why asked, because), each once."""
    rows = []
    for item in lacking:
        party = deal.party(item.need.party)
        rows.append(
            (party.name if party else "", item.need.state, str(item.need.why), item.because)
        )
    return tuple(dict.fromkeys(rows))


def lead_of(found: Needed) -> str:
    """The State that mints the number: the applicant's first nationality here (rules 4.1)."""
    own = (
        need.state
        for need in found.cover.needs
        if need.party == APPLICANT and not need.outside and need.why is Why.NATIONALITY
    )
    return next(own, found.cover.states[0])


def hard_stops(session: Session, deal: Deal, at: datetime) -> tuple[Flag, ...]:
    """Embargoes that stand against the deal now: told to officers; consent is blocked (RSK-10)."""
    lines = tuple(LineFact(line.no, str(line.goods_class), line.quantity) for line in deal.lines)
    found = [
        Flag("embargo", embargo.regime)
        for embargo in standing.embargoes_on(session, deal.destination)
        if embargo.stops(lines, at)
    ]
    return tuple(dict.fromkeys(found))


def find_locked(w: Work, key: str, *, seen: int | None = None) -> Dossier:
    """Find a dossier whose draft is to become a version: every trader it names is locked.

    So no registration is suspended or ended between the look at cover and the commit.
    """
    peeked = w.get(Dossier, key)
    numbers_named = {party.trader for party in peeked.draft.parties if party.trader}
    lock_all(w, peeked, numbers_named)
    dossier = w.find(Dossier, key, seen=seen)
    if not {party.trader for party in dossier.draft.parties if party.trader} <= numbers_named:
        raise Stale("changed_meanwhile")
    return dossier


def lock_all(w: Work, dossier: Dossier, named: set[str]) -> None:
    """Lock every trader of the newest version and every one named, in order of id."""
    w.session.execute(
        select(Trader.id)
        .where(Trader.number.in_(named) | Trader.id.in_(covered_traders(dossier.id)))
        .order_by(Trader.id)
        .with_for_update(of=Trader)
    )


def first(w: Work, dossier: Dossier, found: Needed, declaration: str) -> None:
    """Make version 1: number, rows, one case for each required State that takes part."""
    dossier.lead_state = lead_of(found)
    year = day_of(w.at, found.regime.zone(dossier.lead_state, w.at)).year
    dossier.number = numbers.mint(w.session, dossier.lead_state, numbers.Kind.DOSSIER, year)
    dossier.version = 1
    dossier.draft = found.deal
    w.do(Action.DOSSIER_SUBMIT, dossier, declaration=declaration)
    _write(w, dossier, found, declaration, "")
    _open_cases(w, dossier, found.cover.states)


def further(
    w: Work,
    dossier: Dossier,
    found: Needed,
    note: str,
    *,
    declaration: str = "",
    case: Authorization | None = None,
) -> None:
    """Make the next version: new States are asked, every State asked before must confirm.

    `case` is that of the officer who adds a State; without it the broker amends. A State that
    is no longer required keeps its case (docs/decisions): nobody escapes a State by rewriting
    steps.
    """
    action = Action.DOSSIER_AMEND if case is None else Action.DOSSIER_ADD_STATE
    asked = {item.state_code: item for item in dossier.authorizations}
    dossier.version += 1
    w.do(action, dossier, note, of=case, declaration=declaration)
    _write(w, dossier, found, declaration, note)
    for other in asked.values():
        w.do(Action.AUTHORIZATION_TO_NEW_VERSION, other)
    _open_cases(w, dossier, tuple(code for code in found.cover.states if code not in asked))


def with_state(
    w: Work, dossier: Dossier, case: Authorization, *, party: int, state: str, reason: str
) -> None:
    """Let an officer add a State on evidence, with a reason (rules 1.5): a new version.

    Cover that the party lacks there does not refuse the act; it blocks consent.
    """
    deal = newest(dossier).deal
    if deal.party(party) is None:
        raise Invalid("party_unknown", field="party")
    added = AddedState(
        party=party, state=state, reason=reason, by_state=w.actor.state or case.state_code
    )
    if any((row.party_no, row.state_code) == (party, state) for row in newest(dossier).cover):
        raise Invalid("state_asked_already", field="state", state=state)
    changed = msgspec.structs.replace(deal, added=(*deal.added, added))
    found = needed(w.session, changed, w.at)
    if not any(
        (need.party, need.state) == (party, state) and need.why is Why.ADDED
        for need in found.cover.needs
    ):
        raise Invalid("party_needs_no_cover", field="party")
    untouched = dossier.draft == deal
    draft = found.deal if untouched else msgspec.structs.replace(dossier.draft, added=changed.added)
    dossier.draft = draft
    further(w, dossier, found, reason, case=case)


def newest(dossier: Dossier) -> DossierVersion:
    """The version that counts."""
    return next(item for item in dossier.versions if item.number == dossier.version)


def digest_of(deal: Deal) -> str:
    """The digest that proposals and certificates quote for a version."""
    return hashlib.sha256(canonical(deal).encode()).hexdigest()


def _open_cases(w: Work, dossier: Dossier, states: tuple[str, ...]) -> None:
    for code in states:
        w.add(
            Action.AUTHORIZATION_OPEN,
            Authorization(dossier=dossier, state_code=code, stage=Stage.SUBMITTED, opened_at=w.at),
        )


def _write(w: Work, dossier: Dossier, found: Needed, declaration: str, reason: str) -> None:
    deal = found.deal
    version = DossierVersion(
        dossier=dossier,
        number=dossier.version,
        deal=deal,
        digest=digest_of(deal),
        submitted_at=w.at,
        submitted_by_id=w.actor.user_id,
        declaration=declaration,
        reason=reason,
    )
    version.parties = [
        Party(
            no=party.no,
            capacity=str(party.capacity),
            name=party.name,
            state_code=party.state,
            trader_id=found.traders.get(party.trader),
        )
        for party in deal.parties
    ]
    version.cover = [_row(found, need) for need in found.cover.needs]
    version.cover += [_row(found, need, exempt=True) for need in found.cover.exempt]
    w.attach(version)
    w.session.flush()
    screened.ask(w, dossier, dossier.version, names_of(w.session, found))


def _row(found: Needed, need: CoverNeed, *, exempt: bool = False) -> CoverRow:
    party = found.deal.party(need.party)
    return CoverRow(
        party_no=need.party,
        party_name=party.name if party else "",
        trader_id=found.traders.get(party.trader) if party else None,
        capacity=str(need.capacity),
        kind=str(need.kind),
        state_code=need.state,
        why=str(need.why),
        step_no=need.step,
        outside=need.outside,
        exempt=exempt,
    )


def names_of(session: Session, found: Needed) -> tuple[screened.Asked, ...]:
    """Every party, and the officers and owners of each linked trader (issue: screening)."""
    asked = list(screened.of_deal(found.deal, found.traders))
    rows = session.scalars(
        select(Trader).where(Trader.id.in_(found.traders.values())).order_by(Trader.id)
    )
    for trader in rows:
        people = screened.of_particulars(trader.facts, trader.id)
        asked += [item for item in people if item.subject_of is not SubjectOf.TRADER]
    return tuple(asked)


def intermediaries(deal: Deal) -> tuple[DealParty, ...]:
    """The parties that need cover: the applicant as principal, or each intermediary."""
    return tuple(
        party
        for party in deal.parties
        if party.capacity
        in (Capacity.BROKER, Capacity.RETAILER, Capacity.TRANSPORT_AGENT, Capacity.PRINCIPAL)
    )

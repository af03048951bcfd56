"""Writing a draft, one group at a time: questions, parties, steps, goods, route, papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import select

from app import standing, versions
from app.dossiers.papers import Purpose, attached
from app.dossiers.said import Contract, EndUse, Questions
from app.papers import Paper
from app.work import Caller, Work, act, work
from models import numbers
from models.actions import Action
from models.deals import (
    APPLICANT,
    Behalf,
    Capacity,
    Deal,
    DealParty,
    DealStep,
    OutsideEvidence,
    Stop,
)
from models.dossiers import Dossier
from models.errors import Invalid
from models.goods import GoodsLine
from models.stages import Stage
from models.states import known_country
from models.traders import Registration, Trader

MOST = 98
"""Parties, steps and lines of one dossier; 99 stands for one that is not kept yet."""
N = TypeVar("N", DealParty, DealStep, GoodsLine)
Change = Callable[[Work, Dossier], Deal]


@act
def answer_questions(caller: Caller, key: str, said: Questions, *, seen: int | None = None) -> None:
    """Keep the first answers; they decide which duty applies, and the applicant's capacity."""

    def change(_w: Work, dossier: Dossier) -> Deal:
        deal = dossier.draft
        own = said.behalf is Behalf.SELF
        capacity = Capacity.PRINCIPAL if own else said.capacity or Capacity.BROKER
        applicant = msgspec.structs.replace(
            deal.parties[0], capacity=capacity, kind=said.kind if own else None
        )
        return msgspec.structs.replace(
            deal,
            behalf=said.behalf,
            behalf_of="" if own else said.behalf_of,
            consideration=None if own else said.consideration,
            payer="" if own else said.payer,
            international=said.international,
            title=said.title,
            parties=(applicant, *deal.parties[1:]),
        )

    _edit(caller, key, seen, change)


@act
def save_party(
    caller: Caller, key: str, party: DealParty, *, seen: int | None = None, linked: str = ""
) -> int:
    """Add a party (`no` is not kept) or change one; the answer is its number.

    `linked` is a trader's or a registration's number: name and State then come from the
    register. The applicant itself is changed by the first questions only.
    """
    with work(caller) as w:
        dossier = _find(w, key, seen)
        deal = dossier.draft
        if linked:
            party = versions.described(party, linked_trader(w, linked))
        elif not party.name:
            raise Invalid("party_name_missing", field="name")
        party, parties = _placed(deal.parties, party)
        if party.no == APPLICANT:
            raise Invalid("applicant_is_fixed", field="name")
        _keep(w, dossier, msgspec.structs.replace(deal, parties=parties))
        return party.no


@act
def remove_party(caller: Caller, key: str, no: int, *, seen: int | None = None) -> None:
    """Take a party out; not the applicant, and not one that still acts in a step."""

    def change(_w: Work, dossier: Dossier) -> Deal:
        deal = dossier.draft
        if no == APPLICANT:
            raise Invalid("applicant_is_fixed")
        if any(step.party == no for step in deal.steps):
            raise Invalid("party_acts_in_a_step")
        if any(item.party == no for item in deal.added):
            raise Invalid("party_named_by_officer")
        return msgspec.structs.replace(
            deal,
            parties=_without(deal.parties, no),
            outside=tuple(item for item in deal.outside if item.party != no),
        )

    _edit(caller, key, seen, change)


@act
def save_step(caller: Caller, key: str, step: DealStep, *, seen: int | None = None) -> int:
    """Add or change a step of negotiating or arranging; the answer is its number."""
    with work(caller) as w:
        dossier = _find(w, key, seen)
        if step.last_day < step.first_day:
            raise Invalid("step_days_order", field="last_day")
        acting = dossier.draft.party(step.party)
        if acting is None or acting not in versions.intermediaries(dossier.draft):
            raise Invalid("step_needs_intermediary", field="party")
        step, steps = _placed(dossier.draft.steps, step)
        _keep(w, dossier, msgspec.structs.replace(dossier.draft, steps=steps))
        return step.no


@act
def remove_step(caller: Caller, key: str, no: int, *, seen: int | None = None) -> None:
    """Take a step out of the draft."""
    _edit(
        caller,
        key,
        seen,
        lambda _w, d: msgspec.structs.replace(d.draft, steps=_without(d.draft.steps, no)),
    )


@act
def save_line(caller: Caller, key: str, line: GoodsLine, *, seen: int | None = None) -> int:
    """Add or change a goods line; the answer is its number."""
    with work(caller) as w:
        dossier = _find(w, key, seen)
        line, lines = _placed(dossier.draft.lines, line)
        _keep(w, dossier, msgspec.structs.replace(dossier.draft, lines=lines))
        return line.no


@act
def remove_line(caller: Caller, key: str, no: int, *, seen: int | None = None) -> None:
    """Take a goods line out of the draft."""
    _edit(
        caller,
        key,
        seen,
        lambda _w, d: msgspec.structs.replace(d.draft, lines=_without(d.draft.lines, no)),
    )


@act
def save_route(
    caller: Caller, key: str, route: tuple[Stop, ...], *, seen: int | None = None
) -> None:
    """Keep the route: State of dispatch, States of transit in order, State of destination."""
    _edit(caller, key, seen, lambda _w, d: msgspec.structs.replace(d.draft, route=route))


@act
def save_end_use(
    caller: Caller, key: str, said: EndUse, paper: Paper | None, *, seen: int | None = None
) -> None:
    """Keep the end use and the end-use certificate; a new file takes the place of the old."""

    def change(w: Work, dossier: Dossier) -> Deal:
        document = dossier.draft.certificate.document
        if paper is not None:
            document = str(attached(w, dossier, Purpose.END_USE_CERTIFICATE, paper).uid)
        certificate = msgspec.structs.replace(
            dossier.draft.certificate,
            number=said.number,
            issuer=said.issuer,
            issued_on=said.issued_on,
            document=document,
        )
        return msgspec.structs.replace(dossier.draft, end_use=said.purpose, certificate=certificate)

    _edit(caller, key, seen, change)


@act
def save_contract(caller: Caller, key: str, said: Contract, *, seen: int | None = None) -> None:
    """Keep contract, import authorization and the days asked for."""
    if said.wanted_from and said.wanted_until and said.wanted_until < said.wanted_from:
        raise Invalid("wanted_days_order", field="wanted_until")
    _edit(
        caller,
        key,
        seen,
        lambda _w, d: msgspec.structs.replace(d.draft, **msgspec.structs.asdict(said)),
    )


@act
def save_evidence(
    caller: Caller,
    key: str,
    evidence: OutsideEvidence,
    paper: Paper | None,
    *,
    seen: int | None = None,
) -> None:
    """Keep what proves a registration and authorization outside the register (rules 1.7)."""

    def change(w: Work, dossier: Dossier) -> Deal:
        if evidence.last_day < evidence.first_day:
            raise Invalid("evidence_days_order", field="last_day")
        place = (evidence.party, evidence.state)
        earlier = [item for item in dossier.draft.outside if (item.party, item.state) == place]
        document = earlier[0].document if earlier else ""
        if paper is not None:
            document = str(attached(w, dossier, Purpose.OUTSIDE_EVIDENCE, paper).uid)
        if not document:
            raise Invalid("evidence_file_missing", field="document")
        kept = [item for item in dossier.draft.outside if (item.party, item.state) != place]
        now = msgspec.structs.replace(evidence, document=document)
        return msgspec.structs.replace(dossier.draft, outside=(*kept, now))

    _edit(caller, key, seen, change)


@act
def attach(caller: Caller, key: str, paper: Paper, *, seen: int | None = None) -> str:
    """Add a paper to the dossier; the answer is its uid."""
    with work(caller) as w:
        dossier = _find(w, key, seen)
        document = attached(w, dossier, Purpose(paper.purpose), paper)
        w.do(Action.DOSSIER_EDIT, dossier)
        return str(document.uid)


@act
def abandon_changes(caller: Caller, number: str, *, seen: int | None = None) -> None:
    """Take the draft of the next version back to what was last submitted."""
    _edit(caller, number, seen, lambda _w, d: versions.newest(d).deal)


def linked_trader(w: Work, number: str) -> Trader:
    """The trader of a trader's or registration's number, if it is on the public register."""
    plain = numbers.parse(number)
    registered = select(Registration.trader_id).where(
        Registration.stage.in_((Stage.ACTIVE, Stage.SURRENDERED, Stage.DEREGISTERED))
    )
    found = w.session.scalars(
        select(Trader).where(
            Trader.id.in_(registered.where(Registration.number == plain))
            | ((Trader.number == plain) & Trader.id.in_(registered))
        )
    ).first()
    if plain is None or found is None:
        raise Invalid("trader_unknown", field="linked")
    return found


def _find(w: Work, key: str, seen: int | None) -> Dossier:
    return w.find(Dossier, key, seen=seen)


def _edit(caller: Caller, key: str, seen: int | None, change: Change) -> None:
    with work(caller) as w:
        dossier = _find(w, key, seen)
        _keep(w, dossier, change(w, dossier))


def _keep(w: Work, dossier: Dossier, deal: Deal) -> None:
    """Write a draft that has the shape of a deal; the law is asked whether it may be written."""
    names = standing.regime(w.session).names
    for code in sorted(codes_of(deal) - {""}):
        if not known_country(code, names):
            raise Invalid("country_unknown")
    try:
        dossier.draft = msgspec.convert(msgspec.to_builtins(deal), Deal)
    except msgspec.ValidationError as fault:
        raise Invalid("value_not_taken", detail=str(fault)) from fault
    w.do(Action.DOSSIER_EDIT, dossier)


def codes_of(deal: Deal) -> set[str]:
    """Every State or country that a deal names."""
    found = {code for party in deal.parties for code in (party.state, party.residence)}
    found |= {code for party in deal.parties for code in party.nationalities}
    found |= {code for step in deal.steps for code in (step.state, step.acting_nationality)}
    return found | {stop.state for stop in deal.route} | {item.state for item in deal.outside}


def _placed(items: tuple[N, ...], item: N) -> tuple[N, tuple[N, ...]]:
    """The item with its number, and the items with it: in its place, or last."""
    if any(other.no == item.no for other in items):
        return item, tuple(item if other.no == item.no else other for other in items)
    number = max((other.no for other in items), default=0) + 1
    if number > MOST:
        raise Invalid("too_many", most=MOST)
    new = msgspec.structs.replace(item, no=number)
    more: tuple[N, ...] = (new,)
    return new, items + more


def _without(items: tuple[N, ...], no: int) -> tuple[N, ...]:
    return tuple(item for item in items if item.no != no)

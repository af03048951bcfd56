"""A deal: what one dossier version says, and the pure rules on who needs which cover (rules 1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from models.goods import GoodsLine
from models.particulars import Code, Short, Text, TraderKind
from models.states import OutsideRule, Regime

Held = Callable[["DealParty", date, date], tuple[str, ...]]
"""Answers the nationalities a party held on any day from the first to the second, in order."""


class Behalf(StrEnum):
    """For whom the applicant acts."""

    ANOTHER = "another"
    SELF = "self"


class Consideration(StrEnum):
    """What the applicant gets for it."""

    FEE = "fee"
    COMMISSION = "commission"
    OTHER = "other"
    NONE = "none"


class Capacity(StrEnum):
    """What a party is in the deal."""

    BROKER = "broker"
    RETAILER = "retailer"
    TRANSPORT_AGENT = "transport_agent"
    PRINCIPAL = "principal"
    SELLER = "seller"
    MANUFACTURER = "manufacturer"
    BUYER = "buyer"
    CONSIGNOR = "consignor"
    CONSIGNEE = "consignee"
    END_USER = "end_user"
    CARRIER = "carrier"
    FINANCIER = "financier"
    INSURER = "insurer"


INTERMEDIARIES: dict[Capacity, TraderKind] = {
    Capacity.BROKER: TraderKind.BROKER,
    Capacity.RETAILER: TraderKind.RETAILER,
    Capacity.TRANSPORT_AGENT: TraderKind.TRANSPORT_AGENT,
}
AUTHORIZED_ENTITIES = frozenset(
    {Capacity.SELLER, Capacity.MANUFACTURER, Capacity.BUYER, Capacity.CARRIER}
)


APPLICANT = 1
"""The number of the party that applies."""


class Why(StrEnum):
    """Why a State is asked."""

    NATIONALITY = "nationality"
    PLACE = "place"
    ESTABLISHMENT = "establishment"
    RESIDENCE = "residence"
    STAFF = "staff"
    ADDED = "added"


class Duty(StrEnum):
    """Which duty applies (rules 1.3)."""

    INTERMEDIARY = "intermediary"
    PRINCIPAL = "principal"
    NONE_DOMESTIC = "none_domestic"
    NONE_UNPAID = "none_unpaid"


class DealParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One party in one capacity. `trader` is the number of a trader of this register."""

    no: Annotated[int, msgspec.Meta(ge=1, le=99)]
    capacity: Capacity
    name: Short
    trader: Short = ""
    kind: TraderKind | None = None
    is_person: bool = False
    state: Code = ""
    residence: Code = ""
    nationalities: tuple[Code, ...] = ()
    stateless: bool = False
    birth_date: date | None = None
    address: Short = ""
    authority_reference: Short = ""
    """Registration or licence the party names, here or foreign (LIC-22)."""
    is_state_body: bool = False


class DealStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One step of negotiating or arranging: who, where the person physically is, and when."""

    no: Annotated[int, msgspec.Meta(ge=1, le=99)]
    party: Annotated[int, msgspec.Meta(ge=1, le=99)]
    state: Code
    first_day: date
    last_day: date
    means: Short = ""
    done: bool = False
    acting_person: Short = ""
    acting_nationality: Code = ""


class Stop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One State of the route; the first is the State of dispatch, the last the destination."""

    state: Code
    role: Annotated[str, msgspec.Meta(pattern="^(dispatch|transit|destination)$")]
    place: Short = ""
    mode: Short = ""


class OutsideEvidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A registration and authorization of a State that takes no part (rules 1.7)."""

    party: Annotated[int, msgspec.Meta(ge=1, le=99)]
    state: Code
    authority: Short
    registration: Short
    authorization: Short
    first_day: date
    last_day: date
    document: Short = ""


class AddedState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A State that an officer added on evidence, with the reason (rules 1.5)."""

    party: int
    state: Code
    reason: Text
    by_state: Code


class EndUseCertificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Number, issuer and file of the end-use certificate."""

    number: Short = ""
    issuer: Short = ""
    issued_on: date | None = None
    document: Short = ""


class Deal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything one version of a dossier says. Party 1 is the applicant."""

    behalf: Behalf | None = None
    behalf_of: Short = ""
    consideration: Consideration | None = None
    payer: Short = ""
    international: bool | None = None
    title: Short = ""
    parties: tuple[DealParty, ...] = ()
    steps: tuple[DealStep, ...] = ()
    lines: tuple[GoodsLine, ...] = ()
    route: tuple[Stop, ...] = ()
    end_use: Text = ""
    certificate: EndUseCertificate = msgspec.field(default_factory=EndUseCertificate)
    contract: Short = ""
    contract_day: date | None = None
    import_authorization: Short = ""
    wanted_from: date | None = None
    wanted_until: date | None = None
    outside: tuple[OutsideEvidence, ...] = ()
    added: tuple[AddedState, ...] = ()

    def party(self, no: int) -> DealParty | None:
        """The party of that number."""
        return next((item for item in self.parties if item.no == no), None)

    def in_capacity(self, capacity: Capacity) -> tuple[DealParty, ...]:
        """The parties of one capacity."""
        return tuple(item for item in self.parties if item.capacity is capacity)

    @property
    def dispatch(self) -> str:
        """The State of dispatch, or nothing."""
        return next((stop.state for stop in self.route if stop.role == "dispatch"), "")

    @property
    def destination(self) -> str:
        """The State of destination, or nothing."""
        return next((stop.state for stop in self.route if stop.role == "destination"), "")


class CoverNeed(msgspec.Struct, frozen=True, order=True):
    """One cover row: this party, in this capacity, needs that State, for this reason."""

    party: int
    capacity: Capacity
    kind: TraderKind
    state: str
    why: Why
    step: int = 0
    outside: bool = False


class Cover(msgspec.Struct, frozen=True):
    """What a deal needs: rows in the dossier's order, and what a State's setting exempts."""

    needs: tuple[CoverNeed, ...]
    exempt: tuple[CoverNeed, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """The required States that take part, each once, in the dossier's order."""
        return tuple(dict.fromkeys(need.state for need in self.needs if not need.outside))

    @property
    def outside(self) -> tuple[CoverNeed, ...]:
        """The rows that must be met by evidence."""
        return tuple(need for need in self.needs if need.outside)

    def of(self, state: str) -> tuple[CoverNeed, ...]:
        """The rows of one State."""
        return tuple(need for need in self.needs if need.state == state)


def duty(
    behalf: Behalf | None,
    consideration: Consideration | None,
    international: bool | None,  # noqa: FBT001  an answer on a form
) -> Duty | None:
    """Say which duty applies, or None while a question is not answered (rules 1.1 to 1.3).

    >>> duty(Behalf.ANOTHER, Consideration.COMMISSION, True)
    <Duty.INTERMEDIARY: 'intermediary'>
    """
    if behalf is None or international is None:
        return None
    if not international:
        return Duty.NONE_DOMESTIC
    if behalf is Behalf.SELF:
        return Duty.PRINCIPAL
    if consideration is None:
        return None
    return Duty.NONE_UNPAID if consideration is Consideration.NONE else Duty.INTERMEDIARY


def declared_nationalities(party: DealParty, first: date, last: date) -> tuple[str, ...]:  # noqa: ARG001
    """`Held` for a party that is not on the register: what the dossier says of it.

    A firm's nationality is its State of incorporation; stateless means habitual residence.

    >>> firm = DealParty(no=2, capacity=Capacity.BROKER, name="Orlane Logistics SA", state="XB")
    >>> declared_nationalities(firm, date(2026, 3, 1), date(2026, 3, 1))
    ('XB',)
    """
    if party.nationalities:
        return party.nationalities
    found = party.state if not party.is_person else party.residence if party.stateless else ""
    return (found,) if found else ()


def cover(deal: Deal, regime: Regime, instant: datetime, held: Held) -> Cover:
    """Compute the cover rows of a deal (REG-03, rules 1.4 to 1.7); pure.

    `held` answers nationalities over time; `instant` is when the question is asked: which
    States take part, and with which settings, is as of then.
    """
    needs: list[CoverNeed] = []
    exempt: list[CoverNeed] = []
    for party in deal.parties:
        for need in _needs_of(party, deal, regime, instant, held):
            terms = regime.of(need.state, instant)
            if terms is None:
                needs.append(msgspec.structs.replace(need, outside=True))
            elif need.capacity is Capacity.TRANSPORT_AGENT and not terms.transport_alone_counts:
                exempt.append(need)
            else:
                needs.append(need)
    return Cover(tuple(dict.fromkeys(needs)), tuple(dict.fromkeys(exempt)))


def _needs_of(
    party: DealParty, deal: Deal, regime: Regime, instant: datetime, held: Held
) -> Iterator[CoverNeed]:
    principal = party.capacity is Capacity.PRINCIPAL
    kind_needed = party.kind if principal else INTERMEDIARIES.get(party.capacity)
    if kind_needed is None:
        return
    if principal and party.state:
        yield CoverNeed(party.no, party.capacity, kind_needed, party.state, Why.ESTABLISHMENT)
    elif not principal:
        steps = [step for step in deal.steps if step.party == party.no]
        for state, why, number in _reasons(party, steps, regime, instant, held):
            yield CoverNeed(party.no, party.capacity, kind_needed, state, why, number)
    for added in deal.added:
        if added.party == party.no:
            yield CoverNeed(party.no, party.capacity, kind_needed, added.state, Why.ADDED)


def _reasons(
    party: DealParty, steps: list[DealStep], regime: Regime, instant: datetime, held: Held
) -> Iterator[tuple[str, Why, int]]:
    """Nationalities of all steps first (the lead State comes of them), then places."""
    for step in steps:
        for country in held(party, step.first_day, step.last_day):
            yield country, Why.NATIONALITY, 0
    for step in steps:
        yield step.state, Why.PLACE, step.no
    residence = regime.of(party.residence, instant) if party.residence else None
    if steps and residence is not None and residence.residence_counts:
        yield party.residence, Why.RESIDENCE, 0
    for step in steps:
        staff = regime.of(step.acting_nationality, instant) if step.acting_nationality else None
        if staff is not None and staff.staff_nationality_counts:
            yield step.acting_nationality, Why.STAFF, step.no


def missing(deal: Deal) -> tuple[str, ...]:
    """The codes of what a deal lacks before submission; the group of the task list comes first."""
    lacks: list[str] = []
    found = duty(deal.behalf, deal.consideration, deal.international)
    if found is None:
        lacks.append("questions.unanswered")
    elif found in (Duty.NONE_DOMESTIC, Duty.NONE_UNPAID):
        lacks.append(f"questions.{found.value}")
    lacks += _missing_parties(deal, found) + _missing_steps(deal) + _missing_goods(deal)
    if not deal.end_use:
        lacks.append("end_use.purpose")
    if not deal.certificate.number:
        lacks.append("end_use.number")
    if not deal.certificate.document:
        lacks.append("end_use.document")
    if deal.wanted_from is None or deal.wanted_until is None:
        lacks.append("validity.days")
    elif deal.wanted_until < deal.wanted_from:
        lacks.append("validity.order")
    return tuple(lacks)


def _missing_parties(deal: Deal, found: Duty | None) -> list[str]:
    lacks = [
        f"parties.{capacity.value}"
        for capacity in (Capacity.SELLER, Capacity.BUYER, Capacity.END_USER)
        if not deal.in_capacity(capacity)
    ]
    applicant = deal.party(APPLICANT)
    fitting = applicant is not None and (
        applicant.capacity in INTERMEDIARIES
        if found is Duty.INTERMEDIARY
        else applicant.capacity is Capacity.PRINCIPAL and applicant.kind is not None
    )
    if found in (Duty.INTERMEDIARY, Duty.PRINCIPAL) and not fitting:
        lacks.append("parties.applicant")
    if any(_nationality_unknown(party) for party in deal.parties):
        lacks.append("parties.nationality")
    return lacks


def _nationality_unknown(party: DealParty) -> bool:
    """An intermediary outside the register of whom no nationality is told: cover has no ground."""
    if party.trader or party.capacity not in INTERMEDIARIES:
        return False
    return not declared_nationalities(party, date.min, date.max)


def _missing_steps(deal: Deal) -> list[str]:
    acting = {step.party for step in deal.steps}
    lacks = []
    if any(p.capacity in INTERMEDIARIES and p.no not in acting for p in deal.parties):
        lacks.append("steps.none_for_intermediary")
    if any(step.last_day < step.first_day for step in deal.steps):
        lacks.append("steps.order")
    if any(deal.party(step.party) is None for step in deal.steps):
        lacks.append("steps.unknown_party")
    return lacks


def _missing_goods(deal: Deal) -> list[str]:
    lacks = []
    if not deal.lines:
        lacks.append("goods.none")
    if not deal.dispatch:
        lacks.append("route.dispatch")
    if not deal.destination:
        lacks.append("route.destination")
    if deal.international and deal.dispatch and deal.dispatch == deal.destination:
        lacks.append("route.same_state")
    return lacks


class Flag(msgspec.Struct, frozen=True, order=True):
    """A red flag for the officers (RSK-09): a code and what it is about; never hidden."""

    code: str
    subject: str = ""


def flags(deal: Deal, today: date) -> tuple[Flag, ...]:
    """What each officer is told: steps before authorization, parties that name no authority."""
    found = [
        Flag("before_authorization", str(step.no))
        for step in deal.steps
        if step.done or step.first_day <= today
    ]
    found += [
        Flag("party_without_authority", party.name)
        for party in deal.parties
        if party.capacity in AUTHORIZED_ENTITIES
        and not (party.trader or party.authority_reference or party.is_state_body)
    ]
    consignees = {party.name for party in deal.in_capacity(Capacity.CONSIGNEE)}
    found += [
        Flag("transport_agent_as_consignee", party.name)
        for party in deal.in_capacity(Capacity.TRANSPORT_AGENT)
        if party.name in consignees
    ]
    return tuple(found)


def outside_refusals(needed: Cover, regime: Regime, instant: datetime) -> tuple[str, ...]:
    """The required States whose setting refuses authorizations outside the register."""
    if not needed.outside:
        return ()
    found = ((state, regime.of(state, instant)) for state in needed.states)
    return tuple(
        state
        for state, terms in found
        if terms is not None and terms.outside_authorization is OutsideRule.REFUSE
    )

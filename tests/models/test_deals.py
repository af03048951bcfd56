"""Who needs which cover, and why: rules 1 on plain values (C01, C04, C05, C06)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.deals import (
    AddedState,
    Behalf,
    Capacity,
    Consideration,
    Cover,
    Deal,
    DealParty,
    DealStep,
    Duty,
    EndUseCertificate,
    Flag,
    Held,
    Stop,
    Why,
    cover,
    declared_nationalities,
    duty,
    flags,
    missing,
    outside_refusals,
)
from models.goods import GoodsClass, GoodsLine
from models.particulars import TraderKind
from models.states import Dated, OutsideRule, Regime, Terms

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HERE = ("XA", "XB", "XC", "XD", "XE")
ELSEWHERE = ("FR", "JP")
DAY = date(2026, 3, 16)


def regime(**changed: Terms) -> Regime:
    """The five States with the default terms, or with those given by code."""
    terms = {code: (Dated(LONG_AGO, LONG_AGO, changed.get(code, Terms())),) for code in HERE}
    return Regime(names={code: code for code in HERE}, terms=terms)


def party(no: int = 1, capacity: Capacity = Capacity.BROKER, **more: Any) -> DealParty:
    return DealParty(no=no, capacity=capacity, **{"name": f"Party {no}", **more})


def step(no: int, state: str, day: date = DAY, by: int = 1, **more: Any) -> DealStep:
    return DealStep(no=no, party=by, state=state, first_day=day, last_day=day, **more)


def needed(deal: Deal, world: Regime | None = None, held: Held = declared_nationalities) -> Cover:
    return cover(deal, world or regime(), NOW, held)


def asked(found: Cover) -> list[tuple[str, Why]]:
    return [(need.state, need.why) for need in found.needs]


def test_c01_a_national_of_a_living_in_c_who_phones_from_b_needs_a_and_b() -> None:
    deal = Deal(
        parties=(party(is_person=True, nationalities=("XA",), residence="XC"),),
        steps=(step(1, "XB", means="call"),),
        route=(Stop("XD", "dispatch"), Stop("XE", "destination")),
    )
    assert asked(needed(deal)) == [("XA", Why.NATIONALITY), ("XB", Why.PLACE)]


def test_c01_c_is_required_where_its_setting_counts_residence() -> None:
    deal = Deal(
        parties=(party(is_person=True, nationalities=("XA",), residence="XC"),),
        steps=(step(1, "XB"),),
    )
    assert needed(deal, regime(XC=Terms(residence_counts=True))).states == ("XA", "XB", "XC")


def test_residence_without_any_step_asks_nobody() -> None:
    deal = Deal(parties=(party(is_person=True, nationalities=("XA",), residence="XC"),))
    assert needed(deal, regime(XC=Terms(residence_counts=True))).needs == ()


def test_c04_a_dual_national_who_negotiates_in_b_needs_both_and_no_third() -> None:
    deal = Deal(
        parties=(party(is_person=True, nationalities=("XA", "XB"), residence="XB"),),
        steps=(step(1, "XB"),),
    )
    found = needed(deal)
    assert found.states == ("XA", "XB")
    assert len(found.of("XB")) == 2


def renounced_xa_on_1_march(_party: DealParty, first: date, _last: date) -> tuple[str, ...]:
    """A dual national who held XA up to and with 1 March 2026."""
    return ("XA", "XB") if first <= date(2026, 3, 1) else ("XB",)


@pytest.mark.parametrize(
    ("day", "states"),
    [
        (date(2026, 2, 28), ("XA", "XB")),
        (date(2026, 3, 1), ("XA", "XB")),
        (date(2026, 3, 2), ("XB",)),
    ],
)
def test_c04_a_renounced_nationality_counts_for_steps_up_to_its_day(
    day: date, states: tuple[str, ...]
) -> None:
    deal = Deal(parties=(party(),), steps=(step(1, "XB", day),))
    assert needed(deal, held=renounced_xa_on_1_march).states == states


def test_c04_one_early_step_keeps_the_renounced_nationality_in_the_deal() -> None:
    deal = Deal(
        parties=(party(),),
        steps=(step(1, "XB", date(2026, 3, 10)), step(2, "XB", date(2026, 2, 20))),
    )
    assert set(needed(deal, held=renounced_xa_on_1_march).states) == {"XA", "XB"}


def test_c05_a_national_of_a_who_negotiates_only_in_a_needs_a_alone() -> None:
    deal = Deal(parties=(party(state="XA"),), steps=(step(1, "XA"), step(2, "XA")))
    found = needed(deal)
    assert found.states == ("XA",)
    assert asked(found) == [("XA", Why.NATIONALITY), ("XA", Why.PLACE), ("XA", Why.PLACE)]


def test_c06_a_step_in_a_further_state_makes_it_required() -> None:
    deal = Deal(parties=(party(state="XA"),), steps=(step(1, "XB"),))
    further = msgspec.structs.replace(deal, steps=(*deal.steps, step(2, "XC")))
    assert needed(further).states == ("XA", "XB", "XC")


def test_every_intermediary_needs_cover_for_himself() -> None:
    deal = Deal(
        parties=(
            party(1, state="XA"),
            party(2, Capacity.BROKER, state="XC"),
            party(3, Capacity.TRANSPORT_AGENT, state="XD"),
            party(4, Capacity.SELLER, state="XE"),
        ),
        steps=(step(1, "XA"), step(2, "XB", by=2), step(3, "XD", by=3), step(4, "XE", by=4)),
    )
    found = needed(deal)
    rows = {(need.party, need.kind, need.state) for need in found.needs}
    assert rows == {
        (1, TraderKind.BROKER, "XA"),
        (2, TraderKind.BROKER, "XB"),
        (2, TraderKind.BROKER, "XC"),
        (3, TraderKind.TRANSPORT_AGENT, "XD"),
    }


def test_transport_alone_is_exempt_where_the_states_setting_says_so() -> None:
    deal = Deal(
        parties=(party(1, state="XA"), party(2, Capacity.TRANSPORT_AGENT, state="XB")),
        steps=(step(1, "XA"), step(2, "XC", by=2)),
    )
    found = needed(deal, regime(XB=Terms(transport_alone_counts=False)))
    assert [need.state for need in found.exempt] == ["XB"]
    assert found.states == ("XA", "XC")


def test_the_nationality_of_staff_counts_only_where_its_state_says_so() -> None:
    deal = Deal(parties=(party(state="XA"),), steps=(step(1, "XA", acting_nationality="XC"),))
    assert needed(deal).states == ("XA",)
    counting = needed(deal, regime(XC=Terms(staff_nationality_counts=True)))
    assert asked(counting)[-1] == ("XC", Why.STAFF)


def test_a_stateless_person_counts_by_habitual_residence() -> None:
    deal = Deal(
        parties=(party(is_person=True, stateless=True, residence="XD"),), steps=(step(1, "XB"),)
    )
    assert asked(needed(deal)) == [("XD", Why.NATIONALITY), ("XB", Why.PLACE)]


def test_a_principal_needs_its_state_of_establishment_only() -> None:
    principal = party(capacity=Capacity.PRINCIPAL, kind=TraderKind.MANUFACTURER, state="XA")
    deal = Deal(behalf=Behalf.SELF, parties=(principal,), steps=(step(1, "XB"),))
    found = needed(deal)
    assert asked(found) == [("XA", Why.ESTABLISHMENT)]
    assert found.needs[0].kind is TraderKind.MANUFACTURER


def test_a_state_that_takes_no_part_is_met_by_evidence_and_asked_nothing() -> None:
    deal = Deal(parties=(party(state="FR"),), steps=(step(1, "XB"),))
    found = needed(deal)
    assert found.states == ("XB",)
    assert [need.state for need in found.outside] == ["FR"]


def test_without_any_participating_state_nobody_is_asked() -> None:
    deal = Deal(parties=(party(state="FR"),), steps=(step(1, "JP"),))
    found = needed(deal)
    assert found.states == ()
    assert {need.state for need in found.outside} == {"FR", "JP"}


def test_a_state_that_joins_later_takes_no_part_yet() -> None:
    later = datetime(2026, 4, 1, tzinfo=UTC)
    world = regime()
    world = Regime(names=world.names, terms={**world.terms, "XB": (Dated(later, NOW, Terms()),)})
    deal = Deal(parties=(party(state="XA"),), steps=(step(1, "XB"),))
    assert cover(deal, world, NOW, declared_nationalities).states == ("XA",)
    assert cover(deal, world, later, declared_nationalities).states == ("XA", "XB")


def test_a_state_may_refuse_authorizations_from_outside() -> None:
    world = regime(XB=Terms(outside_authorization=OutsideRule.REFUSE))
    deal = Deal(parties=(party(state="FR"),), steps=(step(1, "XB"),))
    assert outside_refusals(needed(deal, world), world, NOW) == ("XB",)
    inside = Deal(parties=(party(state="XA"),), steps=(step(1, "XB"),))
    assert outside_refusals(needed(inside, world), world, NOW) == ()


def test_a_state_added_by_an_officer_is_required() -> None:
    added = AddedState(party=1, state="XC", reason="seen there", by_state="XA")
    deal = Deal(parties=(party(state="XA"),), steps=(step(1, "XA"),), added=(added,))
    assert asked(needed(deal))[-1] == ("XC", Why.ADDED)


ANSWERS: dict[tuple[Behalf | None, Consideration | None, bool | None], Duty | None] = {
    (None, Consideration.FEE, True): None,
    (Behalf.ANOTHER, Consideration.FEE, None): None,
    (Behalf.ANOTHER, None, True): None,
    (Behalf.ANOTHER, Consideration.FEE, True): Duty.INTERMEDIARY,
    (Behalf.ANOTHER, Consideration.OTHER, True): Duty.INTERMEDIARY,
    (Behalf.ANOTHER, Consideration.NONE, True): Duty.NONE_UNPAID,
    (Behalf.ANOTHER, Consideration.FEE, False): Duty.NONE_DOMESTIC,
    (Behalf.SELF, None, True): Duty.PRINCIPAL,
    (Behalf.SELF, None, False): Duty.NONE_DOMESTIC,
}


@pytest.mark.parametrize("given_answers", ANSWERS, ids=str)
def test_the_first_answers_say_which_duty_applies(
    given_answers: tuple[Behalf | None, Consideration | None, bool | None],
) -> None:
    assert duty(*given_answers) is ANSWERS[given_answers]


def whole(**changed: Any) -> Deal:
    """A deal that lacks nothing."""
    given_facts: dict[str, Any] = {
        "behalf": Behalf.ANOTHER,
        "consideration": Consideration.FEE,
        "international": True,
        "parties": (
            party(1, trader="XA-2020-T-00001-A", state="XA"),
            party(2, Capacity.SELLER, authority_reference="M 1"),
            party(3, Capacity.BUYER, is_state_body=True),
            party(4, Capacity.END_USER),
        ),
        "steps": (step(1, "XA"),),
        "lines": (
            GoodsLine(no=1, goods_class=GoodsClass.RIFLE, description="Rifle", quantity=40_000),
        ),
        "route": (Stop("XD", "dispatch"), Stop("XE", "destination")),
        "end_use": "Border police",
        "certificate": EndUseCertificate(number="17/2026", document="a file"),
        "wanted_from": date(2026, 4, 1),
        "wanted_until": date(2026, 12, 31),
    }
    return Deal(**{**given_facts, **changed})


def test_a_whole_deal_lacks_nothing() -> None:
    assert missing(whole()) == ()


def test_an_empty_deal_lacks_every_group() -> None:
    groups = {code.partition(".")[0] for code in missing(Deal())}
    assert groups == {"questions", "parties", "goods", "route", "end_use", "validity"}


LACKS: dict[str, dict[str, Any]] = {
    "questions.none_domestic": {"international": False},
    "questions.none_unpaid": {"consideration": Consideration.NONE},
    "parties.applicant": {"behalf": Behalf.SELF},
    "parties.nationality": {"parties": (*whole().parties, party(5, is_person=True))},
    "parties.seller": {"parties": (whole().parties[0], *whole().parties[2:])},
    "steps.none_for_intermediary": {"steps": ()},
    "steps.unknown_party": {"steps": (step(1, "XA"), step(2, "XB", by=9))},
    "steps.order": {
        "steps": (DealStep(no=1, party=1, state="XA", first_day=DAY, last_day=date(2026, 3, 1)),)
    },
    "goods.none": {"lines": ()},
    "route.same_state": {"route": (Stop("XD", "dispatch"), Stop("XD", "destination"))},
    "route.dispatch": {"route": (Stop("XE", "destination"),)},
    "end_use.document": {"certificate": EndUseCertificate(number="17/2026")},
    "end_use.number": {"certificate": EndUseCertificate(document="a file")},
    "end_use.purpose": {"end_use": ""},
    "validity.days": {"wanted_until": None},
    "validity.order": {"wanted_until": date(2026, 3, 1)},
}


@pytest.mark.parametrize("code", LACKS)
def test_each_lack_is_told_by_its_code(code: str) -> None:
    assert code in missing(whole(**LACKS[code]))


def test_a_principal_without_its_kind_of_registration_is_not_whole() -> None:
    own = party(1, Capacity.PRINCIPAL, state="XA")
    lacks = missing(whole(behalf=Behalf.SELF, parties=(own, *whole().parties[1:])))
    assert lacks == ("parties.applicant",)


def test_officers_are_told_of_early_steps_and_of_parties_without_authority() -> None:
    deal = whole(
        parties=(*whole().parties[:1], party(2, Capacity.SELLER), *whole().parties[2:]),
        steps=(step(1, "XA", date(2026, 2, 1), done=True), step(2, "XA", date(2026, 4, 1))),
    )
    assert flags(deal, date(2026, 3, 2)) == (
        Flag("before_authorization", "1"),
        Flag("party_without_authority", "Party 2"),
    )


def test_a_transport_agent_as_consignee_is_told() -> None:
    deal = whole(
        parties=(
            *whole().parties,
            party(5, Capacity.TRANSPORT_AGENT, name="Orlane", state="XA"),
            party(6, Capacity.CONSIGNEE, name="Orlane"),
        )
    )
    assert Flag("transport_agent_as_consignee", "Orlane") in flags(deal, date(2026, 3, 2))


CODES = st.sampled_from((*HERE, *ELSEWHERE))
TERMS = st.builds(
    Terms,
    participates=st.booleans(),
    transport_alone_counts=st.booleans(),
    residence_counts=st.booleans(),
    staff_nationality_counts=st.booleans(),
)
WORLDS = st.fixed_dictionaries(dict.fromkeys(HERE, TERMS)).map(lambda found: regime(**found))
DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """Deals of up to four parties, with steps by any of them."""
    capacities = st.sampled_from(list(Capacity))
    parties = tuple(
        DealParty(
            no=no,
            capacity=draw(capacities),
            kind=draw(st.sampled_from(TraderKind)),
            name=f"Party {no}",
            state=draw(CODES),
            is_person=draw(st.booleans()),
            nationalities=tuple(draw(st.lists(CODES, max_size=2, unique=True))),
            residence=draw(CODES),
            stateless=draw(st.booleans()),
        )
        for no in range(1, draw(st.integers(1, 4)) + 1)
    )
    steps = tuple(draw(steps_of(no, len(parties))) for no in range(1, draw(st.integers(0, 5)) + 1))
    return Deal(parties=parties, steps=steps)


@st.composite
def steps_of(draw: st.DrawFn, no: int, parties: int) -> DealStep:
    day = draw(DAYS)
    return DealStep(
        no=no,
        party=draw(st.integers(1, parties)),
        state=draw(CODES),
        first_day=day,
        last_day=day,
        acting_nationality=draw(CODES),
    )


@given(deals(), WORLDS)
def test_each_required_state_stands_once_and_takes_part(deal: Deal, world: Regime) -> None:
    found = needed(deal, world)
    assert len(found.states) == len(set(found.states))
    assert all(world.of(code, NOW) is not None for code in found.states)
    assert all(world.of(need.state, NOW) is None for need in found.outside)
    assert len(found.needs) == len(set(found.needs))


@given(deals(), WORLDS)
def test_every_place_of_an_intermediary_is_required_or_exempt(deal: Deal, world: Regime) -> None:
    found = needed(deal, world)
    rows = {(need.party, need.state) for need in (*found.needs, *found.exempt)}
    kinds = (Capacity.BROKER, Capacity.RETAILER, Capacity.TRANSPORT_AGENT)
    acting = {item.no for item in deal.parties if item.capacity in kinds}
    assert {(item.party, item.state) for item in deal.steps if item.party in acting} <= rows


@given(deals(), WORLDS, st.data())
def test_a_further_step_never_takes_a_state_away(deal: Deal, world: Regime, data: Any) -> None:
    more = data.draw(steps_of(len(deal.steps) + 1, len(deal.parties)))
    further = msgspec.structs.replace(deal, steps=(*deal.steps, more))
    before, after = needed(deal, world), needed(further, world)
    assert set(before.needs) <= set(after.needs)
    assert set(before.exempt) <= set(after.exempt)


@given(deals(), WORLDS)
def test_the_order_of_states_does_not_depend_on_when_it_is_asked(deal: Deal, world: Regime) -> None:
    again = msgspec.json.decode(msgspec.json.encode(deal), type=Deal)
    assert needed(again, world) == needed(deal, world)

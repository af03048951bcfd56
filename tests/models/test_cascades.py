"""The cascade's plan against a plain second reading, and since when cover is lost (rules 6.1)."""

from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from models.actions import Action
from models.cascades import (
    CascadeFacts,
    DossierFact,
    LicenceFact,
    RegistrationFact,
    lost_since,
    plan,
)
from models.stages import Stage
from models.traders import OPEN_STAGES, REGISTRATION
from models.verdicts import Covered, Registered, Span, Suspended

STATES = ("XA", "XB", "XC", "XD")
SOME = st.lists(st.sampled_from(STATES), max_size=4, unique=True).map(tuple)
STAGES = st.sampled_from(sorted(REGISTRATION.stages))


@st.composite
def worlds(draw: st.DrawFn) -> CascadeFacts:
    """Any facts: registrations, renewals, dossiers and licences in four States."""
    registrations = tuple(
        RegistrationFact(
            no, f"R{no}", draw(st.sampled_from(STATES)), draw(STAGES), draw(st.booleans())
        )
        for no in range(draw(st.integers(0, 6)))
    )
    registrations = tuple(
        msgspec.structs.replace(item, live=item.live and item.stage is Stage.ACTIVE)
        for item in registrations
    )
    renewals = tuple(
        RegistrationFact(no, f"N{no}", draw(st.sampled_from(STATES)), draw(STAGES), live=False)
        for no in range(draw(st.integers(0, 3)))
    )
    dossiers = tuple(
        DossierFact(
            no,
            f"D{no}",
            draw(SOME),
            tuple((10 * no + n, f"D{no}/{state}", state) for n, state in enumerate(draw(SOME))),
        )
        for no in range(draw(st.integers(0, 4)))
    )
    licences = tuple(
        LicenceFact(no, f"L{no}", draw(SOME), draw(SOME)) for no in range(draw(st.integers(0, 4)))
    )
    return CascadeFacts("XA", registrations, renewals, dossiers, licences, draw(SOME))


@given(worlds())
def test_the_plan_names_each_thing_once_and_only_what_stands_in_that_state(
    facts: CascadeFacts,
) -> None:
    found = plan(facts)
    keys = [(item.action, item.thing, item.thing_id) for item in found.acts]
    assert len(keys) == len(set(keys))
    assert all(item.state == "XA" for item in (*found.registrations, *found.pending_registrations))
    ended = {item.thing_id for item in found.registrations}
    stopped = {item.thing_id for item in found.pending_registrations}
    for row in facts.registrations:
        own = row.state == "XA"
        assert (row.id in ended) == (own and row.stage is Stage.ACTIVE)
        assert (row.id in stopped) == (own and row.stage in OPEN_STAGES)


@given(worlds())
def test_every_planned_act_is_a_step_of_its_workflow(facts: CascadeFacts) -> None:
    """What the preview counts, the act can do: the workflow has a row for each."""
    stages = {row.id: row.stage for row in facts.registrations}
    found = plan(facts)
    for item in (*found.registrations, *found.pending_registrations):
        assert REGISTRATION.allows(stages[item.thing_id], item.action)


@given(worlds())
def test_every_licence_and_dossier_either_stops_or_is_said_to_go_on(facts: CascadeFacts) -> None:
    found = plan(facts)
    stops = {item.thing_id for item in found.licences_stopped}
    goes = {item.thing_id for item in found.goes_on if item.thing == "licence"}
    assert stops | goes == {item.id for item in facts.licences}
    assert not stops & goes
    assert stops == {item.id for item in facts.licences if "XA" in item.covered_states}
    halted = {item.thing_id for item in found.dossiers}
    going = {item.thing_id for item in found.goes_on if item.thing == "dossier"}
    assert halted | going == {item.id for item in facts.dossiers}
    cases = {
        key for item in facts.dossiers if item.id in halted for key, _, _ in item.authorizations
    }
    assert {item.thing_id for item in found.authorizations} == cases


@given(worlds())
def test_every_other_state_concerned_is_asked_once_unless_it_acted(facts: CascadeFacts) -> None:
    asked = plan(facts).tasks
    assert len(asked) == len(set(asked))
    assert "XA" not in asked
    concerned = set()
    for row in facts.registrations:
        if row.live or row.stage in OPEN_STAGES:
            concerned.add(row.state)
    for item in facts.licences:
        concerned.update(item.authorizing)
    assert set(asked) == concerned - {"XA"} - set(facts.acted)


def test_an_entry_always_arises() -> None:
    assert plan(CascadeFacts("XA")).entry
    assert plan(CascadeFacts("XA")).acts == ()


def test_a_licence_is_stopped_by_no_stored_act() -> None:
    facts = CascadeFacts("XA", licences=(LicenceFact(1, "L1", ("XA",), ("XA", "XB")),))
    found = plan(facts)
    assert [item.reference for item in found.licences_stopped] == ["L1"]
    assert Action.LICENCE_REVOKE not in {item.action for item in found.acts}
    assert found.tasks == ("XB",)


BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def registered(**changed: object) -> Registered:
    span = Span(BEGIN, datetime(2027, 1, 1, tzinfo=UTC), BEGIN)
    return msgspec.structs.replace(Registered("R1", (span,)), **changed)


def row(*found: Registered) -> Covered:
    return Covered("Norvane", "XA", "broker", found)


def test_cover_that_stands_is_not_lost() -> None:
    assert lost_since((row(registered()),), NOW) is None


def test_cover_is_lost_since_the_registration_ended() -> None:
    end = NOW - timedelta(days=40)
    assert lost_since((row(registered(ended_at=end)), row(registered())), NOW) == end


def test_cover_is_lost_since_the_last_suspension_began() -> None:
    stop = Suspended(
        state="XA",
        start=NOW - timedelta(days=20),
        confirm_by=NOW - timedelta(days=17),
        limit_at=NOW + timedelta(days=40),
        confirmed_at=NOW - timedelta(days=19),
    )
    assert lost_since((row(registered(suspensions=(stop,))),), NOW) == stop.start


def test_a_suspension_that_was_lifted_in_between_begins_the_count_anew() -> None:
    first = Suspended("XA", NOW - timedelta(days=50), NOW, NOW, None, NOW - timedelta(days=30))
    end = NOW - timedelta(days=5)
    assert lost_since((row(registered(suspensions=(first,), ended_at=end)),), NOW) == end


def test_the_longest_lost_row_counts() -> None:
    early, late = NOW - timedelta(days=40), NOW - timedelta(days=3)
    rows = (row(registered(ended_at=late)), row(registered(ended_at=early)))
    assert lost_since(rows, NOW) == early

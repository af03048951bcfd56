"""Entries: two persons publish, only the owner changes, every look is recorded (WL-01, 02, 14)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from sqlalchemy import select

from app.watchlist import services
from models.audit import AuditEntry, RefusedAct
from models.errors import Blocked, Duplicate, Invalid, NotAllowed, NotFound, ProofNeeded, Refusal
from models.people import Role
from models.stages import Stage
from models.watchlist import Entry, EntryStanding, Look
from tests import make
from tests import make_watchlist as given
from tests.make_enforcement import Unit, deregistered, unit


@pytest.fixture
def owner(house: make.House) -> Unit:
    make.states(house)
    return unit(house, "XA")


def names(found: services.search.Found) -> list[str]:
    return [row.name for row in found.rows]


def test_two_persons_publish_an_entry_without_a_trader(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner, given.FORGED)
    entry = given.entry_of(house, number)
    assert entry.stage is Stage.ACTIVE
    assert entry.trader_id is None
    assert number.startswith("XA-2026-W-00001-")
    assert entry.review_by == make.at("2031-03-03 00:00"), "documents are reviewed in five years"


def test_a_draft_is_no_alert(house: make.House, owner: Unit) -> None:
    given.proposed(house, owner)
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    assert names(services.look_up(other, "Ostrah", "New application", "XB-2026-R-1")) == []


def test_the_author_may_not_publish_with_another_account(house: make.House, owner: Unit) -> None:
    number = given.proposed(house, owner)
    twin = make.user(house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, owner.officer))
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.publish(twin, number, given.shown(house, number), "Yes.", proportionate=True)


def test_publishing_asks_whether_it_is_in_proportion(house: make.House, owner: Unit) -> None:
    number = given.proposed(house, owner)
    with pytest.raises(Invalid, match="not_proportionate"):
        services.publish(
            make.fresh(house, owner.senior),
            number,
            given.shown(house, number),
            "Yes.",
            proportionate=False,
        )


@pytest.mark.parametrize(
    "role", [Role.LICENSING_OFFICER, Role.SENIOR_OFFICER, Role.CUSTOMS_OFFICER]
)
def test_only_an_enforcement_officer_writes_entries(
    house: make.House, owner: Unit, role: Role
) -> None:
    with pytest.raises(NotAllowed):
        services.draft(make.user(house, role, "XA"), given.facts())


def test_one_alert_of_a_state_on_a_subject(house: make.House, owner: Unit) -> None:
    """WL-04: another spelling of the same number is the same certificate."""
    number = given.published(house, owner, given.FORGED)
    again = msgspec.structs.replace(given.FORGED, name="17-2026", file_digest="")
    with pytest.raises(Duplicate) as no:
        given.drafted(house, owner, again)
    assert no.value.facts["number"] == number
    given.published(house, unit(house, "XB"), given.FORGED)


def test_a_new_entry_is_possible_when_the_old_one_has_ended(house: make.House, owner: Unit) -> None:
    given.published(house, owner, until=date(2026, 6, 30))
    with house.at("2026-06-30 12:00"), pytest.raises(Duplicate):
        given.drafted(house, owner)
    with house.at("2026-07-01 12:00"):
        given.drafted(house, owner)


@pytest.mark.parametrize("verb", ["delete", "revoke", "correct", "publish"])
def test_only_the_owner_changes_an_entry_and_the_attempt_is_logged(
    house: make.House, owner: Unit, verb: str
) -> None:
    """C42."""
    number = given.published(house, owner)
    other = unit(house, "XB")
    attempts = {
        "correct": lambda: services.correct(other.officer, number, given.facts(), "Better."),
        "publish": lambda: services.publish(other.senior, number, "", "So.", proportionate=True),
        "delete": lambda: services.delete(other.senior, number, "We do not agree."),
        "revoke": lambda: services.revoke(other.senior, number, "We do not agree."),
    }
    with pytest.raises((NotFound, NotAllowed, Refusal)):
        attempts[verb]()
    assert given.entry_of(house, number).stage is Stage.ACTIVE
    assert given.entry_of(house, number).facts_version == 1
    if verb != "publish":
        with house.rows() as session:
            row = session.scalars(select(RefusedAct)).one()
            assert (row.actor_state, row.reference) == ("XB", number)
            assert row.action == f"entry.{verb}"


def test_a_correction_waits_while_what_stands_goes_on(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    better = given.facts(msgspec.structs.replace(given.PERSON, name="Darren Ostrah-Vell"))
    services.correct(make.fresh(house, owner.officer), number, better, "He married.")
    assert given.entry_of(house, number).facts.subject.name == "Darren Ostrah"
    with pytest.raises(Blocked, match="correction_waits"):
        services.correct(make.fresh(house, owner.officer), number, better, "Again.")
    with house.at("2026-05-02 09:00"):
        given.publish(house, owner, number)
    entry = given.entry_of(house, number)
    assert entry.subject_name == "Darren Ostrah-Vell"
    assert (entry.facts_version, len(entry.versions)) == (2, 2)
    assert entry.review_by == make.at("2029-05-03 00:00"), "publishing again is the review"


def test_a_correction_that_is_sent_back_changes_nothing(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    services.correct(
        make.fresh(house, owner.officer), number, given.facts(reason="Rumour."), "New source."
    )
    services.send_back(make.fresh(house, owner.senior), number, "A rumour is no reason.")
    entry = given.entry_of(house, number)
    assert entry.stage is Stage.ACTIVE
    assert entry.facts.reason == "He fronts for a barred firm."


def test_a_draft_is_corrected_at_once(house: make.House, owner: Unit) -> None:
    number = given.drafted(house, owner)
    services.correct(
        make.fresh(house, owner.officer), number, given.facts(reason="Two sources."), "More known."
    )
    assert given.entry_of(house, number).facts.reason == "Two sources."


def test_what_is_revoked_stays_with_its_date(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    services.revoke(make.fresh(house, owner.senior), number, "The ground has gone.")
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    found = services.look_up(other, "ostrah", "New application", "XB-2026-R-1")
    assert [row.standing for row in found.rows] == [EntryStanding.REVOKED]


def test_what_is_deleted_is_found_by_nobody(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    services.delete(make.fresh(house, owner.senior), number, "The court annulled it.")
    for state in ("XA", "XB"):
        caller = make.user(house, Role.LICENSING_OFFICER, state)
        assert names(services.look_up(caller, "ostrah", "New application", "R-1")) == []
    with house.rows() as session:
        notes = list(
            session.scalars(select(AuditEntry.note).where(AuditEntry.action == "entry.delete"))
        )
    assert notes == ["The court annulled it."]


def test_the_author_neither_revokes_nor_deletes(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    twin = make.user(house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, owner.officer))
    for verb in (services.revoke, services.delete):
        with pytest.raises(NotAllowed, match="author_may_not_sign"):
            verb(make.fresh(house, twin), number, "Let it go.")


def test_an_entry_not_reviewed_in_time_is_dark_to_others(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    with house.at("2029-03-02 23:59"):
        assert names(services.look_up(other, "ostrah", "Check", "R-1")) == ["Darren Ostrah"]
    with house.at("2029-03-03 00:00"):
        assert names(services.look_up(other, "ostrah", "Check", "R-1")) == []
        with pytest.raises(NotFound):
            services.open_entry(other, number, "Check", "R-1")
        assert names(services.look_up(owner.officer, "ostrah", "Review", "R-1")) == [
            "Darren Ostrah"
        ]


def test_a_search_needs_purpose_and_case_and_is_recorded(house: make.House, owner: Unit) -> None:
    given.published(house, owner)
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    with pytest.raises(Invalid, match="purpose_missing"):
        services.look_up(officer, "ostrah", " ", "R-1")
    with pytest.raises(Invalid, match="case_ref_missing"):
        services.look_up(officer, "ostrah", "New application", "")
    customs = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    with pytest.raises(Invalid, match="movement_ref_missing"):
        services.look_up(customs, "ostrah", "Goods held", "")
    services.look_up(officer, "ostrah", "New application", "XB-2026-R-00052-P")
    with house.rows() as session:
        row = session.scalars(select(Look)).one()
        assert (row.asked, row.found, row.purpose) == ("ostrah", 1, "New application")
        assert (row.case_ref, row.by_id) == ("XB-2026-R-00052-P", officer.user_id)


def test_opening_another_states_entry_needs_a_purpose(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    with pytest.raises(Invalid, match="purpose_missing"):
        services.open_entry(officer, number, "", "R-1")
    services.open_entry(officer, number, "New application", "R-1")
    with house.rows() as session:
        assert session.scalars(select(Look.owner_state)).one() == "XA"


def test_only_the_owner_reads_the_evidence_and_proves_itself(
    house: make.House, owner: Unit
) -> None:
    """WL-14."""
    number = given.published(house, owner)
    assert services.open_evidence(owner.officer, number, "Review") == given.EVIDENCE
    with pytest.raises(ProofNeeded):
        services.open_evidence(make.stale(owner.officer), number, "Review")
    for role, state in (
        (Role.SENIOR_OFFICER, "XB"),
        (Role.LICENSING_OFFICER, "XA"),
        (Role.CUSTOMS_OFFICER, "XA"),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            services.open_evidence(make.user(house, role, state), number, "Curious")


def test_an_applicant_learns_nothing(house: make.House, owner: Unit) -> None:
    number = given.published(house, owner)
    firm = make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house))
    with pytest.raises((NotAllowed, NotFound)):
        services.look_up(firm, "ostrah", "Are we listed?", "us")
    with pytest.raises(NotFound):
        services.open_entry(firm, number, "Are we listed?", "us")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("OSTRAH darren", ["Darren Ostrah"]),
        ("daren ostra", ["Darren Ostrah"]),
        ("P114882", ["Darren Ostrah"]),
        ("17 / 2026", ["17/2026"]),
        ("Ostrah Nobody", []),
        ("%", []),
    ],
)
def test_a_search_reads_names_and_numbers_as_typed(
    house: make.House, owner: Unit, typed: str, expected: list[str]
) -> None:
    given.published(house, owner)
    given.published(house, owner, given.FORGED)
    assert names(services.look_up(owner.officer, typed, "Check", "R-1")) == expected


def test_the_entry_of_a_de_registration_is_found_everywhere(house: make.House, owner: Unit) -> None:
    trader = make.trader(house)
    make.registration(house, trader, "XA")
    deregistered(house, trader, "XA")
    other = make.user(house, Role.LICENSING_OFFICER, "XC")
    found = services.look_up(other, "Norvane Brokering", "New application", "R-1")
    assert [(row.name, row.state, row.requested) for row in found.rows] == [
        ("Norvane Brokering Ltd", "XA", "refuse")
    ]


def test_every_version_is_kept(house: make.House, owner: Unit) -> None:
    number = given.drafted(house, owner)
    services.correct(make.fresh(house, owner.officer), number, given.facts(reason="B."), "More.")
    with house.rows() as session:
        entry = session.scalars(select(Entry)).one()
        assert [version.facts.reason for version in entry.versions] == [
            "He fronts for a barred firm.",
            "B.",
        ]

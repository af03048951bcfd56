"""A dossier as its broker writes, submits, changes and withdraws it."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy import select

from app import versions
from app.dossiers import drafts, services
from app.registrations import services_suspensions
from models.audit import AuditEntry
from models.base import canonical
from models.deals import (
    Capacity,
    DealParty,
    Flag,
    Stop,
    Why,
)
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion, Party
from models.errors import (
    Blocked,
    Invalid,
    NotAllowed,
    ProofNeeded,
    Stale,
)
from models.particulars import NationalityHeld, TraderKind
from models.people import Role
from models.screening import Screening
from models.stages import Stage
from models.states import Embargo, OutsideRule, Terms
from models.traders import Nationality, Trader
from tests import make, make_dossiers
from tests.make_dossiers import DECLARATION

LATER = date(2026, 3, 20)


# Submitting


def test_a_dossier_of_two_states_is_asked_of_both(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    with house.rows() as session:
        dossier = session.scalars(select(Dossier)).unique().one()
        assert (dossier.number, dossier.lead_state, dossier.stage) == (number, "XA", Stage.LOCKED)
        rows = session.execute(
            select(CoverRow.state_code, CoverRow.why, CoverRow.exempt).order_by(CoverRow.id)
        )
        assert [tuple(row) for row in rows] == [
            ("XA", "nationality", False),
            ("XB", "place", False),
        ]
    assert make_dossiers.stages(house, number) == {"XA": Stage.SUBMITTED, "XB": Stage.SUBMITTED}


def test_a_version_is_frozen_with_its_digest_its_parties_and_who_declared(
    house: make.House,
) -> None:
    make_dossiers.submitted(house)
    with house.rows() as session:
        version = session.scalars(select(DossierVersion)).unique().one()
        assert version.digest == hashlib.sha256(canonical(version.deal).encode()).hexdigest()
        assert msgspec.json.decode(version.declaration) == {"by": "Ada Quill", "said": DECLARATION}
        parties = session.scalars(select(Party).order_by(Party.no)).all()
        assert [item.capacity for item in parties] == ["broker", "seller", "buyer", "end_user"]
        assert [item.trader_id is not None for item in parties] == [True, False, False, False]


def test_submission_asks_for_every_party_officer_and_owner_to_be_screened(
    house: make.House,
) -> None:
    make_dossiers.submitted(house)
    with house.rows() as session:
        rows = session.execute(
            select(Screening.subject_of, Screening.name).order_by(Screening.id)
        ).all()
    assert ("officer", "Ada Quill") in [tuple(row) for row in rows]
    assert {name for kind, name in rows if kind == "party"} == {
        "Norvane Brokering Ltd",
        "Karrow Works SA",
        "Selmark Supply Ltd",
        "Interior Ministry of Xeland",
    }


def test_one_state_for_nationality_and_place_opens_one_case(house: make.House) -> None:
    """C05: one registration, one authorization."""
    number = make_dossiers.submitted(house, states=("XA",))
    assert make_dossiers.stages(house, number) == {"XA": Stage.SUBMITTED}


def test_without_cover_nothing_reaches_a_queue_and_the_list_says_for_whom_and_where(
    house: make.House,
) -> None:
    """C01: a national of XA, living in XC, phones from XB; registered in XC alone."""
    make.states(house)
    broker = make.trader(
        house,
        "Nell Averin",
        nationalities=(NationalityHeld(country="XA"),),
        residence="XC",
    )
    make.registration(house, broker, "XC")
    caller, key = make_dossiers.drafted(house, ("XA", "XB"), broker=broker)
    with pytest.raises(Blocked) as no:
        make_dossiers.submit(house, caller, key)
    assert no.value.code == "cover_missing"
    assert no.value.facts["rows"] == (
        ("Nell Averin", "XA", Why.NATIONALITY, "not_registered"),
        ("Nell Averin", "XB", Why.PLACE, "not_registered"),
    )
    assert (
        make_dossiers.count(house, Authorization) == make_dossiers.count(house, DossierVersion) == 0
    )
    assert make_dossiers.count(house, Screening) == 0
    assert make_dossiers.dossier_of(house, key).number is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 3, 1), {"XA", "XB"}), (date(2026, 3, 2), {"XB"})],
)
def test_a_renounced_nationality_counts_up_to_its_day(
    house: make.House, day: date, expected: set[str]
) -> None:
    """C04: dual national of XA and XB, XA renounced on 1 March with proof."""
    make.states(house)
    held = (
        NationalityHeld(country="XA", until=date(2026, 3, 1), proof="decree 12"),
        NationalityHeld(country="XB"),
    )
    broker = make.trader(house, "Ona Brisk", nationalities=held)
    make.registration(house, broker, "XA")
    make.registration(house, broker, "XB")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("XB",), first_day=day)
    assert set(make_dossiers.stages(house, make_dossiers.submit(house, caller, key))) == expected


def test_a_renunciation_without_proof_does_not_count(house: make.House) -> None:
    make.states(house)
    broker = make.trader(house, nationalities=(NationalityHeld(country="XB"),))
    with house.rows() as session:
        session.add(
            Nationality(
                trader_id=broker,
                country="XA",
                until=date(2026, 3, 1),
                recorded_at=make.LONG_AGO,
            )
        )
    make.registration(house, broker, "XB")
    make.registration(house, broker, "XA")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("XB",), first_day=LATER)
    assert set(make_dossiers.stages(house, make_dossiers.submit(house, caller, key))) == {
        "XA",
        "XB",
    }


def test_a_suspended_broker_may_not_submit(house: make.House) -> None:
    """C54: the suspension is named as the reason; once it lapsed, the dossier may go."""
    caller, key = make_dossiers.drafted(house)
    make_dossiers.suspend(house, "XB")
    with pytest.raises(Blocked) as no:
        make_dossiers.submit(house, caller, key)
    assert no.value.code == "cover_suspended"
    assert no.value.facts["rows"] == (("Norvane Brokering Ltd", "XB", Why.PLACE, "suspended"),)
    with house.at("2026-03-04 09:00"):
        assert make_dossiers.submit(house, caller, key)


def test_cover_that_ran_out_is_told_as_expired(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with house.at("2027-01-05 09:00"), pytest.raises(Blocked) as no:
        make_dossiers.submit(house, caller, key)
    rows: Any = no.value.facts["rows"]
    assert {row[3] for row in rows} == {"expired"}


def test_each_intermediary_is_asked_for_its_own_cover(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    agent = make.trader(house, "Orlane Logistics SA", "XC")
    number = make.registration(house, agent, "XC", TraderKind.TRANSPORT_AGENT)
    given = DealParty(no=99, capacity=Capacity.TRANSPORT_AGENT, name="")
    no = drafts.save_party(caller, key, given, linked=number)
    drafts.save_step(caller, key, make_dossiers.step("XD", by=no))
    with pytest.raises(Blocked) as refused:
        make_dossiers.submit(house, caller, key)
    assert refused.value.facts["rows"] == (
        ("Orlane Logistics SA", "XD", Why.PLACE, "not_registered"),
    )
    make.registration(house, agent, "XD", TraderKind.TRANSPORT_AGENT)
    assert set(make_dossiers.stages(house, make_dossiers.submit(house, caller, key))) == {
        "XA",
        "XB",
        "XC",
        "XD",
    }


def test_transport_alone_is_kept_as_exempt_where_the_state_asks_no_cover(
    house: make.House,
) -> None:
    make.state(house, "XC", terms=Terms(transport_alone_counts=False))
    for code in ("XA", "XB", "XD", "XE"):
        make.state(house, code)
    caller, key = make_dossiers.drafted(house)
    agent = make.trader(house, "Orlane Logistics SA", "XC")
    make.registration(house, agent, "XB", TraderKind.TRANSPORT_AGENT)
    given = DealParty(no=99, capacity=Capacity.TRANSPORT_AGENT, name="")
    no = drafts.save_party(caller, key, given, linked=make.trader_number(house, agent))
    drafts.save_step(caller, key, make_dossiers.step("XB", by=no))
    number = make_dossiers.submit(house, caller, key)
    assert set(make_dossiers.stages(house, number)) == {"XA", "XB"}
    with house.rows() as session:
        rows = session.execute(select(CoverRow.state_code).where(CoverRow.exempt)).all()
    assert [code for (code,) in rows] == ["XC"]


EVIDENCE = msgspec.structs.replace(make_dossiers.EVIDENCE, state="FR", last_day=date(2026, 12, 31))


def test_a_state_that_takes_no_part_is_met_by_evidence(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, make_dossiers.step("FR"))
    with pytest.raises(Blocked, match="outside_unproved"):
        make_dossiers.submit(house, caller, key)
    with pytest.raises(Invalid, match="evidence_file_missing"):
        drafts.save_evidence(caller, key, EVIDENCE, None)
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    number = make_dossiers.submit(house, caller, key)
    assert set(make_dossiers.stages(house, number)) == {"XA", "XB"}
    with house.rows() as session:
        rows = session.execute(select(CoverRow.state_code).where(CoverRow.outside)).all()
    assert [code for (code,) in rows] == ["FR"]


def test_evidence_that_is_over_proves_nothing(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, make_dossiers.step("FR"))
    over = msgspec.structs.replace(EVIDENCE, last_day=date(2026, 3, 1))
    drafts.save_evidence(caller, key, over, make_dossiers.PAPER)
    with pytest.raises(Blocked, match="outside_unproved"):
        make_dossiers.submit(house, caller, key)


def test_a_state_may_refuse_what_was_authorized_outside(house: make.House) -> None:
    make.state(house, "XB", terms=Terms(outside_authorization=OutsideRule.REFUSE))
    for code in ("XA", "XC", "XD", "XE"):
        make.state(house, code)
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, make_dossiers.step("FR"))
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    with pytest.raises(Blocked, match="outside_refused") as no:
        make_dossiers.submit(house, caller, key)
    assert no.value.facts["states"] == ("XB",)


def test_where_no_required_state_takes_part_nothing_can_be_submitted(house: make.House) -> None:
    make.states(house)
    broker = make.trader(house, country="FR")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("JP",))
    with pytest.raises(Blocked, match="no_state_takes_part"):
        make_dossiers.submit(house, caller, key)


def test_the_lead_state_is_the_first_nationality_that_takes_part(house: make.House) -> None:
    make.states(house)
    broker = make.trader(house, country="FR")
    make.registration(house, broker, "XC")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("XC",))
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    assert make_dossiers.submit(house, caller, key).startswith("XC-2026-D-")


def test_an_incomplete_dossier_is_refused_with_all_that_it_lacks(house: make.House) -> None:
    make.states(house)
    caller = make_dossiers.official(house, make.trader(house))
    key = services.start(caller)
    with pytest.raises(Blocked, match="incomplete") as no:
        make_dossiers.submit(house, caller, key)
    lacks: Any = no.value.facts["lacks"]
    assert {"questions.unanswered", "goods.none", "end_use.document"} <= set(lacks)


def test_only_the_empowered_official_submits(house: make.House) -> None:
    _, key = make_dossiers.drafted(house)
    clerk = make.user(house, Role.APPLICANT_USER, trader=trader_id(house), name="Ada Quill")
    with pytest.raises(NotAllowed):
        make_dossiers.submit(house, clerk, key)
    assert make_dossiers.count(house, Authorization) == 0


def trader_id(house: make.House) -> int:
    with house.rows() as session:
        return session.scalars(select(Trader.id)).one()


def test_the_declaration_bears_the_name_of_the_person_who_signs(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid) as no:
        services.submit(caller, key, declared_by="Ulf Tarn", declaration=DECLARATION)
    assert (no.value.code, no.value.field) == ("declared_by_another", "declared_by")
    with pytest.raises(Invalid, match="declaration_missing"):
        services.submit(caller, key, declared_by="Ada Quill", declaration=" ")


def test_submitting_needs_fresh_proof(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with house.at("2026-03-02 09:06"), pytest.raises(ProofNeeded):
        services.submit(caller, key, declared_by="Ada Quill", declaration=DECLARATION)


def test_sent_twice_it_is_one_dossier_with_one_number(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    first = make_dossiers.submit(house, caller, key)
    assert make_dossiers.submit(house, caller, key) == first
    assert make_dossiers.count(house, DossierVersion) == 1
    assert make_dossiers.count(house, Authorization) == 2
    with house.rows() as session:
        acts = session.scalars(
            select(AuditEntry.action).where(AuditEntry.action == "dossier.submit")
        )
        assert len(acts.all()) == 1


def test_a_stale_page_changes_nothing(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    seen = make_dossiers.dossier_of(house, key).revision
    drafts.save_route(caller, key, make_dossiers.ROUTE, seen=seen)
    with pytest.raises(Stale):
        drafts.save_route(caller, key, (Stop("XA", "dispatch"),), seen=seen)
    with pytest.raises(Stale):
        make_dossiers.submit(house, caller, key, seen=seen)
    assert make_dossiers.draft_of(house, key).route == make_dossiers.ROUTE


def test_an_embargo_does_not_keep_a_dossier_from_the_officers(house: make.House) -> None:
    """RSK-10: it is a hard stop that they are shown; it blocks consent."""
    caller, key = make_dossiers.drafted(house)
    with house.rows() as session:
        session.add(
            make._stamp(
                Embargo(
                    regime="Invented Council 12",
                    target_code="XE",
                    classes=("pistol",),
                    valid_from=make.at("2026-01-01 00:00"),
                    legal_basis="Resolution 12",
                    entered_by_state="XA",
                )
            )
        )
    assert make_dossiers.submit(house, caller, key)
    with house.rows() as session:
        deal = session.scalars(select(DossierVersion.deal)).one()
        assert versions.hard_stops(session, deal, make.at("2026-03-02 09:00")) == (
            Flag("embargo", "Invented Council 12"),
        )
        assert versions.hard_stops(session, deal, make.at("2025-03-02 09:00")) == ()


@pytest.mark.races
def test_two_who_submit_at_once_get_one_number(house: make.House) -> None:
    """A double click, and two officials of one firm: one dossier, one case a State."""
    caller, key = make_dossiers.drafted(house)
    other = make_dossiers.official(house, trader_id(house))
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(make_dossiers.submit, house, who, key) for who in (caller, other) * 2]
        numbers = {future.result() for future in sent}
    assert len(numbers) == 1
    assert make_dossiers.count(house, DossierVersion) == 1
    assert make_dossiers.count(house, Authorization) == 2


@pytest.mark.races
def test_a_suspension_at_the_same_instant_comes_before_or_after(
    house: make.House, race_rounds: int
) -> None:
    """No dossier is submitted on a registration that was suspended before."""
    make.states(house)
    for number in range(max(2, race_rounds // 10)):
        broker = make.trader(house, f"Norvane {number} Ltd")
        make.registration(house, broker, "XA")
        registration = make.registration(house, broker, "XB")
        caller, key = make_dossiers.drafted(house, broker=broker)
        senior = make.user(house, Role.SENIOR_OFFICER, "XB")
        with ThreadPoolExecutor(2) as pool:
            sent = pool.submit(make_dossiers.submit, house, caller, key)
            pool.submit(
                services_suspensions.suspend,
                senior,
                registration,
                ground="G3",
                reason="in question",
            ).result()
            refused = sent.exception()
        acts = acts_of(house)
        assert "registration.suspend" in acts
        if refused is None:
            assert acts.index("dossier.submit") < acts.index("registration.suspend")
        else:
            assert isinstance(refused, Blocked)
            assert refused.code == "cover_suspended"


def acts_of(house: make.House) -> list[str]:
    """The newest submission and suspension, in the order in which they were recorded."""
    with house.rows() as session:
        rows = session.scalars(
            select(AuditEntry.action)
            .where(AuditEntry.action.in_(("dossier.submit", "registration.suspend")))
            .order_by(AuditEntry.id.desc())
            .limit(2)
        )
        return list(rows)[::-1]

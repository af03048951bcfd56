"""A dossier as its broker writes, submits, changes and withdraws it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select

from app import versions
from app.dossiers import drafts, services
from app.papers import Paper
from app.work import Caller
from models.audit import AuditEntry
from models.base import canonical
from models.casework import Answer, Document, Question
from models.deals import (
    Capacity,
    Deal,
    DealParty,
    DealStep,
    Flag,
    OutsideEvidence,
    Stop,
    Why,
)
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion, Party
from models.errors import (
    Blocked,
    Invalid,
    NotAllowed,
    NotFound,
    ProofNeeded,
    Stale,
    WrongStage,
)
from models.particulars import NationalityHeld, TraderKind
from models.people import Role
from models.screening import Screening
from models.stages import Stage
from models.states import Embargo, OutsideRule, Terms
from models.traders import Nationality, Registration, Suspension, Trader
from tests import make, make_dossiers
from tests.make_dossiers import DECLARATION

LATER = date(2026, 3, 20)


def step(state: str, day: date = LATER, by: int = 1) -> DealStep:
    return DealStep(no=99, party=by, state=state, first_day=day, last_day=day, means="call")


def dossier_of(house: make.House, key: str) -> Dossier:
    with house.rows() as session:
        rows = session.scalars(select(Dossier)).unique()
        return next(row for row in rows if key in (row.number, str(row.uid)))


def stages(house: make.House, number: str) -> dict[str, Stage]:
    with house.rows() as session:
        rows = session.execute(
            select(Authorization.state_code, Authorization.stage)
            .join(Dossier, Dossier.id == Authorization.dossier_id)
            .where(Dossier.number == number)
        )
        return {code: stage for code, stage in rows}  # noqa: C416  a result is no mapping


def count(house: make.House, thing: type[Any]) -> int:
    with house.rows() as session:
        return session.scalar(select(func.count()).select_from(thing)) or 0


def set_stage(house: make.House, number: str, state: str, stage: Stage) -> None:
    """Bring a case where an officer would have brought it."""
    with house.rows() as session:
        found = session.scalars(
            select(Authorization)
            .join(Dossier)
            .where(Dossier.number == number, Authorization.state_code == state)
        ).unique()
        found.one().stage = stage


def amend(house: make.House, number: str, reason: str = "one more meeting") -> int:
    owner = make_dossiers.owner(house, number)
    return services.amend(
        owner,
        number,
        reason=reason,
        declared_by=make_dossiers.name_of(house, owner),
        declaration=DECLARATION,
    )


def submit(house: make.House, caller: Caller, key: str, **more: Any) -> str:
    return services.submit(
        make.fresh(house, caller), key, declared_by="Ada Quill", declaration=DECLARATION, **more
    )


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
    assert stages(house, number) == {"XA": Stage.SUBMITTED, "XB": Stage.SUBMITTED}


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
    assert stages(house, number) == {"XA": Stage.SUBMITTED}


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
        submit(house, caller, key)
    assert no.value.code == "cover_missing"
    assert no.value.facts["rows"] == (
        ("Nell Averin", "XA", Why.NATIONALITY, "not_registered"),
        ("Nell Averin", "XB", Why.PLACE, "not_registered"),
    )
    assert count(house, Authorization) == count(house, DossierVersion) == 0
    assert count(house, Screening) == 0
    assert dossier_of(house, key).number is None


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
    assert set(stages(house, submit(house, caller, key))) == expected


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
    assert set(stages(house, submit(house, caller, key))) == {"XA", "XB"}


def suspend(house: make.House, state: str) -> None:
    """A suspension that stands, of the one registration in that State."""
    senior = make.user(house, Role.SENIOR_OFFICER, state)
    person = make.person_of(house, senior)
    with house.rows() as session:
        found = session.scalars(
            select(Registration.id).where(Registration.state_code == state)
        ).one()
        session.add(
            Suspension(
                registration_id=found,
                state_code=state,
                ground="G3",
                reason="in question",
                suspended_at=make.at("2026-03-01 09:00"),
                suspended_by_id=senior.user_id,
                suspended_person_id=person,
                confirm_by=make.at("2026-03-04 09:00"),
                limit_at=make.at("2026-05-01 09:00"),
                recorded_at=make.at("2026-03-01 09:00"),
            )
        )


def test_a_suspended_broker_may_not_submit(house: make.House) -> None:
    """C54: the suspension is named as the reason; once it lapsed, the dossier may go."""
    caller, key = make_dossiers.drafted(house)
    suspend(house, "XB")
    with pytest.raises(Blocked) as no:
        submit(house, caller, key)
    assert no.value.code == "cover_suspended"
    assert no.value.facts["rows"] == (("Norvane Brokering Ltd", "XB", Why.PLACE, "suspended"),)
    with house.at("2026-03-04 09:00"):
        assert submit(house, caller, key)


def test_cover_that_ran_out_is_told_as_expired(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with house.at("2027-01-05 09:00"), pytest.raises(Blocked) as no:
        submit(house, caller, key)
    rows: Any = no.value.facts["rows"]
    assert {row[3] for row in rows} == {"expired"}


def test_each_intermediary_is_asked_for_its_own_cover(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    agent = make.trader(house, "Orlane Logistics SA", "XC")
    number = make.registration(house, agent, "XC", TraderKind.TRANSPORT_AGENT)
    given = DealParty(no=99, capacity=Capacity.TRANSPORT_AGENT, name="")
    no = drafts.save_party(caller, key, given, linked=number)
    drafts.save_step(caller, key, step("XD", by=no))
    with pytest.raises(Blocked) as refused:
        submit(house, caller, key)
    assert refused.value.facts["rows"] == (
        ("Orlane Logistics SA", "XD", Why.PLACE, "not_registered"),
    )
    make.registration(house, agent, "XD", TraderKind.TRANSPORT_AGENT)
    assert set(stages(house, submit(house, caller, key))) == {"XA", "XB", "XC", "XD"}


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
    drafts.save_step(caller, key, step("XB", by=no))
    number = submit(house, caller, key)
    assert set(stages(house, number)) == {"XA", "XB"}
    with house.rows() as session:
        rows = session.execute(select(CoverRow.state_code).where(CoverRow.exempt)).all()
    assert [code for (code,) in rows] == ["XC"]


EVIDENCE = OutsideEvidence(
    party=1,
    state="FR",
    authority="Outer Licensing Office",
    registration="R-77",
    authorization="A-12",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 12, 31),
)


def test_a_state_that_takes_no_part_is_met_by_evidence(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, step("FR"))
    with pytest.raises(Blocked, match="outside_unproved"):
        submit(house, caller, key)
    with pytest.raises(Invalid, match="evidence_file_missing"):
        drafts.save_evidence(caller, key, EVIDENCE, None)
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    number = submit(house, caller, key)
    assert set(stages(house, number)) == {"XA", "XB"}
    with house.rows() as session:
        rows = session.execute(select(CoverRow.state_code).where(CoverRow.outside)).all()
    assert [code for (code,) in rows] == ["FR"]


def test_evidence_that_is_over_proves_nothing(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, step("FR"))
    over = msgspec.structs.replace(EVIDENCE, last_day=date(2026, 3, 1))
    drafts.save_evidence(caller, key, over, make_dossiers.PAPER)
    with pytest.raises(Blocked, match="outside_unproved"):
        submit(house, caller, key)


def test_a_state_may_refuse_what_was_authorized_outside(house: make.House) -> None:
    make.state(house, "XB", terms=Terms(outside_authorization=OutsideRule.REFUSE))
    for code in ("XA", "XC", "XD", "XE"):
        make.state(house, code)
    caller, key = make_dossiers.drafted(house)
    drafts.save_step(caller, key, step("FR"))
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    with pytest.raises(Blocked, match="outside_refused") as no:
        submit(house, caller, key)
    assert no.value.facts["states"] == ("XB",)


def test_where_no_required_state_takes_part_nothing_can_be_submitted(house: make.House) -> None:
    make.states(house)
    broker = make.trader(house, country="FR")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("JP",))
    with pytest.raises(Blocked, match="no_state_takes_part"):
        submit(house, caller, key)


def test_the_lead_state_is_the_first_nationality_that_takes_part(house: make.House) -> None:
    make.states(house)
    broker = make.trader(house, country="FR")
    make.registration(house, broker, "XC")
    caller = make_dossiers.official(house, broker)
    key = services.start(caller)
    make_dossiers.fill(caller, key, places=("XC",))
    drafts.save_evidence(caller, key, EVIDENCE, make_dossiers.PAPER)
    assert submit(house, caller, key).startswith("XC-2026-D-")


def test_an_incomplete_dossier_is_refused_with_all_that_it_lacks(house: make.House) -> None:
    make.states(house)
    caller = make_dossiers.official(house, make.trader(house))
    key = services.start(caller)
    with pytest.raises(Blocked, match="incomplete") as no:
        submit(house, caller, key)
    lacks: Any = no.value.facts["lacks"]
    assert {"questions.unanswered", "goods.none", "end_use.document"} <= set(lacks)


def test_only_the_empowered_official_submits(house: make.House) -> None:
    _, key = make_dossiers.drafted(house)
    clerk = make.user(house, Role.APPLICANT_USER, trader=trader_id(house), name="Ada Quill")
    with pytest.raises(NotAllowed):
        submit(house, clerk, key)
    assert count(house, Authorization) == 0


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
    first = submit(house, caller, key)
    assert submit(house, caller, key) == first
    assert count(house, DossierVersion) == 1
    assert count(house, Authorization) == 2
    with house.rows() as session:
        acts = session.scalars(
            select(AuditEntry.action).where(AuditEntry.action == "dossier.submit")
        )
        assert len(acts.all()) == 1


def test_a_stale_page_changes_nothing(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    seen = dossier_of(house, key).revision
    drafts.save_route(caller, key, make_dossiers.ROUTE, seen=seen)
    with pytest.raises(Stale):
        drafts.save_route(caller, key, (Stop("XA", "dispatch"),), seen=seen)
    with pytest.raises(Stale):
        submit(house, caller, key, seen=seen)
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
    assert submit(house, caller, key)
    with house.rows() as session:
        deal = session.scalars(select(DossierVersion.deal)).one()
        assert versions.hard_stops(session, deal, make.at("2026-03-02 09:00")) == (
            Flag("embargo", "Invented Council 12"),
        )
        assert versions.hard_stops(session, deal, make.at("2025-03-02 09:00")) == ()


# Drafts


def test_a_draft_is_its_traders_alone(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for other in (stranger, officer):
        with pytest.raises(NotFound):
            drafts.save_route(other, key, ())
    services.discard(caller, key)
    with pytest.raises(WrongStage):
        drafts.save_route(caller, key, ())


@pytest.mark.parametrize("number", ["XA-2026-R-00099-A", "nonsense", ""])
def test_a_number_that_is_not_on_the_register_links_nobody(house: make.House, number: str) -> None:
    caller, key = make_dossiers.drafted(house)
    given = DealParty(no=99, capacity=Capacity.BROKER, name="")
    with pytest.raises(Invalid):
        drafts.save_party(caller, key, given, linked=number)


def test_a_trader_that_never_was_registered_cannot_be_found_by_its_number(
    house: make.House,
) -> None:
    caller, key = make_dossiers.drafted(house)
    hidden = make.trader_number(house, make.trader(house, "Orlane Logistics SA"))
    given = DealParty(no=99, capacity=Capacity.BROKER, name="")
    with pytest.raises(Invalid, match="trader_unknown"):
        drafts.save_party(caller, key, given, linked=hidden)


def test_the_applicant_stays_the_first_party(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="applicant_is_fixed"):
        drafts.remove_party(caller, key, 1)
    with pytest.raises(Invalid, match="applicant_is_fixed"):
        drafts.save_party(caller, key, DealParty(no=1, capacity=Capacity.BUYER, name="Other"))


def test_a_party_that_acts_is_not_taken_out(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    broker = DealParty(no=99, capacity=Capacity.BROKER, name="Ulf Tarn", state="XC")
    no = drafts.save_party(caller, key, broker)
    drafts.save_step(caller, key, step("XC", by=no))
    with pytest.raises(Invalid, match="party_acts_in_a_step"):
        drafts.remove_party(caller, key, no)
    steps = make_dossiers.draft_of(house, key).steps
    drafts.remove_step(caller, key, steps[-1].no)
    drafts.remove_party(caller, key, no)
    assert make_dossiers.draft_of(house, key).party(no) is None


def test_only_an_intermediary_has_steps(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="step_needs_intermediary"):
        drafts.save_step(caller, key, step("XC", by=2))


def test_a_paper_is_kept_to_the_byte(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    uid = drafts.attach(caller, key, make_dossiers.PAPER)
    with house.rows() as session:
        found = next(row for row in session.scalars(select(Document)) if str(row.uid) == uid)
        assert found.content == make_dossiers.PAPER.content
        assert (found.purpose, found.scanned) == ("contract", False)
    with pytest.raises(Invalid, match="document_kind"):
        drafts.attach(caller, key, Paper("a.pdf", b"MZ a program", "contract"))


def test_what_a_form_could_not_send_is_not_kept(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Invalid, match="value_not_taken"):
        drafts.save_route(caller, key, (Stop("not a code", "dispatch"),))


# Changing what was submitted


def test_a_meeting_in_a_further_state_makes_a_version_that_all_must_confirm(
    house: make.House,
) -> None:
    """C06: XC becomes required; XA and XB keep their consents, given on version 1."""
    number = make_dossiers.submitted(house)
    make.registration(house, trader_id(house), "XC")
    set_stage(house, number, "XA", Stage.APPROVED_PENDING_PEER)
    set_stage(house, number, "XB", Stage.AWAITING_COUNTERSIGN)
    drafts.save_step(make_dossiers.owner(house, number), number, step("XC"))
    assert amend(house, number) == 2
    assert stages(house, number) == {
        "XA": Stage.APPROVED_PENDING_PEER,
        "XB": Stage.UNDER_REVIEW,
        "XC": Stage.SUBMITTED,
    }
    with house.rows() as session:
        rows = session.execute(
            select(DossierVersion.number, CoverRow.state_code)
            .join(CoverRow, CoverRow.version_id == DossierVersion.id)
            .order_by(CoverRow.id)
        )
        assert [tuple(row) for row in rows] == [
            (1, "XA"), (1, "XB"), (2, "XA"), (2, "XB"), (2, "XC"),
        ]  # fmt: skip
        assert session.scalars(select(DossierVersion.reason)).all()[-1] == "one more meeting"
        asked = select(func.count()).select_from(Screening).where(Screening.version == 2)
        assert session.scalar(asked)


def test_writing_the_next_version_leaves_the_submitted_one_alone(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    owner = make_dossiers.owner(house, number)
    drafts.save_line(owner, number, msgspec.structs.replace(make_dossiers.LINES[0], quantity=1))
    with house.rows() as session:
        deal: Deal = session.scalars(select(DossierVersion.deal)).one()
    assert deal.lines == make_dossiers.LINES
    drafts.abandon_changes(owner, number)
    assert make_dossiers.draft_of(house, number) == deal


def test_an_unchanged_dossier_makes_no_version(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    with pytest.raises(Blocked, match="nothing_changed"):
        amend(house, number)


def test_a_version_needs_a_reason(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    drafts.save_route(make_dossiers.owner(house, number), number, make_dossiers.ROUTE[::-1])
    drafts.save_line(make_dossiers.owner(house, number), number, make_dossiers.LINES[0])
    with pytest.raises(Invalid, match="reason_missing"):
        amend(house, number, reason="  ")


def test_a_change_without_cover_leaves_the_submitted_version_in_force(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    drafts.save_step(make_dossiers.owner(house, number), number, step("XC"))
    with pytest.raises(Blocked, match="cover_missing"):
        amend(house, number)
    assert dossier_of(house, number).version == 1
    assert set(stages(house, number)) == {"XA", "XB"}


def test_a_state_that_was_asked_stays_asked(house: make.House) -> None:
    number = make_dossiers.submitted(house, states=("XA", "XB", "XC"))
    owner = make_dossiers.owner(house, number)
    last = make_dossiers.draft_of(house, number).steps[-1]
    drafts.remove_step(owner, number, last.no)
    amend(house, number, "that meeting did not happen")
    assert stages(house, number)["XC"] is Stage.SUBMITTED


def test_a_draft_cannot_be_amended(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Blocked, match="not_submitted_yet"):
        services.amend(caller, key, reason="a", declared_by="Ada Quill", declaration=DECLARATION)


def test_withdrawing_takes_every_open_case_with_it(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    set_stage(house, number, "XA", Stage.APPROVED_PENDING_PEER)
    services.withdraw(make_dossiers.owner(house, number), number, reason="the buyer stepped back")
    assert dossier_of(house, number).stage is Stage.WITHDRAWN
    assert stages(house, number) == {"XA": Stage.WITHDRAWN, "XB": Stage.WITHDRAWN}
    with pytest.raises(WrongStage):
        services.withdraw(make_dossiers.owner(house, number), number, reason="again")


# Answering


def ask(house: make.House, number: str, state: str, *texts: str) -> tuple[str, list[str]]:
    """Questions of a State, as its officer put them; the case's uid and the questions'."""
    officer = make.user(house, Role.LICENSING_OFFICER, state)
    set_stage(house, number, state, Stage.INFO_REQUESTED)
    with house.rows() as session:
        case = (
            session.scalars(
                select(Authorization)
                .join(Dossier)
                .where(Dossier.number == number, Authorization.state_code == state)
            )
            .unique()
            .one()
        )
        rows = [
            Question(
                thing="authorization",
                thing_id=case.id,
                state_code=state,
                text=text,
                asked_at=make.at("2026-03-02 09:00"),
                asked_by_id=officer.user_id,
                answer_by=make.at("2026-04-01 00:00"),
                recorded_at=make.at("2026-03-02 09:00"),
            )
            for text in texts
        ]
        session.add_all(rows)
        session.flush()
        return str(case.uid), [str(row.uid) for row in rows]


def test_answering_brings_the_case_back_to_its_officer(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    case, questions = ask(house, number, "XB", "Who pays?", "Which port?")
    owner = make_dossiers.owner(house, number)
    with pytest.raises(Invalid, match="answers_missing"):
        services.answer(owner, case, texts={questions[0]: "The seller."})
    texts = dict(zip(questions, ("The seller.", "Selmark."), strict=True))
    assert services.answer(owner, case, texts=texts, papers=(make_dossiers.PAPER,)) == number
    assert stages(house, number) == {"XA": Stage.SUBMITTED, "XB": Stage.UNDER_REVIEW}
    with house.rows() as session:
        assert session.scalars(select(Answer.text).order_by(Answer.id)).all() == [
            "The seller.",
            "Selmark.",
        ]
        purposes = session.scalars(select(Document.purpose).order_by(Document.id)).all()
        assert purposes[-1] == "answer"
    with pytest.raises(Blocked, match="no_open_question"):
        services.answer(owner, case, texts=texts)


def test_a_suspended_broker_still_answers(house: make.House) -> None:
    """C54: answering a question is allowed."""
    number = make_dossiers.submitted(house)
    case, questions = ask(house, number, "XB", "Who pays?")
    suspend(house, "XB")
    services.answer(make_dossiers.owner(house, number), case, texts={questions[0]: "The seller."})


def test_another_broker_cannot_answer(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    case, questions = ask(house, number, "XB", "Who pays?")
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    with pytest.raises(NotFound):
        services.answer(stranger, case, texts={questions[0]: "I do."})

"""Refusing, and what a new version or time does to a consent; on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from app.authorizations import services, services_decide
from app.dossiers import drafts
from app.dossiers import services as broker
from models.deals import DealStep
from models.errors import (
    Blocked,
    Invalid,
    NotAllowed,
    Refusal,
    WrongStage,
)
from models.licences import Licence
from models.proposals import Proposal
from models.stages import Stage
from tests import make, make_dossiers
from tests import make_licences as ml


@pytest.fixture
def number(house: make.House) -> str:
    found = make_dossiers.submitted(house)
    ml.screened(house, found)
    return found


def codes(no: pytest.ExceptionInfo[Refusal]) -> object:
    return no.value.facts["codes"]


# Refusal


def test_one_refusal_refuses_and_counts_for_the_refuser_alone(
    house: make.House, number: str
) -> None:
    """C15: B refuses on criterion 2; A's case is not issued, and is no refusal of A's."""
    ml.consented(house, number, ml.desk(house, "XA"))
    desk = ml.desk(house, "XB")
    services.take(desk.officer, number)
    ml.refuse(house, number, desk)
    assert ml.sign(house, number, desk).decision == "refuse"
    assert ml.stages(house, number) == {
        "XA": Stage.NOT_ISSUED_PEER_REFUSED,
        "XB": Stage.REFUSED,
    }
    assert ml.dossier_stage(house, number) is Stage.DECIDED
    with house.rows() as session:
        proposal = session.scalars(select(Proposal).where(Proposal.decision == "refuse")).one()
        assert (proposal.state_code, proposal.criteria) == ("XB", ("2",))
        assert proposal.reason_for_applicant == "The risk named in criterion 2 remains."
        assert session.scalars(select(Licence)).first() is None


def test_nothing_that_blocks_consent_blocks_refusal(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    ml.end_registration(house, "XB")
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    ml.refuse(house, number, desk, ("A6",))
    assert ml.sign(house, number, desk).decision == "refuse"


def test_an_own_refusal_may_still_be_recorded_after_a_peers(house: make.House, number: str) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    ml.take(house, number, first)
    services.take(second.officer, number)
    ml.refuse(house, number, second)
    ml.sign(house, number, second)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, first)
    assert no.value.code == "dossier_decided"
    ml.refuse(house, number, first, ("7",))
    services_decide.send_back(first.senior, number, reason="Say more of criterion 7.")
    assert ml.stages(house, number)["XA"] is Stage.NOT_ISSUED_PEER_REFUSED
    ml.refuse(house, number, first, ("7",))
    ml.sign(house, number, first)
    assert ml.stages(house, number) == {"XA": Stage.REFUSED, "XB": Stage.REFUSED}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"grounds": ()}, "grounds"),
        ({"grounds": ("99",)}, "grounds"),
        ({"reason": " "}, "reason"),
        ({"reason_for_applicant": " "}, "reason_for_applicant"),
    ],
)
def test_a_refusal_names_grounds_and_both_reasons(
    house: make.House, number: str, changed: dict[str, object], field: str
) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    given = {"grounds": ("2",), "reason": "Report", "reason_for_applicant": "Risk"}
    with pytest.raises(Invalid) as no:
        services_decide.propose_refusal(desk.officer, number, **{**given, **changed})
    assert no.value.field == field


# Versions and time


def amend_with_meeting_in(house: make.House, number: str, state: str) -> None:
    owner = make_dossiers.owner(house, number)
    trader = make_dossiers.trader_of(house, number)
    make.registration(house, trader, state)
    step = DealStep(
        no=90,
        party=1,
        state=state,
        first_day=date(2026, 3, 20),
        last_day=date(2026, 3, 20),
        means="meeting",
        acting_person="Ada Quill",
    )
    drafts.save_step(owner, number, step)
    broker.amend(
        owner,
        number,
        reason="We also met there.",
        declared_by=make_dossiers.name_of(house, owner),
        declaration=make_dossiers.DECLARATION,
    )


def test_negotiation_moves_to_another_state_after_submission(
    house: make.House, number: str
) -> None:
    """C06: C becomes required; A's consent must be confirmed; issued when all have consented."""
    first, second, third = (ml.desk(house, code) for code in ("XA", "XB", "XC"))
    ml.consented(house, number, first)
    amend_with_meeting_in(house, number, "XC")
    ml.screened(house, number)
    assert ml.stages(house, number)["XA"] is Stage.APPROVED_PENDING_PEER
    assert ml.consented(house, number, second).waits_for == ("XA", "XC")
    assert ml.consented(house, number, third).waits_for == ("XA",)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, first)
    assert codes(no) == ("criterion_unanswered",)
    services.assess(first.officer, number, answers=ml.answers())
    ml.propose(house, number, first)
    signed = ml.sign(house, number, first)
    assert signed.licence is not None
    assert {share.state_code for share in ml.of_number(house, signed.licence).shares} == {
        "XA",
        "XB",
        "XC",
    }


def test_a_new_version_voids_a_proposal_that_waits(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    amend_with_meeting_in(house, number, "XC")
    assert ml.stages(house, number)["XA"] is Stage.UNDER_REVIEW
    with pytest.raises(Blocked) as no:
        ml.sign(house, number, desk)
    assert no.value.code == "nothing_to_countersign"


def test_a_consent_that_stands_is_neither_proposed_nor_assessed_again(
    house: make.House, number: str
) -> None:
    desk = ml.desk(house, "XA")
    ml.consented(house, number, desk)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert no.value.code == "consent_stands"
    with pytest.raises(Blocked):
        services.assess(desk.officer, number, answers=ml.answers())


def test_a_consent_lapses_after_180_days_and_is_given_anew(house: make.House, number: str) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    days = {"first_day": date(2026, 10, 1), "last_day": date(2026, 12, 31)}
    ml.consented(house, number, first, **days)
    with house.at("2026-08-29 09:00"):
        make.demonstration(house)
        assert ml.consented(house, number, second, **days).waits_for == ("XA",)
        services.assess(make.fresh(house, first.officer), number, answers=ml.answers())
        ml.propose(house, number, first, **days)
        assert ml.sign(house, number, first).licence is not None


def test_a_case_that_is_not_taken_cannot_be_decided(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    with pytest.raises((NotAllowed, WrongStage)):
        ml.propose(house, number, desk)
    with pytest.raises(Blocked):
        services_decide.countersign(desk.senior, number, shown_digest="0" * 64, reason="ok")

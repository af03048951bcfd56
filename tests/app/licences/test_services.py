"""Stopping a licence: by any authorizing State at once, for good by two persons; both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import standing
from app.clock import now
from app.licences import services
from app.work import Caller
from models.errors import (
    Blocked,
    Invalid,
    NotAllowed,
    NotFound,
    ProofNeeded,
    Refusal,
    Stale,
    WrongStage,
)
from models.licences import Licence
from models.people import Role
from models.proposals import Proposal, Signature
from models.stages import Stage
from models.verdicts import Reason, Verdict, verdict
from tests import make, make_dossiers
from tests import make_licences as ml


@pytest.fixture
def number(house: make.House) -> str:
    return ml.issued(house)


def senior(house: make.House, state: str) -> Caller:
    return make.user(house, Role.SENIOR_OFFICER, state)


def told(house: make.House, number: str, at: str) -> Verdict:
    with house.rows() as session:
        key = session.scalars(select(Licence.id).where(Licence.number == number)).one()
        return verdict(standing.licence_facts(session, key), make.at(at))


def stop(house: make.House, number: str, state: str, at: str) -> str:
    with house.at(at):
        return services.suspend(senior(house, state), number, reason="Diversion reported.")


def lift(house: make.House, number: str, state: str, suspension: str, at: str) -> None:
    with house.at(at):
        services.lift(
            senior(house, state), number, suspension=suspension, reason="The report was wrong."
        )


def test_either_state_can_stop_it_and_all_must_lift(house: make.House, number: str) -> None:
    """C18 and C38: what every border is told at each moment, then and later."""
    by_b = stop(house, number, "XB", "2026-05-03 10:00")
    by_a = stop(house, number, "XA", "2026-05-03 12:00")
    lift(house, number, "XB", by_b, "2026-05-03 14:00")
    assert told(house, number, "2026-05-03 14:01").facts == {"states": "XA"}
    lift(house, number, "XA", by_a, "2026-05-03 16:00")
    told_at = {
        "2026-05-03 09:59": None,
        "2026-05-03 10:00": Reason.SUSPENDED,
        "2026-05-03 14:10": Reason.SUSPENDED,
        "2026-05-03 15:59": Reason.SUSPENDED,
        "2026-05-03 16:01": None,
    }
    assert {text: told(house, number, text).reason for text in told_at} == told_at


def test_a_seniors_suspension_lapses_after_72_hours_and_an_enforcement_officers_after_24(
    house: make.House, number: str
) -> None:
    with house.at("2026-05-03 10:00"):
        officer = make.user(house, Role.ENFORCEMENT_OFFICER, "XB")
        services.suspend(officer, number, reason="Found at the road.")
    assert told(house, number, "2026-05-04 09:59").reason is Reason.SUSPENDED
    assert told(house, number, "2026-05-04 10:00").reason is None
    stop(house, number, "XA", "2026-06-01 10:00")
    assert told(house, number, "2026-06-04 09:59").reason is Reason.SUSPENDED
    assert told(house, number, "2026-06-04 10:00").reason is None


def test_a_confirmed_suspension_stands_for_sixty_days(house: make.House, number: str) -> None:
    uid = stop(house, number, "XA", "2026-05-03 10:00")
    with house.at("2026-05-04 10:00"):
        services.confirm(senior(house, "XA"), number, suspension=uid, reason="I agree.")
    assert told(house, number, "2026-07-02 09:59").reason is Reason.SUSPENDED
    assert told(house, number, "2026-07-02 10:00").reason is None


def test_confirming_and_lifting_are_another_seniors_of_the_same_state(
    house: make.House, number: str
) -> None:
    with house.at("2026-05-03 10:00"):
        first = senior(house, "XA")
        uid = services.suspend(first, number, reason="Diversion reported.")
        given = {"suspension": uid, "reason": "Looked into it."}
        for verb in (services.confirm, services.lift):
            with pytest.raises(NotAllowed) as no:
                verb(first, number, **given)
            assert no.value.code == "suspender_may_not"
            twin = make.user(house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, first))
            with pytest.raises(NotAllowed):
                verb(twin, number, **given)
            with pytest.raises(NotFound):
                verb(senior(house, "XB"), number, **given)
            with pytest.raises(Refusal):
                verb(make.user(house, Role.LICENSING_OFFICER, "XA"), number, **given)
        services.confirm(senior(house, "XA"), number, **given)
        with pytest.raises(Blocked) as blocked:
            services.confirm(senior(house, "XA"), number, **given)
        assert blocked.value.code == "suspension_confirmed_already"


def test_a_suspension_that_lapsed_is_neither_confirmed_nor_lifted(
    house: make.House, number: str
) -> None:
    uid = stop(house, number, "XA", "2026-05-03 10:00")
    with house.at("2026-05-06 10:00"):
        for verb in (services.confirm, services.lift):
            with pytest.raises(Blocked) as no:
                verb(senior(house, "XA"), number, suspension=uid, reason="Too late.")
            assert no.value.code == "suspension_over"


def test_one_state_suspends_once_and_names_a_reason(house: make.House, number: str) -> None:
    with house.at("2026-05-03 10:00"):
        with pytest.raises(Invalid):
            services.suspend(senior(house, "XA"), number, reason=" ")
        services.suspend(senior(house, "XA"), number, reason="Diversion reported.")
        with pytest.raises(Blocked) as no:
            services.suspend(senior(house, "XA"), number, reason="Again.")
        assert no.value.code == "suspended_already"


@pytest.mark.parametrize("state", ["XC", "XD", "XE"])
def test_a_state_that_does_not_authorize_it_cannot_suspend(
    house: make.House, number: str, state: str
) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        services.suspend(senior(house, state), number, reason="Not ours.")


def test_a_suspension_needs_fresh_proof_and_the_right_role(house: make.House, number: str) -> None:
    with pytest.raises(ProofNeeded):
        services.suspend(make.stale(senior(house, "XA")), number, reason="Diversion.")
    for role in (Role.LICENSING_OFFICER, Role.CUSTOMS_OFFICER, Role.AUDITOR):
        with pytest.raises((NotAllowed, NotFound)):
            services.suspend(make.user(house, role, "XA"), number, reason="Diversion.")


def test_a_suspension_after_the_page_was_opened_makes_it_stale(
    house: make.House, number: str
) -> None:
    seen = ml.of_number(house, number).revision
    services.suspend(senior(house, "XA"), number, reason="Diversion.")
    with pytest.raises(Stale):
        services.suspend(senior(house, "XB"), number, reason="Diversion.", seen=seen)


def revocation_digest(house: make.House) -> str:
    with house.rows() as session:
        return session.scalars(
            select(Proposal.evidence_digest).where(Proposal.decision == "revoke")
        ).all()[-1]


def test_any_authorizing_state_revokes_for_good_by_two_persons(
    house: make.House, number: str
) -> None:
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    services.propose_revocation(officer, number, reason="The end user is not the end user.")
    with pytest.raises(Blocked):
        services.propose_revocation(officer, number, reason="Again.")
    given = {"shown_digest": revocation_digest(house), "reason": "Agreed."}
    with pytest.raises(Blocked):
        services.revoke(senior(house, "XA"), number, **given)
    twin = make.user(house, Role.SENIOR_OFFICER, "XB", person=make.person_of(house, officer))
    with pytest.raises(NotAllowed):
        services.revoke(twin, number, **given)
    with pytest.raises(Stale):
        services.revoke(senior(house, "XB"), number, shown_digest="0" * 64, reason="Agreed.")
    with house.at("2026-05-03 10:00"):
        services.revoke(senior(house, "XB"), number, **given)
    found = ml.of_number(house, number)
    assert (found.stage, found.ended_at) == (Stage.REVOKED, make.at("2026-05-03 10:00"))
    assert told(house, number, "2026-05-03 09:59").reason is None
    assert told(house, number, "2026-05-03 10:00").reason is Reason.REVOKED
    with pytest.raises(WrongStage):
        services.suspend(senior(house, "XA"), number, reason="Too late.")


def test_a_revocation_is_sent_back_and_may_be_proposed_anew(house: make.House, number: str) -> None:
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    services.propose_revocation(officer, number, reason="Diversion.")
    with pytest.raises(Invalid):
        services.send_back(senior(house, "XA"), number, reason=" ")
    services.send_back(senior(house, "XA"), number, reason="Say where.")
    services.propose_revocation(officer, number, reason="Diversion at Ulm.")
    services.revoke(
        senior(house, "XA"), number, shown_digest=revocation_digest(house), reason="Agreed."
    )
    with house.rows() as session:
        outcomes = session.scalars(
            select(Signature.outcome)
            .join(Proposal, Proposal.id == Signature.proposal_id)
            .where(Proposal.decision == "revoke")
            .order_by(Signature.id)
        ).all()
    assert outcomes == ["sent_back", "accepted"]


def test_the_holder_gives_it_back_and_nobody_else_does(house: make.House, number: str) -> None:
    for caller in (senior(house, "XA"), make.user(house, Role.LICENSING_OFFICER, "XA")):
        with pytest.raises((NotAllowed, NotFound)):
            services.surrender(caller, number)
    stranger = make.user(
        house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane Logistics SA")
    )
    with pytest.raises(NotFound):
        services.surrender(stranger, number)
    with house.rows() as session:
        trader = session.scalars(select(Licence.trader_id)).one()
    holder = make_dossiers.official(house, trader)
    services.surrender(holder, number, reason="The buyer withdrew.")
    assert ml.of_number(house, number).stage is Stage.SURRENDERED
    later = (now() + timedelta(days=60)).strftime("%Y-%m-%d %H:%M")
    assert told(house, number, later).reason is Reason.SURRENDERED


def test_an_officer_with_an_interest_in_any_party_proposes_no_revocation(
    house: make.House, number: str
) -> None:
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    with house.rows() as session:
        trader = session.scalars(select(Licence.trader_id)).one()
    ml.interested(house, officer, trader)
    with pytest.raises(NotAllowed) as no:
        services.propose_revocation(officer, number, reason="Diversion.")
    assert no.value.code == "interest_declared"

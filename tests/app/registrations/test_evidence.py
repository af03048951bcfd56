"""Four eyes on one evidence: no second hat, no other State, nothing that came after (C55)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.registrations import evidence, services
from app.registrations.services_interests import declare_interest
from app.registrations.wanted import Place
from models.audit import RefusedAct
from models.errors import (
    NotAllowed,
    NotFound,
    ProofNeeded,
    Refusal,
    Stale,
)
from models.people import Role
from models.proposals import Decision, Proposal, Signature
from models.screening import DispositionOutcome
from models.stages import Stage
from models.traders import Filing, Registration, Trader
from tests import make, make_registrations
from tests.app.registrations.cases import APPROVE, proposal_of, proposed, row_of
from tests.make_registrations import Officers

# Cheating the second signature (C55)


def test_the_proposer_may_not_sign(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people)
    with pytest.raises(NotAllowed):
        services.sign(people.officer, place, shown, "I sign myself.")


def test_a_second_account_of_the_proposer_may_not_sign(house: make.House, people: Officers) -> None:
    """Refused, and recorded as tried."""
    place, shown = proposed(house, people)
    same = make.user(house, Role.SENIOR_OFFICER, "XA", person=make.person_of(house, people.officer))
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.sign(same, place, shown, "Another hat.")
    with house.rows() as session:
        tried = session.scalars(select(RefusedAct)).one()
        assert (tried.action, tried.code) == ("registration.approve", "proposer_may_not_sign")
        assert tried.actor_user_id == same.user_id
    with pytest.raises(NotAllowed, match="proposer_may_not_sign"):
        services.send_back(same, place, "Another hat.")
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN


def test_a_senior_of_another_state_may_not_sign(house: make.House, people: Officers) -> None:
    ours, _ = make_registrations.submitted(house, "XA", "XB")
    services.take(people.officer, Place(ours))
    services.propose(people.officer, Place(ours), APPROVE)
    shown = proposal_of(house).evidence_digest
    peer = make.user(house, Role.SENIOR_OFFICER, "XB")
    stranger = make.user(house, Role.SENIOR_OFFICER, "XC")
    with pytest.raises(NotFound):
        services.sign(peer, Place(ours), shown, "I see it, so I sign it.")
    with pytest.raises(NotFound):
        services.sign(stranger, Place(ours), shown, "I know its number.")
    assert row_of(house, ours).stage is Stage.AWAITING_COUNTERSIGN


@pytest.mark.parametrize(
    "role", [Role.LICENSING_OFFICER, Role.ENFORCEMENT_OFFICER, Role.NATIONAL_ADMIN, Role.AUDITOR]
)
def test_only_a_senior_officer_signs(house: make.House, people: Officers, role: Role) -> None:
    place, shown = proposed(house, people)
    with pytest.raises(Refusal):
        services.sign(make.user(house, role, "XA"), place, shown, "Me too.")
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN


def test_signing_needs_a_fresh_proof(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people)
    with house.at("2026-03-02 09:06"), pytest.raises(ProofNeeded):
        services.sign(people.senior, place, shown, "Read.")


def test_the_database_refuses_a_signature_of_the_same_person(
    house: make.House, people: Officers
) -> None:
    """A script that writes the row itself gets no further than a person (C55)."""
    proposed(house, people)
    proposal = proposal_of(house)
    with pytest.raises(DBAPIError), house.rows() as session:
        session.add(forged(proposal, proposal.person_id, proposal.person_id, "XA"))


def test_the_database_refuses_a_signature_that_names_another_proposer_or_state(
    house: make.House, people: Officers
) -> None:
    proposed(house, people)
    proposal = proposal_of(house)
    other = make.person_of(house, people.other_senior)
    for proposer, state in ((other, "XA"), (proposal.person_id, "XB")):
        signer = proposal.person_id if proposer == other else other
        with pytest.raises(DBAPIError), house.rows() as session:
            session.add(forged(proposal, proposer, signer, state))
    with pytest.raises(DBAPIError), house.rows() as session:
        session.execute(text("UPDATE proposals SET person_id = :other"), {"other": other})


def forged(proposal: Proposal, proposer: int, signer: int, state: str) -> Signature:
    return Signature(
        recorded_at=make.LONG_AGO,
        proposal_id=proposal.id,
        proposer_person_id=proposer,
        state_code=state,
        user_id=proposal.user_id,
        person_id=signer,
        outcome="accepted",
        reason="by a script",
        evidence_digest=proposal.evidence_digest,
        signed_at=make.LONG_AGO,
    )


def test_who_declared_an_interest_neither_takes_nor_signs(
    house: make.House, people: Officers
) -> None:
    place, shown = proposed(house, people)
    with house.rows() as session:
        trader = session.scalars(select(Trader.number)).one()
    declare_interest(people.senior, trader, "My brother is a director.")
    with pytest.raises(NotAllowed, match="interest_declared"):
        services.sign(people.senior, place, shown, "Read.")
    assert services.sign(people.other_senior, place, shown, "Read.") is Decision.APPROVE


# The evidence that was signed is the evidence that was proposed


CHANGES: list[Callable[[make.House, Officers, str], object]] = [
    lambda house, people, number: make_registrations.document(house, number),  # noqa: ARG005
    lambda house, people, number: services.note(people.officer, number, "A call came in."),  # noqa: ARG005
    lambda house, people, number: make_registrations.hit(house, number),  # noqa: ARG005
    lambda house, people, number: make_registrations.screening(  # noqa: ARG005
        house, Filing.THING, make_registrations.filing_of(house, number), version=2
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=["document", "note", "hit", "screening"])
def test_evidence_that_came_after_the_proposal_stops_the_signature(
    house: make.House,
    people: Officers,
    change: Callable[[make.House, Officers, str], object],
) -> None:
    place, shown = proposed(house, people)
    change(house, people, place.number)
    with pytest.raises(Stale, match="evidence_changed"):
        services.sign(people.senior, place, shown, "Read.")
    services.send_back(people.senior, place, "Something came in.")
    assert row_of(house, place.number).stage is Stage.UNDER_REVIEW


def test_a_disposition_changed_after_the_proposal_stops_the_signature(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    hit = make_registrations.hit(house, number)
    make_registrations.dispose(house, people.officer, hit)
    services.take(people.officer, Place(number))
    services.propose(people.officer, Place(number), APPROVE)
    shown = proposal_of(house).evidence_digest
    make_registrations.dispose(house, people.senior, hit, DispositionOutcome.UNCLEAR)
    with pytest.raises(Stale, match="evidence_changed"):
        services.sign(people.senior, Place(number), shown, "Read.")


def test_an_answer_is_part_of_the_evidence(house: make.House, people: Officers) -> None:
    owner = make.trader(house)
    applicant = make.user(house, Role.APPLICANT_ADMIN, trader=owner)
    place, before = proposed(house, people, trader=owner)
    services.send_back(people.senior, place, "Ask how the goods travel.")
    services.ask(people.officer, place, "How do the goods travel?")
    make_registrations.answer(house, applicant, place.number)
    services.propose(people.officer, place, APPROVE)
    assert proposal_of(house).evidence_digest != before


def test_the_fingerprint_that_the_page_showed_must_be_the_one_proposed(
    house: make.House, people: Officers
) -> None:
    place, _ = proposed(house, people)
    with pytest.raises(Stale, match="evidence_changed"):
        services.sign(people.senior, place, "0" * 64, "Read.")


def test_the_same_evidence_has_the_same_fingerprint_on_every_reading(
    house: make.House, people: Officers
) -> None:
    place, shown = proposed(house, people)
    with house.rows() as session:
        case = session.scalars(select(Registration)).one()
        text_now, digest = evidence.fingerprint(evidence.gather(session, case))
    assert digest == shown
    assert text_now == proposal_of(house).evidence
    assert place.number in text_now

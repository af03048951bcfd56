"""Deciding with four eyes, and the licence that the last consent grants; on both databases."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.authorizations import services, services_decide
from app.work import Caller
from models.audit import AuditEntry, RefusedAct
from models.casework import Document
from models.dossiers import Dossier
from models.errors import (
    Blocked,
    Invalid,
    NotAllowed,
    NotFound,
    ProofNeeded,
    Refusal,
    Stale,
)
from models.goods import GoodsClass
from models.licences import Licence
from models.people import Role, User
from models.proposals import Outcome, Proposal, Signature
from models.screening import Hit, ListEntryRow, ListVersion, Screening
from models.stages import Stage
from models.states import Embargo, Terms
from tests import make, make_dossiers
from tests import make_licences as ml


@pytest.fixture
def number(house: make.House) -> str:
    found = make_dossiers.submitted(house)
    ml.screened(house, found)
    return found


def codes(no: pytest.ExceptionInfo[Refusal]) -> object:
    return no.value.facts["codes"]


# Consent and grant


def test_the_last_consent_grants_the_licence(house: make.House, number: str) -> None:
    """C16: instants intersect, the smaller number counts, conditions unite."""
    first = ml.consented(
        house,
        number,
        ml.desk(house, "XA"),
        first_day=date(2026, 4, 1),
        last_day=date(2026, 12, 31),
        quantities={1: 500},
        conditions=("Carriage by sea only",),
    )
    assert (first.licence, first.waits_for) == (None, ("XB",))
    last = ml.consented(
        house,
        number,
        ml.desk(house, "XB"),
        first_day=date(2026, 5, 1),
        last_day=date(2026, 11, 30),
        quantities={1: 300, 2: 0},
        conditions=("No transit through Xcadia",),
    )
    assert last.licence is not None
    found = ml.of_number(house, last.licence)
    assert (found.valid_from, found.valid_until) == (make.at("2026-05-01"), make.at("2026-12-01"))
    assert [(line.no, line.quantity, line.value) for line in found.lines] == [(1, 300, 12_000_000)]
    assert [(row.state_code, row.text) for row in found.conditions] == [
        ("XA", "Carriage by sea only"),
        ("XB", "No transit through Xcadia"),
    ]
    assert [share.state_code for share in found.shares] == ["XA", "XB"]
    assert [(stop.state_code, stop.role) for stop in found.stops] == [
        ("XD", "dispatch"),
        ("XE", "destination"),
    ]
    assert found.number.startswith("XA-2026-L-")
    assert ml.stages(house, number) == {"XA": Stage.ISSUED, "XB": Stage.ISSUED}
    assert ml.dossier_stage(house, number) is Stage.DECIDED


def test_the_grant_is_recorded_as_a_consequence_of_the_last_consent(
    house: make.House, number: str
) -> None:
    ml.consented(house, number, ml.desk(house, "XA"))
    ml.consented(house, number, ml.desk(house, "XB"))
    with house.rows() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    cause = [row for row in rows if row.action == "authorization.consent"][-1]
    caused = [row.action for row in rows if row.cause_id == cause.id]
    assert caused[:2] == ["licence.grant", "licence.grant"]
    assert caused.count("authorization.issue") == 2


def test_days_are_those_of_each_states_own_clock(house: make.House) -> None:
    make.state(house, "XA", terms=Terms(time_zone="Pacific/Auckland"))
    make.state(house, "XB", terms=Terms(time_zone="America/Lima"))
    for code in ("XC", "XD", "XE"):
        make.state(house, code)
    number = ml.issued(house, first_day=date(2026, 4, 1), last_day=date(2026, 4, 30))
    found = ml.of_number(house, number)
    assert found.valid_from == make.at("2026-04-01 05:00")
    assert found.valid_until == make.at("2026-04-30 12:00")


def test_one_state_alone_is_enough_when_only_one_is_asked(house: make.House) -> None:
    number = ml.issued(house, ("XA",))
    assert [share.state_code for share in ml.of_number(house, number).shares] == ["XA"]


def test_a_clash_grants_nothing_and_a_state_reopens(house: make.House, number: str) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    ml.consented(house, number, first, first_day=date(2026, 4, 1), last_day=date(2026, 4, 30))
    signed = ml.consented(
        house, number, second, first_day=date(2026, 5, 1), last_day=date(2026, 6, 30)
    )
    assert (signed.licence, signed.clash) == (None, ("no_common_day",))
    assert set(ml.stages(house, number).values()) == {Stage.APPROVED_PENDING_PEER}
    services_decide.propose_reopening(first.officer, number, reason="The days do not meet.")
    with pytest.raises(Blocked):
        services_decide.propose_reopening(first.officer, number, reason="Again.")
    services_decide.reopen(
        first.senior,
        number,
        shown_digest=ml.digest_shown(house, number, first),
        reason="Agreed: later days.",
    )
    assert ml.stages(house, number)["XA"] is Stage.UNDER_REVIEW
    ml.propose(house, number, first, first_day=date(2026, 5, 1), last_day=date(2026, 6, 30))
    assert ml.sign(house, number, first).licence is not None


def test_a_line_that_every_state_strikes_in_turn_leaves_no_licence(
    house: make.House, number: str
) -> None:
    ml.consented(house, number, ml.desk(house, "XA"), quantities={1: 0})
    signed = ml.consented(house, number, ml.desk(house, "XB"), quantities={2: 0})
    assert signed.clash == ("no_line_left",)


def test_a_reopening_is_turned_down_and_the_consent_stands(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.consented(house, number, desk)
    services_decide.propose_reopening(desk.officer, number, reason="New facts.")
    services_decide.send_back(desk.senior, number, reason="They are old facts.")
    assert ml.stages(house, number)["XA"] is Stage.APPROVED_PENDING_PEER
    with pytest.raises(Blocked):
        services_decide.reopen(
            desk.senior,
            number,
            shown_digest=ml.digest_shown(house, number, desk),
            reason="Changed my mind",
        )
    assert ml.consented(house, number, ml.desk(house, "XB")).licence is not None


# Four eyes


def test_the_proposer_cannot_sign_by_a_second_account(house: make.House, number: str) -> None:
    """C55: four eyes are two persons, not two accounts."""
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    person = make.person_of(house, desk.officer)
    twin = ml.Desk(desk.officer, make.user(house, Role.SENIOR_OFFICER, "XA", person=person))
    with pytest.raises(NotAllowed) as no:
        ml.sign(house, number, twin)
    assert no.value.code == "proposer_may_not_sign"


def test_another_states_senior_and_another_officer_cannot_sign(
    house: make.House, number: str
) -> None:
    """C55: the signer is always the one who is signed in; another State's senior is refused."""
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    digest = ml.digest_shown(house, number, desk)

    def sign(caller: Caller) -> None:
        services_decide.countersign(caller, number, shown_digest=digest, reason="Agreed")

    with pytest.raises(NotAllowed):
        sign(desk.officer)
    with pytest.raises(NotAllowed):
        sign(ml.desk(house, "XA").officer)
    with pytest.raises(Blocked):
        sign(ml.desk(house, "XB").senior)
    with pytest.raises(NotFound):
        sign(ml.desk(house, "XC").senior)
    with pytest.raises(ProofNeeded):
        sign(make.stale(desk.senior))
    assert ml.stages(house, number)["XA"] is Stage.AWAITING_COUNTERSIGN
    with house.rows() as session:
        refused = session.scalars(select(RefusedAct).order_by(RefusedAct.id)).all()
    tried = [row for row in refused if row.action == "authorization.consent"]
    assert [row.actor_person_id for row in tried[:1]] == [make.person_of(house, desk.officer)]


def test_what_changed_since_the_proposal_cannot_be_signed(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    with house.rows() as session:
        _paper(session, session.scalars(select(Dossier.id).where(Dossier.number == number)).one())
    with pytest.raises(Stale) as no:
        ml.sign(house, number, desk)
    assert no.value.code == "evidence_changed"
    services_decide.send_back(desk.senior, number, reason="A new paper came in.")
    ml.propose(house, number, desk)
    assert ml.sign(house, number, desk).waits_for == ("XB",)


def _paper(session: Session, dossier_id: int) -> None:
    session.add(
        Document(
            thing="dossier",
            thing_id=dossier_id,
            purpose="contract",
            name="contract.pdf",
            media_type="application/pdf",
            size=4,
            sha256="0" * 64,
            given_by_id=session.scalars(select(User.id)).first(),
            content=b"%PDF",
            recorded_at=clock.now(),
            revision=1,
        )
    )


def test_a_page_that_showed_other_evidence_does_not_sign(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    with pytest.raises(Stale):
        services_decide.countersign(desk.senior, number, shown_digest="0" * 64, reason="ok")


def test_sending_back_voids_the_proposal_and_keeps_it(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    with pytest.raises(Invalid):
        services_decide.send_back(desk.senior, number, reason=" ")
    services_decide.send_back(desk.senior, number, reason="The dates are too long.")
    assert ml.stages(house, number)["XA"] is Stage.UNDER_REVIEW
    with house.rows() as session:
        signature = session.scalars(select(Signature)).one()
        assert signature.outcome == Outcome.SENT_BACK
        assert session.scalars(select(Proposal)).one().id == signature.proposal_id
    with pytest.raises(Blocked) as no:
        ml.sign(house, number, desk)
    assert no.value.code == "nothing_to_countersign"


def test_a_signature_needs_its_reason(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    with pytest.raises(Invalid) as no:
        ml.sign(house, number, desk, reason=" ")
    assert no.value.field == "reason"


# What must come first


def test_a_consent_needs_an_answer_to_every_criterion(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    services.assess(desk.officer, number, answers=ml.answers()[1:])
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("criterion_unanswered",)
    assert ml.stages(house, number)["XA"] is Stage.UNDER_REVIEW


def test_an_overriding_risk_blocks_consent_and_not_refusal(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    services.assess(desk.officer, number, answers=ml.answers(c2="refuse"))
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("criterion_refuses",)
    ml.refuse(house, number, desk)
    assert ml.sign(house, number, desk).decision == "refuse"


def test_screening_that_waits_blocks_consent(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("screening_waits",)


def test_a_list_older_than_the_states_limit_blocks_outside_a_demonstration(
    house: make.House,
) -> None:
    number = make_dossiers.submitted(house)
    ml.screened(house, number, published_on=date(2026, 2, 20))
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("list_old",)
    make.demonstration(house)
    ml.propose(house, number, desk)


def test_an_open_hit_blocks_consent_even_after_the_proposal(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    hit(house, number)
    with pytest.raises(Stale):
        ml.sign(house, number, desk)
    services_decide.send_back(desk.senior, number, reason="A hit came up.")
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("hits_open",)


def hit(house: make.House, number: str) -> None:
    with house.rows() as session:
        listed = session.scalars(select(ListVersion)).one()
        entry = ListEntryRow(
            list_version_id=listed.id,
            reference="QDi.999",
            kind="firm",
            name="KARROW WORKS",
            facts={},
            digest="-",
        )
        session.add(entry)
        session.flush()
        screening = session.scalars(
            select(Screening)
            .join(Dossier, Dossier.id == Screening.thing_id)
            .where(Dossier.number == number)
        ).first()
        assert screening is not None
        session.add(
            Hit(
                screening_id=screening.id,
                list_entry_id=entry.id,
                entry_name="KARROW WORKS",
                **make.hit_known_by("KARROW WORKS"),
                score=93,
                strength="strong",
                reasons=(),
                stage=Stage.OPEN,
                recorded_at=make.at("2026-03-02 09:00"),
                revision=1,
            )
        )


def test_an_embargo_blocks_consent_only_for_its_goods(house: make.House, number: str) -> None:
    with house.rows() as session:
        session.add(
            Embargo(
                regime="UN 9999",
                target_code="XE",
                classes=(str(GoodsClass.AMMUNITION),),
                valid_from=make.at("2026-01-01"),
                legal_basis="Resolution 9999",
                entered_by_state="XA",
                recorded_at=make.at("2026-01-01"),
                revision=1,
            )
        )
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert codes(no) == ("embargo",)
    ml.propose(house, number, desk, quantities={2: 0})
    ml.sign(house, number, desk)
    other = ml.consented(house, number, ml.desk(house, "XB"), quantities={2: 0})
    assert other.licence is not None


def test_cover_lost_in_any_state_stops_the_last_consent(house: make.House, number: str) -> None:
    ml.consented(house, number, ml.desk(house, "XA"))
    desk = ml.desk(house, "XB")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    ml.end_registration(house, "XA")
    with pytest.raises(Blocked) as no:
        ml.sign(house, number, desk)
    assert codes(no) == ("cover_missing",)
    assert ml.stages(house, number)["XB"] is Stage.AWAITING_COUNTERSIGN
    with house.rows() as session:
        assert session.scalars(select(Licence)).first() is None


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"quantities": {1: 1201}}, "more_than_asked"),
        ({"quantities": {1: 0, 2: 0}}, "every_line_struck"),
        ({"last_day": date(2026, 3, 31)}, "days_in_wrong_order"),
        ({"first_day": date(2026, 1, 1), "last_day": date(2026, 3, 1)}, "days_all_past"),
        ({"conditions": ("",)}, "condition_empty"),
    ],
)
def test_terms_that_make_no_sense_are_refused(
    house: make.House, number: str, wanted: dict[str, object], code: str
) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with pytest.raises(Invalid) as no:
        ml.propose(house, number, desk, **wanted)
    assert no.value.code == code

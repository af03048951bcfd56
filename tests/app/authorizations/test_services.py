"""A State's case under review: taken, asked about, noted, assessed; on both databases."""

import msgspec
import pytest
from sqlalchemy import select, update

from app.authorizations import services
from app.authorizations.answers import CriterionAnswer
from app.dossiers import services as broker
from models.casework import Note, NoteRelease, Question
from models.criteria import CRITERIA
from models.dossiers import AnswerGiven, Assessment, Authorization, Dossier
from models.errors import Blocked, Duplicate, Invalid, NotAllowed, NotFound, ProofNeeded, Stale
from models.people import Role, User
from models.stages import Stage
from tests import make, make_dossiers
from tests import make_licences as ml


@pytest.fixture
def number(house: make.House) -> str:
    return make_dossiers.submitted(house)


def case_of(house: make.House, number: str, state: str) -> Authorization:
    with house.rows() as session:
        return (
            session.scalars(
                select(Authorization)
                .join(Dossier)
                .where(Dossier.number == number, Authorization.state_code == state)
            )
            .unique()
            .one()
        )


def test_an_officer_takes_a_case_of_the_own_state_once(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    case = case_of(house, number, "XA")
    assert (case.stage, case.officer_id) == (Stage.UNDER_REVIEW, desk.officer.user_id)
    assert case_of(house, number, "XB").stage is Stage.SUBMITTED
    with pytest.raises(Duplicate) as no:
        services.take(ml.desk(house, "XA").officer, number)
    assert no.value.facts == {"name": "Case officer of XA"}


def test_a_case_whose_officer_can_no_longer_act_is_taken_over(
    house: make.House, number: str
) -> None:
    gone, disabled, next_one = (ml.desk(house, "XA").officer for _ in range(3))
    services.take(gone, number)
    ml.interested(house, gone, make_dossiers.trader_of(house, number))
    services.take(disabled, number)
    with house.rows() as session:
        session.execute(
            update(User).where(User.id == disabled.user_id).values(stage=Stage.DISABLED)
        )
    services.take(next_one, number)
    case = case_of(house, number, "XA")
    assert (case.stage, case.officer_id) == (Stage.UNDER_REVIEW, next_one.user_id)


def test_a_state_that_is_not_asked_finds_no_case(house: make.House, number: str) -> None:
    with pytest.raises(NotFound):
        services.take(ml.desk(house, "XC").officer, number)


def test_an_officer_with_an_interest_takes_nothing(house: make.House, number: str) -> None:
    officer = ml.desk(house, "XA").officer
    ml.interested(house, officer, make_dossiers.trader_of(house, number))
    with pytest.raises(NotAllowed) as no:
        services.take(officer, number)
    assert no.value.code == "interest_declared"


def test_a_question_stops_the_case_until_the_broker_answers(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    services.ask(desk.officer, number, text="Which ship carries them?")
    case = case_of(house, number, "XA")
    assert case.stage is Stage.INFO_REQUESTED
    with house.rows() as session:
        question = session.scalars(select(Question)).one()
        assert (question.state_code, question.answer_by) == ("XA", make.at("2026-04-01 09:00"))
    broker.answer(
        make_dossiers.owner(house, number),
        str(case.uid),
        texts={str(question.uid): "MV Norvane"},
    )
    assert case_of(house, number, "XA").stage is Stage.UNDER_REVIEW


def test_only_the_officer_of_the_case_asks(house: make.House, number: str) -> None:
    services.take(ml.desk(house, "XA").officer, number)
    with pytest.raises(NotAllowed) as no:
        services.ask(ml.desk(house, "XA").officer, number, text="Which ship?")
    assert no.value.code == "not_your_case"


def test_an_empty_question_names_its_field(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    with pytest.raises(Invalid) as no:
        services.ask(desk.officer, number, text="  ")
    assert no.value.field == "text"


def test_a_note_is_released_to_another_asked_state_by_a_senior(
    house: make.House, number: str
) -> None:
    desk = ml.desk(house, "XA")
    uid = services.note(desk.officer, number, text="The buyer was late in 2024.")
    with pytest.raises(Invalid):
        services.release_note(
            desk.senior, number, note_uid=uid, to_state="XC", purpose="Same buyer"
        )
    with pytest.raises(NotFound):
        services.release_note(desk.officer, number, note_uid=uid, to_state="XB", purpose="x")
    services.release_note(desk.senior, number, note_uid=uid, to_state="XB", purpose="Same buyer")
    with house.rows() as session:
        note = session.scalars(select(Note)).one()
        released = session.scalars(select(NoteRelease)).one()
        assert (released.note_id, released.to_state) == (note.id, "XB")


def test_a_note_of_another_state_is_not_found(house: make.House, number: str) -> None:
    uid = services.note(ml.desk(house, "XA").officer, number, text="Late in 2024.")
    with pytest.raises(NotFound):
        services.release_note(
            ml.desk(house, "XB").senior, number, note_uid=uid, to_state="XA", purpose="x"
        )


def test_answers_are_rows_and_the_newest_counts(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    services.assess(desk.officer, number, answers=ml.answers())
    again = CriterionAnswer("2", AnswerGiven.CONCERN, "Report of 2024", "Named users only")
    services.assess(desk.officer, number, answers=[again])
    with house.rows() as session:
        rows = session.scalars(select(Assessment).order_by(Assessment.id)).all()
    assert len(rows) == len(CRITERIA) + 1
    assert (rows[-1].criterion, rows[-1].answer, rows[-1].version) == ("2", "concern", 1)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (CriterionAnswer("1", AnswerGiven.MET, " "), "evidence_1"),
        (CriterionAnswer("7", AnswerGiven.CONCERN, "Theft on the road"), "mitigation_7"),
        (CriterionAnswer("9", AnswerGiven.MET, "None"), "answers"),
    ],
)
def test_an_answer_that_says_too_little_names_its_field(
    house: make.House, number: str, answer: CriterionAnswer, field: str
) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    with pytest.raises(Invalid) as no:
        services.assess(desk.officer, number, answers=[answer])
    assert no.value.field == field


def test_a_stale_page_changes_nothing(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    seen = case_of(house, number, "XA").revision
    services.note(desk.officer, number, text="Read the contract.")
    with pytest.raises(Stale):
        services.assess(desk.officer, number, answers=ml.answers(), seen=seen)


def test_evidence_from_outside_is_accepted_by_name_and_reason_in_each_state(
    house: make.House,
) -> None:
    """rules 1.7: XZ takes no part; its authorization is evidence, and each State says so."""
    make.states(house)
    trader = make.trader(house, "Norvane Brokering Ltd", "XA")
    make.registration(house, trader, "XA")
    number = with_outside(house, trader)
    ml.screened(house, number)
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, desk)
    assert no.value.facts["codes"] == ("outside_unaccepted",)
    answer = {"party_no": 1, "outside_state": "NO", "reason": "Asked Oslo, confirmed."}
    services.answer_outside(desk.officer, number, accepted=False, **answer)
    with pytest.raises(Blocked):
        ml.propose(house, number, desk)
    services.answer_outside(desk.officer, number, accepted=True, **answer)
    ml.propose(house, number, desk)
    assert ml.sign(house, number, desk).licence


def with_outside(house: make.House, trader: int) -> str:
    """A dossier with a step in a country that takes no part, and evidence of its authorization."""
    evidence = msgspec.structs.replace(make_dossiers.EVIDENCE, document="evidence.pdf")
    caller, key = make_dossiers.drafted(house, ("XA", "NO"), broker=trader, outside=(evidence,))
    return make_dossiers.submit(house, caller, key)


def test_evidence_that_nobody_asked_for_is_not_found(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    with pytest.raises(NotFound):
        services.answer_outside(
            desk.officer, number, party_no=1, outside_state="NO", accepted=True, reason="ok"
        )


def test_screening_asked_again_waits_for_the_worker(house: make.House, number: str) -> None:
    desk = ml.desk(house, "XA")
    ml.screened(house, number)
    ml.take(house, number, desk)
    with house.at("2026-03-03 09:00"):
        services.screen_again(make.fresh(house, desk.officer), number)
        with pytest.raises(Blocked) as no:
            ml.propose(house, number, desk)
        assert no.value.facts["codes"] == ("screening_waits",)
        ml.screened(house, number)
        ml.propose(house, number, desk)


def test_an_officer_adds_a_state_on_evidence_and_every_state_confirms(
    house: make.House, number: str
) -> None:
    desk = ml.desk(house, "XA")
    ml.screened(house, number)
    ml.consented(house, number, desk)
    other = ml.desk(house, "XB")
    services.take(make.fresh(house, other.officer), number)
    version = services.add_state(
        make.fresh(house, other.officer),
        number,
        party=1,
        state="XC",
        reason="The hotel bill of the meeting.",
    )
    assert version == 2
    assert case_of(house, number, "XC").stage is Stage.SUBMITTED
    assert case_of(house, number, "XA").stage is Stage.APPROVED_PENDING_PEER
    ml.screened(house, number)
    third = ml.desk(house, "XC")
    ml.take(house, number, third)
    with pytest.raises(Blocked) as no:
        ml.propose(house, number, third)
    assert no.value.facts["codes"] == ("cover_missing",)


def test_adding_a_state_is_for_the_officer_of_the_case_with_fresh_proof(
    house: make.House, number: str
) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    asked = {"party": 1, "state": "XC", "reason": "A hotel bill."}
    with pytest.raises(NotAllowed):
        services.add_state(ml.desk(house, "XA").officer, number, **asked)
    with pytest.raises(ProofNeeded):
        services.add_state(make.stale(desk.officer), number, **asked)


def test_other_roles_do_not_review(house: make.House, number: str) -> None:
    for role in (Role.SENIOR_OFFICER, Role.ENFORCEMENT_OFFICER, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            services.take(make.user(house, role, "XA"), number)
    with pytest.raises(NotFound):
        services.take(make.user(house, Role.CUSTOMS_OFFICER, "XA"), number)

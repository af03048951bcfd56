"""What happens to a dossier after it was submitted: amended, withdrawn, asked and answered."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from sqlalchemy import func, select

from app.dossiers import drafts, services
from models.casework import Answer, Document, Question
from models.deals import (
    Deal,
)
from models.dossiers import Authorization, CoverRow, Dossier, DossierVersion
from models.errors import (
    Blocked,
    Invalid,
    NotFound,
    WrongStage,
)
from models.people import Role
from models.screening import Screening
from models.stages import Stage
from tests import make, make_dossiers
from tests.make_dossiers import DECLARATION

LATER = date(2026, 3, 20)


# Changing what was submitted


def test_a_meeting_in_a_further_state_makes_a_version_that_all_must_confirm(
    house: make.House,
) -> None:
    """C06: XC becomes required; XA and XB keep their consents, given on version 1."""
    number = make_dossiers.submitted(house)
    make.registration(house, make_dossiers.trader_of(house, number), "XC")
    make_dossiers.set_stage(house, number, "XA", Stage.APPROVED_PENDING_PEER)
    make_dossiers.set_stage(house, number, "XB", Stage.AWAITING_COUNTERSIGN)
    drafts.save_step(make_dossiers.owner(house, number), number, make_dossiers.step("XC"))
    assert make_dossiers.amend(house, number) == 2
    assert make_dossiers.stages(house, number) == {
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
        make_dossiers.amend(house, number)


def test_a_version_needs_a_reason(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    drafts.save_route(make_dossiers.owner(house, number), number, make_dossiers.ROUTE[::-1])
    drafts.save_line(make_dossiers.owner(house, number), number, make_dossiers.LINES[0])
    with pytest.raises(Invalid, match="reason_missing"):
        make_dossiers.amend(house, number, reason="  ")


def test_a_change_without_cover_leaves_the_submitted_version_in_force(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    drafts.save_step(make_dossiers.owner(house, number), number, make_dossiers.step("XC"))
    with pytest.raises(Blocked, match="cover_missing"):
        make_dossiers.amend(house, number)
    assert make_dossiers.dossier_of(house, number).version == 1
    assert set(make_dossiers.stages(house, number)) == {"XA", "XB"}


def test_a_state_that_was_asked_stays_asked(house: make.House) -> None:
    number = make_dossiers.submitted(house, states=("XA", "XB", "XC"))
    owner = make_dossiers.owner(house, number)
    last = make_dossiers.draft_of(house, number).steps[-1]
    drafts.remove_step(owner, number, last.no)
    make_dossiers.amend(house, number, "that meeting did not happen")
    assert make_dossiers.stages(house, number)["XC"] is Stage.SUBMITTED


def test_a_draft_cannot_be_amended(house: make.House) -> None:
    caller, key = make_dossiers.drafted(house)
    with pytest.raises(Blocked, match="not_submitted_yet"):
        services.amend(caller, key, reason="a", declared_by="Ada Quill", declaration=DECLARATION)


def test_withdrawing_takes_every_open_case_with_it(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    make_dossiers.set_stage(house, number, "XA", Stage.APPROVED_PENDING_PEER)
    services.withdraw(make_dossiers.owner(house, number), number, reason="the buyer stepped back")
    assert make_dossiers.dossier_of(house, number).stage is Stage.WITHDRAWN
    assert make_dossiers.stages(house, number) == {"XA": Stage.WITHDRAWN, "XB": Stage.WITHDRAWN}
    with pytest.raises(WrongStage):
        services.withdraw(make_dossiers.owner(house, number), number, reason="again")


# Answering


def ask(house: make.House, number: str, state: str, *texts: str) -> tuple[str, list[str]]:
    """Questions of a State, as its officer put them; the case's uid and the questions'."""
    officer = make.user(house, Role.LICENSING_OFFICER, state)
    make_dossiers.set_stage(house, number, state, Stage.INFO_REQUESTED)
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
    assert make_dossiers.stages(house, number) == {"XA": Stage.SUBMITTED, "XB": Stage.UNDER_REVIEW}
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
    make_dossiers.suspend(house, "XB")
    services.answer(make_dossiers.owner(house, number), case, texts={questions[0]: "The seller."})


def test_another_broker_cannot_answer(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    case, questions = ask(house, number, "XB", "Who pays?")
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    with pytest.raises(NotFound):
        services.answer(stranger, case, texts={questions[0]: "I do."})

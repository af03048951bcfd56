"""The review and the decision of a registration: what each act needs, and what it begins."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from app.registrations import services
from app.registrations.services_interests import declare_interest
from app.registrations.wanted import Place
from models.audit import AuditEntry
from models.casework import Note, Question
from models.certificates import Certificate
from models.errors import (
    Blocked,
    Duplicate,
    Invalid,
    NotAllowed,
    NotFound,
    Stale,
    WrongStage,
)
from models.particulars import Eligibility
from models.people import Role
from models.proposals import Decision, Outcome, Signature
from models.screening import DispositionOutcome
from models.stages import Stage
from models.states import Terms
from models.traders import RegistrationTerm, Trader
from tests import make, make_registrations
from tests.app.registrations.cases import (
    APPROVE,
    REFUSE,
    at_once,
    live,
    proposal_of,
    proposed,
    row_of,
)
from tests.make_registrations import Officers

# The first registration, decided by two


def test_one_proposes_another_signs_and_the_registration_lives(
    house: make.House, people: Officers
) -> None:
    place, shown = proposed(house, people)
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN

    assert services.sign(people.senior, place, shown, "Read it all.") is Decision.APPROVE

    found = row_of(house, place.number)
    assert found.stage is Stage.ACTIVE
    assert found.decided_at == make.at("2026-03-02 09:00")
    assert live(house, place.number, "2026-03-02 09:00")
    assert live(house, place.number, "2027-03-01 23:59")
    assert not live(house, place.number, "2027-03-02 00:00")
    signer = make.person_of(house, people.senior)
    with house.rows() as session:
        signature = session.scalars(select(Signature)).one()
        assert signature.person_id == signer
        assert signature.outcome == Outcome.ACCEPTED
        assert signature.evidence_digest == shown
        done = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
        sheet = session.scalars(select(Certificate)).one()
        assert sheet.number == place.number
    assert done == [
        "registration.take",
        "registration.propose",
        "registration.approve",
        "certificate.request",
    ]


def test_the_days_are_those_of_the_state_that_decides(house: make.House) -> None:
    make.state(house, "XA", terms=Terms(time_zone="Pacific/Auckland"))
    people = make_registrations.officers(house)
    place, shown = proposed(house, people)
    services.sign(people.senior, place, shown, "Read.")
    with house.rows() as session:
        term = session.scalars(select(RegistrationTerm)).one()
        assert term.valid_from == datetime(2026, 3, 1, 11, tzinfo=UTC)  # 2 March, 00:00 there
        assert term.valid_until == datetime(2027, 3, 1, 11, tzinfo=UTC)


def test_a_term_signed_later_begins_on_the_day_of_the_signature(
    house: make.House, people: Officers
) -> None:
    place, shown = proposed(house, people)
    with house.at("2026-03-05 10:00"):
        services.sign(make.fresh(house, people.senior), place, shown, "Read.")
    with house.rows() as session:
        assert session.scalars(select(RegistrationTerm.valid_from)).one() == make.at(
            "2026-03-05 00:00"
        )


def test_a_refusal_needs_reasons_and_gives_no_validity(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people, REFUSE)
    assert services.sign(people.senior, place, shown, "I agree.") is Decision.REFUSE
    assert row_of(house, place.number).stage is Stage.REFUSED
    with house.rows() as session:
        assert session.scalars(select(Certificate.letter)).all() == ["registration_refused"]
    assert not live(house, place.number, "2026-03-02 09:00")
    assert proposal_of(house).criteria == ("false_statement",)


def test_each_state_decides_its_own(house: make.House, people: Officers) -> None:
    ours, theirs = make_registrations.submitted(house, "XA", "XB")
    services.take(people.officer, Place(ours))
    services.propose(people.officer, Place(ours), APPROVE)
    services.sign(people.senior, Place(ours), proposal_of(house).evidence_digest, "Read.")
    assert row_of(house, ours).stage is Stage.ACTIVE
    assert row_of(house, theirs).stage is Stage.SUBMITTED


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"identity_vetted": False}, "identity_vetted"),
        ({"last_day": None}, "last_day"),
        ({"last_day": date(2026, 3, 1)}, "last_day"),
        ({"reason": " "}, "reason"),
    ],
)
def test_an_approval_lacks_nothing(
    house: make.House, people: Officers, changed: dict[str, object], field: str
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with pytest.raises(Invalid) as no:
        services.propose(people.officer, Place(number), replace(APPROVE, **changed))  # type: ignore[arg-type]
    assert no.value.field == field
    assert row_of(house, number).stage is Stage.UNDER_REVIEW


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reasons": ()}, "reasons"),
        ({"reasons": ("whim",)}, "reasons"),
        ({"reason_for_applicant": ""}, "reason_for_applicant"),
        ({"reason": ""}, "reason"),
    ],
)
def test_a_refusal_lacks_nothing(
    house: make.House, people: Officers, changed: dict[str, object], field: str
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with pytest.raises(Invalid) as no:
        services.propose(people.officer, Place(number), replace(REFUSE, **changed))  # type: ignore[arg-type]
    assert no.value.field == field


def test_a_yes_to_an_eligibility_question_is_looked_into_first(
    house: make.House, people: Officers
) -> None:
    told = Eligibility(charged=True, convicted=False, debarred=False, explanation="In 2019.")
    (number,) = make_registrations.submitted(house, eligibility=told)
    services.take(people.officer, Place(number))
    with pytest.raises(Invalid, match="eligibility_not_reviewed"):
        services.propose(people.officer, Place(number), APPROVE)
    looked = replace(APPROVE, eligibility_review="Acquitted in 2020; judgment on file.")
    services.propose(people.officer, Place(number), looked)
    assert proposal_of(house).criteria == ("identity", "eligibility")
    with house.rows() as session:
        assert session.scalars(select(Note.text)).one() == "Acquitted in 2020; judgment on file."


# Screening blocks an approval, never a refusal


def test_an_open_hit_blocks_approval_and_never_refusal(house: make.House, people: Officers) -> None:
    (number,) = make_registrations.submitted(house)
    place = Place(number)
    hit = make_registrations.hit(house, number)
    services.take(people.officer, place)
    with pytest.raises(Blocked, match="hits_open"):
        services.propose(people.officer, place, APPROVE)
    services.propose(people.officer, place, REFUSE)
    services.send_back(people.senior, place, "Look at the hit first.")
    make_registrations.dispose(house, people.officer, hit)
    services.propose(people.officer, place, APPROVE)
    shown = proposal_of(house).evidence_digest
    assert services.sign(people.senior, place, shown, "Agreed.") is Decision.APPROVE


def test_a_true_hit_and_an_unclear_one_block(house: make.House, people: Officers) -> None:
    (number,) = make_registrations.submitted(house)
    hit = make_registrations.hit(house, number)
    services.take(people.officer, Place(number))
    for outcome, code in (
        (DispositionOutcome.UNCLEAR, "hits_open"),
        (DispositionOutcome.TRUE, "hit_true"),
    ):
        make_registrations.dispose(house, people.officer, hit, outcome)
        with pytest.raises(Blocked, match=code):
            services.propose(people.officer, Place(number), APPROVE)


def test_screening_that_nobody_answered_yet_blocks(house: make.House, people: Officers) -> None:
    (number,) = make_registrations.submitted(house, screened=False)
    services.take(people.officer, Place(number))
    with pytest.raises(Blocked, match="screening_waits"):
        services.propose(people.officer, Place(number), APPROVE)


def test_a_list_that_is_too_old_blocks_until_screened_again(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with house.at("2026-03-10 09:00"):  # eight days: one more than the State allows
        officer = make.fresh(house, people.officer)
        with pytest.raises(Blocked, match="list_too_old"):
            services.propose(officer, Place(number), APPROVE)
        services.screen_again(officer, Place(number))
        with pytest.raises(Blocked, match="screening_waits"):
            services.propose(officer, Place(number), APPROVE)
        make_registrations.answer_screening(house, make_registrations.un_list(house))
        services.propose(officer, Place(number), APPROVE)
    assert row_of(house, number).stage is Stage.AWAITING_COUNTERSIGN


def test_a_demonstration_takes_lists_of_any_age(house: make.House, people: Officers) -> None:
    make.demonstration(house)
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with house.at("2026-06-10 09:00"):
        later = replace(APPROVE, first_day=None)
        services.propose(make.fresh(house, people.officer), Place(number), later)
    assert row_of(house, number).stage is Stage.AWAITING_COUNTERSIGN


def test_lists_grow_old_between_proposal_and_signature(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people)
    with house.at("2026-03-12 09:00"), pytest.raises(Blocked, match="list_too_old"):
        services.sign(make.fresh(house, people.senior), place, shown, "Read.")
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN


# Sending back, asking, noting, taking


def test_what_is_sent_back_keeps_the_void_signature(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people)
    services.send_back(people.senior, place, "Ask for the shareholders’ list.")
    assert row_of(house, place.number).stage is Stage.UNDER_REVIEW
    with house.rows() as session:
        kept = session.scalars(select(Signature)).one()
        assert (kept.outcome, kept.reason) == ("sent_back", "Ask for the shareholders’ list.")
    with pytest.raises(Stale, match="nothing_to_sign"):
        services.sign(people.senior, place, shown, "Now I agree.")
    services.propose(people.officer, place, APPROVE)
    services.sign(people.senior, place, proposal_of(house).evidence_digest, "Now I agree.")
    assert row_of(house, place.number).stage is Stage.ACTIVE


def test_sending_back_needs_a_comment(house: make.House, people: Officers) -> None:
    place, _ = proposed(house, people)
    with pytest.raises(Invalid, match="reason_missing"):
        services.send_back(people.senior, place, "  ")


def test_a_question_is_due_at_the_end_of_the_reply_window(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    services.ask(people.officer, Place(number), "Who owns the other half?")
    assert row_of(house, number).stage is Stage.INFO_REQUESTED
    with house.rows() as session:
        question = session.scalars(select(Question)).unique().one()
        assert question.answer_by == make.at("2026-04-02 00:00")  # thirty whole days
    with pytest.raises(WrongStage):
        services.propose(people.officer, Place(number), APPROVE)


def test_an_empty_question_and_an_empty_note_name_their_field(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with pytest.raises(Invalid, match="question_missing"):
        services.ask(people.officer, Place(number), "  ")
    with pytest.raises(Invalid, match="note_missing"):
        services.note(people.officer, number, "")


def test_only_the_officer_who_holds_the_case_asks_and_proposes(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    colleague = make.user(house, Role.LICENSING_OFFICER, "XA")
    with pytest.raises(NotAllowed, match="not_your_case"):
        services.ask(colleague, Place(number), "May I?")
    with pytest.raises(NotAllowed, match="not_your_case"):
        services.propose(colleague, Place(number), APPROVE)
    with pytest.raises(Duplicate, match="case_taken"):
        services.take(colleague, Place(number))


def test_a_case_is_taken_over_from_who_can_no_longer_act(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    with house.rows() as session:
        trader = session.scalars(select(Trader.number)).one()
    declare_interest(people.officer, trader, "I rent a flat from the firm.")
    colleague = make.user(house, Role.LICENSING_OFFICER, "XA")
    services.take(colleague, Place(number))
    assert row_of(house, number).officer_id == colleague.user_id
    services.propose(colleague, Place(number), APPROVE)


def test_a_case_of_another_state_cannot_be_taken(house: make.House, people: Officers) -> None:
    (number,) = make_registrations.submitted(house, "XB")
    with pytest.raises(NotFound):
        services.take(people.officer, Place(number))


def test_a_page_that_was_read_before_a_change_is_told_so(
    house: make.House, people: Officers
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    seen = row_of(house, number).revision
    services.note(people.senior, number, "The ministry called.")
    with pytest.raises(Stale, match="changed_meanwhile"):
        services.propose(people.officer, Place(number, seen=seen), APPROVE)


def test_two_officers_take_at_once_and_one_wins(house: make.House, people: Officers) -> None:
    """Both databases order them: the second is told who holds the case."""
    (number,) = make_registrations.submitted(house)
    colleague = make.user(house, Role.LICENSING_OFFICER, "XA")
    told = at_once([people.officer, colleague], lambda who: services.take(who, Place(number)))
    assert sorted(told) == ["", "case_taken"]


def test_two_seniors_sign_at_once_and_one_wins(house: make.House, people: Officers) -> None:
    place, shown = proposed(house, people)
    told = at_once(
        [people.senior, people.other_senior],
        lambda who: services.sign(who, place, shown, "Read."),
    )
    assert sorted(told) == ["", "nothing_to_sign"]
    with house.rows() as session:
        assert len(session.scalars(select(RegistrationTerm)).all()) == 1
        assert len(session.scalars(select(Signature)).all()) == 1

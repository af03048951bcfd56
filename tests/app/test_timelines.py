"""Timelines: each reader is told what it may know, and nothing beside it."""

import pytest

from app import timelines, words
from app.registrations import services as registrations
from app.registrations.wanted import Place
from app.trail import queries
from app.work import Caller, reading
from models.actions import Action
from models.errors import NotFound
from models.people import Role
from models.traders import Trader
from tests import make, make_registrations
from tests.app.conftest import SignedIn


@pytest.fixture
def taken(house: make.House) -> tuple[str, Caller]:
    """A registration in two States that Lio Marrec of XA has taken and written a note on."""
    make.states(house, "XA", "XB")
    number, _ = make_registrations.submitted(house, "XA", "XB")
    people = make_registrations.officers(house)
    registrations.take(people.officer, Place(number))
    registrations.note(people.officer, number, "The director looked away.")
    return number, people.officer


def applicant(house: make.House) -> Caller:
    with house.rows() as session:
        trader = session.query(Trader).one().id
    return make.user(house, Role.APPLICANT_ADMIN, trader=trader)


def test_an_officer_reads_who_did_what_in_the_own_state(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, officer = taken
    newest, first = queries.trail(officer, "registration", number).timeline.lines
    assert (newest.action, newest.who, newest.state) == (
        Action.REGISTRATION_NOTE,
        "Lio Marrec",
        "XA",
    )
    assert (first.action, first.stage) == (Action.REGISTRATION_TAKE, "UNDER_REVIEW")


def test_another_state_reads_the_stage_but_neither_names_nor_notes(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, _ = taken
    other = make.user(house, Role.LICENSING_OFFICER, "XB")
    (line,) = queries.trail(other, "registration", number).timeline.lines
    assert (line.state, line.stage) == ("XA", "UNDER_REVIEW")
    assert (line.who, line.note, line.role) == ("", "", "")


def test_an_applicant_reads_that_the_stage_changed_and_no_officer(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, _ = taken
    (line,) = queries.trail(applicant(house), "registration", number).timeline.lines
    assert (line.state, line.stage, line.action) == ("XA", "UNDER_REVIEW", "")
    assert (line.who, line.note, line.role) == ("", "", "")


def test_an_applicant_is_not_told_that_a_decision_waits_for_a_signature(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, _ = taken
    with house.rows() as session:
        from models.audit import AuditEntry  # noqa: PLC0415

        last = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
        assert last is not None
        session.add(
            AuditEntry(
                at=last.at,
                actor_role="licensing_officer",
                actor_state="XA",
                action=str(Action.REGISTRATION_PROPOSE),
                thing=last.thing,
                thing_id=last.thing_id,
                reference=number,
                before="UNDER_REVIEW",
                after="AWAITING_COUNTERSIGN",
            )
        )
    assert len(queries.trail(applicant(house), "registration", number).timeline.lines) == 1


def test_a_record_that_is_not_seen_has_no_trail(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, officer = taken
    stranger = make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Other Ltd"))
    with pytest.raises(NotFound):
        queries.trail(stranger, "registration", number)
    with pytest.raises(NotFound):
        queries.trail(officer, "account", number)


def test_the_short_timeline_has_five_lines_and_knows_how_many_there_are(
    house: make.House, taken: tuple[str, Caller]
) -> None:
    number, officer = taken
    for turn in range(6):
        registrations.note(officer, number, f"Note {turn}")
    with reading(officer) as view:
        from models.traders import Registration  # noqa: PLC0415

        whole = timelines.of_registration(view, view.get(Registration, number))
    assert (len(whole.short().lines), whole.short().total) == (timelines.SHORT, 8)


def test_the_page_shows_the_words_of_each_act(
    house: make.House, taken: tuple[str, Caller], signed_in: SignedIn
) -> None:
    number, officer = taken
    page = signed_in(officer).get(f"/trail/registration/{number}").get_data(as_text=True)
    assert "Case taken" in page
    assert "Lio Marrec" in page
    theirs = signed_in(applicant(house)).get(f"/trail/registration/{number}")
    assert "Lio Marrec" not in theirs.get_data(as_text=True)
    assert theirs.status_code == 200


def test_every_act_has_words() -> None:
    assert {f"action.{action}" for action in Action} <= words.merged().keys()

"""What the officers' pages read: a fixed number of statements, however long the lists are."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from app.authorizations import queries, services
from app.authorizations.queries import Filters
from app.licences import queries as licences
from app.work import Caller
from models.granting import LAPSED, TO_CONFIRM
from models.people import Role
from tests import make, make_dossiers
from tests import make_licences as ml


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, but for BEGIN and the like."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_the_queue_asks_no_more_for_many_dossiers(house: make.House) -> None:
    first = make_dossiers.submitted(house)
    trader = make_dossiers.trader_of(house, first)
    officer = ml.desk(house, "XA").officer
    with counted() as few:
        assert len(queries.queue(officer, Filters()).rows) == 1
    for _ in range(4):
        make_dossiers.submitted(house, broker=trader)
    with counted() as many:
        assert len(queries.queue(officer, Filters()).rows) == 5
    assert len(many) == len(few)
    assert len(many) <= 9


def test_a_dossier_asks_no_more_for_a_long_history(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    ml.screened(house, number)
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    with counted() as few:
        queries.page(desk.officer, number)
    for _ in range(5):
        services.note(desk.officer, number, text="Read again.")
        services.assess(desk.officer, number, answers=ml.answers())
    with counted() as many:
        queries.page(desk.officer, number)
    assert len(many) == len(few)
    assert len(many) <= 32


def test_a_licence_asks_no_more_for_a_long_history(house: make.House) -> None:
    number = ml.issued(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    with counted() as sent:
        licences.page(officer, number)
    assert len(sent) <= 24


def test_the_pages_of_a_queue_are_cut_and_counted(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    first = make_dossiers.submitted(house)
    trader = make_dossiers.trader_of(house, first)
    numbers = [first, *(make_dossiers.submitted(house, broker=trader) for _ in range(2))]
    officer = ml.desk(house, "XA").officer
    one, two = (queries.queue(officer, Filters(), page) for page in (1, 2))
    assert [row.number for row in (*one.rows, *two.rows)] == numbers
    assert (one.pages, one.total, one.not_taken) == (2, 3, 3)


def test_a_consent_is_shown_as_lapsed_or_to_confirm(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    ml.screened(house, number)
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    ml.consented(house, number, first)

    def stage() -> str:
        return next(
            lane.stage
            for lane in queries.page(make.fresh(house, first.officer), number).lanes
            if lane.state == "XA"
        )

    assert stage() == "APPROVED_PENDING_PEER"
    with house.at("2026-08-29 09:00"):
        assert stage() == LAPSED
    services.take(second.officer, number)
    services.add_state(
        make.fresh(house, second.officer), number, party=1, state="XC", reason="Hotel bill"
    )
    assert stage() == TO_CONFIRM


def test_what_waits_for_a_person_is_marked(house: make.House) -> None:
    number = make_dossiers.submitted(house)
    ml.screened(house, number)
    desk = ml.desk(house, "XA")

    def waits(caller: Caller) -> bool:
        return queries.queue(caller, Filters()).rows[0].waits_for_me

    assert (waits(desk.officer), waits(desk.senior)) == (False, False)
    ml.take(house, number, desk)
    assert (waits(desk.officer), waits(desk.senior)) == (True, False)
    ml.propose(house, number, desk)
    assert (waits(desk.officer), waits(desk.senior)) == (False, True)

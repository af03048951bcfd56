"""The ledger: never below zero, the first answer again, transit follows an exit."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import IntegrityError

from app.customs import reversals, services
from app.work import Caller
from models.errors import Blocked, Duplicate, Exceeds, Invalid, NotAllowed, NotFound, Refusal
from models.licences import LicenceLine, Movement
from models.people import Role
from models.traders import Registration, Suspension
from tests import make, make_ledger


@pytest.fixture
def given(house: make.House) -> make_ledger.Given:
    make.states(house)
    return make_ledger.licence(house)


def officer(house: make.House, state: str = "XB") -> Caller:
    return make.user(house, Role.CUSTOMS_OFFICER, state)


def exit_of(
    caller: Caller, number: str, quantity: int, declaration: str = "26XB1", **more: object
) -> services.Receipt:
    amounts = {1: quantity}
    return services.record(
        caller,
        number,
        declaration=declaration,
        part=1,
        direction=str(more.get("direction", "exit")),
        amounts=amounts,
        exit_uid=more.get("exit_uid"),  # type: ignore[arg-type]
    )


def test_c32_a_licence_used_up_across_two_ports(
    house: make.House, given: make_ledger.Given
) -> None:
    first, second = officer(house), officer(house)
    assert exit_of(first, given.number, 60).left == {1: 40}
    with pytest.raises(Exceeds) as no:
        exit_of(second, given.number, 50, "26XB2")
    assert no.value.facts["left"] == 40
    again = exit_of(first, given.number, 60)
    assert again.repeated
    assert again.left == {1: 40}
    assert exit_of(second, given.number, 40, "26XB3").left == {1: 0}
    answer = services.check(second, given.number, given.code)
    assert answer.verdict.reason == "USED_UP"


def test_the_same_declaration_with_other_figures_is_refused_and_shows_the_first(
    house: make.House, given: make_ledger.Given
) -> None:
    caller = officer(house)
    exit_of(caller, given.number, 60)
    with pytest.raises(Duplicate) as no:
        exit_of(caller, given.number, 59)
    assert no.value.facts["quantity"] == 60


def test_a_repeated_declaration_gets_the_first_answer_even_after_a_stop(
    house: make.House, given: make_ledger.Given
) -> None:
    caller = officer(house)
    exit_of(caller, given.number, 60)
    end_registrations(house, given)
    with house.at("2026-03-02 10:00"):
        assert exit_of(make.fresh(house, caller), given.number, 60).repeated


def end_registrations(house: make.House, given: make_ledger.Given) -> None:
    with house.rows() as session:
        session.execute(
            update(Registration)
            .where(Registration.trader_id == given.trader_id, Registration.state_code == "XA")
            .values(stage="DEREGISTERED", ended_at=make.at("2026-03-02 09:00"))
        )


def test_nothing_is_written_off_once_cover_is_lost(
    house: make.House, given: make_ledger.Given
) -> None:
    end_registrations(house, given)
    with pytest.raises(Blocked) as no:
        exit_of(officer(house), given.number, 1)
    assert no.value.facts["reason"] == "COVER_LOST"


def test_transit_and_entry_follow_the_exit_and_do_not_consume(
    house: make.House, given: make_ledger.Given
) -> None:
    transit, entry = officer(house, "XD"), officer(house, "XE")
    with pytest.raises(Blocked) as no:
        exit_of(transit, given.number, 10, "26XD1", direction="transit")
    assert no.value.code == "no_exit_recorded"
    exit_of(officer(house), given.number, 100)
    assert exit_of(transit, given.number, 70, "26XD1", direction="transit").left == {1: 0}
    assert exit_of(entry, given.number, 100, "26XE1", direction="entry").left == {1: 0}
    with pytest.raises(Exceeds):
        exit_of(transit, given.number, 31, "26XD2", direction="transit")
    exit_of(transit, given.number, 30, "26XD2", direction="transit")
    with house.rows() as session:
        assert session.scalars(select(LicenceLine.used)).one() == 100


def test_the_first_participating_state_consumes_when_the_exit_state_takes_no_part(
    house: make.House,
) -> None:
    make.states(house)
    route = (("FR", "dispatch"), ("XD", "transit"), ("XE", "destination"))
    given = make_ledger.licence(house, route=route)
    receipt = exit_of(officer(house, "XD"), given.number, 30, "26XD1", direction="transit")
    assert receipt.left == {1: 70}
    with house.rows() as session:
        row = session.scalars(select(Movement)).one()
        assert row.consumes
        assert row.instead_of_exit_state
    exit_of(officer(house, "XE"), given.number, 30, "26XE1", direction="entry")


def test_a_direction_that_the_state_does_not_have_is_refused(
    house: make.House, given: make_ledger.Given
) -> None:
    with pytest.raises(Invalid):
        exit_of(officer(house, "XE"), given.number, 1, direction="exit")


def test_a_state_off_the_route_writes_nothing_off(
    house: make.House, given: make_ledger.Given
) -> None:
    with pytest.raises((Blocked, NotFound)):
        exit_of(officer(house, "XA"), given.number, 1)
    with pytest.raises(NotFound):
        exit_of(officer(house, "XC"), given.number, 1)


def test_only_customs_write_off(house: make.House, given: make_ledger.Given) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        exit_of(make.user(house, Role.SENIOR_OFFICER, "XB"), given.number, 1)


def test_a_contra_entry_takes_two_persons_and_gives_the_quantity_back(
    house: make.House, given: make_ledger.Given
) -> None:
    customs, senior = officer(house), make.user(house, Role.SENIOR_OFFICER, "XB")
    uid = exit_of(customs, given.number, 100).uids[0]
    reversals.propose_reversal(customs, uid, "typed 100 for 10")
    alter_ego = make.user(house, Role.SENIOR_OFFICER, "XB", person=make.person_of(house, customs))
    with pytest.raises(NotAllowed):
        reversals.sign_reversal(alter_ego, uid, accept=True, reason="yes")
    foreign = make.user(house, Role.SENIOR_OFFICER, "XE")
    with pytest.raises(Refusal):
        reversals.sign_reversal(foreign, uid, accept=True, reason="yes")
    reversals.sign_reversal(senior, uid, accept=True, reason="the paper says 10")
    with house.rows() as session:
        assert session.scalars(select(LicenceLine.used)).one() == 0
        assert session.scalar(select(func.count(Movement.id))) == 2
    assert services.check(customs, given.number, "").verdict.valid
    with pytest.raises(Duplicate):
        reversals.propose_reversal(customs, uid, "again")


def test_what_has_passed_on_is_not_reversed_at_its_exit(
    house: make.House, given: make_ledger.Given
) -> None:
    customs = officer(house)
    uid = exit_of(customs, given.number, 10).uids[0]
    exit_of(officer(house, "XD"), given.number, 4, "26XD1", direction="transit")
    with pytest.raises(Blocked) as no:
        reversals.propose_reversal(customs, uid, "wrong")
    assert no.value.code == "passed_on_already"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE licence_lines SET used = used + 1",
        "UPDATE licence_lines SET quantity = quantity + 1",
        "UPDATE movements SET quantity = quantity + 1",
        "DELETE FROM movements",
        "UPDATE passages SET moved = moved + 1",
    ],
)
def test_no_script_can_lie_about_the_ledger(
    house: make.House, given: make_ledger.Given, statement: str
) -> None:
    exit_of(officer(house), given.number, 10)
    exit_of(officer(house, "XD"), given.number, 4, "26XD1", direction="transit")
    with pytest.raises(IntegrityError), house.rows() as session:
        session.execute(text(statement))


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """Do the same act in so many threads at the same instant; what each got."""
    barrier, answers = threading.Barrier(count), [None] * count

    def one(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = act(number)
        except Refusal as no:
            answers[number] = no

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.races
@pytest.mark.timeout(0)
def test_sixteen_at_once_against_five_accept_exactly_five(
    house: make.House, race_rounds: int
) -> None:
    make.states(house)
    holder = make_ledger.licence(house, quantities=(5,)).trader_id
    caller = officer(house)
    for turn in range(race_rounds):
        given = make_ledger.licence(house, quantities=(5,), trader=holder)
        answers = at_once(16, lambda n: exit_of(caller, given.number, 1, f"26XB{turn}-{n}"))  # noqa: B023
        accepted = [item for item in answers if isinstance(item, services.Receipt)]
        refused = [item for item in answers if isinstance(item, Refusal)]
        assert len(accepted) == 5, [str(item) for item in refused]
        assert len(refused) == 11
        with house.rows() as session:
            used = session.scalars(
                select(LicenceLine.used).order_by(LicenceLine.id.desc()).limit(1)
            ).one()
            assert used == 5


@pytest.mark.races
def test_the_same_declaration_sent_eight_times_at_once_is_recorded_once(
    house: make.House, given: make_ledger.Given
) -> None:
    caller = officer(house)
    answers = at_once(8, lambda _: exit_of(caller, given.number, 7))
    receipts = [item for item in answers if isinstance(item, services.Receipt)]
    assert len(receipts) == 8, answers
    assert [item.repeated for item in receipts].count(False) == 1
    assert {item.uids for item in receipts} == {receipts[0].uids}


def test_c18_and_c38_a_suspended_licence_at_the_border(
    house: make.House, given: make_ledger.Given
) -> None:
    caller, senior = officer(house), make.user(house, Role.SENIOR_OFFICER, "XA")
    person = make.person_of(house, senior)
    with house.rows() as session:
        key = session.scalars(select(LicenceLine.licence_id)).one()
        session.add(
            make._stamp(
                Suspension(
                    licence_id=key,
                    state_code="XA",
                    ground="G3",
                    reason="papers",
                    suspended_at=make.at("2026-03-02 08:00"),
                    suspended_by_id=senior.user_id,
                    suspended_person_id=person,
                    confirm_by=make.at("2026-03-05 08:00"),
                    limit_at=make.at("2026-05-01 08:00"),
                )
            )
        )
    answer = services.check(caller, given.number, given.code)
    assert answer.verdict.reason == "SUSPENDED"
    assert answer.verdict.facts["states"] == "XA"
    with pytest.raises(Blocked):
        exit_of(caller, given.number, 1)
    with house.at("2026-03-05 08:00"):
        lapsed = services.check(make.fresh(house, caller), given.number, given.code)
        assert lapsed.verdict.valid

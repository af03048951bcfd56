"""Two acts at the same instant: one licence, or none where cover ended first; on both databases."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.authorizations import services_decide
from app.work import Caller, act, work
from models.actions import Action
from models.dossiers import Authorization, Dossier
from models.errors import Blocked, Refusal
from models.licences import Licence
from models.people import Role
from models.stages import Stage
from models.traders import Registration
from tests import make, make_dossiers
from tests import make_licences as ml


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run each act in its own thread from one starting gun; results or refusals, in order."""
    gate = threading.Barrier(len(acts))
    answers: list[Any] = [None] * len(acts)

    def run(place: int, one: Callable[[], Any]) -> None:
        gate.wait()
        try:
            answers[place] = one()
        except Refusal as no:
            answers[place] = no

    threads = [threading.Thread(target=run, args=(place, one)) for place, one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def ready(house: make.House) -> tuple[str, ml.Desk, ml.Desk]:
    """A dossier whose two States have both proposed to consent."""
    number = make_dossiers.submitted(house)
    ml.screened(house, number)
    desks = ml.desk(house, "XA"), ml.desk(house, "XB")
    for desk in desks:
        ml.take(house, number, desk)
        ml.propose(house, number, desk)
    return number, *desks


def signing(house: make.House, number: str, desk: ml.Desk) -> Callable[[], Any]:
    senior, digest = make.fresh(house, desk.senior), ml.digest_shown(house, number, desk)
    return lambda: services_decide.countersign(
        senior, number, shown_digest=digest, reason="Read and agreed."
    )


def licences(house: make.House) -> int:
    with house.rows() as session:
        return session.scalar(select(func.count()).select_from(Licence)) or 0


def test_two_last_consents_at_once_grant_exactly_one_licence(house: make.House) -> None:
    for done in range(3):
        number, first, second = ready(house)
        answers = at_once(signing(house, number, first), signing(house, number, second))
        granted = [item.licence for item in answers]
        assert sorted(item is not None for item in granted) == [False, True]
        assert licences(house) == done + 1
        with house.rows() as session:
            stages = set(
                session.scalars(
                    select(Authorization.stage).join(Dossier).where(Dossier.number == number)
                )
            )
        assert stages == {Stage.ISSUED}


def test_one_senior_signing_twice_at_once_grants_once(house: make.House) -> None:
    number, first, second = ready(house)
    ml.sign(house, number, first)
    answers = at_once(signing(house, number, second), signing(house, number, second))
    assert [isinstance(item, Blocked) for item in answers].count(True) == 1
    assert licences(house) == 1


def test_a_consent_and_a_peers_refusal_at_once_never_grant(house: make.House) -> None:
    number, first, second = ready(house)
    services_decide.send_back(second.senior, number, reason="I would refuse.")
    services_decide.propose_refusal(
        second.officer, number, grounds=("7",), reason="Diversion", reason_for_applicant="Risk"
    )
    at_once(signing(house, number, first), signing(house, number, second))
    assert licences(house) == 0
    with house.rows() as session:
        found = session.execute(
            select(Authorization.state_code, Authorization.stage).order_by(Authorization.id)
        ).all()
    assert dict(found) == {
        "XA": Stage.NOT_ISSUED_PEER_REFUSED,
        "XB": Stage.REFUSED,
    }


@act
def surrender(caller: Caller, number: str) -> None:
    """The registration ends, through the door, its trader locked: as de-registration does."""
    with work(caller) as w:
        found = w.find(Registration, number)
        found.ended_at = w.at
        w.do(Action.REGISTRATION_SURRENDER, found, "we close")


@pytest.mark.parametrize("attempt", range(3))
def test_a_last_consent_that_races_the_end_of_a_registration(
    house: make.House, attempt: int
) -> None:
    """Either the licence was granted before the end, or it is refused for lost cover."""
    number, first, second = ready(house)
    ml.sign(house, number, first)
    trader = make_dossiers.trader_of(house, number)
    with house.rows() as session:
        registration = session.scalars(
            select(Registration.number).where(Registration.state_code == "XB")
        ).one()
    owner = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    signed, ended = at_once(
        signing(house, number, second), lambda: surrender(owner, str(registration))
    )
    assert ended is None
    if isinstance(signed, Blocked):
        assert signed.facts["codes"] == ("cover_missing",)
        assert licences(house) == 0
    else:
        assert licences(house) == 1

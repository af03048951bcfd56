"""At the same instant: nothing commits after the de-registration that forbids it (issue 2)."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.authorizations import services_decide
from app.customs import services as customs
from app.enforcement import services
from models.audit import AuditEntry
from models.errors import Refusal
from models.people import Role
from models.stages import Stage
from models.traders import Registration
from tests import make, make_dossiers, make_ledger, make_licences
from tests import make_enforcement as given

Job = Callable[[], object]


@pytest.fixture
def ticking(house: make.House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that moves with every question, so that order in time can be told apart."""
    begin = clock.now()
    count, lock = itertools.count(), threading.Lock()

    def now() -> datetime:
        with lock:
            return begin + timedelta(milliseconds=next(count))

    monkeypatch.setattr(clock, "now", now)


def together(*jobs: Job) -> list[object]:
    """Start these at once; each answers, or gives its refusal."""
    barrier = threading.Barrier(len(jobs))
    answers: list[object] = [None] * len(jobs)

    def run(number: int) -> None:
        barrier.wait()
        try:
            answers[number] = jobs[number]()
        except Refusal as no:
            answers[number] = no

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(jobs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def newest(house: make.House, action: str) -> int:
    """The place in the record of the newest act of a kind; 0 when there was none."""
    with house.rows() as session:
        found = session.scalar(select(func.max(AuditEntry.id)).where(AuditEntry.action == action))
        return int(found or 0)


@pytest.mark.races
@pytest.mark.timeout(0)
def test_no_write_off_commits_after_the_de_registration(
    house: make.House, ticking: None, race_rounds: int
) -> None:
    make.states(house)
    at = given.unit(house, "XA")
    officer = make.user(house, Role.CUSTOMS_OFFICER, "XB")
    refused = 0
    for turn in range(race_rounds):
        licence = make_ledger.licence(house)
        number = given.proposed(house, licence.trader_id, at)
        signer, page = make.fresh(house, at.senior), given.shown(house, number)

        def write_off(number: str = licence.number, turn: int = turn) -> object:
            return customs.record(
                officer,
                number,
                declaration=f"26XB{turn}",
                part=1,
                direction="exit",
                amounts={1: 1},
            )

        def end(number: str = number, signer: object = signer, page: str = page) -> object:
            return services.sign(signer, number, page, "Agreed.")  # type: ignore[arg-type]

        moved = newest(house, "movement.record")
        answers = together(write_off, end)
        ended = newest(house, "case.deregister")
        written = newest(house, "movement.record")
        assert given.case_of(house, number).stage is Stage.DEREGISTERED, answers
        if isinstance(answers[0], Refusal):
            refused += 1
            assert written == moved
        else:
            assert moved < written < ended
        check = customs.check(officer, licence.number, licence.code)
        assert str(check.verdict.reason) == "COVER_LOST"
    assert refused <= race_rounds


@pytest.mark.races
@pytest.mark.timeout(0)
def test_no_licence_is_granted_after_the_de_registration(
    house: make.House, ticking: None, race_rounds: int
) -> None:
    make.states(house)
    at = given.unit(house, "XB")
    desks = {state: make_licences.desk(house, state) for state in ("XA", "XB")}
    for turn in range(max(race_rounds // 4, 2)):
        broker = make.trader(house, f"Norvane {turn} Ltd", company_number=f"HR {turn}")
        for state in desks:
            make.registration(house, broker, state)
        dossier = make_dossiers.submitted(house, ("XA", "XB"), broker=broker)
        make_licences.screened(house, dossier)
        make_licences.consented(house, dossier, desks["XA"])
        make_licences.take(house, dossier, desks["XB"])
        make_licences.propose(house, dossier, desks["XB"])
        number = given.proposed(house, broker, at)
        signer, page = make.fresh(house, at.senior), given.shown(house, number)
        senior = make.fresh(house, desks["XB"].senior)
        digest = make_licences.digest_shown(house, dossier, desks["XB"])

        def consent(dossier: str = dossier, senior=senior, digest: str = digest) -> object:  # type: ignore[no-untyped-def]
            return services_decide.countersign(
                senior, dossier, shown_digest=digest, reason="Agreed."
            )

        def end(number: str = number, signer=signer, page: str = page) -> object:  # type: ignore[no-untyped-def]
            return services.sign(signer, number, page, "Agreed.")

        before = newest(house, "licence.grant")
        answers = together(consent, end)
        granted = newest(house, "licence.grant")
        if isinstance(answers[1], Refusal):
            # The grant came first and took dossier and licence out of what the page had counted.
            assert answers[1].code == "cascade_changed", answers
            assert granted > before
            services.sign(
                make.fresh(house, at.senior), number, given.shown(house, number), "Agreed."
            )
        elif granted > before:
            assert granted < newest(house, "case.deregister")
        else:
            assert isinstance(answers[0], Refusal), answers
        assert given.case_of(house, number).stage is Stage.DEREGISTERED
        with house.rows() as session:
            stages = session.scalars(
                select(Registration.stage).where(
                    Registration.trader_id == broker, Registration.state_code == "XB"
                )
            )
            assert set(stages) == {Stage.DEREGISTERED}

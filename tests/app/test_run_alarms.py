"""What is wrong with screening itself is told until it is put right."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select, update

from app import clock
from app.run_alarms import run_alarms
from app.screened import queue
from app.screening import services
from app.work import REGISTER
from models.machinery import Lease
from models.screening_runs import ScreeningRun
from tests import make
from tests import make_runs as mr
from tests import make_screening as given


def codes(house: make.House) -> list[str]:
    with house.rows() as session:
        return [alarm.code for alarm in run_alarms(session, clock.now())]


def test_names_that_wait_long_are_told_until_they_are_answered(house: make.House) -> None:
    given.asked(house, "Karrow Freight Ltd")
    assert codes(house) == []
    with house.at("2026-03-02 09:06"):
        assert codes(house) == ["list_alarm.queue"]
        services.answer_all(REGISTER)
        assert codes(house) == []


def test_a_night_without_a_run_and_a_run_that_found_otherwise_are_told(house: make.House) -> None:
    make.states(house)
    mr.look()
    assert codes(house) == []
    with house.rows() as session:
        session.execute(update(ScreeningRun).values(faults=1))
    assert codes(house) == ["list_alarm.run"]
    with house.at("2026-03-04 09:00"):
        assert codes(house) == ["list_alarm.night", "list_alarm.run"]
        mr.look()
        assert codes(house) == []


@pytest.mark.parametrize(
    ("beat", "at_work"), [(None, False), ("08:58", False), ("08:59:30", True)], ids=str
)
def test_the_queue_says_since_when_and_whether_anybody_is_at_work(
    house: make.House, beat: str | None, *, at_work: bool
) -> None:
    with house.rows() as session:
        assert queue(session) is None
    given.asked(house, "Karrow Freight Ltd")
    given.asked(house, "Ulde Chandlery")
    with house.rows() as session:
        if beat is not None:
            heard = datetime.fromisoformat(f"2026-03-02T{beat}+00:00")
            session.add(Lease(job="screening", holder="x", until=heard, beat_at=heard))
            session.flush()
        found = queue(session)
        assert found is not None
        assert (found.names, found.since, found.at_work) == (2, clock.now(), at_work)
        assert session.scalar(select(Lease.beat_at)) == found.heard_at

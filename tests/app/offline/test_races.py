"""At the same instant: of two posts that use one licence up, one is told of the conflict."""

from __future__ import annotations

import threading

import msgspec
import pytest

from app.offline.sending import send
from app.offline.shapes import Sent
from app.work import Caller
from models.people import Role
from tests import make, make_ledger

ROUNDS = 5


def at_once(officers: list[Caller], checks: list[Sent]) -> list[str]:
    """How each is answered when all are sent in the same instant."""
    barrier = threading.Barrier(len(checks))
    answers: list[str] = []

    def run(caller: Caller, check: Sent) -> None:
        barrier.wait()
        answers.extend(send(caller, [check]).values())

    threads = [
        threading.Thread(target=run, args=pair) for pair in zip(officers, checks, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


@pytest.mark.races
def test_of_two_releases_sent_at_once_one_is_in_conflict(house: make.House) -> None:
    make.states(house)
    officers = [make.user(house, Role.CUSTOMS_OFFICER, state) for state in ("XB", "XE")]
    for turn in range(ROUNDS):
        number = make_ledger.licence(house).number
        checks = [
            {
                "uid": f"00000000-0000-4000-8000-{turn:06}{post:06}",
                "number": number,
                "verdict": "VALID",
                "checked_at": 1_772_400_000,
                "outcome": "released",
                "declaration": f"26-{turn}-{post}",
                "lines": {1: 100},
            }
            for post in range(2)
        ]
        sent = [msgspec.convert(check, Sent) for check in checks]
        assert at_once(officers, sent) == ["conflict", "kept"]

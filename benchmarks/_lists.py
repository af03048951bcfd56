"""A status list of a million entries, made and taken, and verdicts by it, all in Python."""

from __future__ import annotations

import itertools
import random
from functools import cache

from app.signed import status
from app.signed.held import Held
from app.signed.judge import judge
from app.signed.status import StatusList
from benchmarks._timing import timed
from tools.vectors import cases, files, keys, lists

NOT_VALID = status.ENTRIES // 100
"""One in a hundred."""
STATE = "XA"


@cache
def entries() -> dict[int, int]:
    """Entries that are not valid, by lot; the same each time, and none that a vector asks for."""
    drawn = random.Random(1)
    free = range(max(lists.LIFTED, lists.VALID) + 1, status.ENTRIES)
    values = (status.REVOKED, status.SUSPENDED, status.USED_UP)
    return {entry: drawn.choice(values) for entry in drawn.sample(free, NOT_VALID)}


def published() -> bytes:
    """The list as it goes out: packed, squeezed, signed."""
    until = lists.NOON + status.LIFE
    bits = status.packed(entries())
    made = StatusList(STATE, lists.YEAR, lists.NOON, until, status.TTL, bits)
    return status.signed(made, keys.XA_STATUS)


def measured(rounds: int) -> dict[str, float]:
    """Making the list, and taking it as a reader does."""
    data = published()
    shelf = files.shelf(cases.SHELVES["usual"])
    made = timed(published, rounds)
    taken = timed(lambda: shelf.with_status(data, STATE, lists.YEAR), rounds)
    assert shelf.with_status(data, STATE, lists.YEAR).standing_list(STATE, lists.YEAR)
    found = made.figures("status_list")
    return {
        "status_list_ms": found["status_list_p50_ms"],
        **found,
        "status_list_kb": round(len(data) / 1000, 1),
        **taken.figures("status_list_take"),
    }


def genuine() -> list[cases.Case]:
    """The vectors that go the whole way: signature, claims, and every list asked."""
    return [case for case in cases.cases() if files.answered(case).token is not None]


def judged(rounds: int) -> dict[str, float]:
    """Python's verdicts by such a list, over the genuine codes of the vectors."""
    asked: list[tuple[cases.Case, Held]] = [
        (case, files.shelf(cases.SHELVES[case.shelf])) for case in genuine()
    ]
    turn = itertools.cycle(asked)

    def one() -> None:
        case, held = next(turn)
        assert judge(case.text, held, case.at).verdict is case.verdict

    return timed(one, rounds).figures("python_verify")

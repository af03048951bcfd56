"""What a reader holds: only what verified, and never older than what it has seen."""

from __future__ import annotations

import pytest

from app.signed import status
from app.signed.flaws import Flaw, NotGenuine
from tools.vectors import files, keys, lists
from tools.vectors.lists import FIRST, HOUR, NOON, status_list

DOCUMENTS = lists.documents()
TRUSTED = files.shelf(("trust-1",))


def test_the_greatest_moment_of_issue_is_kept_whatever_comes_after() -> None:
    later = TRUSTED.with_status(DOCUMENTS["xa-lifted"], "XA", 2026)
    assert (TRUSTED.seen, later.seen) == (FIRST, NOON)
    assert later.with_status(DOCUMENTS["xb-half-a-day"], "XB", 2026).seen == NOON
    assert files.shelf(()).seen is None


def test_a_refused_list_changes_nothing() -> None:
    held = files.shelf(("trust-1", "xa-lifted"))
    with pytest.raises(NotGenuine, match=Flaw.ROLLED_BACK):
        held.with_status(DOCUMENTS["xa-first"], "XA", 2026)
    assert held == files.shelf(("trust-1", "xa-lifted"))


def test_of_two_lists_of_one_second_the_one_that_comes_last_stands() -> None:
    """A State may suspend twice in one second; a moment has no parts of a second."""
    one, two = (
        status.signed(status_list("XA", entries={7: entry}), keys.XA_STATUS)
        for entry in (status.VALID, status.SUSPENDED)
    )
    held = TRUSTED.with_status(one, "XA", 2026).with_status(two, "XA", 2026)
    assert status.value(held.lists["XA", 2026], 7) == status.SUSPENDED


def test_lists_of_other_years_and_states_stand_beside_each_other() -> None:
    held = files.shelf(("trust-1", "xa-first", "xb-first"))
    data = status.signed(status_list("XA", FIRST - HOUR, year=2025), keys.XA_STATUS)
    assert held.with_status(data, "XA", 2025).lists.keys() == {
        ("XA", 2026),
        ("XB", 2026),
        ("XA", 2025),
    }


def test_no_bit_of_a_status_list_can_be_altered() -> None:
    data = DOCUMENTS["xa-first"]
    whole = int.from_bytes(data)
    for bit in range(8 * len(data)):
        with pytest.raises(NotGenuine):
            TRUSTED.with_status((whole ^ 1 << bit).to_bytes(len(data)), "XA", 2026)

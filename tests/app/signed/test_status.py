"""Status lists: packed as the IETF draft says, of one size, never unpacked beyond it."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.signed import status
from app.signed.flaws import Flaw, NotGenuine
from tools.vectors import files, keys, lists
from tools.vectors.lists import FIRST, status_list

ENTRIES = st.dictionaries(st.integers(0, status.ENTRIES - 1), st.integers(0, 3), max_size=50)


@settings(max_examples=25)
@given(ENTRIES, st.integers(0, status.ENTRIES - 1))
def test_a_list_says_of_each_entry_what_was_put_there(entries: dict[int, int], other: int) -> None:
    made = status.read_payload(status.payload(status_list("XA", entries=entries)))
    assert made == status_list("XA", entries=entries)
    for index in (*entries, other):
        assert status.value(made, index) == entries.get(index, status.VALID)


def test_the_example_of_the_draft_is_packed_as_there() -> None:
    """draft-ietf-oauth-status-list, the example of two bits an entry."""
    said = dict(enumerate((1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)))
    assert status.packed(said)[:3].hex() == "c944f9"


@pytest.mark.parametrize("entries", [{-1: 1}, {status.ENTRIES: 1}, {0: 4}, {0: -1}])
def test_there_is_no_other_entry_and_no_other_value(entries: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="status list"):
        status.packed(entries)


@pytest.mark.parametrize("index", [-1, status.ENTRIES])
def test_nothing_is_said_beyond_the_end(index: int) -> None:
    with pytest.raises(ValueError, match="no entry"):
        status.value(status_list("XA"), index)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"bits": bytes(status.LENGTH - 1)}, id="a short list"),
        pytest.param({"state": "xa"}, id="no State"),
        pytest.param({"year": 26}, id="no year"),
        pytest.param({"expires_at": FIRST}, id="no life"),
        pytest.param({"ttl": timedelta(0)}, id="no time to live"),
    ],
)
def test_what_no_reader_would_take_is_never_written(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="readable"):
        status.payload(replace(status_list("XA"), **changed))


def test_a_million_entries_with_one_in_a_hundred_marked_are_20_kilobytes() -> None:
    chance = random.Random(20260302)  # noqa: S311  the same each time
    marked = chance.sample(range(status.ENTRIES), status.ENTRIES // 100)
    entries = {index: chance.choice((1, 2, 3)) for index in marked}
    made = status.signed(status_list("XA", entries=entries), keys.XA_STATUS)
    assert len(made) < 20_000


def test_a_full_list_is_packed_and_signed_in_well_under_a_second() -> None:
    chance = random.Random(20260302)  # noqa: S311  the same each time
    entries = dict(enumerate(chance.choices((0, 1, 2, 3), k=status.ENTRIES)))
    before = time.process_time()
    made = status.signed(status_list("XA", entries=entries), keys.XA_STATUS)
    assert time.process_time() - before < 1
    assert len(made) < status.LIMIT


def test_a_bomb_is_not_unpacked() -> None:
    held = files.shelf(("trust-1",))
    bomb = lists.documents()["xa-bomb"]
    before = time.process_time()
    with pytest.raises(NotGenuine, match=Flaw.CLAIMS):
        held.with_status(bomb, "XA", 2026)
    assert time.process_time() - before < 0.1

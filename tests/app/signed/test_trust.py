"""The trust list: read as written, and whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.signed import trust
from app.signed.flaws import Flaw, NotGenuine
from app.signed.trust import Use
from tools.vectors import keys
from tools.vectors.lists import FIRST, GOOD_KEYS, NOON, trust_list

ROOTS = (keys.ROOT.public,)


@given(
    st.integers(1, 2**32 - 1),
    st.lists(st.sampled_from(GOOD_KEYS), unique_by=lambda key: key.kid).map(tuple),
)
def test_a_list_is_read_as_it_was_written(seq: int, trusted: tuple[trust.TrustedKey, ...]) -> None:
    made = trust_list(seq, trusted=trusted)
    assert trust.read_payload(trust.payload(made)) == made


def test_either_of_two_roots_is_believed_and_no_third() -> None:
    data = trust.signed(trust_list(), keys.ROOT)
    assert trust.opened(data, (keys.OTHER_ROOT.public, *ROOTS)) == trust_list()
    with pytest.raises(NotGenuine, match=Flaw.KEY_UNKNOWN):
        trust.opened(data, (keys.OTHER_ROOT.public,))


def test_no_bit_of_the_list_can_be_altered() -> None:
    data = trust.signed(trust_list(trusted=GOOD_KEYS[:2]), keys.ROOT)
    whole = int.from_bytes(data)
    for bit in range(8 * len(data)):
        with pytest.raises(NotGenuine):
            trust.opened((whole ^ 1 << bit).to_bytes(len(data)), ROOTS)


@pytest.mark.parametrize(
    "trusted",
    [
        pytest.param(GOOD_KEYS[:1] * 2, id="one key twice"),
        pytest.param((replace(GOOD_KEYS[0], kid=bytes(8)),), id="another name"),
        pytest.param((replace(GOOD_KEYS[0], state="X"),), id="no State"),
        pytest.param((replace(GOOD_KEYS[0], not_after=keys.BEGIN),), id="no time at all"),
    ],
)
def test_what_no_reader_would_take_is_never_written(trusted: tuple[trust.TrustedKey, ...]) -> None:
    with pytest.raises(ValueError, match="readable"):
        trust.payload(trust_list(trusted=trusted))


def test_a_number_below_one_is_never_written() -> None:
    with pytest.raises(ValueError, match="readable"):
        trust.payload(trust_list(0))


def test_a_window_begins_with_its_first_second_and_ends_before_its_last() -> None:
    key = keys.XA_TOKEN.trusted("XA", Use.TOKEN, not_before=FIRST, not_after=NOON)
    second = timedelta(seconds=1)
    assert [key.covers(at) for at in (FIRST - second, FIRST, NOON - second, NOON)] == [
        False,
        True,
        True,
        False,
    ]

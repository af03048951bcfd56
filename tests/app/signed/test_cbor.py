"""One spelling for each value, and nothing strange is ever built."""

from __future__ import annotations

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.signed import cbor
from app.signed.flaws import Flaw, NotGenuine

LIMIT = 4_096
WHOLE = st.integers(min_value=-(2**64), max_value=2**64 - 1)
SINGLE = WHOLE | st.binary(max_size=40) | st.text(max_size=20)
VALUES = st.recursive(
    SINGLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WHOLE, inner, max_size=4),
    max_leaves=8,
)


def depth(value: object) -> int:
    if isinstance(value, dict):
        value = list(value.values())
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


def flaw(data: bytes, limit: int = LIMIT) -> Flaw:
    with pytest.raises(NotGenuine) as refused:
        cbor.decoded(data, limit=limit)
    return refused.value.code


@given(VALUES)
def test_what_is_written_is_read_again_unless_it_is_too_deep(value: object) -> None:
    data = cbor.encoded(value)
    if depth(value) > cbor.DEPTH:
        assert flaw(data) is Flaw.ENCODING
    else:
        assert cbor.decoded(data, limit=LIMIT) == value


@given(st.binary(max_size=64))
def test_any_bytes_are_refused_or_are_the_one_spelling_of_what_they_say(data: bytes) -> None:
    try:
        value = cbor.decoded(data, limit=LIMIT)
    except NotGenuine:
        return
    assert cbor.encoded(value) == data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("", id="nothing"),
        pytest.param("0000", id="two values"),
        pytest.param("1817", id="a longer head than needed"),
        pytest.param("1900ff", id="a longer head of two bytes"),
        pytest.param("1c", id="a reserved head"),
        pytest.param("18", id="a head without its end"),
        pytest.param("420a", id="a string without its end"),
        pytest.param("9f00ff", id="an endless list"),
        pytest.param("5f4100ff", id="a string in pieces"),
        pytest.param("a201000100", id="one key twice"),
        pytest.param("a202000100", id="keys out of order"),
        pytest.param("a100", id="a key without a value"),
        pytest.param("a1800000", id="a list as a key"),
        pytest.param("f5", id="true"),
        pytest.param("f6", id="null"),
        pytest.param("f93c00", id="a fraction"),
        pytest.param("fb7ff8000000000001", id="a not-a-number with a message"),
        pytest.param("ff", id="an end of nothing"),
        pytest.param("c11a00000000", id="a tagged moment"),
        pytest.param("c48221196ab3", id="a tagged decimal fraction"),
        pytest.param("c249010000000000000000", id="a tagged big number"),
        pytest.param("d81c80", id="a tagged shared value"),
        pytest.param("62c328", id="text that is no UTF-8"),
        pytest.param("63eda080", id="half a character"),
        pytest.param("9bffffffffffffffff", id="a list of more than the world holds"),
        pytest.param("5bffffffffffffffff00", id="a string of more than the world holds"),
        pytest.param("81" * 4_000 + "00", id="four thousand lists in each other"),
        pytest.param("80" * 2_000, id="many values where one is asked"),
    ],
)
def test_other_spellings_are_refused(data: str) -> None:
    assert flaw(bytes.fromhex(data)) is Flaw.ENCODING


def test_more_values_than_any_document_needs_are_refused_before_they_are_built() -> None:
    data = cbor2.dumps([0] * (cbor.ITEMS + 1))
    assert flaw(data, limit=len(data)) is Flaw.ENCODING


def test_size_is_asked_before_anything_else() -> None:
    assert flaw(b"\xff" * 11, limit=10) is Flaw.TOO_LARGE

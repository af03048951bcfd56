"""Figures: whole numbers and exact money."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.fields.figure import minor_units
from tests.app.fields.asked import errors, sent


@pytest.mark.parametrize(
    "typed",
    ["1,200", "1 200", "1.5", "-3", "+3", "1e3", "٣", "³", "0x10", "½", "NaN", "12345678901"],
)
def test_a_quantity_is_plain_digits(typed: str) -> None:
    form = sent(quantity=typed)
    assert errors(form) == [
        ("Quantity: write a whole number in digits only, like 1200", "quantity")
    ]
    assert form.quantity._value() == typed


@pytest.mark.parametrize("typed", ["0", "1000000001"])
def test_a_quantity_has_its_bounds(typed: str) -> None:
    assert errors(sent(quantity=typed)) == [
        ("Quantity: write a number from 1 to 1,000,000,000", "quantity")
    ]


@pytest.mark.parametrize(("typed", "taken"), [("1", 1), ("007", 7), ("1000000000", 10**9)])
def test_a_quantity_is_taken(typed: str, taken: int) -> None:
    assert sent(quantity=typed).quantity.data == taken


@pytest.mark.parametrize("typed", ["1,286,000", "1.234", "-1", "1e5", "٣", "Infinity", "1.", ".5"])
def test_money_is_a_decimal_text_with_no_more_places_than_its_currency(typed: str) -> None:
    assert errors(sent(amount=typed)) == [
        ("Value: write an amount in digits, like 1286000.50", "amount")
    ]


@given(st.integers(0, 10**14), st.sampled_from([0, 2, 3]))
def test_money_is_exact(minor: int, digits: int) -> None:
    whole, rest = divmod(minor, 10**digits)
    typed = f"{whole}.{rest:0{digits}d}" if digits else str(whole)
    assert minor_units(typed, digits) == minor


@pytest.mark.parametrize("typed", ["", "x", "1.0", "-1"])
def test_a_version_that_is_none_is_no_version(typed: str) -> None:
    assert sent(version=typed).version.data is None

"""The folded keys by which traders are known again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.likeness import name_key, number_key, same_words
from models.particulars import Particulars
from models.traders import Trader


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Norvane Brokering Ltd", "NORVANE  BROKERING LIMITED"),
        ("Norvane Brokering, Ltd.", "Norvane Brokering"),
        ("Straße GmbH", "Strasse"),
        ("Société Orlane S.A.", "Societe Orlane SA"),
        ("Ромашка", "Romashka"),
    ],
)
def test_the_same_firm_written_otherwise_has_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_different_firms_keep_different_keys() -> None:
    assert name_key("Norvane Brokering Ltd") != name_key("Norvane Trading Ltd")
    assert not same_words("ada quill", "ada marsh")


@pytest.mark.parametrize("text", ["", "   ", "!!!", "\u200b", "Ltd", "株式会社"])
def test_a_name_of_nothing_has_a_key_all_the_same(text: str) -> None:
    assert isinstance(name_key(text), str)


@given(st.text(max_size=400))
def test_keys_fit_their_columns_and_are_stable(text: str) -> None:
    assert len(name_key(text)) <= 200
    assert len(number_key(text)) <= 200
    assert name_key(text) == name_key(f"  {text} ")


def test_a_trader_keeps_its_keys_with_its_name_and_facts() -> None:
    row = Trader(name="Norvane Ltd", facts=Particulars(company_number="hr 47-11"))
    assert (row.name_key, row.company_key) == ("norvane", "HR4711")
    row.name = "Orlane SA"
    assert row.name_key == "orlane"

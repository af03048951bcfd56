"""Check codes: what is printed can be typed back, and nothing else fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import check_codes, numbers

LETTERS = st.text(check_codes.ALPHABET, min_size=10, max_size=10)


def test_a_new_code_is_two_groups_of_five_letters_of_the_alphabet() -> None:
    code = check_codes.new()
    first, _, second = code.partition("-")
    assert len(first) == len(second) == check_codes.GROUP
    assert set(first + second) <= set(check_codes.ALPHABET)


def test_codes_do_not_repeat_and_use_every_letter() -> None:
    codes = {check_codes.new() for _ in range(1000)}
    assert len(codes) == 1000
    assert set("".join(codes)) == {*check_codes.ALPHABET, "-"}


def test_the_alphabet_has_32_letters_and_none_that_is_read_as_another() -> None:
    assert len(set(check_codes.ALPHABET)) == len(check_codes.ALPHABET) == 32
    assert not set("ILOU") & set(check_codes.ALPHABET)


@given(LETTERS)
def test_a_code_survives_the_hand_that_copies_it(plain: str) -> None:
    code = check_codes.written(plain)
    spaced = " ".join(plain.lower())
    misread = plain.replace("0", "O").replace("1", "l").replace("V", "u")
    assert check_codes.tidy(spaced) == check_codes.tidy(misread) == code
    assert check_codes.same(spaced, code)
    assert check_codes.same(misread, code)


@given(LETTERS, st.integers(0, 9), st.sampled_from(check_codes.ALPHABET))
def test_one_other_letter_does_not_fit(plain: str, place: int, letter: str) -> None:
    other = plain[:place] + letter + plain[place + 1 :]
    assert check_codes.same(other, check_codes.written(plain)) is (other == plain)


@given(st.text())
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    found = check_codes.tidy(typed)
    assert found == "" or check_codes.same(found, found)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "7KQ4M",
        "7KQ4M-XW2ZA-2",
        "7KQ4M-XW2Z*",
        "\uff17KQ4M-XW2ZA",
        "\ud800" * 10,
        "7" * 100_000,
    ],
)
def test_what_cannot_be_a_code_fits_none(typed: str) -> None:
    assert check_codes.tidy(typed) == ""
    assert not check_codes.same(typed, "7KQ4M-XW2ZA")
    assert not check_codes.same(typed, typed)


def test_no_code_is_taken_for_a_record_number() -> None:
    assert numbers.parse(check_codes.new()) is None

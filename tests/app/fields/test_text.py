"""Words typed into a form: taken clean, or refused with what to do."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import texts
from tests.app.fields.asked import WHOLE, errors, sent
from tests.app.gallery import Meeting


@pytest.mark.parametrize(
    "typed",
    [
        "Nor\x00vane",
        "Nor\x1bvane",
        "Norvane\nBrokering",
        "Nor\u202evane",
        "Nor\u2066vane",
        f"Nor{chr(0xD800)}vane",
        "Nor\ufffdvane",
        "Nor\ufdd0vane",
        "Nor\u2028vane",
        "Nor\x9fvane",
    ],
)
def test_text_with_a_character_that_nobody_sees_is_refused_and_shown_without_it(typed: str) -> None:
    form = sent(name=typed)
    assert [target for _, target in errors(form)] == ["name"]
    assert not texts.hidden(form.name._value())
    assert "\x00" not in str(form.name())


@pytest.mark.parametrize(
    "typed", ["Северный Мост", "شركة النور", "می‌خواهم", "𠮷野家", "O’Brien & Søn"]
)
def test_names_in_every_script_are_taken(typed: str) -> None:
    assert sent(name=typed).name.data == unicodedata.normalize("NFC", typed)


def test_text_is_trimmed_and_composed() -> None:
    assert sent(name="  Cafe\u0301 Trading \u00a0").name.data == "Café Trading"


def test_space_alone_is_nothing() -> None:
    assert errors(sent(name=" \u3000\t ")) == [("Write the name of the seller", "name")]


def test_text_that_is_too_long_says_by_how_much() -> None:
    form = sent(name="x" * 203)
    assert errors(form) == [
        ("Name of the seller: shorten it by 3 characters; the limit is 200", "name")
    ]
    assert errors(sent(name="x" * 201))[0][0].startswith(
        "Name of the seller: shorten it by 1 character;"
    )
    assert errors(sent(name="x" * 200)) == []


def test_a_reason_may_have_lines_but_no_other_control_character() -> None:
    assert sent(reason="one\n\ttwo").reason.data == "one\n\ttwo"
    assert [target for _, target in errors(sent(reason="one\x07two"))] == ["reason"]


def test_a_password_is_kept_to_the_letter_and_never_shown_again() -> None:
    form = sent(secret=" pa\u0301ss ")
    assert form.secret.data == " pa\u0301ss "
    assert "pa\u0301ss" not in str(form.secret())


@given(st.text(st.characters(codec=None), max_size=300))
def test_whatever_is_typed_is_either_taken_clean_or_refused(typed: str) -> None:
    form = Meeting(formdata=MultiDict({**WHOLE, "name": typed}))
    taken = form.validate()
    kept = form.name.data
    if taken:
        assert kept == unicodedata.normalize("NFC", typed).strip()
        assert not texts.hidden(kept)
        assert len(kept) <= 200
        kept.encode()
    else:
        assert form.errors.keys() == {"name"}

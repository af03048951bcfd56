"""Choices: only what is offered is taken."""

import pytest
from werkzeug.datastructures import MultiDict

from tests.app.fields.asked import WHOLE, errors, sent
from tests.app.gallery import Meeting


@pytest.mark.parametrize("code", ["DE", "ZZ", "xc", "XC ", "<script>", "X" * 9000])
def test_a_state_that_is_not_in_the_list_is_refused(code: str) -> None:
    assert errors(sent(state=code)) == [("Choose the State where you met", "state")]


def test_countries_begin_with_the_states_of_the_register() -> None:
    codes = [choice[0] for choice in sent().country.iter_choices()]
    assert codes[:6] == ["", "XA", "XB", "XC", "XD", "XE"]
    assert {"DE", "FR", "CN"} <= set(codes)
    assert errors(sent(country="ZZ")) == [("Choose one of the answers in the list", "country")]


def test_a_box_that_was_not_offered_is_refused() -> None:
    answers = MultiDict([*WHOLE.items(), ("goods", "tank")])
    form = Meeting(formdata=answers)
    assert not form.validate()
    assert form.errors.keys() == {"goods"}


def test_an_answer_that_was_not_offered_is_refused() -> None:
    assert errors(sent(how="pigeon")) == [("Choose how you negotiated", "how")]

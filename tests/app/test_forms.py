"""Forms: plain values, errors that lead to their inputs, a token against forgery."""

from collections.abc import Iterator
from datetime import date

import pytest
import wtforms
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.forms import Form, TextField
from tests.app import gallery
from tests.app.fields.asked import WHOLE, errors, sent
from tests.app.gallery import Meeting


@pytest.fixture(scope="module")
def app() -> Flask:
    found = gallery.create()
    found.config["WTF_CSRF_ENABLED"] = False
    return found


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(method="POST"):
        yield


def test_a_whole_form_becomes_plain_values() -> None:
    form = sent()
    assert errors(form) == []
    assert (form.state.data, form.country.data, form.how.data) == ("XC", "DE", "meeting")
    assert form.day.data == date(2026, 5, 3)
    assert (form.quantity.data, form.amount.data, form.version.data) == (1200, 128600050, 7)
    assert form.goods.data == ["pistol"]
    assert form.reason.data == "Two lines\nof reason"
    assert form.paper.data is None


def test_nothing_is_chosen_beforehand() -> None:
    form = Meeting(formdata=None)
    assert (form.state.data, form.how.data, form.own.data) == (None, None, False)


def test_an_empty_form_says_what_to_do_in_the_order_of_the_page() -> None:
    form = Meeting(formdata=MultiDict({"quantity": ""}))
    form.validate()
    assert errors(form) == [
        ("Choose the State where you met", "state"),
        ("Write the day of the meeting", "day-day"),
        ("Choose how you negotiated", "how"),
        ("Write the name of the seller", "name"),
        ("Write the quantity", "quantity"),
        ("Choose the currency", "currency"),
        ("Write the value", "amount"),
        ("Say that you have no interest", "own"),
    ]


def test_every_error_leads_to_an_input_that_is_on_the_page(app: Flask) -> None:
    form = Meeting(formdata=MultiDict({"quantity": "x", "day-month": "13"}))
    form.validate()
    page = app.jinja_env.from_string(
        "{% for field in form if field.type not in ('CSRFTokenField', 'VersionField') %}"
        "{{ ui.field(field) }}{% endfor %}"
    ).render(form=form)
    for sentence, target in errors(form):
        assert f'id="{target}"' in page
        assert page.count(sentence) == 1


def test_what_the_register_answers_stands_at_its_field() -> None:
    form = sent()
    form.add_error("Only 40 are left.", "quantity")
    form.add_error("Somebody else changed this.", "elsewhere")
    assert errors(form) == [
        ("Somebody else changed this.", None),
        ("Only 40 are left.", "quantity"),
    ]


def test_a_form_without_its_token_says_so_in_words_of_ours(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        form = Meeting(formdata=MultiDict(WHOLE))
        assert not form.validate()
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert errors(form) == [("This page was open for too long. Send it again", None)]


def test_what_was_typed_is_escaped_when_it_is_shown_again() -> None:
    form = sent(name="<script>alert(1)</script>\x00", reason="</textarea><b>")
    assert "<script>" not in str(form.name())
    assert "</textarea><b>" not in str(form.reason())


def test_a_form_says_its_value_itself() -> None:
    with pytest.raises(NotImplementedError):
        sent().value()


def test_a_list_of_forms_leads_to_each_input() -> None:
    class Line(wtforms.Form):
        name = TextField("Name", missing="Write the name")

    class Lines(Form):
        lines = wtforms.FieldList(wtforms.FormField(Line), min_entries=2)

    form = Lines(formdata=MultiDict({"lines-0-name": "a", "lines-1-name": ""}))
    assert not form.validate()
    assert errors(form) == [("Write the name", "lines-1-name")]

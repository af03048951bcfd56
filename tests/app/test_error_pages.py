"""The pages that say no."""

import pytest
from flask import Flask

from app import error_pages
from tests.app import gallery
from tests.untranslated import untranslated


@pytest.fixture
def app() -> Flask:
    return gallery.create()


@pytest.mark.parametrize("code", error_pages.CODES)
def test_each_page_says_what_happened_what_to_do_and_a_number_to_quote(
    app: Flask, code: int
) -> None:
    with app.test_request_context():
        page = error_pages.render(code, request_id="7f3a", wait=30)
    assert page.count("<h1") == 1
    assert page.count('<p class="govuk-body">') == 3
    assert "7f3a" in page


@pytest.mark.parametrize("code", error_pages.CODES)
def test_no_text_is_left_untranslated(code: int) -> None:
    bracketed = gallery.create(pseudo_language=True)
    with bracketed.test_request_context():
        assert untranslated(error_pages.render(code, request_id="7f3a", wait=2)) == []


def test_not_found_and_not_allowed_read_alike(app: Flask) -> None:
    with app.test_request_context():
        assert error_pages.render(403, request_id="1") == error_pages.render(404, request_id="1")


def test_what_is_not_found_gives_no_reason_and_a_refusal_does(app: Flask) -> None:
    with app.test_request_context():
        hidden = error_pages.render(404, request_id="1", sentence="It belongs to Xbria.")
        refused = error_pages.render(403, request_id="1", sentence="You proposed this yourself.")
        stale = error_pages.render(409, request_id="1", sentence="<b>changed</b>")
    assert "Xbria" not in hidden
    assert "You proposed this yourself." in refused
    assert "&lt;b&gt;changed" in stale


def test_a_fault_of_ours_asks_nothing_of_what_may_be_broken(app: Flask) -> None:
    @app.context_processor
    def broken() -> dict[str, object]:
        msg = "the database is away"
        raise RuntimeError(msg)

    with app.test_request_context():
        for code in (500, 503):
            assert "<h1" in error_pages.render(code, request_id="1")
        with pytest.raises(RuntimeError):
            error_pages.render(404, request_id="1")


def test_other_codes_read_as_the_first_of_their_hundred(app: Flask) -> None:
    with app.test_request_context():
        assert error_pages.render(418, request_id="1") == error_pages.render(400, request_id="1")
        assert error_pages.render(507, request_id="1") == error_pages.render(500, request_id="1")


def test_the_wait_is_said_in_seconds(app: Flask) -> None:
    with app.test_request_context():
        assert "Wait 1 second," in error_pages.render(429, request_id="1", wait=1)
        assert "Wait 30 seconds," in error_pages.render(429, request_id="1", wait=30)
        assert "Wait a minute," in error_pages.render(429, request_id="1")

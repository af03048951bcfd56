"""The words for a code, and the names of States."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app import clock, sayings, words
from tests.app import gallery

AT = datetime(2026, 6, 16, 12, 31, tzinfo=UTC)


@pytest.fixture
def app() -> Flask:
    return gallery.create()


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(), clock.standing_at(AT):
        yield


@pytest.fixture
def some_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of a small table beside the register's own."""
    texts = {
        "refusal.exceeds": "Only %(left)s are left.",
        "reason.SUSPENDED": "Suspended by %(states)s",
        "refusal.late": "%(state)s: it ended on %(day)s, seen at %(at)s, was %(stage)s.",
    }
    monkeypatch.setattr(words, "merged", lambda: {**texts, "stage.ACTIVE": "Active"})
    monkeypatch.setattr(words, "plurals", lambda: {"left": ("%(n)s day left", "%(n)s days left")})


@pytest.mark.usefixtures("some_words")
def test_a_quantity_is_grouped_even_where_a_verdict_kept_it_as_text() -> None:
    assert sayings.say("refusal.exceeds", left=60_000) == "Only 60,000 are left."
    assert sayings.say("refusal.exceeds", left="60000") == "Only 60,000 are left."
    assert sayings.say("refusal.exceeds", left="none") == "Only none are left."


def test_states_of_the_register_have_their_own_names_and_others_their_iso_name() -> None:
    assert sayings.state_name("XA") == "Xandria"
    assert sayings.state_name("DE") == "Germany"
    with force_locale("fr"):
        assert sayings.state_name("DE") == "Allemagne"


def test_a_code_that_is_no_country_is_shown_as_it_is(app: Flask) -> None:
    # The locale data calls XA a pseudo-language; that is no country either.
    app.extensions[sayings.STATES] = dict
    assert sayings.state_name("XA") == "XA"


def test_the_names_of_the_states_are_asked_for_once_a_request(app: Flask) -> None:
    asked = []

    def names() -> dict[str, str]:
        asked.append(1)
        return gallery.NAMES

    app.extensions[sayings.STATES] = names
    with app.test_request_context():
        assert [sayings.state_name(code) for code in ("XA", "XB", "DE")] == [
            "Xandria",
            "Xbria",
            "Germany",
        ]
    assert len(asked) == 1


@pytest.mark.usefixtures("some_words")
def test_facts_are_written_out_by_what_they_are() -> None:
    assert sayings.say("refusal.exceeds", left=1200) == "Only 1,200 are left."
    assert sayings.say("reason.SUSPENDED", states=["XA", "XC"]) == "Suspended by Xandria and Xcadia"
    assert sayings.say("reason.SUSPENDED", states="XA,XC") == "Suspended by Xandria and Xcadia"
    assert (
        sayings.say("reason.SUSPENDED", states="both, as XA says")
        == "Suspended by both, as XA says"
    )
    said = sayings.say("refusal.late", state="XB", day=date(2026, 5, 3), at=AT, stage="ACTIVE")
    assert said == "Xbria: it ended on 3 May 2026, seen at 16 June 2026, 12:31 UTC, was Active."


@pytest.mark.usefixtures("some_words")
@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "1 day left"), (0, "0 days left"), (1500, "1,500 days left")],
)
def test_a_number_chooses_singular_or_plural(n: int, said: str) -> None:
    assert sayings.say("left", n=n) == said


def test_a_code_without_words_is_an_error_in_tests_and_shows_itself_in_use(app: Flask) -> None:
    with pytest.raises(LookupError, match="no words for the code"):
        sayings.say("refusal.nowhere")
    app.testing = False
    assert sayings.say("refusal.nowhere") == "refusal.nowhere"


def test_a_trader_is_told_less_of_a_stage_than_an_officer() -> None:
    assert sayings.stage_tag("AWAITING_COUNTERSIGN") == ("To countersign", "wait")
    assert sayings.stage_tag("AWAITING_COUNTERSIGN", "trader") == ("Under review", "info")
    assert sayings.stage_tag("INFO_REQUESTED", "trader") == ("Asks you", "wait")
    assert sayings.stage_tag("COVER_LOST") == ("Cover lost", "stop")

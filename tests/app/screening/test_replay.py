"""A screening made again says the same, or exactly what changed: lists, entries, libraries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.screening import matcher, replay, services
from app.watchlist import services as watchlist
from app.work import REGISTER
from models.people import Role
from models.screening import Hit, Screening
from models.watchlist import Subject, SubjectKind
from tests import make
from tests import make_screening as given
from tests import make_searches as asking
from tests import make_watchlist as listing
from tests.make_enforcement import Unit, unit

FIRM = Subject(kind=SubjectKind.FIRM, name="Selmark Supply Ltd", country="XB")


@pytest.fixture
def owner(house: make.House) -> Unit:
    make.states(house)
    given.invented_list()
    return unit(house, "XB")


@pytest.fixture(autouse=True)
def simple() -> Iterator[None]:
    """Each test leaves the process with the matcher that it began with."""
    yield
    matcher.choose(matcher.Matcher.SIMPLE)


def screened(house: make.House, name: str, **facts: object) -> str:
    """The opaque id of an answered screening."""
    key = given.asked(house, name, **facts)  # type: ignore[arg-type]
    services.answer_all(REGISTER)
    return str(given.answered(house, key).uid)


def test_years_later_the_same_answer_is_given_from_what_stood_then(
    house: make.House, owner: Unit
) -> None:
    number = listing.published(house, owner, FIRM)
    before = screened(house, "Selmark Suply Limited")
    nobody = screened(house, "Quiet Harbour Bakery")
    with house.at("2026-06-01 09:00"):
        changed = listing.facts(FIRM, reason="Heard twice.")
        watchlist.correct(
            make.fresh(house, owner.officer),
            number,
            listing.facts(Subject(kind=SubjectKind.FIRM, name="Another Name Altogether")),
            "It was another firm.",
        )
        listing.publish(house, owner, number)
        after = screened(house, "Selmark Suply Limited")
        assert changed.reason
    with house.at("2029-06-01 09:00"):
        told = replay.replay(REGISTER, before)
        assert told.same
        assert (told.found, told.changed) == (1, ())
        assert replay.replay(REGISTER, nobody).same
        again = replay.replay(REGISTER, after)
        assert again.same
        assert again.found == 0


def test_an_entry_that_was_revoked_or_annulled_since_is_found_as_it_stood(
    house: make.House, owner: Unit
) -> None:
    number = listing.published(house, owner, FIRM)
    uid = screened(house, "Selmark Supply")
    with house.at("2026-04-01 09:00"):
        watchlist.delete(make.fresh(house, owner.senior), number, "Annulled by the court.")
        assert replay.replay(REGISTER, uid).same
        assert replay.replay(REGISTER, screened(house, "Selmark Supply")).found == 0


def test_another_library_is_named_and_another_answer_is_told_entry_by_entry(
    house: make.House, owner: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = listing.published(house, owner, FIRM)
    uid = screened(house, "Selmark Suply Limited")
    then = matcher.provenance()
    monkeypatch.setattr(matcher, "provenance", lambda: {**then, "rapidfuzz": "99.0"})
    told = replay.replay(REGISTER, uid)
    assert told.same
    assert told.changed == (("rapidfuzz", then["rapidfuzz"], "99.0"),)
    monkeypatch.setattr(matcher, "score", lambda *_, **__: [])
    told = replay.replay(REGISTER, uid)
    assert not told.same
    [(source, reference, *_)] = told.gone
    assert (source, reference, told.new) == ("watchlist", number, ())


def test_a_run_that_found_more_later_is_no_part_of_the_first_answer(
    house: make.House, owner: Unit
) -> None:
    uid = screened(house, "Selmark Suply Limited")
    listing.published(house, owner, FIRM)
    told = replay.replay(REGISTER, uid)
    assert told.same
    assert told.found == 0


def test_a_search_is_made_again_with_all_that_narrowed_it(
    house: make.House, owner: Unit, application: Flask, tmp_path: Path
) -> None:
    number = listing.published(house, owner, FIRM)
    secret = asking.key(house, make.user(house, Role.LICENSING_OFFICER, "XA"))
    client = application.test_client()
    with asking.line_open(tmp_path):
        for query in ("", f"?exclude_entity_ids=watchlist-{number}", "?exclude_dataset=watchlist"):
            asking.sent(
                client, secret, {"a": asking.firm(asking.NEAR, schema="LegalEntity")},
                url=f"/api/v1/match{query}",
            )  # fmt: skip
    told = [replay.replay(REGISTER, str(search.uid)) for search in asking.searches(house)]
    assert [(item.same, item.found) for item in told] == [(True, 1), (True, 0), (True, 0)]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_the_command_says_what_it_found_and_ends_accordingly(
    house: make.House, owner: Unit, application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing.published(house, owner, FIRM)
    uid = screened(house, "Selmark Suply Limited")
    waiting = given.asked(house, "Not Answered Yet")
    runner = application.test_cli_runner()

    def said(key: str) -> tuple[int, str]:
        done = runner.invoke(args=["screening", "replay", key])
        return done.exit_code, done.output

    code, text = said(uid)
    assert (code, text.splitlines()[-1]) == (0, "The same answer.")
    assert "with 1 entry" in text
    assert said("0190a5e0-0000-7000-8000-000000000000")[0] == 2
    assert said(str(given.answered(house, waiting).uid))[0] == 2
    monkeypatch.setattr(matcher, "score", lambda *_, **__: [])
    code, text = said(uid)
    assert code == 1
    assert "Found then, not now: watchlist XB-2026-W-00001" in text


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_a_record_or_list_that_is_not_whole_cannot_be_replayed(
    house: make.House, owner: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing.published(house, owner, FIRM)
    uid = screened(house, "Selmark Suply Limited")
    monkeypatch.setattr(replay, "_entries", lambda *_: None)
    told = replay.replay(REGISTER, uid)
    assert [item.code for item in told.cannot] == ["list_missing"]
    monkeypatch.undo()
    with house.rows() as session:  # as somebody would who owns the database
        row = session.scalars(select(Screening).where(Screening.answer_digest.is_not(None))).one()
        key = row.id
        session.execute(update(Hit).where(Hit.screening_id == key).values(score=60))
    told = replay.replay(REGISTER, uid)
    assert [item.code for item in told.cannot] == ["record_changed"]

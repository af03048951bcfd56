"""Lists fetched by the clock: what is due, what came of it, and that the old version stays."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler

import pytest
from alembic import command
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.screened import current_days, newest_lists
from app.screening import fetching, list_formats, publishers, services, services_lists
from app.screening.errors import SettingWrong
from app.screening.list_formats import FORMS
from app.work import REGISTER
from models.errors import Blocked, Invalid
from models.list_sources import ListFetch
from models.screening import ListEntryRow
from tests import make, make_lists
from tests.app.screening.test_services import in_use
from tests.app.screening.test_sources import NOWHERE, publisher
from tests.app.screening.test_un_list import PERSON, list_of
from tests.test_migrations import settings


class Shelf:
    """What a publisher offers now."""

    content = b""


@contextmanager
def offering(shelf: Shelf) -> Iterator[str]:
    def answer(desk: BaseHTTPRequestHandler) -> None:
        desk.send_response(200)
        desk.send_header("Content-Length", str(len(shelf.content)))
        desk.end_headers()
        desk.wfile.write(shelf.content)

    with publisher(answer) as url:
        yield url


def un(count: int, made: str) -> bytes:
    each = [PERSON.replace("INi.900", f"INi.{n:03}") for n in range(count)]
    return list_of("\n".join(each), made=made).encode()


def look(source: str = "un") -> str:
    return fetching.fetch(REGISTER, source).outcome


def kept(house: make.House) -> list[tuple[str, str, date | None]]:
    with house.rows() as session:
        rows = session.scalars(select(ListFetch).order_by(ListFetch.id))
        return [(row.source, row.outcome, row.confirmed_on) for row in rows]


def test_a_list_is_fetched_when_its_time_has_come_and_taken_when_it_is_new(
    house: make.House,
) -> None:
    shelf = Shelf()
    shelf.content = un(3, "2026-02-28T23:00:00Z")
    with offering(shelf) as url:
        assert fetching.due(REGISTER) == ()
        services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": url})
        assert fetching.due(REGISTER) == ("un",)
        assert look() == "imported"
        assert fetching.due(REGISTER) == ()
        with house.at("2026-03-03 09:00"):
            assert fetching.due(REGISTER) == ("un",)
            assert look() == "unchanged"
        with house.at("2026-03-12 09:00"):
            # Made anew with a new day in it, and not one word changed.
            shelf.content = un(3, "2026-03-11T23:00:00Z")
            assert look() == "unchanged"
            assert in_use(house) == [(date(2026, 2, 28), 4, 4)]
            with house.rows() as session:
                (version,) = newest_lists(session)
                assert current_days(session) == {version.id: date(2026, 3, 12)}
            shelf.content = un(4, "2026-03-11T23:30:00Z")
            assert look() == "imported"
            assert in_use(house) == [(date(2026, 3, 11), 5, 5)]
    assert [outcome for _, outcome, _ in kept(house)] == [
        "imported", "unchanged", "unchanged", "imported",
    ]  # fmt: skip


def test_whatever_goes_wrong_the_version_in_use_stays_and_the_look_is_on_record(
    house: make.House, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = Shelf()
    shelf.content = un(9, "2026-02-28T23:00:00Z")
    with offering(shelf) as url:
        services_lists.schedule(REGISTER, "un", every_hours=48, addresses={"": url})
        assert look() == "imported"
        whole = shelf.content
        for content, code in (
            (whole[: len(whole) // 2], "list_damaged"),
            (b"", "list_damaged"),
            (b"<html>Service unavailable</html>", "list_other_document"),
            (un(2, "2026-03-01T23:00:00Z"), "list_halved"),
            (un(10, "2026-02-27T23:00:00Z"), "list_older"),
            (un(10, "2026-04-27T23:00:00Z"), "list_from_the_future"),
        ):
            shelf.content = content
            assert look() == code
            assert in_use(house) == [(date(2026, 2, 28), 10, 10)]
        with house.rows() as session:
            halved = session.scalars(
                select(ListFetch).where(ListFetch.outcome == "list_halved")
            ).one()
            assert (halved.facts, halved.size > 0) == ({"new": 3, "current": 10}, True)
        with house.at("2026-03-02 09:30"):
            assert fetching.due(REGISTER) == ()
        with house.at("2026-03-02 10:01"):
            assert fetching.due(REGISTER) == ("un",), "sooner again after a look that failed"
        monkeypatch.setattr(list_formats, "read", lambda *_, **__: {}["gone"])
        assert look() == "list_unreadable", "a fault that nobody foresaw is told as well"
    services_lists.schedule(REGISTER, "un", every_hours=48, addresses={"": NOWHERE})
    assert look() == "list_not_fetched"


@pytest.mark.parametrize("form", [form for form in FORMS if not FORMS[form].dated])
def test_a_form_without_a_day_is_of_the_day_on_which_it_was_fetched(
    form: str, house: make.House
) -> None:
    if house.url.startswith("postgresql") and form != "bis-dpl":
        pytest.skip("one form tells the other database")
    name = dict(make_lists.INVENTED)[form]
    shelves = {part: Shelf() for part in make_lists.files(form, name)}
    for part, content in make_lists.files(form, name).items():
        shelves[part].content = content
    source = FORMS[form].source
    with contextstack(shelves) as urls:
        services_lists.schedule(REGISTER, source, every_hours=24, form=form, addresses=urls)
        assert look(source) == "imported"
        assert in_use(house)[0][0] == date(2026, 3, 2)
        with house.at("2026-03-20 09:00"):
            assert look(source) == "unchanged"
            assert kept(house)[-1] == (source, "unchanged", date(2026, 3, 20))
            assert in_use(house)[0][0] == date(2026, 3, 2)


@contextmanager
def contextstack(shelves: dict[str, Shelf]) -> Iterator[dict[str, str]]:
    """Every part of a set at an address of its own."""
    if not shelves:
        yield {}
        return
    part = min(shelves)
    rest = {name: shelf for name, shelf in shelves.items() if name != part}
    with offering(shelves[part]) as url, contextstack(rest) as urls:
        yield {part: url, **urls}


def test_a_list_out_of_use_is_neither_fetched_nor_imported_nor_compared_with(
    house: make.House,
) -> None:
    shelf = Shelf()
    shelf.content = un(3, "2026-02-28T23:00:00Z")
    with offering(shelf) as url:
        services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": url})
        assert look() == "imported"
        with pytest.raises(Invalid, match="reason_missing"):
            services_lists.retire(REGISTER, "un", " ")
        services_lists.retire(REGISTER, "un", "Its publisher put another in its place")
        assert in_use(house) == []
        assert fetching.due(REGISTER) == ()
        with pytest.raises(SettingWrong, match="list_retired"):
            look()
        with pytest.raises(Blocked, match="list_retired"):
            services.import_list(REGISTER, make_lists.FILES / "sema.xml", source_name="un",
                                 form="ca-sema", published_on=make_lists.DAY)  # fmt: skip
        with pytest.raises(Blocked, match="list_retired"):
            services_lists.schedule(REGISTER, "un", every_hours=1)
        with house.at("2026-03-02 10:00"):
            services_lists.resume(REGISTER, "un", "It goes on after all")
            assert in_use(house) == [(date(2026, 2, 28), 4, 4)]
            assert fetching.due(REGISTER) == ("un",)
    with pytest.raises(Blocked, match="list_in_use"):
        services_lists.resume(REGISTER, "un", "Again")
    with pytest.raises(SettingWrong, match="list_unknown"):
        services_lists.retire(REGISTER, "nowhere", "It never was")


def test_a_setting_that_cannot_work_is_refused_when_it_is_made(house: make.House) -> None:
    for wrong, code in (
        ({"source": "un", "addresses": {"": "http://list.example.org/x.xml"}}, "address_unsafe"),
        ({"source": "un", "addresses": {"": "https://user:word@list.example.org"}}, "unsafe"),
        ({"source": "ofac", "form": "ofac-csv", "addresses": {"": "https://x.example"}}, "parts"),
        ({"source": "port-list", "form": "ftm"}, "address_missing"),
        ({"source": "port-list"}, "form_unknown"),
        ({"source": "un", "every_hours": 9999}, "hours_wrong"),
    ):
        with pytest.raises(SettingWrong, match=code):
            services_lists.schedule(REGISTER, **{"every_hours": 24, **wrong})  # type: ignore[arg-type]
    made = services_lists.schedule(REGISTER, "ofac", every_hours=0, form="ofac-csv")
    assert (made.form, made.addresses, fetching.due(REGISTER)) == ("ofac-csv", {}, ())


def test_looks_that_told_nothing_are_forgotten_but_not_the_newest(house: make.House) -> None:
    shelf = Shelf()
    shelf.content = un(3, "2026-02-28T23:00:00Z")
    with offering(shelf) as url:
        services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": url})
        look()
        look()
        for day in ("2026-06-10", "2026-06-11"):
            with house.at(f"{day} 09:00"):
                look()
    told = [(outcome, day) for _, outcome, day in kept(house)]
    assert told == [
        ("imported", date(2026, 3, 2)),
        ("unchanged", date(2026, 6, 10)),
        ("unchanged", date(2026, 6, 11)),
    ]


def test_every_publisher_of_the_table_is_safe_and_read_by_a_form() -> None:
    for source, publisher_ in publishers.known().items():
        assert publisher_.form in FORMS, source
        assert publishers.checked(publisher_.form, publisher_.addresses()), source


def test_the_job_begins_one_process_and_says_when_it_failed(house: make.House) -> None:
    services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": NOWHERE})
    job = fetching.Fetcher(command=(sys.executable, "-c", "raise SystemExit(3)"), look_every=0)
    assert not job.fetch_next(REGISTER)
    with pytest.raises(RuntimeError, match="ended with 3"):
        _until_it_fails(job)


def _until_it_fails(job: fetching.Fetcher) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        job.fetch_next(REGISTER)
        time.sleep(0.02)


def test_entries_of_before_have_their_digest_since(house: make.House) -> None:
    """The migration tells of the rows that were there what is told of them now."""
    services.import_list(REGISTER, make_lists.FILES / "fsf_1_1.csv", form="eu-fsf")
    every = select(ListEntryRow.reference, ListEntryRow.digest).order_by(ListEntryRow.id)
    with house.rows() as session:
        told = session.execute(every).all()
    command.downgrade(settings(house.url), "0006")
    command.upgrade(settings(house.url), "head")
    with house.rows() as session:
        assert session.execute(every).all() == told
        with pytest.raises(DBAPIError, match="added, never changed"):
            session.execute(text("UPDATE list_entries SET digest = ''"))
        session.rollback()
    assert len(told) > 1

"""Pages of lists: versions, what changed, one entry through all of them, and what is wrong."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.list_alarms import alarms
from app.screening import fetching, services, services_lists
from app.screening.entries import ListEntry
from app.screening.queries_lists import SHOWN
from app.words import screening
from app.work import REGISTER
from models.screening import ListVersion
from tests import make
from tests.app.conftest import SignedIn
from tests.app.conftest import token as token_of
from tests.app.screening.test_fetching import Shelf, offering, un
from tests.app.screening.test_services import persons
from tests.app.screening.test_sources import NOWHERE
from tests.app.screening.test_un_list import PERSON, list_of
from tests.app.screening.test_views import text


def taken(*entries: str, made: str) -> None:
    content = list_of("\n".join(entries), made=made).encode()
    services.import_list(REGISTER, io.BytesIO(content))


def person(number: int, first: str = "") -> str:
    found = PERSON.replace("INi.900", f"INi.{number:03}")
    return found.replace(first_name(), first) if first else found


def first_name() -> str:
    found = re.search(r"<FIRST_NAME>([^<]+)<", PERSON)
    assert found
    return found[1]


@pytest.fixture
def three_versions(house: make.House) -> list[str]:
    """The uids of three versions, the newest first: one changed, one left out, one added."""
    make.states(house)
    taken(person(1), person(2), person(3), made="2026-01-15T00:00:00Z")
    taken(person(1), person(2, "Ottoline"), person(3), made="2026-02-15T00:00:00Z")
    taken(person(1), person(2, "Ottoline"), person(4), made="2026-02-25T00:00:00Z")
    with house.rows() as session:
        rows = session.scalars(select(ListVersion.uid).order_by(ListVersion.id.desc()))
        return [str(uid) for uid in rows]


def test_a_list_shows_its_versions_and_what_each_changed(
    house: make.House, signed_in: SignedIn, three_versions: list[str]
) -> None:
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    shown = text(page, "/screening/lists/un")
    assert "United Nations Security Council list" in shown
    assert "the first version kept" in shown
    assert "5 days old" in shown
    newest, middle, first = three_versions
    told = text(page, f"/screening/lists/un/versions/{newest}")
    assert "Against the version of 15 February 2026" in told
    assert "Added 1 entry Changed none Left out 1 entry" in told
    left_out = text(page, f"/screening/lists/un/versions/{newest}?part=removed")
    assert "INi.003" in left_out
    changed = text(page, f"/screening/lists/un/versions/{middle}")
    assert re.search(r"INi.002 Names", changed)
    assert "all of it is new" in text(page, f"/screening/lists/un/versions/{first}")
    text(page, "/screening/lists/un/versions/nothing", 404)
    text(page, "/screening/lists/nothing", 404)


def test_an_entry_tells_its_history(
    house: make.House, signed_in: SignedIn, three_versions: list[str]
) -> None:
    page = signed_in(make.user(house, "national_admin", "XA"))
    changed = text(page, "/screening/lists/un/entries/INi.002")
    assert re.search(r"Changed Names before: .+now: Ottoline", changed)
    gone = text(page, "/screening/lists/un/entries/INi.003")
    assert "does not stand in the version in use" in gone
    assert re.search(r"25 February 2026 Left out .* 15 January 2026 Added", gone)
    text(page, "/screening/lists/un/entries/INi.999", 404)
    assert three_versions


def test_entries_are_found_by_words_that_stay_out_of_addresses(
    house: make.House, signed_in: SignedIn, three_versions: list[str]
) -> None:
    page = signed_in(make.user(house, "enforcement_officer", "XA"))

    def find(words: str) -> str:
        sent = {"words": words, "csrf_token": token_of(page, "/screening/lists/un")}
        answer = page.post("/screening/lists/un", data=sent)
        assert answer.status_code == 200
        return answer.text[answer.text.index('id="entries"') :]

    assert re.findall(r"INi\.\d+(?=<)", find("ottoline")) == ["INi.002"]
    assert re.findall(r"INi\.\d+(?=<)", find("INi.004")) == ["INi.004"]
    assert "No entry of this list has these words" in find("100%")
    assert "No entry of this list has these words" in find("nationalities")
    assert three_versions


def test_long_lists_come_page_by_page(house: make.House, signed_in: SignedIn) -> None:
    make.states(house)
    services.import_list(REGISTER, persons(60))
    page = signed_in(make.user(house, "auditor", "XA"))
    seen: list[str] = []
    url: str | None = "/screening/lists/un"
    while url:
        body = page.get(url).text
        seen += re.findall(r'/entries/([^"]+)"', body)
        onward = re.search(r'href="([^"]+after=[^"#]+)', body)
        url = onward[1] if onward else None
    assert len(seen) == len(set(seen)) == 61


def test_pages_of_lists_are_for_those_who_screen_or_administer(
    house: make.House, signed_in: SignedIn, client: FlaskClient, three_versions: list[str]
) -> None:
    urls = ("/screening/lists/un", f"/screening/lists/un/versions/{three_versions[0]}",
            "/screening/lists/un/entries/INi.002")  # fmt: skip
    customs = signed_in(make.user(house, "customs_officer", "XA"))
    trader = signed_in(make.user(house, "applicant_admin", trader=make.trader(house)))
    for url in urls:
        assert customs.get(url).status_code == 403
        assert trader.get(url).status_code in {403, 404}
        assert client.get(url).status_code in {302, 303, 401}
    assert 'href="/screening/lists/un' not in customs.get("/screening/lists").text


def test_what_is_wrong_with_a_list_is_told_with_what_to_do(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    services.import_list(REGISTER, persons(3, made="2026-03-01T00:00:00Z"))
    services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": NOWHERE})
    admin = signed_in(make.user(house, "national_admin", "XA"))
    assert "Public lists to be looked into" not in text(admin, "/work")
    assert fetching.fetch(REGISTER, "un").outcome == "list_not_fetched"
    for url in ("/work", "/screening/lists", "/screening/lists/un"):
        assert f"The list did not come from {NOWHERE}" in text(admin, url)
    with house.at("2026-03-05 09:00"), house.rows() as session:
        codes = [item.code for item in alarms(session, make.at("2026-03-05 09:00"))]
    assert codes == ["list_alarm.silent", "refusal.list_not_fetched"]
    services_lists.retire(REGISTER, "un", "Its publisher has given it up")
    assert "did not come from" not in text(admin, "/work")
    shown = text(admin, "/screening/lists")
    assert "Out of use" in shown
    assert "Its publisher has given it up" in shown


def test_a_list_ten_times_as_long_is_taken_and_said_to_be_so(house: make.House) -> None:
    make.states(house)
    services.import_list(REGISTER, persons(3))
    longer = services.import_list(REGISTER, persons(45, made="2026-02-15T00:00:00Z"))
    assert longer.grown_from == 4
    with house.rows() as session:
        (told,) = alarms(session, make.at("2026-03-05 09:00"))
    assert (told.code, told.facts) == ("list_alarm.grown", {"new": 46, "before": 4})
    assert services.import_list(
        REGISTER, persons(46, made="2026-02-20T00:00:00Z")
    ).grown_from is None  # fmt: skip
    with house.rows() as session:
        assert alarms(session, make.at("2026-03-05 09:00")) == ()


def test_a_list_is_as_old_as_the_day_on_which_it_was_found_to_be_the_newest(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    shelf = Shelf()
    shelf.content = un(3, "2026-02-10T00:00:00Z")
    with offering(shelf) as url:
        services_lists.schedule(REGISTER, "un", every_hours=24, addresses={"": url})
        fetching.fetch(REGISTER, "un")
        fetching.fetch(REGISTER, "un")
    shown = text(signed_in(make.user(house, "licensing_officer", "XA")), "/screening/lists")
    assert "10 February 2026 still the newest on 2 March 2026 0 days old" in shown
    assert "Not a current list" not in shown
    with house.rows() as session:
        assert alarms(session, make.at("2026-03-02 09:00")) == ()
        told = alarms(session, make.at("2026-04-20 09:00"))
    assert [(item.code, item.facts) for item in told] == [
        ("list_alarm.silent", {"hours": 24}),
        ("list_alarm.still", {"days": 69}),
    ]


def test_every_field_of_an_entry_has_a_name() -> None:
    assert {f"list_field.{name}" for name in SHOWN} <= screening.WORDS.keys()
    assert len(SHOWN) == len(ListEntry.__struct_fields__) - 1

"""The officers' search: whom and why by form, what was found on a page, and all on record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models.audit import AuditEntry
from models.people import Role
from models.stages import Stage
from models.watchlist import Entry, SubjectKind
from tests import make
from tests import make_screening as given
from tests import make_searches as asking
from tests.app.conftest import SignedIn, carried

FORM = {
    "name": "Ильзе Карров",
    "kind": "person",
    "birth_date-day": "2",
    "birth_date-month": "4",
    "birth_date-year": "1971",
    "country": "XB",
    "identifiers": "XB 114 882\nother",
    "purpose": "application",
    "case_ref": "XA-2026-D-00001",
}


@pytest.fixture
def number(house: make.House) -> str:
    """The number of the entry about Ilse Karrow."""
    make.states(house)
    given.invented_list()
    return given.entry(
        house,
        "Ilse Marta Karrow",
        "XB",
        kind=SubjectKind.PERSON,
        identifiers=("XB 114-882",),
        other_names=("Ильзе Карров",),
    )


@pytest.fixture
def opened(number: str, tmp_path: Path) -> Iterator[None]:
    with asking.line_open(tmp_path):
        yield


def search(browser: FlaskClient, **changed: str) -> tuple[str, str]:
    """The address and the text of the page that answers the form."""
    data = {**carried(browser, "/screening/search"), **FORM, **changed}
    answer = browser.post("/screening/search", data=data)
    if answer.status_code == 303:
        where = answer.headers["Location"]
        return where, browser.get(where).get_data(as_text=True)
    return str(answer.status_code), answer.get_data(as_text=True)


@pytest.mark.usefixtures("opened")
def test_an_officer_finds_a_name_in_another_script_and_reads_why(
    house: make.House, signed_in: SignedIn, number: str
) -> None:
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    where, page = search(signed_in(officer))
    assert re.fullmatch(r"/screening/searches/[0-9a-f-]{36}", where)
    for told in (
        "1 entry may be meant",
        "Ilse Marta Karrow",
        number,
        "Review first",
        "Refuse registration and licence",
        "Same document or registration number",
        "Shared watchlist as of",
        "United Nations Security Council list",
        "simple-",
        "XA-2026-D-00001",
    ):
        assert told in page, told
    [row] = asking.searches(house)
    assert (row.purpose, row.found, row.by_id) == ("application", 1, officer.user_id)
    assert row.asked[0]["queries"][0]["subject"]["names"] == ["Ильзе Карров"]
    with house.rows() as session:
        acts = session.scalars(select(AuditEntry).where(AuditEntry.thing == "search")).all()
    assert [act.action for act in acts] == ["search.ask", "search.answer"]
    assert "Карров" not in "".join(act.facts + act.note for act in acts)


@pytest.mark.usefixtures("opened")
def test_nothing_found_names_the_lists_and_clears_nobody(
    house: make.House, signed_in: SignedIn
) -> None:
    browser = signed_in(make.user(house, Role.ENFORCEMENT_OFFICER, "XA"))
    _, page = search(
        browser, name="Quiet Harbour Bakery", kind="either", identifiers="", case_ref=""
    )
    assert "No entry is like it" in page
    assert "That clears nobody" in page
    assert "natural person, firm" in page
    assert "United Nations Security Council list" in page


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_what_is_missing_is_named_at_its_field_and_nothing_is_searched(
    house: make.House, signed_in: SignedIn
) -> None:
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    code, page = search(browser, name="", kind="", purpose="", case_ref="")
    assert code == "400"
    for told in ("Type the name", "Say what it is, or not known", "Choose why you look"):
        assert told in page, told
    code, page = search(browser, case_ref="")
    assert code == "400"
    assert "Name the case it is for" in page
    assert asking.searches(house) == []


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_while_nobody_compares_names_the_page_says_what_to_do(
    house: make.House, signed_in: SignedIn, number: str
) -> None:
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    code, page = search(browser)
    assert code == "503"
    assert "screening process" in page
    [row] = asking.searches(house)
    told = browser.get(f"/screening/searches/{row.uid}").get_data(as_text=True)
    assert "This search was not answered" in told


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_customs_read_hit_and_action_and_auditors_whom_it_was_for(
    house: make.House, signed_in: SignedIn, number: str
) -> None:
    customs = make.user(house, Role.CUSTOMS_OFFICER, "XA")
    where, page = search(signed_in(customs), purpose="border", case_ref="26XA-9")
    assert "Refuse registration and licence" in page
    assert "Same document" not in page
    auditor = signed_in(make.user(house, Role.AUDITOR, "XA"))
    rows = auditor.get("/screening/searches").get_data(as_text=True)
    assert "Who searched" in rows
    assert "26XA-9" in rows
    told = auditor.get(where).get_data(as_text=True)
    assert "Ильзе Карров" in told
    assert number in told
    assert "Ilse Marta Karrow" not in told
    assert auditor.get("/screening/search").status_code == 404


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_nobody_else_reads_a_search_and_an_annulled_entry_is_shown_no_more(
    house: make.House, signed_in: SignedIn, number: str
) -> None:
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    where, _ = search(browser)
    for role, state in (
        (Role.LICENSING_OFFICER, "XA"),
        (Role.SENIOR_OFFICER, "XA"),
        (Role.LICENSING_OFFICER, "XB"),
        (Role.AUDITOR, "XB"),
    ):
        assert signed_in(make.user(house, role, state)).get(where).status_code == 404
    with house.rows() as session:
        entry = session.scalars(select(Entry).where(Entry.number == number)).one()
        entry.stage = Stage.DELETED
    page = browser.get(where).get_data(as_text=True)
    assert "Entry no longer shown" in page
    assert "Ilse Marta Karrow" not in page


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("opened")
def test_hostile_names_are_compared_as_text(house: make.House, signed_in: SignedIn) -> None:
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    for name in ("<script>alert(1)</script>", "' OR 1=1 --", "محمد \u0661", "{{7*7}}"):
        _, page = search(browser, name=name)
        assert "<script>alert" not in page
        assert "This search stays on the record" in page
    code, _ = search(browser, name="W" * 50_000)
    assert code == "400"

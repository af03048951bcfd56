"""Pages of the watchlist: the way of an entry by form, and what each role is shown (WL-14)."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models.people import Role
from models.stages import Stage
from models.watchlist import Look
from tests import make
from tests import make_watchlist as given
from tests.app.conftest import SignedIn, carried
from tests.make_enforcement import Unit, unit

ENTRY = {
    "kind": "person",
    "name": "Darren Ostrah",
    "other_names": "Daren Ostra\nD. Ostrah",
    "country": "XC",
    "birth_date-day": "11",
    "birth_date-month": "7",
    "birth_date-year": "1979",
    "type": "suspicious_trader",
    "grounds": ["G12"],
    "requested": "consult",
    "legal_basis": "Trade Control Act, article 14",
    "decided_on-day": "1",
    "decided_on-month": "3",
    "decided_on-year": "2026",
    "reason": "He fronts for a barred firm.",
    "evidence": given.EVIDENCE,
}


@pytest.fixture
def owner(house: make.House) -> Unit:
    make.states(house)
    return unit(house, "XA")


def send(browser: FlaskClient, url: str, at: str | None = None, **fields: object) -> str:
    """Fill the form at a page and send it, as a person would; the page after redirects."""
    data = {**carried(browser, at or url), **fields}
    return browser.post(url, data=data, follow_redirects=True).get_data(as_text=True)


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_an_entry_goes_its_way_by_form(house: make.House, owner: Unit, signed_in: SignedIn) -> None:
    officer, senior = signed_in(owner.officer), signed_in(owner.senior)
    page = send(officer, "/watchlist/new", **ENTRY)
    found = re.search(r"XA-2026-W-00001-[A-Z]", page)
    assert found, text_of(page)
    url = f"/watchlist/{found.group(0)}"
    page = send(officer, f"{url}/proposal", reason="Please publish.")
    assert "must publish it" in page
    waiting = senior.get("/watchlist").get_data(as_text=True)
    assert "To countersign" in waiting
    shown = re.search(
        r'name="shown" value="([0-9a-f]{64})"', senior.get(f"{url}/decision").get_data(as_text=True)
    )
    assert shown
    refused = send(
        senior, f"{url}/decision", decision="agree", reason="Read.", shown=shown.group(1)
    )
    assert "adequate, relevant and important enough" in text_of(refused)
    page = send(
        senior,
        f"{url}/decision",
        decision="agree",
        reason="Read.",
        shown=shown.group(1),
        proportionate="y",
    )
    assert "Published. Every State sees it now" in page
    entry = given.entry_of(house, found.group(0))
    assert entry.stage is Stage.ACTIVE
    assert entry.facts.subject.other_names == ("Daren Ostra", "D. Ostrah")


def test_a_search_is_sent_as_a_form_and_opens_with_its_purpose(
    house: make.House, owner: Unit, signed_in: SignedIn
) -> None:
    number = given.published(house, owner)
    browser = signed_in(make.user(house, Role.LICENSING_OFFICER, "XB"))
    page = send(
        browser, "/watchlist", name="ostrah", purpose="New application", case_ref="XB-2026-R-1"
    )
    assert "1 entry fits" in text_of(page)
    asked = browser.get(f"/watchlist/{number}").get_data(as_text=True)
    assert "Why do you open this entry?" in asked
    assert "Ostrah" not in asked
    opened = send(
        browser,
        f"/watchlist/{number}",
        at="/watchlist",
        purpose="New application",
        case_ref="XB-2026-R-1",
    )
    words = text_of(opened)
    for answer in ("What must I do?", "Consult the owner before you decide", "No fixed end"):
        assert answer in words
    assert "He fronts for a barred firm." in words
    assert given.EVIDENCE not in words
    assert "Only Xandria can change or remove the entry" in words
    with house.rows() as session:
        rows = session.scalars(select(Look).order_by(Look.id)).all()
        assert [(row.entry_id is None, row.case_ref) for row in rows] == [
            (True, "XB-2026-R-1"),
            (False, "XB-2026-R-1"),
        ]


def test_customs_are_shown_hit_and_action_only(
    house: make.House, owner: Unit, signed_in: SignedIn
) -> None:
    number = given.published(house, owner)
    browser = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XA"))
    words = text_of(browser.get(f"/watchlist/{number}").get_data(as_text=True))
    assert "Consult the owner before you decide" in words
    for hidden in ("fronts for", "P 114 882", given.EVIDENCE, "Trade Control Act", "Fronting"):
        assert hidden not in words


def test_the_owner_reads_the_evidence_by_form(
    house: make.House, owner: Unit, signed_in: SignedIn
) -> None:
    number = given.published(house, owner)
    browser = signed_in(owner.senior)
    assert given.EVIDENCE not in browser.get(f"/watchlist/{number}").get_data(as_text=True)
    page = send(browser, f"/watchlist/{number}/evidence", purpose="Review of the entry")
    assert given.EVIDENCE in page
    other = signed_in(make.user(house, Role.SENIOR_OFFICER, "XB"))
    page = send(other, f"/watchlist/{number}/evidence", purpose="Curious")
    assert given.EVIDENCE not in page


def test_a_correction_keeps_what_is_not_changed(
    house: make.House, owner: Unit, signed_in: SignedIn
) -> None:
    number = given.published(house, owner)
    browser = signed_in(owner.officer)
    url = f"/watchlist/{number}/correction"
    form = browser.get(url).get_data(as_text=True)
    assert "P 114 882" in form
    fields = {**ENTRY, "identifiers": "P 114 882\nC 9", "correction": "A further passport."}
    page = send(browser, url, **fields)
    assert "changed by a second signature" in page
    given.publish(house, owner, number)
    assert given.entry_of(house, number).facts.subject.identifiers == ("P 114 882", "C 9")


@pytest.mark.parametrize("verb", ["revocation", "deletion"])
def test_an_entry_ends_by_form(
    house: make.House, owner: Unit, signed_in: SignedIn, verb: str
) -> None:
    number = given.published(house, owner)
    browser = signed_in(owner.senior)
    page = send(browser, f"/watchlist/{number}/{verb}", reason="The court annulled it.")
    stage = given.entry_of(house, number).stage
    if verb == "deletion":
        assert stage is Stage.DELETED
        assert "Ostrah" not in text_of(page).replace("Watchlist", "")
    else:
        assert stage is Stage.REVOKED_DATED
        assert "Nothing any more" in page


def test_too_long_a_line_is_refused_before_it_is_kept(
    house: make.House, owner: Unit, signed_in: SignedIn
) -> None:
    browser = signed_in(owner.officer)
    page = send(browser, "/watchlist/new", **{**ENTRY, "identifiers": "9" * 201})
    assert "lines of at most 200 characters each" in page


@pytest.mark.parametrize("role", [Role.APPLICANT_ADMIN, Role.NATIONAL_ADMIN])
def test_others_do_not_reach_the_watchlist(
    house: make.House, owner: Unit, signed_in: SignedIn, role: Role
) -> None:
    number = given.published(house, owner)
    caller = (
        make.user(house, role, trader=make.trader(house))
        if role is Role.APPLICANT_ADMIN
        else make.user(house, role, "XA")
    )
    browser = signed_in(caller)
    for url in ("/watchlist", f"/watchlist/{number}"):
        assert browser.get(url).status_code in (403, 404)

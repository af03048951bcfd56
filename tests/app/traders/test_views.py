"""The trader's pages: applying step by step, and what a hostile or hasty sender gets."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.traders import services
from app.work import Caller
from models.casework import Document
from models.people import Role
from models.traders import Filing, Registration
from tests import make
from tests import make_traders as applying
from tests.app.conftest import SignedIn, token

HOME = "/my-registrations"


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    return make.trader(house)


@pytest.fixture
def official(house: make.House, trader: int) -> Caller:
    return applying.official(house, trader)


@pytest.fixture
def browser(signed_in: SignedIn, official: Caller) -> FlaskClient:
    return signed_in(official)


def text_of(browser: FlaskClient, url: str, code: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == code, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def send(browser: FlaskClient, url: str, **fields: Any) -> Any:
    """Send a form as its page would: with its token and the revision it shows."""
    page = browser.get(url).get_data(as_text=True)
    hidden = dict(re.findall(r'name="(csrf_token|revision)"[^>]*value="([^"]*)"', page))
    return browser.post(url, data={**hidden, **fields})


def test_an_application_is_made_page_by_page(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    assert "You have no registration yet." in text_of(browser, HOME)
    started = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA", "XB"])
    assert started.status_code == 302
    tasks = started.location
    page = text_of(browser, tasks)
    assert "Attach the proof of incorporation" in page
    assert "Say what you do" in page

    steps: list[tuple[str, dict[str, Any]]] = [
        (
            "identity",
            {
                "name": "Norvane Brokering Ltd",
                "company_number": "HR 4711",
                "incorporated_on-day": "4",
                "incorporated_on-month": "5",
                "incorporated_on-year": "2015",
                "trading_names": "Norvane\r\nNB",
            },
        ),
        ("contact", {"phone": "+999 1", "email": "office@example.org"}),
        ("group", {"has_parent_or_subsidiary": "yes", "group_statement": "Norvane Holding, XA"}),
        ("activities", {"activities": ["negotiation", "arranging"], "goods_classes": ["pistol"]}),
        ("kind", {"inside": ["XC"], "outside_1": "FR"}),
        (
            "eligibility",
            {
                "charged": "no",
                "convicted": "no",
                "debarred": "yes",
                "explanation": "Excluded in 2010, lifted in 2012",
            },
        ),
    ]
    for group, fields in steps:
        answer = send(browser, f"{tasks}/part/{group}", **fields, do="back")
        assert (group, answer.status_code) == (group, 302), answer.get_data(as_text=True)
    file = (io.BytesIO(applying.PDF), "extract.pdf")
    given = send(browser, f"{tasks}/part/documents", purpose="incorporation", document=file)
    assert given.status_code == 302
    check = text_of(browser, f"{tasks}/check")
    assert "It goes to 2 States" in check
    assert "Excluded in 2010" in check
    sent = send(browser, f"{tasks}/check", agreed="y", declaration="Ada Quill")
    assert sent.status_code == 302
    done = text_of(browser, sent.location)
    assert len(set(re.findall(r"X[AB]-2026-R-\d{5}-[A-Z]", done))) == 2
    with house.rows() as session:
        facts = session.scalars(select(Filing.facts)).one()
    assert facts.trading_names == ("Norvane", "NB")
    assert facts.answers.negotiates_in == ("XC", "FR")
    number = re.findall(r"XA-2026-R-\d{5}-[A-Z]", done)[0]
    assert "The application arrived" in text_of(browser, f"{HOME}/{number}")
    assert number in text_of(browser, HOME)


def test_lists_grow_change_and_shrink(house: make.House, browser: FlaskClient) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    url = f"{tasks}/part/people"
    person = {
        "name": "Ben Marsh",
        "position": "owner",
        "is_firm": "no",
        "nationality": "XB",
        "birth_date-day": "1",
        "birth_date-month": "2",
        "birth_date-year": "1980",
        "ownership": "33.34",
    }
    assert send(browser, f"{url}?add=1", **person).status_code == 302
    page = text_of(browser, url)
    assert "Ben Marsh" in page
    assert "33.34" in page
    changed = send(browser, f"{url}?item=2", **{**person, "name": "Ben Marsh-Orlane"})
    assert changed.status_code == 302
    assert send(browser, url, remove="1").status_code == 302
    with house.rows() as session:
        people = session.scalars(select(Filing.facts)).one().associates
    assert [(one.name, one.ownership_bp) for one in people] == [("Ben Marsh-Orlane", 3334)]


@pytest.mark.parametrize(
    ("group", "fields", "said"),
    [
        ("identity", {"name": ""}, "Write the name of the firm"),
        ("contact", {"phone": "", "email": ""}, "Give a telephone number or an e-mail address"),
        (
            "people?add=1",
            {"name": "X", "position": "owner", "is_firm": "no"},
            "Write the date of birth of this person",
        ),
        (
            "people?add=1",
            {"name": "X", "position": "owner", "is_firm": "yes", "ownership": "101"},
            "write a number up to 100",
        ),
        (
            "nationality?add=1",
            {"country": "XA", "until-day": "1", "until-month": "1", "until-year": "2020"},
            "Name the proof that it has ended",
        ),
        (
            "eligibility",
            {"charged": "yes", "convicted": "no", "debarred": "no"},
            "Explain what you answered with yes",
        ),
        ("activities", {}, "Choose at least one activity"),
        ("activities", {"activities": ["piracy"]}, "Choose"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(
    browser: FlaskClient, group: str, fields: dict[str, Any], said: str
) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    answer = send(browser, f"{tasks}/part/{group}", **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert said in page


def test_a_stale_page_keeps_what_was_typed_and_can_be_sent_again(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    url = f"{tasks}/part/contact"
    crumb = token(browser, url)
    uid = tasks.rsplit("/", 1)[1]
    services.edit(official, uid, 1, "contact", {"phone": "+999 colleague"})
    answer = browser.post(
        url, data={"csrf_token": crumb, "revision": "1", "phone": "+999 mine", "email": ""}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in page
    assert "+999 mine" in page
    assert 'name="revision" type="hidden" value="2"' in page
    again = browser.post(
        url, data={"csrf_token": crumb, "revision": "2", "phone": "+999 mine", "email": ""}
    )
    assert again.status_code == 302
    assert applying.filing_of(house, uid).facts.phone == "+999 mine"


def test_sent_twice_it_has_one_number(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    uid = applying.draft(house, official)
    url = f"{HOME}/drafts/{uid}/check"
    fields = {
        "csrf_token": token(browser, url),
        "revision": str(applying.seen(house, uid)),
        "agreed": "y",
        "declaration": "Ada Quill",
    }
    first, second = browser.post(url, data=fields), browser.post(url, data=fields)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    with house.rows() as session:
        assert session.scalar(select(func.count()).select_from(Registration)) == 1


def test_what_is_missing_leads_to_its_page(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    (uid,) = services.start(official, ("broker",), ("XA",))
    page = text_of(browser, f"{HOME}/drafts/{uid}/check")
    assert f"/drafts/{uid}/part/documents?from=check" in page
    assert "Sign and submit" not in page
    answer = send(browser, f"{HOME}/drafts/{uid}/part/contact?from=check", phone="1", email="")
    assert answer.location.endswith("/check")


def test_a_clerk_fills_in_and_is_told_who_signs(
    house: make.House, signed_in: SignedIn, official: Caller, trader: int
) -> None:
    uid = applying.draft(house, official)
    clerk = signed_in(make.user(house, Role.APPLICANT_USER, trader=trader))
    page = text_of(clerk, f"{HOME}/drafts/{uid}/check")
    assert "Only the empowered official of your firm can sign" in page
    assert send(clerk, f"{HOME}/drafts/{uid}/part/contact", phone="1", email="").status_code == 302


# Files


def upload(browser: FlaskClient, tasks: str, content: bytes, name: str) -> Any:
    file = (io.BytesIO(content), name)
    return send(browser, f"{tasks}/part/documents", purpose="other", document=file)


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"MZ\x90 program", "extract.pdf", 400),
        (b"<script>alert(1)</script>", "chart.png", 400),
        (applying.PDF, "extract.exe", 400),
        (b"", "extract.pdf", 400),
        (applying.PDF + b"\0" * (10 * 1024 * 1024), "extract.pdf", 400),
        (applying.PDF + b"\0" * (13 * 1024 * 1024), "extract.pdf", 413),
    ],
    ids=["program", "script", "ending", "empty", "eleven MB", "fourteen MB"],
)
def test_a_file_that_is_not_taken_leaves_nothing_behind(
    house: make.House, browser: FlaskClient, content: bytes, name: str, code: int
) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    answer = upload(browser, tasks, content, name)
    assert answer.status_code == code
    if code != 400:
        assert re.search(r"Number of this answer: <bdi[^>]*>[0-9a-f]{12}<", answer.text)
    with house.rows() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 0


def test_a_file_of_a_hostile_name_is_kept_and_handed_out_under_a_tame_one(
    house: make.House, browser: FlaskClient
) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    names = {
        "../../etc/one.pdf": "one.pdf",
        "three\u202efdp.exe.pdf": "threefdp.exe.pdf",
        "four><script>.pdf": "four__script_.pdf",
        "f" * 300 + ".pdf": "f" * 110 + ".pdf",
    }
    for name in names:
        assert upload(browser, tasks, applying.PDF, name).status_code == 302, name
    assert "<script>." not in text_of(browser, f"{tasks}/part/documents")
    with house.rows() as session:
        kept = list(session.execute(select(Document.uid, Document.name).order_by(Document.id)))
    assert [name for _, name in kept] == list(names.values())
    for uid, name in kept:
        said = browser.get(f"/documents/{uid}").headers["Content-Disposition"]
        assert said == f"attachment; filename={name}"


def test_a_file_is_delivered_to_be_saved_and_runs_nothing(
    house: make.House, browser: FlaskClient, signed_in: SignedIn
) -> None:
    tasks = send(browser, f"{HOME}/apply", kinds=["broker"], states=["XA"]).location
    upload(browser, tasks, applying.PDF, "Auszug Größe, 1.pdf")
    with house.rows() as session:
        uid = session.scalars(select(Document.uid)).one()
    answer = browser.get(f"/documents/{uid}")
    assert answer.data == applying.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''Auszug%20Gr%C3%B6%C3%9Fe%2C%201.pdf" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"
    stranger = signed_in(applying.official(house, make.trader(house, "Orlane Arms SA")))
    assert stranger.get(f"/documents/{uid}").status_code == 404
    officer = signed_in(applying.officer(house, "XA"))
    assert officer.get(f"/documents/{uid}").status_code == 404  # not submitted yet


# What is not one's own


def test_officers_and_strangers_find_no_page_of_a_trader(
    house: make.House, signed_in: SignedIn, official: Caller, client: FlaskClient
) -> None:
    uid = applying.draft(house, official)
    stranger = signed_in(applying.official(house, make.trader(house, "Orlane Arms SA")))
    officer = signed_in(applying.officer(house, "XA"))
    for place in ("", "/check", "/part/identity", "/sent", "/discard", "/states"):
        url = f"{HOME}/drafts/{uid}{place}"
        assert stranger.get(url).status_code == 404, url
        assert officer.get(url).status_code in (403, 404), url
        assert client.get(url).status_code == 302, url
    assert stranger.get(f"{HOME}/drafts/{uid}/part/nonsense").status_code == 404


def test_own_data_are_saved_whole_and_say_nothing_of_screening(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    applying.submitted(house, official, "XA")
    answer = browser.get(f"{HOME}/export.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = answer.get_json()
    assert data["trader"]["name"] == "Norvane Brokering Ltd"
    assert data["registrations"][0]["stage"] == "SUBMITTED"
    assert data["documents"][0]["name"] == "extract.pdf"
    assert not re.search(r"screen|hit|likeness|officer_id|proposal", answer.get_data(as_text=True))

"""Pages of people: sign up, open by code, the own account, accounts and what is done to them."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.sessions import HASHER
from models.people import Role, User
from tests import make
from tests.app.conftest import SignedIn, carried, token

GOOD = "seven lanterns over quiet water"


def uid_of(house: make.House, user_id: int | None) -> str:
    with house.rows() as session:
        return str(session.get_one(User, user_id).uid)


def test_a_firm_signs_up_and_then_signs_in(house: make.House, client: FlaskClient) -> None:
    make.states(house, "XA")
    data = {
        "form": "firm",
        "trader_name": "Orlane Logistics SA",
        "home_state": "XA",
        "person_name": "Sela Corvane",
        "login": "Sela@Example.org",
        "password": GOOD,
        "again": GOOD,
    }
    csrf = token(client, "/sign-up")
    first = client.post("/sign-up", data={**data, "csrf_token": csrf})
    again = client.post("/sign-up", data={**data, "csrf_token": csrf})
    assert first.status_code == again.status_code == 200
    plain = re.compile(rb"<time.*?</time>|csrf.*?>", re.DOTALL)
    assert plain.sub(b"", first.data) == plain.sub(b"", again.data)
    entered = client.post(
        "/sign-in", data={"login": "sela@example.org", "password": GOOD, "csrf_token": csrf}
    )
    assert entered.status_code == 302
    page = client.get("/account").get_data(as_text=True)
    assert "Sela Corvane" in page
    assert "Orlane Logistics SA" in page


def test_a_sign_up_says_what_is_wrong_at_its_field(house: make.House, client: FlaskClient) -> None:
    make.states(house, "XA")
    answer = client.post(
        "/sign-up",
        data={
            "form": "firm",
            "home_state": "XA",
            "person_name": "Sela Corvane",
            "login": "no address",
            "password": "short",
            "again": "other",
            "csrf_token": token(client, "/sign-up"),
        },
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "Type an e-mail address like name@example.org" in page
    assert "short" not in page.replace("shortest", "")


def test_an_administrator_makes_an_account_and_the_code_opens_it(
    house: make.House, signed_in: SignedIn, client: FlaskClient
) -> None:
    make.states(house, "XA")
    browser = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    assert 'href="/accounts/new"' in browser.get("/accounts").get_data(as_text=True)
    answer = browser.post(
        "/accounts/new",
        data={
            "name": "Lio Marrec",
            "login": "lio@example.org",
            "role": "licensing_officer",
            "csrf_token": token(browser, "/accounts/new"),
        },
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    code = re.search(r"One-time code</dt><dd><bdi[^>]*>([^<]+)</bdi>", page)
    assert code is not None
    opened = client.post(
        "/open",
        data={
            "code": code.group(1),
            "password": GOOD,
            "again": GOOD,
            "csrf_token": token(client, "/open"),
        },
    )
    assert "Your account is open" in opened.get_data(as_text=True)
    listed = browser.get("/accounts").get_data(as_text=True)
    assert "Lio Marrec" in listed
    assert "only administrator of your State" in listed
    make.user(house, Role.NATIONAL_ADMIN, "XA")
    assert "only administrator" not in browser.get("/accounts").get_data(as_text=True)


def test_a_disabled_officer_is_out_on_the_next_request(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    theirs = signed_in(officer)
    assert theirs.get("/account").status_code == 200
    browser = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    url = f"/accounts/{uid_of(house, officer.user_id)}/disable"
    done = browser.post(url, data={"reason": "left", **carried(browser, url)})
    assert done.status_code == 302
    assert theirs.get("/account").status_code == 302
    assert theirs.post("/account", data={}).status_code in (400, 401)


def test_a_second_administrator_approves_on_the_page(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    first, second = (make.user(house, Role.NATIONAL_ADMIN, "XA") for _ in range(2))
    browser, other = signed_in(first), signed_in(second)
    browser.post(
        "/accounts/new",
        data={
            "name": "Ista Dovane",
            "login": "ista@example.org",
            "role": "senior_officer",
            "csrf_token": token(browser, "/accounts/new"),
        },
    )
    with house.rows() as session:
        uid = session.scalar(select(User.uid).where(User.login == "ista@example.org"))
    assert "Approve this account" not in browser.get(f"/accounts/{uid}").get_data(as_text=True)
    assert "Approve this account" in other.get(f"/accounts/{uid}").get_data(as_text=True)
    url = f"/accounts/{uid}/approve"
    done = other.post(url, data={"csrf_token": token(other, url), "revision": "1"})
    assert done.status_code == 302
    assert "Approve this account" not in other.get(f"/accounts/{uid}").get_data(as_text=True)


def test_a_stale_page_changes_nothing(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    browser = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    url = f"/accounts/{uid_of(house, officer.user_id)}/change"
    csrf = token(browser, url)
    data = {"role": "customs_officer", "post": "", "csrf_token": csrf, "revision": "1"}
    assert browser.post(url, data=data).status_code == 302
    answer = browser.post(url, data={**data, "role": "enforcement_officer"})
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in answer.get_data(as_text=True)


def test_an_account_of_another_state_is_not_found(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA", "XB")
    foreign = uid_of(house, make.user(house, Role.CUSTOMS_OFFICER, "XB").user_id)
    browser = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    assert browser.get(f"/accounts/{foreign}").status_code == 404
    assert browser.get(f"/accounts/{foreign}/disable").status_code == 404


def test_one_changes_the_own_password_and_ends_other_sign_ins(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house, "XA")
    me = make.user(house, Role.AUDITOR, "XA", password_hash=HASHER.hash(GOOD))
    here, there = signed_in(me), signed_in(me)
    done = here.post(
        "/account",
        data={
            "current": GOOD,
            "password": "nine harbours under grey snow",
            "again": "nine harbours under grey snow",
            "csrf_token": token(here, "/account"),
        },
    )
    assert done.status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302

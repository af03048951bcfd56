"""Signing in: same answer for every failure, limits, one-click only in a demonstration."""

from flask.testing import FlaskClient

from app.sessions import HASHER
from models.people import Role
from tests import make
from tests.app.conftest import token


def send(client: FlaskClient, login: str, password: str) -> tuple[int, str]:
    answer = client.post(
        "/sign-in",
        data={
            "login": login,
            "password": password,
            "csrf_token": token(client, "/sign-in"),
        },
    )
    return answer.status_code, answer.get_data(as_text=True)


def login_of(house: make.House, user_id: int | None) -> str:
    from models.people import User  # noqa: PLC0415

    with house.rows() as session:
        return session.get_one(User, user_id).login


def test_the_right_password_opens(house: make.House, client: FlaskClient) -> None:
    make.states(house, "XA")
    officer = make.user(
        house, Role.LICENSING_OFFICER, "XA", password_hash=HASHER.hash("correct horse battery")
    )
    code, _ = send(client, login_of(house, officer.user_id), "correct horse battery")
    assert code == 302


def test_every_failure_reads_alike(house: make.House, client: FlaskClient) -> None:
    make.states(house, "XA")
    officer = make.user(
        house, Role.LICENSING_OFFICER, "XA", password_hash=HASHER.hash("correct horse battery")
    )
    wrong = send(client, login_of(house, officer.user_id), "wrong horse battery staple")
    unknown = send(client, "nobody@example.org", "wrong horse battery staple")
    assert wrong[0] == unknown[0] == 400
    assert "do not fit" in wrong[1]
    assert "do not fit" in unknown[1]


def test_the_eleventh_try_in_a_minute_waits(house: make.House, client: FlaskClient) -> None:
    codes = [send(client, "nobody@example.org", f"wrong password {n}")[0] for n in range(11)]
    assert codes == [400] * 10 + [429]


def test_one_click_does_not_exist_outside_a_demonstration(
    house: make.House, client: FlaskClient
) -> None:
    make.states(house, "XA")
    officer = make.user(house, Role.SENIOR_OFFICER, "XA")
    answer = client.post(
        "/sign-in/demonstration",
        data={
            "login": login_of(house, officer.user_id),
            "csrf_token": token(client, "/sign-in"),
        },
    )
    assert answer.status_code == 403


def test_a_post_without_token_is_refused(house: make.House, client: FlaskClient) -> None:
    assert client.post("/sign-in", data={"login": "a", "password": "b"}).status_code == 400


def test_signing_out_ends_the_sign_in_itself(house: make.House, signed_in: object) -> None:
    make.states(house, "XA")
    browser = signed_in(make.user(house, Role.AUDITOR, "XA"))  # type: ignore[operator]
    assert browser.get("/prove").status_code == 200
    with browser.session_transaction() as cookie:
        kept = dict(cookie)
    browser.post("/sign-out", data={"csrf_token": token(browser, "/prove")})
    with browser.session_transaction() as cookie:
        cookie.update(kept)
    assert browser.get("/prove").status_code == 302

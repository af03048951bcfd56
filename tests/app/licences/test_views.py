"""Pages of a licence: as it stands now, as it stood, and every way to stop it."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.certificates import codes
from app.licences import services
from app.work import REGISTER
from models.certificates import Certificate
from models.codes import StatusEntry
from models.people import Role
from tests import make, make_dossiers, make_keys
from tests import make_licences as ml
from tests.app.conftest import SignedIn


@pytest.fixture
def number(house: make.House) -> str:
    return ml.issued(house, conditions=("Carriage by sea only",))


def text(browser: FlaskClient, url: str, code: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == code, url
    return answer.get_data(as_text=True)


def post(browser: FlaskClient, url: str, **data: object) -> tuple[int, str]:
    """Send the form of a page as the page carries it: token, revision, fingerprint."""
    shown = browser.get(url).get_data(as_text=True)
    carried = {
        name: found[1]
        for name in ("version", "fingerprint", "csrf_token")
        if (found := re.search(rf'name="{name}"[^>]*value="([^"]*)"', shown))
    }
    answer = browser.post(url, data={**carried, **data})
    return answer.status_code, answer.get_data(as_text=True)


def test_a_licence_says_how_it_stands_and_how_it_stood(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    """C38 and ADM-04, on the page: any past moment, on the clock of the State that asks."""
    uid = ""
    with house.at("2026-05-03 14:00"):
        uid = services.suspend(
            make.user(house, Role.SENIOR_OFFICER, "XB"), number, reason="Diversion reported."
        )
    with house.at("2026-05-03 16:00"):
        services.lift(
            make.user(house, Role.SENIOR_OFFICER, "XB"), number, suspension=uid, reason="Wrong."
        )
    with house.at("2026-05-04 09:00"):
        officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
        url = f"/licences/{number}"
        page = text(officer, url)
        assert "The licence is good" in page
        assert "Carriage by sea only" in page
        asked = f"{url}?day-day=3&day-month=5&day-year=2026&time="
        assert "is suspended by Xbria" in text(officer, f"{asked}14:10")
        for time in ("13:59", "16:01"):
            found = re.search(r'role="status">(.*?)</div>', text(officer, asked + time), re.DOTALL)
            assert found
            assert "The licence is good" in found[1]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("day-day=3&day-month=5&day-year=2027&time=14:10", "Choose a moment that has passed"),
        ("day-day=3&day-month=2&day-year=2026&time=25:10", "Write the time as hours and minutes"),
        ("day-day=&day-month=&day-year=&time=", "Write the day"),
    ],
)
def test_a_moment_that_makes_no_sense_is_asked_again(
    house: make.House, number: str, signed_in: SignedIn, query: str, said: str
) -> None:
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    assert said in text(officer, f"/licences/{number}?{query}", 400)


def test_suspend_confirm_and_lift_on_pages(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    first = signed_in(make.user(house, Role.SENIOR_OFFICER, "XA"))
    second = signed_in(make.user(house, Role.SENIOR_OFFICER, "XA"))
    url = f"/licences/{number}"
    code, _ = post(first, f"{url}/suspend", ground="G5", reason="Found at the road")
    assert code == 303
    page = text(first, url)
    assert "is suspended by Xandria" in page
    assert re.search("unconfirmed: lapses <time[^>]*>5 March", page)
    assert f'{url}/suspend"' not in page
    found = re.search(rf"{url}/suspensions/[0-9a-f-]+/confirm", text(second, url))
    assert found
    assert not re.search("/confirm", page)
    assert post(second, found[0], reason="I agree")[0] == 303
    lift = found[0].replace("/confirm", "/lift")
    text(second, found[0], 404)
    assert post(second, lift, reason="Found to be wrong")[0] == 303
    assert "is suspended by" not in text(first, url)


def test_revoking_on_pages_shows_what_it_does(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XB"))
    senior = signed_in(make.user(house, Role.SENIOR_OFFICER, "XB"))
    url = f"/licences/{number}"
    text(senior, f"{url}/revoke", 404)
    why = {"reason": "Another end user", "reason_for_holder": "The end user is another."}
    assert post(officer, f"{url}/revocation", **why)[0] == 303
    page = text(senior, f"{url}/revoke")
    assert "The end user is another." in page
    assert "5</b>" in page
    code, _ = post(senior, f"{url}/revoke", answer="agree", reason="Agreed", no_interest="y")
    assert code == 303
    assert "The licence was revoked" in text(officer, url)


def test_a_revocation_is_sent_back_on_its_page(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    services.propose_revocation(
        make.user(house, Role.LICENSING_OFFICER, "XA"), number, reason="Diversion"
    )
    senior = signed_in(make.user(house, Role.SENIOR_OFFICER, "XA"))
    url = f"/licences/{number}"
    code, _ = post(senior, f"{url}/revoke", answer="back", reason="Where?", no_interest="y")
    assert code == 303
    text(senior, f"{url}/revoke", 404)
    assert "The licence is good" not in text(senior, url)  # its first day is in April


def test_the_holder_gives_it_up_and_reads_no_officers_reason(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    services.suspend(
        make.user(house, Role.SENIOR_OFFICER, "XA", name="Oren Vask"), number, reason="Informant"
    )
    trader = ml.of_number(house, number).trader_id
    holder = signed_in(make_dossiers.official(house, trader))
    url = f"/licences/{number}"
    page = text(holder, url)
    assert "is suspended by Xandria" in page
    assert "Informant" not in page
    assert "Oren Vask" not in page
    assert post(holder, f"{url}/surrender", reason="")[0] == 400
    assert post(holder, f"{url}/surrender", reason="", sure="y")[0] == 303
    assert "The holder gave the licence up" in text(holder, url)


@pytest.mark.parametrize(
    ("role", "state", "code"),
    [
        (Role.LICENSING_OFFICER, "XA", 200),
        (Role.LICENSING_OFFICER, "XE", 200),
        (Role.CUSTOMS_OFFICER, "XE", 200),
        (Role.LICENSING_OFFICER, "XC", 404),
        (Role.CUSTOMS_OFFICER, "XC", 404),
    ],
)
def test_who_reads_a_licence(
    house: make.House, number: str, signed_in: SignedIn, role: Role, state: str, code: int
) -> None:
    text(signed_in(make.user(house, role, state)), f"/licences/{number}", code)


def test_the_list_shows_each_as_it_stands_now(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    page = text(officer, "/licences")
    assert number in page
    assert "Not yet valid" in page
    assert number in text(officer, f"/licences?q={number[-7:]}")
    assert "No licence fits" in text(officer, "/licences?q=nothing")
    other = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    assert number not in text(other, "/licences")


def test_a_licence_names_its_entry_in_each_states_list(
    house: make.House, number: str, signed_in: SignedIn, tmp_path: Path
) -> None:
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    assert text(officer, f"/licences/{number}").count("with the certificate") == 2
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    with house.rows() as session:
        paper = session.scalars(select(Certificate.id).where(Certificate.number == number)).one()
    codes.code(REGISTER, paper)
    with house.rows() as session:
        entries = session.scalars(select(StatusEntry.entry)).all()
    page = text(officer, f"/licences/{number}")
    assert len(entries) == 2
    for entry in entries:
        assert f"List of 2026, entry {entry}" in page

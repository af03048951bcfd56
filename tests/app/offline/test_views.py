"""The offline verifier's addresses: the same page for all, a worker that keeps what is there."""

from __future__ import annotations

import json
import re

import pytest
from flask.testing import FlaskClient

from models.people import Role
from tests import make, make_ledger
from tests.app.conftest import SignedIn, token

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


@pytest.fixture
def states(house: make.House) -> None:
    make.states(house)


def shell(client: FlaskClient) -> dict[str, list[str]]:
    source = client.get("/offline/worker.js").get_data(as_text=True)
    found: dict[str, list[str]] = json.loads(source.partition(";\n")[0].removeprefix("self.SHELL="))
    return found


def test_everything_that_a_device_is_to_keep_is_there(states: None, client: FlaskClient) -> None:
    files = shell(client)["files"]
    assert len(files) == len(set(files))
    assert {file: client.get(file).status_code for file in files} == dict.fromkeys(files, 200)
    page = client.get("/offline").get_data(as_text=True)
    asked = set(re.findall(r'(?:src|href)="(/static/[^"]+|/offline/[^"]+)"', page))
    assert asked - {"/offline/releases"} <= set(files)


def test_the_worker_reaches_the_page_and_is_never_kept_for_long(
    states: None, client: FlaskClient
) -> None:
    answer = client.get("/offline/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/offline"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_a_new_text_makes_a_new_worker(
    house: make.House, states: None, client: FlaskClient
) -> None:
    before = shell(client)["version"]
    assert shell(client)["version"] == before
    make.state(house, "XZ", name="Xzonia")
    assert shell(client)["version"] != before


def test_the_page_says_nothing_of_who_opens_it(
    house: make.House, states: None, client: FlaskClient, signed_in: SignedIn
) -> None:
    officer = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XB", name="Kip Saranto"))
    pages = [browser.get("/offline").get_data(as_text=True) for browser in (client, officer)]
    assert pages[0] == pages[1]
    assert "Kip Saranto" not in pages[1]


def test_a_stop_that_lacks_something_is_reported_on_a_page_that_knows_the_rest(
    house: make.House, states: None, signed_in: SignedIn
) -> None:
    given = make_ledger.licence(house)
    page = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XB"))
    check = {
        "uid": "01890f6e-0000-7000-8000-000000000001",
        "number": given.number,
        "verdict": "UNKNOWN_KEY",
        "checked_at": 1_772_438_400,
        "outcome": "stopped",
        "place": "Shed 4",
        "note": "The key is not known here.",
    }
    sent = page.post(
        "/offline/checks",
        data=json.dumps({"checks": [check]}),
        headers={"X-CSRFToken": page.get("/offline/me").get_json()["token"]},
        content_type="application/json",
    )
    assert sent.get_json() == {"answers": {check["uid"]: "to_report"}}
    assert "1 stop made offline is not reported yet" in page.get("/work").text
    listed = page.get("/offline/releases").text
    (address,) = re.findall(r'href="(/stops/new[^"]*)"', listed)
    begun = page.get(address).text
    assert "The key is not known here." in begun
    assert "by the clock of the device" in begun
    typed = {
        "csrf_token": token(page, address),
        "kept": check["uid"],
        "reason": check["note"],
        "goods": "12 crates",
        "place": check["place"],
    }
    answer = page.post("/stops/new", data=typed, follow_redirects=True).text
    assert "Reported as XB-2026-" in answer
    assert "sent in later" in answer
    assert page.get(address).status_code == 404


@pytest.mark.parametrize(
    ("role", "may"), [(Role.CUSTOMS_OFFICER, True), (Role.LICENSING_OFFICER, False)]
)
def test_the_device_learns_whether_its_visitor_may_send(
    house: make.House,
    states: None,
    client: FlaskClient,
    signed_in: SignedIn,
    role: Role,
    may: bool,  # noqa: FBT001
) -> None:
    nobody = client.get("/offline/me").get_json()
    assert (nobody["signed_in"], nobody["may_send"]) == (False, False)
    answer = signed_in(make.user(house, role, "XB")).get("/offline/me")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["may_send"] is may


def test_checks_come_with_the_token_and_each_is_answered(
    house: make.House, states: None, signed_in: SignedIn
) -> None:
    given = make_ledger.licence(house)
    page = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XB"))
    check = {
        "uid": "00000000-0000-4000-8000-000000000001",
        "number": given.number,
        "verdict": "VALID",
        "checked_at": 1_772_400_000,
        "outcome": "released",
        "lines": {"1": 60},
    }
    body = json.dumps({"checks": [check, {"uid": "broken"}]})
    kind = {"Content-Type": "application/json"}
    assert page.post("/offline/checks", data=body, headers=kind).status_code == 400
    token = page.get("/offline/me").get_json()["token"]
    answer = page.post("/offline/checks", data=body, headers={**kind, "X-CSRFToken": token})
    assert answer.get_json() == {"answers": {check["uid"]: "kept", "broken": "refused"}}
    again = page.post("/offline/checks", data="[", headers={**kind, "X-CSRFToken": token})
    assert again.status_code == 400
    shown = page.get("/offline/releases").get_data(as_text=True)
    assert given.number in shown
    assert "Line 1: 60" in shown
    assert re.search(r">\s*Xbria, ", shown), "a release that names no place names the State alone"
    assert "is not written off yet" in page.get("/work").get_data(as_text=True)


def test_signing_out_spares_what_a_border_post_keeps(
    house: make.House, states: None, signed_in: SignedIn
) -> None:
    page = signed_in(make.user(house, Role.CUSTOMS_OFFICER, "XB"))
    page.application.config["WTF_CSRF_ENABLED"] = False
    assert page.post("/sign-out").headers["Clear-Site-Data"] == '"cache", "storage"'
    page.get("/offline")
    assert page.post("/sign-out").headers["Clear-Site-Data"] == '"cache"'

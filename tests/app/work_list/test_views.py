"""The first page of each role, and the box that finds a record by its number."""

from pathlib import Path

import pytest
from flask import Flask

from app import clock
from app.words import work_list as own_words
from app.work_list import officers, places, queries
from models.casework import TaskKind
from models.people import Role
from models.proposals import Decision
from models.screening import ListVersion
from tests import make, make_dossiers, make_registrations
from tests.app.conftest import SignedIn


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (Role.LICENSING_OFFICER, "Take the application"),
        (Role.SENIOR_OFFICER, "Waiting for a second signature"),
        (Role.ENFORCEMENT_OFFICER, "From other States"),
        (Role.CUSTOMS_OFFICER, "Check a licence"),
        (Role.NATIONAL_ADMIN, "Terms of your State"),
        (Role.AUDITOR, "Your role reads and does not decide"),
    ],
)
def test_each_role_is_told_what_to_do_or_that_nothing_waits(
    house: make.House, signed_in: SignedIn, role: Role, said: str
) -> None:
    make.states(house, "XA")
    make_registrations.submitted(house, "XA")
    answer = signed_in(make.user(house, role, "XA")).get("/work")
    assert answer.status_code == 200
    assert said in answer.get_data(as_text=True)


def test_the_secretariat_reads_only(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    page = signed_in(make.user(house, Role.SECRETARIAT)).get("/work").get_data(as_text=True)
    assert "Nothing waits for you" in page


def test_a_broker_sees_its_dossier_with_a_lane_for_each_state(
    house: make.House, signed_in: SignedIn
) -> None:
    make_dossiers.with_states(house)
    number = make_dossiers.submitted(house)
    page = signed_in(make_dossiers.owner(house, number)).get("/work").get_data(as_text=True)
    assert number in page
    assert "Xandria" in page
    assert "Xbria" in page


def test_a_new_trader_is_sent_to_apply(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    trader = make.trader(house, "Orlane Logistics SA")
    browser = signed_in(make.user(house, Role.APPLICANT_ADMIN, trader=trader))
    page = browser.get("/work").get_data(as_text=True)
    assert "Apply for registration" in page
    assert "Orlane Logistics SA" in page


def test_a_number_leads_straight_to_its_record(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    (number,) = make_registrations.submitted(house, "XA")
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    typed = number.lower().replace("-", " ")
    answer = officer.get("/find", query_string={"q": typed})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/registrations/{number}"
    assert officer.get(answer.headers["Location"]).status_code == 200


@pytest.mark.parametrize("typed", ["", "Norvane", "XA-2026-R-00001-A", "<svg onload=1>", "\ud800"])
def test_what_is_no_number_gets_a_clear_answer(
    house: make.House, signed_in: SignedIn, typed: str
) -> None:
    make.states(house, "XA")
    officer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XA"))
    answer = officer.get("/find", query_string={"q": typed.encode("utf-8", "surrogatepass")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "No record of this number" in page
    assert "<svg onload" not in page


def test_every_page_says_which_list_and_of_what_day(house: make.House, signed_in: SignedIn) -> None:
    make.states(house, "XA")
    make.demonstration(house)
    with house.rows() as session:
        session.add(
            make._stamp(
                ListVersion(
                    source="un",
                    published_on=clock.now().date(),
                    imported_at=clock.now(),
                    sha256="0" * 64,
                    invented=True,
                    entry_count=1,
                    name_count=1,
                )
            )
        )
    page = signed_in(make.user(house, Role.AUDITOR, "XA")).get("/work").get_data(as_text=True)
    assert "an invented list in the form of UN, of 2 March 2026" in page
    assert "Demonstration. All States" in page


def test_every_place_of_a_duty_is_a_page_of_the_register(application: Flask) -> None:
    for place, (endpoint, argument) in places.PAGES.items():
        rules = list(application.url_map.iter_rules(endpoint))
        assert any(
            rule.arguments - set(rule.defaults or ()) == ({argument} if argument else set())
            for rule in rules
        ), place


def test_every_duty_that_a_desk_can_name_has_words() -> None:
    source = "".join(
        path.read_text() for path in sorted(Path(queries.__file__).parent.glob("*.py"))
    )
    known = own_words.WORDS.keys()
    made = {
        *(f"take.{thing}" for thing in officers.TAKES),
        *(f"decide.{thing}" for thing in officers.TAKES),
        *(f"task.{kind}" for kind in TaskKind),
        *(f"sign.{decision}" for decision in Decision),
    }
    said = {code.removeprefix("duty.") for code in known if code.startswith("duty.")}
    assert made <= said
    for code in said - made:
        name = code.removeprefix("said.")
        assert f'"{name}"' in source, f"nothing says {code}"

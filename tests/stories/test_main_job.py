"""The main job, as its people live it: decide, license, check, write off, de-register."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.stories.browser import Server
from tests.stories.people import Somebody

NewPage = Callable[..., Page]
PATIENCE = 60


def asked(server: Server, question: str, *values: Any) -> Any:
    """One value of the database, read beside the door."""
    with sqlite3.connect(server.data_dir / "sacr.db") as database:
        row = database.execute(question, values).fetchone()
    return row[0] if row else None


@pytest.fixture
def at_browser(server: Server, new_page: NewPage) -> Callable[..., Somebody]:
    """Somebody signed in at a browser of their own."""

    def sits_down(name: str, **screen: int) -> Somebody:
        return Somebody(new_page(**screen), server).sign_in(name)

    return sits_down


def test_a_registration_is_decided_by_two_officers_and_its_certificate_made(
    server: Server, at_browser: Callable[..., Somebody]
) -> None:
    number = asked(
        server,
        "SELECT number FROM registrations WHERE state_code='XE' AND kind='transport_agent'"
        " AND stage='SUBMITTED'",
    )
    officer = at_browser("Rana Coldwell").go(f"/registrations/{number}")
    officer.reads("Rask Freight Ltd").press("Take it").follow("Propose to approve")
    officer.choose("I have vetted who this is").write("Your reason", "Papers seen in original.")
    officer.press("Propose").reads("countersign")

    officer.go(f"/registrations/{number}").reads_not("Read and countersign")
    senior = at_browser("Zuri Applegarth").go(f"/registrations/{number}")
    senior.follow("Read and countersign").reads("Papers seen in original.")
    senior.choose("I agree").write("Your reason", "Read the file.")
    senior.choose("I have no interest")
    senior.press("Sign as Zuri Applegarth").go(f"/registrations/{number}").reads("Active")

    for _ in range(PATIENCE):
        made = asked(
            server,
            "SELECT f.size FROM certificate_files f JOIN certificates c ON c.id=f.certificate_id"
            " WHERE c.number=?",
            number,
        )
        if made:
            break
        time.sleep(1)
    assert made
    trader = at_browser("Jarl Rask")
    uid = asked(server, "SELECT uid FROM certificates WHERE number=?", number)
    address = (
        f"{server.url}/certificates/{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}.pdf"
    )
    answer = trader.page.request.get(address)
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF")
    assert "attachment" in answer.headers["content-disposition"]


def test_the_last_consent_issues_the_licence(
    server: Server, at_browser: Callable[..., Somebody]
) -> None:
    number = asked(
        server,
        "SELECT d.number FROM dossiers d JOIN authorizations a ON a.dossier_id=d.id"
        " WHERE a.state_code='XC' AND a.stage='AWAITING_COUNTERSIGN'",
    )
    proposer = at_browser("Lio Marrec").go(f"/dossiers/{number}")
    proposer.reads_not("Read and countersign")
    senior = at_browser("Ista Dovane").go(f"/dossiers/{number}")
    senior.reads("800", "200,000").follow("Read and countersign")
    senior.choose("I agree").write("Your reason", "The conditions answer the risk.")
    senior.choose("I have no interest")
    senior.press("Sign as Ista Dovane and issue the licence").reads("XA-")
    licence = asked(
        server,
        "SELECT l.number FROM licences l JOIN dossiers d ON d.id=l.dossier_id WHERE d.number=?",
        number,
    )
    assert re.fullmatch(r"XA-\d{4}-L-\d{5}-[A-Z]", licence)
    broker = at_browser("Alda Norvane", width=390, height=844)
    broker.go(f"/licences/{licence}").reads(licence)


def test_customs_check_write_off_and_stop(
    server: Server, at_browser: Callable[..., Somebody]
) -> None:
    number, code = half_used(server)
    customs = at_browser("Kip Saranto", width=390, height=844).go("/check")
    customs.write("Licence number", number).write("Check code", code).press("Check")
    customs.reads("VALID", "400", "Karrow Works SA")
    customs.write("Declaration reference", "26XB9900001").write("1. Pistol", "401")
    customs.press("Write off and release").reads("400 left", "Nothing was written off")
    customs.write("1. Pistol", "100").press("Write off and release").reads("26XB9900001", "300")

    elsewhere = at_browser("Wren Tolliver").go("/check")
    elsewhere.write("Licence number", number).write("Check code", code).press("Check")
    elsewhere.reads("NOT VALID", "not on the route").reads_not("Karrow Works SA")
    elsewhere.follow("Report a stop").write("Why were the goods stopped", "Off the route")
    elsewhere.write("What goods", "40 pistols").write("Where are they now", "Shed 4")
    elsewhere.press("Report the stop").reads("40 pistols")


def test_a_broker_is_deregistered_without_conviction_and_every_border_sees_it(
    server: Server, at_browser: Callable[..., Somebody]
) -> None:
    number, code = half_used(server)
    trader = asked(server, "SELECT number FROM traders WHERE name='Norvane Brokering Ltd'")
    border = at_browser("Kip Saranto").go("/check")
    border.write("Licence number", number).write("Check code", code).press("Check")
    border.reads("VALID")

    officer = at_browser("Rook Halloran").go("/cases")
    officer.write("Number of the trader", trader).press("Open a case")
    officer.choose("False").write("What happened", "The end user never ordered these goods.")
    officer.press("Open the case")
    case = officer.path
    officer.follow("Write the notice").write("Your notice", "We intend to end your registration.")
    officer.press("Serve the notice")
    broker = at_browser("Alda Norvane").go(case.replace("/cases/", "/notices/"))
    broker.write("Your reply", "We were deceived as well.").press("Send the reply")
    officer.go(case).follow("Propose").choose("De-register: all kinds")
    officer.page.locator("input[name=grounds]").first.check()
    officer.write("Your finding", "The broker knew.").write(
        "The reasons, for the trader", "You knew."
    )
    officer.press("Propose")

    senior = at_browser("Oren Vask").go(case).follow("Read and countersign")
    senior.reads("registration", "licences")
    senior.choose("I agree").write("Your reason", "The letters show it.")
    senior.press("Sign as Oren Vask")

    border.go("/check").write("Licence number", number).write("Check code", code).press("Check")
    border.reads("NOT VALID", "no live registration")
    registration = asked(
        server,
        "SELECT r.number FROM registrations r JOIN traders t ON t.id=r.trader_id"
        " WHERE t.name='Norvane Brokering Ltd' AND r.state_code='XA' AND r.stage='DEREGISTERED'",
    )
    public = Somebody(at_browser("Wren Tolliver").page, server)
    public.go(f"/register?number={registration}").reads_not("False")
    neighbour = at_browser("Ista Dovane").go("/tasks")
    neighbour.reads("Norvane Brokering Ltd")


def half_used(server: Server) -> tuple[str, str]:
    """Number and code of the demonstration's licence of which half is left."""
    with sqlite3.connect(server.data_dir / "sacr.db") as database:
        found: tuple[str, str] = database.execute(
            "SELECT l.number, l.check_code FROM licences l JOIN licence_lines n"
            " ON n.licence_id=l.id WHERE n.quantity=800"
        ).fetchone()
    return found

"""First hours: of a newcomer, a broker, an officer, a customs officer, and the public."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.stories.browser import Server
from tests.stories.people import Somebody

NewPage = Callable[..., Page]
PASSWORD = "quayside lanterns at dawn"


def asked(server: Server, question: str) -> Any:
    """One row of the database, read beside the door: a number that nobody shows to this person."""
    with sqlite3.connect(server.data_dir / "sacr.db") as database:
        return database.execute(question).fetchone()


def test_a_new_firm_opens_its_account_and_begins_an_application(
    server: Server, new_page: NewPage
) -> None:
    page = new_page(width=390, height=844)
    newcomer = Somebody(page, server).go("/sign-up").choose("A firm")
    newcomer.write("Name of the firm", "Tarn Brokers Ltd").pick("State where you begin", "Xandria")
    newcomer.write("Your own name", "Ines Tarn").write("E-mail address", "ines@tarn.example")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    newcomer.press("Open the account")
    newcomer.go("/sign-in").write("E-mail address", "ines@tarn.example")
    page.locator("[name=password]").fill(PASSWORD)
    newcomer.press("Sign in").go("/my-registrations").follow("Apply for a registration")
    newcomer.choose("Broker").choose("Xandria").choose("Xcadia").press("Start the application")
    newcomer.reads("Xandria", "Xcadia").go("/my-registrations").reads("Xcadia")


def test_a_broker_answers_the_question_of_a_state(server: Server, new_page: NewPage) -> None:
    broker = Somebody(new_page(), server).sign_in("Alda Norvane").reads("Xcadia")
    broker.go("/my-dossiers")
    address = broker.page.locator("main a[href*='/questions/']").first.get_attribute("href")
    assert address is not None
    broker.go(address).reads("Who carries the goods from Karrow to Selmark?")
    broker.write("Your answer", "Rask Freight Ltd, by sea.").press("Send the answer")
    broker.reads_not("Send the answer")


def test_a_senior_officer_gives_the_last_consent(server: Server, new_page: NewPage) -> None:
    (number,) = asked(
        server,
        "SELECT d.number FROM dossiers d JOIN authorizations a ON a.dossier_id=d.id"
        " WHERE a.state_code='XC' AND a.stage='AWAITING_COUNTERSIGN'",
    )
    proposer = Somebody(new_page(), server).sign_in("Lio Marrec").go(f"/dossiers/{number}")
    proposer.reads_not("Read and countersign")
    senior = Somebody(new_page(), server).sign_in("Ista Dovane").go(f"/dossiers/{number}")
    senior.reads("800", "200,000").follow("Read and countersign")
    senior.choose("I agree").write("Your reason", "The conditions answer the risk.")
    senior.choose("I have no interest")
    senior.press("Sign as Ista Dovane and issue the licence").follow("Open the licence")
    assert re.search(r"Licence XA-\d{4}-L-\d{5}-[A-Z]", senior.main.inner_text())


def test_customs_check_write_off_and_stop(server: Server, new_page: NewPage) -> None:
    number, code = asked(
        server,
        "SELECT l.number, l.check_code FROM licences l JOIN licence_lines n"
        " ON n.licence_id=l.id WHERE n.quantity=800",
    )
    customs = Somebody(new_page(width=390, height=844), server).sign_in("Kip Saranto").go("/check")
    customs.write("Licence number", number).write("Check code", code).press("Check")
    customs.reads("VALID", "400", "Karrow Works SA").reads_not("NOT VALID")
    customs.write("Declaration reference", "26XB9900001").write("1. Pistol", "401")
    customs.press_in_vain("Write off and release").reads("400 left", "Nothing was written off")
    customs.write("1. Pistol", "100").press("Write off and release").reads("26XB9900001", "300")

    elsewhere = Somebody(new_page(), server).sign_in("Wren Tolliver").go("/check")
    elsewhere.write("Licence number", number).write("Check code", code).press("Check")
    elsewhere.reads("NOT VALID", "not on the route").reads_not("Karrow Works SA")
    elsewhere.follow("Report a stop").write("Why were the goods stopped", "Off the route")
    elsewhere.write("What goods", "40 pistols").write("Where are they now", "Shed 4")
    elsewhere.press("Report the stop").reads("40 pistols")


def test_the_public_looks_somebody_up_without_an_account(server: Server, new_page: NewPage) -> None:
    public = Somebody(new_page(width=390, height=844), server).go("/").go("/register")
    public.reads("Norvane Brokering Ltd").reads_not("Alda Norvane", "12 Harbour Row")
    public.go("/verify").write("Number", "XA-2026-L-00001-Z").write("Check code", "AAAAA-AAAAA")
    public.press("Check").reads("NOT VALID").reads_not("Norvane")

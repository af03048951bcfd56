"""First hours: an account is opened, a question answered, the register looked into."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from tests.stories.browser import Server
from tests.stories.people import Somebody

NewPage = Callable[..., Page]
PASSWORD = "quayside lanterns at dawn"


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


def test_the_public_looks_somebody_up_without_an_account(server: Server, new_page: NewPage) -> None:
    public = Somebody(new_page(width=390, height=844), server).go("/").go("/register")
    public.reads("Norvane Brokering Ltd").reads_not("Alda Norvane", "12 Harbour Row")
    public.go("/verify").write("Number", "XA-2026-L-00001-Z").write("Check code", "AAAAA-AAAAA")
    public.press("Check").reads("NOT VALID").reads_not("Norvane")

"""An officer clears hits with the keys alone, from the queue to the record, at both widths."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.stories.browser import Server
from tests.stories.people import Somebody

NewPage = Callable[..., Page]


def found(server: Server) -> list[tuple[str, str]]:
    """What was found, and why, oldest first: read beside the door."""
    with sqlite3.connect(server.data_dir / "sacr.db") as database:
        return list(database.execute("SELECT outcome, reason FROM dispositions ORDER BY id"))


@pytest.mark.parametrize("width", [1280, 390])
def test_an_officer_clears_hits_with_the_keys_alone(
    server: Server, new_page: NewPage, width: int
) -> None:
    page = new_page(width=width)
    officer = Somebody(page, server).sign_in("Lio Marrec").go("/screening")
    before = len(found(server))
    keys = page.keyboard
    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys of this page")).to_be_visible()
    officer.look()
    keys.press("Escape")
    keys.press("/")
    expect(page.locator("#part")).to_be_focused()
    keys.press("Escape")
    keys.press("j")
    keys.press("Enter")
    page.wait_for_url("**/screening/hits/*")
    officer.look()
    first = page.url
    keys.press("f")
    reason = page.locator("textarea[name=reason]")
    expect(reason).to_be_focused()
    expect(page.get_by_label("False: it is another")).to_be_checked()
    keys.type("Another person: not true, by the birth date.")
    expect(page.get_by_label("False: it is another")).to_be_checked()
    keys.press("Control+Enter")
    page.wait_for_url(lambda url: url != first)
    officer.look()
    assert "/screening/hits/" in page.url  # the next open hit, of the next case
    assert found(server)[before:] == [("false", "Another person: not true, by the birth date.")]

    keys.press("a")
    page.wait_for_url("**/screening/entries/**")
    officer.look()
    keys.press("j")
    keys.press("Space")
    keys.press("j")
    keys.press("Space")
    keys.press("r")
    keys.type("Another firm of that name.")
    keys.press("Control+Enter")
    officer.waits_for("No hit of this entry waits")
    assert found(server)[before + 1 :] == [("false", "Another firm of that name.")] * 2


def test_keys_can_be_put_off_and_nothing_needs_them(server: Server, new_page: NewPage) -> None:
    page = new_page()
    Somebody(page, server).sign_in("Lio Marrec").go("/screening")
    page.keyboard.press("?")
    page.get_by_label("Use keys on this device").uncheck(force=True)
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("[data-keys-row]").first).not_to_be_focused()
    page.get_by_role("button", name="Keys").click()
    expect(page.get_by_label("Use keys on this device")).not_to_be_checked()
    plain = new_page(java_script_enabled=False)
    officer = Somebody(plain, server)
    plain.goto(f"{server.url}/sign-in")
    plain.get_by_role("button", name="Lio Marrec").click()
    plain.goto(f"{server.url}/screening")
    plain.locator("[data-keys-row]").first.click()
    plain.get_by_label("Unclear").check()
    plain.locator("textarea[name=reason]").fill("The owner is asked.")
    plain.get_by_role("button", name="Record").click()
    assert found(server)[-1] == ("unclear", "The owner is asked.")
    officer.reads("Your finding is on the record")

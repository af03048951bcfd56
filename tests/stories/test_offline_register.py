"""The whole register and a device: what a State suspends is known at a border without a network."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page

from tests.stories.border_post import ready, typed
from tests.stories.browser import Server
from tests.stories.people import Somebody

NewPage = Callable[..., Page]
LICENCE = "XA-2026-L-00003-S"
"""A licence of the demonstration that stands, authorized by Xandria and Xcadia."""
MADE = 150.0
"""Seconds that the worker may take to make the demonstration's documents."""
CODE = """
    SELECT text FROM signed_codes JOIN certificates ON certificates.id = certificate_id
    WHERE certificates.number = ?
"""
LISTS = "SELECT count(*) FROM published_lists WHERE state_code IN ('XA', 'XC')"


def code_of(server: Server, number: str) -> str:
    """The text of the square on a certificate, once it is signed and its lists are out."""
    deadline = time.monotonic() + MADE
    while time.monotonic() < deadline:
        with closing(sqlite3.connect(server.data_dir / "sacr.db")) as database:
            found = database.execute(CODE, (number,)).fetchone()
            if found and database.execute(LISTS).fetchone()[0] > 1:
                text: str = found[0]
                return text
        time.sleep(0.5)
    raise AssertionError(f"no code of {number} after {MADE} seconds")


def suspend(officer: Somebody) -> None:
    officer.go(f"/licences/{LICENCE}/suspend")
    officer.page.locator("[name=ground]").first.check()
    officer.write("Your reason", "The end user denies the order.").press("Suspend it now")


def test_a_suspension_reaches_a_device_and_stays_with_it(server: Server, new_page: NewPage) -> None:
    code = code_of(server, LICENCE)
    device = new_page(width=390, height=844)
    device.goto(f"{server.url}/offline")
    assert typed(ready(device), code) == "VALID"
    suspend(Somebody(new_page(), server).sign_in("Ista Dovane"))
    deadline = time.monotonic() + 20
    while device.locator(".sacr-verdict--not").count() == 0:
        assert time.monotonic() < deadline, "the suspension was not published"
        device.get_by_role("button", name="Refresh the lists").click()
        device.wait_for_timeout(500)
    device.context.set_offline(True)
    device.reload()
    assert typed(ready(device), code) == "NOT VALID"
    assert device.locator(".sacr-verdict__why").inner_text() == "Suspended by Xcadia"

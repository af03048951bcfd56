"""A border post without a network: prepared once, then every verdict from what the device holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from app.factory import create_app
from app.signed import status
from app.signed.token import Reference
from models.people import Role
from tests import make, make_ledger
from tests.app.certificates import spoiled
from tests.app.conftest import settings
from tests.stories import browser as real
from tests.stories.border_post import (
    NOON,
    Post,
    mjpeg,
    opened,
    picture,
    ready,
    root_pem,
    serving,
    typed,
)
from tools.vectors import codes, keys
from tools.vectors.lists import VALID, YEAR

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
NewPage = Callable[..., Page]
VECTORS = Path(__file__).resolve().parents[2] / "docs" / "vectors"
CODE = codes.text(codes.LICENCE)
READER = "/static/dist/offline/reader.js"

READ = (Path(__file__).parent / "offline_vectors.js").read_text(encoding="utf-8")


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    make.states(house)
    app = create_app(settings(house.url, tmp_path))
    app.testing = True
    return app


@pytest.fixture
def post(application: Flask) -> Iterator[Post]:
    with serving(application) as running:
        yield running


def looked_at(page: Page) -> None:
    """As everybody sees it, on a desk and in the hand."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert real.axe_violations(page) == []
        assert real.sideways(page) == 0


def text_of(page: Page, selector: str = "main") -> str:
    return page.locator(selector).inner_text()


def test_the_browsers_own_code_passes_every_vector(post: Post, new_page: NewPage) -> None:
    page = opened(new_page(), post)
    files = {
        name: json.loads((VECTORS / f"{name}.json").read_text())
        for name in ("keys", "lists", "verdicts")
    }
    found = page.evaluate(READ, {"reader": READER, "files": files, "what": "vectors"})
    assert found["wrong"] == []
    assert found["steps"] == len(files["lists"]["steps"])
    assert found["cases"] == len(files["verdicts"]["cases"])


def test_no_altered_letter_of_a_code_is_accepted_by_the_browser(
    post: Post, new_page: NewPage
) -> None:
    page = opened(new_page(), post)
    files = {
        name: json.loads((VECTORS / f"{name}.json").read_text())
        for name in ("keys", "lists", "verdicts")
    }
    found = page.evaluate(READ, {"reader": READER, "files": files, "what": "letters"})
    assert found["accepted"] == []
    assert found["tried"] > 300 * 44


def test_the_camera_leads_to_a_verdict_with_the_network_off(
    post: Post, browser: Browser, tmp_path: Path
) -> None:
    film = tmp_path / "certificate.mjpeg"
    film.write_bytes(mjpeg(CODE))
    pretended = browser.browser_type.launch(
        executable_path=real.chromium(),
        args=[
            *real.ARGUMENTS,
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    try:
        page = opened(pretended.new_page(), post)
        post.stop()
        page.reload()
        ready(page)
        assert "No network" in text_of(page, "#network")
        page.get_by_role("button", name="Scan with the camera").click()
        page.wait_for_selector(".sacr-verdict", timeout=15_000)
        assert page.locator("h1:visible").inner_text() == "VALID"
        facts = text_of(page, "#facts")
        for said in ("XA-2026-L-00042-D", "Xandria", "Xbria", "EUC 17/2026", "0001 0203 0405 0607"):
            assert said in facts
        assert page.locator("#camera").is_hidden()
    finally:
        pretended.close()


def test_a_picture_is_read_and_a_missing_camera_named(post: Post, new_page: NewPage) -> None:
    page = opened(new_page(width=390, height=844), post)
    page.get_by_role("button", name="Scan with the camera").click()
    page.wait_for_selector("#said:not(:empty)")
    assert "hoose a picture" in text_of(page, "#said")
    assert page.locator("#camera").is_hidden()
    for name, sheet, said in (
        ("blank.png", np.full((720, 1280), 225, dtype=np.uint8), "No square was found"),
        ("turned.png", np.rot90(picture(CODE)), ""),
    ):
        page.locator("#picture").set_input_files(
            {
                "name": name,
                "mimeType": "image/png",
                "buffer": cv2.imencode(".png", sheet)[1].tobytes(),
            }
        )
        page.wait_for_selector("#said:has-text('No square')" if said else ".sacr-verdict")
    assert page.locator("h1:visible").inner_text() == "VALID"
    page.locator("#picture").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    page.wait_for_selector("#said:has-text('no picture that can be opened')")


def test_the_browser_reads_what_paper_has_gone_through_or_says_that_it_cannot(
    post: Post, new_page: NewPage, tmp_path: Path
) -> None:
    """The spoiled sheets that Python's reader is shown, by the reader that a device keeps."""
    page = opened(new_page(width=390, height=844), post)
    sheet = spoiled.drawn(tmp_path)
    heard = {}
    for spoil in (*spoiled.READ, *spoiled.UNREAD):
        photograph = cv2.imencode(".jpg", spoil(sheet), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
        page.locator("#picture").set_input_files(
            {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photograph.tobytes()}
        )
        page.wait_for_selector("#said:has-text('No square'), #answer:visible")
        unread = page.locator("#answer").is_hidden()  # nor does the paper before answer for it
        heard[spoil.__name__] = text_of(page, "#said" if unread else "h1:visible")
    assert {name for name, said in heard.items() if said == "VALID"} == {
        spoil.__name__ for spoil in spoiled.READ
    }
    for spoil in spoiled.UNREAD:
        assert "Take it again, nearer and flat" in heard[spoil.__name__]


def test_one_of_two_states_suspends_and_the_verdict_names_it(post: Post, new_page: NewPage) -> None:
    page = opened(new_page(), post)
    assert typed(page, CODE) == "VALID"
    post.published.list("XB", keys.XB_STATUS, {VALID: status.SUSPENDED}, hours=0)
    page.get_by_role("button", name="Refresh the lists").click()
    page.wait_for_selector(".sacr-verdict--not")
    assert text_of(page, ".sacr-verdict__why") == "Suspended by Xbria"
    post.stop()
    page.reload()
    assert typed(ready(page), CODE) == "NOT VALID"
    assert text_of(page, ".sacr-verdict__why") == "Suspended by Xbria"
    looked_at(page)


def test_lists_grow_old_and_say_so_loudly(post: Post, new_page: NewPage) -> None:
    page = opened(new_page(), post)
    post.stop()
    page.clock.set_fixed_time(NOON + timedelta(hours=12))
    page.reload()
    assert "more than twelve hours old" in text_of(ready(page))
    assert typed(page, CODE) == "CALL FIRST"
    assert "13 hours old" in text_of(page, ".sacr-verdict__why")
    looked_at(page)
    page.clock.set_fixed_time(NOON + timedelta(hours=30))
    page.reload()
    assert "too old" in text_of(ready(page), "#warning-stale")
    assert typed(page, CODE) == "CALL FIRST"
    assert "Xandria and Xbria on this device has expired" in text_of(page, ".sacr-verdict__why")
    page.clock.set_fixed_time(NOON - timedelta(hours=2))
    page.reload()
    assert "clock of this device is wrong" in text_of(ready(page), "#warning-clock")
    assert typed(page, CODE) == "CALL FIRST"
    assert "set back" in text_of(page, ".sacr-verdict__why")


def test_a_device_asks_only_for_the_lists_that_there_are(post: Post, new_page: NewPage) -> None:
    asked: list[str] = []
    page = new_page()
    page.on("request", lambda request: asked.append(request.url.removeprefix(post.url)))
    post.published.out["/v1/status"] = json.dumps(
        {"lists": ["/v1/status/XA/2026", "/v1/status/XB/2026", "/v1/status/ZZ/2026", "/x", 1]}
    ).encode()
    opened(page, post)
    lists = {address for address in asked if address.startswith("/v1/status/")}
    assert lists == {"/v1/status/XA/2026", "/v1/status/XB/2026"}
    asked.clear()
    post.published.out["/v1/status"] = b'{"lists": ["/v1/status/XB/2026"]}'
    page.reload()
    ready(page)
    assert "/v1/status/XA/2026" in asked  # what is held is asked for, whatever an index leaves out
    assert typed(page, CODE) == "VALID"
    asked.clear()
    post.published.out["/v1/status"] = b"no index"
    page.clock.set_fixed_time(NOON + timedelta(days=365))
    page.reload()
    ready(page)
    assert lists < set(asked)
    assert "/v1/status/XA/2027" in asked


def test_neither_an_older_list_nor_another_root_is_believed(post: Post, new_page: NewPage) -> None:
    post.published.list("XB", keys.XB_STATUS, {VALID: status.SUSPENDED})
    page = opened(new_page(), post)
    post.published.list("XB", keys.XB_STATUS, hours=2)
    post.published.trust(9, keys.OTHER_ROOT)
    page.get_by_role("button", name="Refresh the lists").click()
    page.wait_for_selector("#refused:visible")
    refused = text_of(page, "#refused-list")
    assert "/v1/status/XB/2026 is older" in refused
    assert "/v1/trust is signed by a key that this device does not know" in refused
    assert typed(page, CODE) == "NOT VALID"


def test_a_new_root_is_believed_only_once_somebody_has_compared_it(
    post: Post, new_page: NewPage
) -> None:
    page = opened(new_page(), post)
    page.get_by_role("button", name="It is the same").click()
    page.wait_for_selector("#roots >> text=Compared")
    post.published.out["/v1/root.pem"] = root_pem(keys.OTHER_ROOT)
    post.published.trust(1, keys.OTHER_ROOT)
    page.get_by_role("button", name="Refresh the lists").click()
    page.wait_for_selector("#roots >> text=Another root: not believed")
    assert "Published no more" in text_of(page, "#roots")
    assert typed(page, CODE) == "VALID"
    looked_at(page)
    page.get_by_role("button", name="It is the same").click()
    page.wait_for_selector("#roots >> text=Another root: not believed", state="detached")
    shown = text_of(page, "#roots").replace(" ", "").replace("\n", "")
    assert keys.OTHER_ROOT.kid.hex() in shown
    assert keys.ROOT.kid.hex() not in shown
    post.stop()
    page.reload()
    assert typed(ready(page), CODE) == "VALID"


def test_each_thing_shown_gets_its_panel(post: Post, new_page: NewPage) -> None:
    page = opened(new_page(), post)
    looked_at(page)
    for text, word, why in (
        (CODE, "VALID", "no list on this device stops it"),
        (codes.text(codes.LICENCE, keys.STRANGER), "CALL FIRST", "not known to this device"),
        (codes.text(codes.LICENCE, keys.XA_STATUS), "NOT VALID", "Forged"),
        (CODE[:-1], "NOT VALID", "no whole code"),
        ("HTTPS://EXAMPLE.ORG", "NOT VALID", "no code of the register"),
        ("xa-2026-l-00042-d", "CALL FIRST", "A number alone proves nothing"),
        ("https://register.example/verify/XA-2026-L-00042-D/AB-CD", "CALL FIRST", "earlier form"),
        (
            codes.text(
                replace(
                    codes.LICENCE, issuers=(Reference("XA", YEAR, VALID), Reference("XC", YEAR, 1))
                )
            ),
            "CALL FIRST",
            "no list of Xcadia",
        ),
    ):
        assert typed(page, text) == word, why
        assert why in text_of(page, ".sacr-verdict__why")
        assert len(page.locator("h1:visible").all()) == 1
    looked_at(page)


def sign_in(page: Page, application: Flask, house: make.House, role: Role, state: str) -> None:
    """Sign the browser in as an officer, by the cookie that a sign-in would leave."""
    import secrets  # noqa: PLC0415

    from app import clock  # noqa: PLC0415
    from app.sessions import digest  # noqa: PLC0415
    from models.people import SignIn  # noqa: PLC0415

    caller = make.user(house, role, state)
    token, now = secrets.token_urlsafe(32), clock.now()
    with house.rows() as session:
        session.add(
            SignIn(
                token_digest=digest(token),
                user_id=caller.user_id,
                started_at=now,
                seen_at=now,
                proved_at=now,
            )
        )
    client = application.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    found = client.get_cookie("sacr")
    assert found is not None
    page.context.add_cookies([{"name": "sacr", "value": found.value, "url": page.url}])


def record(page: Page, quantity: str, declaration: str) -> None:
    page.get_by_label("Released the goods").check()
    page.get_by_label("Customs office").fill("East Quay")
    page.get_by_label("Declaration reference").fill(declaration)
    page.get_by_label("Line", exact=True).fill("1")
    page.get_by_label("Quantity").fill(quantity)
    page.get_by_role("button", name="Keep, and send later").click()


def test_two_releases_of_one_licence_are_a_conflict_when_they_are_sent(
    post: Post, application: Flask, house: make.House, new_page: NewPage
) -> None:
    given = make_ledger.licence(house)
    said = replace(codes.LICENCE, number=given.number)
    pages: list[Any] = []
    for _ in range(2):
        page = opened(new_page(width=390, height=844), post)
        assert typed(page, codes.text(said)) == "VALID"
        page.get_by_role("button", name="Keep, and send later").click()
        assert "Choose what you did" in text_of(page, "#record")
        looked_at(page)
        record(page, "1.5", f"26XB{len(pages)}")
        assert "whole numbers" in text_of(page, "#record")
        record(page, "100", f"26XB{len(pages)}")
        page.wait_for_selector("#recorded:visible")
        assert "sign in as a customs officer" in text_of(page, "#kept")
        pages.append(page)
    for page, answer in zip(pages, ("Sent", "Conflict"), strict=True):
        sign_in(page, application, house, Role.CUSTOMS_OFFICER, "XB")
        page.reload()
        ready(page)
        assert "Waits" not in text_of(page, "#kept-list")
        assert answer in text_of(page, "#kept-list")
    looked_at(pages[1])
    pages[1].goto(f"{post.url}/offline/releases")
    assert "Released twice: line 1 had 0 left, and 100 were released" in text_of(pages[1])
    looked_at(pages[1])


def test_a_stop_is_a_report_as_soon_as_it_is_sent(
    post: Post, application: Flask, house: make.House, new_page: NewPage
) -> None:
    given = make_ledger.licence(house)
    page = opened(new_page(width=390, height=844), post)
    post.published.list("XB", keys.XB_STATUS, {VALID: status.SUSPENDED}, hours=0)
    page.reload()
    said = replace(codes.LICENCE, number=given.number)
    assert typed(ready(page), codes.text(said)) == "NOT VALID"
    page.get_by_label("Stopped the goods").check()
    assert page.get_by_label("Quantity").is_hidden()
    page.get_by_label("Customs office").fill("East Quay")
    page.get_by_role("button", name="Keep, and send later").click()
    for missing in ("Say why the goods were stopped", "Describe the goods"):
        assert missing in text_of(page, "#record")
    looked_at(page)
    page.get_by_label("Why were the goods stopped?").fill("The list says that it is suspended.")
    page.get_by_label("What goods, and how many?").fill("12 crates of pistols")
    page.get_by_role("button", name="Keep, and send later").click()
    page.wait_for_selector("#recorded:visible")
    sign_in(page, application, house, Role.CUSTOMS_OFFICER, "XB")
    page.reload()
    assert "Reported" in text_of(ready(page), "#kept-list")
    page.goto(f"{post.url}/stops")
    for told in ("12 crates of pistols", "East Quay", "kept by a device", given.number):
        assert told in text_of(page)
    looked_at(page)


def test_signing_out_leaves_lists_and_checks_on_the_device(
    post: Post, application: Flask, house: make.House, new_page: NewPage
) -> None:
    page = opened(new_page(), post)
    typed(page, CODE)
    sign_in(page, application, house, Role.LICENSING_OFFICER, "XB")
    page.goto(f"{post.url}/contacts")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{post.url}/")
    post.stop()
    page.goto(f"{post.url}/offline")
    assert "XA-2026-L-00042-D" in text_of(ready(page), "#kept-list")
    assert typed(page, CODE) == "VALID"


def test_without_script_the_page_leads_to_those_that_need_none(
    post: Post, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{post.url}/offline")
    assert "needs JavaScript" in text_of(page)
    assert page.locator("main a[href='/check']").count() == 1
    assert page.locator("main a[href='/verify']").count() == 1

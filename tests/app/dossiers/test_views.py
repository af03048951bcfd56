"""Pages of the broker: every part is written, checked, signed; what was sent shows each State."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from models.dossiers import Dossier
from models.people import Role
from tests import make, make_dossiers
from tests.app.conftest import SignedIn, token


def text_of(browser: FlaskClient, url: str) -> str:
    page = browser.get(url)
    assert page.status_code == 200, page.get_data(as_text=True)[:2000]
    return page.get_data(as_text=True)


def sent(browser: FlaskClient, url: str, at: str | None = None, **typed: Any) -> Any:
    """Send the form of a page as a browser would: with its token and its revision."""
    page = browser.get(at or url).get_data(as_text=True)
    found = dict(re.findall(r'name="(revision|base|csrf_token)"[^>]*value="([^"]+)"', page))
    return browser.post(url, data={**found, **typed}, content_type="multipart/form-data")


def day(name: str, text: str) -> dict[str, str]:
    year, month, number = text.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


@pytest.fixture
def broker(house: make.House) -> int:
    make_dossiers.with_states(house)
    found = make.trader(house)
    for code in ("XA", "XB"):
        make.registration(house, found, code)
    return found


def test_a_broker_writes_every_part_and_submits(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    page = signed_in(make_dossiers.official(house, broker))
    text_of(page, "/my-dossiers")
    started = sent(page, "/my-dossiers")
    base = started.headers["Location"].removesuffix("/questions")
    assert "First questions" in text_of(page, f"{base}/questions")

    def write(part: str, **typed: Any) -> None:
        answer = sent(page, f"{base}/{part}", **typed)
        assert answer.status_code == 303, answer.get_data(as_text=True)

    write("questions", title="Pistols to Selmark", international="yes", behalf="another",
          behalf_of="Karrow Works SA", consideration="fee", payer="Karrow Works SA",
          capacity="broker")  # fmt: skip
    assert "You act as an intermediary" in text_of(page, base)
    write("parties/99", capacity="seller", name="Karrow Works SA", state="XD")
    write("parties/99", capacity="buyer", name="Selmark Supply Ltd", state="XE")
    write("parties/99", capacity="end_user", name="Interior Ministry", is_state_body="y")
    write(
        "steps/99", party="1", state="XB", means="call", done="no", **day("first_day", "2026-3-16")
    )
    steps = text_of(page, f"{base}/steps")
    assert "It goes to 2 States" in steps
    assert "negotiates or arranges there on" in steps
    write("goods/99", goods_class="pistol", description="Pistol", quantity="1200", unit="item",
          currency="EUR", value_minor="480000.50")  # fmt: skip
    assert "480,000.50" in text_of(page, f"{base}/goods")
    assert 'value="480000.50"' in text_of(page, f"{base}/goods/1")
    write("route", dispatch="XD", transit_1="FR", destination="XE", mode="sea")
    write("end-use", purpose="Border police", number="EUC 17/2026", issuer="Ministry",
          document=(io.BytesIO(b"%PDF-1.7 invented"), "euc.pdf"))  # fmt: skip
    write("contract", contract="KW-1", **day("wanted_from", "2026-4-1"),
          **day("wanted_until", "2027-3-31"))  # fmt: skip
    write("papers", document=(io.BytesIO(b"%PDF-1.7 contract"), "contract.pdf"))
    check = text_of(page, f"{base}/check")
    assert "Still missing" not in check
    assert "Sign and submit to 2 States" in check
    answer = sent(page, f"{base}/check", agreed="y", declared_by="Ada Quill")
    assert answer.status_code == 303
    done = text_of(page, answer.headers["Location"])
    number = re.search(r"XA-2026-D-\d+-[A-Z]", done)
    assert number
    shown = text_of(page, f"/my-dossiers/{number[0]}")
    assert "State of nationality" in shown
    assert "Waits for an officer" in shown
    assert number[0] in text_of(page, "/my-dossiers")


def test_sent_twice_the_page_shows_the_same_number(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    url = f"/my-dossiers/{key}/write/check"
    text = text_of(page, url)
    found = dict(re.findall(r'name="(revision|base|csrf_token)"[^>]*value="([^"]+)"', text))
    typed = {**found, "agreed": "y", "declared_by": "Ada Quill"}
    first, second = page.post(url, data=typed), page.post(url, data=typed)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]


def test_missing_cover_is_listed_and_nothing_can_be_signed(
    house: make.House, signed_in: SignedIn
) -> None:
    """C01 on the page: for whom and where."""
    make_dossiers.with_states(house)
    trader = make.trader(house, "Nell Averin")
    make.registration(house, trader, "XC")
    caller, key = make_dossiers.drafted(house, broker=trader)
    page = signed_in(caller)
    text = text_of(page, f"/my-dossiers/{key}/write/check")
    assert "Cover is missing in 2 places" in text
    assert "Nell Averin must first register in Xandria as Broker." in text
    assert "Nell Averin must first register in Xbria as Broker." in text
    assert "Sign and submit" not in text
    answer = sent(page, f"/my-dossiers/{key}/write/check", agreed="y", declared_by="Ada Quill",
                  base="0")  # fmt: skip
    assert answer.status_code == 409
    assert "Nothing was sent" in answer.get_data(as_text=True)


def test_a_stale_form_keeps_what_was_typed_and_says_so(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    url = f"/my-dossiers/{key}/write/contract"
    old = re.search(r'name="revision"[^>]*value="(\d+)"', text_of(page, url))
    assert old
    make_dossiers.drafts.save_route(caller, key, make_dossiers.ROUTE)
    typed = {**day("wanted_from", "2026-5-1"), **day("wanted_until", "2026-9-1")}
    data = {"csrf_token": token(page, url), "revision": old[1], "contract": "KW-99", **typed}
    answer = page.post(url, data=data)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Somebody changed this meanwhile" in text
    assert 'value="KW-99"' in text
    assert sent(page, url, contract="KW-99", **typed).status_code == 303


def test_a_wrong_number_is_told_at_its_field(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    answer = sent(page, f"/my-dossiers/{key}/write/parties/99", capacity="broker", linked="XA-1")
    assert answer.status_code == 400
    assert 'href="#linked"' in answer.get_data(as_text=True)


def test_a_clerk_writes_but_is_told_who_submits(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    _, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(make.user(house, Role.APPLICANT_USER, trader=broker))
    text = text_of(page, f"/my-dossiers/{key}/write/check")
    assert "Only the empowered official" in text
    assert "Sign and submit" not in text


def test_others_find_nothing(house: make.House, broker: int, signed_in: SignedIn) -> None:
    _, key = make_dossiers.drafted(house, broker=broker)
    number = make_dossiers.submitted(house, broker=broker)
    stranger = make_dossiers.official(house, make.trader(house, "Orlane Logistics SA"), "Ulf Tarn")
    officer = make.user(house, Role.LICENSING_OFFICER, "XA")
    for url in (f"/my-dossiers/{key}/write", f"/my-dossiers/{number}"):
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(officer).get(url).status_code == 403


def test_the_next_version_is_written_beside_what_was_submitted(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house, broker=broker)
    page = signed_in(make_dossiers.owner(house, number))
    base = f"/my-dossiers/{number}/write"
    assert "Nothing differs" in text_of(page, f"{base}/check")
    sent(page, f"{base}/route", dispatch="XD", destination="XC", mode="sea")
    assert "You are writing the next version" in text_of(page, f"/my-dossiers/{number}")
    answer = sent(page, f"{base}/check", reason="another port", agreed="y",
                  declared_by="Ada Quill")  # fmt: skip
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert "New version submitted" in text_of(page, answer.headers["Location"])
    assert "version 2" in text_of(page, f"/my-dossiers/{number}")


def test_a_paper_is_handed_out_as_an_attachment(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house, broker=broker)
    page = signed_in(make_dossiers.owner(house, number))
    link = re.search(
        r'href="(/my-dossiers/[^"]+/papers/[^"]+)"', text_of(page, f"/my-dossiers/{number}")
    )
    assert link
    answer = page.get(link[1])
    assert answer.data == make_dossiers.PAPER.content
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_discarding_a_draft_and_withdrawing_a_dossier(
    house: make.House, broker: int, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house, broker=broker)
    page = signed_in(caller)
    answer = sent(page, f"/my-dossiers/{key}/write/discard", at=f"/my-dossiers/{key}/write")
    assert answer.status_code == 303
    assert page.get(f"/my-dossiers/{key}/write").status_code == 404
    number = make_dossiers.submitted(house, broker=broker)
    answer = sent(page, f"/my-dossiers/{number}/withdraw", reason="no buyer")
    assert answer.status_code == 303
    with house.rows() as session:
        rows = session.scalars(select(Dossier.stage).order_by(Dossier.id))
        assert [str(stage) for stage in rows] == ["WITHDRAWN", "WITHDRAWN"]

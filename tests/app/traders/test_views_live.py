"""The page of a registration, and the acts that begin on it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.work import Caller
from models.casework import Note
from models.proposals import Proposal
from models.screening import Hit, ListEntryRow, ListVersion, Screening
from models.stages import Stage
from models.traders import Registration
from tests import make, make_enforcement
from tests import make_traders as applying
from tests.app.conftest import SignedIn
from tests.app.traders.test_views import HOME, send, text_of

FORGERY = re.compile(r'(name="csrf_token"[^>]*value=")[^"]+')


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    return make.trader(house)


@pytest.fixture
def official(house: make.House, trader: int) -> Caller:
    return applying.official(house, trader)


@pytest.fixture
def browser(signed_in: SignedIn, official: Caller) -> FlaskClient:
    return signed_in(official)


def questioned(house: make.House, official: Caller) -> str:
    (number,) = applying.submitted(house, official, "XA").values()
    officer = applying.officer(house, "XA")
    applying.take(officer, number)
    applying.ask(officer, number, "Which vessel\ncarries them?")
    return number


def test_a_question_is_the_first_thing_and_is_answered(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    number = questioned(house, official)
    assert "Answer Xandria" in text_of(browser, HOME)
    page = text_of(browser, f"{HOME}/{number}")
    assert "Xandria asks you" in page
    assert "Which vessel<br>carries them?" in page
    empty = send(browser, f"{HOME}/{number}/answer", text="")
    assert empty.status_code == 400
    sent = send(browser, f"{HOME}/{number}/answer", text="The <b>Aurora</b>")
    assert sent.status_code == 302
    after = text_of(browser, f"{HOME}/{number}")
    assert "The &lt;b&gt;Aurora&lt;/b&gt;" in after
    assert "Your answer arrived" in after
    assert browser.get(f"{HOME}/{number}/answer").status_code == 302


def test_too_late_an_answer_is_told_what_to_do(
    house: make.House, browser: FlaskClient, official: Caller, signed_in: SignedIn
) -> None:
    number = questioned(house, official)
    with house.at("2026-04-02 09:00"):
        late = signed_in(official)
        assert "Closed as incomplete" in text_of(late, HOME)
        page = text_of(late, f"{HOME}/{number}")
        assert "Withdraw the application and apply again" in page
        answer = send(late, f"{HOME}/{number}/answer", text="The Aurora")
        assert answer.status_code == 409
        assert "has closed the application as incomplete" in answer.get_data(as_text=True)


def test_a_withdrawal_is_confirmed_first(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    (number,) = applying.submitted(house, official, "XA").values()
    assert send(browser, f"{HOME}/{number}/withdraw", reason="").status_code == 302
    page = text_of(browser, f"{HOME}/{number}")
    assert "Withdrawn" in page
    assert browser.get(f"{HOME}/{number}/withdraw").status_code == 404


def test_a_late_renewal_shows_its_gap_and_the_window(
    house: make.House, browser: FlaskClient, official: Caller, trader: int
) -> None:
    number = make.registration(
        house, trader, "XA", first_day=date(2025, 4, 1), last_day=date(2026, 3, 31)
    )
    page = text_of(browser, f"{HOME}/{number}/renew")
    assert "The last day to be in time was" in page
    wrong = send(browser, f"{HOME}/{number}/renew", agreed="y", declaration="Somebody")
    assert wrong.status_code == 400
    assert "Sign with your own name" in wrong.get_data(as_text=True)
    filed = send(browser, f"{HOME}/{number}/renew", agreed="y", declaration="Ada Quill")
    assert filed.status_code == 302
    page = text_of(browser, f"{HOME}/{number}")
    assert "The renewal was filed late" in page
    assert "renewal filed" in text_of(browser, HOME)
    assert send(browser, f"{HOME}/{number}/withdraw-renewal").status_code == 302


def test_a_renewal_is_not_asked_for_before_its_window(
    house: make.House, browser: FlaskClient, official: Caller, trader: int
) -> None:
    number = make.registration(house, trader, "XA")
    assert "Renew your registration" not in text_of(browser, HOME)
    assert "You can file the renewal from" in text_of(browser, f"{HOME}/{number}/renew")


def test_giving_back_asks_once_more_and_ends_at_once(
    house: make.House, browser: FlaskClient, official: Caller, trader: int
) -> None:
    number = make.registration(house, trader, "XA")
    page = text_of(browser, f"{HOME}/{number}/surrender")
    assert "The registration ends at once" in page
    assert send(browser, f"{HOME}/{number}/surrender", reason="we close").status_code == 302
    assert "Surrendered" in text_of(browser, f"{HOME}/{number}")


def test_the_page_of_a_registration_that_was_ended_leads_to_the_decision(
    house: make.House, browser: FlaskClient, official: Caller, trader: int
) -> None:
    number = make.registration(house, trader, "XA")
    assert "has de-registered you" not in text_of(browser, f"{HOME}/{number}")
    case = make_enforcement.deregistered(house, trader, "XA")
    page = text_of(browser, f"{HOME}/{number}")
    assert "Xandria has de-registered you" in page
    assert f'href="/notices/{case}"' in page
    assert make_enforcement.TOLD in text_of(browser, f"/notices/{case}")
    for shown in (page, text_of(browser, HOME)):
        assert "2 Mar" in shown  # the day it ended, and no day after it
        assert "2027" not in shown


def test_a_suspension_is_said_on_every_page_that_it_stops(
    house: make.House, browser: FlaskClient, official: Caller, trader: int
) -> None:
    number = make.registration(house, trader, "XA")
    uid = applying.draft(house, official, "XB")
    applying.suspend(house, number, make.at("2026-03-02 08:00"))
    assert "Suspended in" in text_of(browser, HOME)
    assert "you have no cover" in text_of(browser, f"{HOME}/{number}")
    assert "Suspended in" in text_of(browser, f"{HOME}/apply")
    refused = send(browser, f"{HOME}/drafts/{uid}/check", agreed="y", declaration="Ada Quill")
    assert refused.status_code == 409
    assert "Xandria has suspended your registration" in refused.get_data(as_text=True)
    changed = send(browser, f"{HOME}/contact", phone="+999 55", email="")
    assert changed.status_code == 302
    assert "+999 55" in text_of(browser, HOME)


def whole(browser: FlaskClient, *urls: str) -> bytes:
    """Pages as sent, without the tokens against forgery, which differ by the second."""
    pages = (browser.get(url).get_data(as_text=True) for url in urls)
    return "\0".join(FORGERY.sub(r"\1", page) for page in pages).encode()


def test_the_applicants_pages_are_the_same_to_the_byte_with_and_without_hits(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    """Rules 7.2; officers' notes, proposals and likenesses leave no trace either."""
    make.trader(house, "Norvane Brokering Limited", "XB")
    numbers = applying.submitted(house, official, "XA", "XB")
    number = numbers["XA"]
    officer = applying.officer(house, "XA")
    applying.take(officer, number)
    uid = str(_filing_uid(house, number))
    urls = (HOME, f"{HOME}/{number}", f"{HOME}/drafts/{uid}/sent", f"{HOME}/export.json")
    before = whole(browser, *urls)
    _found(house, applying.row_of(house, number), officer)
    assert whole(browser, *urls) == before


def _filing_uid(house: make.House, number: str) -> Any:
    with house.rows() as session:
        row = session.scalars(select(Registration).where(Registration.number == number))
        return row.unique().one().filing.uid


def _found(house: make.House, row: Registration, officer: Caller) -> None:
    """An open hit, a note and a proposal that was sent nowhere yet."""
    moment = make.at("2026-03-02 09:00")
    person = make.person_of(house, officer)
    with house.rows() as session:
        version = make._stamp(
            ListVersion(
                source="un",
                published_on=date(2026, 3, 1),
                imported_at=moment - timedelta(hours=1),
                sha256="0" * 64,
                entry_count=1,
                name_count=1,
            )
        )
        session.add(version)
        session.flush()
        listed = ListEntryRow(
            list_version_id=version.id,
            reference="QDe.1",
            kind="firm",
            name="NORVANE BROKERING",
            facts={},
            digest="-",
        )
        session.add(listed)
        session.flush()
        asked = session.scalars(select(Screening).where(Screening.thing_id == row.filing_id))
        session.add_all(
            [
                make._stamp(
                    Hit(
                        screening_id=asked.first().id,  # type: ignore[union-attr]
                        list_entry_id=listed.id,
                        entry_name=listed.name,
                        **make.hit_known_by(listed.name),
                        score=97,
                        strength="strong",
                        reasons=(),
                        stage=Stage.OPEN,
                    )
                ),
                make._stamp(
                    Note(
                        thing="registration",
                        thing_id=row.id,
                        state_code="XA",
                        text="looks bad",
                        written_at=moment,
                        written_by_id=officer.user_id,
                    )
                ),
                make._stamp(
                    Proposal(
                        thing="registration",
                        thing_id=row.id,
                        state_code="XA",
                        decision="refuse",
                        reason="hit",
                        reason_for_applicant="not told yet",
                        evidence="{}",
                        evidence_digest="0" * 64,
                        user_id=officer.user_id,
                        person_id=person,
                        proposed_at=moment,
                    )
                ),
            ]
        )


def test_a_refusal_gives_the_reason_meant_for_the_applicant(
    house: make.House, browser: FlaskClient, official: Caller
) -> None:
    (number,) = applying.submitted(house, official, "XA").values()
    applying.refuse(house, number, "Your premises are not secured.", ("premises",))
    page = text_of(browser, f"{HOME}/{number}")
    assert "Your premises are not secured." in page
    assert "the officer’s own words" not in page
    assert "Refused the application" in page

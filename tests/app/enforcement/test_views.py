"""Pages of enforcement: the whole way of a case by form, and what each reader is shown."""

from __future__ import annotations

import io
import re

import pytest
from flask.testing import FlaskClient

from app.work import Caller
from models.people import Role
from models.stages import Stage
from tests import make, make_ledger
from tests import make_enforcement as given
from tests.app.conftest import SignedIn, carried


@pytest.fixture
def trader(house: make.House) -> int:
    make.states(house)
    key = make.trader(house)
    for state in ("XA", "XB"):
        make.registration(house, key, state)
    return key


def send(browser: FlaskClient, url: str, **fields: object) -> tuple[int, str]:
    """Fill the form at a page and send it, as a person would; the answer after redirects."""
    answer = browser.post(url, data={**carried(browser, url), **fields}, follow_redirects=True)
    return answer.status_code, answer.get_data(as_text=True)


def text_of(page: str) -> str:
    """The words of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_case_goes_its_way_by_form(house: make.House, trader: int, signed_in: SignedIn) -> None:
    at = given.unit(house, "XA")
    officer, senior = signed_in(at.officer), signed_in(at.senior)
    firm = signed_in(given.official(house, trader))
    number = make.trader_number(house, trader)
    code, page = send(
        officer,
        f"/cases/new?trader={number}",
        trader=number,
        grounds=["G1", "G6"],
        facts=given.FACTS,
        evidence="1. Letter.",
    )
    assert code == 200
    case = re.search(r"XA-2026-N-00001-[A-Z]", page)
    assert case, page
    url = f"/cases/{case.group(0)}"
    assert firm.get(f"/notices/{case.group(0)}").status_code == 404
    code, page = send(officer, f"{url}/evidence", document=(io.BytesIO(given.PDF), "mails.pdf"))
    assert "mails.pdf" in page
    code, page = send(officer, f"{url}/notice", notice=given.NOTICE)
    assert "The notice is served" in page
    notice = firm.get(f"/notices/{case.group(0)}").get_data(as_text=True)
    assert given.FACTS in text_of(notice)
    assert "mails.pdf" not in notice, "papers of the State are not the trader's"
    code, page = send(
        firm,
        f"/notices/{case.group(0)}",
        reply="Our agent brought it.",
        first=(io.BytesIO(given.PDF), "reply.pdf"),
    )
    assert "Your reply is on the record" in page
    code, page = send(
        officer,
        f"{url}/proposal",
        decision="deregister",
        grounds=["G1"],
        reason=given.REASON,
        reason_for_trader=given.TOLD,
    )
    assert "Proposed" in page, text_of(page)
    before = senior.get(f"{url}/decision").get_data(as_text=True)
    assert "1 registration ends; the public register says so" in text_of(before)
    assert "1 other State must react" in text_of(before)
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', before)
    assert shown
    code, page = send(
        senior, f"{url}/decision", decision="agree", reason="Read.", shown=shown.group(1)
    )
    assert "It holds everywhere from this moment" in page
    assert given.case_of(house, case.group(0)).stage is Stage.DEREGISTERED
    told = text_of(firm.get(f"/notices/{case.group(0)}").get_data(as_text=True))
    assert "Barred until 2 March 2029" in told
    assert given.TOLD in told
    assert given.REASON not in told, "the finding is for the signer and the record"


def test_a_page_offers_only_what_may_be_done(
    house: make.House, trader: int, signed_in: SignedIn
) -> None:
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    officer, senior = signed_in(at.officer), signed_in(at.senior)
    assert "Read and countersign" not in officer.get(f"/cases/{number}").get_data(as_text=True)
    assert "Head of unit of XA" in officer.get(f"/cases/{number}").get_data(as_text=True)
    assert "Read and countersign" in senior.get(f"/cases/{number}").get_data(as_text=True)


def test_a_count_that_changed_is_said_and_shown_anew(
    house: make.House, trader: int, signed_in: SignedIn
) -> None:
    at = given.unit(house, "XA")
    number = given.proposed(house, trader, at)
    senior = signed_in(at.senior)
    url = f"/cases/{number}/decision"
    page = senior.get(url).get_data(as_text=True)
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', page)
    assert shown
    make_ledger.licence(house, trader=trader)
    code, page = send(senior, url, decision="agree", reason="Read.", shown=shown.group(1))
    assert code == 409
    assert "What your signature does has changed" in page
    assert "1 live licence stops at every border" in text_of(page)


def test_a_state_that_was_asked_reads_decision_and_grounds_only(
    house: make.House, trader: int, signed_in: SignedIn
) -> None:
    number = given.deregistered(house, trader, "XA")
    peer = signed_in(make.user(house, Role.LICENSING_OFFICER, "XB"))
    page = text_of(peer.get(f"/cases/{number}").get_data(as_text=True))
    assert "False or forged end-use statement" in page
    assert given.TOLD in page
    for hidden in (given.REASON, given.NOTICE, "Our agent brought it.", "Letter of Xeland"):
        assert hidden not in page
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    assert stranger.get(f"/cases/{number}").status_code == 404


def test_a_task_is_answered_by_form(house: make.House, trader: int, signed_in: SignedIn) -> None:
    given.deregistered(house, trader, "XA")
    at = given.unit(house, "XB")
    officer = signed_in(at.officer)
    uid = given.task_of(house, "XB").uid
    listed = text_of(officer.get("/tasks").get_data(as_text=True))
    assert "React to a de-registration" in listed
    code, page = send(
        officer, f"/tasks/{uid}", outcome="recognised", reason="We rely on that decision."
    )
    assert code == 200, text_of(page)
    assert "XB-2026-N-00001" in page
    case = text_of(officer.get("/cases/XB-2026-N-00001-V").get_data(as_text=True))
    assert "in the case that this one recognises" in case
    assert "reply in the window" not in case
    senior = make.user(house, Role.SENIOR_OFFICER, "XB")
    assert "recognises another State" in signed_in(senior).get("/cases").get_data(as_text=True)


def test_a_senior_officer_is_not_offered_to_open_a_case(
    house: make.House, trader: int, signed_in: SignedIn
) -> None:
    given.deregistered(house, trader, "XA")
    senior = signed_in(make.user(house, Role.SENIOR_OFFICER, "XB"))
    uid = given.task_of(house, "XB").uid
    page = senior.get(f"/tasks/{uid}").get_data(as_text=True)
    assert "Decline, with the reason" in page
    assert "Recognise: propose" not in page


def test_licences_without_cover_for_long_are_offered_for_revocation(
    house: make.House, signed_in: SignedIn
) -> None:
    """Standing (workflow C2): after 30 days, and after the appeal window; nothing is stored."""
    make.states(house)
    licence = make_ledger.licence(house)
    given.deregistered(house, licence.trader_id, "XA")
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    for moment, expected in (("2026-03-31 12:00", False), ("2026-04-01 12:00", True)):
        with house.at(moment):
            page = signed_in(make.fresh(house, officer)).get("/tasks").get_data(as_text=True)
            assert (licence.number in page) is expected, moment


@pytest.mark.parametrize(
    "role", [Role.CUSTOMS_OFFICER, Role.NATIONAL_ADMIN, Role.APPLICANT_ADMIN, Role.SECRETARIAT]
)
def test_others_do_not_reach_the_cases(
    house: make.House, trader: int, signed_in: SignedIn, role: Role
) -> None:
    number = given.noticed(house, trader, given.unit(house, "XA"))
    caller: Caller = (
        make.user(house, role, trader=trader)
        if role is Role.APPLICANT_ADMIN
        else make.user(house, role, None if role is Role.SECRETARIAT else "XA")
    )
    browser = signed_in(caller)
    for url in ("/cases", f"/cases/{number}", "/tasks"):
        assert browser.get(url).status_code in (403, 404)


def test_papers_are_downloads_for_those_who_may_read_them(
    house: make.House, trader: int, signed_in: SignedIn
) -> None:
    at = given.unit(house, "XA")
    number = given.replied(house, trader, at)
    page = signed_in(at.officer).get(f"/cases/{number}").get_data(as_text=True)
    url = re.search(rf"/cases/{number}/papers/[0-9a-f-]+", page)
    assert url
    answer = signed_in(at.officer).get(url.group(0))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data == given.PDF
    other = make.user(house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane SA"))
    assert signed_in(other).get(url.group(0)).status_code == 404

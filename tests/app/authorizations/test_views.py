"""The officers' pages of dossiers: the right page, the right refusal, and nothing more."""

import re

import pytest
from flask.testing import FlaskClient

from app.authorizations import services, services_decide
from models.criteria import CRITERIA
from models.people import Role
from tests import make, make_dossiers
from tests import make_licences as ml
from tests.app.conftest import SignedIn, token


@pytest.fixture
def number(house: make.House) -> str:
    found = make_dossiers.submitted(house)
    ml.screened(house, found)
    return found


def text(browser: FlaskClient, url: str, code: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == code, url
    return answer.get_data(as_text=True)


def post(
    browser: FlaskClient, url: str, page: str | None = None, **data: object
) -> tuple[int, str]:
    """Send the form of a page as the page carries it: token, revision, fingerprint."""
    shown = browser.get(page or url).get_data(as_text=True)
    carried = {
        name: found[1]
        for name in ("version", "fingerprint", "csrf_token")
        if (found := re.search(rf'name="{name}"[^>]*value="([^"]*)"', shown))
    }
    answer = browser.post(url, data={**carried, **data})
    return answer.status_code, answer.get_data(as_text=True)


def test_the_whole_case_on_pages(house: make.House, number: str, signed_in: SignedIn) -> None:
    """Take, answer, propose, countersign: by the buttons that the pages offer."""
    desk = ml.desk(house, "XA")
    officer, senior = signed_in(desk.officer), signed_in(desk.senior)
    url = f"/dossiers/{number}"
    assert number in text(officer, "/dossiers")
    page = text(officer, url)
    assert "Take this case" in page
    assert "Read and countersign" not in page
    assert "Take this case" not in text(senior, url)
    assert post(officer, f"{url}/take", url)[0] == 303
    assert "Answer the criteria" in text(officer, url)
    answers = {
        f"{name}_{item}": said
        for item in CRITERIA
        for name, said in (("answer", "met"), ("evidence", "Looked at it"), ("mitigation", ""))
    }
    assert post(officer, f"{url}/criteria", **answers)[0] == 303
    assert "Propose to consent" in text(officer, url)
    code, _ = post(
        officer,
        f"{url}/consent",
        **day("first_day", 1, 4, 2026),
        **day("last_day", 31, 12, 2026),
        quantity_1="500",
        quantity_2="0",
        conditions="Carriage by sea only\nProof of delivery",
        reason="Fits the stated need",
    )
    assert code == 303
    assert "Another person of your State must countersign" in text(officer, url)
    page = text(senior, f"{url}/sign")
    assert "When you sign" in page
    assert "Carriage by sea only" in page
    assert "500" in page
    code, _ = post(senior, f"{url}/sign", answer="agree", reason="Read it", no_interest="y")
    assert code == 303
    page = text(senior, url)
    assert "Consented" in page
    assert "Waits for" in page


def day(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}-day": str(day), f"{name}-month": str(month), f"{name}-year": str(year)}


def test_the_last_signature_shows_the_licence(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    ml.consented(house, number, ml.desk(house, "XA"))
    desk = ml.desk(house, "XB")
    ml.take(house, number, desk)
    ml.propose(house, number, desk, quantities={1: 800})
    senior = signed_in(desk.senior)
    page = text(senior, f"/dossiers/{number}/sign")
    assert "and issue the licence" in page
    assert "400 fewer" in page
    assert "Lists are young enough for every State" in page
    make.demonstration(house)
    page = text(senior, f"/dossiers/{number}/sign")
    assert "Lists are young enough" not in page
    assert "not asked in a demonstration" in page
    code, page = post(
        senior, f"/dossiers/{number}/sign", answer="agree", reason="Read", no_interest="y"
    )
    assert code == 200
    assert re.search(r"XA-2026-L-\d{5}-[A-Z]", page)
    assert "Open the licence" in text(senior, f"/dossiers/{number}")


def test_a_signature_without_saying_it_is_free_of_interest_is_refused_on_the_form(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    code, page = post(
        signed_in(desk.senior), f"/dossiers/{number}/sign", answer="agree", reason="Read"
    )
    assert code == 400
    assert "Say that you have no interest" in page


def test_sending_back_from_the_page(house: make.House, number: str, signed_in: SignedIn) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    ml.propose(house, number, desk)
    code, _ = post(
        signed_in(desk.senior),
        f"/dossiers/{number}/sign",
        answer="back",
        reason="Say more of the buyer",
        no_interest="y",
    )
    assert code == 303
    assert "Under review" in text(signed_in(desk.officer), f"/dossiers/{number}")
    assert text(signed_in(desk.senior), f"/dossiers/{number}/sign", 404)


def test_a_blocked_consent_names_what_must_come_first(
    house: make.House, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house)
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    page = text(signed_in(desk.officer), f"/dossiers/{number}")
    assert "15 criteria are not answered yet" in page
    assert "Screening is not finished" in page
    code, page = post(
        signed_in(desk.officer),
        f"/dossiers/{number}/consent",
        **day("first_day", 1, 4, 2026),
        **day("last_day", 31, 12, 2026),
        quantity_1="1",
        quantity_2="1",
        reason="ok",
    )
    assert code == 409
    assert "Consent is not possible: 2 things must come first" in page


def test_a_peer_sees_stage_and_dates_but_neither_terms_nor_notes_before_it_proposes(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    """rules 4.6"""
    first = ml.desk(house, "XA")
    ml.take(house, number, first)
    services.note(first.officer, number, text="The buyer was late in 2024.")
    ml.propose(house, number, first, quantities={1: 777}, conditions=("Only by the MV Norvane",))
    ml.sign(house, number, first)
    second = ml.desk(house, "XB")
    services.take(second.officer, number)
    page = text(signed_in(second.officer), f"/dossiers/{number}")
    assert "Consented" in page
    for hidden in ("777", "MV Norvane", "late in 2024", "proposed to consent"):
        assert hidden not in page
    assert "late in 2024" not in text(signed_in(second.officer), f"/dossiers/{number}/notes")
    ml.take_criteria(house, number, second)
    ml.propose(house, number, second)
    page = text(signed_in(second.senior), f"/dossiers/{number}")
    assert "777" in page
    assert "MV Norvane" in page
    assert "late in 2024" not in page


def test_a_released_note_is_read_by_the_other_state(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    uid = services.note(first.officer, number, text="The buyer was late in 2024.")
    code, _ = post(
        signed_in(first.senior),
        f"/dossiers/{number}/notes/{uid}/release",
        to_state="XB",
        purpose="Same buyer",
    )
    assert code == 303
    assert "released a note to Xbria" in text(signed_in(first.officer), f"/dossiers/{number}")
    assert "released a note" not in text(signed_in(second.officer), f"/dossiers/{number}")
    assert "late in 2024" in text(signed_in(second.officer), f"/dossiers/{number}/notes")
    enforcement = make.user(house, Role.ENFORCEMENT_OFFICER, "XA")
    assert "late in 2024" not in text(signed_in(enforcement), f"/dossiers/{number}/notes")


def test_a_clash_is_shown_to_both_states_and_one_reopens(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    ml.consented(house, number, first, quantities={1: 0})
    ml.consented(house, number, second, quantities={2: 0})
    for desk in (first, second):
        assert "No line is left" in text(signed_in(desk.officer), f"/dossiers/{number}")
    url = f"/dossiers/{number}"
    assert post(signed_in(first.officer), f"{url}/reopening", reason="Allow line 1")[0] == 303
    page = text(signed_in(first.senior), f"{url}/reopen")
    assert "proposal to reopen" in page
    code, _ = post(
        signed_in(first.senior), f"{url}/reopen", answer="agree", reason="Yes", no_interest="y"
    )
    assert code == 303
    assert "Propose to consent" in text(signed_in(first.officer), url)


def test_a_refusal_is_shown_to_the_peer_without_its_reason(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    first, second = ml.desk(house, "XA"), ml.desk(house, "XB")
    ml.take(house, number, first)
    services.take(second.officer, number)
    services_decide.propose_refusal(
        second.officer,
        number,
        grounds=("2",),
        reason="Two units were named in a report.",
        reason_for_applicant="The risk of criterion 2 remains.",
    )
    ml.sign(house, number, second)
    page = text(signed_in(first.officer), f"/dossiers/{number}")
    assert "Another State refused" in page
    assert "Two units" not in page
    own = text(signed_in(second.officer), f"/dossiers/{number}")
    assert "The broker may appeal until" in own


@pytest.mark.parametrize(
    ("role", "state", "code"),
    [
        (Role.LICENSING_OFFICER, "XC", 404),
        (Role.CUSTOMS_OFFICER, "XA", 404),
        (Role.NATIONAL_ADMIN, "XA", 404),
        (Role.AUDITOR, "XA", 200),
        (Role.ENFORCEMENT_OFFICER, "XB", 200),
    ],
)
def test_who_reads_a_dossier(
    house: make.House,
    number: str,
    signed_in: SignedIn,
    role: Role,
    state: str,
    code: int,
) -> None:
    text(signed_in(make.user(house, role, state)), f"/dossiers/{number}", code)


def test_the_broker_never_opens_the_officers_page(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    broker = signed_in(make_dossiers.owner(house, number))
    for url in ("/dossiers", f"/dossiers/{number}", f"/dossiers/{number}/notes"):
        text(broker, url, 404)


def test_criteria_are_kept_a_few_at_a_time(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    officer, url = signed_in(desk.officer), f"/dossiers/{number}/criteria"
    code, page = post(officer, url, answer_1="met", evidence_1="", evidence_2="Report")
    assert code == 400
    assert "Say what the answer rests on" in page
    assert "Answer this criterion" in page
    code, page = post(officer, url, answer_7="concern", evidence_7="Theft on the road")
    assert code == 400
    assert "Say what lowers the risk" in page
    assert post(officer, url, answer_1="met", evidence_1="No embargo")[0] == 303
    assert "1 of 15 answered" in text(officer, f"/dossiers/{number}")
    code, page = post(officer, url, answer_1="met", evidence_1="No embargo")
    assert code == 400
    assert "change an answer" in page


def test_states_on_the_route_read_it_after_issue_only(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    officer = signed_in(ml.desk(house, "XE").officer)
    text(officer, f"/dossiers/{number}", 404)
    ml.consented(house, number, ml.desk(house, "XA"))
    ml.consented(house, number, ml.desk(house, "XB"))
    page = text(officer, f"/dossiers/{number}")
    assert "Issued" in page
    assert "Take this case" not in page
    assert "Screening" not in re.sub(r"<nav.*?</nav>", "", page, flags=re.DOTALL)
    assert f"/dossiers/{number}/papers/" not in page
    assert "Its papers are read by the States that were asked." in page


def test_the_queue_filters_and_an_administrator_reads_stages_only(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    officer = signed_in(ml.desk(house, "XA").officer)
    assert number in text(officer, "/dossiers?officer=none&stage=SUBMITTED")
    assert number not in text(officer, "/dossiers?officer=me")
    assert number in text(officer, "/dossiers?q=norvane&stage=all")
    assert "No dossier fits" in text(officer, "/dossiers?q=nothing+like+it")
    admin = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    page = text(admin, "/dossiers")
    assert number in page
    assert f'href="/dossiers/{number}"' not in page
    assert "Norvane" not in page
    assert number not in text(admin, "/dossiers?q=norvane")


def test_a_paper_comes_as_an_attachment(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    officer = signed_in(ml.desk(house, "XA").officer)
    found = re.search(
        rf"/dossiers/{number}/papers/[0-9a-f-]+", text(officer, f"/dossiers/{number}")
    )
    assert found
    answer = officer.get(found[0])
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.startswith(b"%PDF")


def test_a_stale_page_keeps_what_was_typed(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    desk = ml.desk(house, "XA")
    services.take(desk.officer, number)
    officer = signed_in(desk.officer)
    url = f"/dossiers/{number}/question"
    shown = text(officer, url)
    seen = re.search(r'name="version"[^>]*value="(\d+)"', shown)
    assert seen
    services.note(desk.officer, number, text="Read it.")
    answer = officer.post(
        url,
        data={"csrf_token": token(officer, url), "version": seen[1], "text": "Which ship?"},
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Which ship?" in page

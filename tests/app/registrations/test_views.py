"""Pages of review and decision: the right page, the right act, the right refusal."""

import re

from sqlalchemy import select

from app.registrations import services
from app.registrations.wanted import Place
from models.people import Role
from models.proposals import Signature
from models.stages import Stage
from tests import make, make_registrations
from tests.app.conftest import SignedIn, token
from tests.app.registrations.cases import APPROVE, REFUSE, proposed, row_of
from tests.app.registrations.pages import SIGNED, get, hidden, post, text_of
from tests.make_registrations import Officers


def test_an_officers_way_from_the_queue_to_an_active_registration(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    officer, senior = signed_in(people.officer), signed_in(people.senior)
    case = f"/registrations/{number}"

    queue = text_of(get(officer, "/registrations"))
    assert number in queue
    assert "Norvane Brokering Ltd" in queue
    assert "Not taken" in queue

    assert "Take this case" in get(officer, case)
    post(officer, f"{case}/take", {}, form_at=case)
    assert "Yours to decide on" in text_of(get(officer, case))

    days = {
        "first_day-day": "2",
        "first_day-month": "3",
        "first_day-year": "2026",
        "last_day-day": "1",
        "last_day-month": "3",
        "last_day-year": "2027",
    }
    approve = {**days, "identity_vetted": "y", "reason": "Papers fit.", "conditions": "Sea only"}
    seen = hidden(officer, f"{case}/approve")
    post(officer, f"{case}/approve", {**approve, **seen})

    page = text_of(get(senior, case))
    assert "Yours to decide: countersign" in page
    assert "you or Hale Brisk; not Lio Marrec" in page

    sign = text_of(get(senior, f"{case}/countersign"))
    assert "Countersign Lio Marrec’s proposal to approve" in sign
    assert "Same now as when proposed" in sign
    assert "2 March 2026 to 1 March 2027" in sign
    seen = hidden(senior, f"{case}/countersign")
    post(senior, f"{case}/countersign", {**SIGNED, **seen})

    assert row_of(house, number).stage is Stage.ACTIVE
    page = text_of(get(senior, case))
    assert "Ista Dovane countersigned: registered." in page
    assert "A registration is not a licence" in page
    assert "Sea only" in page
    assert number in text_of(get(senior, "/registrations?part=decided"))


def test_a_refusal_says_what_the_applicant_is_told_and_until_when_to_appeal(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    place, _ = proposed(house, people, REFUSE)
    senior = signed_in(people.senior)
    url = f"/registrations/{place.number}/countersign"
    page = text_of(get(senior, url))
    assert "does not fit your answers" in page
    assert "right of appeal, until 30 March 2026" in page
    post(senior, url, {**SIGNED, **hidden(senior, url)})
    assert row_of(house, place.number).stage is Stage.REFUSED
    assert "Appeal until 30 March 2026" in text_of(get(senior, f"/registrations/{place.number}"))


def test_sending_back_by_page_needs_a_reason_and_keeps_what_was_chosen(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    place, _ = proposed(house, people)
    senior = signed_in(people.senior)
    url = f"/registrations/{place.number}/countersign"
    seen, back = hidden(senior, url), {"answer": "back", "no_interest": "y"}
    page = post(senior, url, {**back, **seen}, 400)
    assert "Give the reason in your own words" in page
    assert re.search(r'value="back"[^>]*checked', page)
    post(senior, url, {**back, **seen, "reason": "Ask for the chart."})
    assert row_of(house, place.number).stage is Stage.UNDER_REVIEW
    officer = signed_in(people.officer)
    assert "Ask for the chart." in text_of(get(officer, f"/registrations/{place.number}"))


# Cheating by the page (C55)


def test_a_forged_signer_in_the_form_is_ignored(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    """O1 sends O2's id: the signer is who is signed in, and O1 has no page to sign on."""
    place, shown = proposed(house, people)
    url = f"/registrations/{place.number}/countersign"
    officer = signed_in(people.officer)
    data = {
        "csrf_token": token(officer, f"/registrations/{place.number}/note"),
        **SIGNED,
        "fingerprint": shown,
        "version": str(row_of(house, place.number).revision),
        "user_id": str(people.senior.user_id),
        "signer": str(people.senior.user_id),
        "person_id": str(make.person_of(house, people.senior)),
    }
    assert officer.post(url, data=data).status_code == 403
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN

    senior = signed_in(people.senior)
    other = make.person_of(house, people.other_senior)
    seen = hidden(senior, url)
    forged = {"user_id": str(people.other_senior.user_id), "person_id": str(other)}
    post(senior, url, {**SIGNED, **seen, **forged})
    signer = make.person_of(house, people.senior)
    with house.rows() as session:
        assert session.scalars(select(Signature.person_id)).one() == signer


def test_the_second_account_of_the_proposer_finds_no_form_and_is_refused(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    place, shown = proposed(house, people)
    same = make.user(
        house,
        Role.SENIOR_OFFICER,
        "XA",
        person=make.person_of(house, people.officer),
    )
    browser = signed_in(same)
    url = f"/registrations/{place.number}/countersign"
    page = text_of(get(browser, url))
    assert "You proposed this." in page
    assert "Hale Brisk or Ista Dovane; not Lio Marrec" in page
    assert "Sign as" not in page
    data = {
        "csrf_token": token(browser, f"/registrations/{place.number}/note"),
        **SIGNED,
        "fingerprint": shown,
        "version": str(row_of(house, place.number).revision),
    }
    assert browser.post(url, data=data).status_code == 403
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN


def test_another_states_senior_finds_nothing_to_sign(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    ours, _ = make_registrations.submitted(house, "XA", "XB")
    services.take(people.officer, Place(ours))
    services.propose(people.officer, Place(ours), APPROVE)
    peer = signed_in(make.user(house, Role.SENIOR_OFFICER, "XB"))
    get(peer, f"/registrations/{ours}/countersign", 404)
    page = text_of(get(peer, f"/registrations/{ours}"))
    assert "To countersign" in page
    assert "Lio Marrec" not in page
    assert "No open hit" not in page
    assert "Notes of our State" not in page


def test_evidence_that_changed_is_named_and_only_sending_back_is_offered(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    place, shown = proposed(house, people)
    senior = signed_in(people.senior)
    url = f"/registrations/{place.number}/countersign"
    before = hidden(senior, url)
    make_registrations.document(house, place.number)
    services.note(people.officer, place.number, "A call came in.")
    page = get(senior, url)
    assert "Changed since: Documents and Notes of the State." in text_of(page)
    assert 'value="agree"' not in page
    assert 'value="back"' in page
    stale = post(senior, url, {**SIGNED, **before}, 409)
    assert shown
    assert "There is a problem" in stale
    assert row_of(house, place.number).stage is Stage.AWAITING_COUNTERSIGN


def test_a_page_that_was_open_while_the_case_moved_keeps_what_was_typed(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    officer = signed_in(people.officer)
    url = f"/registrations/{number}/ask"
    seen = hidden(officer, url)
    services.note(people.senior, number, "The ministry called.")
    page = post(officer, url, {"text": "Who owns the ship?", **seen}, 409)
    assert "Somebody changed this meanwhile" in page
    assert "Who owns the ship?" in page

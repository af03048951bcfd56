"""Pages of questions, suspensions and declared interests."""

import re

from sqlalchemy import select

from app.registrations import services
from app.registrations.services_suspensions import suspend
from app.registrations.wanted import Place
from models.people import Role
from models.traders import Suspension
from tests import make, make_registrations
from tests.app.conftest import SignedIn
from tests.app.registrations.pages import get, hidden, post, text_of
from tests.make_registrations import Officers

# Asking, notes, suspensions, interests


def test_a_question_by_page_shows_its_clock(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    services.take(people.officer, Place(number))
    officer = signed_in(people.officer)
    url = f"/registrations/{number}/ask"
    assert "Write your question" in post(officer, url, {"text": ""}, 400)
    post(officer, url, {"text": "Who owns the other half?", **hidden(officer, url)})
    page = text_of(get(officer, f"/registrations/{number}"))
    assert "Who owns the other half?" in page
    assert "Question open" in page
    assert "Clock stands still" in text_of(get(officer, "/registrations?part=applicant"))
    with house.at("2026-04-02 09:00"):
        late = signed_in(people.officer)
        assert "Closed incomplete" in text_of(get(late, f"/registrations/{number}"))
        assert "No answer came in time" in text_of(get(late, "/registrations"))


def test_a_suspension_by_page_counts_down_until_another_confirms(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    number = make.registration(house, make.trader(house), "XA")
    case = f"/registrations/{number}"
    enforcement, senior = signed_in(people.enforcement), signed_in(people.senior)
    page = text_of(get(enforcement, f"{case}/suspend"))
    assert "24 hours until it lapses by itself" in page
    assert "0 licences in force" in page
    assert "Choose the ground" in post(enforcement, f"{case}/suspend", {"reason": "A tip."}, 400)
    post(enforcement, f"{case}/suspend", {"ground": "G5", "reason": "A tip."})
    page = text_of(get(senior, case))
    assert "Suspended" in page
    assert "Confirm this suspension, or let it lapse" in page
    assert "3 March 2026, 09:00 UTC" in page
    assert "Confirm this suspension" not in text_of(get(enforcement, case))
    queue = text_of(get(senior, "/registrations?part=second"))
    assert "To confirm" in queue
    assert "Lapses unless confirmed" in queue
    with house.rows() as session:
        uid = session.scalars(select(Suspension.uid)).one()
    post(senior, f"{case}/suspensions/{uid}/confirm", {"reason": "I read the file."})
    other = signed_in(people.other_senior)
    post(other, f"{case}/suspensions/{uid}/lift", {"reason": "Proved false."})
    page = text_of(get(senior, case))
    assert "Lifted" in page
    assert "Suspended" not in text_of(get(senior, "/registrations?part=decided"))


def test_the_suspender_is_not_offered_to_confirm_or_lift(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    number = make.registration(house, make.trader(house), "XA")
    suspend(people.senior, number, "G5", "A tip.")
    page = text_of(get(signed_in(people.senior), f"/registrations/{number}"))
    assert "Lift this suspension" not in page
    assert "Confirm this suspension" not in page
    with house.rows() as session:
        uid = session.scalars(select(Suspension.uid)).one()
    url = f"/registrations/{number}/suspensions/{uid}/lift"
    page = text_of(get(signed_in(people.senior), url))
    assert "another senior officer than the one who suspended must" in page


def test_an_interest_by_page_takes_the_case_away_and_an_administrator_ends_it(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    officer = signed_in(people.officer)
    case = f"/registrations/{number}"
    post(officer, f"{case}/interest", {"reason": "I own shares."})
    page = text_of(get(officer, case))
    assert "You have declared an interest in this trader" in page
    assert "Take this case" not in page
    listed = get(officer, "/interests")
    assert "I own shares." in listed
    assert "End it" not in listed
    admin = signed_in(make.user(house, Role.NATIONAL_ADMIN, "XA"))
    found = re.search(r'href="(/interests/[^"]+/end)"', get(admin, "/interests"))
    assert found
    post(admin, found.group(1), {"reason": "The shares were sold."})
    assert "Take this case" in text_of(get(officer, case))

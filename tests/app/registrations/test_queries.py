"""Who sees what of registrations, at what cost, in whose words."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app import words
from app.factory import create_app
from app.registrations import services
from app.registrations.services_suspensions import suspend
from app.registrations.wanted import Place
from app.sessions import digest
from app.work import Caller, _House
from models.actions import Action
from models.particulars import Associate, Eligibility, Position
from models.people import Role, SignIn
from models.traders import Suspension
from tests import make, make_registrations
from tests.app.conftest import SignedIn, settings
from tests.app.registrations.cases import APPROVE, REFUSE, proposed
from tests.app.registrations.pages import every, get
from tests.make_registrations import Officers
from tests.untranslated import untranslated

# What is seen, and by whom


@pytest.mark.parametrize(
    "role", [Role.CUSTOMS_OFFICER, Role.NATIONAL_ADMIN, Role.APPLICANT_ADMIN, Role.SECRETARIAT]
)
def test_the_queue_is_for_those_who_read_cases(
    house: make.House, people: Officers, signed_in: SignedIn, role: Role
) -> None:
    (number,) = make_registrations.submitted(house)
    assert people
    state = None if role in (Role.APPLICANT_ADMIN, Role.SECRETARIAT) else "XA"
    browser = signed_in(make.user(house, role, state))
    get(browser, "/registrations", 404)
    get(browser, f"/registrations/{number}", 404)


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient) -> None:
    assert client.get("/registrations").status_code == 302


def test_a_case_that_one_may_not_see_is_not_found(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    assert people
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    for path in ("", "/countersign", "/approve", "/ask", "/suspend"):
        code = 403 if path in ("/countersign", "/suspend") else 404
        get(stranger, f"/registrations/{number}{path}", code)
    get(stranger, "/registrations/XA-2026-R-99999-Z", 404)


def test_an_enforcement_officer_reads_only_the_own_notes(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    services.note(people.officer, number, "Confidential of the unit.")
    services.note(people.enforcement, number, "Asked the prosecutor.")
    page = get(signed_in(people.enforcement), f"/registrations/{number}")
    assert "Asked the prosecutor." in page
    assert "Confidential of the unit." not in page


def test_an_auditor_reads_no_hits_and_no_notes(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    make_registrations.hit(house, number, "VERY SECRET MATCH")
    services.note(people.officer, number, "Confidential of the unit.")
    page = get(signed_in(make.user(house, Role.AUDITOR, "XA")), f"/registrations/{number}")
    assert "VERY SECRET MATCH" not in page
    assert "Confidential of the unit." not in page


def test_a_paper_is_delivered_as_an_attachment_to_those_who_may_read_it(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    (number,) = make_registrations.submitted(house)
    make_registrations.document(house, number, name="<b>extract.pdf")
    officer = signed_in(people.officer)
    page = get(officer, f"/registrations/{number}")
    assert "<b>extract" not in page
    found = re.search(rf'href="(/registrations/{number}/documents/[^"]+)"', page)
    assert found
    answer = officer.get(found.group(1))
    assert answer.data == make_registrations.PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    assert stranger.get(found.group(1)).status_code == 404
    (other,) = make_registrations.submitted(house, trader=make.trader(house, "Aster Ridge Ltd"))
    wrong = found.group(1).replace(number, other)
    assert officer.get(wrong).status_code == 404


def test_the_queue_filters_searches_and_turns_pages(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    numbers: list[str] = []
    for number in range(27):
        with house.at(f"2026-02-{number + 1:02d} 08:00"):
            owner = make.trader(house, f"Firm number {number:02d} Ltd")
            numbers += make_registrations.submitted(house, trader=owner, screened=False)
    officer = signed_in(people.officer)
    first = get(officer, "/registrations")
    assert numbers[0] in first
    assert numbers[24] in first
    assert numbers[25] not in first
    link = every(first, "//a[@rel='next']/@href")[0]
    second = get(officer, link)
    assert numbers[25] in second
    assert numbers[26] in second
    assert numbers[24] not in second
    assert 'rel="next"' not in second
    by_name = get(officer, "/registrations?q=number+13")
    assert numbers[13] in by_name
    assert numbers[12] not in by_name
    by_number = get(officer, f"/registrations?q={numbers[7].lower()}")
    assert numbers[7] in by_number
    assert numbers[8] not in by_number
    assert "Nothing fits" in get(officer, "/registrations?q=nobody&kind=broker")
    assert "Every case is taken" not in get(officer, "/registrations?part=free")
    assert "You hold no case" in get(officer, "/registrations?part=mine")
    for wrong in ("part=x&kind=y", "after=nonsense", "after=2026-01-01|x|y", "q=%25_%00"):
        get(officer, f"/registrations?{wrong}")


def test_the_queue_marks_what_waits_for_its_reader(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    proposed(house, people)
    assert "waits for you" in get(signed_in(people.senior), "/registrations")
    assert "waits for you" not in get(signed_in(people.officer), "/registrations")


def test_the_queue_costs_the_same_for_one_line_and_for_many(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    assert _House.engine is not None
    statements: list[str] = []
    event.listen(
        _House.engine,
        "before_cursor_execute",
        lambda _c, _cur, statement, *_rest: statements.append(statement),
    )
    counts = []
    for more in (1, 5):
        for number in range(more):
            make_registrations.submitted(
                house, "XA", "XB", trader=make.trader(house, f"Firm {more} {number} Ltd")
            )
        browser = signed_in(people.officer)
        get(browser, "/registrations")
        statements.clear()
        get(browser, "/registrations")
        counts.append(sum(one.startswith("SELECT") for one in statements))
    assert counts[0] == counts[1]
    assert counts[0] <= 16


# Words and markup


def test_every_act_on_a_registration_has_its_words() -> None:
    acts = {str(action) for action in Action if action.startswith(("registration.", "renewal."))}
    assert {f"happened.{action}" for action in acts} <= set(words.merged())


def everything(house: make.House, people: Officers) -> dict[str, tuple[Caller, str]]:
    """One page of each kind, with as much on it as there can be."""
    associates = (
        Associate("Ada Quill", Position.OFFICER, birth_date=date(1975, 2, 3), nationality="XA"),
        Associate("Long Pier Holding SA", Position.OWNER, is_firm=True, ownership_bp=2550),
    )
    told = Eligibility(charged=True, convicted=False, debarred=False, explanation="In 2019.")
    number, _ = make_registrations.submitted(
        house, "XA", "XB", associates=associates, eligibility=told
    )
    make_registrations.document(house, number)
    services.note(people.officer, number, "Nothing odd so far.")
    services.take(people.officer, Place(number))
    services.propose(people.officer, Place(number), REFUSE)
    services.send_back(people.senior, Place(number), "Look again.")
    hit = make_registrations.hit(house, number)
    case = f"/registrations/{number}"
    active = make.registration(house, make.trader(house, "Pellow Freight"), "XA")
    suspend(people.senior, active, "G5", "A tip.")
    renewed = make.registration(
        house, make.trader(house, "Tarn Ltd"), "XA", last_day=date(2026, 3, 20)
    )
    make_registrations.renewal(house, renewed, in_time=False)
    services.take(people.officer, Place(renewed, renewal=True))
    services.propose(people.officer, Place(renewed, renewal=True), APPROVE)
    with house.rows() as session:
        uid = session.scalars(select(Suspension.uid)).one()
    assert hit
    return {
        "queue": (people.officer, "/registrations"),
        "decided": (people.officer, "/registrations?part=decided"),
        "empty": (people.officer, "/registrations?part=applicant"),
        "case": (people.officer, case),
        "approve": (people.officer, f"{case}/approve"),
        "refuse": (people.officer, f"{case}/refuse"),
        "ask": (people.officer, f"{case}/ask"),
        "note": (people.officer, f"{case}/note"),
        "suspended": (people.other_senior, f"/registrations/{active}"),
        "suspend": (people.senior, f"/registrations/{active}/suspend"),
        "confirm": (people.other_senior, f"/registrations/{active}/suspensions/{uid}/confirm"),
        "lift": (people.other_senior, f"/registrations/{active}/suspensions/{uid}/lift"),
        "renewal": (people.senior, f"/registrations/{renewed}"),
        "renew": (people.senior, f"/registrations/{renewed}/renewal/countersign"),
        "interest": (people.officer, f"{case}/interest"),
        "interests": (people.officer, "/interests"),
    }


def test_each_page_has_one_heading_names_used_once_and_no_style(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    pages = everything(house, people)
    for name, (caller, url) in pages.items():
        source = get(signed_in(caller), url)
        assert len(every(source, "//h1")) == 1, name
        ids = every(source, "//@id")
        assert len(ids) == len(set(ids)), (name, [one for one in ids if ids.count(one) > 1])
        assert every(source, "//@style | //script[not(@src)]") == [], name


def test_the_pseudo_language_reaches_every_text(
    house: make.House, people: Officers, tmp_path: Path
) -> None:
    """Rendered in brackets: what stands outside them was not translated."""
    pages = everything(house, people)
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    app.testing = True
    for name, (caller, url) in pages.items():
        secret = f"token of {name}"
        moment = make.at("2026-03-02 09:00")
        with house.rows() as session:
            session.add(
                SignIn(
                    token_digest=digest(secret),
                    user_id=caller.user_id,
                    started_at=moment,
                    seen_at=moment,
                    proved_at=moment,
                )
            )
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = secret
            cookie["_fresh"] = True
        assert untranslated(get(browser, url)) == [], name


def test_a_name_with_markup_stays_a_name(
    house: make.House, people: Officers, signed_in: SignedIn
) -> None:
    owner = make.trader(house, "<script>alert(1)</script> & Sons")
    (number,) = make_registrations.submitted(house, trader=owner)
    for url in ("/registrations", f"/registrations/{number}"):
        page = get(signed_in(people.officer), url)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page

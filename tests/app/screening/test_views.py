"""Pages of screening: who reads them, what they say, what a finding does."""

from __future__ import annotations

import io
import re
from datetime import date

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app import sessions
from app.screening import services
from app.screening.entries import Document
from app.work import REGISTER
from models.dossiers import Dossier
from models.screening import Disposition
from models.states import Terms
from tests import make, make_dossiers, make_lists, make_runs
from tests import make_screening as given
from tests.app.conftest import SignedIn


def text(page: FlaskClient, url: str, code: int = 200) -> str:
    answer = page.get(url)
    assert answer.status_code == code, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def token_of(page: FlaskClient, url: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.get(url).text)
    assert found
    return found[1]


def find(page: FlaskClient, uid: str, **typed: str) -> tuple[int, str]:
    url = f"/screening/hits/{uid}"
    sent = {"csrf_token": token_of(page, url), "version": "1", **typed}
    answer = page.post(url, data=sent)
    return answer.status_code, answer.headers.get("Location", answer.text)


def test_the_queue_shows_open_hits_by_case(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    shown = text(page, "/screening")
    assert number in shown
    assert "Selmark Supply Ltd" in shown
    assert "1 hit in cases" in shown
    assert f"/screening/hits/{uid}" in page.get("/screening").text


def test_a_state_that_does_not_decide_sees_nothing(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XE"))
    assert number not in text(page, "/screening")
    assert page.get(f"/screening/hits/{uid}").status_code == 404
    assert page.get(f"/screening/cases/dossier/{number}").status_code == 404


def test_screening_is_never_the_applicants(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    with house.rows() as session:
        trader = session.scalars(select(Dossier.trader_id).where(Dossier.number == number)).one()
    page = signed_in(make.user(house, "applicant_admin", trader=trader))
    for url in (
        "/screening",
        "/screening/lists",
        f"/screening/hits/{uid}",
        f"/screening/cases/dossier/{number}",
    ):
        assert page.get(url).status_code in {403, 404}, url


def test_a_hit_tells_in_words_and_in_a_table_why(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    shown = text(signed_in(make.user(house, "senior_officer", "XB")), f"/screening/hits/{uid}")
    assert "Is this party the firm that Xcadia warns of?" in shown
    assert "is the listed name" in shown
    assert "Refuse registration and licence" in shown
    assert "Brokering Act, section 12" in shown
    assert "Hit 1 of 1" in shown
    assert number in shown
    assert "Shared watchlist as of" in shown


def test_a_finding_is_recorded_and_leads_on(house: make.House, signed_in: SignedIn) -> None:
    number, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    code, where = find(page, uid, outcome="false", reason="Another firm")
    assert (code, where) == (303, f"/screening/cases/dossier/{number}")
    assert "Your finding is on the record" in text(page, where)
    assert "Another firm" in text(page, f"/screening/hits/{uid}")
    assert "0 hits in cases" in text(page, "/screening")
    assert number in text(page, "/screening?part=found")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "Another firm"}, "Say whether it is true, false or unclear"),
        ({"outcome": "true"}, "Give the reason in your own words"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    house: make.House, signed_in: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    _, uid = given.hit_on_dossier(house)
    code, shown = find(signed_in(make.user(house, "licensing_officer", "XA")), uid, **typed)
    assert code == 400
    assert sentence in shown
    with house.rows() as session:
        assert session.scalars(select(Disposition)).all() == []


def test_a_page_read_too_early_is_told_so_with_the_text_kept(
    house: make.House, signed_in: SignedIn
) -> None:
    _, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    assert find(page, uid, outcome="true", reason="The same firm")[0] == 303
    code, shown = find(page, uid, outcome="false", reason="My own words")
    assert code == 409
    assert "My own words" in shown


def test_an_auditor_reads_and_is_offered_no_finding(house: make.House, signed_in: SignedIn) -> None:
    _, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "auditor", "XA"))
    shown = text(page, f"/screening/hits/{uid}")
    assert "You read this hit" in shown
    assert f'action="/screening/hits/{uid}"' not in page.get(f"/screening/hits/{uid}").text


def test_a_hit_on_a_public_list_shows_the_entry_as_published(
    house: make.House, signed_in: SignedIn
) -> None:
    given.invented_list()
    make_dossiers.with_states(house)
    number = make_dossiers.submitted(house)
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one().id
    given.asked(house, "Davor Meshkan", kind="person", thing_id=dossier, countries=("XA",))
    services.answer_all(REGISTER)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    [hit] = given.hits(house)
    shown = text(page, f"/screening/hits/{hit.uid}")
    assert "By the simple matcher" in shown
    assert "Is this party the person on this list: United Nations Security Council list?" in shown
    assert "published on 15 January 2026" in shown
    assert "INi.001" in shown


def test_empty_results_are_shown_with_lists_and_their_age(
    house: make.House, signed_in: SignedIn
) -> None:
    given.invented_list()
    number = make_dossiers.submitted(house)
    page = signed_in(make.user(house, "licensing_officer", "XB"))
    assert "not answered yet" in text(page, f"/screening/cases/dossier/{number}")
    services.answer_all(REGISTER)
    shown = text(page, f"/screening/cases/dossier/{number}")
    assert "No hit for" in shown
    assert "published on 15 January 2026" in shown
    assert "46 days old when used" in shown
    assert "Not a current list" in shown
    assert "waits to be compared" not in shown


def test_a_case_screened_against_no_public_list_says_so(
    house: make.House, signed_in: SignedIn
) -> None:
    number, _ = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XB"))
    shown = text(page, f"/screening/cases/dossier/{number}")
    assert "Not screened against a public list" in shown


def test_every_officer_reads_which_lists_are_in_use(house: make.House, signed_in: SignedIn) -> None:
    make.state(house, "XA", terms=Terms(authority="A", list_max_age_days=60))
    make.state(house, "XB")
    customs = signed_in(make.user(house, "customs_officer", "XA"))
    assert "No public list was imported" in text(customs, "/screening/lists")
    given.invented_list()
    fresh = text(customs, "/screening/lists")
    assert "46 days old" in fresh
    assert "Not a current list" not in fresh
    admin = signed_in(make.user(house, "national_admin", "XB"))
    shown = text(admin, "/screening/lists")
    assert "Not a current list" in shown
    assert "Consent is blocked outside a demonstration until a newer one is imported" in shown


def test_several_lists_are_named_and_their_age_is_warned_of_once(
    house: make.House, signed_in: SignedIn
) -> None:
    make.state(house, "XA")
    given.invented_list()
    services.import_list(
        REGISTER,
        make_lists.FILES / "collection.ftm.json",
        form="ftm",
        source_name="port-list",
        published_on=date(2026, 1, 9),
    )
    services.import_list(REGISTER, make_lists.FILES / "conlist_2020.csv", form="uk-ofsi")
    shown = text(signed_in(make.user(house, "customs_officer", "XA")), "/screening/lists")
    assert "port-list" in shown
    assert "United Kingdom financial sanctions list (OFSI)" in shown
    assert "3 of these lists are not current" in shown
    assert shown.count("Consent is blocked") == 1


def test_the_queue_goes_on_after_its_last_case(
    house: make.House, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.screening.queries_queue.PAGE", 1)
    first, _ = given.hit_on_dossier(house)
    with house.at("2026-03-02 10:00"):
        second = make_dossiers.submitted(house)
        services.answer_all(REGISTER)
        page = signed_in(make.user(house, "licensing_officer", "XA"))
        shown = page.get("/screening").text
        assert first in shown
        assert second not in shown
        found = re.search(r'href="(/screening\?[^"]*after=[^"]+)"', shown)
        assert found
        later = page.get(found[1].replace("&amp;", "&")).text
        assert second in later
        assert first not in later


def test_a_hit_says_that_its_entry_is_gone_or_leads_to_the_one_in_its_place(
    house: make.House, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house)
    make_runs.watched_names(house, number, ["Karrow Freight Ltd"])
    make_runs.look()
    for day, comments in ((2, ""), (3, "Seen at Port Ulm.")):
        entry = make_runs.firm("A1", "Karrow Freight", comments=comments)
        make_runs.publish(date(2026, 3, day), entry)
        make_runs.look()
    old, new = given.hits(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    assert f"/screening/hits/{new.uid}" in page.get(f"/screening/hits/{old.uid}").text
    assert "The entry was changed since" in text(page, f"/screening/hits/{old.uid}")
    make_runs.publish(date(2026, 3, 4), make_runs.firm("A2", "Nobody Known"))
    with house.at("2026-03-05 10:30"):
        make_runs.look()
    shown = text(page, f"/screening/cases/dossier/{number}")
    assert "Compared again on 5 March 2026, 10:30 UTC" in shown
    assert "published on 4 March 2026 : 1 entry" in shown
    shown = text(page, f"/screening/hits/{new.uid}")
    assert "The entry is gone from its list since" in shown
    assert "compared again" in shown


def test_the_lists_page_tells_the_last_runs_to_officers(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    make_runs.publish(date(2026, 3, 1), make_runs.firm("A1", "Nobody Known"))
    make_runs.look()
    shown = text(signed_in(make.user(house, "licensing_officer", "XA")), "/screening/lists")
    assert "All lists, whole the first run of this register" in shown
    shown = text(signed_in(make.user(house, "customs_officer", "XA")), "/screening/lists")
    assert "Latest runs" not in shown


@pytest.mark.parametrize("beat", [False, True])
def test_a_case_that_waits_for_screening_says_since_when_and_whether_anybody_is_at_work(
    house: make.House, signed_in: SignedIn, *, beat: bool
) -> None:
    number = make_dossiers.submitted(house)
    if beat:
        sessions.lease("screening", "somebody", 30)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    shown = text(page, f"/dossiers/{number}")
    assert ("Screening stands still" in shown) is not beat
    assert ("are being screened, the oldest since 2 March 2026" in shown) is beat
    assert ("was never heard of" in shown) is not beat


def test_the_queue_shows_what_is_asked_for(house: make.House, signed_in: SignedIn) -> None:
    number, _ = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    for query in ("of=dossier", "source=watchlist", "strength=high", "whose=nobody", "of=nonsense"):
        assert number in text(page, f"/screening?{query}"), query
    for query in ("of=renewal", "source=un", "strength=low", "whose=mine", "of=in_force"):
        shown = text(page, f"/screening?{query}")
        assert number not in shown, query
        assert "No hit is as you asked" in shown
    shown = text(page, "/screening")
    assert "Open (1)" in shown
    assert "Not taken" in shown
    assert "No public list was imported" in shown
    assert "Matcher:" in shown


def test_one_false_friend_is_cleared_from_its_own_page(
    house: make.House, signed_in: SignedIn
) -> None:
    number, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    [hit] = given.hits(house)
    url = f"/screening/entries/watchlist/{hit.entry_reference}"
    assert number in text(page, url)
    sent = {"csrf_token": token_of(page, url), "reason": "Another firm"}
    answer = page.post(url, data=sent)
    assert answer.status_code == 400
    assert "Choose at least one hit" in answer.text
    answer = page.post(url, data={**sent, "hits": f"{uid}.7"})
    assert answer.status_code == 409
    assert "Another firm" in answer.text
    answer = page.post(url, data={**sent, "hits": f"{uid}.{hit.revision}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, url)
    assert "No hit of this entry waits" in text(page, url)
    auditor = signed_in(make.user(house, "auditor", "XA"))
    assert "<textarea" not in auditor.get(url).text
    assert page.get("/screening/entries/watchlist/XA-2026-W-09999-A").status_code == 404


def test_evidence_and_the_day_of_the_next_look_stand_beside_the_finding(
    house: make.House, signed_in: SignedIn
) -> None:
    _, uid = given.hit_on_dossier(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    url = f"/screening/hits/{uid}"
    sent = {
        "csrf_token": token_of(page, url),
        "version": "1",
        "outcome": "false",
        "reason": "Another firm",
        "evidence": "Register of Selmark, no 4",
        "look_again-day": "1",
        "look_again-month": "6",
        "look_again-year": "2026",
    }
    paper = (io.BytesIO(b"%PDF-1.7 invented"), "extract.pdf")
    answer = page.post(url, data={**sent, "paper": paper}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.text
    shown = text(page, url)
    assert "Register of Selmark, no 4" in shown
    assert "To be looked at again on 1 June 2026" in shown
    found = re.search(r'href="(/screening/papers/[^"]+)"', page.get(url).text)
    assert found
    kept = page.get(found[1])
    assert kept.data == b"%PDF-1.7 invented"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    with house.at("2026-06-01 12:00"):
        page = signed_in(make.user(house, "senior_officer", "XB"))
        assert "Open again: the day has come to look at it again" in text(page, url)
        assert page.get(found[1]).status_code == 404


def test_the_same_person_on_two_lists_is_found_at_once(
    house: make.House, signed_in: SignedIn
) -> None:
    make_dossiers.with_states(house)
    number = make_dossiers.submitted(house)
    with house.rows() as session:
        dossier = session.scalars(select(Dossier).where(Dossier.number == number)).one().id
    for source, reference in (("un", "A1"), ("eu", "B/7 2")):
        entry = msgspec.structs.replace(
            make_runs.firm(reference, "Karrowska & Sons"),
            documents=(Document("Registration", "KX 447-1902"),),
        )
        make_runs.publish(date(2026, 3, 1), entry, source=source)
    given.asked(house, "Karrowska & Sons", thing_id=dossier, countries=("XA",))
    services.answer_all(REGISTER)
    first, second = given.hits(house)
    page = signed_in(make.user(house, "licensing_officer", "XA"))
    shown = text(page, f"/screening/hits/{first.uid}")
    assert "Both entries have the same number" in shown
    also = f"{second.uid}.{second.revision}"
    code, _ = find(page, str(first.uid), outcome="false", reason="Another firm", also=also)
    assert code == 303
    with house.rows() as session:
        assert len(session.scalars(select(Disposition)).all()) == 2
    assert page.get("/screening/entries/eu/B/7%202").status_code == 200

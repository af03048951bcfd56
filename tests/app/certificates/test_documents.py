"""A holder's documents, and certificates made anew: what is replaced is good for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from app import stops
from app.certificates import queries, services_reissue
from app.certificates.inspecting import Flaw
from app.customs import services as customs
from app.keys import services as keys
from app.licences import services as licences
from app.published import statuses
from app.signed.status import REVOKED
from app.void import KEY_WITHDRAWN, REPLACED, Void
from app.words import certificates, sealed
from app.work import REGISTER, Caller
from models import sheets
from models.certificates import Certificate
from models.codes import SignedCode, StatusEntry
from models.errors import Blocked, Invalid, NotAllowed, NotFound, ProofNeeded, Refusal
from models.letters import ReissueCause
from models.licences import BorderCheck, StopReport
from models.people import Role
from models.sheets import LetterSheet, LicenceSheet
from models.traders import Trader
from models.verdicts import Reason
from tests import make, make_keys, make_licences
from tests.app.certificates.test_making import make_all
from tests.app.certificates.test_views import words
from tests.app.conftest import SignedIn, token

LOST = str(ReissueCause.LOST)
RENAME = str(ReissueCause.NAME_CHANGED)
WITHDRAWN = str(ReissueCause.KEY_WITHDRAWN)


def papers(house: make.House, number: str) -> list[Certificate]:
    """The certificates of a number, oldest first."""
    with house.rows() as session:
        rows = select(Certificate).where(Certificate.number == number).order_by(Certificate.id)
        return list(session.scalars(rows))


@pytest.fixture
def number(house: make.House, tmp_path: Path) -> str:
    number = make_licences.issued(house)
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    return number


@pytest.fixture
def senior(house: make.House, number: str) -> Caller:
    return make.user(house, Role.SENIOR_OFFICER, "XA")


def replaced(house: make.House, number: str, senior: Caller, cause: str = LOST) -> Certificate:
    """Replace the newest certificate of a number; the new one."""
    uid = str(papers(house, number)[-1].uid)
    services_reissue.reissue(make.fresh(house, senior), uid, cause, "The holder wrote on Monday.")
    return papers(house, number)[-1]


def test_a_lost_paper_is_good_for_nothing_and_the_new_one_holds(
    house: make.House, number: str, senior: Caller
) -> None:
    make_all()
    (old,) = papers(house, number)
    new = replaced(house, number, senior)
    make_all()
    assert new.supersedes_id == old.id
    assert new.check_code != old.check_code
    sheet = sheets.read(new.facts)
    assert isinstance(sheet, LicenceSheet)
    assert sheet.replaces == old.issued_at

    before, now = (queries.check(number, code) for code in (old.check_code, new.check_code))
    assert before is not None
    assert before.void == Void("REPLACED", new.issued_at)
    assert not before.valid
    assert now is not None
    assert now.void is None
    assert now.reason == before.reason  # of the licence itself
    assert now.reason in {"VALID", "NOT_YET_VALID"}

    officer = make.user(house, Role.CUSTOMS_OFFICER, "XD")
    first, second = (
        customs.check(officer, number, code) for code in (old.check_code, new.check_code)
    )
    assert first.void == before.void
    assert second.void is None
    assert first.verdict.reason == second.verdict.reason
    assert (first.on_route, first.valid) == (None, False)
    assert second.on_route is not None

    with house.rows() as session:
        entries = {
            row.certificate_id: (row.state_code, row.year, row.entry)
            for row in session.scalars(select(StatusEntry))
        }
        found = statuses.values(session, make.at("2026-03-03 09:00"))
    for state in ("XA", "XB"):
        listed = found[state, 2026]
        mine = [
            entry for key, (code, _, entry) in entries.items() if key == old.id and code == state
        ]
        assert all(listed[entry] == REVOKED for entry in mine)
    revoked = sum(value == REVOKED for listed in found.values() for value in listed.values())
    assert revoked == 2  # the old paper's entry in each State's list, and no other


def test_a_certificate_is_replaced_once_and_only_while_it_stands(
    house: make.House, number: str, senior: Caller
) -> None:
    (old,) = papers(house, number)
    replaced(house, number, senior)
    with pytest.raises(Blocked, match="certificate_replaced_already"):
        services_reissue.reissue(make.fresh(house, senior), str(old.uid), LOST, "Again.")
    holder = make.user(house, Role.APPLICANT_ADMIN, trader=old.trader_id)
    licences.surrender(make.fresh(house, holder), number)
    with pytest.raises(Blocked, match="certificate_ended"):
        replaced(house, number, senior)


def test_what_is_said_to_have_happened_must_stand_in_the_register(
    house: make.House, number: str, senior: Caller
) -> None:
    for cause, code in ((RENAME, "name_unchanged"), (WITHDRAWN, "key_not_withdrawn")):
        with pytest.raises(Blocked, match=code):
            replaced(house, number, senior, cause)
    with house.rows() as session:
        session.execute(
            update(Trader)
            .where(Trader.id == papers(house, number)[0].trader_id)
            .values(name="Norvane Trading SE")
        )
    sheet = sheets.read(replaced(house, number, senior, RENAME).facts)
    assert isinstance(sheet, LicenceSheet)
    assert sheet.parties[0].name == "Norvane Trading SE"


@pytest.mark.parametrize(
    ("role", "state", "refusal"),
    [
        (Role.LICENSING_OFFICER, "XA", NotAllowed),
        (Role.SENIOR_OFFICER, "XB", NotAllowed),
        (Role.SENIOR_OFFICER, "XC", NotFound),
    ],
)
def test_only_a_senior_officer_of_the_lead_state_replaces(
    house: make.House, number: str, role: Role, state: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        replaced(house, number, make.user(house, role, state))


def test_replacing_asks_for_proof_and_a_reason(
    house: make.House, number: str, senior: Caller
) -> None:
    uid = str(papers(house, number)[0].uid)
    with house.at("2026-03-02 10:00"), pytest.raises(ProofNeeded):
        services_reissue.reissue(senior, uid, LOST, "Lost.")
    with pytest.raises(Refusal, match="reason_missing"):
        services_reissue.reissue(make.fresh(house, senior), uid, LOST, " ")


def test_a_holder_finds_all_of_its_documents_and_nobody_elses(
    house: make.House, number: str, senior: Caller, signed_in: SignedIn
) -> None:
    trader = papers(house, number)[0].trader_id
    page = signed_in(make.user(house, Role.APPLICANT_USER, trader=trader))
    assert "It is decided and is being made" in page.get("/my-documents").text
    make_all()
    officer = make.user(house, Role.SENIOR_OFFICER, "XB")
    licences.suspend(make.fresh(house, officer), number, reason="x", ground="G5")
    replaced(house, number, senior)
    found = page.get("/my-documents").text
    for said in (
        "Decision: licence suspended",
        "Licence for one transaction",
        "A newer one took its place.",
        "Being made",
    ):
        assert said in found, said
    assert "Replace it" not in found  # that is an officer's act
    # newest first
    order = ("Licence for one transaction", "Decision: licence suspended", "A newer one took")
    places = [found.index(said) for said in order]
    assert places == sorted(places)
    make_all()
    assert "Current" in page.get("/my-documents").text
    for address in re.findall(r'href="(/certificates/[^"]+\.pdf)"', page.get("/my-documents").text):
        assert page.get(address).data.startswith(b"%PDF")

    other = make.trader(house, "Orlane Logistics SA")
    stranger = signed_in(make.user(house, Role.APPLICANT_USER, trader=other))
    assert "You have no document yet." in stranger.get("/my-documents").text
    assert number not in stranger.get(f"/documents-of/{number}").text.partition("<table")[2]


def test_letters_are_for_the_trader_and_for_the_casework_of_the_state_that_wrote(
    house: make.House, number: str
) -> None:
    senior = make.user(house, Role.SENIOR_OFFICER, "XB")
    licences.suspend(make.fresh(house, senior), number, reason="x", ground="G5")
    make_all()
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.letter != "")).one()
    holder = make.user(house, Role.APPLICANT_ADMIN, trader=row.trader_id)
    for reader in (holder, senior, make.user(house, Role.AUDITOR, "XB")):
        assert queries.file(reader, str(row.uid)).content
    strangers = (
        make.user(house, Role.SENIOR_OFFICER, "XA"),
        make.user(house, Role.CUSTOMS_OFFICER, "XB"),
        make.user(house, Role.LICENSING_OFFICER, "XE"),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            queries.file(stranger, str(row.uid))
    genuine = queries.check(row.number, row.check_code)
    assert genuine is not None
    assert (genuine.valid, genuine.is_letter) == (True, True)


def letter_of(house: make.House, number: str, senior: Caller) -> Certificate:
    """The letter of a suspension that the lead State sent."""
    licences.suspend(make.fresh(house, senior), number, reason="x", ground="G5")
    make_all()
    with house.rows() as session:
        return session.scalars(select(Certificate).where(Certificate.letter != "")).one()


def test_a_letter_is_made_anew_word_for_word(
    house: make.House, number: str, senior: Caller, client: FlaskClient
) -> None:
    old = letter_of(house, number, senior)
    with pytest.raises(Invalid, match="letter_keeps_names"):
        replaced(house, old.number, senior, RENAME)
    with house.at("2026-03-09 10:00"):
        new = replaced(house, old.number, senior)
        make_all()
    before, after = sheets.read(old.facts), sheets.read(new.facts)
    assert isinstance(before, LetterSheet)
    assert isinstance(after, LetterSheet)
    assert after.first_issued_at == before.issued_at
    assert after.decided_on == before.decided_on
    same = {"check_code": "", "issued_at": before.issued_at, "first_issued_at": None}
    assert msgspec.structs.replace(after, **same) == msgspec.structs.replace(before, **same)
    said = [words(client.get(f"/verify/{old.number}/{row.check_code}").text) for row in (old, new)]
    assert said[0].startswith("NOT VALID This letter was replaced by a newer one")
    assert "Replaced 9 March 2026" in said[0]
    assert new.check_code not in said[0]
    assert said[1].startswith("VALID The letter is genuine")
    with house.at("2026-03-10 10:00"):
        again = replaced(house, old.number, senior)
        first = sheets.read(again.facts)
        assert isinstance(first, LetterSheet)
        assert first.first_issued_at == before.issued_at


def test_a_lost_letter_is_replaced_on_the_page(
    house: make.House, number: str, senior: Caller, signed_in: SignedIn
) -> None:
    row = letter_of(house, number, senior)
    page = signed_in(senior)
    address = f"/certificates/{row.uid}/replace"
    assert address in page.get(f"/documents-of/{number}").text
    shown = page.get(address).text
    assert "Replace a letter" in shown
    assert "A name has changed" not in shown
    form = {"csrf_token": token(page, address), "cause": LOST, "reason": "Lost on the way."}
    answer = page.post(address, data=form, follow_redirects=True)
    assert "Replaced. The new letter is here" in answer.text
    assert len(papers(house, row.number)) == 2


def test_a_senior_officer_replaces_on_the_page(
    house: make.House, number: str, senior: Caller, signed_in: SignedIn
) -> None:
    assert "/replace" not in signed_in(senior).get(f"/licences/{number}").text  # not made yet
    make_all()
    page = signed_in(senior)
    listed = page.get(f"/licences/{number}").text
    address = re.search(r'href="(/certificates/[^"]+/replace)"', listed)
    assert address is not None
    form = {"csrf_token": token(page, address[1]), "cause": LOST, "reason": "Lost on the way."}
    assert page.post(address[1], data={**form, "cause": ""}).status_code == 400
    answer = page.post(address[1], data=form, follow_redirects=True)
    assert "Replaced. The new certificate is here" in answer.text
    assert len(papers(house, number)) == 2


def test_whoever_shows_a_replaced_paper_hears_of_it_and_how_the_licence_stands(
    house: make.House, number: str, senior: Caller, client: FlaskClient, signed_in: SignedIn
) -> None:
    (old,) = papers(house, number)
    with house.at("2026-05-04 08:00"):
        new = replaced(house, number, senior)
    officer = make.user(house, Role.CUSTOMS_OFFICER, "XD")
    with house.at("2026-05-04 10:00"):
        page = signed_in(officer)
        typed = {"number": number, "code": old.check_code, "csrf_token": token(page, "/check")}
        told = [
            words(client.get(f"/verify/{number}/{old.check_code}").text),
            words(page.post("/check", data=typed).text),
        ]
        assert ">VALID<" in page.post("/check", data=typed | {"code": new.check_code}).text
    for text, itself in zip(told, ("The licence stands", "The licence is good"), strict=True):
        assert text.startswith("NOT VALID This certificate was replaced by a newer one")
        assert "Replaced 4 May 2026" in text
        assert f"The licence itself {itself}" in text
        assert "ask the holder for the newer one" in text
        assert new.check_code not in text


def test_a_stop_says_that_it_was_a_replaced_paper_and_not_that_the_licence_is_good(
    house: make.House, number: str, senior: Caller, signed_in: SignedIn
) -> None:
    (old,) = papers(house, number)
    with house.at("2026-05-04 08:00"):
        new = replaced(house, number, senior)
    told = stops.Told(reason="An old paper.", goods="10 pistols", place="Mole 4")
    officer = make.user(house, Role.CUSTOMS_OFFICER, "XD")
    colleague = make.user(house, Role.CUSTOMS_OFFICER, "XD")
    with house.at("2026-05-04 10:00"):
        customs.check(officer, number, old.check_code)
        customs.report_stop(officer, number, told)
        customs.report_stop(colleague, number, told)
        page = signed_in(officer)
        assert "Verdict then The paper was replaced" in words(page.get("/stops").text)
        customs.check(officer, number, new.check_code)
        customs.report_stop(officer, number, told)
    with house.at("2026-05-04 10:20"):
        customs.check(officer, number, old.check_code)
    with house.at("2026-05-05 10:20"):
        customs.report_stop(officer, number, told)
    with house.rows() as session:
        kept = session.scalars(select(StopReport.verdict).order_by(StopReport.id)).all()
    assert kept == [REPLACED, "VALID", "VALID", "VALID"]


def test_customs_hear_of_a_paper_whose_key_was_withdrawn(
    house: make.House, number: str, tmp_path: Path
) -> None:
    make_all()
    (paper,) = papers(house, number)
    with house.rows() as session:
        kid = session.scalars(select(SignedCode.kid).where(SignedCode.certificate_id == paper.id))
        lost = kid.one()
    with house.at("2026-05-04 10:00"):
        keys.withdraw(REGISTER, lost, "Stolen.", make_keys.TWO)
        officer = make.user(house, Role.CUSTOMS_OFFICER, "XD")
        found = customs.check(officer, number, paper.check_code)
        assert found.void == Void("KEY_WITHDRAWN")
        assert found.verdict.valid
        assert not found.valid
        by_number = customs.check(officer, number, "")
        assert by_number.valid
    with house.rows() as session:
        first, second = session.scalars(select(BorderCheck).order_by(BorderCheck.id))
    assert (first.verdict, first.facts) == ("KEY_WITHDRAWN", {"licence": "VALID"})
    assert second.verdict == "VALID"


def test_whatever_is_not_valid_says_what_to_do_now() -> None:
    of_licences = {f"licence.{reason}" for reason in Reason} - {
        "licence.ROUTE",
        "licence.LINE",
        "licence.QUANTITY",
    }
    stopped = {"ENDED", "SUSPENDED", "NOT_YET_VALID", "EXPIRED"}
    void = {
        f"{kind}.{why}"
        for kind in ("letter", "licence", "registration")
        for why in (KEY_WITHDRAWN, REPLACED)
    }
    due = of_licences | {f"registration.{reason}" for reason in stopped} | void
    said = {code.removeprefix("verify.") for code in certificates.WORDS if "verify." in code}
    nexts = {code.removeprefix("next.") for code in said if code.startswith("next.")}
    assert nexts == due
    assert {code for code in said if not code.startswith("next.")} - due == {
        f"{kind}.VALID" for kind in ("letter", "licence", "registration")
    }
    for flaw in Flaw:
        assert {f"flaw.{flaw}", f"flaw.next.{flaw}"} <= sealed.WORDS.keys()

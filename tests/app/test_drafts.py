"""Drafts: what a proposal would make, marked so that nobody takes it for a document."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import func, select

from app import drafts
from app.authorizations import services_decide
from models.certificates import Certificate
from models.people import Role
from models.sheets import DRAFT
from tests import make, make_dossiers, make_enforcement, make_licences, make_registrations
from tests.app.certificates.sheets import licence_sheet
from tests.app.conftest import SignedIn, token
from tests.app.registrations.cases import APPROVE, proposed

REFUSED = {"grounds": ("7",), "reason": "For officers.", "reason_for_applicant": "A clear risk."}


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert all("DRAFT" in page.extract_text() for page in pages)
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def documents(house: make.House) -> int:
    with house.rows() as session:
        return session.scalar(select(func.count(Certificate.id))) or 0


@pytest.fixture
def dossier(house: make.House) -> str:
    number = make_dossiers.submitted(house, ("XA", "XB"))
    make_licences.screened(house, number)
    return number


def test_a_consent_is_looked_at_before_it_is_signed(
    house: make.House, dossier: str, signed_in: SignedIn
) -> None:
    desk = make_licences.desk(house, "XA")
    make_licences.take(house, dossier, desk)
    make_licences.propose(house, dossier, desk, conditions=("By sea only.",))
    page = signed_in(desk.senior)
    draft = address(page.application, "authorizations.draft", dossier)
    assert draft in page.get(address(page.application, "authorizations.sign", dossier)).text
    answer = page.get(draft)
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data)
    for said in ("By sea only.", "Xandria", "Nobody has decided this", "Licence to broker"):
        assert said in text, said
    for missing in ("Check code", "/verify", "XA-2026-L-"):
        assert missing not in text
    assert documents(house) == 0
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XC"))
    assert stranger.get(draft).status_code == 404


def test_a_refusal_is_looked_at_before_it_is_signed(
    house: make.House, dossier: str, signed_in: SignedIn
) -> None:
    desk = make_licences.desk(house, "XB")
    make_licences.take(house, dossier, desk)
    services_decide.propose_refusal(make.fresh(house, desk.officer), dossier, **REFUSED)
    page = signed_in(desk.senior)
    text = text_of(page.get(address(page.application, "authorizations.draft", dossier)).data)
    for said in ("Refusal of a licence", "7. Diversion", "A clear risk.", "Xbria"):
        assert said in text, said
    assert "For officers." not in text


def test_a_registration_is_looked_at_before_it_is_signed(
    house: make.House, signed_in: SignedIn
) -> None:
    make.states(house)
    people = make_registrations.officers(house)
    place, _ = proposed(house, people, APPROVE)
    page = signed_in(people.senior)
    found = page.get(f"/registrations/{place.number}/countersign").text
    assert f"/registrations/{place.number}/draft.pdf" in found
    text = text_of(page.get(f"/registrations/{place.number}/draft.pdf").data)
    assert "Registration as broker" in text
    assert place.number not in text


def test_nothing_is_drawn_where_nothing_waits(
    house: make.House, signed_in: SignedIn, dossier: str
) -> None:
    page = signed_in(make_licences.desk(house, "XA").senior)
    draft = address(page.application, "authorizations.draft", dossier)
    assert page.get(draft).status_code == 404


def test_what_is_decided_is_never_answered_as_a_draft(application: Flask) -> None:
    with application.test_request_context(), pytest.raises(ValueError, match="no draft"):
        drafts.answer(licence_sheet())
    assert licence_sheet(number=DRAFT).number == DRAFT


def address(app: Flask, endpoint: str, number: str) -> str:
    with app.test_request_context():
        return str(app.url_for(endpoint, number=number))


def test_a_notice_is_looked_at_before_it_is_served(house: make.House, signed_in: SignedIn) -> None:
    make.states(house)
    trader = make.trader(house)
    make.registration(house, trader, "XA")
    unit = make_enforcement.unit(house, "XA")
    number = make_enforcement.opened(house, trader, unit)
    page = signed_in(unit.officer)
    serve = address(page.application, "enforcement.serve_notice", number)
    draft = address(page.application, "enforcement.notice_draft", number)
    assert draft in page.get(serve).text
    typed = {"csrf_token": token(page, serve), "notice": "You may end up de-registered."}
    answer = page.post(draft, data=typed)
    assert answer.headers["Cache-Control"] == "no-store"
    text = text_of(answer.data)
    for said in ("You may end up de-registered.", "Reply by 1 April 2026", "Notice of a case"):
        assert said in text, said
    assert "Check code" not in text
    assert documents(house) == 0
    assert make_enforcement.case_of(house, number).notice_at is None
    stranger = signed_in(make.user(house, Role.ENFORCEMENT_OFFICER, "XC"))
    assert (
        stranger.post(draft, data=typed | {"csrf_token": token(stranger, "/work")}).status_code
        == 404
    )

"""The broker's page of a dossier once States have decided: licence, refusal, no officer's name."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from app.authorizations import services_decide
from app.dossiers import drafts, services
from tests import make, make_dossiers, make_licences
from tests.app.conftest import SignedIn


def text_of(browser: FlaskClient, number: str) -> str:
    page = browser.get(f"/my-dossiers/{number}")
    assert page.status_code == 200
    return page.get_data(as_text=True)


def dossier_of(house: make.House) -> str:
    with house.rows() as session:
        return str(session.scalars(make_dossiers.select(make_dossiers.Dossier.number)).one())


def test_the_licence_stands_beside_the_states_that_gave_it(
    house: make.House, signed_in: SignedIn
) -> None:
    licence = make_licences.issued(house)
    number = dossier_of(house)
    text = text_of(signed_in(make_dossiers.owner(house, number)), number)
    assert licence in text
    assert text.count("Consented") == 4, "a step of each lane, and a line of what happened"
    assert "Issued" in text
    assert "officer of X" not in text
    assert "Write a new version" not in text
    home = signed_in(make_dossiers.owner(house, number)).get("/my-dossiers").text
    assert "Decided, withdrawn or stopped" in home


def test_a_refusal_is_told_with_its_reason_for_the_applicant(
    house: make.House, signed_in: SignedIn
) -> None:
    number = make_dossiers.submitted(house)
    desk = make_licences.desk(house, "XB")
    make_licences.take(house, number, desk)
    services_decide.propose_refusal(
        make.fresh(house, desk.officer),
        number,
        grounds=("2",),
        reason="Internal words about the buyer.",
        reason_for_applicant="Criterion 2: a clear risk of internal repression.",
    )
    page = signed_in(make_dossiers.owner(house, number))
    before = text_of(page, number)
    assert "clear risk" not in before
    assert "Is being reviewed" in before
    make_licences.sign(house, number, desk)
    text = text_of(page, number)
    assert "Criterion 2: a clear risk of internal repression." in text
    assert "Internal words" not in text
    assert "Not issued: another State refused" in text
    assert re.search(r"Not issued</span>", text)


def test_what_was_consented_on_an_earlier_version_must_be_confirmed(
    house: make.House, signed_in: SignedIn
) -> None:
    """C06, with the States' own acts: the lane says so, and no licence is there."""
    number = make_dossiers.submitted(house)
    make.registration(house, make_dossiers.trader_of(house, number), "XC")
    make_licences.screened(house, number)
    make_licences.consented(house, number, make_licences.desk(house, "XA"))
    owner = make_dossiers.owner(house, number)
    drafts.save_step(owner, number, make_dossiers.step("XC"))
    services.amend(
        owner, number, reason="one more meeting", declared_by="Ada Quill", declaration="true"
    )
    text = text_of(signed_in(owner), number)
    assert "To confirm" in text
    assert "Its consent is for version 1." in text
    assert "State of negotiation, 20 March 2026" in text
    make_licences.screened(house, number)
    for state in ("XB", "XC"):
        signed = make_licences.consented(house, number, make_licences.desk(house, state))
        assert signed.licence is None
    assert "Not issued yet" in text_of(signed_in(owner), number)

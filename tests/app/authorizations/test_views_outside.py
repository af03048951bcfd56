"""The officers' page of evidence from a State that takes no part (rules 1.7)."""

from __future__ import annotations

import re

import pytest

from app.dossiers import drafts
from app.dossiers.papers import Purpose
from app.papers import Paper
from models.people import Role
from tests import make, make_dossiers
from tests import make_licences as ml
from tests.app.authorizations.test_views import post, text
from tests.app.certificates.test_views import words
from tests.app.conftest import SignedIn

PAPER = Paper("oslo.pdf", b"%PDF-1.7 an authorization of Norway", Purpose.OUTSIDE_EVIDENCE)


@pytest.fixture
def number(house: make.House) -> str:
    make.states(house)
    trader = make.trader(house, "Norvane Brokering Ltd", "XA")
    make.registration(house, trader, "XA")
    caller, key = make_dossiers.drafted(house, ("XA", "NO"), broker=trader)
    drafts.save_evidence(caller, key, make_dossiers.EVIDENCE, PAPER)
    number = make_dossiers.submit(house, caller, key)
    ml.screened(house, number)
    return number


def test_an_officer_reads_the_file_and_answers_by_name_and_reason(
    house: make.House, number: str, signed_in: SignedIn
) -> None:
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    page = signed_in(desk.officer)
    case = text(page, f"/dossiers/{number}")
    assert "Waits &nbsp; Evidence of Norvane Brokering Ltd from Norway" in words(case)
    first, address = re.findall(r'href="([^"]*/outside/[^"]*)"', case)
    assert first == address  # where it is said what is waited for, and among the flags
    shown = text(page, address)
    for said in ("Norway", "Ministry of Oslo", "NO-R-1", "NO-A-1", "31 December 2027"):
        assert said in shown
    (file,) = re.findall(r'href="([^"]*)"[^>]*>[^<]*oslo\.pdf', shown)
    assert page.get(file).data == PAPER.content
    assert "What your State answered" not in shown
    assert post(page, address, accepted="yes")[0] == 400
    assert post(page, address, accepted="no", reason="No answer from Oslo.")[0] == 303
    told = words(text(page, address))
    assert "Not accepted" in told
    assert "No answer from Oslo." in told
    assert "Waits &nbsp; Evidence of" in words(text(page, f"/dossiers/{number}"))
    assert post(page, address, accepted="yes", reason="Oslo confirmed.")[0] == 303
    told = words(text(page, address))
    assert "Oslo confirmed." in told
    assert "No answer from Oslo." not in told
    assert "Accepted &nbsp; Evidence of" in words(text(page, f"/dossiers/{number}"))


def test_evidence_that_nothing_rests_on_any_more_is_not_asked_about(
    house: make.House, signed_in: SignedIn
) -> None:
    caller, key = make_dossiers.drafted(house)
    step = drafts.save_step(caller, key, make_dossiers.step("NO"))
    drafts.save_evidence(caller, key, make_dossiers.EVIDENCE, PAPER)
    drafts.remove_step(caller, key, step)
    number = make_dossiers.submit(house, caller, key)
    ml.screened(house, number)
    desk = ml.desk(house, "XA")
    ml.take(house, number, desk)
    assert "Evidence of" not in text(signed_in(desk.officer), f"/dossiers/{number}")


def test_nobody_else_is_asked(house: make.House, number: str, signed_in: SignedIn) -> None:
    stranger = signed_in(make.user(house, Role.LICENSING_OFFICER, "XB"))
    assert stranger.get(f"/dossiers/{number}/outside/1/NO").status_code == 404
    own = signed_in(ml.desk(house, "XA").officer)
    assert own.get(f"/dossiers/{number}/outside/1/XB").status_code == 404

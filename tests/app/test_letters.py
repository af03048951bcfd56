"""Letters: what each decision that speaks to a trader freezes, and what it keeps to the State."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.enforcement import queries
from app.enforcement import services as enforcement
from app.enforcement.casefile import Opening, Wanted
from app.licences import services as licences
from app.registrations import services_suspensions
from app.work import Caller
from models import sheets
from models.certificates import Certificate
from models.letters import LetterKind
from models.people import Role
from models.proposals import Decision, Proposal
from models.sheets import LetterSheet
from models.traders import Registration, Trader
from tests import make, make_licences


def letters(house: make.House) -> list[LetterSheet]:
    """Every letter, oldest first."""
    with house.rows() as session:
        rows = session.scalars(
            select(Certificate).where(Certificate.letter != "").order_by(Certificate.id)
        ).all()
    found = [sheets.read(row.facts) for row in rows]
    assert all(sheets.digest(row.facts) == row.digest for row in rows)
    assert [str(item.kind) for item in found if isinstance(item, LetterSheet)] == [
        row.letter for row in rows
    ]
    return [item for item in found if isinstance(item, LetterSheet)]


def test_a_suspension_its_confirmation_and_its_lifting_each_send_a_letter(
    house: make.House,
) -> None:
    number = make_licences.issued(house)
    first = make.user(house, Role.SENIOR_OFFICER, "XB")
    second = make.user(house, Role.SENIOR_OFFICER, "XB")
    secret = "An informer told us."
    uid = licences.suspend(make.fresh(house, first), number, reason=secret, ground="G5")
    licences.confirm(make.fresh(house, second), number, suspension=uid, reason=secret)
    licences.lift(make.fresh(house, second), number, suspension=uid, reason=secret)
    found = letters(house)
    assert [item.kind for item in found] == [
        LetterKind.LICENCE_SUSPENDED,
        LetterKind.LICENCE_SUSPENSION_CONFIRMED,
        LetterKind.LICENCE_SUSPENSION_LIFTED,
    ]
    assert {item.office.code for item in found} == {"XB"}
    assert {item.about for item in found} == {number}
    assert all(item.number.startswith("XB-2026-C-") for item in found)
    assert len({item.check_code for item in found}) == 3
    for item in found:
        assert secret not in sheets.written(item)
        assert item.word_codes == ("ground.G5",)
    assert (found[0].appeal_by, found[2].appeal_by) == (date(2026, 3, 30), None)


def test_a_registration_suspended_sends_a_letter_of_its_kind(house: make.House) -> None:
    make.state(house, "XA")
    make.registration(house, make.trader(house, "Norvane Brokering Ltd"), "XA")
    senior = make.fresh(house, make.user(house, Role.SENIOR_OFFICER, "XA"))
    with house.rows() as session:
        number = session.scalars(select(Registration.number)).one()
    services_suspensions.suspend(senior, number or "", "G3", "Kept by officers.")
    (found,) = letters(house)
    assert (found.kind, found.trader_kind) == (LetterKind.REGISTRATION_SUSPENDED, "broker")
    assert found.trader == "Norvane Brokering Ltd"
    assert "Kept by officers." not in sheets.written(found)


def test_a_revocation_tells_the_holder_what_was_written_for_it(house: make.House) -> None:
    number = make_licences.issued(house)
    officer = make.user(house, Role.LICENSING_OFFICER, "XB")
    second = make.user(house, Role.SENIOR_OFFICER, "XB")
    told = "The goods went elsewhere."
    licences.propose_revocation(
        make.fresh(house, officer), number, reason="A source.", reason_for_holder=told
    )
    with house.rows() as session:
        digest = session.scalars(
            select(Proposal.evidence_digest).where(Proposal.decision == "revoke")
        ).one()
    licences.revoke(make.fresh(house, second), number, shown_digest=digest, reason="Read.")
    (found,) = letters(house)
    assert (found.kind, found.reason) == (LetterKind.LICENCE_REVOKED, told)
    assert "A source." not in sheets.written(found)


@pytest.mark.parametrize("decision", [Decision.DEREGISTER, Decision.CLOSE])
def test_a_case_sends_its_notice_and_its_decision(house: make.House, decision: Decision) -> None:
    make.state(house, "XA")
    trader = make.trader(house, "Norvane Brokering Ltd")
    make.registration(house, trader, "XA")
    officer = make.user(house, Role.ENFORCEMENT_OFFICER, "XA")
    senior = make.user(house, Role.SENIOR_OFFICER, "XA")
    with house.rows() as session:
        number = session.get_one(Trader, trader).number
    opening = Opening(("G1",), "The end user does not exist.", "A letter of the ministry.")
    case = enforcement.open_case(make.fresh(house, officer), number, opening)
    enforcement.serve_notice(make.fresh(house, officer), case, "We mean to end it.")
    with house.at("2026-04-20 09:00"):
        wanted = Wanted(decision, "For officers.", "For the trader.", ("G1",))
        enforcement.propose(make.fresh(house, officer), case, wanted)
        shown = make_shown(house, case, senior)
        enforcement.sign(make.fresh(house, senior), case, shown, "Read.")
    notice, decided = letters(house)
    assert (notice.kind, notice.reply_by) == (LetterKind.CASE_NOTICE, date(2026, 4, 1))
    assert (notice.reason, notice.facts) == ("We mean to end it.", "The end user does not exist.")
    assert decided.reason == "For the trader."
    assert "For officers." not in sheets.written(decided)
    if decision is Decision.DEREGISTER:
        assert decided.kind is LetterKind.DEREGISTERED
        assert (decided.barred_until, decided.appeal_by) == (date(2029, 4, 20), date(2026, 5, 18))
        assert len(decided.numbers) == 1
    else:
        assert decided.kind is LetterKind.CASE_CLOSED


def make_shown(house: make.House, number: str, senior: Caller) -> str:
    """The digest that the signer's page shows."""
    return queries.case(senior, number).shown

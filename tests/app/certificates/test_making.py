"""Making documents after the decision: once, whatever happens between the two."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.certificates import making, queries
from app.work import REGISTER
from models import sheets
from models.certificates import Certificate, CertificateFile, MakingFailure
from models.errors import Blocked, NotFound
from models.people import Role
from models.sheets import Sheet
from tests import make, make_licences

BASE = "https://register.example"


def drawn(sheet: Sheet, base_url: str) -> bytes:
    """A drawing that is quick; the real one has its own tests."""
    return f"%PDF-1.7 {sheet.number} {base_url}".encode()


def broken(sheet: Sheet, base_url: str) -> bytes:
    msg = "no paper"
    raise RuntimeError(msg)


def make_all() -> int:
    count = 0
    while making.make_next(REGISTER, BASE, drawn, "test"):
        count += 1
    return count


def counted(house: make.House, thing: type) -> int:
    with house.rows() as session:
        return session.scalar(select(func.count()).select_from(thing)) or 0


@pytest.fixture
def number(house: make.House) -> str:
    return make_licences.issued(house)


def test_the_facts_are_frozen_in_the_act_that_grants(house: make.House, number: str) -> None:
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        assert sheets.digest(row.facts) == row.digest
        sheet = sheets.read(row.facts)
        assert sheet.number == number
        assert {item.code for item in sheet.authorizers} == {"XA", "XB"}
        assert sheet.parties[0].references


def test_each_certificate_is_made_once(house: make.House, number: str) -> None:
    waiting = counted(house, Certificate)
    assert make_all() == waiting
    assert make_all() == 0
    assert counted(house, CertificateFile) == waiting


def test_two_workers_at_once_make_it_once(house: make.House, number: str) -> None:
    threads = [threading.Thread(target=make_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(house, CertificateFile) == counted(house, Certificate)


def test_a_worker_killed_between_decision_and_document_loses_nothing(
    house: make.House, number: str
) -> None:
    def killed(sheet: Sheet, base_url: str) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        making.make_next(REGISTER, BASE, killed, "test")
    assert counted(house, CertificateFile) == 0
    assert make_all() == counted(house, Certificate)


def test_a_drawing_that_fails_waits_and_does_not_hold_up_the_others(
    house: make.House, number: str
) -> None:
    assert making.make_next(REGISTER, BASE, broken, "test")
    assert counted(house, MakingFailure) == 1
    made = make_all()
    assert made == counted(house, Certificate) - 1
    with house.at("2026-03-02 09:01"):
        assert make_all() == 1


def test_a_file_is_never_changed(house: make.House, number: str) -> None:
    make_all()
    for statement in (
        "UPDATE certificate_files SET size = 1",
        "DELETE FROM certificate_files",
        "UPDATE certificates SET facts = '{}'",
    ):
        with pytest.raises(IntegrityError), house.rows() as session:
            session.execute(text(statement))


def test_only_who_may_see_a_licence_takes_its_certificate(house: make.House, number: str) -> None:
    make_all()
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        uid, trader = str(row.uid), row.trader_id
    holder = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    assert queries.file(holder, uid).content.startswith(b"%PDF")
    stranger = make.user(
        house, Role.APPLICANT_ADMIN, trader=make.trader(house, "Orlane Logistics SA")
    )
    for nobody in (stranger, make.user(house, Role.LICENSING_OFFICER, "XC")):
        with pytest.raises(NotFound):
            queries.file(nobody, uid)


def test_a_certificate_that_is_being_made_says_so(house: make.House, number: str) -> None:
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        uid, trader = str(row.uid), row.trader_id
    with pytest.raises(Blocked):
        queries.file(make.user(house, Role.APPLICANT_ADMIN, trader=trader), uid)

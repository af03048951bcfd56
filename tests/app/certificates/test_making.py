"""Making documents after the decision: once, whatever happens between the two."""

from __future__ import annotations

import hashlib
import io
import threading
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, undefer

from app.certificates import making, queries
from app.certificates.fields import with_field
from app.certificates.render import RENDERER, render
from app.certificates.seals import Sealed
from app.work import REGISTER, Caller
from models import check_codes, sheets
from models.certificates import Certificate, CertificateFile, MakingFailure
from models.codes import SignedCode
from models.errors import Blocked, NotFound
from models.people import Role
from models.sheets import LicenceSheet, Sheet
from models.traders import Registration
from tests import make, make_keys, make_licences
from tests.app.certificates.sheets import registration_sheet

BASE = "https://register.example"


def drawn(sheet: Sheet, base_url: str, code: str, facts: str) -> bytes:
    """A drawing that is quick; the real one has its own tests."""
    return f"%PDF-1.7 {sheet.number} {base_url} {code}".encode()


def broken(sheet: Sheet, base_url: str, code: str, facts: str) -> bytes:
    msg = "no paper"
    raise RuntimeError(msg)


def stamped(caller: Caller, key: int, pdf: bytes) -> Sealed:
    """A sealing that is quick; the real one has its own tests."""
    return Sealed(pdf, "00" * 8, make.at("2026-03-02 09:00"))


def make_all() -> int:
    count = 0
    while making.make_next(REGISTER, BASE, drawn, "test", stamped):
        count += 1
    return count


def counted(house: make.House, thing: type) -> int:
    with house.rows() as session:
        return session.scalar(select(func.count()).select_from(thing)) or 0


@pytest.fixture
def number(house: make.House, tmp_path: Path) -> str:
    number = make_licences.issued(house)
    make_keys.keys(house, tmp_path, ("XA", "XB"))
    return number


def test_the_facts_are_frozen_in_the_act_that_grants(house: make.House, number: str) -> None:
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        assert sheets.digest(row.facts) == row.digest
        sheet = sheets.read(row.facts)
        assert isinstance(sheet, LicenceSheet)
        assert sheet.number == number
        assert sheets.days(sheet) is not None
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
    def killed(sheet: Sheet, base_url: str, code: str, facts: str) -> bytes:
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


def test_however_many_failed_the_one_behind_them_is_found_at_once(
    house: make.House, tmp_path: Path
) -> None:
    make.state(house, "XA")
    make_keys.keys(house, tmp_path, ["XA"])
    make.registration(house, make.trader(house, "Norvane Brokering Ltd"), "XA")
    with house.rows() as session:
        for _ in range(60):
            failed = a_certificate(session)
            session.add(
                make._stamp(
                    MakingFailure(
                        thing=Certificate.THING,
                        thing_id=failed.id,
                        error="RuntimeError",
                        failed_at=make.at("2026-03-02 08:59:58"),
                    )
                )
            )
        a_certificate(session)
    assert make_all() == 1
    with house.at("2026-03-02 09:05"):
        assert make_all() == 60


def test_a_failure_tells_its_kind_and_no_facts(house: make.House, number: str) -> None:
    def talks(sheet: Sheet, base_url: str, code: str, facts: str) -> bytes:
        raise RuntimeError(sheet.number)

    making.make_next(REGISTER, BASE, talks, "test")
    with house.rows() as session:
        assert list(session.scalars(select(MakingFailure.error))) == ["RuntimeError"]


def test_what_the_worker_draws_is_what_was_decided(house: make.House, number: str) -> None:
    while making.make_next(REGISTER, BASE, render, RENDERER):
        pass
    with house.rows() as session:
        row = session.scalars(select(Certificate).where(Certificate.number == number)).one()
        file = session.scalars(
            select(CertificateFile)
            .where(CertificateFile.certificate_id == row.id)
            .options(undefer(CertificateFile.content))
        ).one()
        assert file.renderer == RENDERER
        assert file.size == len(file.content)
        assert hashlib.sha256(file.content).hexdigest() == file.sha256
        code = session.scalars(
            select(SignedCode.text).where(SignedCode.certificate_id == row.id)
        ).one()
        described = str(PdfReader(io.BytesIO(file.content)).get_fields()["Seal"]["/TU"])
        plain = render(sheets.read(row.facts), BASE, code, row.facts)
        assert file.content.startswith(with_field(plain, described))


def a_certificate(session: Session) -> Certificate:
    """One more certificate of the first registration there is, asked for long ago."""
    owner = session.scalars(select(Registration).limit(1)).first()
    assert owner is not None
    text = sheets.written(registration_sheet())
    row = make._stamp(
        Certificate(
            number=owner.number,
            check_code=check_codes.new(),
            registration_id=owner.id,
            trader_id=owner.trader_id,
            state_code=owner.state_code,
            facts=text,
            digest=sheets.digest(text),
            issued_at=make.at("2026-01-01 00:00"),
        )
    )
    session.add(row)
    session.flush()
    found: Certificate = row
    return found

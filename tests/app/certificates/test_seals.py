"""Sealing through the register: outages wait and end, files answer, the archive is kept."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from app.certificates import keeping, making, queries, queries_files
from app.certificates.inspecting import Flaw
from app.certificates.making import OWN
from app.certificates.queries import Checked
from app.certificates.render import RENDERER, render
from app.certificates.seals import Press
from app.commands_certificates import CANNOT_SAY, NOT_VALID, VALID
from app.licences import services as licences
from app.published.services import publish
from app.regime import services as regime
from app.waiting import whys
from app.work import REGISTER
from models.certificates import ArchiveCopy, Certificate, CertificateFile, Level
from models.codes import SignedCode
from models.errors import Blocked
from models.keys import Key, KeyUse
from models.people import Role
from tests import make, make_keys, make_licences
from tests.app.certificates.test_views import words
from tests.app.conftest import token

BASE = "https://register.example"


@pytest.fixture
def number(house: make.House, tmp_path: Path) -> str:
    number = make_licences.issued(house)
    make_keys.keys(house, tmp_path / "keys", ("XA", "XB"))
    return number


def made(press: Press = OWN) -> int:
    count = 0
    while making.make_next(REGISTER, BASE, render, RENDERER, press.seal):
        count += 1
    return count


def issued(house: make.House, number: str) -> bytes:
    with house.rows() as session:
        return session.scalars(
            select(CertificateFile.content)
            .join(Certificate, Certificate.id == CertificateFile.certificate_id)
            .where(Certificate.number == number)
        ).one()


def told(house: make.House, number: str) -> str:
    """What the holder's page is told of a document that waits."""
    with house.rows() as session:
        key = session.scalars(select(Certificate.id).where(Certificate.number == number)).one()
        return whys(session, [key]).get(key, "")


# Nothing unsealed


def moved(folder: Path, to: Path) -> None:
    folder.rename(to)


def test_without_a_key_nothing_is_delivered_and_it_is_made_when_the_key_ismoved(
    house: make.House, number: str, tmp_path: Path
) -> None:
    with house.rows() as session:
        uid, trader = session.execute(
            select(Certificate.uid, Certificate.trader_id).where(Certificate.number == number)
        ).one()
    holder = make.user(house, Role.APPLICANT_ADMIN, trader=trader)
    moved(tmp_path / "keys", tmp_path / "away")
    made()
    assert told(house, number) == "key"
    with pytest.raises(Blocked):
        queries.file(holder, str(uid))
    moved(tmp_path / "away", tmp_path / "keys")
    with house.at("2026-03-02 09:30"):
        assert made() >= 1
    assert queries.file(holder, str(uid)).content == issued(house, number)


def test_without_a_time_stamp_it_waits_and_is_made_when_the_stamper_ismoved(
    house: make.House, number: str
) -> None:
    made(Press("http://127.0.0.1:9/"))
    assert told(house, number) == "stamp"
    with house.at("2026-03-02 10:00"):
        assert made() >= 1
    assert isinstance(queries_files.check(issued(house, number)), Checked)


def test_a_real_installation_without_a_stamper_issues_nothing(
    house: make.House, number: str
) -> None:
    regime.found(REGISTER, demonstration=False)
    made()
    assert told(house, number) == "stamp"


# The file answers


def test_the_file_answers_as_number_and_code_do(house: make.House, number: str) -> None:
    made()
    data = issued(house, number)
    with house.at("2026-05-04 10:00"):
        found = queries_files.check(data)
        assert isinstance(found, Checked)
        assert found.valid
        assert found.number == number
        licences.suspend(
            make.fresh(house, make.user(house, Role.SENIOR_OFFICER, "XB")),
            number,
            reason="A forged paper",
            ground="G3",
        )
        found = queries_files.check(data)
    assert isinstance(found, Checked)
    assert found.reason == "SUSPENDED"


def test_every_byte_of_it_is_the_registers(house: make.House, number: str) -> None:
    """Also those that the seal leaves uncovered: its own digits may be written otherwise."""
    made()
    data = issued(house, number)
    place = data.index(b"/Contents <") + len(b"/Contents <")
    assert data[place : place + 4] == b"3082"
    digit = next(at for at in range(place, place + 4000) if data[at : at + 1] in b"ABCDEF")
    written_otherwise = data[:digit] + data[digit : digit + 1].lower() + data[digit + 1 :]
    assert queries_files.check(written_otherwise) is Flaw.NOT_ON_RECORD


def test_a_withdrawn_key_takes_every_document_with_it(house: make.House, number: str) -> None:
    made()
    with house.rows() as session:
        session.execute(
            update(Key)
            .where(Key.use == KeyUse.SEAL, Key.state_code == "XA")
            .values(withdrawn_at=make.at("2026-05-01 00:00"), withdrawn_reason="Stolen")
        )
    assert queries_files.check(issued(house, number)) is Flaw.WITHDRAWN_SEAL


# The archive


def copies(house: make.House) -> list[ArchiveCopy]:
    with house.rows() as session:
        return list(
            session.scalars(
                select(ArchiveCopy).options(undefer(ArchiveCopy.content)).order_by(ArchiveCopy.id)
            )
        )


def test_the_archive_proves_each_seal_and_stamps_it_anew_each_year(
    house: make.House, number: str
) -> None:
    made()
    assert not keeping.keep_next(REGISTER, OWN)  # no list of withdrawn keys is out
    with house.at("2026-03-03 09:00"):
        publish(REGISTER)
        while keeping.keep_next(REGISTER, OWN):
            pass
    data = issued(house, number)
    (first,) = [one for one in copies(house) if one.content.startswith(data)]
    assert (first.level, first.round) == (Level.LONG_TERM, 0)
    with house.at("2027-03-02 09:00"):
        publish(REGISTER)
        assert not keeping.keep_next(REGISTER, OWN)
    with house.at("2027-03-04 09:00"):
        publish(REGISTER)
        while keeping.keep_next(REGISTER, OWN):
            pass
        kept = [one for one in copies(house) if one.content.startswith(data)]
        assert [(one.level, one.round) for one in kept] == [("B-LT", 0), ("B-LTA", 1)]
        for one in kept:
            assert isinstance(queries_files.check(one.content), Checked)
            assert queries_files.check(one.content + b"\n") is Flaw.NOT_ON_RECORD
    assert issued(house, number) == data


# The page and the command line


def shown(client: FlaskClient, content: bytes, name: str = "licence.pdf") -> str:
    answer = client.post(
        "/verify/file",
        data={"file": (io.BytesIO(content), name), "csrf_token": token(client, "/verify")},
        content_type="multipart/form-data",
    )
    return words(answer.text)


def test_anybody_may_check_a_file_and_is_told_what_to_do(
    house: make.House, client: FlaskClient, number: str
) -> None:
    made()
    data = issued(house, number)
    with house.at("2026-05-04 10:00"):
        text = shown(client, data)
        assert text.startswith("VALID The licence stands")
        assert "not one byte of it was changed" in text
        assert "Xandria" in text
        changed = data.replace(b"/Rotate", b"/Rotatf").replace(b"%%EOF", b"%%EOG", 1)
        assert "The file was changed after it was sealed" in shown(client, changed)
        with pikepdf.open(io.BytesIO(data)) as opened:
            out = io.BytesIO()
            del opened.Root.AcroForm.Fields[0].V
            opened.save(out)
        text = shown(client, out.getvalue())
        assert text.startswith("NOT VALID The file bears no seal of a State")
        assert "Ask the holder for the file as the register issued it" in text
    assert "Choose the PDF file of the document" in shown(client, b"", "")


def test_files_are_counted_with_all_other_checks(
    house: make.House, client: FlaskClient, number: str
) -> None:
    form = token(client, "/verify")
    answers = [
        client.post(
            "/verify/file",
            data={"file": (io.BytesIO(b"%PDF-1.7 x"), "x.pdf"), "csrf_token": form},
            content_type="multipart/form-data",
        ).status_code
        for _ in range(11)
    ]
    assert answers == [200] * 10 + [429]
    assert client.get(f"/verify/{number}/AAAAA-AAAAA").status_code == 429


def test_the_command_line_says_it_by_its_exit(
    house: make.House, application: Flask, number: str, tmp_path: Path
) -> None:
    made()
    data = issued(house, number)
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(data)
    bad.write_bytes(data[:-1])
    with house.rows() as session:
        code = session.scalars(
            select(SignedCode.text)
            .join(Certificate, Certificate.id == SignedCode.certificate_id)
            .where(Certificate.number == number)
        ).one()
    run = application.test_cli_runner().invoke
    with house.at("2026-05-04 10:00"):
        for document, ends in (
            (str(good), VALID),
            (str(bad), NOT_VALID),
            (code, VALID),
            (code[:-1] + "A", NOT_VALID),
            (str(tmp_path / "none.pdf"), CANNOT_SAY),
        ):
            result = run(args=["certificates", "verify", document])
            assert result.exit_code == ends, (document, result.output)
    assert "CANNOT SAY" in result.output
    assert number in run(args=["certificates", "verify", str(good)]).output

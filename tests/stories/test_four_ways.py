"""All four ways of checking agree, whatever was done to a document and however it stands.

Where one of them can only say less, the table says so: a reader without a network calls where its
lists are old or its key is gone; a PDF reader's panel knows the seal, and no licence.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from playwright.sync_api import Route
from sqlalchemy import select

from app import clock
from app.certificates import codes, making, sealing, services_reissue
from app.certificates.render import RENDERER, render
from app.certificates.seals import Press
from app.customs import services as customs
from app.factory import create_app
from app.keys import services as keys
from app.licences import services as licences
from app.published import queries
from app.registrations import services as registrations
from app.registrations.services_suspensions import suspend
from app.signed import token
from app.signers.files import spki
from app.work import REGISTER, Caller, reading
from models import sheets
from models.certificates import Certificate, CertificateFile
from models.codes import Published
from models.keys import BackEnd, Key, KeyUse
from models.letters import ReissueCause
from models.people import Role
from models.states import Embargo
from tests import make, make_enforcement, make_keys, make_licences, make_registrations
from tests.app.certificates import authorities
from tests.app.certificates.authorities import overlaid
from tests.app.conftest import settings
from tests.app.registrations.cases import proposed
from tests.stories.conftest import NewPage
from tests.stories.four_ways import Said, Ways, panel, poppler
from tools.vectors import codes as vector_codes
from tools.vectors import forged
from tools.vectors import keys as vector_keys

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
BASE = "https://register.example"
SITE = "http://127.0.0.1:8999"
HERE = Path(__file__).parent
READ = (HERE / "four_ways.js").read_text(encoding="utf-8")
DIST = HERE.parents[1] / "app" / "static" / "dist" / "offline"
V, N, C = Said.VALID, Said.NOT_VALID, Said.CANNOT_SAY


@pytest.fixture
def application(house: make.House, tmp_path: Path) -> Flask:
    make.states(house)
    app = create_app(settings(house.url, tmp_path))
    app.testing = True
    return app


@pytest.fixture
def kids(house: make.House, application: Flask, tmp_path: Path) -> dict[str, str]:
    return make_keys.keys(house, tmp_path / "keys", ("XA", "XB"))


@pytest.fixture
def ways(house: make.House, application: Flask, kids: dict[str, str]) -> Ways:
    return Ways(house, application)


def newest(house: make.House, number: str) -> Certificate:
    with house.rows() as session:
        found = session.scalars(
            select(Certificate).where(Certificate.number == number).order_by(Certificate.id.desc())
        ).first()
        assert found is not None
        session.expunge_all()
        return found


def code_of(house: make.House, number: str) -> str:
    return codes.code(REGISTER, newest(house, number).id)


def senior(house: make.House, state: str = "XA") -> Caller:
    return make.fresh(house, make.user(house, Role.SENIOR_OFFICER, state))


# Codes


@dataclass
class Table:
    """The cases of codes: what each way says beside what it should."""

    ways: Ways
    wrong: list[str] = field(default_factory=list)

    def row(self, name: str, at: str, text: str, live: Said, *reader: Said) -> None:
        """What page and command say, and a reader without a network: the same, if none is named.

        Without its prefix a text is taken by the command for the name of a file.
        """
        ways = self.ways
        with ways.house.at(at):
            found = (ways.page(number=text), ways.command(text), ways.reader(text))
        command = live if text.startswith(token.PREFIX) else C
        due = ((live,), (command,), reader or (live,))
        for way, said, right in zip(("page", "command", "reader"), found, due, strict=True):
            if said not in right:
                self.wrong.append(f"{name}: {way} says {said}, not {' or '.join(right)}")

    def fetched(self, at: str) -> None:
        """The reader has a network at that moment."""
        with self.ways.house.at(at):
            self.ways.fetch()


def test_page_command_and_both_readers_agree_on_every_code(
    house: make.House, ways: Ways, kids: dict[str, str], new_page: NewPage
) -> None:
    table = Table(ways)
    _standing(house, table)
    _of_keys(house, table, kids)
    assert table.wrong == []
    assert in_browser(ways, new_page) == ways.verdicts


def _standing(house: make.House, table: Table) -> None:  # noqa: PLR0915  one history, told whole
    """However a licence or registration stands."""
    row, fetched = table.row, table.fetched
    a = make_licences.issued(house)
    short = make_licences.issued(house, last_day=date(2026, 4, 30))
    uncovered = make_licences.issued(house)
    people = make_registrations.officers(house)
    place, digest = proposed(house, people)
    registrations.sign(people.senior, place, digest, "Read.")
    text, brief, bare, registered = (
        code_of(house, one) for one in (a, short, uncovered, place.number)
    )

    fetched("2026-03-02 09:10")
    row("a registration", "2026-03-02 09:20", registered, V)
    row("a licence before its first day", "2026-03-02 09:20", text, N)
    with house.at("2026-03-02 10:00"):
        suspend(make.fresh(house, people.senior), place.number, "G5", "A gun was not recorded")
    row("suspended since the list came", "2026-03-02 10:01", registered, N, V)
    fetched("2026-03-02 10:02")
    row("a suspended registration", "2026-03-02 10:02", registered, N)

    fetched("2026-04-30 12:00")
    row("a licence", "2026-04-30 12:00", text, V)
    row("a licence on its last day", "2026-04-30 12:00", brief, V)
    row("lists half a day old", "2026-05-01 00:01", text, V, C)
    row("lists a day old", "2026-05-01 12:00", text, V, C)
    fetched("2026-05-01 12:00")
    row("an expired licence", "2026-05-01 12:00", brief, N)

    with house.at("2026-05-03 10:00"):
        licences.suspend(senior(house, "XB"), a, reason="Diversion reported.", ground="G3")
    fetched("2026-05-03 10:00")
    row("suspended by one State of two", "2026-05-03 10:00", text, N)
    fetched("2026-05-06 10:00")
    row("a suspension that lapsed", "2026-05-06 10:00", text, V)
    with house.at("2026-05-07 10:00"), house.rows() as session:
        session.add(embargo())
    fetched("2026-05-07 10:00")
    row("an embargo", "2026-05-07 10:00", text, N)
    fetched("2026-05-08 10:00")
    row("an embargo that ended", "2026-05-08 10:00", text, V)

    with house.at("2026-05-09 10:00"):
        make_enforcement.deregistered(house, newest(house, uncovered).trader_id, "XA")
    fetched("2026-05-09 10:00")
    row("cover lost", "2026-05-09 10:00", bare, N)
    row("cover of another lost", "2026-05-09 10:00", text, V)

    with house.at("2026-05-09 11:00"):
        old = str(newest(house, a).uid)
        services_reissue.reissue(senior(house), old, ReissueCause.LOST, "The holder wrote.")
        second = code_of(house, a)
    fetched("2026-05-09 11:00")
    row("a replaced paper", "2026-05-09 11:00", text, N)
    row("the one that replaced it", "2026-05-09 11:00", second, V)

    with house.at("2026-05-09 12:00"):
        amounts = {line.no: line.quantity for line in make_licences.of_number(house, a).lines}
        officer = make.fresh(house, make.user(house, Role.CUSTOMS_OFFICER, "XD"))
        customs.record(
            officer, a, declaration="D1", part=1, direction="exit", amounts=amounts, office="Docks"
        )
    fetched("2026-05-09 12:00")
    row("used up", "2026-05-09 12:00", second, N)


def _of_keys(house: make.House, table: Table, kids: dict[str, str]) -> None:
    """Whatever was done to a code or its keys."""
    row, fetched = table.row, table.fetched
    with house.at("2026-05-09 13:00"):
        number = make_licences.issued(house)
        text = code_of(house, number)
        trusted_as_well(house)
    fetched("2026-05-10 09:00")
    row("a licence again", "2026-05-10 09:00", text, V)
    data = token.read_qr(text)
    for place in (3, 12, 40, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        row(f"a bit of byte {place}", "2026-05-10 09:00", token.qr_text(bytes(changed)), N, N, C)
    row("one letter more", "2026-05-10 09:00", text + "A", N)
    row("another prefix", "2026-05-10 09:00", "SB2:" + text[4:], N)
    for name, said, _ in forged.codes():
        if said.isprintable() and said == said.strip() and "//" not in said and said:
            row(f"vector: {name}", "2026-05-10 09:00", said, N, N, C)
    # Only the register itself knows that the State never issued what its key signed.
    stolen = vector_codes.text(vector_codes.LICENCE)
    row("never issued", "2026-05-10 09:00", stolen, N, V)

    with house.at("2026-05-11 10:00"):
        keys.withdraw(REGISTER, kids["XB status"], "Stolen.", make_keys.TWO)
    fetched("2026-05-11 10:00")
    row("the key of a list withdrawn", "2026-05-11 10:00", text, V, C)
    with house.at("2026-05-11 11:00"):
        orders = [make_keys.order(KeyUse.STATUS, "XB")]
        keys.make(REGISTER, orders, make_keys.TWO, BASE, replace=True)
    fetched("2026-05-11 11:00")
    row("and made anew", "2026-05-11 11:00", text, V)
    with house.at("2026-05-12 10:00"):
        keys.withdraw(REGISTER, kids["XA token"], "Stolen.", make_keys.TWO)
    fetched("2026-05-12 10:00")
    row("the key of the code withdrawn", "2026-05-12 10:00", text, N, C)
    with house.at("2026-05-12 10:00"):
        paper = newest(house, number)
        assert table.ways.page(number=number, code=paper.check_code) is N


def embargo() -> Embargo:
    """On all goods to the destination, for a day from now."""
    now = clock.now()
    made: Embargo = make._stamp(
        Embargo(
            regime="Council of the invented",
            target_code="XE",
            classes=(),
            valid_from=now,
            valid_until=now + timedelta(days=1),
            legal_basis="Decision 2",
            entered_by_state="XA",
        )
    )
    return made


def trusted_as_well(house: make.House) -> None:
    """Their public key is on record for XA, so that more than an unknown key refuses them."""
    key = vector_keys.XA_TOKEN
    secret = key._key
    assert isinstance(secret, ec.EllipticCurvePrivateKey)
    with house.rows() as session:
        session.add(
            make._stamp(
                Key(
                    kid=key.kid.hex(),
                    state_code="XA",
                    use=KeyUse.TOKEN,
                    algorithm=key.algorithm,
                    public_key=spki(secret),
                    back_end=BackEnd.FILE,
                    valid_from=vector_keys.BEGIN,
                    valid_until=vector_keys.END,
                )
            )
        )


def in_browser(ways: Ways, new_page: NewPage) -> list[str]:
    """What the browser's own code says of every code that was shown to ours."""
    page = new_page()

    def answer(route: Route) -> None:
        script = DIST / route.request.url.rpartition("/")[2]
        if script.suffix == ".js":
            route.fulfill(path=script, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Reader</title>", content_type="text/html")

    page.route(f"{SITE}/**", answer)
    page.goto(f"{SITE}/")
    given = {
        "reader": f"{SITE}/reader.js",
        "shelves": [shelf.plain() for shelf in ways.shelves],
        "cases": ways.shown,
    }
    found: list[str] = page.evaluate(READ, given)
    return found


# Files


def test_page_command_and_panel_agree_on_every_file(
    house: make.House, ways: Ways, kids: dict[str, str], tmp_path: Path
) -> None:
    """Each row: what page and command say, a panel that knows the root, and pdfsig.

    pdfsig looks at the signed bytes alone: not at what was added later, nor at who signed. A panel
    knows no licence and no record: of a genuine seal it says whose it is, and no more.
    """
    number = make_licences.issued(house)
    assert making.make_next(REGISTER, BASE, render, RENDERER, Press().seal)
    data, drawn = filed(house, number), render_of(house, number)
    with house.rows() as session:
        root = session.scalars(select(Key.certificate).where(Key.use == KeyUse.ROOT)).one()
    assert root is not None
    wrong: list[str] = []

    def row(name: str, at: str, content: bytes, *due: Said, crl: bytes | None = None) -> None:
        path = tmp_path / "asked.pdf"
        path.write_bytes(content)
        with house.at(at):
            found = (
                ways.page(file=content),
                ways.command(str(path)),
                panel(content, root, clock.now(), crl),
                poppler(path),
            )
        expected = (due[0], *due)
        if found != expected:
            wrong.append(f"{name}: {' '.join(found)}, not {' '.join(expected)}")

    now = "2026-05-04 10:00"
    row("as issued", now, data, V, V, V)
    row("a bit of the page", now, flipped(data), N, N, N)
    row("a byte after the end", now, data + b"\n", N, V, V)
    row("painted over", now, overlaid(data), N, N, V)
    row("saved anew", now, resaved(data), N, N, N)
    row("seal removed", now, unsealed(data), N, C, N)
    row("half of it", now, data[: len(data) // 2], N, N, C)
    other = authorities.regime("XA")
    with house.at(now):
        foreign = sealing.sealed(drawn, other.seal("XA"))
        with reading(REGISTER) as view:
            of_xb = sealing.sealed(drawn, Press()._of(view, "XB"))
    row("by a key that is nobody's", now, foreign, N, N, V)
    row("by another State's key", now, of_xb, N, V, V)
    with house.at(now):
        licences.suspend(senior(house, "XB"), number, reason="Diversion.", ground="G3")
    row("of a suspended licence", now, data, N, V, V)
    row("of one that stands again", "2026-05-08 10:00", data, V, V, V)
    with house.at("2026-05-09 10:00"):
        keys.withdraw(REGISTER, kids["XA seal"], "Stolen.", make_keys.TWO)
        ways.fetch()
    out = queries.newest(Published.CRL)
    assert out is not None
    row("by a withdrawn key", "2026-05-09 10:00", data, N, N, V, crl=out.content)
    with house.at("2026-05-09 10:00"):
        paper = newest(house, number)
        assert ways.page(number=number, code=paper.check_code) is N
        assert ways.reader(code_of(house, number)) is N
    assert wrong == [], "\n".join(wrong)


def filed(house: make.House, number: str) -> bytes:
    with house.rows() as session:
        return session.scalars(
            select(CertificateFile.content)
            .join(Certificate, Certificate.id == CertificateFile.certificate_id)
            .where(Certificate.number == number)
        ).one()


def render_of(house: make.House, number: str) -> bytes:
    """The same document before it is sealed."""
    paper = newest(house, number)
    return render(sheets.read(paper.facts), BASE, code_of(house, number), paper.facts)


def flipped(data: bytes) -> bytes:
    """One bit of a picture or text on the page."""
    place = data.index(b"stream", 2000) + 200
    return data[:place] + bytes((data[place] ^ 1,)) + data[place + 1 :]


def resaved(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(out)
    return out.getvalue()


def unsealed(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        del document.Root.AcroForm
        document.save(out)
    return out.getvalue()

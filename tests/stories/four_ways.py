"""The ways of checking, each asked for one word: page, command, reader, a PDF reader's panel."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pem
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import Flask
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import select

from app import clock
from app.certificates.waited import waited
from app.commands_certificates import CANNOT_SAY, NOT_VALID, VALID
from app.published import queries
from app.published.services import publish
from app.signed.cose import PublicKey
from app.signed.flaws import NotGenuine
from app.signed.held import Held
from app.signed.judge import Verdict, judge
from app.work import REGISTER
from models.codes import Published, StatusEntry
from tests import make
from tests.app.certificates.test_views import words
from tests.app.conftest import token


class Said(StrEnum):
    """What an officer does: let it pass, stop it, or call."""

    VALID = "VALID"
    NOT_VALID = "NOT VALID"
    CANNOT_SAY = "CANNOT SAY"


EXITS = {VALID: Said.VALID, NOT_VALID: Said.NOT_VALID, CANNOT_SAY: Said.CANNOT_SAY}
CALLS = {Verdict.VALID_OLD_LIST, Verdict.STALE_LIST, Verdict.UNKNOWN_KEY}


def of_reader(verdict: str) -> Said:
    """A reader's verdict by the panel in which it is shown."""
    if verdict in CALLS:
        return Said.CANNOT_SAY
    return Said.VALID if verdict == Verdict.VALID else Said.NOT_VALID


@dataclass(frozen=True)
class Shelf:
    """What is out at a moment, as it is fetched."""

    root: bytes
    trust: bytes
    lists: tuple[tuple[str, int, bytes], ...]

    def held(self) -> Held:
        """As our own reader holds it."""
        roots = tuple(
            PublicKey.of_spki(
                one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
            )
            for one in pem.load_pem_x509_certificates(self.root)
        )
        held = Held(roots).with_trust(self.trust)
        for state, year, data in self.lists:
            try:
                held = held.with_status(data, state, year)
            except NotGenuine:  # by a withdrawn key: what is held stays
                continue
        return held

    def plain(self) -> dict[str, Any]:
        """For the browser."""
        lists = [(state, year, data.hex()) for state, year, data in self.lists]
        return {"root": self.root.decode(), "trust": self.trust.hex(), "lists": lists}


@dataclass
class Ways:
    """The register, and all that its readers were given. Times are those of the house's clock."""

    house: make.House
    app: Flask
    shelves: list[Shelf] = field(default_factory=list)
    shown: list[tuple[str, float, int]] = field(default_factory=list)
    """Codes shown to a reader: text, moment, which shelf it held."""
    verdicts: list[str] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.form = token(self.client, "/verify")

    def fetch(self) -> None:
        """Publish what changed; the reader takes it all, verified from the root on."""
        publish(REGISTER)
        with self.house.rows() as session:
            places = session.execute(
                select(StatusEntry.state_code, StatusEntry.year).distinct()
            ).all()
        out = [
            (state, year, queries.newest(Published.STATUS, state, year)) for state, year in places
        ]
        trust = queries.newest(Published.TRUST)
        assert trust is not None
        lists = tuple((state, year, one.content) for state, year, one in out if one)
        self.shelves.append(Shelf(queries.root_certificates(), trust.content, lists))

    def page(self, **typed: Any) -> Said:
        """What /verify says, to somebody who asks for the first time."""
        return _word(self.page_text(**typed))

    def page_text(self, **typed: Any) -> str:
        """The answer of /verify in words: number and code, or a file."""
        self.asked += 1
        data = dict(typed)
        if "file" in data:
            data["file"] = (io.BytesIO(data["file"]), "asked.pdf")
        answer = self.client.post(
            "/verify/file" if "file" in typed else "/verify",
            data=data | {"csrf_token": self.form},
            content_type="multipart/form-data",
            environ_base={"REMOTE_ADDR": f"10.0.{self.asked // 250}.{self.asked % 250 + 1}"},
        )
        assert answer.status_code in {200, 400}, answer.status_code
        return words(answer.text)

    def command(self, document: str) -> Said:
        """What `certificates verify` ends with."""
        run = self.app.test_cli_runner().invoke
        result = run(args=["certificates", "verify", "--", document])
        assert result.output.startswith(EXITS[result.exit_code]), result.output
        return EXITS[result.exit_code]

    def reader(self, text: str) -> Said:
        """What our own reader says by the newest shelf; the browser is asked the same later."""
        self.shown.append((text, clock.now().timestamp(), len(self.shelves) - 1))
        self.verdicts.append(judge(text, self.shelves[-1].held(), clock.now()).verdict)
        return of_reader(self.verdicts[-1])


def _word(text: str) -> Said:
    """A form that is shown again with what is wrong in it lets nothing pass either."""
    if text.startswith("VALID"):
        return Said.VALID
    assert text.startswith(("NOT VALID", "There is a problem")), text[:200]
    return Said.NOT_VALID


def panel(data: bytes, root: bytes, at: datetime, crl: bytes | None = None) -> Said:
    """A reader of PDF files that trusts the regime's root: pyHanko's own validator."""
    try:
        seals = PdfFileReader(io.BytesIO(data)).embedded_signatures
        if not seals:
            return Said.CANNOT_SAY
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(root)],
            moment=at,
            allow_fetching=False,
            crls=[crl] if crl else None,
            revocation_mode="require" if crl else "soft-fail",
        )
        good = waited(async_validate_pdf_signature(seals[0], context)).bottom_line
    except Exception:  # noqa: BLE001  a panel that cannot read it does not call it good
        return Said.NOT_VALID
    return Said.VALID if good else Said.NOT_VALID


def poppler(path: Path) -> Said:
    """What pdfsig says of the seal's own bytes; it knows no root, and nothing added later."""
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    if "Signature Validation" not in said:
        return Said.CANNOT_SAY
    return Said.VALID if "Signature is Valid" in said else Said.NOT_VALID

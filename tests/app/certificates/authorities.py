"""A regime of keys in memory: a root, seals of States and a time stamper."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app import authority
from app.authority import Subject, Window
from app.certificates.sealing import Seal
from app.certificates.stamping import OwnStamper
from app.known_keys import KnownKey
from app.signers.base import kid_of, raw_of
from app.signers.files import spki
from models.keys import ALGORITHM, KeyUse
from tests import make

BASE = "https://register.example"
START = make.at("2026-01-01 00:00")
YEAR = timedelta(days=365)


class InMemory:
    """A signer whose key lives as long as the test."""

    algorithm = ALGORITHM

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public_key = spki(self._key)
        self.kid = kid_of(self.public_key)
        self.certificate: bytes | None = None

    def sign(self, data: bytes) -> bytes:
        return raw_of(self._key.sign(data, ec.ECDSA(hashes.SHA256())))


@dataclass
class Regime:
    """The keys of one test's regime."""

    root: InMemory
    stamp: InMemory
    seals: dict[str, InMemory]
    windows: dict[bytes, Window]
    withdrawn: dict[bytes, datetime]

    def known(self) -> tuple[KnownKey, ...]:
        """What is on record of them."""
        found = [(None, KeyUse.ROOT, self.root), (None, KeyUse.TIMESTAMP, self.stamp)]
        found += [(state, KeyUse.SEAL, one) for state, one in self.seals.items()]
        return tuple(
            KnownKey(
                one.kid,
                state,
                use,
                ALGORITHM,
                one.public_key,
                one.certificate,
                self.windows[one.kid].start,
                self.windows[one.kid].end,
                self.withdrawn.get(one.kid),
            )
            for state, use, one in found
        )

    def seal(self, state: str = "XA") -> Seal:
        """What a document of that State is sealed with."""
        assert self.root.certificate is not None
        return Seal(
            self.seals[state],
            OwnStamper(self.stamp),
            (self.root.certificate,),
            f"Authority of {state}",
            f"Seal of {state}",
        )

    def add(self, state: str, start: datetime = START, lasts: timedelta = YEAR) -> InMemory:
        """A seal for a State."""
        self.seals[state] = self._certified(KeyUse.SEAL, state, Window(start, start + lasts))
        return self.seals[state]

    def _certified(self, use: KeyUse, state: str | None, window: Window) -> InMemory:
        made = InMemory()
        subject = Subject(f"{use} of {state}", f"Authority of {state}", state)
        made.certificate = authority.certificate(
            self.root, made.public_key, use, subject, window, BASE
        )
        self.windows[made.kid] = window
        return made


def regime(*states: str) -> Regime:
    """A new root with a time stamper and a seal for each State, all for a year from START."""
    root = InMemory()
    window = Window(START, START + 10 * YEAR)
    root.certificate = authority.root_certificate(root, Subject("Root", "Regime"), window)
    made = Regime(root, root, {}, {root.kid: window}, {})
    made.stamp = made._certified(KeyUse.TIMESTAMP, None, Window(START, START + YEAR))
    for state in states:
        made.add(state)
    return made


def overlaid(sealed: bytes) -> bytes:
    """Another quantity painted over the page, added as a later revision: pdfsig says valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    painted = writer.add_object(generic.StreamObject(stream_data=b"0 0 300 300 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), painted])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

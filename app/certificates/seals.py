"""Seals a drawn document as the register: with its State's key, and a time stamp."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pyhanko.sign.timestamps import TimeStamper
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import keyring, standing
from app.certificates import queries_files, sealing
from app.certificates.inspecting import Flaw, inspected
from app.certificates.sealing import Seal
from app.certificates.stamping import AskedStamper, OwnStamper, StampMissing
from app.known_keys import roots
from app.signers.base import Signer
from app.work import Caller, View, reading
from models.certificates import Certificate
from models.errors import Refusal
from models.keys import KeyUse
from models.states import Installation


class NotSealed(Refusal):
    """What was just sealed would not be accepted by those who check it: it is not kept."""

    http = 503


@dataclass(frozen=True)
class Sealed:
    """A sealed document, by which key and when."""

    content: bytes
    kid: str
    stamped_at: datetime


@dataclass(frozen=True)
class Press:
    """Seals documents; `tsa_url` and `tsa_roots` name the time stamper of a real installation."""

    tsa_url: str | None = None
    tsa_roots: tuple[bytes, ...] = ()

    def seal(self, caller: Caller, key: int, pdf: bytes) -> Sealed:
        """The document of a certificate, sealed by its lead State (rules 4.1).

        KeyMissing, KeyUnusable or StampMissing: it waits, and nothing is kept. What was sealed
        is inspected as a stranger's upload is before anybody gets it.
        """
        with reading(caller) as view:
            certificate = view.session.get_one(Certificate, key)
            trust = queries_files.trust(view.session, view.at, self.tsa_roots)
            seal = self._of(view, certificate.state_code)
        content = sealing.sealed(pdf, seal)
        found = inspected(content, trust)
        if isinstance(found, Flaw):
            raise NotSealed("seal_not_accepted", flaw=str(found))
        return Sealed(content, found.kid.hex(), found.stamped_at)

    def stamper(self, session: Session, at: datetime) -> TimeStamper:
        """Who stamps; StampMissing or KeyMissing when nobody can."""
        if self.tsa_url:
            return AskedStamper(self.tsa_url)
        if session.scalar(select(Installation.demonstration)) is False:
            raise StampMissing("stamper_not_set")
        return OwnStamper(keyring.signer(session, None, KeyUse.TIMESTAMP, at))

    def _of(self, view: View, state: str) -> Seal:
        signer: Signer = keyring.signer(view.session, state, KeyUse.SEAL, view.at)
        regime = standing.regime(view.session)
        terms = regime.of(state, view.at)
        name = regime.names.get(state, state)
        above = tuple(key.certificate for key in roots(view.session, view.at) if key.certificate)
        return Seal(
            signer=signer,
            stamper=self.stamper(view.session, view.at),
            chain=above,
            authority=terms.authority if terms else name,
            described=f"{name}: {terms.authority}" if terms else name,
        )

"""Another country's reader: what it can fetch, and what it makes of a code."""

from __future__ import annotations

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from app import clock
from app.certificates import codes
from app.published import queries
from app.published.services import Publisher
from app.signed import judge
from app.signed.cose import PublicKey
from app.signed.held import Held
from app.work import REGISTER
from models.certificates import Certificate
from models.codes import Published, StatusEntry
from tests import make


def code_of(house: make.House, number: str) -> str:
    """The signed code of the newest certificate of that number."""
    with house.rows() as session:
        key = session.scalars(
            select(Certificate.id).where(Certificate.number == number).order_by(Certificate.id)
        ).all()[-1]
    return codes.code(REGISTER, key)


def shelf(house: make.House) -> Held:
    """Everything that is out now, verified from the root on."""
    found = x509.load_pem_x509_certificates(queries.root_certificates())
    roots = tuple(
        PublicKey.of_spki(
            one.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        )
        for one in found
    )
    trust = queries.newest(Published.TRUST)
    assert trust is not None
    held = Held(roots).with_trust(trust.content)
    with house.rows() as session:
        places = session.execute(select(StatusEntry.state_code, StatusEntry.year).distinct()).all()
    for state, year in places:
        out = queries.newest(Published.STATUS, state, year)
        if out is not None:
            held = held.with_status(out.content, state, year)
    return held


def told(house: make.House, code: str, publisher: Publisher | None = None) -> judge.Judgement:
    """What a reader that fetched everything just now says."""
    (publisher or Publisher()).publish_next(REGISTER)
    return judge.judge(code, shelf(house), _now())


def _now() -> datetime:
    return clock.now()

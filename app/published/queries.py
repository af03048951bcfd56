"""The lists as they are out now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from app.known_keys import roots
from app.work import NOBODY, reading
from models.codes import Published, PublishedList


@dataclass(frozen=True)
class Out:
    """One list as it is handed out."""

    content: bytes
    sha256: str
    issued_at: datetime


def newest(kind: Published, state: str = "", year: int = 0) -> Out | None:
    """The newest of a list; None where there is none."""
    with reading(NOBODY) as view:
        row = view.session.scalar(
            select(PublishedList).where(
                PublishedList.kind == kind,
                PublishedList.state_code == state,
                PublishedList.year == year,
            )
        )
        return None if row is None else Out(row.content, row.sha256, row.issued_at)


def lists() -> list[tuple[str, int]]:
    """The State and year of every status list that is out, in order."""
    with reading(NOBODY) as view:
        rows = view.session.execute(
            select(PublishedList.state_code, PublishedList.year)
            .where(PublishedList.kind == Published.STATUS)
            .order_by(PublishedList.state_code, PublishedList.year)
        )
        return [(state, year) for state, year in rows]


def root_certificates() -> bytes:
    """The certificates of the regime's roots in PEM, newest first; empty where there is none."""
    with reading(NOBODY) as view:
        found = [key.certificate for key in roots(view.session, view.at)]
    known = [x509.load_der_x509_certificate(item) for item in found if item]
    return b"".join(item.public_bytes(Encoding.PEM) for item in known)

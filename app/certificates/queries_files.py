"""What anybody may learn of a document by its file: is it genuine, and how does it stand now."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.certificates import queries
from app.certificates.inspecting import Flaw, Genuine, Trust, inspected
from app.certificates.queries import Checked
from app.known_keys import trusted
from app.work import NOBODY, reading
from models import sheets
from models.certificates import ArchiveCopy, Certificate, CertificateFile, Level
from models.keys import KeyUse


def check(data: bytes, stamper_roots: tuple[bytes, ...] = ()) -> Checked | Flaw:
    """The verdict for a file, or why it is no document of this register as issued.

    A seal proves who made a file; that it is the very file on record, byte for byte, keeps out
    what a seal does not cover.
    """
    with reading(NOBODY) as view:
        believed = trust(view.session, view.at, stamper_roots)
    found = inspected(data, believed)
    if isinstance(found, Flaw):
        return found
    with reading(NOBODY) as view:
        row = _on_record(view.session, found, hashlib.sha256(data).hexdigest())
        if row is None:
            return Flaw.NOT_ON_RECORD
        return queries.told(view.session, row, view.at)


def trust(session: Session, at: datetime, stamper_roots: tuple[bytes, ...]) -> Trust:
    """Whom to believe about seals and time stamps at a moment."""
    known = trusted(session, at, KeyUse.ROOT, KeyUse.SEAL, KeyUse.TIMESTAMP)
    return Trust(known, stamper_roots)


def _on_record(session: Session, found: Genuine, sha256: str) -> Certificate | None:
    """The certificate whose file that is, as issued or as archived; with just those facts."""
    issued = select(CertificateFile.certificate_id).where(CertificateFile.sha256 == sha256)
    kept = select(ArchiveCopy.certificate_id).where(
        ArchiveCopy.sha256 == sha256, ArchiveCopy.level != Level.PLAIN
    )
    return session.scalar(
        select(Certificate).where(
            or_(Certificate.id.in_(issued), Certificate.id.in_(kept)),
            Certificate.digest == sheets.digest(found.facts),
            Certificate.state_code == found.state,
        )
    )

"""Keeps in the archive what proves each seal for decades; the worker runs it when it is idle.

First the proof (B-LT), once a list of withdrawn certificates is out that is younger than the
seal; then each year a time stamp over all of it (B-LTA), before the last one grows weak.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from asn1crypto import x509
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, undefer

from app.certificates import archiving
from app.certificates.archiving import Proof
from app.certificates.seals import Press
from app.known_keys import roots
from app.work import Caller, View, act, reading, work
from models.certificates import ArchiveCopy, CertificateFile, Level
from models.codes import Published, PublishedList
from models.keys import Key

YEARLY = timedelta(days=365)


@dataclass(frozen=True)
class Due:
    """A document whose next copy is due; `content` is its last."""

    certificate_id: int
    content: bytes
    round: int
    """0 for the proof; 1 and more for the years."""


def keep_next(caller: Caller, press: Press) -> bool:
    """Keep the next copy that is due; False when there is none.

    A proof that cannot be had now is no loss: the job as a whole waits and tries again.
    """
    with reading(caller) as view:
        crl = view.session.scalar(select(PublishedList).where(PublishedList.kind == Published.CRL))
        if crl is None:
            return False
        due = _unproven(view, crl) or _a_year_old(view)
        if due is None:
            return False
        proof = _proof(view, press, crl)
        stamper = press.stamper(view.session, view.at) if due.round else None
    if stamper is None:
        content = archiving.with_proof(due.content, proof)
    else:
        content = archiving.restamped(due.content, proof, stamper)
    _keep(caller, due, content)
    return True


def _unproven(view: View, crl: PublishedList) -> Due | None:
    """The oldest document without a proof, sealed before the list that is out was signed."""
    kept = select(ArchiveCopy.id).where(
        ArchiveCopy.certificate_id == CertificateFile.certificate_id,
        ArchiveCopy.level == Level.LONG_TERM,
    )
    found = view.session.scalars(
        select(CertificateFile)
        .where(~kept.exists(), CertificateFile.stamped_at < crl.issued_at, ~_withdrawn())
        .order_by(CertificateFile.id)
        .limit(1)
        .options(undefer(CertificateFile.content))
    ).first()
    return None if found is None else Due(found.certificate_id, found.content, 0)


def _a_year_old(view: View) -> Due | None:
    """The document whose newest copy is the oldest, if that is a year ago."""
    later = aliased(ArchiveCopy)
    newest = ~(
        select(later.id)
        .where(
            later.certificate_id == ArchiveCopy.certificate_id,
            later.level != Level.PLAIN,
            later.round > ArchiveCopy.round,
        )
        .exists()
    )
    found = view.session.scalars(
        select(ArchiveCopy)
        .join(CertificateFile, CertificateFile.certificate_id == ArchiveCopy.certificate_id)
        .where(~_withdrawn())
        .where(ArchiveCopy.level != Level.PLAIN, newest, ArchiveCopy.made_at <= view.at - YEARLY)
        .order_by(ArchiveCopy.made_at, ArchiveCopy.id)
        .limit(1)
        .options(undefer(ArchiveCopy.content))
    ).first()
    return None if found is None else Due(found.certificate_id, found.content, found.round + 1)


def _withdrawn() -> ColumnElement[bool]:
    """Whether the key of the seal is withdrawn: nothing will ever prove that one again."""
    return (
        select(Key.id).where(Key.kid == CertificateFile.sealed_by, Key.withdrawn_at.is_not(None))
    ).exists()


def _proof(view: View, press: Press, crl: PublishedList) -> Proof:
    regime = [key.certificate for key in roots(view.session, view.at) if key.certificate]
    anchors = [x509.Certificate.load(der) for der in (*regime, *press.tsa_roots)]
    return Proof(anchors, [crl.content], view.at, fetch=bool(press.tsa_url))


@act
def _keep(caller: Caller, due: Due, content: bytes) -> None:
    """Keep a copy, unless another process was first."""
    with work(caller) as w:
        level = Level.ARCHIVED if due.round else Level.LONG_TERM
        already = select(func.count(ArchiveCopy.id)).where(
            ArchiveCopy.certificate_id == due.certificate_id,
            ArchiveCopy.level == level,
            ArchiveCopy.round == due.round,
        )
        if w.session.scalar(already):
            return
        w.attach(
            ArchiveCopy(
                certificate_id=due.certificate_id,
                level=str(level),
                round=due.round,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=w.at,
            )
        )

"""Documents that a withdrawn key signed: refused by every way of checking, until made anew."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.certificates import Certificate, CertificateFile
from models.codes import SignedCode
from models.keys import Key


def signed_by_lost(session: Session) -> ColumnElement[bool] | None:
    """That the seal or the code of a certificate is by a withdrawn key; None while there is none.

    The keys are asked for first: they are few, and mostly none is withdrawn.
    """
    lost = session.scalars(select(Key.kid).where(Key.withdrawn_at.is_not(None))).all()
    if not lost:
        return None
    codes = select(SignedCode.certificate_id).where(SignedCode.kid.in_(lost))
    seals = select(CertificateFile.certificate_id).where(CertificateFile.sealed_by.in_(lost))
    return or_(Certificate.id.in_(codes), Certificate.id.in_(seals))


def is_lost(session: Session, certificate: Certificate) -> bool:
    """Whether a withdrawn key signed this one."""
    lost = signed_by_lost(session)
    if lost is None:
        return False
    asked = select(Certificate.id).where(Certificate.id == certificate.id, lost)
    return session.scalar(asked) is not None

"""Keeps a document as made, once; notes a try that failed."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from app.certificates.seals import Sealed
from app.work import Caller, act, work
from models.actions import Action
from models.certificates import Certificate, CertificateFile, MakingFailure


@act
def keep(caller: Caller, key: int, made: Sealed, renderer: str) -> None:
    """Keep the file as made, unless another process was first."""
    with work(caller) as w:
        certificate = w.session.scalars(
            select(Certificate).where(Certificate.id == key).with_for_update(of=Certificate)
        ).one()
        already = select(CertificateFile.id).where(CertificateFile.certificate_id == key)
        if w.session.scalar(already) is not None:
            return
        sha = hashlib.sha256(made.content).hexdigest()
        w.do(Action.CERTIFICATE_MAKE, certificate, sha256=sha, kid=made.kid)
        w.attach(
            CertificateFile(
                certificate_id=key,
                content=made.content,
                size=len(made.content),
                sha256=sha,
                made_at=w.at,
                renderer=renderer,
                sealed_by=made.kid,
                stamped_at=made.stamped_at,
            )
        )


@act
def note_failure(caller: Caller, key: int, error: str) -> None:
    """Note that making it failed, by the kind of fault alone: facts stay out of the log."""
    with work(caller) as w:
        w.attach(
            MakingFailure(thing=Certificate.THING, thing_id=key, error=error[:500], failed_at=w.at)
        )

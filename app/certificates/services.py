"""Keeps a document as made, once; notes a try that failed."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from app.work import Caller, act, work
from models.actions import Action
from models.certificates import Certificate, CertificateFile, MakingFailure


@act
def keep(caller: Caller, key: int, pdf: bytes, renderer: str) -> None:
    """Keep the file as made, unless another process was first."""
    with work(caller) as w:
        certificate = w.session.scalars(
            select(Certificate).where(Certificate.id == key).with_for_update(of=Certificate)
        ).one()
        made = select(CertificateFile.id).where(CertificateFile.certificate_id == key)
        if w.session.scalar(made) is not None:
            return
        sha = hashlib.sha256(pdf).hexdigest()
        w.do(Action.CERTIFICATE_MAKE, certificate, sha256=sha)
        w.attach(
            CertificateFile(
                certificate_id=key,
                content=pdf,
                size=len(pdf),
                sha256=sha,
                made_at=w.at,
                renderer=renderer,
            )
        )


@act
def note_failure(caller: Caller, key: int, error: str) -> None:
    """Note that making it failed, by the kind of fault alone: facts stay out of the log."""
    with work(caller) as w:
        w.attach(
            MakingFailure(thing=Certificate.THING, thing_id=key, error=error[:500], failed_at=w.at)
        )

"""Makes the PDF of what was decided, once; run by the worker, after the deciding transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.work import Caller, act, reading, work
from models import sheets
from models.actions import Action
from models.certificates import Certificate, CertificateFile, MakingFailure
from models.sheets import Sheet

Renderer = Callable[[Sheet, str], bytes]
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)


def make_next(caller: Caller, base_url: str, draw: Renderer, renderer: str) -> bool:
    """Make the oldest document that is decided and not yet made; False when there is none.

    The drawing happens outside any transaction. A failure is recorded and waits longer each
    time; the certificates behind it go on. Nothing is ever drawn twice: one file a certificate.
    """
    found = _next(caller)
    if found is None:
        return False
    key, text = found
    try:
        pdf = draw(sheets.read(text), base_url)
    except Exception as fault:  # noqa: BLE001  whatever a drawing meets, the register goes on
        _failed(caller, key, type(fault).__name__)
        return True
    _keep(caller, key, pdf, renderer)
    return True


def _next(caller: Caller) -> tuple[int, str] | None:
    with reading(caller) as view:
        rows = view.session.execute(
            select(Certificate.id, Certificate.facts)
            .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
            .where(CertificateFile.id.is_(None))
            .order_by(Certificate.id)
            .limit(50)
        ).all()
        for key, text in rows:
            if not _waits(view.session, key, view.at):
                return key, text
        return None


def _waits(session: Session, key: int, at: datetime) -> bool:
    """Whether a certificate that failed has to wait still: longer after each failure."""
    count, last = session.execute(
        select(func.count(MakingFailure.id), func.max(MakingFailure.failed_at)).where(
            MakingFailure.thing == Certificate.THING, MakingFailure.thing_id == key
        )
    ).one()
    if not count:
        return False
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(count, 20))
    return bool(at < last + wait)


@act
def _keep(caller: Caller, key: int, pdf: bytes, renderer: str) -> None:
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
def _failed(caller: Caller, key: int, error: str) -> None:
    with work(caller) as w:
        w.attach(
            MakingFailure(thing=Certificate.THING, thing_id=key, error=error[:500], failed_at=w.at)
        )

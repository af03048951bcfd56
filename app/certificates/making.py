"""Makes the PDF of what was decided and is not yet made; the worker runs it after the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.certificates import codes, services
from app.certificates.seals import Press, Sealed
from app.work import Caller, reading
from models import sheets
from models.certificates import Certificate, CertificateFile, MakingFailure
from models.errors import Refusal
from models.sheets import Sheet

Renderer = Callable[[Sheet, str, str, str], bytes]
"""Draws a sheet; with the register's address, the text of the signed code, the frozen facts."""
Sealer = Callable[[Caller, int, bytes], Sealed]
"""Seals what was drawn for a certificate; a Refusal when there is no key or time stamp now."""
OWN = Press()
"""Of a demonstration, which stamps its own time."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=30)


def make_next(
    caller: Caller, base_url: str, draw: Renderer, renderer: str, seal: Sealer = OWN.seal
) -> bool:
    """Make the oldest document that is decided and not yet made; False when there is none.

    Drawing and sealing happen outside any transaction. A failure is recorded and waits longer
    each time; the certificates behind it go on. One file a certificate: what is not sealed is
    not kept, so it is never delivered.
    """
    found = _next(caller)
    if found is None:
        return False
    key, text = found
    try:
        pdf = draw(sheets.read(text), base_url, codes.code(caller, key), text)
        made = seal(caller, key, pdf)
    except Refusal as no:
        services.note_failure(caller, key, no.code)
        return True
    except Exception as fault:  # noqa: BLE001  whatever a drawing meets, the register goes on
        services.note_failure(caller, key, type(fault).__name__)
        return True
    services.keep(caller, key, made, renderer)
    return True


def _next(caller: Caller) -> tuple[int, str] | None:
    """The oldest certificate without a file whose time has come, and its facts."""
    failed = (
        select(
            MakingFailure.thing_id,
            func.count(MakingFailure.id).label("times"),
            func.max(MakingFailure.failed_at).label("last"),
        )
        .where(MakingFailure.thing == Certificate.THING)
        .group_by(MakingFailure.thing_id)
        .subquery()
    )
    with reading(caller) as view:
        waiting = view.session.execute(
            select(Certificate.id, failed.c.times, failed.c.last)
            .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
            .outerjoin(failed, failed.c.thing_id == Certificate.id)
            .where(CertificateFile.id.is_(None))
            .order_by(Certificate.id)
        )
        due = (key for key, times, last in waiting if not _waits(times, last, view.at))
        key = next(due, None)
        if key is None:
            return None
        return key, view.session.scalars(
            select(Certificate.facts).where(Certificate.id == key)
        ).one()


def _waits(times: int | None, last: datetime | None, at: datetime) -> bool:
    """Whether a certificate that failed so many times has to wait still."""
    if not times or last is None:
        return False
    return at < last + min(LONGEST_WAIT, FIRST_WAIT * (1 << min(times, 20)))

"""What anybody may learn of a document by number and code, and its file for those who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app import standing
from app.work import NOBODY, Caller, reading
from models import check_codes, numbers, sheets
from models.certificates import Certificate, CertificateFile
from models.errors import Blocked
from models.licences import Licence
from models.sheets import Sheet
from models.traders import Registration
from models.verdicts import Reason, Registered, verdict

LONGEST = 64


@dataclass(frozen=True)
class File:
    """A certificate's PDF as issued."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Checked:
    """What a check of number and code is answered with."""

    number: str
    at: datetime
    zone: str
    state: str
    valid: bool
    reason: str
    facts: dict[str, str]
    sheet: Sheet
    uid: str
    is_newest: bool
    made: bool


def check(typed: str, code: str) -> Checked | None:
    """The verdict for number and code; None for anything that does not fit, whatever it is."""
    number = numbers.parse(typed)
    if number is None:
        return None
    with reading(NOBODY) as view:
        rows = view.session.scalars(
            select(Certificate).where(Certificate.number == number).order_by(Certificate.id)
        ).all()
        match = next((row for row in rows if check_codes.same(code, row.check_code)), None)
        if match is None:
            return None
        return _checked(view.session, match, rows[-1].id == match.id, view.at)


def _checked(session: Session, row: Certificate, is_newest: bool, at: datetime) -> Checked:  # noqa: FBT001
    valid, reason, facts = _standing(session, row, at)
    regime = standing.regime(session)
    made = select(CertificateFile.id).where(CertificateFile.certificate_id == row.id)
    return Checked(
        number=row.number,
        at=at,
        zone=str(regime.zone(row.state_code, at)),
        state=row.state_code,
        valid=valid,
        reason=reason,
        facts=facts,
        sheet=sheets.read(row.facts),
        uid=str(row.uid),
        is_newest=is_newest,
        made=session.scalar(made) is not None,
    )


def _standing(session: Session, row: Certificate, at: datetime) -> tuple[bool, str, dict[str, str]]:
    """Whether what the document says still holds now, and the first reason why not."""
    if row.licence_id is not None:
        licence = session.get_one(Licence, row.licence_id)
        found = verdict(standing.licence_facts(session, licence.id, history=False), at)
        return found.valid, str(found.reason or ""), found.facts
    registration = session.get_one(Registration, row.registration_id)
    known = standing.registered(session, {registration.trader_id})[registration.trader_id]
    mine = next(item for _, _, item in known if item.number == registration.number)
    return _of_registration(mine, at)


def _of_registration(mine: Registered, at: datetime) -> tuple[bool, str, dict[str, str]]:
    if mine.ended_at is not None and mine.ended_at <= at:
        return False, "ENDED", {"since": mine.ended_at.isoformat()}
    stopped = sorted({item.state for item in mine.suspensions if item.stands(at)})
    if stopped:
        return False, str(Reason.SUSPENDED), {"states": ",".join(stopped)}
    if mine.live(at):
        return True, "", {}
    if all(at < span.start for span in mine.terms):
        return False, str(Reason.NOT_YET_VALID), {}
    return False, str(Reason.EXPIRED), {}


def file(caller: Caller, uid: str) -> File:
    """The PDF of a certificate that this person may see; Blocked while it is being made."""
    with reading(caller) as view:
        row = view.get(Certificate, uid)
        found = view.session.scalars(
            select(CertificateFile)
            .where(CertificateFile.certificate_id == row.id)
            .options(undefer(CertificateFile.content))
        ).first()
        if found is None:
            raise Blocked("certificate_not_made")
        return File(f"{row.number}.pdf", found.content, found.sha256)


@dataclass(frozen=True)
class Listed:
    """A certificate as lists show it."""

    uid: str
    number: str
    issued_at: datetime
    made: bool


def of_number(caller: Caller, number: str) -> tuple[Listed, ...]:
    """The certificates of a record that one may see, newest first."""
    with reading(caller) as view:
        rows = view.session.execute(
            view.see(Certificate)
            .add_columns(CertificateFile.id)
            .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
            .where(Certificate.number == number)
            .order_by(Certificate.id.desc())
        )
        return tuple(
            Listed(str(row.uid), row.number, row.issued_at, made is not None) for row, made in rows
        )

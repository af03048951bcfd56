"""What anybody may learn of a document by number and code, and its file for those who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from app import standing
from app.void import Void, void
from app.work import NOBODY, Caller, reading
from models import check_codes, numbers, sheets
from models.certificates import Certificate, CertificateFile
from models.errors import Blocked
from models.sheets import Days, LetterSheet, LicenceSheet, RegistrationSheet, Sheet
from models.states import end_instant, first_instant
from models.verdicts import Reason, Registered, verdict

LONGEST = 64
VALID = "VALID"


@dataclass(frozen=True)
class File:
    """A certificate's PDF as issued."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class Checked:
    """What anybody with number and code is told: how it stands, and what to compare.

    No party, goods line or condition: those are for customs on the route (rules 3.2). `mark` is
    the digest of the facts as issued, which stands at the foot of the paper.
    """

    number: str
    at: datetime
    zone: str
    state: str
    reason: str
    """Why what the paper certifies does not hold now; VALID where it does."""
    void: Void | None
    """Why the paper itself counts no more, whatever it certifies."""
    sheet: Sheet
    days: Days | None
    mark: str
    is_newest: bool

    @property
    def valid(self) -> bool:
        """Whether this paper may be relied on now."""
        return self.void is None and self.reason == VALID

    @property
    def is_licence(self) -> bool:
        return isinstance(self.sheet, LicenceSheet)

    @property
    def is_letter(self) -> bool:
        return isinstance(self.sheet, LetterSheet)

    @property
    def states(self) -> tuple[str, ...]:
        """Who decided it, as the paper says."""
        if isinstance(self.sheet, LicenceSheet):
            return tuple(item.code for item in self.sheet.authorizers)
        return (self.state,)

    @property
    def end_use_certificate(self) -> str:
        """For who holds code or file, which say it; nothing where there is none."""
        return self.sheet.end_use_certificate if isinstance(self.sheet, LicenceSheet) else ""

    @property
    def kind(self) -> str:
        """Of what it is, as the codes of words say it."""
        return "licence" if self.is_licence else "letter" if self.is_letter else "registration"

    @property
    def saying(self) -> str:
        """The code of the sentence that says how it stands: of the paper, or what it certifies."""
        return f"verify.{self.kind}.{self.void.why}" if self.void else self.itself

    @property
    def itself(self) -> str:
        """The code of the sentence that says how that which it certifies stands."""
        return f"verify.{self.kind}.{self.reason}"

    @property
    def next(self) -> str:
        """The code of what to do now; only where it is not valid."""
        return f"verify.next.{self.kind}.{self.void.why if self.void else self.reason}"


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
        return _checked(view.session, match, view.at, is_newest=rows[-1].id == match.id)


def _checked(session: Session, row: Certificate, at: datetime, *, is_newest: bool) -> Checked:
    sheet = sheets.read(row.facts)
    return Checked(
        number=row.number,
        at=at,
        zone=str(standing.regime(session).zone(row.state_code, at)),
        state=row.state_code,
        reason=_reason(session, row, sheet, at) or VALID,
        void=void(session, row),
        sheet=sheet,
        days=sheets.days(sheet) if isinstance(sheet, LicenceSheet) else None,
        mark=sheets.mark(row.facts),
        is_newest=is_newest,
    )


def told(session: Session, row: Certificate, at: datetime) -> Checked:
    """How a certificate stands, for whoever showed its own file."""
    newest = session.scalar(
        select(func.max(Certificate.id)).where(Certificate.number == row.number)
    )
    return _checked(session, row, at, is_newest=newest == row.id)


def _reason(session: Session, row: Certificate, sheet: Sheet, at: datetime) -> str | None:
    """The first reason why what the document says does not hold now; None when it holds.

    A letter tells what was decided that day: nothing that comes later makes it less true.
    """
    if isinstance(sheet, LetterSheet):
        return None
    if isinstance(sheet, LicenceSheet):
        facts = standing.licence_facts(session, row.licence_id or 0, history=False)
        found = verdict(facts, at).reason
        return None if found is None else str(found)
    known = standing.registered(session, {row.trader_id})[row.trader_id]
    mine = next(item for _, _, item in known if item.number == row.number)
    return _stopped(mine, at) or _outside_its_days(sheet, at)


def _stopped(mine: Registered, at: datetime) -> str | None:
    """Why the registration itself does not stand."""
    if mine.ended_at is not None and mine.ended_at <= at:
        return "ENDED"
    if any(item.stands(at) for item in mine.suspensions):
        return str(Reason.SUSPENDED)
    return None


def _outside_its_days(sheet: RegistrationSheet, at: datetime) -> str | None:
    """Why this paper does not: after a renewal another one says the days that run."""
    by = sheet.authorizer
    if at < first_instant(by.first_day, ZoneInfo(by.zone)):
        return str(Reason.NOT_YET_VALID)
    if at >= end_instant(by.last_day, ZoneInfo(by.zone)):
        return str(Reason.EXPIRED)
    return None


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

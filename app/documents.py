"""Documents: certificates and letters of a record or a trader, and how each stands (DOC-04).

A document is there for its trader from the decision on (DOC-07): until its file is made it is
listed as being made, and afterwards it can be had.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from app import standing, waiting
from app.work import View
from models import check_codes, sheets
from models.actions import Action
from models.certificates import Certificate, CertificateFile
from models.letters import Pack, Paper, pack
from models.licences import Licence
from models.sheets import LetterSheet, LicenceSheet, RegistrationSheet, Sheet
from models.stages import Stage
from models.states import end_instant
from models.traders import Registration

PAGE = 50
IN_FORCE = (Stage.ISSUED, Stage.ACTIVE)


@dataclass(frozen=True)
class Listed:
    """A document as lists show it; `title` and `why` are codes of words."""

    uid: str
    number: str
    title: str
    about: str
    state: str
    zone: str
    issued_at: datetime
    pack: Pack
    why: str
    made: bool
    waits: str
    """Why it is not made yet, `key`, `stamp` or `fault`; nothing where no try has failed."""
    may_replace: bool


@dataclass(frozen=True)
class Documents:
    """One page of documents, the newest first."""

    listed: tuple[Listed, ...]
    page: int
    is_last: bool


def of(view: View, *conditions: ColumnElement[bool], page: int = 1) -> Documents:
    """The documents that this person may see, newest first."""
    newer = aliased(Certificate)
    statement = (
        view.see(Certificate)
        .add_columns(CertificateFile.id, newer.id, Licence.stage, Registration.stage)
        .outerjoin(CertificateFile, CertificateFile.certificate_id == Certificate.id)
        .outerjoin(newer, newer.supersedes_id == Certificate.id)
        .outerjoin(Licence, Licence.id == Certificate.licence_id)
        .outerjoin(Registration, Registration.id == Certificate.registration_id)
        .where(*conditions)
        .order_by(Certificate.id.desc())
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    rows = view.session.execute(statement).all()
    shown = rows[:PAGE]
    lacking = waiting.whys(view.session, [row.id for row, made, *_ in shown if made is None])
    regime = standing.regime(view.session)
    listed = []
    for row, made, newer_id, licence_stage, registration_stage in shown:
        stage = licence_stage or registration_stage
        sheet = sheets.read(row.facts)
        paper = Paper(
            made=made is not None,
            replaced=newer_id is not None,
            ended=row.letter == "" and stage is not None and stage not in IN_FORCE,
            over_at=_over_at(sheet),
        )
        found = pack(paper, view.at)
        listed.append(
            Listed(
                uid=str(row.uid),
                number=row.number,
                title=_title(sheet),
                about=sheet.about if isinstance(sheet, LetterSheet) else row.number,
                state=row.state_code,
                zone=str(regime.zone(row.state_code, view.at)),
                issued_at=row.issued_at,
                pack=found,
                why=_why(paper, found),
                made=paper.made,
                waits=lacking.get(row.id, ""),
                may_replace=_replaceable(paper) and view.may(Action.CERTIFICATE_REISSUE, row),
            )
        )
    return Documents(tuple(listed), page, len(rows) <= PAGE)


def check_code(session: Session, licence: Licence) -> str:
    """The check code of a licence's newest certificate: an earlier paper's is good for nothing."""
    newest = (
        select(Certificate.check_code)
        .where(Certificate.licence_id == licence.id, Certificate.letter == "")
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    return session.scalar(newest) or licence.check_code


def paper(session: Session, licence: Licence, code: str) -> Certificate | None:
    """The certificate of a licence, current or earlier, that bears this check code."""
    rows = session.scalars(
        select(Certificate).where(Certificate.licence_id == licence.id, Certificate.letter == "")
    )
    return next((row for row in rows if check_codes.same(code, row.check_code)), None)


def mark(session: Session, licence: Licence) -> str:
    """The mark of the facts at the foot of that paper; nothing where none was issued."""
    newest = (
        select(Certificate.facts)
        .where(Certificate.licence_id == licence.id, Certificate.letter == "")
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    facts = session.scalar(newest)
    return "" if facts is None else sheets.mark(facts)


def _replaceable(paper: Paper) -> bool:
    return paper.made and not paper.replaced and not paper.ended


def _title(sheet: Sheet) -> str:
    if isinstance(sheet, LetterSheet):
        return f"letter.{sheet.kind}"
    return (
        "document.licence"
        if isinstance(sheet, LicenceSheet)
        else f"sheet.registration.{sheet.kind}"
    )


def _over_at(sheet: Sheet) -> datetime | None:
    """When what it says is over by its own days; None for a letter that sets none."""
    if isinstance(sheet, LicenceSheet):
        return sheet.valid_until
    if isinstance(sheet, RegistrationSheet):
        return end_instant(sheet.authorizer.last_day, sheets.zone_of(sheet.authorizer))
    day = sheet.reply_by or sheet.appeal_by
    return None if day is None else end_instant(day, sheets.zone_of(sheet.office))


def _why(paper: Paper, found: Pack) -> str:
    """The code of why a document is good for nothing."""
    if found is not Pack.REVOKED:
        return ""
    return "pack.why.replaced" if paper.replaced else "pack.why.ended"

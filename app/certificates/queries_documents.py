"""Lists of documents: a holder's own, and those of one record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from app import documents, standing
from app.documents import Documents
from app.work import Caller, reading
from models import numbers, sheets
from models.actions import Action
from models.certificates import Certificate
from models.dossiers import Authorization, Dossier
from models.enforcement import Case
from models.errors import NotFound
from models.letters import ReissueCause
from models.licences import Licence
from models.sheets import LetterSheet, LicenceSheet
from models.traders import Registration


def own(caller: Caller, page: int) -> Documents:
    """Every document of the visitor's own trader; NotFound for whoever is no trader's."""
    with reading(caller) as view:
        if view.actor.trader_id is None:
            raise NotFound
        return documents.of(view, Certificate.trader_id == view.actor.trader_id, page=page)


def of_record(caller: Caller, number: str, page: int) -> Documents:
    """Every document of one record that the visitor may see; NotFound for what is no number."""
    if numbers.parse(number) != number:
        raise NotFound
    with reading(caller) as view:
        cases = select(Authorization.id).join(Dossier).where(Dossier.number == number)
        of = or_(
            Certificate.number == number,
            Certificate.registration_id.in_(
                select(Registration.id).where(Registration.number == number)
            ),
            Certificate.licence_id.in_(select(Licence.id).where(Licence.number == number)),
            Certificate.authorization_id.in_(cases),
            Certificate.case_id.in_(select(Case.id).where(Case.number == number)),
        )
        return documents.of(view, of, page=page)


@dataclass(frozen=True)
class Replaceable:
    """A certificate that may be made anew: what the page of that act shows."""

    uid: str
    number: str
    about: str
    """The number of the record that lists it."""
    holder: str
    state: str
    zone: str
    issued_at: datetime
    lists: int
    """In how many States' lists its code is marked as revoked; none for a letter."""
    causes: tuple[ReissueCause, ...]

    @property
    def is_letter(self) -> bool:
        return self.lists == 0


def replaceable(caller: Caller, uid: str) -> Replaceable:
    """A document that this person may replace; NotFound for every other one."""
    with reading(caller) as view:
        row = view.get(Certificate, uid)
        sheet = sheets.read(row.facts)
        if not view.may(Action.CERTIFICATE_REISSUE, row):
            raise NotFound
        is_letter = isinstance(sheet, LetterSheet)
        return Replaceable(
            uid=str(row.uid),
            number=row.number,
            about=sheet.about if isinstance(sheet, LetterSheet) else row.number,
            holder=sheet.parties[0].name if isinstance(sheet, LicenceSheet) else sheet.trader,
            state=row.state_code,
            zone=str(standing.regime(view.session).zone(row.state_code, view.at)),
            issued_at=row.issued_at,
            lists=len(sheet.authorizers) if isinstance(sheet, LicenceSheet) else int(not is_letter),
            causes=tuple(
                cause
                for cause in ReissueCause
                if not (is_letter and cause is ReissueCause.NAME_CHANGED)
            ),
        )

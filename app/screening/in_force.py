"""Which screened cases are looked at again: those that are open, and what is in force."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from models.dossiers import Dossier
from models.licences import Licence, LicenceShare
from models.screening import Screening
from models.stages import Stage
from models.traders import OPEN_STAGES, RENEWAL_OPEN, Filing, Registration, Renewal


def under_watch(at: datetime) -> ColumnElement[bool]:
    """Screenings of open cases, of active registrations and of live licences."""
    return or_(
        and_(
            Screening.thing == Filing.THING,
            exists().where(
                Registration.filing_id == Screening.thing_id,
                Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE}),
            ),
        ),
        and_(
            Screening.thing == Renewal.THING,
            exists().where(
                Renewal.id == Screening.thing_id,
                Registration.id == Renewal.registration_id,
                or_(
                    Renewal.stage.in_(RENEWAL_OPEN),
                    and_(Renewal.stage == Stage.DECIDED, Registration.stage == Stage.ACTIVE),
                ),
            ),
        ),
        and_(
            Screening.thing == Dossier.THING,
            exists().where(Dossier.id == Screening.thing_id, Dossier.stage == Stage.LOCKED),
        ),
        and_(Screening.thing == Dossier.THING, exists().where(*_live_licence(at))),
    )


def in_force(state: str | None, at: datetime) -> ColumnElement[bool]:
    """Screenings of the active registrations of a State, and of live licences it authorized."""
    return or_(
        and_(
            Screening.thing == Filing.THING,
            exists().where(
                Registration.filing_id == Screening.thing_id,
                Registration.state_code == state,
                Registration.stage == Stage.ACTIVE,
            ),
        ),
        and_(
            Screening.thing == Renewal.THING,
            exists().where(
                Renewal.id == Screening.thing_id,
                Renewal.stage == Stage.DECIDED,
                Registration.id == Renewal.registration_id,
                Registration.state_code == state,
                Registration.stage == Stage.ACTIVE,
            ),
        ),
        and_(
            Screening.thing == Dossier.THING,
            exists().where(
                *_live_licence(at),
                LicenceShare.licence_id == Licence.id,
                LicenceShare.state_code == state,
            ),
        ),
    )


def newest() -> ColumnElement[bool]:
    """Screenings that no newer one of the same case has followed (`app.screened`)."""
    later, again = aliased(Screening), aliased(Screening)
    later_version = exists().where(
        later.thing == Screening.thing,
        later.thing_id == Screening.thing_id,
        later.version > Screening.version,
    )
    asked_again = exists().where(
        again.thing == Screening.thing,
        again.thing_id == Screening.thing_id,
        again.version == Screening.version,
        again.asked_at > Screening.asked_at,
    )
    # Two questions, each answered by one look into the index, however many names a case has.
    return ~later_version & ~asked_again


def _live_licence(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Licence.dossier_id == Screening.thing_id,
        Licence.stage == Stage.ISSUED,
        Licence.valid_until > at,
    )

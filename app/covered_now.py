"""Cover in SQL, as it is at this very moment: for lists that cannot load every licence."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_

from models.dossiers import CoverRow
from models.enforcement import Case
from models.stages import Stage
from models.traders import Registration, RegistrationTerm, Suspension


def suspension_stands(at: datetime) -> ColumnElement[bool]:
    """In SQL what `Suspended.stands` says of a `Suspension` row at this very moment (rules 5.2)."""
    carried = exists().where(
        Case.trader_id == Registration.trader_id,
        Registration.id == Suspension.registration_id,
        Case.state_code == Suspension.state_code,
        Case.opened_at < Suspension.limit_at,
        Case.closed_at.is_(None),
    )
    return and_(
        Suspension.lifted_at.is_(None),
        or_(
            and_(Suspension.confirmed_at.is_(None), Suspension.confirm_by > at),
            and_(Suspension.confirmed_at.is_not(None), or_(Suspension.limit_at > at, carried)),
        ),
    )


def row_uncovered(at: datetime) -> ColumnElement[bool]:
    """In SQL: a `CoverRow` that is asked for and not met at this very moment, as `Covered.met`."""
    stopped = exists().where(Suspension.registration_id == Registration.id, suspension_stands(at))
    live = exists().where(
        Registration.trader_id == CoverRow.trader_id,
        Registration.state_code == CoverRow.state_code,
        Registration.kind == CoverRow.kind,
        Registration.stage == Stage.ACTIVE,
        RegistrationTerm.registration_id == Registration.id,
        RegistrationTerm.valid_from <= at,
        RegistrationTerm.valid_until > at,
        not_(stopped),
    )
    return and_(CoverRow.outside.is_(False), CoverRow.exempt.is_(False), not_(live))

"""How every certificate stands at this moment, as its States' status lists say it; only what is
not valid is looked for, so that it costs what there is to tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.covered_now import row_uncovered, suspension_stands
from app.lost_keys import signed_by_lost
from app.signed.status import REVOKED, SUSPENDED, USED_UP
from models.certificates import Certificate
from models.codes import StatusEntry
from models.dossiers import CoverRow
from models.licences import Licence, LicenceLine
from models.stages import Stage
from models.states import Embargo
from models.traders import Registration, RegistrationTerm, Suspension

Place = tuple[str, int]
"""A State and a year: one list."""
Values = Mapping[int, int]
"""The entries of a list that are not valid, each with what it says."""


def places(session: Session) -> set[Place]:
    """Every list that has an entry."""
    rows = session.execute(select(StatusEntry.state_code, StatusEntry.year).distinct())
    return {(state, year) for state, year in rows}


def values(session: Session, at: datetime) -> dict[Place, dict[int, int]]:
    """What is not valid now, by list. Ended outweighs used up, and that outweighs suspended."""
    found: dict[Place, dict[int, int]] = defaultdict(dict)
    standing = session.scalars(
        select(Embargo).where(
            Embargo.valid_from <= at, or_(Embargo.valid_until.is_(None), Embargo.valid_until > at)
        )
    )
    embargoes = [(SUSPENDED, _of_licences(_under_embargo(embargo))) for embargo in standing]
    for said, statement in (*_lost(session), *_statements(at), *embargoes):
        for state, year, entry in session.execute(statement):
            found[state, year].setdefault(entry, said)
    return found


def next_change(session: Session, at: datetime) -> datetime | None:
    """The first moment after this one at which the calendar alone may change an entry.

    That a code's own days are over stands in the code.
    """
    moments: tuple[InstrumentedAttribute[Any], ...] = (
        RegistrationTerm.valid_from,
        RegistrationTerm.valid_until,
        Suspension.confirm_by,
        Suspension.limit_at,
        Embargo.valid_from,
        Embargo.valid_until,
    )
    found = [session.scalar(select(func.min(moment)).where(moment > at)) for moment in moments]
    return min((moment for moment in found if moment is not None), default=None)


def _lost(session: Session) -> Iterable[tuple[int, Select[str, int, int]]]:
    """What a withdrawn key sealed or signed: nothing that it made counts any more."""
    lost = signed_by_lost(session)
    if lost is not None:
        yield REVOKED, _entries().where(lost)


def _statements(at: datetime) -> Iterable[tuple[int, Select[str, int, int]]]:
    """What is asked for each value, the weightiest first."""
    yield REVOKED, _entries().where(_replaced())
    yield REVOKED, _of_registrations(Registration.stage != Stage.ACTIVE)
    yield REVOKED, _of_licences(Licence.stage != Stage.ISSUED)
    yield USED_UP, _of_licences(~_left())
    yield SUSPENDED, _of_registrations(_registration_stopped(at))
    yield SUSPENDED, _of_licences(or_(_licence_stopped(at), _uncovered(at)))


def _of_registrations(condition: ColumnElement[bool]) -> Select[str, int, int]:
    return (
        _entries()
        .join(Registration, Registration.id == Certificate.registration_id)
        .where(condition)
    )


def _of_licences(condition: ColumnElement[bool]) -> Select[str, int, int]:
    return _entries().join(Licence, Licence.id == Certificate.licence_id).where(condition)


def _entries() -> Select[str, int, int]:
    return select(StatusEntry.state_code, StatusEntry.year, StatusEntry.entry).join(
        Certificate, Certificate.id == StatusEntry.certificate_id
    )


def _replaced() -> ColumnElement[bool]:
    """A newer certificate took its place."""
    newer = aliased(Certificate)
    return exists().where(newer.supersedes_id == Certificate.id)


def _left() -> ColumnElement[bool]:
    """Something of some line is left."""
    return exists().where(
        LicenceLine.licence_id == Licence.id, LicenceLine.used < LicenceLine.quantity
    )


def _registration_stopped(at: datetime) -> ColumnElement[bool]:
    return exists().where(Suspension.registration_id == Registration.id, suspension_stands(at))


def _licence_stopped(at: datetime) -> ColumnElement[bool]:
    """That State's own suspension stands: each stops it alone."""
    return exists().where(
        Suspension.licence_id == Licence.id,
        Suspension.state_code == StatusEntry.state_code,
        suspension_stands(at),
    )


def _uncovered(at: datetime) -> ColumnElement[bool]:
    """A registration that its cover rests on does not stand in that State."""
    return exists().where(
        CoverRow.version_id == Licence.version_id,
        CoverRow.state_code == StatusEntry.state_code,
        row_uncovered(at),
    )


def _under_embargo(embargo: Embargo) -> ColumnElement[bool]:
    """It goes where an embargo stands against one of its lines; no classes means all goods."""
    touched = exists().where(
        LicenceLine.licence_id == Licence.id, LicenceLine.goods_class.in_(embargo.classes)
    )
    there = Licence.destination == embargo.target_code
    return and_(there, touched) if embargo.classes else there

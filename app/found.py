"""What counts of a hit at a moment: its newest finding, unless that has run out since."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from models.screening import Disposition, DispositionOutcome, Hit

_given = Disposition.__table__.alias("given")
_later = Disposition.__table__.alias("found_later")
_other = Hit.__table__.alias("other_hit")


def outcome_at(at: datetime) -> Any:
    """What is found of a hit, of the outer statement, at a moment; nothing while it is open.

    The calendar is not a stage: a finding whose day has come is as none, and nothing is written.
    A carried one counts until an officer finds otherwise of the same party on the same entry.
    """
    return (
        select(_given.c.outcome)
        .where(
            _given.c.id == Hit.disposition_id,
            or_(_given.c.expires_at.is_(None), _given.c.expires_at > at),
            or_(_given.c.carried_from_id.is_(None), ~_found_otherwise()),
        )
        .correlate(Hit)
        .scalar_subquery()
    )


def is_open_at(at: datetime) -> ColumnElement[bool]:
    """Whether somebody must still find, or find again."""
    open_now: ColumnElement[bool] = outcome_at(at).is_(None)
    return open_now


def _found_otherwise() -> ColumnElement[bool]:
    return exists(
        select(_later.c.id)
        .where(
            _later.c.id > _given.c.carried_from_id,
            _later.c.carried_from_id.is_(None),
            _later.c.party_digest == _given.c.party_digest,
            _later.c.outcome != str(DispositionOutcome.FALSE),
            _other.c.id == _later.c.hit_id,
            _other.c.source == Hit.source,
            _other.c.entry_reference == Hit.entry_reference,
        )
        .correlate(_given, Hit)
    )

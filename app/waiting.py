"""Why a document that was decided is not here yet, in a code that its holder may read."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.certificates import Certificate, MakingFailure


def whys(session: Session, keys: Collection[int]) -> Mapping[int, str]:
    """`key`, `stamp` or `fault` for each of these certificates whose newest try failed."""
    newest = (
        select(func.max(MakingFailure.id))
        .where(MakingFailure.thing == Certificate.THING, MakingFailure.thing_id.in_(keys))
        .group_by(MakingFailure.thing_id)
    )
    rows = session.execute(
        select(MakingFailure.thing_id, MakingFailure.error).where(MakingFailure.id.in_(newest))
    )
    return {key: kind_of(error) for key, error in rows.all()}


def kind_of(error: str) -> str:
    """What kind of trouble it was.

    >>> kind_of("key_file_missing"), kind_of("stamper_no_answer"), kind_of("RuntimeError")
    ('key', 'stamp', 'fault')
    """
    kind = error.partition("_")[0]
    return {"key": "key", "stamper": "stamp"}.get(kind, "fault")

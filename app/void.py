"""Whether a paper itself is good for nothing, however that which it certifies stands.

Every live check asks it of the paper that is shown; a reader without a network finds it revoked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.lost_keys import is_lost
from models.certificates import Certificate

REPLACED = "REPLACED"
"""A newer document took its place: lost paper, another name, a key withdrawn."""
KEY_WITHDRAWN = "KEY_WITHDRAWN"
"""Whoever has the key that signed it can make such papers: it must be issued anew."""
VOID = frozenset({REPLACED, KEY_WITHDRAWN})
"""What an officer is told of such a paper in place of the verdict on the licence."""


@dataclass(frozen=True)
class Void:
    """Why a paper counts no more; `since` is when the newer one was issued, where there is one."""

    why: str
    since: datetime | None = None


def void(session: Session, paper: Certificate) -> Void | None:
    """Why this paper counts no more; None while it does. Nothing of the newer one is told."""
    newer = select(Certificate.issued_at).where(Certificate.supersedes_id == paper.id)
    replaced_at = session.scalar(newer)
    if replaced_at is not None:
        return Void(REPLACED, replaced_at)
    return Void(KEY_WITHDRAWN) if is_lost(session, paper) else None

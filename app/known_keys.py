"""The public parts of the keys on record: whom to believe, and for which time; any page may ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.keys import Key, KeyUse


@dataclass(frozen=True)
class KnownKey:
    """One key as others may know it; what it signed in its window is good unless withdrawn."""

    kid: bytes
    """8 bytes."""
    state: str | None
    """None for a key of the regime itself."""
    use: KeyUse
    algorithm: str
    public_key: bytes
    """DER SubjectPublicKeyInfo."""
    certificate: bytes | None
    """DER X.509 of a root, seal or time stamper's key."""
    not_before: datetime
    not_after: datetime
    """Not included: the end of its term, or its retirement."""
    withdrawn_at: datetime | None

    def covers(self, issued_at: datetime) -> bool:
        """Whether what it signed at that moment is good."""
        return self.withdrawn_at is None and self.not_before <= issued_at < self.not_after


def trusted(session: Session, at: datetime, *uses: KeyUse) -> tuple[KnownKey, ...]:
    """Every key on record at a moment, in the order of their making; of some uses, if named.

    Retired ones are among them, for what they signed stays good; withdrawn ones too, marked; and
    those whose window is still to come, so that readers know them by then.
    """
    statement = select(Key).where(Key.recorded_at <= at).order_by(Key.id)
    if uses:
        statement = statement.where(Key.use.in_([str(use) for use in uses]))
    return tuple(_known(key) for key in session.scalars(statement))


def of_kid(session: Session, kid: bytes) -> KnownKey | None:
    """The key of that name, or None."""
    key = session.scalar(select(Key).where(Key.kid == kid.hex()))
    return None if key is None else _known(key)


def roots(session: Session, at: datetime) -> tuple[KnownKey, ...]:
    """The regime's roots that are not withdrawn, newest first: where every chain must end."""
    found = trusted(session, at, KeyUse.ROOT)
    return tuple(key for key in reversed(found) if key.withdrawn_at is None)


def _known(key: Key) -> KnownKey:
    return KnownKey(
        bytes.fromhex(key.kid),
        key.state_code,
        KeyUse(key.use),
        key.algorithm,
        key.public_key,
        key.certificate,
        key.valid_from,
        key.not_after,
        key.withdrawn_at,
    )

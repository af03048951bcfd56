"""What the acts on keys are told, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.signers.base import Signer
from models.keys import BackEnd, KeyUse


@dataclass(frozen=True)
class Said:
    """Who did it and who watched, by name: two persons, except in a demonstration."""

    by: str = ""
    witness: str = ""


@dataclass(frozen=True)
class Order:
    """One new key for a State or the regime; its secret part is made already."""

    signer: Signer
    back_end: BackEnd
    use: KeyUse
    state: str | None = None
    start: datetime | None = None
    """When it begins to sign; without it, at once."""
    days: int | None = None
    """How long it may sign; without it, as long as is usual for its use."""


@dataclass(frozen=True)
class Certified:
    """One key that an offline root certified; its secret part is here."""

    public_key: bytes
    certificate: bytes | None
    use: KeyUse
    state: str | None
    back_end: BackEnd
    start: datetime
    end: datetime

"""Keys: the public parts of what seals, signs and stamps, each with its window; no secret."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Thing
from models.columns import listed
from models.errors import Refusal

ALGORITHM = "ES256"
"""ECDSA over P-256 with SHA-256: what every key of the register signs by."""


REASON_LENGTH = 500


class KeyUse(StrEnum):
    """What a key is for; one key has one use."""

    ROOT = "root"
    """The regime's: signs the certificates of the others, the trust list and the CRL."""
    SEAL = "seal"
    """A State's: seals its documents (PAdES)."""
    STATUS = "status"
    """A State's: signs its status lists."""
    TIMESTAMP = "timestamp"
    """The regime's own time stamper, in a demonstration."""
    TOKEN = "token"  # noqa: S105  what it signs
    """A State's: signs the codes on its certificates."""


OF_A_STATE = (KeyUse.SEAL, KeyUse.TOKEN, KeyUse.STATUS)
OF_THE_REGIME = (KeyUse.ROOT, KeyUse.TIMESTAMP)
CERTIFIED = (KeyUse.ROOT, KeyUse.SEAL, KeyUse.TIMESTAMP)
"""Those with an X.509 certificate; the trust list vouches for the others."""


class BackEnd(StrEnum):
    """Where the secret part is."""

    FILE = "file"
    PKCS11 = "pkcs11"
    OFFLINE = "offline"
    """Nowhere that this installation reaches: a root kept apart."""


class KeyStanding(StrEnum):
    """How a key stands at a moment: computed, never kept."""

    COMING = "coming"
    STANDS = "stands"
    RETIRED = "retired"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class KeyMissing(Refusal):
    """No key stands for a use: what needs it waits. `facts`: use, and the State whose it is."""

    http = 503


class KeyUnusable(Refusal):
    """A key is on record, but its secret part cannot be used here; the code says why."""

    http = 503


class Key(Thing, Base):
    """One key pair of a State or of the regime, by its public part.

    It signs from `valid_from` until `valid_until`, or until it is retired. What it signed in that
    time stays good; withdrawn, nothing that it ever signed is good any more.
    """

    THING = "key"
    __tablename__ = "keys"
    __table_args__ = (
        CheckConstraint(f"use IN {listed(KeyUse)}", name="use_known"),
        CheckConstraint(f"back_end IN {listed(BackEnd)}", name="back_end_known"),
        CheckConstraint(
            f"(state_code IS NULL) = (use IN {listed(OF_THE_REGIME)})", name="of_state_or_regime"
        ),
        CheckConstraint(
            f"(certificate IS NOT NULL) = (use IN {listed(CERTIFIED)})", name="certified_by_use"
        ),
        CheckConstraint("length(kid) = 16", name="kid_of_eight_bytes"),
        CheckConstraint("valid_from < valid_until", name="window"),
        CheckConstraint(
            "retired_at IS NULL OR retired_at >= valid_from", name="retired_in_its_window"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn_with_reason"
        ),
        Index("ix_keys_state_code_use", "state_code", "use"),
    )

    kid: Mapped[str] = mapped_column(String(16), unique=True)
    """Hexadecimal: the first 8 bytes of SHA-256 of `public_key`."""
    state_code: Mapped[str | None] = mapped_column(ForeignKey("states.code"))
    use: Mapped[str] = mapped_column(String(16))
    algorithm: Mapped[str] = mapped_column(String(16))
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    """DER SubjectPublicKeyInfo."""
    certificate: Mapped[bytes | None] = mapped_column(LargeBinary)
    """DER X.509, for the uses of CERTIFIED."""
    back_end: Mapped[str] = mapped_column(String(16))
    valid_from: Mapped[datetime] = mapped_column(Moment())
    valid_until: Mapped[datetime] = mapped_column(Moment())
    retired_at: Mapped[datetime | None] = mapped_column(Moment())
    withdrawn_at: Mapped[datetime | None] = mapped_column(Moment())
    withdrawn_reason: Mapped[str | None] = mapped_column(String(REASON_LENGTH))

    def reference(self) -> str:
        return self.kid

    @property
    def not_after(self) -> datetime:
        """The end of its window, not included: what it signs from then on is refused."""
        return min(self.retired_at, self.valid_until) if self.retired_at else self.valid_until

    def covers(self, issued_at: datetime) -> bool:
        """Whether what it signed at that moment is good: in its window, and not withdrawn."""
        return self.withdrawn_at is None and self.valid_from <= issued_at < self.not_after

    def standing(self, at: datetime) -> KeyStanding:
        """How it stands: withdrawn before all, then by its window."""
        if self.withdrawn_at is not None:
            return KeyStanding.WITHDRAWN
        if at < self.valid_from:
            return KeyStanding.COMING
        if self.retired_at is not None and self.retired_at <= at:
            return KeyStanding.RETIRED
        return KeyStanding.STANDS if at < self.valid_until else KeyStanding.ENDED

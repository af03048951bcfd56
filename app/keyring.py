"""The keyring: which signer stands for a State and a use; for the worker and command line only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.known_keys import KnownKey, of_kid, roots, trusted
from app.signers.base import Signer
from app.signers.files import FileSigner
from models.keys import BackEnd, Key, KeyMissing, KeyUnusable, KeyUse

__all__ = ["KnownKey", "of_kid", "open_ring", "roots", "signer", "signer_of", "trusted"]


@dataclass(frozen=True)
class Ring:
    """Where this process finds secret keys."""

    folder: Path
    """Of the key files."""
    module: Callable[[Key], Signer] | None = None
    """Signs by a hardware module, where one is set up."""


class _Held:
    """The one keyring of this process."""

    ring: Ring | None = None


def open_ring(folder: Path, module: Callable[[Key], Signer] | None = None) -> None:
    """Say where this process finds its keys: once, at its start."""
    _Held.ring = Ring(folder, module)


def close_ring() -> None:
    """Forget where the keys are."""
    _Held.ring = None


def signer(session: Session, state: str | None, use: KeyUse | str, at: datetime) -> Signer:
    """The signer of a State (None: of the regime) for a use at the moment of signing.

    The moment is to stand in what is signed as its issue time (`iat`, the time of sealing): it
    lies in the key's window then, whenever the thing itself was decided. KeyMissing when no key
    stands then; KeyUnusable when its secret part cannot be used here.
    """
    key = session.scalar(
        select(Key)
        .where(
            Key.state_code == state if state is not None else Key.state_code.is_(None),
            Key.use == str(use),
            Key.valid_from <= at,
            Key.valid_until > at,
            or_(Key.retired_at.is_(None), Key.retired_at > at),
            Key.withdrawn_at.is_(None),
        )
        .order_by(Key.valid_from.desc(), Key.id.desc())
        .limit(1)
    )
    if key is None:
        raise KeyMissing("key_missing", state=state or "-", use=str(use))
    return signer_of(key)


def signer_of(key: Key) -> Signer:
    """The signer of one key; KeyUnusable when its secret part cannot be used here."""
    ring = _Held.ring
    if ring is None:
        msg = "no keyring is open in this process"
        raise RuntimeError(msg)
    if key.back_end == BackEnd.FILE:
        return FileSigner(ring.folder, key.kid, key.certificate)
    if key.back_end == BackEnd.PKCS11 and ring.module is not None:
        return ring.module(key)
    code = "key_offline" if key.back_end == BackEnd.OFFLINE else "key_module_not_set"
    raise KeyUnusable(code, kid=key.kid)

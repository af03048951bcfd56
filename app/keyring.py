"""The keyring: which signer stands for a State and a use; for the worker and command line only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.known_keys import KnownKey, of_kid, roots, trusted
from app.signers import files
from app.signers.base import Signer
from app.signers.files import FileSigner
from config import Config
from models.keys import BackEnd, Key, KeyMissing, KeyUnusable, KeyUse

if TYPE_CHECKING:
    from app.signers.hsm import Module

__all__ = ["KnownKey", "of_kid", "open_ring", "roots", "signer", "signer_of", "trusted"]


@dataclass(frozen=True)
class Ring:
    """Where this process finds secret keys."""

    folder: Path
    """Of the key files."""
    module: Module | None = None
    """The hardware module, where one is set up."""


class _Held:
    """The one keyring of this process."""

    ring: Ring | None = None


def open_ring(folder: Path, module: Module | None = None) -> None:
    """Say where this process finds its keys: once, at its start."""
    close_ring()
    _Held.ring = Ring(folder, module)


def open_for(config: Config) -> None:
    """Open the keyring that the settings name: the worker and every command that signs."""
    module: Module | None = None
    if config.hardware is not None:
        from app.signers.hsm import Module  # noqa: PLC0415  its library only where it is used

        module = Module(config.hardware.module, config.hardware.token, config.hardware.pin_file)
    open_ring(config.keys_dir, module)


def close_ring() -> None:
    """Forget where the keys are."""
    ring, _Held.ring = _Held.ring, None
    if ring is not None and ring.module is not None:
        ring.module.close()


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
        raise missing(state, use)
    return signer_of(key)


def missing(state: str | None, use: KeyUse | str) -> KeyMissing:
    """That no key stands for a use of a State, or of the regime."""
    if state is None:
        return KeyMissing("key_missing_of_regime", use=str(use))
    return KeyMissing("key_missing", state=state, use=str(use))


def signer_of(key: Key) -> Signer:
    """The signer of one key; KeyUnusable when its secret part cannot be used here."""
    if key.back_end == BackEnd.OFFLINE:
        raise KeyUnusable("key_offline", kid=key.kid)
    return _signer(BackEnd(key.back_end), key.kid, key.certificate)


def usual_back_end() -> BackEnd:
    """Where new keys are made: in the hardware module where there is one, else as files."""
    return BackEnd.FILE if _ring().module is None else BackEnd.PKCS11


def make(back_end: BackEnd, label: str) -> Signer:
    """Make a new key; it is nobody's until it is on record. `label` is for people."""
    ring = _ring()
    if back_end is BackEnd.FILE:
        return files.make(ring.folder)
    return _module(ring).make(label)


def discard(back_end: BackEnd, signer: Signer) -> None:
    """Destroy a new key that never came on record."""
    ring = _ring()
    if back_end is BackEnd.FILE:
        files.discard(ring.folder, signer.kid.hex())
    else:
        _module(ring).destroy(signer.kid)


def found(kid: str) -> tuple[BackEnd, Signer]:
    """The secret part of that name, wherever this process has it; KeyUnusable when nowhere."""
    ring = _ring()
    if ring.module is not None:
        try:
            return BackEnd.PKCS11, _signer(BackEnd.PKCS11, kid, None)
        except KeyUnusable as no:
            if no.code != "key_module_lacks":
                raise
    return BackEnd.FILE, _signer(BackEnd.FILE, kid, None)


def _signer(back_end: BackEnd, kid: str, certificate: bytes | None) -> Signer:
    ring = _ring()
    if back_end is BackEnd.FILE:
        return FileSigner(ring.folder, kid, certificate)
    from app.signers.hsm import Pkcs11Signer  # noqa: PLC0415  its library only where it is used

    return Pkcs11Signer(_module(ring), kid, certificate)


def _ring() -> Ring:
    if _Held.ring is None:
        msg = "no keyring is open in this process"
        raise RuntimeError(msg)
    return _Held.ring


def _module(ring: Ring) -> Module:
    if ring.module is None:
        raise KeyUnusable("key_module_not_set")
    return ring.module

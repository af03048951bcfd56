"""What the root vouches for: the trust list and the list of withdrawn certificates, as bytes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from app import authority
from app.authority import Withdrawn
from app.known_keys import KnownKey
from app.signed import trust
from app.signed.cose import PublicKey
from app.signed.trust import TrustedKey, TrustList, Use
from app.signers.base import Signer
from models.keys import OF_A_STATE


def trusted_key(known: KnownKey) -> TrustedKey:
    """A State's key as the trust list has it."""
    if known.state is None:
        msg = "the trust list has keys of States only"
        raise ValueError(msg)
    public = PublicKey.of_spki(known.public_key)
    return TrustedKey(
        kid=known.kid,
        state=known.state,
        use=Use(known.use),
        algorithm=known.algorithm,
        public=public.raw,
        not_before=known.not_before,
        not_after=known.not_after,
        withdrawn_at=None if known.withdrawn_at is None else _whole(known.withdrawn_at),
    )


def trust_list(
    root: Signer, keys: Iterable[KnownKey], seq: int, at: datetime, lasts: timedelta
) -> bytes:
    """The signed trust list of a moment: every key of a State, with its window."""
    at = _whole(at)
    rows = tuple(trusted_key(key) for key in keys if key.use in OF_A_STATE)
    return trust.signed(TrustList(seq, at, at + lasts, rows), root)


def crl(root: Signer, keys: Iterable[KnownKey], at: datetime, lasts: timedelta) -> bytes:
    """The signed CRL (DER) of a moment: the certificates of withdrawn keys that this root issued.

    Their date is the beginning of the key's window, so that a reader of documents refuses what
    the key signed before the theft was found, too (docs/decisions/0017-keys.md).
    """
    withdrawn = [
        Withdrawn(authority.serial_of(key.certificate), key.not_before)
        for key in keys
        if key.withdrawn_at is not None
        and key.certificate is not None
        and root.certificate is not None
        and key.kid != root.kid
        and authority.issued_by(key.certificate, root.certificate)
    ]
    return authority.crl(root, withdrawn, at, lasts)


def _whole(at: datetime) -> datetime:
    return at.replace(microsecond=0)

"""The keys of the test vectors: made from words, so public, and worth nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.signed.cose import PublicKey
from app.signed.trust import TrustedKey, Use

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class VectorKey:
    """A signer whose private key is the SHA-256 of its name. Signs the same thing the same way
    each time (RFC 6979), so that the files of vectors can be made again byte for byte.
    """

    name: str
    algorithm: str = "ES256"

    @property
    def secret(self) -> bytes:
        """The private key: the scalar of P-256, or the seed of Ed25519."""
        return hashlib.sha256(f"SACR test vector key: {self.name}".encode()).digest()

    @cached_property
    def public(self) -> PublicKey:
        """The public key."""
        spki = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return PublicKey.of_spki(spki)

    @property
    def kid(self) -> bytes:
        """The key's name in headers and lists."""
        return self.public.kid

    def sign(self, data: bytes) -> bytes:
        """64 bytes; of ECDSA r and s."""
        key = self._key
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return key.sign(data)
        scheme = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = utils.decode_dss_signature(key.sign(data, scheme))
        return r.to_bytes(32) + s.to_bytes(32)

    def trusted(
        self,
        state: str,
        use: Use,
        *,
        not_before: datetime = BEGIN,
        not_after: datetime = END,
        withdrawn_at: datetime | None = None,
    ) -> TrustedKey:
        """The row of the trust list for this key."""
        return TrustedKey(
            kid=self.kid,
            state=state,
            use=use,
            algorithm=self.algorithm,
            public=self.public.raw,
            not_before=not_before,
            not_after=not_after,
            withdrawn_at=withdrawn_at,
        )

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey:
        if self.algorithm == "EdDSA":
            return ed25519.Ed25519PrivateKey.from_private_bytes(self.secret)
        return ec.derive_private_key(int.from_bytes(self.secret), ec.SECP256R1())


ROOT = VectorKey("root")
OTHER_ROOT = VectorKey("root of nobody")
XA_SEAL = VectorKey("XA seal")
XA_TOKEN = VectorKey("XA token")
XA_TOKEN_2025 = VectorKey("XA token 2025")
XA_TOKEN_STOLEN = VectorKey("XA token stolen")
XA_STATUS = VectorKey("XA status")
XA_STATUS_NEW = VectorKey("XA status new")
XB_TOKEN = VectorKey("XB token")
XB_STATUS = VectorKey("XB status")
XC_TOKEN = VectorKey("XC token", "EdDSA")
XC_STATUS = VectorKey("XC status", "EdDSA")
STRANGER = VectorKey("stranger")

ALL = (
    ROOT,
    OTHER_ROOT,
    XA_SEAL,
    XA_TOKEN,
    XA_TOKEN_2025,
    XA_TOKEN_STOLEN,
    XA_STATUS,
    XA_STATUS_NEW,
    XB_TOKEN,
    XB_STATUS,
    XC_TOKEN,
    XC_STATUS,
    STRANGER,
)

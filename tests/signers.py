"""A signer that lives in memory, for tests of what is signed."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric import ec

from app.signers.base import kid_of, raw_of
from app.signers.files import DIGEST, spki
from models.keys import ALGORITHM


class MemorySigner:
    """A new P-256 key that is gone with the test; a `seed` gives the same key each time."""

    algorithm = ALGORITHM

    def __init__(self, seed: int | None = None, certificate: bytes | None = None) -> None:
        curve = ec.SECP256R1()
        self.key = (
            ec.generate_private_key(curve) if seed is None else ec.derive_private_key(seed, curve)
        )
        self.public_key = spki(self.key)
        self.kid = kid_of(self.public_key)
        self.certificate = certificate

    def sign(self, data: bytes) -> bytes:
        return raw_of(self.key.sign(data, DIGEST))

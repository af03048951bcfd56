"""Signer: what every back end offers, and the two spellings of one signature."""

from __future__ import annotations

import hashlib
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

KID_BYTES = 8
NUMBER_BYTES = 32
"""Length of each of the two numbers of a P-256 signature."""


class Signer(Protocol):
    """Signs with one key that it never shows."""

    @property
    def kid(self) -> bytes:
        """8 bytes."""

    @property
    def algorithm(self) -> str:
        """ "ES256"."""

    @property
    def public_key(self) -> bytes:
        """DER SubjectPublicKeyInfo."""

    @property
    def certificate(self) -> bytes | None:
        """DER X.509, where the key has one."""

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`: r and s, 64 bytes."""


def kid_of(public_key: bytes) -> bytes:
    """The name of a key: the first 8 bytes of SHA-256 of its DER SubjectPublicKeyInfo."""
    return hashlib.sha256(public_key).digest()[:KID_BYTES]


def raw_of(der: bytes) -> bytes:
    """r and s, 64 bytes, of a DER ECDSA signature over P-256."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(NUMBER_BYTES, "big") + s.to_bytes(NUMBER_BYTES, "big")


def der_of(raw: bytes) -> bytes:
    """The DER spelling of a raw signature: what X.509 and CMS hold."""
    r, s = raw[:NUMBER_BYTES], raw[NUMBER_BYTES:]
    return encode_dss_signature(int.from_bytes(r, "big"), int.from_bytes(s, "big"))

"""COSE_Sign1 (RFC 9052) of one exact shape: the envelope of every code and list."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, utils
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from app.signed import cbor
from app.signed.flaws import Flaw, NotGenuine

ALGORITHMS = {"ES256": -7, "EdDSA": -8}
"""What may sign, by its number in COSE: ECDSA with SHA-256 on P-256, and Ed25519."""
_NAMES = {number: name for name, number in ALGORITHMS.items()}

KID = 8
"""Bytes of a key's name: the first of the SHA-256 of its DER SubjectPublicKeyInfo."""
SIGNATURE = 64
"""Bytes of a signature of either algorithm; of ECDSA r and s, 32 each, big-endian."""

TAG = 0xD2
"""CBOR tag 18, COSE_Sign1: the first byte."""
_ALG, _KID, _TYPE = 1, 4, 16
_PARTS = 4


class Signer(Protocol):
    """Who signs; the private key stays with it."""

    @property
    def kid(self) -> bytes:
        """The key's name, 8 bytes."""
        ...

    @property
    def algorithm(self) -> str:
        """`ES256` or `EdDSA`."""
        ...

    def sign(self, data: bytes) -> bytes:
        """The 64 bytes of the signature."""
        ...


@dataclass(frozen=True)
class PublicKey:
    """A public key: the uncompressed point of P-256 (65 bytes), or the 32 bytes of Ed25519.

    Making one from anything else raises ValueError.
    """

    algorithm: str
    raw: bytes

    def __post_init__(self) -> None:
        if self.algorithm not in ALGORITHMS:
            msg = f"{self.algorithm} is not an algorithm of the register"
            raise ValueError(msg)
        _ = self._key

    @classmethod
    def of_spki(cls, der: bytes) -> PublicKey:
        """The key of a DER SubjectPublicKeyInfo; ValueError for any other kind of key."""
        key = load_der_public_key(der)
        if isinstance(key, ed25519.Ed25519PublicKey):
            return cls("EdDSA", key.public_bytes(Encoding.Raw, PublicFormat.Raw))
        if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
            point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
            return cls("ES256", point)
        msg = "only keys on P-256 and Ed25519 sign for the register"
        raise ValueError(msg)

    @cached_property
    def kid(self) -> bytes:
        """The key's name."""
        der = self._key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return hashlib.sha256(der).digest()[:KID]

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Whether this key made that signature of that data."""
        if len(signature) != SIGNATURE:
            return False
        try:
            self._verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def _verify(self, signature: bytes, data: bytes) -> None:
        key = self._key
        if isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
            return
        half = SIGNATURE // 2
        pair = utils.encode_dss_signature(
            int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
        )
        key.verify(pair, data, ec.ECDSA(hashes.SHA256()))

    @cached_property
    def _key(self) -> ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey:
        if self.algorithm == "EdDSA":
            return ed25519.Ed25519PublicKey.from_public_bytes(self.raw)
        if self.raw[:1] != b"\x04":
            msg = "a point of P-256 is written uncompressed"
            raise ValueError(msg)
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.raw)


@dataclass(frozen=True)
class Sealed:
    """What an envelope holds; nothing of it is trusted before `opened`."""

    kid: bytes
    algorithm: str
    payload: bytes
    signature: bytes
    protected: bytes

    def opened(self, key: PublicKey) -> bytes:
        """The payload, if this key signed it; NotGenuine(ALGORITHM | SIGNATURE) otherwise."""
        if key.algorithm != self.algorithm:
            raise NotGenuine(Flaw.ALGORITHM)
        if not key.verifies(self.signature, _to_be_signed(self.protected, self.payload)):
            raise NotGenuine(Flaw.SIGNATURE)
        return self.payload


def sign1(payload: bytes, signer: Signer, *, content_type: str | None = None) -> bytes:
    """The envelope of a payload. `content_type` is its `typ` (RFC 9596); a QR token has none."""
    header: dict[int, object] = {_ALG: ALGORITHMS[signer.algorithm], _KID: signer.kid}
    if content_type is not None:
        header[_TYPE] = content_type
    protected = cbor.encoded(header)
    signature = signer.sign(_to_be_signed(protected, payload))
    if len(signer.kid) != KID or len(signature) != SIGNATURE:
        msg = f"a signer gives a name of {KID} bytes and a signature of {SIGNATURE}"
        raise ValueError(msg)
    return bytes((TAG,)) + cbor.encoded([protected, {}, payload, signature])


def unwrap(data: bytes, *, content_type: str | None = None, limit: int) -> Sealed:
    """Take an envelope apart, strictly and without trust; NotGenuine for any other shape.

    Exactly: tag 18, four parts, a protected map of algorithm, key and (only where expected)
    type, an empty unprotected map, a signature of 64 bytes.
    """
    if len(data) > limit:
        raise NotGenuine(Flaw.TOO_LARGE)
    if data[:1] != bytes((TAG,)):
        raise NotGenuine(Flaw.ENCODING)
    parts = cbor.decoded(data[1:], limit=limit)
    if not isinstance(parts, list) or len(parts) != _PARTS:
        raise NotGenuine(Flaw.SHAPE)
    protected, unprotected, payload, signature = parts
    if not (isinstance(protected, bytes) and isinstance(payload, bytes)):
        raise NotGenuine(Flaw.SHAPE)
    if unprotected != {} or not isinstance(signature, bytes) or len(signature) != SIGNATURE:
        raise NotGenuine(Flaw.SHAPE)
    kid, algorithm = _header(protected, content_type, limit)
    return Sealed(kid, algorithm, payload, signature, protected)


def opened(data: bytes, key: PublicKey, *, content_type: str | None = None, limit: int) -> bytes:
    """The payload of an envelope that this key signed under its own name; NotGenuine otherwise."""
    sealed = unwrap(data, content_type=content_type, limit=limit)
    if sealed.kid != key.kid:
        raise NotGenuine(Flaw.KEY_UNKNOWN)
    return sealed.opened(key)


def _header(protected: bytes, content_type: str | None, limit: int) -> tuple[bytes, str]:
    """The key's name and the algorithm of an exact protected map."""
    header = cbor.decoded(protected, limit=limit)
    labels = {_ALG, _KID} if content_type is None else {_ALG, _KID, _TYPE}
    if not isinstance(header, dict) or header.keys() != labels:
        raise NotGenuine(Flaw.SHAPE)
    kid = header[_KID]
    if not isinstance(kid, bytes) or len(kid) != KID or header.get(_TYPE) != content_type:
        raise NotGenuine(Flaw.SHAPE)
    algorithm = header[_ALG]
    if not isinstance(algorithm, int) or algorithm not in _NAMES:
        raise NotGenuine(Flaw.ALGORITHM)
    return kid, _NAMES[algorithm]


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, 4.4, without external data."""
    return cbor.encoded(["Signature1", protected, b"", payload])

"""A Signer in the shape of a private key, as the X.509 builders of `cryptography` take it."""

from __future__ import annotations

from typing import Any, NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_public_key

from app.signers.base import Signer, der_of


def public_part(der: bytes) -> ec.EllipticCurvePublicKey:
    """A P-256 public key from its DER; ValueError for any other."""
    key = load_der_public_key(der)
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        msg = "not a P-256 key"
        raise ValueError(msg)
    return key


class SignerKey(ec.EllipticCurvePrivateKey):
    """A Signer as the library's builders take it: it signs, and shows nothing."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """DER signature over SHA-256 of `data`; no other algorithm."""
        algorithm = signature_algorithm.algorithm
        if not isinstance(algorithm, hashes.SHA256):
            self._never()
        return der_of(self._signer.sign(bytes(data)))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public part."""
        return public_part(self._signer.public_key)

    @property
    def curve(self) -> ec.EllipticCurve:
        """P-256."""
        return ec.SECP256R1()

    @property
    def key_size(self) -> int:
        """In bits."""
        return 256

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> bytes:  # noqa: ARG002
        """Never: the key signs only."""
        self._never()

    def private_numbers(self) -> ec.EllipticCurvePrivateNumbers:
        """Never: the secret part stays with the signer."""
        self._never()

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> bytes:  # noqa: A002, ARG002
        """Never: the secret part stays with the signer."""
        self._never()

    def __copy__(self) -> SignerKey:
        return self

    def __deepcopy__(self, memo: dict[Any, Any]) -> SignerKey:
        return self

    @staticmethod
    def _never() -> NoReturn:
        msg = "this key signs with SHA-256 and does nothing else"
        raise TypeError(msg)

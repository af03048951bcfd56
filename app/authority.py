"""The regime's root as an authority: X.509 certificates, requests for them, and the CRL; pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from app.signers.as_key import SignerKey, public_part
from app.signers.base import Signer, der_of
from models.keys import KeyUse

SHA256 = hashes.SHA256()
NAME_LENGTH = 64
"""The longest organization and common name of X.520."""
CRL_PATH = "/v1/crl"
_NO_USE = {
    "digital_signature": False,
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


@dataclass(frozen=True)
class Subject:
    """Whom a certificate names."""

    common_name: str
    organization: str
    country: str | None = None
    """Two letters, for a State's key."""


@dataclass(frozen=True)
class Window:
    """From when until when a certificate holds; whole seconds."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Withdrawn:
    """One certificate that holds no more."""

    serial: int
    since: datetime
    """From when nothing of it counts: the beginning of its window, whenever that was found."""


def root_certificate(signer: Signer, subject: Subject, window: Window) -> bytes:
    """The root's own certificate (DER), signed by itself."""
    key = public_part(signer.public_key)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key)
    use = x509.KeyUsage(**{**_NO_USE, "key_cert_sign": True, "crl_sign": True})
    builder = (
        _started(_name(subject), _name(subject), key, window)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(use, critical=True)
        .add_extension(identifier, critical=False)
    )
    return _signed(builder, signer)


def certificate(
    root: Signer, public_key: bytes, use: KeyUse, subject: Subject, window: Window, base_url: str
) -> bytes:
    """A certificate (DER) for a State's or the time stamper's public key, signed by the root.

    It ends no later than the root's own; a seal may sign documents that bind, a time stamper
    stamps and nothing else (RFC 3161, 2.3).
    """
    if root.certificate is None:
        msg = "a root signs by its certificate"
        raise ValueError(msg)
    above = x509.load_der_x509_certificate(root.certificate)
    until = min(window.end, above.not_valid_after_utc)
    key = public_part(public_key)
    may = x509.KeyUsage(
        **{**_NO_USE, "digital_signature": True, "content_commitment": use is KeyUse.SEAL}
    )
    builder = (
        _started(_name(subject), above.subject, key, Window(window.start, until))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(may, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(_by(above), critical=False)
        .add_extension(_crl_at(base_url), critical=False)
    )
    if use is KeyUse.TIMESTAMP:
        # Alone and critical: whoever checks a stamp asks for just this.
        stamps = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamps, critical=True)
    return _signed(builder, root)


def crl(root: Signer, withdrawn: Iterable[Withdrawn], at: datetime, lasts: timedelta) -> bytes:
    """The list of withdrawn certificates (DER), signed by the root; its number is the second."""
    if root.certificate is None:
        msg = "a root signs by its certificate"
        raise ValueError(msg)
    above = x509.load_der_x509_certificate(root.certificate)
    at = at.replace(microsecond=0)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.subject)
        .last_update(at)
        .next_update(at + lasts)
        .add_extension(_by(above), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for item in withdrawn:
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(item.serial)
            .revocation_date(item.since)
            .add_extension(x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False)
            .build()
        )
    made = builder.sign(SignerKey(root), SHA256)
    return made.public_bytes(serialization.Encoding.DER)


def request(signer: Signer, subject: Subject) -> bytes:
    """A request for a certificate (DER PKCS#10): it shows that the secret part is held."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_name(subject))
    made = builder.sign(SignerKey(signer), SHA256)
    return made.public_bytes(serialization.Encoding.DER)


def requested(der: bytes) -> bytes:
    """The public key (DER) of a genuine request; ValueError when it is none."""
    found = x509.load_der_x509_csr(der)
    if not found.is_signature_valid:
        msg = "the request is not signed by the key it names"
        raise ValueError(msg)
    return _der(found.public_key())


def public_key_of(certificate_der: bytes) -> bytes:
    """The public key (DER) that a certificate names."""
    return _der(x509.load_der_x509_certificate(certificate_der).public_key())


def issued_by(certificate_der: bytes, root_der: bytes) -> bool:
    """Whether the root signed that certificate."""
    found = x509.load_der_x509_certificate(certificate_der)
    try:
        found.verify_directly_issued_by(x509.load_der_x509_certificate(root_der))
    except (InvalidSignature, TypeError, ValueError):
        return False
    return True


def is_root(certificate_der: bytes) -> bool:
    """Whether it is a self-signed P-256 certificate that may sign certificates and CRLs."""
    try:
        found = x509.load_der_x509_certificate(certificate_der)
        may = found.extensions.get_extension_for_class(x509.KeyUsage).value
        ca = found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        public_part(_der(found.public_key()))
    except (ValueError, x509.ExtensionNotFound):
        return False
    return ca and may.key_cert_sign and may.crl_sign and issued_by(certificate_der, certificate_der)


def window_of(certificate_der: bytes) -> Window:
    """From when until when a certificate holds."""
    found = x509.load_der_x509_certificate(certificate_der)
    return Window(found.not_valid_before_utc, found.not_valid_after_utc)


def serial_of(certificate_der: bytes) -> int:
    """The serial number of a certificate."""
    return x509.load_der_x509_certificate(certificate_der).serial_number


def pem(certificate_der: bytes) -> bytes:
    """A certificate as PEM."""
    found = x509.load_der_x509_certificate(certificate_der)
    return found.public_bytes(serialization.Encoding.PEM)


def from_pem(text: bytes) -> bytes:
    """DER of a certificate in PEM; ValueError when it is none."""
    return x509.load_pem_x509_certificate(text).public_bytes(serialization.Encoding.DER)


def genuine(public_key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` (r and s, 64 bytes) over SHA-256 of `data` is that key's."""
    try:
        public_part(public_key).verify(der_of(signature), data, ec.ECDSA(SHA256))
    except (InvalidSignature, ValueError):
        return False
    return True


def _started(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, window: Window
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(window.start)
        .not_valid_after(window.end)
    )


def _signed(builder: x509.CertificateBuilder, signer: Signer) -> bytes:
    return builder.sign(SignerKey(signer), SHA256).public_bytes(serialization.Encoding.DER)


def _name(subject: Subject) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(subject.organization)),
        x509.NameAttribute(NameOID.COMMON_NAME, _short(subject.common_name)),
    ]
    if subject.country is not None:
        parts.insert(0, x509.NameAttribute(NameOID.COUNTRY_NAME, subject.country))
    return x509.Name(parts)


def _short(text: str) -> str:
    return textwrap.shorten(text, NAME_LENGTH, placeholder=" …")


def _by(above: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)


def _crl_at(base_url: str) -> x509.CRLDistributionPoints:
    address = x509.UniformResourceIdentifier(f"{base_url}{CRL_PATH}")
    return x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)])


def _der(key: Any) -> bytes:
    found: bytes = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return found

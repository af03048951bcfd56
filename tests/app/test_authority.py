"""What the root signs, as others read it: OpenSSL's own command among them."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from app import authority
from app.authority import Subject, Window, Withdrawn
from app.signers.as_key import SignerKey
from models.keys import KeyUse
from tests.signers import MemorySigner

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEN_YEARS = Window(START, START + timedelta(days=3650))
YEAR = Window(START, START + timedelta(days=365))
AUTHORITY = Subject("Xandria seal", "Arms Transfer Office of Xandria", "XA")


@pytest.fixture
def root() -> MemorySigner:
    signer = MemorySigner()
    signer.certificate = authority.root_certificate(signer, Subject("Root", "SACR"), TEN_YEARS)
    return signer


def issued(root: MemorySigner, use: KeyUse = KeyUse.SEAL, window: Window = YEAR) -> bytes:
    key = MemorySigner().public_key
    return authority.certificate(root, key, use, AUTHORITY, window, "https://sacr.example")


def test_the_root_signs_certificates_and_lists_and_nothing_else(root: MemorySigner) -> None:
    assert root.certificate is not None
    assert authority.is_root(root.certificate)
    assert not authority.is_root(issued(root))
    assert not authority.is_root(b"no certificate")
    found = x509.load_der_x509_certificate(root.certificate)
    may = found.extensions.get_extension_for_class(x509.KeyUsage)
    assert may.critical
    assert (may.value.key_cert_sign, may.value.crl_sign) == (True, True)
    assert not may.value.digital_signature
    assert found.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_a_seal_names_the_state_and_its_authority_and_may_bind(root: MemorySigner) -> None:
    found = x509.load_der_x509_certificate(issued(root))
    assert found.subject.rfc4514_string() == (
        "CN=Xandria seal,O=Arms Transfer Office of Xandria,C=XA"
    )
    may = found.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (may.digital_signature, may.content_commitment) == (True, True)
    assert not may.key_cert_sign
    points = found.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    assert points[0].full_name is not None
    assert points[0].full_name[0].value == "https://sacr.example/v1/crl"


def test_a_time_stamper_stamps_and_nothing_else(root: MemorySigner) -> None:
    found = x509.load_der_x509_certificate(issued(root, KeyUse.TIMESTAMP))
    use = found.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert use.critical
    assert list(use.value) == [ExtendedKeyUsageOID.TIME_STAMPING]
    may = found.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (may.digital_signature, may.content_commitment) == (True, False)


def test_a_certificate_ends_no_later_than_its_root(root: MemorySigner) -> None:
    longer = Window(START, START + timedelta(days=9999))
    assert authority.window_of(issued(root, window=longer)).end == TEN_YEARS.end


def test_only_its_own_root_issued_a_certificate(root: MemorySigner) -> None:
    stranger = MemorySigner()
    own = authority.root_certificate(stranger, Subject("Root", "SACR"), TEN_YEARS)
    assert root.certificate is not None
    assert authority.issued_by(issued(root), root.certificate)
    assert not authority.issued_by(issued(root), own)
    stranger.certificate = root.certificate
    assert not authority.issued_by(issued(stranger), root.certificate)


def test_a_request_shows_that_the_secret_part_is_held() -> None:
    signer = MemorySigner()
    der = authority.request(signer, AUTHORITY)
    assert authority.requested(der) == signer.public_key
    altered = bytearray(der)
    altered[-1] ^= 1
    with pytest.raises(ValueError, match="not signed"):
        authority.requested(bytes(altered))


def test_a_long_authority_is_shortened_to_what_x_509_holds(root: MemorySigner) -> None:
    long = Subject("Seal", "Ministry of " + "Trade and " * 10, "XA")
    key = MemorySigner().public_key
    der = authority.certificate(root, key, KeyUse.SEAL, long, YEAR, "https://sacr.example")
    found = x509.load_der_x509_certificate(der).subject.rfc4514_string()
    assert "…" in found


def test_openssl_follows_the_chain_and_refuses_what_the_list_withdraws(
    root: MemorySigner, tmp_path: Path
) -> None:
    """An independent reader: withdrawn from the beginning of its window, whenever it is asked."""
    good, bad = issued(root), issued(root)
    assert root.certificate is not None
    withdrawn = [Withdrawn(authority.serial_of(bad), START)]
    listed = authority.crl(root, withdrawn, START + timedelta(days=30), timedelta(days=60))
    (tmp_path / "root.pem").write_bytes(authority.pem(root.certificate))
    crl = x509.load_der_x509_crl(listed)
    (tmp_path / "crl.pem").write_bytes(crl.public_bytes(authority.serialization.Encoding.PEM))
    at = str(int((START + timedelta(days=31)).timestamp()))

    def verified(certificate: bytes) -> str:
        (tmp_path / "asked.pem").write_bytes(authority.pem(certificate))
        done = subprocess.run(
            f"openssl verify -x509_strict -crl_check -attime {at}"
            " -CAfile root.pem -CRLfile crl.pem asked.pem".split(),
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )
        return done.stdout + done.stderr

    assert "asked.pem: OK" in verified(good)
    assert "certificate revoked" in verified(bad)
    assert crl.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number > 0


def test_a_signer_in_the_shape_of_a_key_shows_nothing(root: MemorySigner) -> None:
    shaped = SignerKey(root)
    for ask in (shaped.private_numbers, lambda: shaped.private_bytes(None, None, None)):
        with pytest.raises(TypeError):
            ask()

"""The envelope: exactly one shape, and another COSE library agrees."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest
from pycose.algorithms import Es256
from pycose.headers import KID, Algorithm
from pycose.keys import EC2Key, OKPKey
from pycose.keys.curves import P256, Ed25519
from pycose.messages import CoseMessage, Sign1Message

from app.signed import cose, status, token, trust
from app.signed.cose import PublicKey
from app.signed.flaws import Flaw, NotGenuine
from tools.vectors import codes, keys, lists
from tools.vectors.keys import VectorKey

OURS = keys.XA_TOKEN
PAYLOAD = b"\xa1\x02\x61x"


def known(key: VectorKey) -> EC2Key | OKPKey:
    raw = key.public.raw
    if key.algorithm == "EdDSA":
        return OKPKey(crv=Ed25519, x=raw)
    return EC2Key(crv=P256, x=raw[1:33], y=raw[33:])


@pytest.mark.parametrize(
    ("data", "key"),
    [
        pytest.param(token.signed(codes.LICENCE, OURS), OURS, id="a licence"),
        pytest.param(token.signed(codes.REGISTRATION, keys.XC_TOKEN), keys.XC_TOKEN, id="Ed25519"),
        pytest.param(
            status.signed(lists.status_list("XA"), keys.XA_STATUS),
            keys.XA_STATUS,
            id="a status list",
        ),
        pytest.param(trust.signed(lists.trust_list(), keys.ROOT), keys.ROOT, id="the trust list"),
    ],
)
def test_another_cose_library_accepts_what_we_sign(data: bytes, key: VectorKey) -> None:
    message = CoseMessage.decode(data)
    message.key = known(key)
    assert isinstance(message, Sign1Message)
    assert message.verify_signature()
    message.key = known(keys.STRANGER if key.algorithm == "ES256" else VectorKey("?", "EdDSA"))
    assert not message.verify_signature()


def test_we_accept_what_another_cose_library_signs() -> None:
    raw = OURS.public.raw
    headers = {Algorithm: Es256, KID: OURS.kid}
    message = Sign1Message(phdr=headers, payload=PAYLOAD)
    message.key = EC2Key(crv=P256, x=raw[1:33], y=raw[33:], d=OURS.secret)
    assert cose.opened(message.encode(), OURS.public, limit=512) == PAYLOAD


@pytest.mark.parametrize("key", [OURS, keys.XC_TOKEN], ids=["ES256", "EdDSA"])
def test_what_a_key_signed_opens_with_that_key_alone(key: VectorKey) -> None:
    data = cose.sign1(PAYLOAD, key)
    assert cose.opened(data, key.public, limit=512) == PAYLOAD
    with pytest.raises(NotGenuine, match=Flaw.KEY_UNKNOWN):
        cose.opened(data, keys.STRANGER.public, limit=512)


def test_a_signature_under_the_name_of_another_key_does_not_open() -> None:
    @dataclass(frozen=True)
    class Impostor:
        kid: bytes = OURS.kid
        algorithm: str = "ES256"

        def sign(self, data: bytes) -> bytes:
            return keys.STRANGER.sign(data)

    with pytest.raises(NotGenuine, match=Flaw.SIGNATURE):
        cose.opened(cose.sign1(PAYLOAD, Impostor()), OURS.public, limit=512)


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, b"", bytes(63)])
@pytest.mark.parametrize("key", [OURS, keys.XC_TOKEN], ids=["ES256", "EdDSA"])
def test_signatures_of_zeros_or_beyond_the_curve_verify_nothing(
    key: VectorKey, signature: bytes
) -> None:
    assert not key.public.verifies(signature, b"")


def test_a_type_is_only_where_it_belongs() -> None:
    typed = cose.sign1(PAYLOAD, OURS, content_type=status.CONTENT_TYPE)
    for wanted in (None, trust.CONTENT_TYPE):
        with pytest.raises(NotGenuine, match=Flaw.SHAPE):
            cose.unwrap(typed, content_type=wanted, limit=512)
    sealed = cose.unwrap(typed, content_type=status.CONTENT_TYPE, limit=512)
    assert (sealed.kid, sealed.algorithm, sealed.payload) == (OURS.kid, "ES256", PAYLOAD)


@pytest.mark.parametrize(
    ("algorithm", "raw"),
    [
        pytest.param("ES384", OURS.public.raw, id="an algorithm there is not"),
        pytest.param("ES256", b"\x04" + bytes(64), id="off the curve"),
        pytest.param("ES256", b"\x02" + OURS.public.raw[1:33], id="a compressed point"),
        pytest.param("ES256", b"\x00", id="the point at infinity"),
        pytest.param("EdDSA", OURS.public.raw, id="a point for Ed25519"),
    ],
)
def test_only_plain_public_keys_are_keys(algorithm: str, raw: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PublicKey(algorithm, raw)


def test_the_name_of_a_key_is_of_its_subject_public_key_info() -> None:
    """The prefixes let a reader without DER compute it: docs/reference/formats.md."""
    p256 = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d030107034200")
    ed25519 = bytes.fromhex("302a300506032b6570032100")
    for key, prefix in ((OURS, p256), (keys.XC_TOKEN, ed25519)):
        assert hashlib.sha256(prefix + key.public.raw).digest()[:8] == key.kid


def test_a_signer_that_gives_a_der_signature_is_noticed_at_once() -> None:
    @dataclass(frozen=True)
    class Der:
        kid: bytes = OURS.kid
        algorithm: str = "ES256"

        def sign(self, _data: bytes) -> bytes:
            return bytes(71)

    with pytest.raises(ValueError, match="64"):
        cose.sign1(PAYLOAD, Der())

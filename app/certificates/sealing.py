"""Seals a document with a State's key and a time stamp: PAdES B-T, no change allowed after it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import algos, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as CmsSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from app import clock
from app.certificates import encoding
from app.certificates.fields import FIELD, with_field
from app.certificates.stamping import OwnStamper
from app.certificates.waited import waited
from app.signers.base import Signer, der_of
from models.keys import KeyUnusable

encoding.mend()

LONGEST_SIGNATURE = 72
"""Bytes of a P-256 signature in DER, at most."""
RESERVED = 24_576
"""Characters kept free for the seal with the time stamp of a stranger, whose chain may be long."""
RESERVED_FOR_OWN = 8192
"""The same with the demonstration's own stamper. Fixed, so that none is asked just to measure."""


@dataclass(frozen=True)
class Seal:
    """What a document is sealed with."""

    signer: Signer
    stamper: TimeStamper
    chain: tuple[bytes, ...]
    """DER of the certificates above the signer's own."""
    authority: str
    """Who seals, in words, as a reader's signature panel shows it."""
    described: str
    """What the field is, for who does not see it."""


def sealed(pdf: bytes, seal: Seal) -> bytes:
    """The sealed document; StampMissing or KeyUnusable where it cannot be sealed now."""
    if seal.signer.certificate is None:
        raise KeyUnusable("key_without_certificate", kid=seal.signer.kid.hex())
    writer = AsItIs(io.BytesIO(with_field(pdf, seal.described)))
    return signed_in(writer, FIELD, seal)


def signed_in(writer: AsItIs, field: str, seal: Seal) -> bytes:
    """The document with that seal in a field of that name, which it has already."""
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        name=seal.authority,
        certify=field == FIELD,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
    )
    by = _Timed(metadata, signer=_Cms(seal), timestamper=seal.stamper)
    room = RESERVED_FOR_OWN if isinstance(seal.stamper, OwnStamper) else RESERVED
    out = io.BytesIO()
    waited(by.async_sign_pdf(writer, bytes_reserved=room, output=out))
    return out.getvalue()


class AsItIs(IncrementalPdfFileWriter):
    """Adds to a document without touching what it says of itself: its dates are those of issue."""

    def _update_meta(self) -> None:
        """Title, producer and dates stay: Info and XMP must go on saying the same (PDF/A)."""


class _Timed(PdfSigner):
    """Takes the moment of sealing from the register's clock."""

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = _now()
        return session


class _Cms(CmsSigner):
    """One of the register's signers in the shape that pyHanko asks for."""

    def __init__(self, seal: Seal) -> None:
        self._by = seal.signer
        store = SimpleCertificateStore()
        store.register_multiple(x509.Certificate.load(der) for der in seal.chain)
        super().__init__(
            signing_cert=x509.Certificate.load(seal.signer.certificate),
            cert_registry=store,
            signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"}),
        )

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: FBT001, FBT002  as pyHanko calls it
    ) -> bytes:
        """ECDSA over SHA-256, in DER."""
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        return bytes(LONGEST_SIGNATURE) if dry_run else der_of(self._by.sign(data))


def _now() -> datetime:
    return clock.now().replace(microsecond=0)

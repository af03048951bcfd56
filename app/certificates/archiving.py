"""Adds to a sealed document what proves its seal for decades: B-LT, then B-LTA each year; pure."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import DocumentSecurityStore, collect_validation_info
from pyhanko_certvalidator import ValidationContext

from app.certificates.sealing import AsItIs
from app.certificates.waited import waited


@dataclass(frozen=True)
class Proof:
    """What proves seals at a moment: the roots, and who was withdrawn by then."""

    roots: Sequence[x509.Certificate]
    crls: Sequence[bytes]
    """DER; the regime's newest."""
    at: datetime
    fetch: bool = False
    """Whether lists are fetched too, as the chain of a stamper elsewhere asks for."""

    def context(self) -> ValidationContext:
        """Every certificate of a chain must be proven not withdrawn."""
        return ValidationContext(
            trust_roots=list(self.roots),
            crls=list(self.crls),
            moment=None if self.fetch else self.at,
            allow_fetching=self.fetch,
            revocation_mode="hard-fail",
        )


def with_proof(pdf: bytes, proof: Proof) -> bytes:
    """The document with the certificates and lists that prove its seal (PAdES B-LT).

    What is thrown means that it cannot be proven now: the job tries again.
    """
    return waited(_proven(pdf, proof))


def restamped(pdf: bytes, proof: Proof, stamper: TimeStamper) -> bytes:
    """The document, its proof brought up to date, with a time stamp over all of it (B-LTA)."""
    return waited(_restamped(pdf, proof, stamper))


async def _proven(pdf: bytes, proof: Proof) -> bytes:
    reader = PdfFileReader(io.BytesIO(pdf))
    context = proof.context()
    paths = []
    for signature in reader.embedded_signatures:
        paths += await collect_validation_info(signature, context)
    writer = AsItIs.from_reader(reader)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, paths=paths, validation_context=context
    )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


async def _restamped(pdf: bytes, proof: Proof, stamper: TimeStamper) -> bytes:
    proven = io.BytesIO(await _proven(pdf, proof))
    count = len(PdfFileReader(proven).embedded_timestamp_signatures)
    out = io.BytesIO()
    by = PdfTimeStamper(
        stamper,
        field_name=f"Archive{count + 1}",
        readable_field_name=f"Archive time stamp {count + 1}",
    )
    await by.async_timestamp_pdf(AsItIs(proven), "sha256", proof.context(), output=out)
    return out.getvalue()

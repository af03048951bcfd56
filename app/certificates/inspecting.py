"""Whether a PDF is a document that a State of the register sealed, whole and unchanged; pure.

No web, no database. Whatever goes wrong while looking means that it is not genuine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext

from app.certificates.fields import FACTS, FIELD
from app.certificates.waited import waited
from app.known_keys import KnownKey
from models.keys import KeyUse

LARGEST = 2_000_000
"""Bytes; ten times what the longest document of the register takes with its archive data."""
LONGEST_FACTS = 500_000


class Flaw(StrEnum):
    """Why a file is not accepted; the page says it in words, and what to do next."""

    TOO_LARGE = "too_large"
    NOT_A_PDF = "not_a_pdf"
    NOT_SEALED = "not_sealed"
    CHANGED = "changed"
    """Bytes that were sealed differ, or something was added afterwards."""
    FOREIGN_SEAL = "foreign_seal"
    """Whole, but sealed by a key that is no State's."""
    WITHDRAWN_SEAL = "withdrawn_seal"
    OUTSIDE_WINDOW = "outside_window"
    """Sealed when the key stood no longer, or not yet."""
    NO_STAMP = "no_stamp"
    """No time stamp of a time stamper that is trusted."""
    NO_FACTS = "no_facts"
    NOT_ON_RECORD = "not_on_record"
    """Sealed by a State, but not the file that the register keeps."""


@dataclass(frozen=True)
class Trust:
    """Whom to believe: the keys on record, and where a foreign time stamper's chain ends."""

    keys: tuple[KnownKey, ...]
    stamper_roots: tuple[bytes, ...] = ()
    """DER certificates; empty where the regime stamps itself."""

    @property
    def roots(self) -> list[x509.Certificate]:
        """The regime's roots."""
        found = (key for key in self.keys if key.use is KeyUse.ROOT and key.withdrawn_at is None)
        return [x509.Certificate.load(key.certificate) for key in found if key.certificate]

    def of_certificate(self, der: bytes, use: KeyUse) -> KnownKey | None:
        """The key on record whose certificate is that one, byte for byte."""
        found = (key for key in self.keys if key.use is use and key.certificate == der)
        return next(found, None)


@dataclass(frozen=True)
class Genuine:
    """What a genuine file says: which State sealed it when, and the facts inside it."""

    state: str
    kid: bytes
    stamped_at: datetime
    facts: str
    archived: bool
    """Whether archive data was added after the seal: that is the register's own copy."""


class _NotGenuineError(Exception):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw)
        self.flaw = flaw


def inspected(data: bytes, trust: Trust) -> Genuine | Flaw:
    """The genuine document that these bytes are, or why they are none; it never raises."""
    if len(data) > LARGEST:
        return Flaw.TOO_LARGE
    if not data.startswith(b"%PDF-"):
        return Flaw.NOT_A_PDF
    try:
        return waited(_looked_at(data, trust))
    except _NotGenuineError as no:
        return no.flaw
    except Exception:  # noqa: BLE001  whatever a reader stumbles over was not made by the register
        return Flaw.CHANGED


async def _looked_at(data: bytes, trust: Trust) -> Genuine:
    reader = PdfFileReader(io.BytesIO(data))
    seal, *stamps = reader.embedded_signatures or _no(Flaw.NOT_SEALED)
    _one_seal(seal, stamps)
    key = _key(seal, trust)
    stamped_at = _stamped_at(seal)
    status = await async_validate_pdf_signature(
        seal,
        signer_validation_context=_context(trust.roots, stamped_at),
        ts_validation_context=_context(_stamper_roots(trust), stamped_at),
    )
    _whole(status)
    _stamper_stands(status, trust, stamped_at)
    archived = status.coverage is not SignatureCoverageLevel.ENTIRE_FILE
    for stamp in stamps:
        await _archived_by(stamp, trust)
    if key.withdrawn_at is not None:
        _no(Flaw.WITHDRAWN_SEAL)
    if not key.covers(stamped_at):
        _no(Flaw.OUTSIDE_WINDOW)
    return Genuine(key.state or "", key.kid, stamped_at, _facts(reader), archived)


def _no(flaw: Flaw) -> list[EmbeddedPdfSignature]:
    raise _NotGenuineError(flaw)


def _one_seal(seal: EmbeddedPdfSignature, stamps: Iterable[EmbeddedPdfSignature]) -> None:
    """One seal, in the register's own field, that allows no change; after it time stamps alone."""
    if seal.sig_object_type != "/Sig" or seal.field_name != FIELD:
        _no(Flaw.NOT_SEALED)
    if seal.docmdp_level is not MDPPerm.NO_CHANGES:
        _no(Flaw.CHANGED)
    bare = len(cms.ContentInfo.load(seal.pkcs7_content).dump())
    if any(seal.pkcs7_content[bare:]):
        _no(Flaw.CHANGED)
    if any(stamp.sig_object_type != "/DocTimeStamp" for stamp in stamps):
        _no(Flaw.CHANGED)


def _key(seal: EmbeddedPdfSignature, trust: Trust) -> KnownKey:
    """The State's key that is named as the signer, before anything is verified by it."""
    found = trust.of_certificate(seal.signer_cert.dump(), KeyUse.SEAL)
    if found is None or not found.state:
        raise _NotGenuineError(Flaw.FOREIGN_SEAL)
    return found


def _stamped_at(seal: EmbeddedPdfSignature) -> datetime:
    """When the time stamp says that it was sealed; the stamp itself is verified after."""
    found = list(extract_tst_data_iter(seal.signer_info, signed=False))
    if len(found) != 1:
        raise _NotGenuineError(Flaw.NO_STAMP)
    return _moment(found[0])


def _moment(stamp: cms.SignedData) -> datetime:
    at: datetime = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return at


def _context(roots: list[x509.Certificate], at: datetime) -> ValidationContext:
    """Chains are asked for the moment of the stamp; withdrawal is what the register's keys say."""
    return ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)


def _stamper_roots(trust: Trust) -> list[x509.Certificate]:
    if not trust.stamper_roots:
        return trust.roots
    return [x509.Certificate.load(der) for der in trust.stamper_roots]


def _whole(status: PdfSignatureStatus) -> None:
    """Nothing was changed: the seal covers the whole file, or all but added archive data."""
    covered = status.coverage is SignatureCoverageLevel.ENTIRE_FILE or (
        status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level is ModificationLevel.LTA_UPDATES
    )
    if not (covered and status.intact and status.valid and status.docmdp_ok is not False):
        _no(Flaw.CHANGED)
    if not status.trusted:
        _no(Flaw.FOREIGN_SEAL)
    if not status.bottom_line:
        _no(Flaw.CHANGED)


def _stamper_stands(status: PdfSignatureStatus, trust: Trust, at: datetime) -> None:
    """The stamp is whole, and by a time stamper that is believed for that moment."""
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        _no(Flaw.NO_STAMP)
        return
    if not trust.stamper_roots:
        _own_stamper(stamp.signing_cert, trust, at)


def _own_stamper(certificate: x509.Certificate, trust: Trust, at: datetime) -> None:
    key = trust.of_certificate(certificate.dump(), KeyUse.TIMESTAMP)
    if key is None or not key.covers(at):
        _no(Flaw.NO_STAMP)


async def _archived_by(stamp: EmbeddedPdfSignature, trust: Trust) -> None:
    """A time stamp over the whole document, which the yearly job adds."""
    at = _moment(stamp.signed_data)
    status = await async_validate_pdf_timestamp(stamp, _context(_stamper_roots(trust), at))
    later = stamp.coverage is not SignatureCoverageLevel.ENTIRE_FILE
    added = status.modification_level is ModificationLevel.LTA_UPDATES
    if not (status.intact and status.valid and status.trusted and (added or not later)):
        _no(Flaw.CHANGED)


def _facts(reader: PdfFileReader) -> str:
    """The one associated file of the document."""
    files = reader.root.get("/AF", ())
    if len(files) != 1 or str(files[0]["/UF"]) != FACTS:
        _no(Flaw.NO_FACTS)
    data: bytes = files[0]["/EF"]["/F"].data
    if len(data) > LONGEST_FACTS:
        _no(Flaw.NO_FACTS)
    return data.decode()

"""Certificates and letters: the facts frozen at the decision, the PDF as made, with digests."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, Moment, Record, Thing
from models.columns import listed
from models.letters import LetterKind, ReissueCause

OF = ("registration_id", "licence_id", "authorization_id", "case_id")


class Certificate(Thing, Base):
    """A document of the register, certificate or letter: its facts as decided (DOC-01).

    `facts` is the canonical JSON of a sheet of `models/sheets.py`, `digest` its SHA-256. It is
    of one thing: a registration, a licence, a State's case on a dossier, a case against a trader.
    """

    THING = "certificate"
    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in OF) + " = 1",
            name="of_exactly_one_thing",
        ),
        CheckConstraint(f"letter = '' OR letter IN {listed(LetterKind)}", name="letter_known"),
        CheckConstraint(
            "letter <> '' OR (authorization_id IS NULL AND case_id IS NULL)", name="only_letters_of"
        ),
        CheckConstraint(
            "(supersedes_id IS NULL) = (reissue_cause = '')", name="superseded_for_a_cause"
        ),
        CheckConstraint(
            f"reissue_cause = '' OR reissue_cause IN {listed(ReissueCause)}",
            name="reissue_cause_known",
        ),
        CheckConstraint(
            f"letter = '' OR reissue_cause <> '{ReissueCause.NAME_CHANGED}'",
            name="letters_keep_names",
        ),
        Index("ix_certificates_number", "number"),
    )

    number: Mapped[str] = mapped_column(String(32))
    check_code: Mapped[str] = mapped_column(String(16))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    authorization_id: Mapped[int | None] = mapped_column(
        ForeignKey("authorizations.id"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("registration_terms.id"))
    letter: Mapped[str] = mapped_column(String(40), default="")
    """The kind of a letter; nothing for a certificate."""
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("certificates.id"), unique=True)
    """The certificate that this one took the place of: it is good for nothing since."""
    reissue_cause: Mapped[str] = mapped_column(String(16), default="")
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment())
    file: Mapped[CertificateFile | None] = relationship(back_populates="certificate")

    def reference(self) -> str:
        return self.number


class CertificateFile(Record, Base):
    """The PDF as issued, sealed (PAdES B-T): made once by the worker, kept, never changed."""

    __tablename__ = "certificate_files"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment())
    renderer: Mapped[str] = mapped_column(String(64))
    sealed_by: Mapped[str] = mapped_column(String(16), index=True)
    """The key that sealed it, in hexadecimal."""
    stamped_at: Mapped[datetime] = mapped_column(Moment())
    """What its time stamp says."""
    certificate: Mapped[Certificate] = relationship(back_populates="file")


class Level(StrEnum):
    """What an archive copy is."""

    PLAIN = "PLAIN"
    """As issued before documents were sealed."""
    LONG_TERM = "B-LT"
    """With the certificates and the list of withdrawn ones that prove the seal."""
    ARCHIVED = "B-LTA"
    """With a further time stamp over all of it; each year one more round."""


class ArchiveCopy(Record, Base):
    """A document as the archive keeps it; the bytes as issued stay beside it, untouched."""

    __tablename__ = "archive_copies"
    __table_args__ = (
        UniqueConstraint("certificate_id", "level", "round"),
        CheckConstraint(f"level IN {listed(Level)}", name="level_known"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    level: Mapped[str] = mapped_column(String(8))
    round: Mapped[int] = mapped_column(Integer, default=0)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment())


class MakingFailure(Record, Base):
    """A try at making a document that failed; the worker waits longer after each."""

    __tablename__ = "making_failures"

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id, index=True)
    error: Mapped[str] = mapped_column(String(500))
    failed_at: Mapped[datetime] = mapped_column(Moment())

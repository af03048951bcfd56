"""Certificates: the facts frozen at the decision, the PDF as made, each with its digest."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Id, Moment, Record, Thing


class Certificate(Thing, Base):
    """The sheet of a registration or licence: its facts as decided (DOC-01); never re-rendered.

    `facts` is the canonical JSON of a sheet of `models/sheets.py`, `digest` its SHA-256.
    """

    THING = "certificate"
    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint(
            "(registration_id IS NULL) <> (licence_id IS NULL)", name="of_exactly_one_thing"
        ),
        Index("ix_certificates_number", "number"),
    )

    number: Mapped[str] = mapped_column(String(32))
    check_code: Mapped[str] = mapped_column(String(16))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registrations.id"), index=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("registration_terms.id"))
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    facts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime] = mapped_column(Moment())
    file: Mapped[CertificateFile | None] = relationship(back_populates="certificate")

    def reference(self) -> str:
        return self.number


class CertificateFile(Record, Base):
    """The PDF as issued: made once by the worker, kept, never changed."""

    __tablename__ = "certificate_files"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Moment())
    renderer: Mapped[str] = mapped_column(String(64))
    certificate: Mapped[Certificate] = relationship(back_populates="file")


class MakingFailure(Record, Base):
    """A try at making a document that failed; the worker waits longer after each."""

    __tablename__ = "making_failures"

    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id, index=True)
    error: Mapped[str] = mapped_column(String(500))
    failed_at: Mapped[datetime] = mapped_column(Moment())

"""Signed codes on certificates, what each State says of them, and the lists that are published."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment, Record, Row
from models.columns import listed


class SignedCode(Record, Base):
    """The text of the square on a certificate (DOC-03): signed once, before it is drawn."""

    __tablename__ = "signed_codes"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"), unique=True)
    text: Mapped[str] = mapped_column(String(800))
    kid: Mapped[str] = mapped_column(String(16), index=True)
    """The key that signed it, in hexadecimal."""


class StatusEntry(Record, Base):
    """One authorizing State's entry for a certificate, in its list of a year (rules 4.1)."""

    __tablename__ = "status_entries"
    __table_args__ = (
        UniqueConstraint("state_code", "year", "entry"),
        UniqueConstraint("certificate_id", "state_code"),
        CheckConstraint("entry >= 0", name="entry_from_nought"),
    )

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificates.id"))
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    year: Mapped[int] = mapped_column(Integer)
    entry: Mapped[int] = mapped_column(Integer)


class Published(StrEnum):
    """What the register publishes for readers without a network, signed."""

    STATUS = "status"
    """A State's status list of a year."""
    TRUST = "trust"
    """The regime's trust list."""
    CRL = "crl"
    """The certificates that the root has withdrawn."""


class PublishedList(Row, Base):
    """The newest of each list, as it is handed out; no record: what it says stands elsewhere.

    A list of the regime has the State "" and the year 0. `count` goes up by one each time.
    """

    __tablename__ = "published_lists"
    __table_args__ = (
        UniqueConstraint("kind", "state_code", "year"),
        CheckConstraint(f"kind IN {listed(Published)}", name="kind_known"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    state_code: Mapped[str] = mapped_column(String(2), default="")
    year: Mapped[int] = mapped_column(Integer, default=0)
    count: Mapped[int] = mapped_column(Integer, default=1)
    issued_at: Mapped[datetime] = mapped_column(Moment())
    expires_at: Mapped[datetime] = mapped_column(Moment())
    said: Mapped[str] = mapped_column(String(64))
    """SHA-256 of what it says, without its dates: unchanged, it need not be signed anew."""
    kid: Mapped[str] = mapped_column(String(16))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))

"""AuditEntry: who did what to which thing, when and why; rows are added, never changed."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from sqlalchemy import Index, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column
from uuid6 import uuid7

from models.base import Base, Id, Moment, Row


def _salt() -> bytes:
    return secrets.token_bytes(16)


class AuditEntry(Row, Base):
    """One act (ADM-04). Written only by `app/work.py`, inside the transaction of the act.

    The order of the columns is the order in which a later chain will hash them.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_thing", "thing", "thing_id", "id"),
        Index("ix_audit_entries_actor_user_id", "actor_user_id", "id"),
    )

    uid: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid7, unique=True)
    at: Mapped[datetime] = mapped_column(Moment())
    actor_user_id: Mapped[int | None] = mapped_column(Id)
    actor_person_id: Mapped[int | None] = mapped_column(Id)
    actor_role: Mapped[str] = mapped_column(String(32))
    actor_state: Mapped[str | None] = mapped_column(String(2))
    action: Mapped[str] = mapped_column(String(64))
    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int] = mapped_column(Id)
    reference: Mapped[str] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(String(32))
    after: Mapped[str | None] = mapped_column(String(32))
    note: Mapped[str] = mapped_column(Text, default="")
    facts: Mapped[str] = mapped_column(Text, default="{}")
    cause_id: Mapped[int | None] = mapped_column(Id)
    salt: Mapped[bytes] = mapped_column(LargeBinary(16), default=_salt)


class RefusedAct(Row, Base):
    """An act that the law forbade (C42, C55): who tried what on which thing, and the answer.

    Written only by `app/work.py`, after the act's own transaction was undone.
    """

    __tablename__ = "refused_acts"
    __table_args__ = (Index("ix_refused_acts_thing", "thing", "thing_id", "id"),)

    at: Mapped[datetime] = mapped_column(Moment(), index=True)
    actor_user_id: Mapped[int | None] = mapped_column(Id, index=True)
    actor_person_id: Mapped[int | None] = mapped_column(Id)
    actor_role: Mapped[str] = mapped_column(String(32))
    actor_state: Mapped[str | None] = mapped_column(String(2))
    action: Mapped[str] = mapped_column(String(64))
    thing: Mapped[str] = mapped_column(String(32))
    thing_id: Mapped[int | None] = mapped_column(Id)
    reference: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64))

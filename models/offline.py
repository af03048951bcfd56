"""What border posts did without a network, as they told it once they had one again (CUS-13)."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Uuid,
    and_,
    exists,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Frozen, Moment, Thing
from models.columns import listed
from models.licences import Movement

Lines = tuple[tuple[int, int], ...]


class Outcome(StrEnum):
    """What the officer did after a check."""

    CHECKED = "checked"
    RELEASED = "released"
    STOPPED = "stopped"


class Conflict(StrEnum):
    """Why a release made without a network cannot stand beside what the register knows."""

    UNKNOWN = "unknown"
    """No licence bears this number."""
    NOT_VALID = "not_valid"
    """The licence was not valid when the goods were released."""
    OVER = "over"
    """With the other releases, more than the licence gives: used twice."""


class OfflineCheck(Thing, Base):
    """One check or release that a device kept; its `uid` was made there, so that it counts once.

    `checked_at` is by the device's clock. `lines` are pairs of line and whole quantity. `conflict`
    is what the register found when it came in; a later row says what came after.
    """

    THING = "offline_check"
    __tablename__ = "offline_checks"
    __table_args__ = (
        CheckConstraint(f"outcome IN {listed(Outcome)}", name="outcome_known"),
        CheckConstraint(f"conflict IN {listed([*Conflict, ''])}", name="conflict_known"),
        CheckConstraint("conflict = '' OR outcome = 'released'", name="only_releases_conflict"),
        Index("ix_offline_checks_licence_id", "licence_id", "outcome"),
    )

    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"))
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    asked_number: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(32))
    list_age: Mapped[int | None] = mapped_column(Integer)
    """Seconds since the oldest list that was asked was made."""
    checked_at: Mapped[datetime] = mapped_column(Moment())
    check_uid: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    """The check that this release or stop followed."""
    outcome: Mapped[str] = mapped_column(String(16))
    place: Mapped[str] = mapped_column(String(200))
    declaration: Mapped[str] = mapped_column(String(64))
    lines: Mapped[Lines] = mapped_column(Frozen(Lines), default=())
    spoke_to: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)
    """In the officer's words; of a stop, why."""
    goods: Mapped[str] = mapped_column(Text, default="")
    """Of a stop: what was stopped, and how many."""
    conflict: Mapped[str] = mapped_column(String(16), default="")
    facts: Mapped[dict[str, str]] = mapped_column(Frozen(dict[str, str]), default=dict)
    """Of the conflict: the reason, the line, how much was left."""
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    def reference(self) -> str:
        return self.asked_number or str(self.uid)


def written_off() -> ColumnElement[bool]:
    """Whether the State's customs have entered this release into the ledger since."""
    movement = Movement.__table__.alias("entered")
    return and_(
        OfflineCheck.declaration != "",
        exists(
            select(movement.c.id).where(
                movement.c.licence_id == OfflineCheck.licence_id,
                movement.c.state_code == OfflineCheck.state_code,
                movement.c.declaration == OfflineCheck.declaration,
                movement.c.contra.is_(False),
            )
        ),
    )

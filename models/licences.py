"""The effective licence of a dossier, and the ledger of movements that consume it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action
from models.base import Base, Frozen, Moment, Quantity, Record, Row, Staged, Thing
from models.columns import listed, stage_column, stage_needs, stages_check
from models.dossiers import CoverRow, Dossier
from models.goods import MAX_QUANTITY
from models.stages import Stage
from models.traders import Trader
from models.workflow import Step, Workflow, acts

ENDED = frozenset({Stage.REVOKED, Stage.SURRENDERED, Stage.SUPERSEDED})

LICENCE = Workflow(
    start=frozenset({Stage.ISSUED}),
    steps=(
        Step(Action.LICENCE_REVOKE, {Stage.ISSUED}, Stage.REVOKED),
        Step(Action.LICENCE_SURRENDER, {Stage.ISSUED}, Stage.SURRENDERED),
    ),
    acts=acts(
        {Stage.ISSUED},
        Action.LICENCE_SUSPEND,
        Action.LICENCE_CONFIRM_SUSPENSION,
        Action.LICENCE_LIFT,
        Action.LICENCE_PROPOSE_REVOCATION,
        Action.LICENCE_SEND_BACK,
    ),
)


class Direction(StrEnum):
    """Which way goods crossed (rules 3.3)."""

    EXIT = "exit"
    TRANSIT = "transit"
    ENTRY = "entry"


class Licence(Staged, Base):
    """One effective licence for a dossier; the lead State mints its number (rules 4.1)."""

    THING = "licence"
    workflow = LICENCE
    __tablename__ = "licences"
    __table_args__ = (
        stages_check(LICENCE),
        CheckConstraint("valid_from < valid_until", name="not_empty"),
        stage_needs("ended_has_moment", ENDED, "ended_at IS NOT NULL"),
        CheckConstraint(
            f"ended_at IS NULL OR stage IN {listed(ENDED)}", name="moment_only_when_ended"
        ),
    )

    number: Mapped[str] = mapped_column(String(32), unique=True)
    check_code: Mapped[str] = mapped_column(String(16))
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("dossier_versions.id"))
    trader_id: Mapped[int] = mapped_column(ForeignKey("traders.id"), index=True)
    lead_state: Mapped[str] = mapped_column(ForeignKey("states.code"))
    stage: Mapped[Stage] = stage_column()
    issued_at: Mapped[datetime] = mapped_column(Moment())
    valid_from: Mapped[datetime] = mapped_column(Moment())
    valid_until: Mapped[datetime] = mapped_column(Moment())
    ended_at: Mapped[datetime | None] = mapped_column(Moment())
    destination: Mapped[str] = mapped_column(String(2), index=True)
    trader: Mapped[Trader] = relationship(lazy="joined")
    dossier: Mapped[Dossier] = relationship()
    shares: Mapped[list[LicenceShare]] = relationship(order_by="LicenceShare.id")
    lines: Mapped[list[LicenceLine]] = relationship(order_by="LicenceLine.no")
    conditions: Mapped[list[LicenceCondition]] = relationship(order_by="LicenceCondition.id")
    stops: Mapped[list[LicenceStop]] = relationship(order_by="LicenceStop.position")

    def of_state(self) -> str | None:
        return self.lead_state

    def shared_with(self) -> frozenset[str]:
        return frozenset(share.state_code for share in self.shares) | frozenset(
            stop.state_code for stop in self.stops
        )

    def parties(self) -> frozenset[int]:
        return self.dossier.parties()

    def authorized_by(self) -> frozenset[str]:
        """The States whose consent it rests on: each is equal (rules 4.6)."""
        return frozenset(share.state_code for share in self.shares)

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        return traders_of_licence(key)


class LicenceShare(Record, Base):
    """One authorizing State's share and its own days; the code of each paper has its entry."""

    __tablename__ = "licence_shares"
    __table_args__ = (UniqueConstraint("licence_id", "state_code"),)

    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    authorization_id: Mapped[int] = mapped_column(ForeignKey("authorizations.id"))
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    consented_at: Mapped[datetime] = mapped_column(Moment())


class LicenceLine(Row, Base):
    """One goods line: `used` is kept by trigger from the ledger and never passes `quantity`."""

    __tablename__ = "licence_lines"
    __table_args__ = (
        UniqueConstraint("licence_id", "no"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity_in_range"),
        CheckConstraint("used >= 0 AND used <= quantity", name="never_below_zero"),
    )

    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"), index=True)
    no: Mapped[int] = mapped_column(Integer)
    goods_class: Mapped[str] = mapped_column(String(32))
    description: Mapped[str] = mapped_column(String(200))
    quantity: Mapped[int] = mapped_column(Quantity)
    used: Mapped[int] = mapped_column(Quantity, default=0)
    unit: Mapped[str] = mapped_column(String(16))
    value: Mapped[int] = mapped_column(BigInteger, default=0)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")


class LicenceCondition(Row, Base):
    """One proviso and the State that set it (LIC-03: united)."""

    __tablename__ = "licence_conditions"

    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"), index=True)
    state_code: Mapped[str] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text)


class LicenceStop(Row, Base):
    """One State of the route, in order."""

    __tablename__ = "licence_stops"
    __table_args__ = (UniqueConstraint("licence_id", "position"),)

    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    state_code: Mapped[str] = mapped_column(String(2), index=True)
    role: Mapped[str] = mapped_column(String(16))


class Movement(Thing, Base):
    """One row of the ledger (CUS-05 to 07): added, never changed; reversed by a contra entry.

    Exit from the State of dispatch consumes; transit and entry are recorded against an exit row.
    `quantity` is positive; a contra entry (`reverses_id`) takes its row's quantity back.
    """

    THING = "movement"
    __tablename__ = "movements"
    __table_args__ = (
        UniqueConstraint(
            "state_code",
            "declaration",
            "part",
            "licence_id",
            "line_id",
            "direction",
            "contra",
            name="uq_movements_declaration",
        ),
        UniqueConstraint("reverses_id", name="uq_movements_reversed_once"),
        CheckConstraint(f"quantity BETWEEN 1 AND {MAX_QUANTITY}", name="quantity_in_range"),
        CheckConstraint(f"direction IN {listed(Direction)}", name="direction_known"),
        CheckConstraint("contra = (reverses_id IS NOT NULL)", name="contra_names_its_row"),
        CheckConstraint("NOT consumes OR exit_id IS NULL", name="consumes_or_follows"),
        CheckConstraint("consumes OR exit_id IS NOT NULL", name="follows_an_exit"),
        Index("ix_movements_licence_id", "licence_id", "id"),
    )

    licence_id: Mapped[int] = mapped_column(ForeignKey("licences.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("licence_lines.id"), index=True)
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    office: Mapped[str] = mapped_column(String(120), default="")
    declaration: Mapped[str] = mapped_column(String(64))
    part: Mapped[int] = mapped_column(Integer, default=1)
    direction: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[int] = mapped_column(Quantity)
    consumes: Mapped[bool] = mapped_column(Boolean)
    instead_of_exit_state: Mapped[bool] = mapped_column(Boolean, default=False)
    """Consumed here because the exit State takes no part (rules 3.3)."""
    exit_id: Mapped[int | None] = mapped_column(ForeignKey("movements.id"), index=True)
    contra: Mapped[bool] = mapped_column(Boolean, default=False)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("movements.id"))
    body_digest: Mapped[str] = mapped_column(String(64))
    left_after: Mapped[int] = mapped_column(Quantity)
    moved_on: Mapped[datetime] = mapped_column(Moment())
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:
        licence = select(Movement.licence_id).where(Movement.id == key)
        return traders_of_licence(licence.scalar_subquery())


class Passage(Row, Base):
    """How much of an exit row a State has recorded in one direction; kept by trigger."""

    __tablename__ = "passages"
    __table_args__ = (
        UniqueConstraint("exit_id", "state_code", "direction"),
        CheckConstraint("moved >= 0 AND moved <= allowed", name="within_exit"),
    )

    exit_id: Mapped[int] = mapped_column(ForeignKey("movements.id"))
    state_code: Mapped[str] = mapped_column(String(2))
    direction: Mapped[str] = mapped_column(String(16))
    moved: Mapped[int] = mapped_column(Quantity)
    allowed: Mapped[int] = mapped_column(Quantity)


class StopReport(Thing, Base):
    """Customs stopped goods (CUS-12); it tasks the authorizing States."""

    THING = "stop"
    __tablename__ = "stop_reports"

    number: Mapped[str] = mapped_column(String(32), unique=True)
    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    claimed_number: Mapped[str] = mapped_column(String(64))
    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"), index=True)
    verdict: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    goods: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    serials: Mapped[str] = mapped_column(Text, default="")
    stopped_at: Mapped[datetime] = mapped_column(Moment())
    offline_check_id: Mapped[int | None] = mapped_column(
        ForeignKey("offline_checks.id"), unique=True
    )
    """The stop that a device kept without a network, where it began there; it is reported once."""
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class BorderCheck(Thing, Base):
    """One question of a border and the answer given (CUS-01: logged)."""

    THING = "check"
    __tablename__ = "border_checks"

    licence_id: Mapped[int | None] = mapped_column(ForeignKey("licences.id"), index=True)
    state_code: Mapped[str] = mapped_column(String(2), index=True)
    asked_number: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, str]] = mapped_column(Frozen(dict[str, str]), default=dict)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


def traders_of_licence(licence_id: object) -> Select[int]:
    """The ids of the holder and of every covered trader of a licence."""
    version = select(Licence.version_id).where(Licence.id == licence_id).scalar_subquery()
    rows = select(CoverRow.trader_id).where(
        CoverRow.version_id == version, CoverRow.trader_id.is_not(None)
    )
    holder = select(Licence.trader_id).where(Licence.id == licence_id)
    return select(Trader.id).where(Trader.id.in_(rows) | Trader.id.in_(holder))

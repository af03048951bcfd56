"""Base of all mapped classes, the column types of the house, and what a Thing must say."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec
from sqlalchemy import BigInteger, DateTime, Integer, MetaData, Text, TypeDecorator, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid6 import uuid7

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.engine import Dialect

    from models.stages import Stage
    from models.workflow import Workflow

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An instant in UTC; a datetime without a zone is refused, and read back with its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a zone is no moment"
            raise ValueError(msg)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Frozen(TypeDecorator[Any]):
    """A msgspec value kept as canonical JSON text: what was written is what is read."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        return None if value is None else msgspec.json.decode(value, type=self.shape)


def canonical(value: Any) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces; digests rest on it."""
    return msgspec.json.encode(value, order="sorted").decode()


# On SQLite only INTEGER PRIMARY KEY counts rows by itself.
Id = BigInteger().with_variant(Integer(), "sqlite")
Quantity = BigInteger


class Base(DeclarativeBase):
    """All tables; constraints are named by one convention, so migrations can name them too."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        uuid.UUID: Uuid(),
    }


class Row:
    """A row with an inner key; numbers outside, ids inside (house rule 8)."""

    id: Mapped[int] = mapped_column(Id, primary_key=True)


class Record(Row):
    """A row that may travel between installations: a UUIDv7 and the State it comes from."""

    uid: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid7, unique=True)
    recorded_at: Mapped[datetime] = mapped_column(Moment())


class Thing(Record):
    """A record that acts are done to, through the one door (`app/work.py`).

    The law asks a Thing four questions; the answers are plain values, never queries that
    the door has not ordered. `revision` is the optimistic lock.
    """

    THING: ClassVar[str]
    workflow: ClassVar[Workflow | None] = None
    COUNTED: ClassVar[bool] = False
    """Whether an act on it counts its revision; rows of record never change at all."""

    revision: Mapped[int] = mapped_column(Integer, default=1)

    def reference(self) -> str:
        """The public number, or the uid of a thing that has none."""
        return str(getattr(self, "number", None) or self.uid)

    def of_state(self) -> str | None:
        """The State whose thing this is."""
        return getattr(self, "state_code", None)

    def shared_with(self) -> frozenset[str]:
        """The States that see it beside its own."""
        return frozenset()

    def of_trader(self) -> int | None:
        """The trader whose thing this is."""
        return getattr(self, "trader_id", None)

    def parties(self) -> frozenset[int]:
        """Every trader concerned: an officer with an interest in one of them may not act."""
        trader = self.of_trader()
        return frozenset() if trader is None else frozenset({trader})

    @classmethod
    def traders_to_lock(cls, key: int) -> Select[int] | None:  # noqa: ARG003
        """The ids of the traders that must be locked before this thing (one order for all)."""
        return None


class Staged(Thing):
    """A thing with a stage; only `app/work.py` sets it."""

    COUNTED = True
    if TYPE_CHECKING:
        stage: Mapped[Stage]

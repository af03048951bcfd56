"""States: the countries of the register, their dated terms, and what a regime is made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
import pycountry
from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Frozen, Moment, Row, Thing

Days = Annotated[int, msgspec.Meta(ge=0, le=3660)]
Months = Annotated[int, msgspec.Meta(ge=1, le=240)]
Line = Annotated[str, msgspec.Meta(max_length=200)]


class OutsideRule(StrEnum):
    """What a State does with an authorization of a State outside the register (rules 1.7)."""

    ACCEPT = "accept"
    REFUSE = "refuse"


class Unlisted(StrEnum):
    """What a party without registration or licence means to a State (rules 1.8, LIC-22)."""

    GROUND = "ground"
    FLAG = "flag"


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a State has set; every number of `rules.md` is a default here (ADM-08)."""

    participates: bool = True
    authority: Line = ""
    contact_point: Line = ""
    contact_phone: Line = ""
    contact_email: Line = ""
    time_zone: Line = "UTC"
    languages: tuple[str, ...] = ("en",)
    registration_months: Months = 12
    renewal_opens_days: Days = 60
    renewal_closes_days: Days = 30
    licence_months: Months = 24
    reply_days: Days = 30
    notice_reply_days: Days = 30
    appeal_days: Days = 28
    bar_months: Months = 36
    task_days: Days = 14
    lapse_days: Days = 180
    suspension_days: Days = 60
    senior_confirm_hours: Annotated[int, msgspec.Meta(ge=1, le=240)] = 72
    enforcement_confirm_hours: Annotated[int, msgspec.Meta(ge=1, le=240)] = 24
    lost_cover_task_days: Days = 30
    hit_proposes_suspension: bool = False
    shares_findings: bool = False
    owner_threshold_percent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25
    transport_alone_counts: bool = True
    residence_counts: bool = False
    staff_nationality_counts: bool = False
    list_max_age_days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 7
    outside_authorization: OutsideRule = OutsideRule.ACCEPT
    unlisted_party: Unlisted = Unlisted.FLAG
    review_months_person: Months = 36
    review_months_firm: Months = 36
    review_months_document: Months = 60
    review_months_object: Months = 120
    retention_years: Annotated[int, msgspec.Meta(ge=1, le=30)] = 10

    @property
    def zone(self) -> ZoneInfo:
        """The State's own clock."""
        return ZoneInfo(self.time_zone)


class State(Row, Base):
    """A country of this register. Any other ISO country may be named without a row here."""

    __tablename__ = "states"
    __table_args__ = (CheckConstraint("length(code) = 2", name="code_of_two_letters"),)

    code: Mapped[str] = mapped_column(String(2), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    terms: Mapped[list[StateTerms]] = relationship(
        order_by="StateTerms.valid_from", back_populates="state"
    )


class StateTerms(Thing, Base):
    """The terms of a State from an instant on; a change adds a row."""

    THING = "state"
    __tablename__ = "state_terms"
    __table_args__ = (UniqueConstraint("state_code", "valid_from", "recorded_at"),)

    state_code: Mapped[str] = mapped_column(ForeignKey("states.code"))
    valid_from: Mapped[datetime] = mapped_column(Moment())
    terms: Mapped[Terms] = mapped_column(Frozen(Terms))
    state: Mapped[State] = relationship(back_populates="terms")


class Installation(Row, Base):
    """One row: whether this database was created as a demonstration; it never changes."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    demonstration: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(Moment())


class Embargo(Thing, Base):
    """An embargo with its days and scope (RSK-10); `classes` empty means all goods."""

    THING = "embargo"
    __tablename__ = "embargoes"

    regime: Mapped[str] = mapped_column(String(120))
    target_code: Mapped[str] = mapped_column(String(2), index=True)
    classes: Mapped[tuple[str, ...]] = mapped_column(Frozen(tuple[str, ...]), default=())
    valid_from: Mapped[datetime] = mapped_column(Moment())
    valid_until: Mapped[datetime | None] = mapped_column(Moment())
    legal_basis: Mapped[str] = mapped_column(String(200))
    entered_by_state: Mapped[str] = mapped_column(String(2))

    def of_state(self) -> str | None:
        return self.entered_by_state

    def touches(self, target: str, goods_class: str, instant: datetime) -> bool:
        """Say whether goods of that class to that country are stopped at that instant."""
        in_time = self.valid_from <= instant and (
            self.valid_until is None or instant < self.valid_until
        )
        in_scope = not self.classes or goods_class in self.classes
        return in_time and in_scope and target == self.target_code


class Dated(msgspec.Struct, frozen=True):
    """One row of a State's terms, as the pure rules see it."""

    valid_from: datetime
    recorded_at: datetime
    terms: Terms


class Regime(msgspec.Struct, frozen=True):
    """Every State with its dated terms: what the pure rules ask about the world."""

    names: Mapping[str, str]
    terms: Mapping[str, tuple[Dated, ...]]

    def of(self, code: str, instant: datetime) -> Terms | None:
        """The terms of a State at an instant, or None where it does not take part then."""
        rows = [row for row in self.terms.get(code, ()) if row.valid_from <= instant]
        if not rows:
            return None
        found = max(rows, key=lambda row: (row.valid_from, row.recorded_at)).terms
        return found if found.participates else None

    def participating(self, instant: datetime) -> tuple[str, ...]:
        """The codes of the States that take part at an instant, in order of code."""
        return tuple(code for code in sorted(self.terms) if self.of(code, instant) is not None)

    def zone(self, code: str, instant: datetime) -> ZoneInfo:
        """The clock of a State; UTC for a country that the register does not know."""
        terms = self.of(code, instant)
        return terms.zone if terms else ZoneInfo("UTC")


def known_country(code: str, names: Mapping[str, str]) -> bool:
    """Say whether a code is a State of the register or an ISO 3166 country."""
    return code in names or pycountry.countries.get(alpha_2=code) is not None


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """00:00 of a day on that State's clock (rules 2.5), as an aware moment."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def end_instant(last_day: date, zone: ZoneInfo) -> datetime:
    """00:00 of the day after the last day: validity is half open (rules 2.5)."""
    return first_instant(last_day + timedelta(days=1), zone)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day an instant falls on by that State's clock."""
    return instant.astimezone(zone).date()


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day where it has none.

    >>> months_later(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, day.day)


def last_day_of_term(first_day: date, months: int) -> date:
    """The last day of a validity of so many months that begins on `first_day` (LIC-09).

    >>> last_day_of_term(date(2026, 3, 1), 12)
    datetime.date(2027, 2, 28)
    """
    return months_later(first_day, months) - timedelta(days=1)

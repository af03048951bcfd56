"""The one statement behind every verdict: all rows that one licence's facts are made of.

A union of the parts under the same generic columns, built once at import; `app/standing.py`
turns the rows into the pure facts. Which columns a part fills stands beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session

from models.base import Moment
from models.dossiers import CoverRow
from models.enforcement import Case
from models.licences import Licence, LicenceLine, LicenceShare, LicenceStop, Movement
from models.stages import Stage
from models.states import Embargo
from models.traders import Registration, RegistrationTerm, Suspension, Trader


class Part(NamedTuple):
    """One row of the union."""

    part: str
    a: int | None
    b: int | None
    s1: str | None
    s2: str | None
    s3: str | None
    n: int | None
    flag: bool | None
    t1: datetime | None
    t2: datetime | None
    t3: datetime | None
    t4: datetime | None
    t5: datetime | None


TYPES: dict[str, Any] = {
    "a": BigInteger(),
    "b": BigInteger(),
    "s1": String(),
    "s2": String(),
    "s3": String(),
    "n": BigInteger(),
    "flag": Boolean(),
    "t1": Moment(),
    "t2": Moment(),
    "t3": Moment(),
    "t4": Moment(),
    "t5": Moment(),
}


def _part(name: str, **columns: Any) -> Select[Any]:
    filled = [
        (type_coerce(columns[label], kind) if label in columns else cast(null(), kind)).label(label)
        for label, kind in TYPES.items()
    ]
    return select(literal(name).label("part"), *filled)


KEY = bindparam("licence_id", type_=Integer())
VERSION = select(Licence.version_id).where(Licence.id == KEY).scalar_subquery()
PARTIES = select(CoverRow.trader_id).where(
    CoverRow.version_id == VERSION, CoverRow.trader_id.is_not(None)
)
HOLDER = select(Licence.trader_id).where(Licence.id == KEY)
DECIDED = (
    Registration.trader_id.in_(PARTIES),
    Registration.decided_at.is_not(None),
    Registration.stage != Stage.REFUSED,
)
SUSPENDED = {
    "s1": Suspension.state_code,
    "t1": Suspension.suspended_at,
    "t2": Suspension.confirm_by,
    "t3": Suspension.limit_at,
    "t4": Suspension.confirmed_at,
    "t5": Suspension.lifted_at,
}

PARTS = (
    _part("share", a=LicenceShare.id, s1=LicenceShare.state_code).where(
        LicenceShare.licence_id == KEY
    ),
    _part("stop", a=LicenceStop.position, s1=LicenceStop.state_code, s2=LicenceStop.role).where(
        LicenceStop.licence_id == KEY
    ),
    _part(
        "line",
        a=LicenceLine.no,
        b=LicenceLine.id,
        s1=LicenceLine.goods_class,
        n=LicenceLine.quantity,
        # used so far, beside the whole quantity
        s2=cast(LicenceLine.used, String()),
    ).where(LicenceLine.licence_id == KEY),
    _part("halt", a=Suspension.id, **SUSPENDED).where(Suspension.licence_id == KEY),
    _part(
        "cover",
        a=CoverRow.id,
        b=CoverRow.trader_id,
        n=CoverRow.party_no,
        s1=CoverRow.party_name,
        s2=CoverRow.state_code,
        s3=CoverRow.kind,
        flag=CoverRow.outside,
    ).where(CoverRow.version_id == VERSION, CoverRow.exempt.is_(False)),
    _part(
        "registration",
        a=Registration.id,
        b=Registration.trader_id,
        s1=Registration.number,
        s2=Registration.state_code,
        s3=Registration.kind,
        flag=Registration.stage == Stage.DEREGISTERED,
        t1=Registration.ended_at,
    ).where(*DECIDED),
    _part(
        "term",
        a=RegistrationTerm.id,
        b=RegistrationTerm.registration_id,
        t1=RegistrationTerm.valid_from,
        t2=RegistrationTerm.valid_until,
        t3=RegistrationTerm.recorded_at,
    )
    .join(Registration, Registration.id == RegistrationTerm.registration_id)
    .where(*DECIDED),
    _part("interruption", a=Suspension.id, b=Suspension.registration_id, **SUSPENDED)
    .join(Registration, Registration.id == Suspension.registration_id)
    .where(*DECIDED),
    _part(
        "case",
        a=Case.id,
        b=Case.trader_id,
        s1=Case.state_code,
        t1=Case.opened_at,
        t2=Case.closed_at,
    ).where(or_(Case.trader_id.in_(PARTIES), Case.trader_id.in_(HOLDER))),
    _part(
        "embargo",
        a=Embargo.id,
        s1=Embargo.regime,
        s2=Embargo.classes,
        t1=Embargo.valid_from,
        t2=Embargo.valid_until,
        t3=Embargo.recorded_at,
    )
    .join(Licence, Licence.destination == Embargo.target_code)
    .where(Licence.id == KEY),
    _part(
        "warning",
        a=Registration.id,
        s1=Trader.name,
        s2=Registration.state_code,
        t1=Registration.ended_at,
    )
    .join(Trader, Trader.id == Registration.trader_id)
    .where(
        or_(Registration.trader_id.in_(PARTIES), Registration.trader_id.in_(HOLDER)),
        Registration.stage == Stage.DEREGISTERED,
        Registration.state_code.not_in(
            select(LicenceShare.state_code).where(LicenceShare.licence_id == KEY)
        ),
    ),
)
MOVED = (
    _part(
        "moved",
        a=Movement.id,
        b=Movement.line_id,
        n=Movement.quantity,
        flag=Movement.contra,
        t1=Movement.recorded_at,
    ).where(Movement.licence_id == KEY, Movement.consumes),
)
NOW = union_all(*PARTS).order_by("part", "a")
"""Without the ledger: what is left now stands on the lines."""
EVER = union_all(*PARTS, *MOVED).order_by("part", "a")
"""With the ledger: what was left at any past instant."""


def rows(session: Session, licence_id: int, *, history: bool) -> dict[str, list[Part]]:
    """All rows of one licence, by part, each in order; one statement."""
    found: dict[str, list[Part]] = {}
    for row in session.execute(EVER if history else NOW, {"licence_id": licence_id}):
        found.setdefault(row[0], []).append(Part(*row))
    return found

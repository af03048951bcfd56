"""Goods that were stopped: the reports, and stops of devices that are to become one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import standing
from app.work import Caller, reading
from models.errors import NotFound
from models.licences import StopReport
from models.offline import OfflineCheck, Outcome
from models.people import Person, User

SHOWN = 50


@dataclass(frozen=True)
class KeptStop:
    """A stop that a device sent in, to be made a report: what the officer told it then."""

    uid: str
    licence: str
    reason: str
    goods: str
    place: str
    at: datetime
    zone: str
    verdict: str


def kept_stop(caller: Caller, uid: str) -> KeptStop:
    """A stop of one's own State that has no report yet; NotFound for anything else."""
    with reading(caller) as view:
        row = view.get(OfflineCheck, uid)
        done = select(StopReport.id).where(StopReport.offline_check_id == row.id)
        own = row.outcome == Outcome.STOPPED and row.state_code == view.actor.state
        if not own or view.session.scalar(done) is not None:
            raise NotFound
        zone = standing.regime(view.session).zone(row.state_code, view.at)
        return KeptStop(
            uid=str(row.uid),
            licence=row.asked_number,
            reason=row.note,
            goods=row.goods,
            place=row.place,
            at=row.checked_at,
            zone=str(zone),
            verdict=row.verdict,
        )


@dataclass(frozen=True)
class Stopped:
    """A report of a stop."""

    number: str
    licence: str
    state: str
    verdict: str
    reason: str
    goods: str
    place: str
    serials: str
    at: datetime
    zone: str
    by: str
    offline: bool
    """Stopped without a network: the moment is by the device's clock, the verdict the device's."""


def stops(caller: Caller) -> tuple[Stopped, ...]:
    """The newest reports that one may see: of one's own State, or on licences it authorized."""
    with reading(caller) as view:
        regime = standing.regime(view.session)
        rows = view.session.execute(
            view.see(StopReport)
            .add_columns(Person.name)
            .join(User, User.id == StopReport.by_id)
            .join(Person, Person.id == User.person_id)
            .order_by(StopReport.id.desc())
            .limit(SHOWN)
        )
        return tuple(
            Stopped(
                number=row.number,
                licence=row.claimed_number,
                state=row.state_code,
                verdict=row.verdict,
                reason=row.reason,
                goods=row.goods,
                place=row.place,
                serials=row.serials,
                at=row.stopped_at,
                zone=str(regime.zone(row.state_code, view.at)),
                by=name,
                offline=row.offline_check_id is not None,
            )
            for row, name in rows
        )

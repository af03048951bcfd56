"""Reports of goods that a border stopped: on the spot, or kept by a device without a network."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from sqlalchemy import select

from app import standing
from app.alerts import alert
from app.void import VOID
from app.work import Work
from models import numbers
from models.actions import Action
from models.casework import TaskKind
from models.licences import BorderCheck, Licence, StopReport
from models.offline import OfflineCheck
from models.verdicts import Asked, verdict

SAME_CASE = timedelta(hours=12)
"""How long after a check a stop of the same licence is of the paper that was checked."""


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What an officer says of goods that were stopped (rules 3.5)."""

    reason: str
    goods: str
    place: str
    serials: str = ""


def report(
    w: Work, number: str, licence: Licence | None, told: Told, kept: OfflineCheck | None = None
) -> StopReport:
    """Put a stop on the record (CUS-12); the States that authorized the licence get a task.

    `kept` is the stop as a device kept it: then its moment and its verdict are the report's.
    """
    state = w.actor.state or ""
    zone = standing.regime(w.session).zone(state, w.at)
    row = StopReport(
        number=numbers.mint(w.session, state, numbers.Kind.STOP, w.at.astimezone(zone).year),
        licence_id=licence.id if licence else None,
        claimed_number=number,
        state_code=state,
        verdict=kept.verdict if kept else _void(w, licence) or _verdict(w, licence),
        reason=told.reason,
        goods=told.goods,
        place=told.place,
        serials=told.serials,
        stopped_at=min(kept.checked_at, w.at) if kept else w.at,
        offline_check_id=kept.id if kept else None,
        by_id=w.actor.user_id or 0,
    )
    w.add(Action.STOP_REPORT, row, told.reason)
    if licence is not None:
        alert(w, licence, TaskKind.STOP_REPORTED, row.THING, row.id, row.number)
    return row


def _void(w: Work, licence: Licence | None) -> str:
    """That the paper counts no more, if that is what the officer was told last."""
    if licence is None:
        return ""
    asked = (
        select(BorderCheck.verdict)
        .where(
            BorderCheck.licence_id == licence.id,
            BorderCheck.by_id == w.actor.user_id,
            BorderCheck.recorded_at > w.at - SAME_CASE,
        )
        .order_by(BorderCheck.id.desc())
    )
    told = w.session.scalar(asked.limit(1)) or ""
    return told if told in VOID else ""


def _verdict(w: Work, licence: Licence | None) -> str:
    facts = standing.licence_facts(w.session, licence.id, history=False) if licence else None
    found = verdict(facts, w.at, Asked(state=w.actor.state))
    return str(found.reason or "VALID")

"""Licences of a State whose cover has been lost for longer than its terms say (rules 5.2)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.covered_now import row_uncovered
from app.standing import covered
from app.work import View
from app.work_list.shapes import Duty, Rank
from models.actions import Action
from models.dossiers import CoverRow
from models.licences import Licence, LicenceShare
from models.policy import role_may
from models.stages import Stage
from models.states import Terms
from models.traders import Trader
from models.verdicts import Covered, LicenceFacts, lost_cover_since

MOST = 20
"""Licences that are looked at one by one; the licences' own list has them all."""


def without_cover(view: View, terms: Terms) -> list[Duty]:
    """A duty to propose revocation for each such licence; nothing happens by itself."""
    if not role_may(view.actor.role, Action.LICENCE_PROPOSE_REVOCATION):
        return []
    candidates = view.session.execute(
        select(
            Licence.id,
            Licence.number,
            Licence.version_id,
            Licence.issued_at,
            Licence.valid_from,
            Licence.valid_until,
            Licence.destination,
            Trader.name,
        )
        .join(Trader, Trader.id == Licence.trader_id)
        .join(LicenceShare, LicenceShare.licence_id == Licence.id)
        .join(CoverRow, CoverRow.version_id == Licence.version_id)
        .where(
            LicenceShare.state_code == view.actor.state,
            Licence.stage == Stage.ISSUED,
            Licence.valid_until > view.at,
            row_uncovered(view.at),
        )
        .distinct()
        .order_by(Licence.id)
        .limit(MOST)
    ).all()
    patience = timedelta(days=terms.lost_cover_task_days)
    found = []
    for row in candidates:
        since = _lost_since(view, row)
        if since is not None and since + patience <= view.at:
            found.append(
                Duty(
                    "revoke_uncovered",
                    Licence.THING,
                    row.number,
                    row.number,
                    Rank.LATER,
                    since,
                    name=row.name,
                )
            )
    return found


def _lost_since(view: View, row: Any) -> datetime | None:
    """The instant from which this licence has had no cover, without a break."""
    cover = covered(view.session, row.version_id)
    facts = LicenceFacts(
        number=row.number,
        issued_at=row.issued_at,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        authorizing=(),
        route=(),
        dispatch="",
        destination=row.destination,
        lines=(),
        cover=cover,
    )
    return lost_cover_since(facts, view.at, _edges(cover))


def _edges(cover: tuple[Covered, ...]) -> tuple[datetime, ...]:
    """Every instant at which one of these registrations may begin or cease to cover."""
    found: dict[str, list[datetime | None]] = defaultdict(list)
    for need in cover:
        for item in need.registrations:
            edges = found[item.number]
            edges.append(item.ended_at)
            for span in item.terms:
                edges += [span.start, span.end]
            for stop in item.suspensions:
                edges += [stop.start, stop.confirm_by, stop.limit_at, stop.lifted_at]
    return tuple(moment for edges in found.values() for moment in edges if moment is not None)

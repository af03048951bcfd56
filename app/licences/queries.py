"""What the pages of licences show: the list, and one licence now and at any past instant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, selectinload

from app import documents, standing
from app.licences import evidence, shown
from app.licences.shapes import Balance, Cover, Listed, Page, Row, Share
from app.work import Caller, View, reading
from models.actions import Action
from models.dossiers import Dossier
from models.licences import Licence, LicenceLine, LicenceStop
from models.people import Role
from models.states import Regime
from models.traders import Trader
from models.verdicts import LicenceFacts, Verdict, verdict

PAGE = 20
READS_ALL = frozenset(
    {Role.LICENSING_OFFICER, Role.SENIOR_OFFICER, Role.ENFORCEMENT_OFFICER, Role.AUDITOR}
)
ACTS = {
    "suspend": Action.LICENCE_SUSPEND,
    "propose_revocation": Action.LICENCE_PROPOSE_REVOCATION,
    "surrender": Action.LICENCE_SURRENDER,
}


def listed(caller: Caller, text: str = "", page: int = 1) -> Listed:
    """A page of the licences that this person may see, the newest first, as they stand now."""
    with reading(caller) as view:
        rows = list(
            view.session.scalars(
                _found(view, text)
                .options(selectinload(Licence.shares), selectinload(Licence.lines))
                .order_by(Licence.issued_at.desc(), Licence.id.desc())
                .offset((page - 1) * PAGE)
                .limit(PAGE + 1)
            ).unique()
        )
        regime = standing.regime(view.session)
        return Listed(
            rows=tuple(_row(view, row, regime) for row in rows[:PAGE]),
            page=page,
            more=len(rows) > PAGE,
            text=text,
        )


def _found(view: View, text: str) -> Select[Any]:
    query = view.see(Licence)
    if not text:
        return query
    holder = aliased(Trader)
    return query.join(holder, holder.id == Licence.trader_id).where(
        or_(
            Licence.number.icontains(text, autoescape=True),
            holder.name.icontains(text, autoescape=True),
        )
    )


def _row(view: View, row: Licence, regime: Regime) -> Row:
    facts = standing.licence_facts(view.session, row.id, history=False)
    return Row(
        number=row.number,
        holder=row.trader.name,
        destination=row.destination,
        states=facts.authorizing,
        days=standing.licence_days(regime, row),
        verdict=verdict(facts, view.at),
        lines_left=sum(line.left(view.at) > 0 for line in facts.lines),
        lines=len(facts.lines),
    )


def page(caller: Caller, number: str, then: tuple[date, int, int] | None = None) -> Page:
    """One licence; `then` is a day, an hour and a minute on the person's own State's clock."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        regime = standing.regime(view.session)
        facts = standing.licence_facts(view.session, licence.id)
        state = view.actor.state or licence.lead_state
        zone = regime.zone(state, view.at)
        full = view.actor.role in READS_ALL
        own = view.actor.trader_id == licence.trader_id
        past = verdict(facts, _moment(then, zone)) if then else None
        references = shown.references(view, licence)
        return Page(
            number=licence.number,
            check_code=documents.check_code(view.session, licence)
            if view.actor.role is not Role.CUSTOMS_OFFICER
            else None,
            dossier=_dossier(view, licence) if full or own else None,
            own=own,
            stage=str(licence.stage),
            revision=licence.revision,
            holder=licence.trader.name,
            destination=licence.destination,
            issued_at=licence.issued_at,
            ended_at=licence.ended_at,
            days=standing.licence_days(regime, licence),
            span=(licence.valid_from, licence.valid_until),
            now=verdict(facts, view.at),
            then=past,
            lines=_lines(view, licence, facts),
            shares=tuple(
                Share(
                    share.state_code,
                    (share.first_day, share.last_day),
                    share.consented_at,
                    references.get(share.state_code),
                )
                for share in licence.shares
            ),
            route=tuple((stop.state_code, stop.role) for stop in licence.stops),
            conditions=tuple((item.state_code, item.text) for item in licence.conditions),
            halts=shown.halts(view, licence, full=full),
            cover=_cover(facts, view.at),
            movements=shown.movements(view, licence),
            stopped=shown.stopped(view, licence),
            certificates=shown.certificates(view, licence),
            revocation=shown.revocation(view, licence) if full else None,
            timeline=shown.timeline(view, licence, full=full),
            may=_may(view, licence),
            full=full,
            state=state,
            zone=str(zone),
        )


def moment_of(caller: Caller, number: str, then: tuple[date, int, int]) -> bool:
    """Whether that moment has passed: the record answers for the past only."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        state = view.actor.state or licence.lead_state
        zone = standing.regime(view.session).zone(state, view.at)
        return _moment(then, zone) <= view.at


def _moment(then: tuple[date, int, int], zone: ZoneInfo) -> datetime:
    day, hour, minute = then
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


def told(caller: Caller, number: str, at: datetime) -> Verdict:
    """What an officer was told, or would have been, at an instant (ADM-04)."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        return verdict(standing.licence_facts(view.session, licence.id), at)


def _dossier(view: View, licence: Licence) -> str | None:
    query = view.see(Dossier).where(Dossier.id == licence.dossier_id)
    found = view.session.scalars(query).unique().first()
    return found.number if found else None


def _lines(view: View, licence: Licence, facts: LicenceFacts) -> tuple[Balance, ...]:
    left = {line.no: line.left(view.at) for line in facts.lines}
    return tuple(
        Balance(
            line.no, line.description, f"class.{line.goods_class}", left[line.no], line.quantity
        )
        for line in licence.lines
    )


def _cover(facts: LicenceFacts, at: datetime) -> tuple[Cover, ...]:
    return tuple(
        Cover(
            party=row.party,
            state=row.state,
            kind=row.kind,
            numbers=tuple(item.number for item in row.registrations if item.live(at)),
            met=row.met(at),
            outside=row.outside,
        )
        for row in facts.cover
    )


def _may(view: View, licence: Licence) -> frozenset[str]:
    """The acts that the page offers: those that the door would accept."""
    found = {word for word, action in ACTS.items() if view.may(action, licence)}
    state = view.actor.state or ""
    waiting = evidence.open_revocation(view.session, licence, state) if state else None
    if waiting is not None:
        found.discard("propose_revocation")
        who = waiting.person_id
        if view.may(Action.LICENCE_REVOKE, licence, proposer_person_id=who):
            found.add("revoke")
        if view.may(Action.LICENCE_SEND_BACK, licence, proposer_person_id=who):
            found.add("send_back")
    if "suspend" in found and shown.suspended_by(view, licence, state):
        found.discard("suspend")
    return frozenset(found)


def counts(caller: Caller, number: str) -> dict[str, int]:
    """What a stop of this licence touches, counted: for the page before the act."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        key = licence.id
        regime = standing.regime(view.session)
        lines = view.session.scalar(
            select(func.count())
            .select_from(LicenceLine)
            .where(LicenceLine.licence_id == key, LicenceLine.used < LicenceLine.quantity)
        )
        stops = view.session.scalar(
            select(func.count()).select_from(LicenceStop).where(LicenceStop.licence_id == key)
        )
        return {
            "lines": lines or 0,
            "stops": stops or 0,
            "states": len(regime.participating(view.at)),
        }

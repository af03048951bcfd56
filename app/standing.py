"""Standing: loads the facts of a licence or registration at an instant and asks the pure rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import licence_rows
from models.deals import Cover, CoverNeed, Deal, DealParty, Held, declared_nationalities
from models.dossiers import CoverRow
from models.enforcement import Case
from models.granting import ShareDays, said_days
from models.licences import Licence
from models.stages import Stage
from models.states import Dated, Embargo, Regime, State, StateTerms
from models.traders import (
    Nationality,
    Registration,
    RegistrationTerm,
    Suspension,
    Trader,
)
from models.verdicts import (
    Covered,
    EmbargoFact,
    LicenceFacts,
    LineFact,
    Moved,
    Reason,
    Registered,
    Span,
    Suspended,
    Warned,
)

ENDED_AS = {
    Stage.REVOKED: Reason.REVOKED,
    Stage.SURRENDERED: Reason.SURRENDERED,
    Stage.SUPERSEDED: Reason.SUPERSEDED,
}


def regime(session: Session) -> Regime:
    """Every State with its dated terms, in one statement."""
    names: dict[str, str] = {}
    terms: dict[str, list[Dated]] = defaultdict(list)
    rows = session.execute(
        select(
            State.code, State.name, StateTerms.valid_from, StateTerms.recorded_at, StateTerms.terms
        )
        .outerjoin(StateTerms, StateTerms.state_code == State.code)
        .order_by(State.code, StateTerms.id)
    )
    for code, name, valid_from, recorded_at, row in rows:
        names[code] = name
        if valid_from is not None:
            terms[code].append(Dated(valid_from, recorded_at, row))
    return Regime(names=names, terms={code: tuple(rows) for code, rows in terms.items()})


def registered(
    session: Session, trader_ids: Iterable[int]
) -> dict[int, list[tuple[str, str, Registered]]]:
    """For each trader its decided registrations: (State, kind, what cover needs to know)."""
    ids = set(trader_ids)
    found: dict[int, list[tuple[str, str, Registered]]] = defaultdict(list)
    if not ids:
        return found
    rows = (
        session.scalars(
            select(Registration)
            .where(Registration.trader_id.in_(ids), Registration.decided_at.is_not(None))
            .where(Registration.stage != Stage.REFUSED)
        )
        .unique()
        .all()
    )
    keys = [row.id for row in rows]
    spans: dict[int, list[Span]] = defaultdict(list)
    for term in session.scalars(
        select(RegistrationTerm)
        .where(RegistrationTerm.registration_id.in_(keys))
        .order_by(RegistrationTerm.id)
    ):
        spans[term.registration_id].append(
            Span(term.valid_from, term.valid_until, term.recorded_at)
        )
    cases = case_spans(session, ids)
    stops: dict[int, list[Suspended]] = defaultdict(list)
    by_id = {row.id: row for row in rows}
    for item in session.scalars(
        select(Suspension).where(Suspension.registration_id.in_(keys)).order_by(Suspension.id)
    ):
        key = item.registration_id or 0
        owner = by_id[key]
        stops[key].append(suspended(item, cases.get((owner.trader_id, item.state_code), ())))
    for row in rows:
        found[row.trader_id].append(
            (
                row.state_code,
                row.kind,
                Registered(
                    number=row.number or "",
                    terms=tuple(spans[row.id]),
                    ended_at=row.ended_at,
                    deregistered=row.stage is Stage.DEREGISTERED,
                    suspensions=tuple(stops[row.id]),
                ),
            )
        )
    return found


def suspended(
    row: Suspension, cases: tuple[tuple[datetime, datetime | None], ...] = ()
) -> Suspended:
    """A suspension row as the rules see it."""
    return Suspended(
        state=row.state_code,
        start=row.suspended_at,
        confirm_by=row.confirm_by,
        limit_at=row.limit_at,
        confirmed_at=row.confirmed_at,
        lifted_at=row.lifted_at,
        case_spans=cases,
    )


def case_spans(
    session: Session, trader_ids: set[int]
) -> dict[tuple[int, str], tuple[tuple[datetime, datetime | None], ...]]:
    """When de-registration cases were open, by trader and State."""
    found: dict[tuple[int, str], tuple[tuple[datetime, datetime | None], ...]] = {}
    rows = session.execute(
        select(Case.trader_id, Case.state_code, Case.opened_at, Case.closed_at)
        .where(Case.trader_id.in_(trader_ids))
        .order_by(Case.id)
    )
    for trader_id, state, opened_at, closed_at in rows:
        key = (trader_id, state)
        found[key] = (*found.get(key, ()), (opened_at, closed_at))
    return found


def holder(session: Session, traders: dict[str, int]) -> Held:
    """Answers nationalities over time: of traders from the register, of others as declared.

    `traders` maps trader numbers to ids. Any day of a step counts; a renunciation counts from
    its day, with its proof only (rules 1.6).
    """
    held: dict[int, dict[str, Nationality]] = defaultdict(dict)
    if traders:
        rows = session.scalars(
            select(Nationality)
            .where(Nationality.trader_id.in_(traders.values()))
            .order_by(Nationality.id)
        )
        for row in rows:
            held[row.trader_id][row.country] = row
    known = session.execute(select(Trader.id, Trader.facts).where(Trader.id.in_(traders.values())))
    facts = {key: said for key, said in known}  # noqa: C416  a result is no mapping

    def answer(party: DealParty, first: date, last: date) -> tuple[str, ...]:
        key = traders.get(party.trader)
        if key is None:
            return declared_nationalities(party, first, last)
        found = [
            row.country
            for row in held[key].values()
            if (row.since is None or row.since <= last)
            and (row.until is None or not row.proof or first <= row.until)
        ]
        if not found and facts[key].stateless and facts[key].residence:
            found = [facts[key].residence]
        return tuple(found)

    return answer


def trader_ids(session: Session, deal: Deal) -> dict[str, int]:
    """The ids of the traders that a deal names by number."""
    numbers = {party.trader for party in deal.parties if party.trader}
    rows = session.execute(select(Trader.number, Trader.id).where(Trader.number.in_(numbers)))
    return {number: key for number, key in rows}  # noqa: C416  a result is no mapping


def uncovered(session: Session, deal: Deal, needed: Cover, at: datetime) -> tuple[CoverNeed, ...]:
    """The cover rows without a live registration at that instant; outside rows are not asked."""
    known = trader_ids(session, deal)
    found = registered(session, known.values())
    missing = []
    for need in needed.needs:
        if need.outside:
            continue
        party = deal.party(need.party)
        key = known.get(party.trader) if party else None
        fitting = _fitting(found.get(key, []) if key else [], need.state, need.kind)
        if not any(item.live(at) for item in fitting):
            missing.append(need)
    return tuple(missing)


def _fitting(
    rows: list[tuple[str, str, Registered]], state: str, kind: str
) -> tuple[Registered, ...]:
    return tuple(item for where, what, item in rows if where == state and what == kind)


def covered(session: Session, version_id: int) -> tuple[Covered, ...]:
    """The cover rows of a version with the registrations that could meet each."""
    rows = session.scalars(
        select(CoverRow)
        .where(CoverRow.version_id == version_id, CoverRow.exempt.is_(False))
        .order_by(CoverRow.id)
    ).all()
    found = registered(session, {row.trader_id for row in rows if row.trader_id})
    merged: dict[tuple[int, str, str], Covered] = {}
    for row in rows:
        fitting = _fitting(found.get(row.trader_id or 0, []), row.state_code, row.kind)
        merged[(row.party_no, row.state_code, row.kind)] = Covered(
            party=row.party_name,
            state=row.state_code,
            kind=row.kind,
            registrations=fitting,
            outside=row.outside,
        )
    return tuple(merged.values())


def embargoes_on(session: Session, destination: str) -> tuple[EmbargoFact, ...]:
    """The embargoes that touch a destination, of any time (RSK-10)."""
    rows = session.scalars(
        select(Embargo).where(Embargo.target_code == destination).order_by(Embargo.id)
    )
    return tuple(
        EmbargoFact(row.regime, row.valid_from, row.valid_until, row.recorded_at, row.classes)
        for row in rows
    )


def licence_days(regime: Regime, licence: Licence) -> tuple[date, date]:
    """The first and last day of a licence, each as the State that set it counts (rules 2.5)."""
    shares = sorted(licence.shares, key=lambda share: share.state_code != licence.lead_state)
    return said_days(
        (licence.valid_from, licence.valid_until),
        [
            ShareDays(
                share.first_day, share.last_day, regime.zone(share.state_code, licence.issued_at)
            )
            for share in shares
        ],
        regime.zone(licence.lead_state, licence.issued_at),
    )


def licence_facts(session: Session, licence_id: int, *, history: bool = True) -> LicenceFacts:
    """Everything the verdict needs to know of one licence, in two statements.

    With `history` for any instant; without it for now only, and no slower with a long ledger.
    """
    licence = session.get_one(Licence, licence_id)
    parts = licence_rows.rows(session, licence_id, history=history)
    stops = parts.get("stop", [])
    return LicenceFacts(
        number=licence.number,
        issued_at=licence.issued_at,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        authorizing=tuple(row.s1 or "" for row in parts.get("share", [])),
        route=tuple(row.s1 or "" for row in stops),
        dispatch=next((row.s1 or "" for row in stops if row.s2 == "dispatch"), ""),
        destination=licence.destination,
        lines=_lines(parts, licence.issued_at, history=history),
        cover=_cover_of(parts),
        suspensions=tuple(_halt(row) for row in parts.get("halt", [])),
        embargoes=tuple(_embargo(row) for row in parts.get("embargo", [])),
        ended_at=licence.ended_at,
        ended_as=ENDED_AS.get(licence.stage),
        warnings=tuple(
            Warned("deregistered_elsewhere", party=row.s1 or "", state=row.s2 or "", start=row.t1)
            for row in parts.get("warning", [])
        ),
    )


Parts = dict[str, list[licence_rows.Part]]


def _lines(parts: Parts, issued_at: datetime, *, history: bool) -> tuple[LineFact, ...]:
    moved: dict[int | None, list[Moved]] = defaultdict(list)
    for row in parts.get("moved", []):
        moved[row.b].append(Moved(_moment(row.t1), -(row.n or 0) if row.flag else row.n or 0))
    lines = []
    for row in parts.get("line", []):
        so_far = [Moved(issued_at, int(row.s2 or 0))]
        done = tuple(moved[row.b] if history else so_far)
        lines.append(LineFact(row.a or 0, row.s1 or "", row.n or 0, done))
    return tuple(lines)


def _cover_of(parts: Parts) -> tuple[Covered, ...]:
    """The cover rows of the licence's version, each with the registrations that could meet it."""
    terms: dict[int | None, list[Span]] = defaultdict(list)
    for row in parts.get("term", []):
        terms[row.b].append(Span(_moment(row.t1), _moment(row.t2), _moment(row.t3)))
    cases: dict[tuple[int | None, str | None], list[tuple[datetime, datetime | None]]]
    cases = defaultdict(list)
    for row in parts.get("case", []):
        cases[(row.b, row.s1)].append((_moment(row.t1), row.t2))
    stops: dict[int | None, list[licence_rows.Part]] = defaultdict(list)
    for row in parts.get("interruption", []):
        stops[row.b].append(row)
    fitting: dict[tuple[int | None, str | None, str | None], list[Registered]] = defaultdict(list)
    for row in parts.get("registration", []):
        spans = tuple(cases[(row.b, row.s2)])
        found = Registered(
            number=row.s1 or "",
            terms=tuple(terms[row.a]),
            ended_at=row.t1,
            deregistered=bool(row.flag),
            suspensions=tuple(_halt(item, spans) for item in stops[row.a]),
        )
        fitting[(row.b, row.s2, row.s3)].append(found)
    merged = {
        (row.n, row.s2, row.s3): Covered(
            party=row.s1 or "",
            state=row.s2 or "",
            kind=row.s3 or "",
            registrations=tuple(fitting[(row.b, row.s2, row.s3)]),
            outside=bool(row.flag),
        )
        for row in parts.get("cover", [])
    }
    return tuple(merged.values())


def _halt(
    row: licence_rows.Part, cases: tuple[tuple[datetime, datetime | None], ...] = ()
) -> Suspended:
    return Suspended(
        state=row.s1 or "",
        start=_moment(row.t1),
        confirm_by=_moment(row.t2),
        limit_at=_moment(row.t3),
        confirmed_at=row.t4,
        lifted_at=row.t5,
        case_spans=cases,
    )


def _embargo(row: licence_rows.Part) -> EmbargoFact:
    classes = msgspec.json.decode(row.s2 or "[]", type=tuple[str, ...])
    return EmbargoFact(row.s1 or "", _moment(row.t1), row.t2, _moment(row.t3), classes)


def _moment(value: datetime | None) -> datetime:
    """A moment that the column never leaves empty."""
    if value is None:
        msg = "a row of a licence lacks its moment"
        raise ValueError(msg)
    return value

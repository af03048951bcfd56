"""Standing: loads the facts of a licence or registration at an instant and asks the pure rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.deals import Cover, CoverNeed, Deal, DealParty, Held, declared_nationalities
from models.dossiers import CoverRow
from models.enforcement import Case
from models.licences import (
    Licence,
    LicenceLine,
    LicenceShare,
    LicenceStop,
    Movement,
)
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


def licence_facts(session: Session, licence_id: int) -> LicenceFacts:
    """Everything the verdict needs to know of one licence, at any instant."""
    licence = session.get_one(Licence, licence_id)
    cover = covered(session, licence.version_id)
    stops = session.scalars(
        select(LicenceStop)
        .where(LicenceStop.licence_id == licence_id)
        .order_by(LicenceStop.position)
    ).all()
    return LicenceFacts(
        number=licence.number,
        issued_at=licence.issued_at,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        authorizing=tuple(
            session.scalars(
                select(LicenceShare.state_code)
                .where(LicenceShare.licence_id == licence_id)
                .order_by(LicenceShare.id)
            )
        ),
        route=tuple(stop.state_code for stop in stops),
        dispatch=next((stop.state_code for stop in stops if stop.role == "dispatch"), ""),
        destination=licence.destination,
        lines=_lines(session, licence_id),
        cover=cover,
        suspensions=tuple(
            suspended(row)
            for row in session.scalars(
                select(Suspension).where(Suspension.licence_id == licence_id)
            )
        ),
        embargoes=embargoes_on(session, licence.destination),
        ended_at=licence.ended_at,
        ended_as=ENDED_AS.get(licence.stage),
        warnings=_warnings(session, licence),
    )


def _lines(session: Session, licence_id: int) -> tuple[LineFact, ...]:
    moved: dict[int, list[Moved]] = defaultdict(list)
    for line_id, at, quantity, contra in session.execute(
        select(Movement.line_id, Movement.recorded_at, Movement.quantity, Movement.contra)
        .where(Movement.licence_id == licence_id, Movement.consumes)
        .order_by(Movement.id)
    ):
        moved[line_id].append(Moved(at, -quantity if contra else quantity))
    rows = session.scalars(
        select(LicenceLine).where(LicenceLine.licence_id == licence_id).order_by(LicenceLine.no)
    )
    return tuple(
        LineFact(row.no, row.goods_class, row.quantity, tuple(moved[row.id])) for row in rows
    )


def _warnings(session: Session, licence: Licence) -> tuple[Warned, ...]:
    """A party de-registered in a State that does not authorize this licence (rules 3.1, 6.2)."""
    authorizing = select(LicenceShare.state_code).where(LicenceShare.licence_id == licence.id)
    parties = select(CoverRow.trader_id).where(
        CoverRow.version_id == licence.version_id, CoverRow.trader_id.is_not(None)
    )
    rows = session.execute(
        select(Registration.state_code, Trader.name, Registration.ended_at)
        .join(Trader, Trader.id == Registration.trader_id)
        .where(
            or_(Registration.trader_id.in_(parties), Registration.trader_id == licence.trader_id),
            Registration.stage == Stage.DEREGISTERED,
            Registration.state_code.not_in(authorizing),
        )
        .order_by(Registration.ended_at)
    )
    return tuple(
        Warned("deregistered_elsewhere", party=name, state=state, start=ended_at)
        for state, name, ended_at in rows
    )

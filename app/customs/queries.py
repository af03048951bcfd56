"""What customs are told: a verdict to any officer, the licence itself to officers on its route."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from app import documents, standing
from app.void import Void
from app.work import Caller, View, reading
from models.actions import Action
from models.base import canonical
from models.dossiers import DossierVersion
from models.errors import NotFound
from models.licences import (
    Direction,
    Licence,
    LicenceCondition,
    LicenceLine,
    LicenceStop,
    Movement,
)
from models.people import Person
from models.proposals import Proposal
from models.states import Regime
from models.verdicts import Asked, LicenceFacts, Verdict, verdict

FOLLOW_ON = frozenset({"USED_UP", "EXPIRED", "QUANTITY"})
"""Reasons that do not stop transit or entry of goods that had already left (rules 3.3)."""
ROLE_DIRECTIONS = {
    "dispatch": Direction.EXIT,
    "transit": Direction.TRANSIT,
    "destination": Direction.ENTRY,
}
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One goods line with what is left."""

    no: int
    title: str
    note: str
    goods_class: str
    unit: str
    of: int
    left: int


@dataclass(frozen=True)
class Party:
    """A party to compare with the papers."""

    capacity: str
    name: str
    state: str


@dataclass(frozen=True)
class Exit:
    """Goods that left and of which this State may still record transit or entry."""

    uid: str
    line: int
    declaration: str
    state: str
    quantity: int
    still: int


@dataclass(frozen=True)
class Row:
    """One movement of the ledger as a page shows it."""

    uid: str
    at: datetime
    state: str
    office: str
    declaration: str
    part: int
    line: int
    direction: str
    quantity: int
    consumes: bool
    contra: bool
    reversed: bool
    left_after: int
    reversal_open: bool


@dataclass(frozen=True)
class OnRoute:
    """What an officer on the route is shown beside the verdict (CUS-01)."""

    number: str
    holder: str
    lines: tuple[Line, ...]
    parties: tuple[Party, ...]
    conditions: tuple[tuple[str, str], ...]
    route: tuple[tuple[str, str], ...]
    certificate: str
    mark: str
    """Of the facts as issued, as the foot of the newest paper says them."""
    days: tuple[date, date]
    """Its first and last day, each as the State that set it counts."""
    valid_from: datetime
    valid_until: datetime
    directions: tuple[str, ...]
    consuming: bool
    exits: tuple[Exit, ...]
    movements: tuple[Row, ...]


@dataclass(frozen=True)
class Answer:
    """One answer at the border."""

    number: str
    verdict: Verdict
    zone: str
    state: str
    on_route: OnRoute | None
    authorizing: tuple[str, ...]
    void: Void | None = None
    """Why the paper that was shown counts no more; the verdict is of the licence itself."""

    @property
    def valid(self) -> bool:
        """Whether goods may pass on what was shown."""
        return self.verdict.valid and self.void is None


def consuming_state(facts: LicenceFacts, regime: Regime, at: datetime) -> str:
    """The State whose movement consumes: of dispatch, else the first that takes part (3.3)."""
    taking_part = [code for code in facts.route if regime.of(code, at) is not None]
    if facts.dispatch in taking_part or not taking_part:
        return facts.dispatch
    return taking_part[0]


def directions_of(session: Session, licence_id: int, state: str) -> tuple[Direction, ...]:
    """The directions that a State's place on the route allows."""
    roles = session.scalars(
        select(LicenceStop.role)
        .where(LicenceStop.licence_id == licence_id, LicenceStop.state_code == state)
        .order_by(LicenceStop.position)
    )
    return tuple(dict.fromkeys(ROLE_DIRECTIONS[role] for role in roles))


def answer_of(
    session: Session, licence: Licence, facts: LicenceFacts, state: str, at: datetime
) -> Answer:
    """The verdict for a State at an instant, with the licence itself where it is on the route."""
    regime = standing.regime(session)
    on_route = state in facts.route
    return Answer(
        number=licence.number,
        verdict=verdict(facts, at, Asked(state=state)),
        zone=str(regime.zone(state, at)),
        state=state,
        on_route=_on_route(session, licence, facts, state, regime, at) if on_route else None,
        authorizing=facts.authorizing,
    )


def _on_route(
    session: Session,
    licence: Licence,
    facts: LicenceFacts,
    state: str,
    regime: Regime,
    at: datetime,
) -> OnRoute:
    deal = session.get_one(DossierVersion, licence.version_id).deal
    models = {line.no: line.make_model for line in deal.lines}
    rows = session.scalars(
        select(LicenceLine).where(LicenceLine.licence_id == licence.id).order_by(LicenceLine.no)
    )
    conditions = session.scalars(
        select(LicenceCondition)
        .where(LicenceCondition.licence_id == licence.id)
        .order_by(LicenceCondition.id)
    )
    consuming = consuming_state(facts, regime, at) == state
    return OnRoute(
        number=licence.number,
        holder=licence.trader.name,
        lines=tuple(
            Line(
                row.no,
                row.description,
                models.get(row.no, ""),
                row.goods_class,
                row.unit,
                row.quantity,
                row.quantity - row.used,
            )
            for row in rows
        ),
        parties=tuple(
            Party(str(party.capacity), party.name, party.state) for party in deal.parties
        ),
        conditions=tuple((row.text, row.state_code) for row in conditions),
        route=tuple((stop.state, stop.role) for stop in deal.route),
        certificate=deal.certificate.number,
        mark=documents.mark(session, licence),
        days=standing.licence_days(regime, licence),
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        directions=tuple(map(str, directions_of(session, licence.id, state))),
        consuming=consuming,
        exits=() if consuming else exits_open(session, licence.id, state),
        movements=movements_of(session, licence.id),
    )


def exits_open(session: Session, licence_id: int, state: str) -> tuple[Exit, ...]:
    """Consuming rows, not reversed, of which this State has not yet recorded everything."""
    contra, after = aliased(Movement), aliased(Movement)
    moved = (
        select(
            func.coalesce(func.sum(case((after.contra, -after.quantity), else_=after.quantity)), 0)
        )
        .where(after.exit_id == Movement.id, after.state_code == state)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Movement, LicenceLine.no, moved)
        .join(LicenceLine, LicenceLine.id == Movement.line_id)
        .outerjoin(contra, contra.reverses_id == Movement.id)
        .where(
            Movement.licence_id == licence_id,
            Movement.consumes,
            Movement.contra.is_(False),
            contra.id.is_(None),
        )
        .order_by(Movement.id)
    )
    return tuple(
        Exit(
            str(row.uid),
            no,
            row.declaration,
            row.state_code,
            row.quantity,
            row.quantity - done,
        )
        for row, no, done in rows
        if row.quantity > done
    )


def movements_of(session: Session, licence_id: int, *more: ColumnElement[bool]) -> tuple[Row, ...]:
    """The newest rows of a licence's ledger."""
    contra = aliased(Movement)
    proposal = (
        select(func.count(Proposal.id))
        .where(
            Proposal.thing == Movement.THING,
            Proposal.thing_id == Movement.id,
            ~Proposal.signature.has(),
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(Movement, LicenceLine.no, contra.id, proposal)
        .join(LicenceLine, LicenceLine.id == Movement.line_id)
        .outerjoin(contra, contra.reverses_id == Movement.id)
        .where(Movement.licence_id == licence_id, *more)
        .order_by(Movement.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        Row(
            uid=str(row.uid),
            at=row.recorded_at,
            state=row.state_code,
            office=row.office,
            declaration=row.declaration,
            part=row.part,
            line=no,
            direction=row.direction,
            quantity=row.quantity,
            consumes=row.consumes,
            contra=row.contra,
            reversed=reversed_by is not None,
            left_after=row.left_after,
            reversal_open=bool(waiting),
        )
        for row, no, reversed_by, waiting in rows
    )


def body_digest(quantity: int, direction: str, exit_uid: str | None) -> str:
    """What makes a repeated declaration the same one (rules 3.4)."""
    body = canonical({"direction": direction, "exit": exit_uid, "quantity": quantity})
    return hashlib.sha256(body.encode()).hexdigest()


@dataclass(frozen=True)
class ReversalCase:
    """A movement and what its reversal would do."""

    number: str
    row: Row
    reason: str
    proposed_by: str
    proposed_at: datetime
    yours: bool
    zone: str


def _cases(view: View, *more: ColumnElement[bool]) -> tuple[ReversalCase, ...]:
    state = view.actor.state
    zone = str(standing.regime(view.session).zone(state or "", view.at))
    rows = view.session.execute(
        select(Proposal, Movement, Licence.number, Person.name)
        .join(Movement, Movement.id == Proposal.thing_id)
        .join(Licence, Licence.id == Movement.licence_id)
        .join(Person, Person.id == Proposal.person_id)
        .where(
            Proposal.thing == Movement.THING,
            Proposal.state_code == state,
            ~Proposal.signature.has(),
            *more,
        )
        .order_by(Proposal.id)
    ).all()
    return tuple(
        ReversalCase(
            number=number,
            row=_row_of(view.session, movement),
            reason=proposal.reason,
            proposed_by=name,
            proposed_at=proposal.proposed_at,
            yours=view.actor.person_id == proposal.person_id,
            zone=zone,
        )
        for proposal, movement, number, name in rows
    )


def _row_of(session: Session, movement: Movement) -> Row:
    found = movements_of(session, movement.licence_id, Movement.id == movement.id)
    return found[0]


def reversals_waiting(caller: Caller) -> tuple[ReversalCase, ...]:
    """Reversals of one's own State that wait for a second signature."""
    with reading(caller) as view:
        return _cases(view)


def reversal(caller: Caller, uid: str) -> ReversalCase:
    """One of them; NotFound when there is none."""
    with reading(caller) as view:
        movement = view.get(Movement, uid)
        found = _cases(view, Movement.id == movement.id)
        if not found:
            raise NotFound
        return found[0]


@dataclass(frozen=True)
class OneMovement:
    """A movement and the licence it is of."""

    number: str
    row: Row
    zone: str


def movement(caller: Caller, uid: str) -> OneMovement:
    """One movement that one may see."""
    with reading(caller) as view:
        found = view.get(Movement, uid)
        number = view.session.scalars(
            select(Licence.number).where(Licence.id == found.licence_id)
        ).one()
        zone = str(standing.regime(view.session).zone(found.state_code, view.at))
        return OneMovement(number, _row_of(view.session, found), zone)


@dataclass(frozen=True)
class Ledger:
    """What is left, and the movements with those that may be reversed by this person."""

    answer: Answer
    shown: OnRoute
    reversible: frozenset[str]


def ledger(caller: Caller, number: str) -> Ledger:
    """The ledger of a licence, for States on its route and those that authorized it."""
    with reading(caller) as view:
        licence = view.get(Licence, number)
        facts = standing.licence_facts(view.session, licence.id)
        state = view.actor.state or ""
        answer = answer_of(view.session, licence, facts, state, view.at)
        regime = standing.regime(view.session)
        shown = _on_route(view.session, licence, facts, state, regime, view.at)
        rows = view.session.scalars(select(Movement).where(Movement.licence_id == licence.id))
        reversible = frozenset(
            str(row.uid)
            for row in rows
            if not row.contra and view.may(Action.MOVEMENT_PROPOSE_REVERSAL, row)
        )
        return Ledger(answer, shown, reversible)

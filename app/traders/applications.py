"""What a trader's pages show of an application that is not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.papers import Kept, kept_with
from app.standing import regime, registered
from app.traders import groups
from app.traders.lines import own_trader
from app.work import Caller, View, reading
from models.actions import Action
from models.audit import AuditEntry
from models.errors import NotFound
from models.particulars import KindAnswers, Particulars, TraderKind
from models.stages import Stage
from models.states import Regime, Terms, day_of
from models.traders import OPEN_STAGES, Filing, Nationality, Registration, Trader

KIND = "kind"


@dataclass(frozen=True)
class Draft:
    """An application that is not submitted, or was: then `numbers` are those given by State."""

    uid: str
    revision: int
    kind: str
    facts: Particulars
    states: tuple[str, ...]
    free_states: tuple[str, ...]
    """States that take part and could be asked too."""
    lacks: tuple[str, ...]
    papers: tuple[Kept, ...]
    fixed: bool
    """Whether name and number stand on a live registration and cannot be changed here."""
    numbers: tuple[tuple[str, str], ...]
    submitted_at: datetime | None
    may_submit: bool
    owner_percent: int
    """From which share an owner is named: the smallest that a State asked has set (REG-06)."""
    other_kinds: tuple[str, ...]
    """Kinds of the trader's other drafts, in which shared groups change too."""
    unasked: frozenset[str] = frozenset()
    """Groups in which an empty answer is one, and none was given yet."""

    def lacking(self, group: str) -> tuple[str, ...]:
        """What one group still lacks."""
        return tuple(code for code in self.lacks if groups.group_of(code) == group)

    def is_done(self, group: str) -> bool:
        """Whether there is nothing left to do in one group."""
        return group not in self.unasked and not self.lacking(group)


@dataclass(frozen=True)
class Offer:
    """What an application may start with: the States, and what is live already."""

    states: tuple[str, ...]
    taken: frozenset[tuple[str, str]]
    """(State, kind) that have a registration or an application."""
    suspended_in: tuple[str, ...]


def draft(caller: Caller, uid: str) -> Draft:
    """One application by the uid of its filing; NotFound when it was given up."""
    with reading(caller) as view:
        trader = own_trader(view)
        filing = view.get(Filing, uid)
        found = shown_draft(view, regime(view.session), trader, filing)
        if not found.states and not found.numbers:
            raise NotFound
        return found


def offer(caller: Caller) -> Offer:
    """What may be applied for."""
    with reading(caller) as view:
        trader = own_trader(view)
        live = OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT}
        rows = view.session.execute(
            select(Registration.state_code, Registration.kind).where(
                Registration.trader_id == trader.id, Registration.stage.in_(live)
            )
        )
        stopped = {
            state
            for state, _, row in registered(view.session, [trader.id]).get(trader.id, [])
            if row.ended_at is None and any(item.stands(view.at) for item in row.suspensions)
        }
        return Offer(
            states=regime(view.session).participating(view.at),
            taken=frozenset((state, kind) for state, kind in rows),
            suspended_in=tuple(sorted(stopped)),
        )


def drafts_of(view: View, trader: Trader) -> list[Filing]:
    asked = select(Registration.filing_id).where(
        Registration.trader_id == trader.id, Registration.stage == Stage.DRAFT
    )
    rows = view.session.scalars(view.see(Filing).where(Filing.id.in_(asked)).order_by(Filing.id))
    return list(rows.unique())


def shown_draft(view: View, world: Regime, trader: Trader, filing: Filing) -> Draft:
    rows = list(
        view.session.scalars(
            select(Registration)
            .where(Registration.filing_id == filing.id, Registration.stage != Stage.WITHDRAWN)
            .order_by(Registration.state_code)
        ).unique()
    )
    states = tuple(row.state_code for row in rows)
    papers = kept_with(view.session, Filing.THING, filing.id)
    others = [one for one in drafts_of(view, trader) if one.id != filing.id]
    taken = view.session.scalars(
        select(Registration.state_code).where(
            Registration.trader_id == trader.id,
            Registration.kind == filing.kind,
            Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE, Stage.DRAFT}),
        )
    ).all()
    zone = world.zone(states[0] if states else trader.home_state, view.at)
    return Draft(
        uid=str(filing.uid),
        revision=filing.revision,
        kind=filing.kind,
        facts=filing.facts,
        states=states,
        free_states=tuple(code for code in world.participating(view.at) if code not in taken),
        lacks=groups.lacks(
            TraderKind(filing.kind),
            filing.facts,
            day_of(view.at, zone),
            frozenset(one.purpose for one in papers),
            _held(view.session, trader),
        ),
        papers=papers,
        fixed=_fixed(view.session, trader),
        numbers=tuple((row.state_code, row.number) for row in rows if row.number),
        submitted_at=filing.submitted_at,
        may_submit=bool(rows) and view.may(Action.REGISTRATION_SUBMIT, rows[0]),
        owner_percent=min(
            (terms.owner_threshold_percent for terms in _terms(world, states, view.at)),
            default=Terms().owner_threshold_percent,
        ),
        other_kinds=tuple(one.kind for one in others),
        unasked=_unasked(view.session, filing),
    )


def _unasked(session: Session, filing: Filing) -> frozenset[str]:
    """To negotiate nowhere else is an answer too: the record tells whether it was given."""
    if filing.facts.answers != KindAnswers():
        return frozenset()
    told = session.scalars(
        select(AuditEntry.facts).where(
            AuditEntry.thing == Filing.THING,
            AuditEntry.thing_id == filing.id,
            AuditEntry.action == str(Action.REGISTRATION_EDIT),
        )
    )
    given = {msgspec.json.decode(facts).get("group") for facts in told}
    return frozenset({KIND} - given)


def _terms(world: Regime, states: tuple[str, ...], at: datetime) -> list[Terms]:
    found = (world.of(state, at) for state in states)
    return [terms for terms in found if terms is not None]


def _held(session: Session, trader: Trader) -> frozenset[str]:
    return frozenset(
        session.scalars(select(Nationality.country).where(Nationality.trader_id == trader.id))
    )


def _fixed(session: Session, trader: Trader) -> bool:
    live = session.scalars(
        select(Registration.id)
        .where(
            Registration.trader_id == trader.id,
            Registration.stage.in_(OPEN_STAGES | {Stage.ACTIVE}),
        )
        .limit(1)
    ).first()
    return live is not None

"""Declaring an interest in a trader, and ending it (rules 5.6)."""

from __future__ import annotations

from sqlalchemy import select

from app.work import Caller, act, work
from models.actions import Action
from models.errors import Duplicate
from models.people import Interest
from models.traders import Trader


@act
def declare_interest(caller: Caller, trader_number: str, reason: str) -> None:
    """Declare one's own interest in a trader: from now on this person acts on none of its cases."""
    with work(caller) as w:
        trader = w.get(Trader, trader_number)
        already = w.session.scalar(
            select(Interest.id).where(
                Interest.person_id == w.actor.person_id,
                Interest.trader_id == trader.id,
                Interest.ended_at.is_(None),
            )
        )
        if already is not None:
            raise Duplicate("interest_declared_already")
        w.add(
            Action.INTEREST_DECLARE,
            Interest(
                person_id=w.actor.person_id,
                trader_id=trader.id,
                state_code=w.actor.state,
                reason=reason,
                since=w.at,
                declared_by_id=w.actor.user_id,
            ),
            reason,
        )


@act
def end_interest(caller: Caller, uid: str, reason: str) -> None:
    """Say that an interest is over: an administrator of the State does, never the person."""
    with work(caller) as w:
        interest = w.find(Interest, uid)
        if interest.ended_at is not None:
            raise Duplicate("interest_ended_already")
        interest.ended_at = w.at
        w.do(Action.INTEREST_END, interest, reason)

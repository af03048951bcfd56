"""Which entries a State may read now, and those that a typed name or number may mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app import standing
from app.work import View, Work
from models.ask import Actor
from models.likeness import name_key, number_key
from models.people import Role
from models.proposals import Proposal, Signature
from models.states import Regime, Terms
from models.watchlist import SEEN_BY_OTHERS, Entry, EntryStanding

MOST = 50
"""Entries that one search shows; more than that asks for a longer name."""
LEAST_NUMBER = 4
"""Letters of a number below which a part of it would mean nearly everything."""


@dataclass(frozen=True)
class Row:
    """One entry that a search may mean."""

    number: str
    name: str
    kind: str
    country: str
    birth_date: date | None
    type: str
    requested: str
    state: str
    standing: str


@dataclass(frozen=True)
class Found:
    """What a search found; `more`: there are others, the name is too short."""

    rows: tuple[Row, ...]
    more: bool = False


def may_be_read(entry: Entry, actor: Actor, regime: Regime, at: datetime) -> bool:
    """Whether a person may read an entry now: its owner as long as it is kept, others by standing.

    What was not reviewed in time is dark to all but its owner; after its retention to everybody.
    Customs read what stands, of any State, and no drafts.
    """
    own = entry.state_code == actor.state and actor.role is not Role.CUSTOMS_OFFICER
    found = entry.standing(at, regime.of(entry.state_code, at) or Terms())
    if own:
        return found is not EntryStanding.GONE
    return found in SEEN_BY_OTHERS


def by_name(room: View | Work, typed: str) -> Found:
    """Published entries of every State, and own drafts, whose names hold every word typed."""
    wanted: list[ColumnElement[bool]] = [Entry.number == typed.strip().upper()]
    words = name_key(typed).split()
    if words:
        held = (Entry.search_key.contains(word, autoescape=True) for word in words)
        wanted.append(and_(*held))
    number = number_key(typed).casefold()
    if len(number) >= LEAST_NUMBER:
        wanted.append(Entry.search_key.contains(number, autoescape=True))
    rows = room.session.scalars(
        room.see(Entry).where(or_(*wanted)).order_by(Entry.subject_name, Entry.id).limit(10 * MOST)
    )
    regime = standing.regime(room.session)
    found = [
        _row(entry, regime, room.at)
        for entry in rows
        if not entry.is_erased and may_be_read(entry, room.actor, regime, room.at)
    ]
    return Found(tuple(found[:MOST]), more=len(found) > MOST)


def _row(entry: Entry, regime: Regime, at: datetime) -> Row:
    found = entry.standing(at, regime.of(entry.state_code, at) or Terms())
    subject = entry.facts.subject
    return Row(
        number=entry.number,
        name=subject.name,
        kind=str(subject.kind),
        country=subject.country,
        birth_date=subject.birth_date,
        type=str(entry.facts.type),
        requested=str(entry.facts.requested),
        state=entry.state_code,
        standing=str(found or entry.stage),
    )


def open_proposal(session: Session, entry: Entry) -> Proposal | None:
    """The draft or correction that waits for its second person."""
    return session.scalar(
        select(Proposal)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == entry.THING,
            Proposal.thing_id == entry.id,
            Signature.id.is_(None),
        )
        .order_by(Proposal.id.desc())
        .limit(1)
    )


def with_open_proposal(session: Session, state: str) -> set[int]:
    """The ids of a State's entries that wait for a second person."""
    rows = session.scalars(
        select(Proposal.thing_id)
        .outerjoin(Signature, Signature.proposal_id == Proposal.id)
        .where(
            Proposal.thing == Entry.THING,
            Proposal.state_code == state,
            Signature.id.is_(None),
        )
    )
    return set(rows)

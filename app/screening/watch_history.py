"""The watchlist as it stood at a moment, put together from what is on record of each entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import standing
from app.screening import watched
from models.actions import Action
from models.audit import AuditEntry
from models.states import Regime, Terms
from models.watchlist import (
    SEEN_BY_OTHERS,
    Entry,
    EntryDates,
    EntryFacts,
    EntryVersion,
    review_by,
    standing_of,
)

TELLING = (
    Action.ENTRY_DELETE,
    Action.ENTRY_PUBLISH,
    Action.ENTRY_RECORD_BY_CASCADE,
    Action.ENTRY_REVOKE,
)
"""The acts that made an entry stand, or ended it."""
ON_ITS_WAY = timedelta(minutes=1)
"""Longer than any act takes from its moment to its end."""


@dataclass
class _Then:
    """How an entry stood after the acts of its record up to a moment."""

    version: int = 0
    published_at: datetime | None = None
    revoked_at: datetime | None = None
    deleted: bool = False

    def after(self, act: AuditEntry) -> None:
        """Take one act in."""
        match Action(act.action):
            case Action.ENTRY_PUBLISH:
                self.version = int(msgspec.json.decode(act.facts).get("version", 1))
                self.published_at = act.at
            case Action.ENTRY_RECORD_BY_CASCADE:
                self.version, self.published_at = 1, act.at
            case Action.ENTRY_REVOKE:
                self.revoked_at = act.at
            case Action.ENTRY_DELETE:
                self.deleted = True


def standing_at(session: Session, at: datetime, digest: str | None = None) -> tuple[Entry, ...]:
    """The entries about persons and firms that every State could see at a moment, as they read.

    They are copies that belong to no session, each with the facts and version of that moment. An
    act of the same minute may have been on its way then, its moment told and nothing to be seen of
    it yet: `digest`, of the versions that were compared, tells which acts were to be seen.
    """
    acts = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.thing == Entry.THING,
            AuditEntry.action.in_([str(action) for action in TELLING]),
            AuditEntry.at <= at + ON_ITS_WAY,
        )
        .order_by(AuditEntry.id)
    ).all()
    record = _Record(session)
    told = sum(act.at <= at for act in acts)
    plain = record.after(acts[:told], at)
    if digest is None or watched.versions_digest(plain) == digest:
        return plain
    near = [place for place, act in enumerate(acts) if abs(act.at - at) <= ON_ITS_WAY]
    for cut in sorted({*near, *(place + 1 for place in near)}, key=lambda cut: abs(cut - told)):
        found = record.after(acts[:cut], at)
        if watched.versions_digest(found) == digest:
            return found
    return plain


class _Record:
    """Every entry with all its versions, read once."""

    def __init__(self, session: Session) -> None:
        self._regime = standing.regime(session)
        self._entries = session.scalars(select(Entry).order_by(Entry.id)).all()
        self._facts = {
            (key, number): said
            for key, number, said in session.execute(
                select(EntryVersion.entry_id, EntryVersion.number, EntryVersion.facts)
            )
        }

    def after(self, acts: Iterable[AuditEntry], at: datetime) -> tuple[Entry, ...]:
        """What stood at a moment, were these the acts until then."""
        then: dict[int, _Then] = defaultdict(_Then)
        for act in acts:
            then[act.thing_id].after(act)
        return tuple(
            _copy(entry, then[entry.id].version, said)
            for entry in self._entries
            if (said := self._facts.get((entry.id, then[entry.id].version)))
            and watched.is_party(said)
            and _seen(entry.state_code, then[entry.id], said, self._regime, at)
        )


def _seen(state: str, then: _Then, facts: EntryFacts, regime: Regime, at: datetime) -> bool:
    """What the calendar, and the terms of the owner at that time, made of it."""
    terms = regime.of(state, at)
    if then.published_at is None or then.deleted or terms is None:
        return False
    by = regime.of(state, then.published_at) or Terms()
    dates = EntryDates(
        decided_on=facts.decided_on,
        published_at=then.published_at,
        review_by=review_by(facts.subject.kind, then.published_at, by),
        until=facts.until,
        revoked_at=then.revoked_at,
    )
    return standing_of(dates, at, terms) in SEEN_BY_OTHERS


def _copy(entry: Entry, version: int, facts: EntryFacts) -> Entry:
    return Entry(
        id=entry.id,
        number=entry.number,
        state_code=entry.state_code,
        trader_id=entry.trader_id,
        facts=facts,
        facts_version=version,
    )

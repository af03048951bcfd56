"""One entry and every open hit on it in the cases of one's own State: the false friend's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import select

from app import standing
from app.screened import Name
from app.screening.cases import CaseHead, case_heads
from app.screening.entries import ListEntry
from app.screening.matches import Reason
from app.screening.queries_queue import lists_in_use, newest_only
from app.screening.queries_related import entries_of
from app.screening.queue_filters import Wanted, conditions
from app.screening.sides import summed_up
from app.work import Caller, reading
from models.clearances import MOST_AT_ONCE
from models.errors import NotFound
from models.screening import Hit, Screening
from models.states import Terms, day_of


@dataclass(frozen=True)
class FriendLine:
    """One open hit of the entry: the party, and why it was taken for it."""

    uid: str
    revision: int
    party: Name
    subject_of: str
    head: CaseHead
    score: int
    strength: str
    summary: tuple[Reason, ...]
    asked_at: datetime
    days: int

    @property
    def key(self) -> str:
        """What a tick says: the hit, and which revision of it was seen."""
        return f"{self.uid}.{self.revision}"


@dataclass(frozen=True)
class EntryPage:
    """An entry with its open hits, those first that have waited longest."""

    source: str
    reference: str
    name: str
    owner: str | None
    entry: ListEntry | None
    lines: tuple[FriendLine, ...]
    more: bool
    """Whether there are more than one finding may close."""
    lists: tuple[tuple[str, date], ...]
    matchers: tuple[str, ...]
    zone: str


def of_entry(caller: Caller, source: str, reference: str) -> EntryPage:
    """The open hits of an entry, by its list and reference; NotFound where there never was one."""
    with reading(caller) as view:
        terms = standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()
        mine = (Hit.source == source, Hit.entry_reference == reference)
        newest = (
            view.session.scalars(view.see(Hit).where(*mine).order_by(Hit.id.desc()).limit(1))
            .unique()
            .first()
        )
        if newest is None:
            raise NotFound
        rows = (
            view.session.scalars(
                select(Hit)
                .join(Screening, Screening.id == Hit.screening_id)
                .where(*mine, newest_only(), *conditions(view, Wanted()))
                .order_by(Hit.id)
                .limit(MOST_AT_ONCE + 1)
            )
            .unique()
            .all()
        )
        places = [(row.screening.thing, row.screening.thing_id) for row in rows]
        heads = case_heads(view.session, view.actor.state, places)
        today = day_of(view.at, terms.zone)
        entry, owner = entries_of(view.session, [newest]).get(newest.id, (None, None))
        return EntryPage(
            source=source,
            reference=reference,
            name=newest.entry_name,
            owner=owner,
            entry=entry,
            lines=tuple(
                FriendLine(
                    uid=str(row.uid),
                    revision=row.revision,
                    party=msgspec.convert(row.screening.subject, Name),
                    subject_of=row.screening.subject_of,
                    head=heads[place],
                    score=row.score,
                    strength=row.strength,
                    summary=summed_up(msgspec.convert(item, Reason) for item in row.reasons),
                    asked_at=row.screening.asked_at,
                    days=max((today - day_of(row.screening.asked_at, terms.zone)).days, 0),
                )
                for row, place in list(zip(rows, places, strict=True))[:MOST_AT_ONCE]
                if place in heads
            ),
            more=len(rows) > MOST_AT_ONCE,
            lists=lists_in_use(view.session),
            matchers=tuple(sorted({row.screening.matcher or "" for row in rows} - {""})),
            zone=terms.time_zone,
        )

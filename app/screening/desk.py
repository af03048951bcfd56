"""The desk where names are compared: what was read once is kept while its lists stay the same.

One desk serves one process. What it holds follows from rows alone, so a process that ends loses
nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import standing
from app.screened import Name, current_days, newest_lists
from app.screening import matcher, watched
from app.screening.entries import ListEntry, digest
from app.screening.matches import Match, Subject
from app.screening.prepared import Shelf
from models.particulars import Form
from models.screening import ListEntryRow, ListVersion
from models.states import Regime
from models.watchlist import PUBLISHED, SEEN_BY_OTHERS, Entry

WATCHLIST = "watchlist"
"""The source of the entries of the regime's own watchlist."""
MOST_HITS = 100
"""Of one source for one name: more than any honest name has."""


@dataclass(frozen=True)
class Found:
    """One entry that a name may be, and where it stands."""

    match: Match
    source: str
    entry_digest: str
    list_entry_id: int | None = None
    entry_id: int | None = None
    entry_version: int | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The entry through all its versions: its list, and its reference there."""
        return self.source, self.match.entry.reference


@dataclass(frozen=True)
class _List:
    """One version of a list, ready to be compared."""

    source: str
    version_id: int
    index: matcher.Index
    ids: Mapping[str, int]


@dataclass(frozen=True)
class _Watched:
    """Every published entry of the watchlist, ready to be compared; the calendar is asked later."""

    key: tuple[int, ...]
    index: matcher.Index
    by_number: Mapping[str, Entry]
    by_trader: Mapping[int, tuple[Entry, ...]]


@dataclass(frozen=True)
class Laid:
    """What names are compared with at one moment."""

    lists: tuple[dict[str, Any], ...]
    """As a screening stores it: each list with its dates, then the watchlist as it stood."""
    sources: tuple[_List, ...]
    watchlist: _Watched
    standing: frozenset[str]
    """The numbers of the entries that every State may see at this moment."""

    def found(self, name: Name, trader_id: int | None) -> tuple[Found, ...]:
        """Every entry that a name may be, the likeliest first.

        `trader_id` is given when the name is a trader's own: an entry about it counts by itself.
        """
        return self.like(subject_of(name), trader_id)

    def like(
        self,
        subject: Subject,
        trader_id: int | None = None,
        *,
        threshold: int = matcher.REVIEW,
        limit: int = MOST_HITS,
    ) -> tuple[Found, ...]:
        """Every entry that a subject may be, the likeliest first; `limit` of each source."""
        hits = [
            Found(
                match,
                source.source,
                digest(match.entry),
                list_entry_id=source.ids[match.entry.reference],
            )
            for source in self.sources
            for match in matcher.score(subject, source.index, threshold, limit)
        ]
        watch = [
            Found(
                match,
                WATCHLIST,
                watched.digest(entry.facts),
                entry_id=entry.id,
                entry_version=entry.facts_version,
            )
            for entry, match in self._watched(subject, trader_id, threshold, limit)
        ]
        return tuple(sorted(hits + watch, key=lambda item: -item.match.score))

    def entries(self) -> list[ListEntry]:
        """Every entry that names are compared with."""
        indexes = [source.index for source in self.sources]
        return [entry for index in (*indexes, self.watchlist.index) for entry in index.entries]

    def holds(self, place: tuple[str, str]) -> bool:
        """Whether an entry, by its list and reference, is among what names are compared with."""
        source, reference = place
        if source == WATCHLIST:
            return reference in self.standing
        return any(reference in item.ids for item in self.sources if item.source == source)

    def watched_versions(self) -> dict[int, int]:
        """By its inner id, the version of every entry of the watchlist that is compared."""
        entries = (self.watchlist.by_number[number] for number in self.standing)
        return {entry.id: entry.facts_version for entry in entries}

    def only(self, sources: Collection[str]) -> Laid:
        """The same with some of its lists alone; with all of them where none is named."""
        if not sources:
            return self
        watched = WATCHLIST in sources
        return replace(
            self,
            lists=tuple(told for told in self.lists if told["source"] in sources),
            sources=tuple(item for item in self.sources if item.source in sources),
            watchlist=self.watchlist if watched else _NOBODY,
            standing=self.standing if watched else frozenset(),
        )

    def _watched(
        self, subject: Subject, trader_id: int | None, threshold: int, limit: int
    ) -> Iterable[tuple[Entry, Match]]:
        by_name = {
            match.entry.reference: match
            for match in matcher.score(subject, self.watchlist.index, threshold, 2 * limit)
        }
        for entry in self.watchlist.by_trader.get(trader_id or 0, ()):
            listed = watched.compared(entry.number, entry.facts)
            name = subject.names[0]
            by_name[entry.number] = watched.same_trader(listed, name, by_name.get(entry.number))
        seen = [number for number in by_name if number in self.standing]
        return [(self.watchlist.by_number[number], by_name[number]) for number in seen[:limit]]


class Desk:
    """What one process keeps at hand; whoever uses it holds `lock`, for one name at a time."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.shelf = Shelf()
        """Where prepared lists are kept; until a process names a folder they are not."""
        self._database = ""
        self._lists: dict[int, _List] = {}
        self._watched: _Watched | None = None
        self.troubled: set[int] = set()
        """Names that could not be compared: they wait while others are answered."""

    def laid(self, session: Session, at: datetime) -> Laid:
        """The newest version of each list, and the watchlist, as they stand at a moment."""
        self._only(str(session.get_bind().engine.url))
        versions = newest_lists(session)
        known = {row.id: self._lists.get(row.id) for row in versions}
        if known.keys() != self._lists.keys():
            self._lists = {
                row.id: known[row.id] or _read_list(session, row, self.shelf) for row in versions
            }
            self.shelf.keep_only([row.sha256 for row in versions])
        watch = self._watchlist(session)
        seen = _standing(watch.by_number.values(), standing.regime(session), at)
        days = current_days(session)
        told = [told_of(row, days.get(row.id)) for row in versions]
        told.append(
            {
                "source": WATCHLIST,
                "at": at.isoformat(),
                "entries": len(seen),
                "digest": watched.versions_digest(watch.by_number[number] for number in seen),
            }
        )
        return Laid(tuple(told), tuple(self._lists.values()), watch, seen)

    def _only(self, database: str) -> None:
        """Inner ids mean something in one database only."""
        if self._database != database:
            self._database, self._lists, self._watched = database, {}, None
            self.troubled = set()

    def _watchlist(self, session: Session) -> _Watched:
        counted = session.execute(
            select(
                func.count(),
                func.coalesce(func.max(Entry.id), 0),
                func.coalesce(func.sum(Entry.revision), 0),
            ).where(Entry.stage.in_(PUBLISHED))
        ).one()
        key = tuple(int(number) for number in counted)
        if self._watched is None or self._watched.key != key:
            self._watched = _read_watchlist(session, key)
        return self._watched


DESK = Desk()
"""The desk of this process."""
_NOBODY = _Watched((), matcher.Index(()), {}, {})


def subject_of(name: Name) -> Subject:
    """A name of a case as the matcher is asked for it."""
    return Subject(
        kind=Form(name.kind),
        names=(name.name,),
        former_names=name.other_names,
        birth_date=name.birth_date,
        countries=name.countries,
        addresses=name.addresses,
        phones=name.phones,
        mail_domains=name.mail_domains,
        associates=name.associates,
        identifiers=name.identifiers,
    )


def told_of(row: ListVersion, confirmed_on: date | None = None) -> dict[str, Any]:
    """One version of a list as a screening names it; `current_on` is what it is as old as."""
    return {
        "source": row.source,
        "published_on": row.published_on.isoformat(),
        "current_on": max(row.published_on, confirmed_on or row.published_on).isoformat(),
        "imported_at": row.imported_at.isoformat(),
        "list_version_id": row.id,
        "entries": row.entry_count,
        "invented": row.invented,
    }


def some(
    lists: Iterable[tuple[str, int, Mapping[int, ListEntry]]], entries: Iterable[Entry]
) -> Laid:
    """Some entries alone, ready to be compared: of lists (source, version, by inner id), watched.

    What the calendar makes of the watched ones has been asked already.
    """
    parties = tuple(entries)
    return Laid(
        (),
        tuple(
            _List(
                source,
                version_id,
                matcher.Index(found.values()),
                {entry.reference: key for key, entry in found.items()},
            )
            for source, version_id, found in lists
        ),
        _prepared((), parties),
        frozenset(entry.number for entry in parties),
    )


def _read_list(session: Session, version: ListVersion, shelf: Shelf) -> _List:
    rows = select(ListEntryRow).where(ListEntryRow.list_version_id == version.id)

    def entries() -> Iterator[ListEntry]:
        facts = session.scalars(
            rows.with_only_columns(ListEntryRow.facts).order_by(ListEntryRow.id)
        )
        return (msgspec.convert(item, ListEntry) for item in facts)

    ids = rows.with_only_columns(ListEntryRow.reference, ListEntryRow.id)
    known = dict(session.execute(ids).all())
    return _List(version.source, version.id, shelf.index(version.sha256, known, entries), known)


def _read_watchlist(session: Session, key: tuple[int, ...]) -> _Watched:
    rows = session.scalars(select(Entry).where(Entry.stage.in_(PUBLISHED)).order_by(Entry.id)).all()
    parties = [row for row in rows if watched.is_party(row.facts)]
    for row in parties:
        session.expunge(row)
    return _prepared(key, parties)


def _prepared(key: tuple[int, ...], parties: Sequence[Entry]) -> _Watched:
    by_trader: dict[int, tuple[Entry, ...]] = {}
    for row in parties:
        if row.trader_id is not None:
            by_trader[row.trader_id] = (*by_trader.get(row.trader_id, ()), row)
    return _Watched(
        key,
        matcher.Index(watched.compared(row.number, row.facts) for row in parties),
        {row.number: row for row in parties},
        by_trader,
    )


def _standing(entries: Iterable[Entry], regime: Regime, at: datetime) -> frozenset[str]:
    """What the calendar leaves visible to others: never a dormant entry, nor one past retention."""
    found = set()
    for entry in entries:
        terms = regime.of(entry.state_code, at)
        if terms is not None and entry.standing(at, terms) in SEEN_BY_OTHERS:
            found.add(entry.number)
    return frozenset(found)

"""What has changed on the lists and the watchlist since all standing screenings were compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.screening import watched
from app.screening.desk import WATCHLIST, Laid, some
from app.screening.entries import ListEntry
from app.screening.plan import Again, Place
from models.screening import ListEntryRow
from models.screening_runs import CoveredEntry, RunCause, ScreeningRun
from models.watchlist import Entry, EntryVersion

AT_ONCE = 500
Told = tuple[dict[str, Any], ...]


def covered(session: Session) -> ScreeningRun | None:
    """The run with whose lists every standing screening has been compared.

    While the first one is at work it is that one: what changes meanwhile is a delta to it.
    """
    since = func.coalesce(ScreeningRun.ended_at, ScreeningRun.started_at)
    return session.scalar(
        select(ScreeningRun)
        .where(ScreeningRun.ended_at.is_not(None) | (ScreeningRun.cause == str(RunCause.FIRST)))
        .order_by(since.desc(), ScreeningRun.id.desc())
        .limit(1)
    )


def of_watchlist(session: Session, laid: Laid) -> tuple[tuple[int, int], ...]:
    """The entries that changed: (inner id, version now), 0 for one that is seen no more."""
    before = {
        key: version
        for key, version in session.execute(select(CoveredEntry.entry_id, CoveredEntry.version))
        if version
    }
    now = laid.watched_versions()
    keys = sorted(now.keys() | before.keys())
    return tuple((key, now.get(key, 0)) for key in keys if now.get(key) != before.get(key))


def versions(told: Told) -> dict[str, int]:
    """Which version of each list is meant, by the name of the list."""
    return {item["source"]: item["list_version_id"] for item in told if "list_version_id" in item}


def of_run(session: Session, run: ScreeningRun) -> Again:
    """What a delta compares: the entries that are new or changed; and which were touched at all."""
    before, after = versions(run.lists_before), versions(run.lists)
    touched: set[Place] = set()
    lists = []
    for source in sorted(before.keys() | after.keys()):
        if before.get(source) == after.get(source):
            continue
        old = _digests(session, before.get(source))
        new = _digests(session, after.get(source))
        changed, removed = difference(
            {reference: digest for reference, (_, digest) in old.items()},
            {reference: digest for reference, (_, digest) in new.items()},
        )
        touched.update((source, reference) for reference in changed | removed)
        if changed:
            keys = sorted(new[reference][0] for reference in changed)
            found = dict(_entries(session, keys))
            lists.append((source, after[source], found))
    entries = list(_watched(session, run.entries, touched))
    return Again(some(lists, entries), frozenset(touched))


def difference(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """Which entries of a list came or changed, and which went; by their digests.

    >>> difference({"A": "1", "B": "1"}, {"B": "2"})
    ({'B'}, {'A'})
    """
    changed = {reference for reference, digest in new.items() if old.get(reference) != digest}
    return changed, old.keys() - new.keys()


def _digests(session: Session, version_id: int | None) -> dict[str, tuple[int, str]]:
    """By its reference, the inner id and digest of every entry of one version of a list."""
    if version_id is None:
        return {}
    rows = session.execute(
        select(ListEntryRow.reference, ListEntryRow.id, ListEntryRow.digest).where(
            ListEntryRow.list_version_id == version_id
        )
    )
    return {reference: (key, digest) for reference, key, digest in rows}


def _entries(session: Session, keys: Sequence[int]) -> Iterator[tuple[int, ListEntry]]:
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        rows = session.execute(
            select(ListEntryRow.id, ListEntryRow.facts)
            .where(ListEntryRow.id.in_(part))
            .order_by(ListEntryRow.id)
        )
        for key, facts in rows:
            yield key, msgspec.convert(facts, ListEntry)


def _watched(
    session: Session, changed: Sequence[tuple[int, int]], touched: set[Place]
) -> Iterator[Entry]:
    """The entries as the run found them, taken out of the session; each is touched."""
    wanted: Mapping[int, int] = dict(changed)
    for start in range(0, len(changed), AT_ONCE):
        part = [key for key, _ in changed[start : start + AT_ONCE]]
        for row in session.scalars(select(Entry).where(Entry.id.in_(part)).order_by(Entry.id)):
            touched.add((WATCHLIST, row.number))
            version = wanted[row.id]
            earlier = None
            if version not in (0, row.facts_version):
                earlier = session.scalar(
                    select(EntryVersion.facts).where(
                        EntryVersion.entry_id == row.id, EntryVersion.number == version
                    )
                )
            session.expunge(row)
            if earlier is not None:
                row.facts, row.facts_version = earlier, version
            if version and watched.is_party(row.facts):
                yield row

"""What looking again changes for one name: hits that are new, that were replaced, that are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.screening.desk import MOST_HITS, Found, Laid
from app.screening.matches import features_digest
from models.screening import Gone

Place: TypeAlias = tuple[str, str]
"""An entry through all its versions: its list, and its reference there."""


@dataclass(frozen=True)
class Known:
    """A hit that stands: by what it is known."""

    id: int
    entry_digest: str
    features_digest: str


@dataclass(frozen=True)
class Again:
    """What names are compared with once more."""

    laid: Laid
    touched: frozenset[Place] | None = None
    """The entries that a delta is about; None for a full run, which is about all."""

    def asks(self, place: Place) -> bool:
        """Whether anything may have changed for hits on that entry."""
        return self.touched is None or place in self.touched


@dataclass(frozen=True)
class Plan:
    """What is to be written for one name; mostly nothing."""

    new: tuple[Found, ...] = ()
    replaced: tuple[tuple[int, Found], ...] = ()
    """Hits whose entry changed, or what agrees of it, and what is found in their place."""
    gone: tuple[tuple[int, Gone], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.replaced or self.gone)


def plan(found: Sequence[Found], standing: Mapping[Place, Known], again: Again) -> Plan:
    """Compare what was found with the hits that stand.

    A hit on an entry that says what it said, by the names by which it was found, stays as it is,
    whatever version of the list the entry is in.
    """
    by_place = {item.place: item for item in found if again.asks(item.place)}
    new = [item for place, item in by_place.items() if place not in standing]
    replaced = [
        (standing[place].id, item)
        for place, item in by_place.items()
        if place in standing and not _same(standing[place], item)
    ]
    cut = _cut(found)
    gone = [
        (known.id, Gone.PARTED if again.laid.holds(place) else Gone.REMOVED)
        for place, known in standing.items()
        if place not in by_place and again.asks(place) and place[0] not in cut
    ]
    return Plan(tuple(new), tuple(replaced), tuple(gone))


def _same(known: Known, item: Found) -> bool:
    return known.entry_digest == item.entry_digest and known.features_digest == features_digest(
        item.match.reasons
    )


def _cut(found: Sequence[Found]) -> Collection[str]:
    """The lists of which more entries are like a name than are kept: the rest is not gone."""
    counts = Counter(item.source for item in found)
    return {source for source, count in counts.items() if count >= MOST_HITS}

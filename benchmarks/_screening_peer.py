"""nomenklatura's own way over the same lists: its index of name keys, then logic-v2 on the found.

Its way is taken from its source (4.17): `nomenklatura.blocker.Index`, which its `xref` and matching
use, gives at most 75 entities for each one asked, by name keys, name parts and symbols; logic-v2
scores them. Everything is asked at once, which is what that index is built for. Each entity and
each question has an id of its own, because names are cached by id.
"""

from __future__ import annotations

import itertools
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.screening.entries import ListEntry, NameQuality
from app.screening.matches import Subject
from models.particulars import Form

LINE = 0.7
CRAFTS = {"vessel": "Vessel", "aircraft": "Airplane"}
PROPERTIES = {
    NameQuality.PRIMARY: "name",
    NameQuality.STRONG: "alias",
    NameQuality.ORIGINAL: "alias",
    NameQuality.FORMER: "previousName",
    NameQuality.WEAK: "weakAlias",
}


def installed() -> bool:
    """Whether nomenklatura is there to be measured."""
    return find_spec("nomenklatura") is not None


@dataclass(frozen=True)
class Ranked:
    """For each subject asked: numbers of entries by name keys, and with scores by logic-v2."""

    by_keys: list[list[int]]
    by_score: list[list[tuple[float, int]]]
    cpu_s: float
    """Both stages together, the questions prepared; not the index of the lists."""
    scored: int
    """Pairs that logic-v2 was asked for."""


class Peer:
    """The lists as nomenklatura holds them."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        from followthemoney import Dataset  # noqa: PLC0415  optional, and slow to import
        from nomenklatura.blocker import Index  # noqa: PLC0415
        from nomenklatura.matching import get_algorithm  # noqa: PLC0415
        from nomenklatura.matching.types import ScoringConfig  # noqa: PLC0415

        self._dataset = Dataset.make({"name": "lists", "title": "Lists"})
        self._algorithm: Any = get_algorithm("logic-v2")
        self._settings = ScoringConfig.defaults()
        self._ids = itertools.count()
        self._folder = tempfile.TemporaryDirectory()
        self._listed = {f"e{number}": self._listed_as(f"e{number}", entry)
                        for number, entry in enumerate(entries)}  # fmt: skip
        view: Any = SimpleNamespace(entities=self._entities, scope=SimpleNamespace(name="lists"))
        self._index = Index(view, Path(self._folder.name))
        began = time.process_time()
        self._index.build()
        self.build_cpu_s = round(time.process_time() - began, 2)

    def close(self) -> None:
        """Let go of the index's file."""
        self._index.close()
        self._folder.cleanup()

    def ranked(self, subjects: Iterable[Subject]) -> Ranked:
        """Ask for all subjects at once."""
        began = time.process_time()
        asked = {f"q{next(self._ids)}": subject for subject in subjects}
        queries = {key: self._asked_as(key, subject) for key, subject in asked.items()}
        by_keys: dict[str, list[int]] = {key: [] for key in queries}
        by_score: dict[str, list[tuple[float, int]]] = {key: [] for key in queries}
        scored = 0
        for found, matches in self._index.match_entities(queries.values()):
            query = queries[str(found.id)]
            for match, _ in matches:
                listed = self._listed[str(match.id)]
                number = int(str(match.id)[1:])
                by_keys[str(found.id)].append(number)
                points = self._algorithm.compare(query, listed, self._settings).score
                by_score[str(found.id)].append((points, number))
                scored += 1
        for points_of in by_score.values():
            points_of.sort(key=lambda item: (-item[0], item[1]))
        spent = time.process_time() - began
        return Ranked(list(by_keys.values()), list(by_score.values()), spent, scored)

    def _entities(self, **_: object) -> Iterator[Any]:
        yield from self._listed.values()

    def _listed_as(self, key: str, entry: ListEntry) -> Any:
        schema = CRAFTS.get(entry.craft) or _schema(entry.kind)
        made = self._made(key, schema)
        for name in entry.names:
            made.add(PROPERTIES[name.quality] if schema != "Airplane" else "name", name.text)
        return made

    def _asked_as(self, key: str, subject: Subject) -> Any:
        made = self._made(key, _schema(subject.kind))
        made.add("name", list(subject.names))
        return made

    def _made(self, key: str, schema: str) -> Any:
        from followthemoney import StatementEntity  # noqa: PLC0415

        return StatementEntity(self._dataset, {"schema": schema, "id": key})


def _schema(kind: Form) -> str:
    return "Person" if kind is Form.PERSON else "Organization"

"""How good the shipped matcher is on labelled pairs of names, beside nomenklatura's logic-v2.

Names alone are compared, since the pairs hold nothing else. Groups are of different kinds and must
not be added up.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from app.screening.entries import ListedName, ListEntry
from app.screening.matcher import Index, score
from app.screening.matches import Subject
from models.particulars import Form

PEER_LINE = 0.7
"""Where nomenklatura's own bench draws the line for logic-v2."""


class Pair(NamedTuple):
    """Two names that somebody labelled; `schema` is a FollowTheMoney one."""

    query: str
    listed: str
    schema: str
    same: bool
    group: str
    category: str


def pairs(file: Path) -> list[Pair]:
    """The labelled pairs of a file with the columns of `names/pairs.csv`."""
    with file.open(encoding="utf-8", newline="") as text:
        return [
            Pair(
                row["query_name"],
                row["list_name"],
                row["schema"],
                row["expected"] == "yes",
                row["group"],
                row["category"],
            )
            for row in csv.DictReader(text)
        ]


def shipped(pair: Pair) -> bool:
    """Whether the register would put the pair before an officer: the whole way, index and all."""
    kind = Form.PERSON if pair.schema == "Person" else Form.FIRM
    craft = {"Vessel": "vessel", "Airplane": "aircraft"}.get(pair.schema, "")
    listed = ListEntry(reference="1", kind=kind, names=(ListedName(pair.listed),), craft=craft)
    return bool(score(Subject(kind=kind, names=(pair.query,)), Index((listed,))))


def peer() -> Callable[[Pair], bool] | None:
    """The same question put to logic-v2; None where nomenklatura is not installed."""
    if find_spec("nomenklatura") is None:
        return None
    from followthemoney import model  # noqa: PLC0415  seconds and 600 MB, and optional
    from nomenklatura.matching import get_algorithm  # noqa: PLC0415
    from nomenklatura.matching.types import ScoringConfig  # noqa: PLC0415

    algorithm = get_algorithm("logic-v2")
    assert algorithm is not None
    settings = ScoringConfig.defaults()
    made = 0

    def entity(schema: str, name: str) -> Any:
        nonlocal made
        made += 1  # names are cached by id, so none is used twice
        entity = model.make_entity(schema)
        entity.id = f"pair-{made}"
        entity.add("name", name)
        return entity

    def asked(pair: Pair) -> bool:
        one, other = entity(pair.schema, pair.query), entity(pair.schema, pair.listed)
        return bool(algorithm.compare(one, other, settings).score >= PEER_LINE)

    asked(Pair("Davor Meshkan", "Davor Meshkan", "Person", same=True, group="", category=""))
    return asked


def quality(pairs_file: Path) -> dict[str, object]:
    """Precision, recall and F1 by group, ours and (`peer_…`) logic-v2's, and pairs a CPU-second."""
    labelled = pairs(pairs_file)
    result: dict[str, object] = {}
    for prefix, matcher in (("", shipped), ("peer_", peer())):
        if matcher is None:
            continue
        began = time.process_time()
        answers = [matcher(pair) for pair in labelled]
        spent = time.process_time() - began
        judged = list(zip(labelled, answers, strict=True))
        for name in ("f1", "precision", "recall"):
            result[prefix + name] = dict(_by_group(judged, name))
        result[prefix + "pairs_per_cpu_s"] = round(len(labelled) / spent)
    return result


def by_category(pairs_file: Path) -> Iterator[tuple[str, int, int]]:
    """By group, category and label: how many the shipped matcher has right, and how many."""
    counted: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for pair in pairs(pairs_file):
        count = counted[f"{pair.group} {pair.category} {'same' if pair.same else 'other'}"]
        count[0] += shipped(pair) is pair.same
        count[1] += 1
    yield from ((name, right, of) for name, (right, of) in sorted(counted.items()))


def _by_group(judged: Iterable[tuple[Pair, bool]], name: str) -> Iterator[tuple[str, float]]:
    """Counts are read as (label, answer)."""
    counted: defaultdict[str, defaultdict[tuple[bool, bool], int]] = defaultdict(
        lambda: defaultdict(int)
    )
    for pair, answer in judged:
        counted[pair.group][pair.same, answer] += 1
    for group, of in sorted(counted.items()):
        right, missed, wrong = of[True, True], of[True, False], of[False, True]
        parts = {
            "f1": (2 * right, 2 * right + wrong + missed),
            "precision": (right, right + wrong),
            "recall": (right, right + missed),
        }
        part, whole = parts[name]
        yield group, round(part / whole, 4) if whole else 0.0

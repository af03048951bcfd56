"""How good and how fast the simple matcher is: labelled pairs, held-out aliases, a population.

Reads `../shared` where it exists and prints one JSON object as its last line; without it there is
nothing to measure but the invented list. Figures are shares of 1,000, so that none is a float.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from app.screening.entries import ListEntry, NameQuality
from app.screening.judgement import closest
from app.screening.matcher import REVIEW, Index, provenance, score
from app.screening.matches import Subject
from app.screening.un_list import INVENTED, read
from models.particulars import Form

SHARED = Path(__file__).resolve().parents[2] / "shared"
PAIRS = SHARED / "names" / "pairs.csv"
POPULATION = SHARED / "names" / "people_50k.csv"
PERTURBED = SHARED / "names" / "yente_positives_un_treated.csv"
LINES = (70, 72, 75, 78, 80)
SAMPLE = 2_000
HELD_OUT = 600
LEAD = "A_labelled", "B_publisher", "C_perturbed"


class Pair(NamedTuple):
    """Two names that somebody labelled, and what the matcher makes of them."""

    group: str
    category: str
    same: bool
    score: int


def pairs() -> list[Pair]:
    """Every labelled pair of names with its score."""
    return [
        Pair(
            row["group"],
            row["category"],
            row["expected"] == "yes",
            closest((row["query_name"],), (row["list_name"],), _form(row["schema"])),
        )
        for row in _rows(PAIRS)
    ]


def quality(of: Iterable[Pair], line: int) -> dict[str, int]:
    """Precision, recall and F1 at a review line, in thousandths."""
    counted: defaultdict[tuple[bool, bool], int] = defaultdict(int)
    for pair in of:
        counted[pair.same, pair.score >= line] += 1
    right, missed, wrong = counted[True, True], counted[True, False], counted[False, True]
    return {
        "precision": _share(right, right + wrong),
        "recall": _share(right, right + missed),
        "f1": _share(2 * right, 2 * right + wrong + missed),
    }


def held_out(entries: tuple[ListEntry, ...]) -> dict[str, int]:
    """Strong aliases asked for against the list without them: how many still find their entry."""
    aliases = [
        (entry, name.text)
        for entry in entries
        for name in entry.names
        if name.quality is NameQuality.STRONG
    ]
    chosen = random.Random(1).sample(aliases, min(HELD_OUT, len(aliases)))
    taken = {(entry.reference, text) for entry, text in chosen}
    index = Index(_without(entry, taken) for entry in entries)
    found = sum(
        any(
            match.entry.reference == entry.reference
            for match in score(Subject(kind=entry.kind, names=(text,)), index)
        )
        for entry, text in chosen
    )
    return {"asked": len(chosen), "found": _share(found, len(chosen))}


def alerts(index: Index) -> dict[str, int]:
    """Invented people, none of them listed: how many would be put before an officer."""
    people = random.Random(5).sample(list(_rows(POPULATION)), SAMPLE)
    subjects = [Subject(kind=Form.PERSON, names=(row["full_name"],)) for row in people]
    began = time.process_time()
    hits = [score(subject, index) for subject in subjects]
    spent = time.process_time() - began
    return {
        "asked": len(subjects),
        "alerted": _share(sum(bool(found) for found in hits), len(subjects)),
        "parties_per_cpu_second": round(len(subjects) / spent),
    }


def perturbed(index: Index) -> dict[str, int]:
    """Listed people with letters changed: how many are still found."""
    asked = [Subject(kind=Form.PERSON, names=(row["full_name"],)) for row in _rows(PERTURBED)]
    found = sum(bool(score(subject, index)) for subject in asked)
    return {"asked": len(asked), "found": _share(found, len(asked))}


def main() -> None:
    """Measure what there is, show it as tables, and end with one JSON object."""
    newest = max((SHARED / "lists" / "un").glob("*.xml"), default=INVENTED)
    began = time.process_time()
    entries = read(newest).entries
    index = Index(entries)
    result: dict[str, object] = {
        "line": REVIEW,
        "list": newest.name,
        "entries": len(entries),
        "ready_ms": round(1000 * (time.process_time() - began)),
        **provenance(),
        "held_out_aliases": held_out(entries),
    }
    if PAIRS.exists():
        labelled = pairs()
        _show(labelled)
        for group in LEAD:
            result[group] = quality((pair for pair in labelled if pair.group == group), REVIEW)
        result["population"] = alerts(index)
        result["perturbed"] = perturbed(index)
    print(json.dumps(result))


def _show(labelled: list[Pair]) -> None:
    by_group: defaultdict[str, list[Pair]] = defaultdict(list)
    by_category: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in labelled:
        by_group[pair.group].append(pair)
        by_category[f"{pair.group} {pair.category} {'same' if pair.same else 'other'}"].append(pair)
    for group, of in sorted(by_group.items()):
        for line in LINES:
            print(group, line, quality(of, line))
    for category, of in sorted(by_category.items()):
        right = sum((pair.score >= REVIEW) is pair.same for pair in of)
        print(f"{category}: {right} of {len(of)} right at {REVIEW}")


def _without(entry: ListEntry, taken: set[tuple[str, str]]) -> ListEntry:
    kept = tuple(name for name in entry.names if (entry.reference, name.text) not in taken)
    return msgspec.structs.replace(entry, names=kept)


def _form(schema: str) -> Form:
    return Form.PERSON if schema == "Person" else Form.FIRM


def _rows(path: Path) -> Iterator[dict[str, str]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _share(part: int, whole: int) -> int:
    return round(1000 * part / whole) if whole else 0


if __name__ == "__main__":
    main()

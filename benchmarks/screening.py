"""How good and how fast screening is, side by side with nomenklatura's own pipeline.

`python -m benchmarks.screening [--pairs FILE] [--lists DIR] [--people FILE] [--quick]`; `--help`
tells the rest. The last line is one JSON object. `peer_…` are nomenklatura's figures in the same
run, over the same names; they are null where it is not installed. Processor time counts, not the
clock.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.screening import matcher
from app.screening.entries import ListEntry
from app.screening.listed import Index
from app.screening.matches import Subject
from app.screening.un_list import INVENTED
from app.screening.un_list import read as read_un
from benchmarks import _screening_lists, _screening_peer, _screening_speed
from benchmarks._screening_quality import quality
from benchmarks._screening_recall import FIRST, HeldOut, held_out, recall
from benchmarks._timing import yardstick

SHARED = Path(__file__).resolve().parents[2] / "shared"
PEER = (
    "peer_f1", "peer_recall10", "peer_recall10_nonlatin", "peer_queries_per_cpu_s",
    "peer_rescreen_per_cpu_s",
)  # fmt: skip


class Sizes:
    """How much of each kind is measured."""

    def __init__(self, *, quick: bool, parties: int) -> None:
        self.aliases, self.other_scripts = (200, 100) if quick else (1_000, 300)
        self.queries = 200 if quick else 1_000
        self.parties = min(parties, 5_000) if quick else parties
        self.peer_parties = 500 if quick else 3_000
        self.exhaustive = 8 if quick else 40


def main() -> None:
    """Measure what there is, say what it is, and end with one JSON object."""
    options = _options()
    sizes = Sizes(quick=options.quick, parties=options.parties)
    figures: dict[str, Any] = dict.fromkeys(PEER)
    chosen = matcher.choose(options.matcher)
    peer = _screening_peer.installed()
    if not peer:
        _say("nomenklatura is not installed: its figures (peer_…) are null")
    matcher.warm()
    figures |= {**matcher.provenance(), "line": matcher.REVIEW, "yardstick_cpu_ms": yardstick()}
    if options.pairs.exists():
        figures |= quality(options.pairs)
        _say("quality", {key: figures[key] for key in ("f1", "peer_f1")})
    entries = _entries(options.lists, figures)
    figures |= _recalled(held_out(entries, sizes.aliases, sizes.other_scripts), sizes, peer=peer)
    index = Index(entries)
    if options.people.exists():
        people = _screening_speed.population(options.people)
        figures |= _population(people[: sizes.parties], entries, index, sizes, peer=peer)
    figures |= _told("kept", _screening_speed.kept(entries, index, sizes.exhaustive))
    figures |= _told("restart", _screening_speed.restart(index, chosen.value))
    print(json.dumps(figures))


def _entries(folder: Path, figures: dict[str, Any]) -> list[ListEntry]:
    read = _screening_lists.read(folder) if folder.is_dir() else None
    if read is None or not read.entries:
        _say(f"no lists in {folder.name}: the invented list stands in")
        return list(read_un(INVENTED).entries)
    for name, why in read.left_out.items():
        _say(f"left out: {name}: {why}")
    figures |= {"entries": len(read.entries), "names": read.names, "left_out": len(read.left_out)}
    return read.entries


def _recalled(held: HeldOut, sizes: Sizes, *, peer: bool) -> dict[str, Any]:
    """Aliases taken out: are their bearers among the first ten, and how fast is one asked for."""
    index = Index(held.entries)
    groups = {"recall10": held.sample, "recall10_nonlatin": held.other_scripts}
    figures: dict[str, Any] = {}
    for name, aliases in groups.items():
        subjects = [Subject(kind=one.kind, names=(one.text,)) for one in aliases]
        found, spent = _screening_speed.searched(subjects, index, FIRST)
        figures[name] = recall(found, aliases)
        if name == "recall10":
            figures["searches_per_cpu_s"] = round(len(aliases) / spent, 1)
    subjects = [Subject(kind=one.kind, names=(one.text,)) for one in held.sample[: sizes.queries]]
    figures |= _screening_speed.asked(subjects, index)
    numbers = {entry.reference: number for number, entry in enumerate(held.entries)}
    alerts = [
        [(match.score, numbers[match.entry.reference]) for match in matcher.score(subject, index)]
        for subject in subjects
    ]
    figures |= _false_hits(alerts, held, matcher.REVIEW, "")
    if peer:
        figures |= _peer_recalled(held, sizes)
        lines = range(100, matcher.REVIEW - 1, -1)
        equal = (_false_hits(alerts, held, line, "equal_recall_") for line in lines)
        wanted = figures["peer_alias_alerted"]
        figures |= next((one for one in equal if one["equal_recall_alias_alerted"] >= wanted), {})
    return _told("recall", figures)


def _peer_recalled(held: HeldOut, sizes: Sizes) -> dict[str, Any]:
    listed = _screening_peer.Peer(held.entries)
    figures: dict[str, Any] = {"peer_index_s": listed.build_cpu_s}
    groups = {"peer_recall10": held.sample, "peer_recall10_nonlatin": held.other_scripts}
    for name, aliases in groups.items():
        subjects = [Subject(kind=one.kind, names=(one.text,)) for one in aliases]
        found = listed.ranked(subjects)
        by_score = [[number for _, number in scored] for scored in found.by_score]
        figures[name] = recall(found.by_keys, aliases)
        figures[name.replace("peer", "peer_scored")] = recall(by_score, aliases)
        if name == "peer_recall10":
            figures["peer_queries_per_cpu_s"] = round(len(aliases) / found.cpu_s, 1)
            scored = found.by_score[: sizes.queries]
            figures |= _false_hits(scored, held, _screening_peer.LINE, "peer_")
    listed.close()
    return figures


def _false_hits(
    alerts: Sequence[Sequence[tuple[float, int]]], held: HeldOut, line: float, prefix: str
) -> dict[str, float]:
    """At a line: entries alerted that never bore the alias, and aliases that alerted their own."""
    wrong = right = 0
    for scored, one in zip(alerts, held.sample, strict=False):
        found = {number for score, number in scored if score >= line}
        wrong += len(found - one.right)
        right += not one.right.isdisjoint(found)
    return {
        f"{prefix}false_hits_per_query": round(wrong / len(alerts), 3),
        f"{prefix}alias_alerted": round(right / len(alerts), 4),
    }


def _population(
    people: list[Subject], entries: list[ListEntry], index: Index, sizes: Sizes, *, peer: bool
) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    figures |= _told("delta", _screening_speed.delta(people, entries))
    figures |= _told("rescreen", _screening_speed.rescreened(people, index))
    if peer:
        listed = _screening_peer.Peer(entries)
        found = listed.ranked(people[: sizes.peer_parties])
        alerted = [
            any(points >= _screening_peer.LINE for points, _ in one) for one in found.by_score
        ]
        figures["peer_rescreen_per_cpu_s"] = round(len(alerted) / found.cpu_s, 1)
        figures["peer_rescreen_alerted"] = round(sum(alerted) / len(alerted), 4)
        listed.close()
    return _told("population", figures)


def _told(what: str, figures: dict[str, Any]) -> dict[str, Any]:
    _say(what, figures)
    return figures


def _say(what: str, figures: object = "") -> None:
    print(what, figures, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    names, lists = SHARED / "names", SHARED / "lists"
    parser.add_argument("--pairs", type=Path, default=names / "pairs.csv", help="labelled pairs")
    parser.add_argument("--lists", type=Path, default=lists, help="a folder of published lists")
    parser.add_argument("--people", type=Path, default=names / "people_50k.csv", help="parties")
    parser.add_argument("--parties", type=int, default=100_000, help="how many are looked at again")
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    choices = ("auto", "simple", "logic")
    parser.add_argument("--matcher", choices=choices, default="auto", help="which of ours")
    return parser.parse_args()


if __name__ == "__main__":
    main()

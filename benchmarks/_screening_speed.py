"""How fast parties are compared with all lists, and whether anything is missed on the way."""

from __future__ import annotations

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from app.screening import matcher, rescreen
from app.screening.compare import compare, units
from app.screening.entries import ListEntry
from app.screening.likeness import likeness
from app.screening.listed import Index, forms_asked
from app.screening.matches import Match, Subject
from app.screening.names import NameForm, Word
from app.screening.variants import forms
from models.particulars import Form

CHANGED = 100
CHECKED = 5_000
LETTERS = "aeionrstlk"

T = TypeVar("T")


def cpu(act: Callable[[], T]) -> tuple[T, float]:
    """Do it, and tell how many seconds of processor time it took."""
    began = time.process_time()
    made = act()
    return made, time.process_time() - began


def searched(
    subjects: Sequence[Subject], index: Index, limit: int
) -> tuple[list[list[int]], float]:
    """The likeliest entries of each party, and the processor time that it took."""
    return cpu(lambda: [index.likeliest(subject, limit) for subject in subjects])


def asked(subjects: Sequence[Subject], index: Index) -> dict[str, float]:
    """Queries one by one: how many a CPU-second, and how long half and 99 of 100 take at most."""
    times: list[float] = []
    for subject in subjects:
        began = time.process_time()
        matcher.score(subject, index)
        times.append(time.process_time() - began)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    return {
        "queries_per_cpu_s": round(len(times) / sum(times), 1),
        "query_p50_ms": round(1000 * statistics.median(times), 2),
        "query_p99_ms": round(1000 * cuts[98], 2),
    }


def rescreened(subjects: Sequence[Subject], index: Index) -> dict[str, float]:
    """All parties against all lists, the parties' names prepared on the way."""
    hits, spent = cpu(lambda: [bool(found) for found in rescreen.full(subjects, index)])
    return {
        "rescreen_per_cpu_s": round(len(hits) / spent, 1),
        "rescreen_parties": len(hits),
        "rescreen_alerted": round(sum(hits) / len(hits), 4),
    }


def delta(
    subjects: Sequence[Subject], entries: Sequence[ListEntry], checked: int = CHECKED
) -> dict[str, float | bool]:
    """A hundred changed entries against all parties, whose index is read from where it was kept.

    Beside it the parties found, and some thousands of others, are asked for one by one: the hits
    must be the same.
    """
    changed = random.Random(3).sample(list(entries), min(CHANGED, len(entries)))
    kept, prepare = cpu(lambda: rescreen.Parties(subjects).stored())

    def asked() -> dict[int, list[Match]]:
        return rescreen.delta(subjects, rescreen.Parties.of_stored(kept), changed)

    found, spent = cpu(asked)
    numbers = random.Random(4).sample(range(len(subjects)), min(checked, len(subjects)))
    index = Index(changed)
    compared = {
        number: matcher.score(subjects[number], index, limit=len(changed))
        for number in {*numbers, *found}
    }
    full = {number: matches for number, matches in compared.items() if matches}
    return {
        "delta_s": round(spent, 2),
        "delta_parties": len(found),
        "delta_same": full == found,
        "parties_prepare_s": round(prepare, 1),
    }


def kept(entries: Sequence[ListEntry], index: Index, size: int) -> dict[str, float | int]:
    """Of the hits that comparing with every name gives, the share that the index gives too.

    Asked are listed names with slips of the pen, since of people who are not listed hardly one has
    a hit.
    """
    subjects = list(_perturbed(entries, size))
    every = _Every(entries)
    there = missed = 0
    for subject in subjects:
        wanted = every.alike(subject, matcher.REVIEW)
        found = index.names_like(subject, matcher.REVIEW).keys()
        there += len(wanted)
        missed += len(wanted - found)
    return {
        "rescreen_kept": round(1 - missed / there, 4) if there else 0.0,
        "rescreen_kept_hits": there,
    }


def restart(index: Index, library: str) -> dict[str, float]:
    """What a process that starts again has to wait for, measured in one, and how large it grows."""
    with tempfile.NamedTemporaryFile(suffix=".index") as file:
        Path(file.name).write_bytes(index.as_bytes())
        command = [sys.executable, "-m", "benchmarks._screening_restart", file.name, library]
        began = time.time()
        told = subprocess.run([*command, str(began)], capture_output=True, check=True, text=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return figures


class _Every:
    """Every name of the lists, to be compared without an index."""

    def __init__(self, entries: Sequence[ListEntry]) -> None:
        self._names: list[tuple[int, int, NameForm]] = []
        self._words: dict[Word, None] = {}
        self._entries = entries
        for number, entry in enumerate(entries):
            for place, name in enumerate(entry.names):
                for form in forms(name.text, entry.kind):
                    self._names.append((number, place, form))
                    self._words.update(dict.fromkeys(unit.word for unit in units(form)))

    def alike(self, subject: Subject, least: int) -> set[int]:
        """The entries with a name that counts, found by comparing each word with every word."""
        found: set[int] = set()
        for form, _ in forms_asked(subject):
            query = units(form)
            alike = [
                {word: worth for word in self._words if (worth := likeness(one.word, word))}
                for one in query
            ]
            known = set().union(*alike)
            for number, _, listed in self._names:
                if number in found:
                    continue
                others = units(listed)
                if known.isdisjoint(unit.word for unit in others):
                    continue
                pairs = [
                    (worth, one, other)
                    for one, words in zip(query, alike, strict=True)
                    for other in others
                    if (worth := words.get(other.word, 0))
                    and (len(one.at) == 1 or len(other.at) == 1)
                ]
                if compare(query, others, pairs).score >= least and self._counts(subject, number):
                    found.add(number)
        return found

    def _counts(self, subject: Subject, number: int) -> bool:
        """Whether an officer should see it: weak aliases and other kinds must agree further."""
        alone = Index((self._entries[number],))
        return bool(alone.names_like(subject, matcher.REVIEW))


def _perturbed(entries: Sequence[ListEntry], size: int) -> Iterator[Subject]:
    by = random.Random(8)
    for entry in by.sample(list(entries), min(size, len(entries))):
        words = by.choice(entry.names).text.split()
        at = by.randrange(len(words))
        if len(words[at]) > 4:
            letter = by.randrange(1, len(words[at]))
            words[at] = words[at][:letter] + by.choice(LETTERS) + words[at][letter + 1 :]
        elif len(words) > 2:
            words.pop(at)
        yield Subject(kind=entry.kind, names=(" ".join(words),))


def population(file: Path) -> list[Subject]:
    """The people of a file with a column `full_name`, twice over: parties come again and again."""
    with file.open(encoding="utf-8", newline="") as text:
        names = [row["full_name"] for row in csv.DictReader(text)]
    people = [Subject(kind=Form.PERSON, names=(name,)) for name in names if name.strip()]
    return people + people

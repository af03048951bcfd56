"""Aliases taken out of the lists: whoever is asked for by one must be found by the other names."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from rigour.text.scripts import text_scripts

from app.screening.entries import ListEntry, NameQuality
from models.particulars import Form

FIRST = 10
"""Entries that are looked at: what fits on an officer's screen."""


@dataclass(frozen=True)
class Asked:
    """An alias that no entry bears any more, and the numbers of the entries that bore it."""

    text: str
    kind: Form
    right: frozenset[int]

    @property
    def latin(self) -> bool:
        """Whether it is written in Latin letters alone."""
        return text_scripts(self.text) <= {"Latin"}


@dataclass(frozen=True)
class HeldOut:
    """The lists without the aliases, and the aliases: a sample of all, and of those not Latin."""

    entries: tuple[ListEntry, ...]
    sample: tuple[Asked, ...]
    other_scripts: tuple[Asked, ...]


def held_out(entries: Sequence[ListEntry], size: int, other_scripts: int) -> HeldOut:
    """Take aliases out of every entry that bears them, and of the other lists as well.

    Otherwise the same alias of the same person on a second list would be the answer. An entry
    always keeps a name, and what two kinds of entries bear is not asked.
    """
    bearers: defaultdict[str, set[int]] = defaultdict(set)
    aliases: dict[str, str] = {}
    for number, entry in enumerate(entries):
        for name in entry.names:
            bearers[_key(name.text)].add(number)
            if name.quality is not NameQuality.PRIMARY:
                aliases.setdefault(_key(name.text), name.text)
    keys = sorted(filter(None, aliases))
    random.Random(1).shuffle(keys)
    left = [{_key(name.text) for name in entry.names} for entry in entries]
    chosen: list[Asked] = []
    foreign: list[Asked] = []
    taken: set[str] = set()
    for key in keys:
        asked = _asked(aliases[key], bearers[key], entries)
        wanted = [chosen] if len(chosen) < size else []
        wanted += [foreign] if len(foreign) < other_scripts and not asked.latin else []
        if wanted and _may_go(bearers[key], left, entries):
            taken.add(key)
            for number in bearers[key]:
                left[number].discard(key)
            for sample in wanted:
                sample.append(asked)
    kept = tuple(_without(entry, taken) for entry in entries)
    return HeldOut(kept, tuple(chosen), tuple(foreign))


def _may_go(numbers: set[int], left: list[set[str]], entries: Sequence[ListEntry]) -> bool:
    """Whether entries of one kind bear the alias, and each has another name."""
    one_kind = len({entries[number].kind for number in numbers}) == 1
    return one_kind and all(len(left[number]) > 1 for number in numbers)


def recall(found: Sequence[Sequence[int]], asked: Sequence[Asked]) -> float:
    """The share of aliases of which the first answers hold an entry that bore it."""
    right = sum(
        not one.right.isdisjoint(answers[:FIRST]) for one, answers in zip(asked, found, strict=True)
    )
    return round(right / len(asked), 4) if asked else 0.0


def _asked(text: str, numbers: set[int], entries: Sequence[ListEntry]) -> Asked:
    return Asked(text, entries[min(numbers)].kind, frozenset(numbers))


def _without(entry: ListEntry, taken: set[str]) -> ListEntry:
    kept = tuple(name for name in entry.names if _key(name.text) not in taken)
    return msgspec.structs.replace(entry, names=kept)


def _key(text: str) -> str:
    """One key for all ways of writing a name in the same letters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())

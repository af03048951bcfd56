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
    spelled: dict[str, str] = {}
    for number, entry in enumerate(entries):
        for name in entry.names:
            bearers[_key(name.text)].add(number)
        for name in entry.names:
            if name.quality is not NameQuality.PRIMARY:
                spelled.setdefault(_key(name.text), name.text)
    keys = sorted(key for key in spelled if key)
    random.Random(1).shuffle(keys)
    left = [{_key(name.text) for name in entry.names} for entry in entries]
    chosen: list[Asked] = []
    foreign: list[Asked] = []
    taken: set[str] = set()
    for key in keys:
        asked = _asked(spelled[key], bearers[key], entries)
        wanted = len(chosen) < size or (len(foreign) < other_scripts and not asked.latin)
        if not wanted or len({entries[number].kind for number in bearers[key]}) > 1:
            continue
        if any(len(left[number]) < 2 for number in bearers[key]):  # noqa: PLR2004  it is the only one
            continue
        taken.add(key)
        for number in bearers[key]:
            left[number].discard(key)
        if len(chosen) < size:
            chosen.append(asked)
        if len(foreign) < other_scripts and not asked.latin:
            foreign.append(asked)
    kept = tuple(_without(entry, taken) for entry in entries)
    return HeldOut(kept, tuple(chosen), tuple(foreign))


def recall(found: Sequence[Sequence[int]], asked: Sequence[Asked]) -> float:
    """The share of aliases of which the first answers hold an entry that bore it."""
    right = sum(
        not one.right.isdisjoint(answers[:FIRST])
        for one, answers in zip(asked, found, strict=True)
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

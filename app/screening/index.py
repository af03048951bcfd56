"""Finds, among thousands of names, the few that a name could be: by spelling, sound and meaning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias, cast

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.screening.compare import Comparison, Unit, allowed_edits, compare, units
from app.screening.kinds import SILENT, WordKind
from app.screening.names import NameForm, Word

CACHE_LIMIT = 20_000
NEAR_SOUND = 3
MOST_EDITS = allowed_edits(100)

# By the number of a name: what the best of its words that are like one asked for weighs, when it
# agrees and when it differs.
Weights: TypeAlias = dict[int, tuple[int, int]]


class _Near(msgspec.Struct):
    """The words that are like one asked for, and the names that hold them."""

    plains: frozenset[str]
    weights: Weights


class _Tally(msgspec.Struct):
    """What of a query and of a name could agree at most; `agreed` is doubled, as in `compare`."""

    agreed: int = 0
    query: int = 0
    listed: int = 0


class NameIndex:
    """Names prepared once and asked many times; `add` returns the number of the name."""

    def __init__(self) -> None:
        self._units: list[tuple[Unit, ...]] = []
        self._against: list[int] = []
        self._initials: list[int] = []
        self._names_with: defaultdict[str, Weights] = defaultdict(dict)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._by_sound: defaultdict[str, list[str]] = defaultdict(list)
        self._sounds: list[str] = []
        self._spoken_sounds: list[str] = []
        self._cache: dict[tuple[str, str, bool], _Near] = {}

    def __len__(self) -> int:
        return len(self._units)

    def add(self, form: NameForm) -> int:
        """Take in a name; return its number."""
        number = len(self._units)
        parts = units(form)
        self._units.append(parts)
        self._against.append(sum(word.differs for word in form.words))
        self._initials.append(_initials(form.words))
        for unit in parts:
            self._learn(unit.word)
            for key in filter(None, (unit.word.plain, _meaning_key(unit.word))):
                before = self._names_with[key].get(number, (0, 0))
                self._names_with[key][number] = _larger(before, unit.word.agrees, unit.word.differs)
        self._cache.clear()
        return number

    def search(self, form: NameForm, least: int) -> Iterator[tuple[int, Comparison]]:
        """Every name that agrees with this one by at least `least`, above 0, with the comparison.

        Exactly the names are found that comparing with every name would find.
        """
        query = units(form)
        near = [self._near(unit.word) for unit in query]
        hints = tuple(found.plains for found in near)
        for number in self._candidates(form, query, near, least):
            found = compare(query, self._units[number], hints)
            if found.score >= least:
                yield number, found

    def _learn(self, word: Word) -> None:
        if word.plain not in self._names_with:
            self._by_length[len(word.plain)].append(word.plain)
            if word.sound not in self._by_sound:
                self._sounds.append(word.sound)
            self._by_sound[word.sound].append(word.plain)
        if word.spoken and word.sound not in self._spoken_sounds:
            self._spoken_sounds.append(word.sound)

    def _candidates(
        self, form: NameForm, query: tuple[Unit, ...], near: list[_Near], least: int
    ) -> list[int]:
        """Numbers of the names that could still reach `least`, judged by weights alone.

        Every word that has something like it in the other name is taken to agree in full, alone
        and joined with its neighbour; only the rest is in conflict. The true score is never above.
        """
        tallies = self._tallies(query, near)
        total = sum(word.differs for word in form.words)
        initials = _initials(form.words)
        return sorted(
            number
            for number, tally in tallies.items()
            if _could_reach(
                least,
                tally.agreed + 2 * (initials + self._initials[number]),
                total - tally.query - initials,
                self._against[number] - tally.listed - self._initials[number],
            )
        )

    @staticmethod
    def _tallies(query: tuple[Unit, ...], near: list[_Near]) -> dict[int, _Tally]:
        tallies: dict[int, _Tally] = {}
        asked = sorted(zip(query, near, strict=True), key=lambda item: item[0].word.kind in SILENT)
        for unit, found in asked:
            word = unit.word
            for number, (agrees, differs) in found.weights.items():
                tally = tallies.get(number)
                if tally is None:
                    if word.kind in SILENT:
                        continue  # a name is never found by such words alone
                    tally = tallies[number] = _Tally()
                tally.agreed += word.agrees + agrees
                tally.query += word.differs
                tally.listed += differs
        return tallies

    def _near(self, word: Word) -> _Near:
        """The words like this one, and all names that hold one of them."""
        key = (word.plain, word.meaning, word.spoken)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) >= CACHE_LIMIT:
                self._cache.clear()
            plains = frozenset((word.plain, *self._spelled(word.plain), *self._sounding(word)))
            known = self._cache[key] = _Near(plains, self._weights(plains, _meaning_key(word)))
        return known

    def _weights(self, plains: frozenset[str], meaning: str) -> Weights:
        """What the weightiest of the words weighs in each name that holds one of them."""
        weights: Weights = {}
        for key in (*plains, *([meaning] if meaning else [])):
            for number, (agrees, differs) in self._names_with.get(key, {}).items():
                weights[number] = _larger(weights.get(number, (0, 0)), agrees, differs)
        return weights

    def _spelled(self, plain: str) -> Iterator[str]:
        letters = len(plain)
        for length in range(letters - MOST_EDITS, letters + MOST_EDITS + 1):
            allowed = allowed_edits(max(length, letters))
            words = self._by_length.get(length)
            if words and allowed and abs(length - letters) <= allowed:
                yield from _within(plain, words, allowed)

    def _sounding(self, word: Word) -> Iterator[str]:
        sounds = {word.sound} if word.sound else set()
        if len(word.sound) >= NEAR_SOUND:
            known = self._sounds if word.spoken else self._spoken_sounds
            sounds.update(_within(word.sound, known, 1))
        for sound in sounds:
            yield from self._by_sound.get(sound, ())


def _larger(before: tuple[int, int], agrees: int, differs: int) -> tuple[int, int]:
    return max(before[0], agrees), max(before[1], differs)


def _could_reach(least: int, agreed: int, left_query: int, left_listed: int) -> bool:
    conflict = max(0, min(left_query, left_listed))
    return agreed > 0 and 100 * agreed >= least * (agreed + 2 * conflict)


def _initials(words: tuple[Word, ...]) -> int:
    """What all initials weigh together: each may stand for any word of the other name."""
    return sum(word.differs for word in words if word.kind is WordKind.INITIAL)


def _meaning_key(word: Word) -> str:
    return f"={word.meaning}" if word.meaning else ""


def _within(text: str, choices: list[str], edits: int) -> Iterator[str]:
    scorer = cast("Any", OSA.distance)  # its overloads say less than `extract` asks for
    found = process.extract(text, choices, scorer=scorer, score_cutoff=edits, limit=None)
    return (choice for choice, _, _ in found)

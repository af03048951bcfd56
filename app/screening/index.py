"""Finds, among thousands of names, the few that a name could be: by spelling and by sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias, cast

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.screening.compare import Comparison, Unit, allowed_edits, compare, units
from app.screening.names import NameForm, Word, WordKind

CACHE_LIMIT = 20_000
NEAR_SOUND = 3
MOST_EDITS = allowed_edits(100)

Near: TypeAlias = tuple[frozenset[str], frozenset[int]]

# Words that bring no name into question by themselves: they stand in too many.
_SILENT = {WordKind.PARTICLE, WordKind.TITLE, WordKind.FORM, WordKind.INITIAL, WordKind.HEAD}


class NameIndex:
    """Names prepared once and asked many times; `add` returns the number of the name."""

    def __init__(self) -> None:
        self._units: list[tuple[Unit, ...]] = []
        self._against: list[int] = []
        self._names_with: defaultdict[str, set[int]] = defaultdict(set)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        self._by_sound: defaultdict[str, set[str]] = defaultdict(set)
        self._sounds: list[str] = []
        self._spoken_sounds: list[str] = []
        self._cache: dict[tuple[str, bool], Near] = {}

    def __len__(self) -> int:
        return len(self._units)

    def add(self, form: NameForm) -> int:
        """Take in a name; return its number."""
        number = len(self._units)
        parts = units(form)
        self._units.append(parts)
        self._against.append(sum(unit.word.differs for unit in parts if len(unit.at) == 1))
        for unit in parts:
            self._learn(unit.word)
            self._names_with[unit.word.plain].add(number)
        self._cache.clear()
        return number

    def search(self, form: NameForm, least: int) -> Iterator[tuple[int, Comparison]]:
        """Every name that agrees with this one by at least `least`, with the comparison."""
        query = units(form)
        hints = tuple(self._near(unit.word)[0] for unit in query)
        for number in self._candidates(query, least):
            found = compare(query, self._units[number], hints)
            if found.score >= least:
                yield number, found

    def _learn(self, word: Word) -> None:
        if word.plain not in self._names_with:
            self._by_length[len(word.plain)].append(word.plain)
            if word.sound not in self._by_sound:
                self._sounds.append(word.sound)
            self._by_sound[word.sound].add(word.plain)
        if word.spoken and word.sound not in self._spoken_sounds:
            self._spoken_sounds.append(word.sound)

    def _candidates(self, query: tuple[Unit, ...], least: int) -> list[int]:
        """Numbers of the names that could still reach `least`, judged by weights alone.

        Each word of the query that has something like it in a name may agree in full; the rest
        of both names is in conflict. The true score is never above that.
        """
        agreed: defaultdict[int, int] = defaultdict(int)
        matched: defaultdict[int, int] = defaultdict(int)
        total = 0
        for unit in query:
            if len(unit.at) == 1:
                total += unit.word.differs
            if unit.word.kind in _SILENT and len(query) > 1:
                continue
            share = 1 if len(unit.at) == 1 else 2
            for number in self._near(unit.word)[1]:
                agreed[number] += unit.word.agrees
                matched[number] += unit.word.differs * share
        return sorted(
            number
            for number, weight in agreed.items()
            if self._could_reach(least, weight, total - matched[number], self._against[number])
        )

    @staticmethod
    def _could_reach(least: int, agreed: int, left_query: int, against: int) -> bool:
        conflict = max(0, min(left_query, against - 2 * agreed))
        return 100 * agreed >= least * (agreed + conflict)

    def _near(self, word: Word) -> Near:
        """The words like this one, and the numbers of all names that hold one of them."""
        key = (word.plain, word.spoken)
        known = self._cache.get(key)
        if known is None:
            if len(self._cache) >= CACHE_LIMIT:
                self._cache.clear()
            plains = frozenset((word.plain, *self._spelled(word.plain), *self._sounding(word)))
            names = frozenset().union(*(self._names_with.get(plain, ()) for plain in plains))
            known = self._cache[key] = plains, names
        return known

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


def _within(text: str, choices: list[str], edits: int) -> Iterator[str]:
    scorer = cast("Any", OSA.distance)  # its overloads say less than `extract` asks for
    found = process.extract(text, choices, scorer=scorer, score_cutoff=edits, limit=None)
    return (choice for choice, _, _ in found)

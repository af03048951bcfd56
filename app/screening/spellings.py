"""Many spellings, asked for those within a few letters of one: signatures rule out nearly all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"
Signatures: TypeAlias = "NDArray[np.uint64]"

MOST_EDITS = 3
_CLASSES = 32
"""Letters are counted in so many classes, once and twice: 64 bits for a spelling."""
_ONCE = np.uint64((1 << _CLASSES) - 1)
_SHIFT = np.uint64(_CLASSES)


def signature(text: str) -> int:
    """Which letters a spelling has once, and which at least twice, as 64 bits.

    A changed, added or lost letter turns at most one bit on and one off; two letters that changed
    places turn none. So spellings whose signatures differ by more are further apart.
    """
    once = twice = 0
    for char in text:
        bit = 1 << (ord(char) % _CLASSES)
        twice |= once & bit
        once |= bit
    return once | twice << _CLASSES


def joined_signatures(first: Signatures, second: Signatures) -> Signatures:
    """The signatures of spellings written together, from those of their halves."""
    twice = (first | second) & ~_ONCE | (first & second & _ONCE) << _SHIFT
    return (first | second) & _ONCE | twice


class Spellings:
    """Spellings by number, with their lengths and signatures."""

    def __init__(self, lengths: Numbers, signatures: Signatures, texts: Sequence[str]) -> None:
        self._order = np.argsort(lengths, kind="stable")
        self._signatures = signatures[self._order]
        self._texts = texts
        longest = int(lengths.max(initial=0)) + 1
        counts = np.bincount(lengths, minlength=longest) if len(lengths) else np.zeros(1, int)
        self._starts = np.concatenate(([0], np.cumsum(counts))).tolist()

    @classmethod
    def of(cls, texts: Sequence[str]) -> Spellings:
        """The spellings of a sequence, numbered as there."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        signatures = np.fromiter(map(signature, texts), np.uint64, len(texts))
        return cls(lengths, signatures, texts)

    def within(self, text: str, edits: Callable[[int], int]) -> list[int]:
        """The numbers of those near a text; `edits` may differ for texts of so many letters."""
        mine = np.uint64(signature(text))
        found: list[int] = []
        lengths = range(len(text) - MOST_EDITS, len(text) + MOST_EDITS + 1)
        for allowed, group in groupby(lengths, edits):
            of_length = [length for length in group if abs(length - len(text)) <= allowed]
            if of_length:
                found += self._in(text, of_length[0], of_length[-1] + 1, mine, allowed)
        return found

    def _in(self, text: str, least: int, most: int, mine: np.uint64, edits: int) -> list[int]:
        last = len(self._starts) - 1
        begin, end = self._starts[min(max(least, 0), last)], self._starts[min(max(most, 0), last)]
        signatures = self._signatures[begin:end]
        lost = np.bitwise_count(mine & ~signatures)
        gained = np.bitwise_count(signatures & ~mine)
        places = np.flatnonzero(np.maximum(lost, gained) <= edits)
        numbers = self._order[begin + places].tolist()
        texts = [self._texts[number] for number in numbers]
        return [numbers[place] for place in _near(text, texts, edits)]


def _near(text: str, choices: list[str], edits: int) -> list[int]:
    scorer = cast("Any", OSA.distance)  # its overloads say less than `extract` asks for
    found = process.extract(text, choices, scorer=scorer, score_cutoff=edits, limit=None)
    return [place for _, _, place in found]

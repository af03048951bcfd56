"""Names by groups of letters, or by sounds: which are much alike, what is rare saying more.

Only an order comes of it, for whoever searches; no name is put before an officer by it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Weights: TypeAlias = "NDArray[np.float32]"


def groups(word: str) -> list[str]:
    """The groups of three letters of a word, its ends marked by blanks.

    >>> groups("most")
    [' mo', 'mos', 'ost', 'st ']
    """
    marked = f" {word} "
    return [marked[at : at + 3] for at in range(len(marked) - 2)]


def alone(word: str) -> list[str]:
    """A word as its only group: it is shared as a whole or not."""
    return [word]


class Likeness:
    """Names as sums of their words; `flat` are the words of all names, `begins` where each begins.

    `groups_of` takes a word apart. No name is without a word.
    """

    def __init__(
        self,
        words: Sequence[str],
        flat: NDArray[np.int64],
        begins: NDArray[np.int64],
        groups_of: Callable[[str], list[str]] = groups,
    ) -> None:
        self._flat, self._begins, self._groups_of = flat, begins, groups_of
        bearers: defaultdict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            for group in groups_of(word):
                bearers[group].append(number)
        uses = np.bincount(flat, minlength=len(words))
        self._names = max(1, len(begins))
        self._bearers = {group: np.array(numbers) for group, numbers in bearers.items()}
        self._weight = {
            group: math.log(1 + self._names / (1 + int(uses[numbers].sum())))
            for group, numbers in self._bearers.items()
        }
        squares = np.zeros(len(words), np.float32)
        for group, numbers in self._bearers.items():
            np.add.at(squares, numbers, np.float32(self._weight[group] ** 2))
        self._lengths = np.sqrt(self._summed(squares))

    def alike(self, words: Sequence[str]) -> Weights:
        """How much each name is like these words, from 0 to 1."""
        shared = np.zeros(self._flat.max(initial=-1) + 1, np.float32)
        square = 0.0
        unknown = math.log(1 + self._names)
        for group in chain.from_iterable(map(self._groups_of, words)):
            weight = self._weight.get(group, unknown)
            square += weight**2
            if group in self._bearers:
                np.add.at(shared, self._bearers[group], np.float32(weight**2))
        product = self._lengths * np.float32(math.sqrt(square))
        return np.divide(self._summed(shared), product, dtype=np.float32)

    def _summed(self, of_words: Weights) -> Weights:
        if not len(self._begins):
            return np.zeros(0, np.float32)
        return np.add.reduceat(of_words[self._flat], self._begins)

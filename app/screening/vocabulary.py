"""The words of all names of an index, each once, asked for those that one word could be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from app.screening.compare import Unit, together
from app.screening.likeness import ONE_LETTER, allowed_edits, excused, likeness
from app.screening.names import Word
from app.screening.spellings import Spellings, joined_signatures, signature

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"

NEAR_SOUND = 3
_BASE = 1_099_511_628_211
_BITS = (1 << 64) - 1


class Vocabulary:
    """Words by number, and after them the pairs of words that stand side by side in some name.

    A pair is what two neighbours are when they are read as one word. `pairs` are the numbers of
    its halves.
    """

    def __init__(self, words: Sequence[Word], pairs: Numbers) -> None:
        self.words = words
        self._pairs = pairs
        plains: dict[str, list[int]] = defaultdict(list)
        meanings: dict[str, list[int]] = defaultdict(list)
        sounds: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(words):
            plains[word.plain].append(number)
            sounds[word.sound].append(number)
            if word.meaning:
                meanings[word.meaning].append(number)
        self._plains, self._meanings, self._sounds = dict(plains), dict(meanings), dict(sounds)
        self._texts = list(plains)
        self._spellings = Spellings.of(self._texts)
        self._all_sounds = list(sounds)
        self._all_spellings = Spellings.of(self._all_sounds)
        self._spoken_sounds = [
            sound
            for sound, found in sounds.items()
            if any(words[number].spoken for number in found)
        ]
        self._spoken_spellings = Spellings.of(self._spoken_sounds)
        self._prepare_pairs()

    def __len__(self) -> int:
        return len(self.words) + len(self._pairs)

    def word(self, number: int) -> Word:
        """The word of a number; a pair as the one word that its halves make."""
        alone = number - len(self.words)
        if alone < 0:
            return self.words[number]
        first, second = self._pairs[alone].tolist()
        return together(self.words[first], self.words[second])

    def near(self, unit: Unit) -> dict[int, int]:
        """By number, how much this word is like each word that it could be.

        0 for a word that it could not be, but does not stand in place of either.
        """
        word = unit.word
        found = self._spelled(word)
        found |= self._sounding(word)
        found.update(self._meanings.get(word.meaning, ()) if word.meaning else ())
        if len(unit.at) == 1:  # two pairs say nothing that their halves do not say
            found |= self._among_pairs(word) | self._heard(word)
        alike: dict[int, int] = {}
        for number in found:
            other = self.word(number)
            if (now := likeness(word, other)) or excused(word, other):
                alike[number] = now
        return alike

    def exact(self, word: Word) -> list[int]:
        """The words that are spelled as this one."""
        return self._plains.get(word.plain, [])

    def _spelled(self, word: Word) -> set[int]:
        texts = self._spellings.within(word.plain, _edits(word.plain))
        return {number for place in texts for number in self._plains[self._texts[place]]}

    def _sounding(self, word: Word) -> set[int]:
        """Words of one sound; a short sound tells nothing, but where vowels are left out."""
        found = self._sounds.get(word.sound, ()) if word.sound else ()
        if len(word.sound) >= NEAR_SOUND or word.spoken:
            return set(found)
        return {number for number in found if self.words[number].spoken}

    def _heard(self, word: Word) -> set[int]:
        """Where one script leaves vowels out and the other does not: a consonant may differ."""
        if len(word.sound) < NEAR_SOUND:
            return set()
        near, sounds = (
            (self._all_spellings, self._all_sounds)
            if word.spoken
            else (self._spoken_spellings, self._spoken_sounds)
        )
        places = near.within(word.sound, lambda _: 1)
        return {number for place in places for number in self._sounds[sounds[place]]}

    def _prepare_pairs(self) -> None:
        words, pairs = self.words, self._pairs
        first, second = pairs[:, 0], pairs[:, 1]
        lengths = _numbers((len(word.plain) for word in words), len(words))
        signatures = np.fromiter((signature(word.plain) for word in words), np.uint64, len(words))
        self._pair_spellings = Spellings(
            lengths[first] + lengths[second],
            joined_signatures(signatures[first], signatures[second]),
            [words[one].plain + words[other].plain for one, other in pairs.tolist()],
        )
        keys = np.fromiter((sound_key(word.sound) for word in words), np.uint64, len(words))
        powers = np.fromiter(
            (pow(_BASE, len(word.sound), 1 << 64) for word in words), np.uint64, len(words)
        )
        of_pairs = keys[first] * powers[second] + keys[second]
        self._by_sound = np.argsort(of_pairs, kind="stable")
        self._pair_sounds = of_pairs[self._by_sound]

    def _among_pairs(self, word: Word) -> set[int]:
        found = set(self._pair_spellings.within(word.plain, _edits(word.plain)))
        if word.sound:
            key = np.uint64(sound_key(word.sound))
            begin, end = (
                np.searchsorted(self._pair_sounds, key),
                np.searchsorted(self._pair_sounds, key, side="right"),
            )
            found.update(self._by_sound[begin:end].tolist())
        return {number + len(self.words) for number in found}


def _edits(text: str) -> Callable[[int], int]:
    """How many letters may differ between a text and others, by their length."""
    return lambda length: max(allowed_edits(max(length, len(text))), ONE_LETTER)


def sound_key(sound: str) -> int:
    """A number for a sound; that of two sounds joined follows from theirs."""
    key = 0
    for char in sound:
        key = (key * _BASE + ord(char)) & _BITS
    return key


def _numbers(values: Iterable[int], count: int) -> Numbers:
    return np.fromiter(values, np.int64, count)

"""Finds, among very many names, the few that a name could be: by spelling, sound and meaning.

What each name could reach at most is summed up for all names at once, in arrays; only names that
could reach what is asked for are compared word by word.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec
import numpy as np

from app.screening.compare import (
    EXTRA,
    REPLACED,
    Alike,
    Comparison,
    Unit,
    compare,
    units,
)
from app.screening.kinds import AGREES, DIFFERS, LENGTHS, SILENT, TELLING, WordKind
from app.screening.likeness import INITIAL, NAMING, likeness, may_slip
from app.screening.names import NameForm, Word
from app.screening.trigrams import Likeness, alone
from app.screening.vocabulary import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

Numbers: TypeAlias = "NDArray[np.int64]"

CACHED = 3_000_000
"""Of the words asked for lately, the names that hold something like them, and of
neighbours read as one: 50 MB each at most."""
FEW = 60
"""What a word costs beside its names, in names."""
UNITS_KEPT = 5_000

# Four sums in one number, from the lowest bits: how much of the listed name is covered, how many of
# its naming words, the same of the name asked for, and what the covered words are worth.
_THEIRS, _THEIR_WORDS, _MINE, _MY_WORDS, _WORTH = 0, 15, 22, 37, 44
_WEIGHT, _COUNT = (1 << 15) - 1, (1 << 7) - 1
_ROUGHLY = str.maketrans("gzb", "ksp", "v")
"""Letters that scripts do not keep apart, or leave out."""
_STEP = 8
"""Worth is counted in steps, rounded up, to keep the sum in its bits."""


class _Near(NamedTuple):
    """What one word could be: words of the vocabulary, and each name that holds any of them."""

    words: Numbers
    alike: Numbers
    names: Numbers
    sums: Numbers


class _Lately:
    """What was found for the words asked for lately, as long as it is not too much in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._found: OrderedDict[tuple[Word, int], _Near] = OrderedDict()

    def get(self, key: tuple[Word, int], find: Callable[[], _Near]) -> _Near:
        """What was found for a word and a line; found now where it is not kept."""
        known = self._found.get(key)
        if known is not None:
            self._found.move_to_end(key)
            return known
        found = self._found[key] = find()
        self._held += _cost(found)
        while self._held > self._most and len(self._found) > 1:
            self._held -= _cost(self._found.popitem(last=False)[1])
        return found


def _cost(near: _Near) -> int:
    return FEW + len(near.words) + len(near.names)


class _Side(NamedTuple):
    """Of many names, what all their words weigh, how many name somebody, and their initials."""

    agreeing: Numbers
    against: Numbers
    naming: Numbers
    initials: Numbers
    initial_letters: Numbers
    first_letters: Numbers


class StoredNames(msgspec.Struct, array_like=True):
    """Names as they are kept: each word once, and the words of each name by their numbers."""

    words: list[Word]
    numbers: bytes
    lengths: bytes
    texts: list[str]
    legal: dict[int, tuple[str, ...]]


class NameIndex:
    """Names prepared once and asked many times; `add` returns the number of the name.

    One thread at a time: sums are kept between the steps of one question.
    """

    def __init__(self) -> None:
        self._words: list[Word] = []
        self._number_of: dict[Word, int] = {}
        self._flat = array("i")
        self._begins = array("i", (0,))
        self._texts: list[str] = []
        self._legal: dict[int, tuple[str, ...]] = {}
        self._settled = -1
        self._written: Likeness | None = None
        self._heard: Likeness | None = None

    @classmethod
    def of_stored(cls, stored: StoredNames) -> NameIndex:
        """Names as they were kept."""
        index = cls()
        index._words = stored.words
        index._number_of = {word: number for number, word in enumerate(stored.words)}
        index._flat.frombytes(np.frombuffer(stored.numbers, "<i4").astype("i").tobytes())
        index._begins = array("i", np.cumsum([0, *np.frombuffer(stored.lengths, "<i4")]).tolist())
        index._texts, index._legal = stored.texts, stored.legal
        return index

    def stored(self) -> StoredNames:
        """Everything that was taken in, to be kept."""
        lengths = np.diff(np.asarray(self._begins)).astype("<i4").tobytes()
        numbers = np.asarray(self._flat).astype("<i4").tobytes()
        return StoredNames(self._words, numbers, lengths, self._texts, self._legal)

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, form: NameForm) -> int:
        """Take in a name; return its number."""
        number = len(self._texts)
        self._flat.extend(map(self._learn, form.words))
        self._begins.append(len(self._flat))
        self._texts.append(form.text)
        if form.legal:
            self._legal[number] = form.legal
        return number

    def form(self, number: int) -> NameForm:
        """The name of a number, as it was added."""
        words = tuple(self._words[word] for word in self._words_of(number))
        return NameForm(self._texts[number], words, self._legal.get(number, ()))

    def search(self, form: NameForm, least: int) -> Iterator[tuple[int, Comparison]]:
        """Every name that agrees with this one by at least `least`, above 0, with the comparison.

        Exactly the names are found that comparing with every name would find.
        """
        query, near, candidates = self._asked(form, least)
        known = [
            dict(zip(found.words.tolist(), found.alike.tolist(), strict=True))
            for found in (near if candidates else ())
        ]
        for number in sorted(candidates):
            listed, numbers = self._read(number)
            found = compare(query, listed, _alike(query, listed, known, numbers))
            if found.score >= least:
                yield number, found

    def reaching(self, form: NameForm, least: int) -> set[int]:
        """Every name that could agree by so much, whichever of the two is asked for; and others."""
        return self._asked(form, least)[2]

    def written_alike(self, form: NameForm) -> NDArray[np.float32]:
        """How much each name is written like this one, 0 to 1, by its groups of three letters."""
        self._settle()
        if self._written is None:
            plains = [word.plain for word in self._words]
            self._written = Likeness(plains, *self._laid_out())
        return self._written.alike([word.plain for word in form.words])

    def heard_alike(self, form: NameForm) -> NDArray[np.float32]:
        """How much each name sounds like this one, 0 to 1, by the words that sound the same."""
        self._settle()
        if self._heard is None:
            sounds = [_roughly(word) for word in self._words]
            self._heard = Likeness(sounds, *self._laid_out(), alone)
        return self._heard.alike([_roughly(word) for word in form.words])

    def _laid_out(self) -> tuple[Numbers, Numbers]:
        return np.array(self._flat, np.int64), np.array(self._begins[:-1], np.int64)

    def _asked(self, form: NameForm, least: int) -> tuple[tuple[Unit, ...], list[_Near], set[int]]:
        self._settle()
        query = units(form)
        if not len(self):
            return query, [], set()
        near = [self._near(unit, least) for unit in query]
        return query, near, self._candidates(form, query, near, least) | self._slips(form)

    def _words_of(self, number: int) -> array[int]:
        return self._flat[self._begins[number] : self._begins[number + 1]]

    def _learn(self, word: Word) -> int:
        number = self._number_of.get(word)
        if number is None:
            number = self._number_of[word] = len(self._words)
            self._words.append(word)
        return number

    def _settle(self) -> None:
        """Lay out what was added since the last question."""
        if self._settled == len(self):
            return
        self._settled = len(self)
        self._written = self._heard = None
        flat = np.array(self._flat, np.int64)
        owner = np.repeat(np.arange(len(self)), np.diff(np.array(self._begins)))
        kinds = _Kinds(self._words)
        pairs, pair_of, pair_owner = kinds.paired(flat, owner)
        self._vocabulary = Vocabulary(self._words, pairs)
        self._held = _Held(
            np.concatenate((flat, pair_of + len(self._words))),
            np.concatenate((owner, pair_owner)),
            len(self._vocabulary),
        )
        self._agrees, self._differs, self._naming = (
            np.concatenate((values, values[pairs].sum(axis=1)))
            for values in (kinds.agrees, kinds.differs, kinds.naming)
        )
        self._side = kinds.side(flat, owner, len(self))
        self._pair_keys = pairs[:, 0] * len(self._words) + pairs[:, 1]
        self._sums = np.zeros(len(self), np.int64)
        self._near_words = _Lately(CACHED)
        self._near_pairs = _Lately(CACHED)
        self._read = lru_cache(UNITS_KEPT)(self._read_name)

    def _read_name(self, number: int) -> tuple[tuple[Unit, ...], tuple[int, ...]]:
        """The units of a name, and their numbers in the vocabulary."""
        listed = units(self.form(number))
        words = self._words_of(number).tolist()
        size = len(self._words)
        keys = [words[unit.at[0]] * size + words[unit.at[1]] for unit in listed[len(words) :]]
        pairs = np.searchsorted(self._pair_keys, keys) + size
        return listed, (*words, *pairs.tolist())

    def _near(self, unit: Unit, least: int) -> _Near:
        lately = self._near_words if len(unit.at) == 1 else self._near_pairs
        return lately.get((unit.word, least), lambda: self._near_in_names(unit, least))

    def _near_in_names(self, unit: Unit, least: int) -> _Near:
        """The names that hold a word that this one could be, with the most that it does there."""
        alike = self._vocabulary.near(unit)
        numbers = _array(alike, len(alike))
        worth = _array(alike.values(), len(alike))
        weight = self._agrees[numbers] + unit.word.agrees
        gains = np.where(worth >= least, (worth - least) * weight // _STEP + 1, 0)
        held, lengths = self._held.of(numbers)
        names = np.unique(held)
        sums = np.full(len(names), _mine(unit), np.int64)
        for values, shift in (
            (gains, _WORTH),
            (self._differs[numbers], _THEIRS),
            (self._naming[numbers], _THEIR_WORDS),
        ):
            np.maximum.at(self._sums, held, np.repeat(values, lengths))
            sums += self._sums[names] << shift
            self._sums[names] = 0
        return _Near(numbers, worth, names, sums)

    def _candidates(
        self, form: NameForm, query: Sequence[Unit], near: Sequence[_Near], least: int
    ) -> set[int]:
        """Numbers of the names that could still reach `least`.

        Every word that could be one of the other name is taken to agree as far as it ever could,
        alone and joined with its neighbour; only the rest is in conflict. The true score is never
        above.
        """
        for found in near:
            self._sums[found.names] += found.sums
        asked = zip(query, near, strict=True)
        telling = [found.names for unit, found in asked if unit.word.kind not in SILENT]
        names = np.unique(np.concatenate([np.zeros(0, np.int64), *telling]))
        sums = self._sums[names]
        for found in near:
            self._sums[found.names] = 0
        kept = sums >> _WORTH > 0
        return set(self._reaching(form, names[kept], sums[kept], least).tolist())

    def _slips(self, form: NameForm) -> set[int]:
        """The names all of whose words but one are in this one, where the last may be a slip."""
        words = [word for word in form.words if word.kind not in SILENT]
        if len(words) < 2:  # noqa: PLR2004  nothing else is the same
            return set()
        held = [np.unique(self._held.of(_array(self._vocabulary.exact(word)))[0]) for word in words]
        found: set[int] = set()
        for place, word in enumerate(words):
            others = held[:place] + held[place + 1 :]
            if word.kind not in TELLING:
                continue
            others.sort(key=len)
            names = others[0]
            for other in others[1:]:
                names = names[np.isin(names, other, assume_unique=True)]
            plains = {other.plain for other in form.words} - {word.plain}
            found.update(number for number in names.tolist() if self._slipped(number, word, plains))
        return found

    def _slipped(self, number: int, word: Word, same: set[str]) -> bool:
        left = [
            other
            for other in map(self._words.__getitem__, self._words_of(number))
            if other.plain not in same and other.kind not in SILENT
        ]
        return len(left) == 1 and may_slip(word, left[0])

    def _reaching(self, form: NameForm, names: Numbers, sums: Numbers, least: int) -> Numbers:
        side = self._side
        asked = _Kinds(form.words).side(
            np.arange(len(form.words)), np.zeros(len(form.words), np.int64), 1
        )
        # An initial may stand for any word that begins with its letter.
        my_initials, their_initials = (
            np.where(letters & others, count, 0)
            for letters, others, count in (
                (asked.initial_letters, side.first_letters[names], asked.initials),
                (side.initial_letters[names], asked.first_letters, side.initials[names]),
            )
        )
        mine = (sums >> _MINE & _WEIGHT) + my_initials * INITIAL_IS + their_initials * INITIAL_TAKES
        theirs = sums & _WEIGHT
        theirs += their_initials * INITIAL_IS + my_initials * INITIAL_TAKES
        both = my_initials + their_initials
        worth = (sums >> _WORTH) * _STEP + both * 2 * INITIAL_IS * max(0, INITIAL - least)
        conflict = np.maximum(np.minimum(asked.against - mine, side.against[names] - theirs), 0)
        surplus = np.maximum(asked.agreeing - mine, side.agreeing[names] - theirs)
        spread = np.maximum(surplus - conflict, 0) * _least_share(mine + theirs)
        reached = 100 * worth >= 2 * least * (100 * conflict + spread)
        if least > REPLACED:
            my_words = asked.naming - (sums >> _MY_WORDS & _COUNT)
            their_words = side.naming[names] - (sums >> _THEIR_WORDS & _COUNT)
            reached &= np.minimum(my_words, their_words) <= both
        found: Numbers = names[reached]
        return found


INITIAL_IS = AGREES[WordKind.INITIAL]
INITIAL_TAKES = max(DIFFERS.values()) * max(percent for _, percent in LENGTHS) // 100
"""The weight of a word that an initial stands for, at most."""


def _least_share(sure: Numbers) -> Numbers:
    """The percentage with which words of one name only count, when so much agrees at most."""
    share = np.full(len(sure), EXTRA[-1][1], np.int64)
    for least, percent in reversed(EXTRA):
        share[sure >= 2 * least] = percent
    return share


class _Kinds:
    """What words of a vocabulary weigh and are, as arrays."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.agrees = _array((word.agrees for word in words), len(words))
        self.differs = _array((word.differs for word in words), len(words))
        self.naming = _array((word.kind in NAMING for word in words), len(words))
        self._initial = _array((word.kind is WordKind.INITIAL for word in words), len(words))
        self._letter = _array((1 << ord(word.plain[0]) % 32 for word in words), len(words))
        self._number = _array((word.kind is WordKind.NUMBER for word in words), len(words))

    def side(self, flat: Numbers, owner: Numbers, names: int) -> _Side:
        """The sums of each name; `flat` are the words of all, `owner` the name of each word."""
        initials = np.zeros(names, np.int64)
        firsts = np.zeros(names, np.int64)
        np.bitwise_or.at(initials, owner, self._letter[flat] * self._initial[flat])
        np.bitwise_or.at(firsts, owner, self._letter[flat])
        agreeing, against, naming, count = (
            np.bincount(owner, values[flat], minlength=names).astype(np.int64)
            for values in (self.agrees, self.differs, self.naming, self._initial)
        )
        return _Side(agreeing, against, naming, count, initials, firsts)

    def paired(self, flat: Numbers, owner: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Each pair of neighbours that are read as one word too; which one stands where, in whom.

        The same as `joinable` says of two words.
        """
        first, second = flat[:-1], flat[1:]
        number, initial = self._number.astype(bool), self._initial.astype(bool)
        may = np.where(number[second], initial[first], ~number[first])
        there = (owner[:-1] == owner[1:]) & may
        size = max(1, len(self.agrees))
        unique, place = np.unique(first[there] * size + second[there], return_inverse=True)
        return np.stack(np.divmod(unique, size), axis=1), place, owner[:-1][there]


class _Held:
    """The names that hold each word."""

    def __init__(self, words: Numbers, names: Numbers, size: int) -> None:
        order = np.argsort(words, kind="stable")
        self._names = names[order].astype(np.int32)
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(words, minlength=size))))

    def of(self, words: Numbers) -> tuple[Numbers, Numbers]:
        """The names that hold these words, one word after the other, and how many each has."""
        begins, ends = self._starts[words], self._starts[words + 1]
        slices = [
            self._names[begin:end]
            for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)
        ]
        return np.concatenate([np.zeros(0, np.int64), *slices]), ends - begins


def _roughly(word: Word) -> str:
    """The sound of a word as loosely as scripts give it; its letters where it has none."""
    return word.sound.translate(_ROUGHLY) or word.plain


def _mine(unit: Unit) -> int:
    """What a unit of the name asked for takes away on its own side, in its bits."""
    naming = len(unit.at) if unit.word.kind in NAMING or len(unit.at) > 1 else 0
    return (unit.word.differs << _MINE) + (naming << _MY_WORDS)


def _alike(
    query: Sequence[Unit],
    listed: Sequence[Unit],
    known: Sequence[dict[int, int]],
    numbers: Sequence[int],
) -> Iterator[Alike]:
    """All pairs of units that are alike, by what is known of each word asked for."""
    initials = _with_initials(query) or _with_initials(listed)
    for one, found in zip(query, known, strict=True):
        alone = len(one.at) == 1
        for other, number in zip(listed, numbers, strict=True):
            alike = found.get(number)
            if alike is None and initials and _initial(one, other):
                alike = likeness(one.word, other.word)
            if alike and (alone or len(other.at) == 1):
                yield alike, one, other


def _with_initials(name: Sequence[Unit]) -> bool:
    return any(unit.word.kind is WordKind.INITIAL for unit in name)


def _initial(one: Unit, other: Unit) -> bool:
    return WordKind.INITIAL in (one.word.kind, other.word.kind)


def _array(values: Iterable[Any], count: int = -1) -> Numbers:
    return np.fromiter(values, np.int64, count)

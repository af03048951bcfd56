"""Two names compared word by word: how far they agree, and what was found on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import msgspec
from rapidfuzz.distance import OSA

from app.screening.kinds import SILENT, TELLING, WordKind
from app.screening.likeness import (
    IN_CONTEXT,
    NAMING,
    ONE_LETTER,
    SAME,
    WHOLE_EDITS,
    likeness,
    may_slip,
)
from app.screening.names import NameForm, Word

# The most that two names can reach where a word of one stands in place of a word of the other: all
# but one name of a family agree among its brothers, and their fathers' names are words of theirs.
REPLACED = 74
# Words that stand in one name only: a little, much, or most of their weight speaks against, as
# much, some, or hardly anything of the name agreed.
EXTRA = ((190, 12), (160, 25), (130, 35), (0, 60))


class Trace(StrEnum):
    """How a word of one name became a word of the other."""

    SAME = "same"
    SPELLING = "spelling"
    SOUND = "sound"
    SCRIPT = "script"
    INITIAL = "initial"
    JOINED = "joined"
    MEANING = "meaning"


class Unit(msgspec.Struct, frozen=True):
    """A word of a name, or two neighbouring ones read as one; `at` are their positions."""

    word: Word
    at: tuple[int, ...]


Alike: TypeAlias = tuple[int, Unit, Unit]
"""How much alike two units are, that of the query, and that of the listed name."""


class WordPair(msgspec.Struct, frozen=True):
    """A word of the query and the word of the listed name that it was taken for."""

    query: str
    listed: str
    trace: Trace
    at_query: int
    at_listed: int


class Comparison(msgspec.Struct, frozen=True):
    """How far two names agree, 0 to 100, with the words that did and those that did not."""

    score: int
    pairs: tuple[WordPair, ...] = ()
    only_query: tuple[Word, ...] = ()
    only_listed: tuple[Word, ...] = ()

    @property
    def reordered(self) -> bool:
        """Whether the words stand in another order."""
        places = [pair.at_listed for pair in sorted(self.pairs, key=lambda item: item.at_query)]
        return places != sorted(places)


def units(form: NameForm) -> tuple[Unit, ...]:
    """The words of a name, and each two neighbours read as one word."""
    single = [Unit(word, (place,)) for place, word in enumerate(form.words)]
    double = [
        Unit(together(first.word, second.word), first.at + second.at)
        for first, second in pairwise(single)
        if joinable(first.word.kind, second.word.kind)
    ]
    return (*single, *double)


def joinable(one: WordKind, other: WordKind) -> bool:
    """A number stays alone, but for a letter before it: "M 23" is "M23"."""
    if other is WordKind.NUMBER:
        return one is WordKind.INITIAL
    return one is not WordKind.NUMBER


def compare(
    query: tuple[Unit, ...], listed: tuple[Unit, ...], alike: Iterable[Alike] | None = None
) -> Comparison:
    """Compare two names, given as their units; the order of words does not matter.

    Words are paired best first. Words left over in both names speak against it being one name;
    words left over in one of them only speak against it a little, so that an added word hides
    nothing. Words that stand in thousands of names agree with nothing by themselves. `alike` only
    saves work, when all words that are alike are known: otherwise every word is compared with
    every other.
    """
    agreed = gained = sure = 0
    pairs: list[WordPair] = []
    used_query: set[int] = set()
    used_listed: set[int] = set()
    for worth, one, other in sorted(
        _alike(query, listed) if alike is None else alike, key=_rank, reverse=True
    ):
        if used_query.isdisjoint(one.at) and used_listed.isdisjoint(other.at):
            used_query.update(one.at)
            used_listed.update(other.at)
            weight = _weight(one.word, other.word)
            agreed += weight
            gained += weight * worth
            sure += 0 if {one.word.kind, other.word.kind} & SILENT else weight
            pairs.append(_pair(one, other))
    only_query = tuple(_left(query, used_query))
    only_listed = tuple(_left(listed, used_listed))
    if slip := _slip(pairs, only_query, only_listed):
        mine, theirs = slip
        weight = mine.agrees + theirs.agrees
        agreed += weight
        gained += weight * IN_CONTEXT
        pairs.append(_pair(_unit_of(mine, query), _unit_of(theirs, listed)))
        only_query = tuple(word for word in only_query if word is not mine)
        only_listed = tuple(word for word in only_listed if word is not theirs)
    score = _score(agreed, gained, sure, only_query, only_listed) if sure else 0
    if _replaced(only_query, only_listed):
        score = min(score, REPLACED)
    return Comparison(score, tuple(pairs), only_query, only_listed)


def _alike(query: tuple[Unit, ...], listed: tuple[Unit, ...]) -> Iterator[Alike]:
    """All pairs of units that are alike."""
    for one in query:
        for other in listed:
            if len(one.at) == len(other.at) == 2:  # noqa: PLR2004  two doubles say nothing new
                continue
            if found := likeness(one.word, other.word):
                yield found, one, other


def _rank(item: Alike) -> tuple[int, int, list[str]]:
    """Weight first; the words themselves last, so that both ways round the order is the same."""
    alike, one, other = item
    weight = min(one.word.agrees, other.word.agrees)
    return alike * weight, alike, sorted((one.word.plain, other.word.plain))


def _weight(one: Word, other: Word) -> int:
    """Twice what a pair of words is worth."""
    if WordKind.INITIAL in (one.kind, other.kind):
        return 2 * min(one.agrees, other.agrees)
    return one.agrees + other.agrees


def _score(
    agreed: int, gained: int, sure: int, only_query: tuple[Word, ...], only_listed: tuple[Word, ...]
) -> int:
    """What agreed, as a share of that and of what speaks against it; weights come doubled."""
    against = sum(word.differs for word in only_query), sum(word.differs for word in only_listed)
    conflict = min(against)
    surplus = only_query if against[0] > against[1] else only_listed
    extra = max(0, sum(word.agrees for word in surplus) - conflict)
    share = next(percent for least, percent in EXTRA if sure >= 2 * least)
    return min(gained * 100 // (agreed * 100 + 2 * (conflict * 100 + extra * share)), SAME)


def _slip(
    pairs: list[WordPair], only_query: tuple[Word, ...], only_listed: tuple[Word, ...]
) -> tuple[Word, Word] | None:
    """The one word of each name that a slip of the pen turned into the other, if that is all."""
    mine = [word for word in only_query if word.kind not in SILENT]
    theirs = [word for word in only_listed if word.kind not in SILENT]
    if len(mine) != 1 or len(theirs) != 1 or any(pair.trace is not Trace.SAME for pair in pairs):
        return None
    (one,), (other,) = mine, theirs
    if not may_slip(one, other):
        return None
    shortest = min(len(one.plain), len(other.plain))
    letters = shortest + sum(len(pair.query) for pair in pairs)
    allowed = next(edits for most, edits in WHOLE_EDITS if letters <= most)
    edits = OSA.distance(one.plain, other.plain, score_cutoff=allowed)
    return (one, other) if edits <= min(allowed, shortest // 2) and not _counted(one) else None


def _counted(word: Word) -> bool:
    """Whether a word is a Roman number: another letter makes another number."""
    return set(word.plain) <= set("ivx")


def _unit_of(word: Word, among: tuple[Unit, ...]) -> Unit:
    return next(unit for unit in among if unit.word is word)


def _replaced(only_query: tuple[Word, ...], only_listed: tuple[Word, ...]) -> bool:
    """Whether a word that names somebody stands in place of another."""
    mine = [word.plain for word in only_query if word.kind in NAMING]
    theirs = [word.plain for word in only_listed if word.kind in NAMING]
    return any(_apart(one, other) for one in mine for other in theirs)


def _apart(one: str, other: str) -> bool:
    """Whether two words are more than a letter apart, or one is a letter and not the other's."""
    alone = min(len(one), len(other)) == 1
    return alone or OSA.distance(one, other, score_cutoff=ONE_LETTER) > ONE_LETTER


def _left(units_of_one: tuple[Unit, ...], used: set[int]) -> Iterator[Word]:
    return (unit.word for unit in units_of_one if len(unit.at) == 1 and unit.at[0] not in used)


def _pair(one: Unit, other: Unit) -> WordPair:
    trace = Trace.JOINED if len(one.at) != len(other.at) else _trace(one.word, other.word)
    return WordPair(one.word.written, other.word.written, trace, one.at[0], other.at[0])


def _trace(one: Word, other: Word) -> Trace:
    if one.written == other.written or (one.latin and other.latin and one.plain == other.plain):
        return Trace.SAME
    if WordKind.INITIAL in (one.kind, other.kind):
        return Trace.INITIAL
    if one.plain != other.plain and one.meaning and one.meaning == other.meaning:
        return Trace.SOUND if one.kind in TELLING else Trace.MEANING
    if one.latin != other.latin:
        return Trace.SCRIPT
    close = OSA.distance(one.plain, other.plain, score_cutoff=1) <= 1
    return Trace.SOUND if one.sound == other.sound and not close else Trace.SPELLING


def together(one: Word, other: Word) -> Word:
    """Two neighbours read as one word."""
    return Word(
        plain=one.plain + other.plain,
        sound=one.sound + other.sound,
        written=f"{one.written} {other.written}",
        kind=WordKind.JOINED,
        spoken=one.spoken,
        agrees=one.agrees + other.agrees,
        differs=one.differs + other.differs,
    )

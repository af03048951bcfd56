"""Two words compared: how much alike they are, by letters, by sound and by meaning."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from app.screening.kinds import TELLING, WordKind
from app.screening.names import Word
from app.screening.pieces import LETTER_LIMIT

SAME = 100
# What a pair of words is worth, in percent, when it is not letter for letter the same.
SAME_MEANING = 90
SAME_SOUND = 88
SAME_SOUND_SHORT = 84
SAME_SOUND_FAR = 75
LONG_EDITS = 2
INITIAL = 80
OTHER_SIGN = 60
OTHER_FIRST_LETTER = 12
# A script without vowels: by the number of consonants that are the same.
SPOKEN = {1: 60, 2: 78}
SPOKEN_LONG = 93
SPOKEN_NEAR = {3: 62}
SPOKEN_NEAR_LONG = 78
LEAST = 60
# How many letters may differ in a word of at most so many letters.
EDITS = ((3, 0), (5, 1), (10, 2), (10**9, 3))
_EDITS = tuple(
    next(edits for most, edits in EDITS if letters <= most) for letters in range(LETTER_LIMIT + 1)
)
# A short word where all the rest of the name is the same: by the letters of the whole name, how
# many may differ, and what such a pair is worth.
WHOLE_EDITS = ((6, 0), (10, 1), (10**9, 2))
IN_CONTEXT = 70
SLIP = max(edits for _, edits in WHOLE_EDITS)
# Two words so near do not stand in place of each other.
ONE_LETTER = 1
NAMING = frozenset(
    {WordKind.PLAIN, WordKind.COMMON, WordKind.PLACE, WordKind.HEAD, WordKind.INITIAL}
)


def likeness(one: Word, other: Word) -> int:
    """How much alike two words are, 0 or 60 to 100.

    Short words must be the same; longer ones may differ by a letter in about four, or in vowels.
    """
    if one.plain == other.plain:
        return SAME if _same_signs(one, other) else OTHER_SIGN
    if WordKind.NUMBER in (one.kind, other.kind):
        return 0
    if WordKind.INITIAL in (one.kind, other.kind):
        word = WordKind.JOINED not in (one.kind, other.kind)
        return INITIAL if word and one.plain[0] == other.plain[0] else 0
    akin = one.kind == other.kind or {one.kind, other.kind} <= TELLING
    if one.meaning and one.meaning == other.meaning and akin:
        return SAME_MEANING
    if _sign(one) or _sign(other):
        return 0
    found = max(_spelled(one, other), _heard(one, other) if one.spoken != other.spoken else 0)
    return found if found >= LEAST else 0


def allowed_edits(letters: int) -> int:
    """How many letters may differ in a word of this length."""
    return _EDITS[min(letters, LETTER_LIMIT)]


def excused(one: Word, other: Word) -> bool:
    """Whether two words that are not alike at least do not stand in place of each other."""
    if not {one.kind, other.kind} <= NAMING:
        return False
    return OSA.distance(one.plain, other.plain, score_cutoff=ONE_LETTER) <= ONE_LETTER


def may_slip(one: Word, other: Word) -> bool:
    """Whether a slip of the pen could turn one word into the other, if the names were long."""
    if not {one.kind, other.kind} <= TELLING or one.plain[0] != other.plain[0]:
        return False
    allowed = min(SLIP, len(one.plain) // 2, len(other.plain) // 2)
    return OSA.distance(one.plain, other.plain, score_cutoff=allowed) <= allowed


def _spelled(one: Word, other: Word) -> int:
    longest = max(len(one.plain), len(other.plain))
    exact = _korean(one) or _korean(other)
    allowed = min(allowed_edits(longest), ONE_LETTER) if exact else allowed_edits(longest)
    edits = OSA.distance(one.plain, other.plain, score_cutoff=allowed + 1)
    found = 0
    if allowed and edits <= allowed:
        found = 100 - 100 * edits // longest
        if one.plain[0] != other.plain[0]:
            found -= OTHER_FIRST_LETTER
    alike = one.sound == other.sound and _starts_with_vowel(one) == _starts_with_vowel(other)
    heard = alike and not exact
    return max(found, _sounding(edits, allowed, len(one.sound)) if heard else 0)


def _sounding(edits: int, allowed: int, consonants: int) -> int:
    """Likeness of two words with the same consonants; few consonants, or short words, say less."""
    if edits <= allowed:
        return {0: 0, 1: 0, 2: SAME_SOUND_SHORT}.get(consonants, SAME_SOUND)
    if consonants <= 2:  # noqa: PLR2004
        return 0
    return SAME_SOUND if edits == allowed + 1 > LONG_EDITS else SAME_SOUND_FAR


def _starts_with_vowel(word: Word) -> bool:
    return word.plain[0] in "aeiou"


def _heard(one: Word, other: Word) -> int:
    """Likeness of a word whose script leaves vowels out with one that has them."""
    shortest = min(len(one.sound), len(other.sound))
    if not shortest:
        return 0
    if one.sound == other.sound:
        return SPOKEN.get(shortest, SPOKEN_LONG)
    if WordKind.JOINED in (one.kind, other.kind):
        return 0
    if shortest > 2 and OSA.distance(one.sound, other.sound, score_cutoff=1) == 1:  # noqa: PLR2004
        return SPOKEN_NEAR.get(shortest, SPOKEN_NEAR_LONG)
    return 0


def _sign(word: Word) -> bool:
    """Whether a word is a sign or two of a script of syllables, where each letter counts."""
    if word.written.isascii():
        return False
    signs = word.written.split()
    return len(word.plain) > len(signs) == sum(map(len, signs))


def _korean(word: Word) -> bool:
    """Whether a word was written in Korean syllables: each has all its letters, and few."""
    return "\uac00" <= word.written[0] <= "\ud7a3"


def _same_signs(one: Word, other: Word) -> bool:
    """Whether two words of one reading are also written alike, where both use signs."""
    if one.written.isascii() or other.written.isascii() or one.written == other.written:
        return True
    return len(one.written) > 1 or len(other.written) > 1

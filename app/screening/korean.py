"""Korean names in Latin letters, as passports and lists write them: Kim, not Gim."""

from collections.abc import Iterator

_OPENING = [
    "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p",
    "h",
]  # fmt: skip
_VOWELS = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "u", "ui", "i",
]  # fmt: skip
_CLOSING = [
    "", "k", "kk", "ks", "n", "nj", "nh", "t", "l", "lk", "lm", "lp", "ls", "lt", "lp", "lh", "m",
    "p", "ps", "s", "ss", "ng", "j", "ch", "k", "t", "p", "h",
]  # fmt: skip
_SYLLABLES = 0xAC00
_WHOLE = 3
# Family names that are by custom written with a letter which is not heard.
_CUSTOM = {"i": "ri", "o": "oh", "u": "woo"}


def parted(token: str) -> Iterator[str]:
    """The family name and the given name of a name written as one word of three or four syllables.

    >>> list(parted("강봉철")), list(parted("봉철"))
    (['강', '봉철'], ['봉철'])
    """
    family = len(token) // 2 if len(token) >= _WHOLE else 0
    if family:
        yield token[:family]
    yield token[family:]


def romanised(word: str) -> str:
    """Korean syllables in Latin letters.

    >>> [romanised(word) for word in ("강", "봉철", "이")]
    ['kang', 'pongchol', 'ri']
    """
    read = "".join(map(_syllable, word))
    return _CUSTOM.get(read, read)


def _syllable(sign: str) -> str:
    place, last = divmod(ord(sign) - _SYLLABLES, len(_CLOSING))
    first, vowel = divmod(place, len(_VOWELS))
    return _OPENING[first] + _VOWELS[vowel] + _CLOSING[last]

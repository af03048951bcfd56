"""Kinds of words, and how much a word of each kind says about whose name it is."""

from enum import StrEnum

from app.screening.sounds import sound
from app.screening.wordlists import COMMON_NAMES, HEADS, PARTICLES, TITLES
from models.particulars import Form

_SURE_SOUND = 3
_COMMON_SOUNDS = frozenset(
    heard for name in COMMON_NAMES if len(heard := sound(name)) >= _SURE_SOUND
)


class WordKind(StrEnum):
    """What a word is, and so how much it says about whose name it is.

    HEAD is the first half of a name like Abdul Rahman. JOINED is two neighbours read as one word,
    for comparing only; no name holds one.
    """

    PLAIN = "plain"
    COMMON = "common"
    PLACE = "place"
    TRADE = "trade"
    FORM = "form"
    NUMBER = "number"
    INITIAL = "initial"
    PARTICLE = "particle"
    TITLE = "title"
    HEAD = "head"
    JOINED = "joined"


# How much of the name agrees when the word does, and how much speaks against it when the other
# name has another word in its stead. "Trading" in both says little; "Bank" in place of "Trading"
# says that it is another firm.
AGREES = {
    WordKind.PLAIN: 100, WordKind.COMMON: 75, WordKind.PLACE: 60, WordKind.TRADE: 35,
    WordKind.FORM: 12, WordKind.NUMBER: 100, WordKind.INITIAL: 40, WordKind.PARTICLE: 8,
    WordKind.TITLE: 8, WordKind.HEAD: 15,
}  # fmt: skip
DIFFERS = AGREES | {
    WordKind.COMMON: 90, WordKind.PLACE: 100, WordKind.TRADE: 60, WordKind.FORM: 15,
    WordKind.NUMBER: 130, WordKind.HEAD: 30,
}  # fmt: skip
# A plain word says more the longer it is: its letters, and the percentage of a plain word.
LENGTHS = ((11, 130), (8, 115), (4, 100), (3, 85), (0, 70))

# Words that find no name by themselves: they stand in too many. And words that make a name.
SILENT = frozenset(
    {WordKind.PARTICLE, WordKind.TITLE, WordKind.FORM, WordKind.INITIAL, WordKind.HEAD}
)
TELLING = frozenset({WordKind.PLAIN, WordKind.COMMON})


def weights(kind: WordKind, letters: int) -> tuple[int, int]:
    """What a word weighs where it agrees and where it differs; a plain word of 4 letters: 100."""
    share = 100
    if kind is WordKind.PLAIN:
        share = next(percent for least, percent in LENGTHS if letters >= least)
    return AGREES[kind] * share // 100, DIFFERS[kind] * share // 100


def kind_of(plain: str, form: Form) -> WordKind:
    """What a word in plain letters is, as far as it can be told without the rest of the name."""
    if plain.isdigit():
        return WordKind.NUMBER
    if plain in PARTICLES and (form is Form.FIRM or len(plain) > 1):
        return WordKind.PARTICLE  # "i" and "y" are "and" in a firm's name, initials in a person's
    if len(plain) == 1:
        return WordKind.INITIAL
    return _personal_kind(plain) if form is Form.PERSON else WordKind.PLAIN


def _personal_kind(plain: str) -> WordKind:
    if plain in HEADS:
        return WordKind.HEAD
    if plain in TITLES:
        return WordKind.TITLE
    common = sound(plain) in _COMMON_SOUNDS or plain in COMMON_NAMES
    return WordKind.COMMON if common else WordKind.PLAIN

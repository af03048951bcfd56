"""Names made comparable: words in plain letters, their sound, and how much each word says."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from rigour.text.scripts import text_scripts

from app.screening.kinds import SILENT, WordKind, kind_of, weights
from app.screening.pieces import Piece, of_firm, of_person, readable
from app.screening.sounds import sound
from models.particulars import Form

WORD_LIMIT = 40


class Word(msgspec.Struct, frozen=True):
    """One word: plain Latin letters, its sound, the letters as written, what it is.

    `spoken` is true when the script leaves vowels out, so that only sounds can be compared.
    `meaning` is the same for words of one trade in any language: "shipping", "navigation".
    """

    plain: str
    sound: str
    written: str
    kind: WordKind = WordKind.PLAIN
    spoken: bool = False
    meaning: str = ""
    agrees: int = 100
    differs: int = 100

    @property
    def latin(self) -> bool:
        """Whether the word was written in Latin letters, marks on them allowed."""
        return self.written.isascii() or text_scripts(self.written) <= {"Latin"}


class NameForm(msgspec.Struct, frozen=True):
    """A name ready to be compared; `legal` are the legal forms that were taken out."""

    text: str
    words: tuple[Word, ...]
    legal: tuple[str, ...] = ()

    @property
    def latin(self) -> bool:
        """Whether the name was written in Latin letters."""
        return text_scripts(self.text) <= {"Latin"}


@lru_cache(maxsize=16_384)
def prepare(text: str, form: Form) -> NameForm | None:
    """The comparable form of one name of a person or firm; None when nothing is left of it."""
    read = readable(text)
    pieces, legal = of_firm(read) if form is Form.FIRM else (of_person(read), ())
    kept = pieces[:WORD_LIMIT]
    kinds = [piece.kind or kind_of(piece.plain, form) for piece in kept]
    if SILENT.issuperset(kinds):  # "The De", "Company": all the name there is
        kinds = [WordKind.PLAIN] * len(kept)
    words = tuple(_word(piece, kind) for piece, kind in zip(kept, kinds, strict=True))
    return NameForm(text, words, legal) if words else None


def _word(piece: Piece, kind: WordKind) -> Word:
    agrees, differs = weights(kind, len(piece.plain))
    return Word(
        plain=piece.plain,
        sound=sound(piece.plain),
        written=piece.written,
        kind=kind,
        spoken=_without_vowels(piece.written),
        meaning=piece.meaning,
        agrees=agrees,
        differs=differs,
    )


def _without_vowels(text: str) -> bool:
    """Whether the text is in the Hebrew or Arabic script, which leave short vowels out."""
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufeff" for char in text)

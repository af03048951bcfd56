"""Names made comparable: words in plain letters, their sound, and how much each word says."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

import msgspec
from rigour.names import (
    Name,
    NamePartTag,
    NameTypeTag,
    Symbol,
    analyze_names,
    tokenize_name,
)
from rigour.text.normalize import Normalize, normalize
from rigour.text.scripts import text_scripts
from rigour.text.translit import ascii_text

from app.screening.sounds import sound
from app.screening.wordlists import (
    COMMON_NAMES,
    FORM_SYMBOLS,
    HEAD_PREFIXES,
    HEADS,
    PARTICLES,
    TITLES,
)
from models.particulars import Form

# A name is read up to here; forms and lists refuse longer ones, so this only bounds the work.
TEXT_LIMIT = 2_000
WORD_LIMIT = 40
LETTER_LIMIT = 48

_APOSTROPHES = re.compile("['\u2019\u2018`\u02bb\u02bc\u00b4\u02bf\u02be\u2032]")
_ORDINAL = re.compile("([0-9]+)(?:st|nd|rd|th)")
_PLAIN = re.compile("[a-z0-9]+")
WORLDWIDE = "zz"  # rigour's place for "global"
_SURE_SOUND = 3
_COMMON_SOUNDS = frozenset(
    heard for name in COMMON_NAMES if len(heard := sound(name)) >= _SURE_SOUND
)
_ARTICLE = "\u0627\u0644"  # the Arabic article, written as one word with what follows
_FLAGS = Normalize.NFKC | Normalize.CASEFOLD | Normalize.SQUASH_SPACES


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
_LITTLE = {WordKind.PARTICLE, WordKind.TITLE, WordKind.FORM, WordKind.INITIAL, WordKind.HEAD}

# A plain word says more the longer it is: its letters, and the percentage of a plain word.
LENGTHS = ((11, 130), (8, 115), (4, 100), (3, 85), (0, 70))


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


class _Piece(msgspec.Struct):
    """A word on its way: what is known of it before the whole name has been seen."""

    plain: str
    written: str
    kind: WordKind | None = None
    meaning: str = ""


@lru_cache(maxsize=16_384)
def prepare(text: str, form: Form) -> NameForm | None:
    """The comparable form of one name of a person or firm; None when nothing is left of it."""
    read = readable(text)
    pieces, legal = _firm(read) if form is Form.FIRM else (_person(read), ())
    kept = pieces[:WORD_LIMIT]
    kinds = [piece.kind or _kind(piece.plain, form) for piece in kept]
    if all(kind in _LITTLE for kind in kinds):  # "The De", "Company": all the name there is
        kinds = [WordKind.PLAIN] * len(kept)
    words = tuple(_word(piece, kind) for piece, kind in zip(kept, kinds, strict=True))
    return NameForm(text, words, legal) if words else None


def readable(text: str) -> str:
    """Case, width, blanks and apostrophes made the same; controls and lone surrogates gone.

    >>> readable(readable("  O'Neill\\x00 GmbH ")) == readable("o\\u2019neill gmbh")
    True
    """
    kept = "".join(
        " " if category in {"Cc", "Zl", "Zp"} else char
        for char in text[:TEXT_LIMIT]
        if (category := unicodedata.category(char)) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return _APOSTROPHES.sub("", normalize(kept, _FLAGS) or "")


def _person(read: str) -> list[_Piece]:
    pieces: list[_Piece] = []
    for token in tokenize_name(read):
        pieces += _latinised(token)
    return _unique(_heads_apart(pieces))


def _firm(read: str) -> tuple[list[_Piece], tuple[str, ...]]:
    found = analyze_names(NameTypeTag.ORG, [read], consolidate=False, phonetics=False)
    name = min(found, key=lambda item: item.form, default=None)
    if name is None:
        return [], ()
    kinds = _kinds(name)
    legal = {part.index for part in name.parts if part.tag == NamePartTag.LEGAL} - {
        index for index, (kind, _) in kinds.items() if kind is WordKind.NUMBER
    }
    pieces = [
        piece
        for part in name.parts
        if part.index not in legal
        for piece in _with_kind(part.form, *kinds.get(part.index, (None, "")))
    ]
    if all(len(piece.plain) == 1 for piece in pieces):
        # "AT & T", "Company Ltd": without its legal form there is no name left.
        everything = [piece for part in name.parts for piece in _latinised(part.form)]
        return _initials_joined(everything), ()
    forms = dict.fromkeys(part.form for part in name.parts if part.index in legal)
    return _unique(_initials_joined(pieces)), tuple(forms)


def _unique(pieces: list[_Piece]) -> list[_Piece]:
    found: dict[str, _Piece] = {}
    for piece in pieces:
        found.setdefault(piece.plain, piece)
    return list(found.values())


def _with_kind(token: str, kind: WordKind | None, meaning: str) -> list[_Piece]:
    if ordinal := _ORDINAL.fullmatch(token):
        kind, meaning = WordKind.NUMBER, ordinal[1]
    if kind is WordKind.NUMBER:
        return [_Piece(meaning, token, kind, meaning)]
    return [_Piece(piece.plain, piece.written, kind, meaning) for piece in _latinised(token)]


def _kinds(name: Name) -> dict[int, tuple[WordKind, str]]:
    """By position in the name: what rigour knows of a firm's word, and its meaning."""
    kinds: dict[int, tuple[WordKind, str]] = {}
    for kind in (WordKind.PLACE, WordKind.TRADE, WordKind.FORM, WordKind.NUMBER):
        for span in name.spans:
            if _known(span.symbol, len(span.parts)) is kind:
                kinds |= {part.index: (kind, span.symbol.id) for part in span.parts}
    return kinds


def _known(symbol: Symbol, words: int) -> WordKind | None:
    if symbol.id in FORM_SYMBOLS:
        return WordKind.FORM
    match symbol.category.value:
        case "LOC" if symbol.id != WORLDWIDE:
            return WordKind.PLACE
        case "DOMAIN" | "SYMBOL":
            return WordKind.TRADE
        case "NUM" if words == 1:
            return WordKind.NUMBER
    return None


def _latinised(token: str) -> list[_Piece]:
    """The token in plain letters; a script without blanks may give several words."""
    written = token[:LETTER_LIMIT]
    if written.startswith(_ARTICLE) and len(written) > len(_ARTICLE) + 1:
        written = written.removeprefix(_ARTICLE)
    latin = ascii_text(written).casefold()
    parts = _PLAIN.findall(latin)
    if not parts:  # a script that nothing here can spell: compared as it is written
        return [_Piece(written, written)] if written.isalnum() else []
    if written.isascii() or " " not in latin:
        return [_Piece("".join(parts), written)]
    letters = list(written) if len(written) == len(parts) else [written] * len(parts)
    return [_Piece(part, letter) for part, letter in zip(parts, letters, strict=True)]


def _heads_apart(pieces: list[_Piece]) -> list[_Piece]:
    """Abdurrahman taken apart, so that it meets Abdul Rahman and Abd al-Rahman; not Abdullah."""
    found: list[_Piece] = []
    for piece in pieces:
        head = next((head for head in HEAD_PREFIXES if piece.plain.startswith(head)), "")
        tail = piece.plain.removeprefix(head)
        if head and len(tail) > len("lah"):
            found += [_Piece(head, piece.written), _Piece(tail, piece.written)]
        else:
            found.append(piece)
    return found


def _initials_joined(pieces: list[_Piece]) -> list[_Piece]:
    """Single letters of a firm's name put together: "T M G" is "TMG"."""
    found: list[_Piece] = []
    open_run = False
    for piece in pieces:
        single = len(piece.plain) == 1 and piece.plain.isalpha()
        if single and open_run:
            found[-1] = _Piece(found[-1].plain + piece.plain, found[-1].written + piece.written)
        else:
            found.append(piece)
        open_run = single
    return found


def _word(piece: _Piece, kind: WordKind) -> Word:
    share = 100
    if kind is WordKind.PLAIN:
        share = next(percent for least, percent in LENGTHS if len(piece.plain) >= least)
    return Word(
        plain=piece.plain,
        sound=sound(piece.plain),
        written=piece.written,
        kind=kind,
        spoken=_without_vowels(piece.written),
        meaning=piece.meaning,
        agrees=AGREES[kind] * share // 100,
        differs=DIFFERS[kind] * share // 100,
    )


def _kind(plain: str, form: Form) -> WordKind:
    if plain.isdigit():
        return WordKind.NUMBER
    if len(plain) == 1:
        return WordKind.INITIAL
    if plain in PARTICLES:
        return WordKind.PARTICLE
    return _personal_kind(plain) if form is Form.PERSON else WordKind.PLAIN


def _personal_kind(plain: str) -> WordKind:
    if plain in HEADS:
        return WordKind.HEAD
    if plain in TITLES:
        return WordKind.TITLE
    common = sound(plain) in _COMMON_SOUNDS or plain in COMMON_NAMES
    return WordKind.COMMON if common else WordKind.PLAIN


def _without_vowels(text: str) -> bool:
    """Whether the text is in the Hebrew or Arabic script, which leave short vowels out."""
    return any("\u0590" <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufeff" for char in text)

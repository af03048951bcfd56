"""A written name taken to pieces: words in plain Latin letters, a firm's with what they mean."""

from __future__ import annotations

import re
import unicodedata

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
from rigour.text.translit import ascii_text

from app.screening.kinds import WordKind
from app.screening.korean import parted, romanised
from app.screening.wordlists import FORM_SYMBOLS, HEAD_PREFIXES, SYLLABLES, TRADES

# A name is read up to here; forms and lists refuse longer ones, so this only bounds the work.
TEXT_LIMIT = 2_000
LETTER_LIMIT = 48

_APOSTROPHES = re.compile("['\u2019\u2018`\u02bb\u02bc\u00b4\u02bf\u02be\u2032]")
_UNJOINED = re.compile("(?<=[\u0620-\u06ff])\u200c(?=[\u0620-\u06ff])")
"""In the Arabic script, what keeps two letters apart stands where Latin has a blank or nothing."""
_KOREAN = re.compile("[\uac00-\ud7a3]{1,4}")
_ORDINAL = re.compile("([0-9]+)(?:st|nd|rd|th)")
_PLAIN = re.compile("[a-z0-9]+")
WORLDWIDE = "zz"  # rigour's place for "global"
_ARTICLE = "\u0627\u0644"  # the Arabic article, written as one word with what follows
_FLAGS = Normalize.NFKC | Normalize.CASEFOLD | Normalize.SQUASH_SPACES


class Piece(msgspec.Struct):
    """A word on its way: what is known of it before the whole name has been seen."""

    plain: str
    written: str
    kind: WordKind | None = None
    meaning: str = ""


def readable(text: str) -> str:
    """Case, width, blanks and apostrophes made the same; controls and lone surrogates gone.

    >>> readable(readable("  O'Neill\\x00 GmbH ")) == readable("o\\u2019neill gmbh")
    True
    """
    text = _UNJOINED.sub(" ", text[:TEXT_LIMIT])
    # Twice: what is taken out may leave letters and marks side by side that belong together.
    return _read_once(_read_once(text))


def _read_once(text: str) -> str:
    kept = "".join(
        " " if category in {"Cc", "Zl", "Zp"} else char
        for char in text
        if (category := unicodedata.category(char)) not in {"Cf", "Cs", "Co", "Cn"}
    )
    return " ".join(_APOSTROPHES.sub("", normalize(kept, _FLAGS) or "").split())


def of_person(read: str) -> list[Piece]:
    pieces: list[Piece] = []
    for token in tokenize_name(read):
        if _KOREAN.fullmatch(token):
            pieces += [Piece(romanised(part), part) for part in parted(token)]
        else:
            pieces += _latinised(token)
    for piece in pieces:
        piece.meaning = SYLLABLES.get(piece.plain, "")
    return _unique(_heads_apart(pieces))


def of_firm(read: str) -> tuple[list[Piece], tuple[str, ...]]:
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


def _unique(pieces: list[Piece]) -> list[Piece]:
    found: dict[str, Piece] = {}
    for piece in pieces:
        found.setdefault(piece.plain, piece)
    return list(found.values())


def _with_kind(token: str, kind: WordKind | None, meaning: str) -> list[Piece]:
    if ordinal := _ORDINAL.fullmatch(token):
        kind, meaning = WordKind.NUMBER, ordinal[1]
    if kind is WordKind.NUMBER:
        return [Piece(meaning, token, kind, meaning)]
    return [Piece(piece.plain, piece.written, kind, meaning) for piece in _latinised(token)]


def _kinds(name: Name) -> dict[int, tuple[WordKind, str]]:
    """By position in the name: what rigour knows of a firm's word, and its meaning."""
    kinds = {
        part.index: (WordKind.TRADE, TRADES[part.form])
        for part in name.parts
        if part.form in TRADES
    }
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


def _latinised(token: str) -> list[Piece]:
    """The token in plain letters; a script without blanks may give several words."""
    written = token[:LETTER_LIMIT]
    if written.startswith(_ARTICLE) and len(written) > len(_ARTICLE) + 1:
        written = written.removeprefix(_ARTICLE)
    latin = ascii_text(written).casefold()
    parts = _PLAIN.findall(latin)
    if not parts:  # a script that nothing here can spell: compared as it is written
        return [Piece(written, written)] if written.isalnum() else []
    if written.isascii() or " " not in latin:
        return [Piece("".join(parts), written)]
    letters = list(written) if len(written) == len(parts) else [written] * len(parts)
    return [Piece(part, letter) for part, letter in zip(parts, letters, strict=True)]


def _heads_apart(pieces: list[Piece]) -> list[Piece]:
    """Abdurrahman taken apart, so that it meets Abdul Rahman and Abd al-Rahman; not Abdullah."""
    found: list[Piece] = []
    for piece in pieces:
        head = next((head for head in HEAD_PREFIXES if piece.plain.startswith(head)), "")
        tail = piece.plain.removeprefix(head)
        if head and len(tail) > len("lah"):
            found += [Piece(head, piece.written), Piece(tail, piece.written)]
        else:
            found.append(piece)
    return found


def _initials_joined(pieces: list[Piece]) -> list[Piece]:
    """Single letters of a firm's name put together: "T M G" is "TMG"."""
    found: list[Piece] = []
    open_run = False
    for piece in pieces:
        single = len(piece.plain) == 1 and piece.plain.isalpha()
        if single and open_run:
            found[-1] = Piece(found[-1].plain + piece.plain, found[-1].written + piece.written)
        else:
            found.append(piece)
        open_run = single
    return found

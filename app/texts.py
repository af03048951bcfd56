"""Text as it was typed: trimmed, composed, and searched for characters that no reader can see."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of a whole text: a name written with them reads as another name.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# What a decoder leaves in place of bytes that are no text, and a mark that belongs to files.
_BROKEN = frozenset("\ufffd\ufeff")
_LINES = frozenset("\n\t")
_BREAKS = frozenset("\u2028\u2029")


def tidy(text: str, *, lines: bool = False) -> str:
    """The text in its composed form (NFC) without space around it; line ends become newlines.

    >>> tidy("  Cafe\\u0301\\r\\n", lines=True)
    'Café'
    """
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def hidden(text: str, *, lines: bool = False) -> bool:
    """Say whether a text holds a control character, half a character or a turning mark.

    >>> hidden("Norvane Brokering Ltd"), hidden("Nor\\x00vane"), hidden("two\\nlines")
    (False, True, True)
    >>> hidden("two\\nlines", lines=True), hidden("\\ud800")
    (False, True)
    """
    return any(_is_hidden(letter, lines=lines) for letter in text)


def visible(text: str, *, lines: bool = False) -> str:
    """The text without what `hidden` finds, to be shown again for correction.

    >>> visible("Nor\\x00vane")
    'Norvane'
    """
    return "".join(letter for letter in text if not _is_hidden(letter, lines=lines))


def _is_hidden(letter: str, *, lines: bool) -> bool:
    if letter in _LINES or letter in _BREAKS:
        return not (lines and letter in _LINES)
    if letter in _TURNING or letter in _BROKEN:
        return True
    point = ord(letter)
    is_no_character = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE  # noqa: PLR2004
    return is_no_character or unicodedata.category(letter) in {"Cc", "Cs"}

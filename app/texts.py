"""Text as it was typed: trimmed, composed, and searched for characters that no reader can see."""

from __future__ import annotations

import re
import unicodedata

# In the classes below stand, in this order: controls, halves of characters, marks that turn the
# direction of a whole text (a name written with them reads as another name), what a decoder leaves
# in place of bytes that are no text, a mark that belongs to files, breaks, numbers of no character.
_SPANS = "\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffd\ufeff\u2028\u2029\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}-{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_HIDDEN = re.compile(f"[\x00-\x1f\x7f-\x9f{_SPANS}]")
_HIDDEN_BUT_LINES = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_SPANS}]")


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
    return (_HIDDEN_BUT_LINES if lines else _HIDDEN).search(text) is not None


def visible(text: str, *, lines: bool = False) -> str:
    """The text without what `hidden` finds, to be shown again for correction.

    >>> visible("Nor\\x00vane")
    'Norvane'
    """
    return (_HIDDEN_BUT_LINES if lines else _HIDDEN).sub("", text)

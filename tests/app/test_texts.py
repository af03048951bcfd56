"""What no reader can see is found by one search, whatever Unicode holds."""

import sys
import unicodedata

import pytest

from app import texts

TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BROKEN = set("\ufffd\ufeff")
BREAKS = set("\u2028\u2029")


def unseen(letter: str) -> bool:
    point = ord(letter)
    no_character = 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE
    marks = TURNING | BROKEN | BREAKS
    return no_character or letter in marks or unicodedata.category(letter) in {"Cc", "Cs"}


@pytest.mark.parametrize("lines", [False, True])
def test_every_character_there_is_is_seen_or_hidden_by_its_kind(*, lines: bool) -> None:
    every = [chr(point) for point in range(sys.maxunicode + 1)]
    allowed = {"\n", "\t"} if lines else set()
    wanted = {letter for letter in every if unseen(letter)} - allowed
    assert {letter for letter in every if texts.hidden(letter, lines=lines)} == wanted
    assert set(texts.visible("".join(every), lines=lines)) == set(every) - wanted

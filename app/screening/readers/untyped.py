"""Persons and firms told apart by their names, for lists that do not say which is which."""

from __future__ import annotations

import re

from app.screening.kinds import WordKind
from app.screening.names import prepare
from models.particulars import Form

_FIRM_KINDS = {WordKind.TRADE, WordKind.FORM}
_FIRM_MARKS = re.compile(
    r"[&/\"]|\d|\b(?:inc|ltd|llc|co|corp|gmbh|jsc|ao|ooo|fze|fzc|fzco|airlines?|airways|aviation"
    r"|universit\w+|institut\w+|academy|bureau|cent(?:er|re)|plants?|factory|ministry|group|zone"
    r"|laborator\w+|department|organi[sz]ation|foundation|network|systems?|solutions?|works"
    r"|electronics?|technolog\w+|enterprises?|equipment|research|international|global)\b",
    re.IGNORECASE,
)
_MOST_WORDS = 6


def likely(name: str) -> Form:
    """What a name says of its bearer: a firm by its legal form or by a word of trade.

    >>> likely("Orlane Shadow Logistics Ltd").value, likely("TEVAN ILLARSSON, JR.").value
    ('firm', 'person')
    """
    read = prepare(name, Form.FIRM)
    if read is None or read.legal or _FIRM_MARKS.search(name):
        return Form.FIRM
    words = read.words
    if (
        len(words) == 1
        or len(words) > _MOST_WORDS
        or any(word.kind in _FIRM_KINDS for word in words)
    ):
        return Form.FIRM
    return Form.PERSON

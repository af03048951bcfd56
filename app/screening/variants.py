"""The several names that one written name may hold: brackets, abbreviations, "also known as"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rigour.text.scripts import text_scripts

from app.screening.names import NameForm, prepare
from app.screening.pieces import TEXT_LIMIT
from models.particulars import Form

VARIANT_LIMIT = 16
SHORT_NAME = range(3, 9)

# "aka" is a name too ("Aka Khan"): without its dots it divides only in small letters.
_SPLIT = re.compile(
    r"\s*;\s*|\s+/\s+|(?<=\S)\s+(?:[aAfF]\.[kK]\.[aA]\.?|aka|fka|d/b/a"
    r"|(?i:also known as|formerly known as|doing business as|trading as))(?=[\s:])\s*:?\s*"
)
_BORN = re.compile(r",\s*born\b.*$", re.IGNORECASE | re.DOTALL)
_MARKER = re.compile(r"^original script\s*:?\s*", re.IGNORECASE)
_OPEN, _CLOSE = "([\uff08", ")]\uff09"


@lru_cache(maxsize=16_384)
def forms(text: str, kind: Form) -> tuple[NameForm, ...]:
    """Every name that a written one holds, ready to be compared, each once, the whole first.

    >>> [form.text for form in forms("Orlane Shadow Logistics (OSL)", Form.FIRM)]
    ['Orlane Shadow Logistics (OSL)', 'Orlane Shadow Logistics', 'OSL']
    """
    found: dict[tuple[str, ...], NameForm] = {}
    # Half a sign of UTF-16 is no letter, and nothing could store it.
    whole = text[:TEXT_LIMIT].encode(errors="ignore").decode()
    for name in _names(whole):
        form = prepare(name, kind)
        if form:
            found.setdefault(tuple(word.plain for word in form.words), form)
        if len(found) == VARIANT_LIMIT:
            break
    return tuple(found.values())


def _names(text: str) -> Iterator[str]:
    yield text  # always: brackets or "aka" must not be a way to take a name apart
    text = _BORN.sub("", text)
    outside, inside = _brackets(text)
    bare = " ".join(outside.split())
    names = [part for part in inside if _abbreviates(part, bare) or _other_script(part, bare)]
    yield from _SPLIT.split(bare if len(names) == len(inside) else text)
    for part in names:
        yield from _SPLIT.split(_MARKER.sub("", _brackets(part)[0].strip()))


def _brackets(text: str) -> tuple[str, list[str]]:
    """What stands outside all brackets, and what stands in each outermost pair."""
    outside: list[str] = []
    inside: list[list[str]] = []
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
            if depth == 1:
                inside.append([])
                outside.append(" ")
                continue
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                continue
        (inside[-1] if depth else outside).append(char)
    return "".join(outside), ["".join(part).strip() for part in inside]


def _abbreviates(part: str, name: str) -> bool:
    """Whether capitals stand for the name, as their letters come in its order.

    "AL-HARAMAIN FOUNDATION (PAKISTAN)" must not put Pakistan on the list.
    """
    letters = [char for char in part.casefold() if char.isalnum()]
    if len(letters) not in SHORT_NAME or " " in part or part.upper() != part:
        return False
    rest = iter(name.casefold())
    return all(letter in rest for letter in letters)


def _other_script(part: str, name: str) -> bool:
    return text_scripts(_MARKER.sub("", part)).isdisjoint(text_scripts(name))

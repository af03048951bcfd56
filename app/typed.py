"""What came with a request outside the fields of a form: cleaned, cut, within reason."""

from __future__ import annotations

from flask import request

from app import texts

LONGEST = 100
MOST_PAGES = 10_000


def word(name: str, longest: int = LONGEST) -> str:
    """A word of the address or of what was sent; "" when there is none of this name.

    Without characters that nobody sees: PostgreSQL refuses some of them, and no record bears any.
    """
    return texts.visible(texts.tidy(request.values.get(name, "")))[:longest]


def page() -> int:
    """Which page of a list the address asks for: from 1; the first when it says none."""
    wanted = request.args.get("page", 1, type=int)
    return min(max(wanted, 1), MOST_PAGES)

"""Puts our own in place of private parts of WeasyPrint that take long and need not.

What is drawn stays the same to the byte: `tests/app/certificates/test_quick.py` draws both ways.
Only documents of our own markup are drawn in a process that does this.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

REPLACED: list[tuple[Any, str, Any]] = []
"""Whose it was, its name, and what stood there before."""


def replace(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put there what `make` makes of what is there now; done once."""
    if not any(known is owner and called == name for known, called, _ in REPLACED):
        before = getattr(owner, name)
        REPLACED.append((owner, name, before))
        setattr(owner, name, make(before))

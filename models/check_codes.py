"""Check codes: what must be shown beside a public number before the register answers (DOC-03)."""

from __future__ import annotations

import hmac
import secrets

ALPHABET = "ABCDEFGHJKLMNPQRSTVWXYZ23456789"
"""No 0, 1, I, O, U: nothing that is read as something else."""
GROUP = 5


def new() -> str:
    """Return a code of two groups of five, such as 7KQ4M-XW2ZA; about 49 bits, never guessed."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(2))


def tidy(typed: str) -> str:
    """What was typed, as a code is written: case, spaces and dashes do not matter.

    >>> tidy(" 7kq4m xw2za ")
    '7KQ4M-XW2ZA'
    """
    plain = "".join(char for char in typed.upper() if char.isalnum())
    return f"{plain[:GROUP]}-{plain[GROUP:]}"


def same(typed: str, code: str) -> bool:
    """Whether what was typed is that code, told in the same time right or wrong.

    >>> same("7kq4m-xw2za", "7KQ4M-XW2ZA"), same("7KQ4M-XW2ZB", "7KQ4M-XW2ZA")
    (True, False)
    """
    return hmac.compare_digest(tidy(typed).encode(), code.encode())

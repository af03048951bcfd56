"""Check codes: what must be shown beside a public number before the register answers (DOC-03).

Ten letters of Crockford's base 32: 50 bits, never guessed at ten tries a minute. The four letters
that are left out are read as the ones they look like, so a code copied by hand still fits.
"""

from __future__ import annotations

import hmac
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No I, L, O, U: each is read as what it looks like."""
GROUP = 5
LENGTH = 2 * GROUP
_READ_AS = str.maketrans("ILOU", "110V")


def new() -> str:
    """Return a code of two groups of five, such as 7KQ4M-XW2ZA."""
    return written("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def written(plain: str) -> str:
    """The letters as they are printed.

    >>> written("7KQ4MXW2ZA")
    '7KQ4M-XW2ZA'
    """
    return f"{plain[:GROUP]}-{plain[GROUP:]}"


def tidy(typed: str) -> str:
    """What was typed, as a code is written, or nothing where no code can be meant.

    Case, spaces and dashes do not matter, nor which of two lookalikes was typed.

    >>> tidy(" 7kq4m xw2za "), tidy("o1lI0-ABCDU"), tidy("7KQ4M")
    ('7KQ4M-XW2ZA', '01110-ABCDV', '')
    """
    plain = "".join(typed[:64].replace("-", "").split()).upper().translate(_READ_AS)
    if len(plain) != LENGTH or not set(plain) <= set(ALPHABET):
        return ""
    return written(plain)


def same(typed: str, code: str) -> bool:
    """Whether what was typed is that code, told in the same time right or wrong.

    >>> same("7kq4m-xw2za", "7KQ4M-XW2ZA"), same("7KQ4M-XW2ZB", "7KQ4M-XW2ZA"), same("", "")
    (True, False, False)
    """
    found = tidy(typed)
    return hmac.compare_digest(found, tidy(code)) and found != ""

"""Whether a password may be used: not one that others try first (V6 6.2.4, 6.2.11); pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from models.errors import Invalid

REGISTER = ("small arms", "register", "sacr")
"""What the register is called."""

SHORTEST_NAME = 4
"""A shorter part of a name is too common in other words to be refused."""
FEWEST = 6
"""Different characters that a password needs: `aaaaaaaaaaaaaaa` has one."""

COMMON = frozenset(
    {
        "123456789012345",
        "1234567890123456",
        "1q2w3e4r5t6y7u8i9o0p",
        "abcdefghijklmno",
        "abcdefghijklmnop",
        "abcdefghijklmnopqrstuvwxyz",
        "administratoradministrator",
        "changemechangeme",
        "changemepleasenow",
        "correcthorsebatterystaple",
        "iloveyouiloveyou",
        "letmeinletmeinletmein",
        "passwordpassword",
        "passwordpassword1",
        "q1w2e3r4t5y6u7i8",
        "qwertyuiopasdfgh",
        "qwertyuiopasdfghjkl",
        "qwertyuiopasdfghjklzxcvbnm",
        "thisismypassword",
        "welcomewelcome1",
        "zaq12wsxcde34rfv",
    }
)
"""Long ones that lists of broken passwords hold again and again; short ones are refused anyway."""


def plain(text: str) -> str:
    """Letters and digits only, small: `Correct Horse!` reads `correcthorse`.

    >>> plain("Correct Horse!")
    'correcthorse'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def refuse_common(password: str, names: Iterable[str]) -> None:
    """Refuse a password that is on everybody's list, or that holds one of these names.

    `names` are those of the person, the login, the State, the firm; each word of four or more
    letters counts, and so does the register's own name.
    """
    bare = plain(password)
    if bare in COMMON or len(set(bare)) < FEWEST or _is_one_word_again(bare):
        raise Invalid("password_common", field="password")
    words = {plain(word) for name in (*names, *REGISTER) for word in re.split(r"[\s@.]+", name)}
    words |= {plain(name) for name in (*names, *REGISTER)}
    if any(len(word) >= SHORTEST_NAME and word in bare for word in words):
        raise Invalid("password_holds_name", field="password")


def _is_one_word_again(bare: str) -> bool:
    """Whether it is one short word over and over, such as `secretsecretsecret`."""
    return re.fullmatch(r"(.{1,9})\1+", bare) is not None

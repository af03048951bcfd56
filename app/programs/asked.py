"""What somebody who wants a key for a program says."""

from __future__ import annotations

from dataclasses import dataclass

from models.api_keys import LONGEST_DAYS


@dataclass(frozen=True)
class Wanted:
    """A key to be made; the purpose is recorded with every search that names no other one."""

    label: str
    purpose: str
    case_ref: str = ""
    days: int = LONGEST_DAYS

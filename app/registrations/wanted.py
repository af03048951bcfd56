"""What is asked of the services: which case, and what is proposed; plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from models.proposals import Decision


@dataclass(frozen=True)
class Place:
    """Which case: a registration by its number, or its open renewal; the revision that was read."""

    number: str
    renewal: bool = False
    seen: int | None = None


@dataclass(frozen=True)
class Wanted:
    """What an officer proposes. Days are those of the State's calendar, both included."""

    decision: Decision
    reason: str
    reason_for_applicant: str = ""
    reasons: tuple[str, ...] = ()
    """Codes of `RefusalReason`: at least one to refuse."""
    first_day: date | None = None
    last_day: date | None = None
    conditions: tuple[str, ...] = ()
    identity_vetted: bool = False
    eligibility_review: str = ""

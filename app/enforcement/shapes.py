"""What the pages of de-registration cases hold: frozen values, no mapped objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from models.cascades import Cascade
from models.proposals import Outcome


@dataclass(frozen=True)
class Line:
    """One case in the queue; `reply_by` is the last day of the reply window."""

    number: str
    trader: str
    grounds: tuple[str, ...]
    stage: str
    opened_at: datetime
    reply_by: date | None
    days_left: int | None
    heard: bool
    recognises: bool
    closed_at: datetime | None


@dataclass(frozen=True)
class Queue:
    """The cases of a State: open ones oldest first, then what was decided, newest first."""

    lines: tuple[Line, ...]
    decided: tuple[Line, ...]
    open_tasks: int
    may_open: bool
    zone: str


@dataclass(frozen=True)
class Proposed:
    """A proposal as its signer reads it."""

    decision: str
    reason: str
    reason_for_trader: str
    grounds: tuple[str, ...]
    bar_until: date | None
    by: str
    at: datetime
    outcome: str | None
    signed_by: str
    signed_at: datetime | None
    signed_reason: str


@dataclass(frozen=True)
class Reaction:
    """What a State that was asked did: a stage, or how it answered."""

    state: str
    answer: str
    at: datetime | None
    due: date


@dataclass(frozen=True)
class Paper:
    """A file of a case; `of_trader`: it came with the reply."""

    uid: str
    name: str
    size: int
    of_trader: bool


@dataclass(frozen=True)
class CasePage:
    """One case. `whole` is false for a State that was asked about it: decision and grounds only."""

    number: str
    revision: int
    stage: str
    state: str
    zone: str
    trader: str
    trader_number: str
    registrations: tuple[tuple[str, str, str], ...]
    """(number, kind, stage) in this State."""
    grounds: tuple[str, ...]
    facts: str
    evidence: str
    recognises: str | None
    opened_at: datetime
    notice: str
    notice_at: datetime | None
    reply_by: date | None
    days_left: int | None
    heard: bool
    reply: str
    reply_at: datetime | None
    replied_late: bool
    closed_at: datetime | None
    bar_until: date | None
    appeal_until: date | None
    proposals: tuple[Proposed, ...]
    reactions: tuple[Reaction, ...]
    papers: tuple[Paper, ...]
    whole: bool
    planned: Cascade | None
    """What signing does now, where a case is open and its page may count it."""
    shown: str
    """The digest of evidence and consequences that the signer's form carries."""
    signers: tuple[str, ...]
    """Who else may countersign."""
    may: frozenset[str]
    this_day: date
    usual_bar: int
    """The State's usual bar in months."""

    @property
    def waiting(self) -> Proposed | None:
        """The proposal that waits for its second person."""
        return next((item for item in self.proposals if item.outcome is None), None)

    @property
    def signed(self) -> Proposed | None:
        """The proposal that was signed."""
        accepted = str(Outcome.ACCEPTED)
        return next((item for item in self.proposals if item.outcome == accepted), None)

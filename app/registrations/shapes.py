"""The shapes of a registration's pages: plain values, handed to templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.documents import Listed
from app.lookalikes import Lookalike
from app.papers import Kept
from app.registrations.review import Checked
from app.registrations.shown import (
    Happened,
    HitShown,
    NoteShown,
    ProposalShown,
    QuestionShown,
    SuspensionShown,
)
from models.particulars import Particulars
from models.proposals import Decision


@dataclass(frozen=True)
class Head:
    """What every page of a registration is headed by."""

    number: str
    trader: str
    trader_number: str
    kind: str
    state: str
    zone: str
    standing: str
    revision: int
    own: bool
    """Whether the reader's State decides it; another State reads stages and dates (rules 4.6)."""


@dataclass(frozen=True)
class Validity:
    """One validity as days of the State's calendar, both included."""

    first: date
    last: date
    renewed: bool


@dataclass(frozen=True)
class Other:
    """The same application in another State."""

    state: str
    number: str
    standing: str
    decided_at: datetime | None


@dataclass(frozen=True)
class Waits:
    """A case that waits for a decision: who holds it, how long it has waited, what may be done."""

    stage: str
    officer: str | None
    is_mine: bool
    since: datetime
    days_ours: int
    days_theirs: int
    may: frozenset[str]
    checked: Checked | None
    proposal: ProposalShown | None
    may_sign: bool
    others: tuple[str, ...]
    """Who else may countersign."""
    revision: int
    in_time: bool | None = None
    statement: str = ""


@dataclass(frozen=True)
class CasePage:
    """Everything that the page of one registration shows."""

    head: Head
    at: datetime
    facts: Particulars
    declared_by: str
    submitted_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    conditions: tuple[str, ...]
    validities: tuple[Validity, ...]
    gaps: tuple[tuple[datetime, datetime], ...]
    appeal_until: date | None
    others: tuple[Other, ...]
    papers: tuple[Kept, ...] = ()
    lookalikes: tuple[Lookalike, ...] = ()
    questions: tuple[QuestionShown, ...] = ()
    hits: tuple[HitShown, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    proposals: tuple[ProposalShown, ...] = ()
    suspensions: tuple[SuspensionShown, ...] = ()
    history: tuple[Happened, ...] = ()
    waits: Waits | None = None
    renewal: Waits | None = None
    may: frozenset[str] = frozenset()
    casework: bool = False
    """Whether the reader works on cases: only then hits, notes and lookalikes are shown."""
    interest: bool = False
    """Whether this person has declared an interest in the trader."""
    documents: tuple[Listed, ...] = ()
    may_declare: bool = False
    may_charge: bool = False
    """Whether this person may open a de-registration case against the trader."""


@dataclass(frozen=True)
class SignPage:
    """A proposal that waits for its second person, and what signing it now would do."""

    head: Head
    at: datetime
    renewal: bool
    revision: int
    proposal: ProposalShown
    may_sign: bool
    is_proposer: bool
    others: tuple[str, ...]
    changed: tuple[str, ...]
    """The parts of the evidence that are not as they were when proposed."""
    counts: dict[str, int]
    checked: Checked
    list_limit: int
    facts: Particulars
    validity: Validity | None
    appeal_until: date
    suspended: bool
    elsewhere: tuple[Other, ...]

    @property
    def approves(self) -> bool:
        """Whether signing approves."""
        return self.proposal.decision is Decision.APPROVE

    @property
    def can_sign(self) -> bool:
        """Whether the register would take the signature now."""
        whole = not self.changed and self.may_sign
        if not self.approves:
            return whole
        blocked = self.checked.blocks or self.suspended or self.validity is None
        return whole and not blocked


@dataclass(frozen=True)
class ProposePage:
    """What a form to propose starts from."""

    head: Head
    renewal: bool
    revision: int
    checked: Checked
    list_limit: int
    facts: Particulars
    first_day: date
    last_day: date
    starts: date
    """The first day of the validity if it were signed today."""
    suspended: bool


@dataclass(frozen=True)
class SuspendPage:
    """What suspending would do, counted."""

    head: Head
    licences: int
    confirm_by: datetime
    hours: int
    days: int
    suspension: SuspensionShown | None = None

"""Shapes: what the officers' pages of a dossier are made of; plain values, codes for words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.authorizations.checks import Block
from app.papers import Kept
from app.screened import Screened
from models.deals import Deal, Flag


@dataclass(frozen=True)
class Row:
    """One dossier in the queue of a State."""

    number: str
    version: int
    trader: str
    title: str
    lines: int
    first_class: str
    first_quantity: int
    destination: str
    stage: str
    """As shown: a stage, or TO_CONFIRM, LAPSED."""
    others: tuple[tuple[str, str], ...]
    officer: str
    is_mine: bool
    opened_on: date
    waits_for_me: bool


@dataclass(frozen=True)
class Queue:
    """One page of a State's dossiers, those that wait longest first."""

    state: str
    rows: tuple[Row, ...]
    page: int
    pages: int
    total: int
    not_taken: int
    bare: bool = False
    """Numbers, stages and officers only: an administrator counts work and reads no case."""


@dataclass(frozen=True)
class Step:
    """One step of a lane: `case.step.<code>` in the words."""

    state: str
    """done, now or next"""
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = None
    note: tuple[str, Mapping[str, object]] | None = None


@dataclass(frozen=True)
class CoverShown:
    """One cover row of a State: who, as what, by which registration, live now or not."""

    party: str
    state: str
    kind: str
    numbers: tuple[str, ...]
    met: bool
    outside: bool
    ends: date | None
    """The last day of cover, where it ends inside the licence."""


@dataclass(frozen=True)
class Lane:
    """One State's case as this person may see it."""

    state: str
    why: tuple[tuple[str, Mapping[str, object]], ...]
    stage: str
    yours: bool
    steps: tuple[Step, ...]
    days: tuple[date, date] | None
    proposed: bool
    cover: tuple[CoverShown, ...]
    criteria: tuple[int, int, int] | None
    """Answered, of how many, concerns; of the own State only."""


@dataclass(frozen=True)
class Goods:
    """One goods line with what each State allows, where that may be shown."""

    no: int
    title: str
    note: str
    asked: int
    unit: str
    allowed: Mapping[str, int | None]
    effective: int | None


@dataclass(frozen=True)
class Proviso:
    """One condition, its State, and whether it is only proposed."""

    text: str
    state: str
    proposed: bool


@dataclass(frozen=True)
class Together:
    """What the States make of it together."""

    stage: str
    days: tuple[date, date] | None
    clash: tuple[str, ...]
    waits_for: tuple[str, ...]
    proposed: str | None
    licence: str | None


@dataclass(frozen=True)
class Happened:
    """One line of the timeline: `happened.<code>` in the words."""

    at: datetime
    state: str | None
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class QuestionShown:
    """A question to the broker, with its answer."""

    text: str
    by: str
    at: datetime
    answer_by: datetime
    answer: str | None
    answered_at: datetime | None


@dataclass(frozen=True)
class AnswerShown:
    """The newest answer to one criterion; `version` where it is of an earlier version."""

    criterion: str
    answer: str
    evidence: str
    mitigation: str
    version: int

    @property
    def said(self) -> tuple[str, str, str]:
        """What was answered, to compare with what is sent now."""
        return self.answer, self.evidence, self.mitigation


@dataclass(frozen=True)
class ProposalShown:
    """A proposal that waits for a second person."""

    decision: str
    by: str
    at: datetime
    reason: str
    reason_for_applicant: str
    grounds: tuple[str, ...]
    digest: str
    days: tuple[date, date] | None
    conditions: tuple[str, ...]
    quantities: Mapping[int, int]


@dataclass(frozen=True)
class OutsideShown:
    """Evidence from outside the register that the version rests on."""

    party_no: int
    party: str
    state: str
    accepted: bool
    """Whether the State of the person who looks has accepted it."""


@dataclass(frozen=True)
class Mine:
    """What concerns the State of the person who looks: the case, and what may be done now."""

    state: str
    stage: str
    revision: int
    officer: str
    is_mine: bool
    blocks: tuple[Block, ...]
    """What keeps the State from consenting."""
    outside: tuple[OutsideShown, ...]
    proposal: ProposalShown | None
    reopening: ProposalShown | None
    signers: tuple[str, ...]
    is_last: bool
    """Whether no other State is waited for."""
    may: frozenset[str]
    screening: Screened | None
    questions: tuple[QuestionShown, ...]
    notes: int
    appeal_until: date | None
    own_refusal: ProposalShown | None


@dataclass(frozen=True)
class CasePage:
    """A dossier as an officer sees it."""

    number: str
    version: int
    deal: Deal
    trader: str
    trader_number: str
    submitted_at: datetime
    versions: tuple[tuple[int, datetime, str], ...]
    stage: str
    lanes: tuple[Lane, ...]
    together: Together
    goods: tuple[Goods, ...]
    conditions: tuple[Proviso, ...]
    spans: tuple[tuple[str, date, date, bool], ...]
    flags: tuple[Flag, ...]
    outside: tuple[CoverShown, ...]
    timeline: tuple[Happened, ...]
    papers: tuple[Kept, ...]
    mine: Mine | None
    zone: str
    place: str
    at: datetime

    @property
    def hides_terms(self) -> bool:
        """Whether another State has consented on terms that are not shown yet (rules 4.6)."""
        return any(lane.stage == "APPROVED_PENDING_PEER" and not lane.days for lane in self.lanes)

    @property
    def states(self) -> tuple[str, ...]:
        """The States asked, in the dossier's order."""
        return tuple(lane.state for lane in self.lanes)

"""Shapes: what the pages of a licence are made of; plain values, codes for words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from app.documents import Listed as Document
from models.verdicts import Verdict


@dataclass(frozen=True)
class Row:
    """One licence in the list, as it stands now."""

    number: str
    holder: str
    destination: str
    states: tuple[str, ...]
    days: tuple[date, date]
    verdict: Verdict
    lines_left: int
    """Goods lines with something left; unlike units are never added up."""
    lines: int


@dataclass(frozen=True)
class Listed:
    """A page of licences."""

    rows: tuple[Row, ...]
    page: int
    more: bool
    text: str


@dataclass(frozen=True)
class Balance:
    """One line: what is left of it."""

    no: int
    title: str
    note: str
    left: int
    of: int


@dataclass(frozen=True)
class Reference:
    """An entry of a State's status list of a year."""

    year: int
    entry: int


@dataclass(frozen=True)
class Share:
    """One authorizing State's part."""

    state: str
    days: tuple[date, date]
    consented_at: datetime
    reference: Reference | None
    """Where its status list speaks of the newest certificate; None until that one has a code."""


@dataclass(frozen=True)
class Halt:
    """One suspension, with its countdown, and what this person may do to it."""

    uid: str
    state: str
    since: datetime
    stands: bool
    lifted_at: datetime | None
    confirmed_at: datetime | None
    lapses_at: datetime | None
    by: str
    reason: str
    lift_reason: str
    may_confirm: bool
    may_lift: bool


@dataclass(frozen=True)
class Cover:
    """One cover row: who, as what, where, by which registration, live or not."""

    party: str
    state: str
    kind: str
    numbers: tuple[str, ...]
    met: bool
    outside: bool


@dataclass(frozen=True)
class Moved:
    """One row of the ledger."""

    at: datetime
    state: str
    direction: str
    line: int
    quantity: int
    contra: bool
    declaration: str
    left_after: int


@dataclass(frozen=True)
class Stopped:
    """One report of goods that a border stopped."""

    number: str
    state: str
    at: datetime
    place: str
    goods: str
    reason: str
    verdict: str
    offline: bool
    """Stopped without a network, by the clock of the device."""


@dataclass(frozen=True)
class Revocation:
    """A proposal to revoke that waits for a second person."""

    by: str
    at: datetime
    reason: str
    reason_for_holder: str
    digest: str
    signers: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """One line of the timeline: `happened.<code>` in the words."""

    at: datetime
    state: str | None
    code: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Page:
    """One licence, now and as it stood."""

    number: str
    check_code: str | None
    dossier: str | None
    """The dossier's number, where this person may open it."""
    own: bool
    """Whether this person acts for the holder."""
    stage: str
    revision: int
    holder: str
    destination: str
    issued_at: datetime
    ended_at: datetime | None
    days: tuple[date, date]
    span: tuple[datetime, datetime]
    now: Verdict
    then: Verdict | None
    """What an officer would have been told at the moment asked for."""
    lines: tuple[Balance, ...]
    shares: tuple[Share, ...]
    route: tuple[tuple[str, str], ...]
    conditions: tuple[tuple[str, str], ...]
    halts: tuple[Halt, ...]
    cover: tuple[Cover, ...]
    movements: tuple[Moved, ...]
    stopped: tuple[Stopped, ...]
    certificates: tuple[Document, ...]
    revocation: Revocation | None
    timeline: tuple[Happened, ...]
    may: frozenset[str]
    full: bool
    """Whether this person reads reasons and names: officers who decide, and auditors."""
    state: str
    """The State whose clock the page shows."""
    zone: str

"""The verdict: is this licence good for these goods, now, or at any past instant? Pure.

One list of reasons, first that applies wins (rules 3.1). Everything is computed from rows and
dates; nothing here asks the clock or the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec


class Reason(StrEnum):
    """Why a licence is not valid, in the fixed order of the rules."""

    UNKNOWN = "UNKNOWN"
    REVOKED = "REVOKED"
    SURRENDERED = "SURRENDERED"
    SUPERSEDED = "SUPERSEDED"
    SUSPENDED = "SUSPENDED"
    COVER_LOST = "COVER_LOST"
    EMBARGO = "EMBARGO"
    NOT_YET_VALID = "NOT_YET_VALID"
    EXPIRED = "EXPIRED"
    USED_UP = "USED_UP"
    ROUTE = "ROUTE"
    LINE = "LINE"
    QUANTITY = "QUANTITY"


class Suspended(msgspec.Struct, frozen=True):
    """A suspension as the rules see it (2.2, 5.2)."""

    state: str
    start: datetime
    confirm_by: datetime
    limit_at: datetime
    confirmed_at: datetime | None = None
    lifted_at: datetime | None = None
    case_spans: tuple[tuple[datetime, datetime | None], ...] = ()
    """When de-registration cases against the trader were open in that State."""

    def stands(self, at: datetime) -> bool:
        """Whether it stops anything at that instant."""
        if at < self.start or (self.lifted_at is not None and self.lifted_at <= at):
            return False
        if self.confirmed_at is None or self.confirmed_at > at:
            return at < self.confirm_by
        return at < self.limit_at or self._case_carries(at)

    def lapses_at(self, at: datetime) -> datetime | None:
        """When a standing suspension ends by itself; None while a case carries it."""
        if not self.stands(at):
            return None
        if self.confirmed_at is None or self.confirmed_at > at:
            return self.confirm_by
        carried = any(begin <= at and (end is None or at < end) for begin, end in self.case_spans)
        return None if carried else self.limit_at

    def _case_carries(self, at: datetime) -> bool:
        """A case opened before the limit carries it on, without limit, while it is open."""
        return any(
            begin < self.limit_at and (end is None or at < end) for begin, end in self.case_spans
        )


class Span(msgspec.Struct, frozen=True):
    """A validity [start, end), known to the register from `recorded_at`."""

    start: datetime
    end: datetime
    recorded_at: datetime


class Registered(msgspec.Struct, frozen=True):
    """A registration as cover sees it."""

    number: str
    terms: tuple[Span, ...]
    ended_at: datetime | None = None
    deregistered: bool = False
    suspensions: tuple[Suspended, ...] = ()

    def live(self, at: datetime) -> bool:
        """`cover(trader, State, kind, instant)` of workflow C1."""
        in_term = any(span.recorded_at <= at and span.start <= at < span.end for span in self.terms)
        ended = self.ended_at is not None and self.ended_at <= at
        return in_term and not ended and not any(item.stands(at) for item in self.suspensions)


class Covered(msgspec.Struct, frozen=True):
    """A cover row with the registrations that could meet it."""

    party: str
    state: str
    kind: str
    registrations: tuple[Registered, ...] = ()
    outside: bool = False

    def met(self, at: datetime) -> bool:
        """Whether the row is met: by a live registration, or by accepted evidence (1.7)."""
        return self.outside or any(item.live(at) for item in self.registrations)


class Moved(msgspec.Struct, frozen=True):
    """A consuming movement of a line, negative for a contra entry."""

    at: datetime
    quantity: int


class LineFact(msgspec.Struct, frozen=True):
    """One line of the licence and what consumed it."""

    no: int
    goods_class: str
    quantity: int
    moved: tuple[Moved, ...] = ()

    def left(self, at: datetime) -> int:
        """What is left at that instant."""
        return self.quantity - sum(item.quantity for item in self.moved if item.at <= at)


class EmbargoFact(msgspec.Struct, frozen=True):
    """An embargo that touches the destination; no classes means all goods."""

    regime: str
    start: datetime
    end: datetime | None
    recorded_at: datetime
    classes: tuple[str, ...] = ()

    def stops(self, lines: tuple[LineFact, ...], at: datetime) -> bool:
        """Whether it stops any line at that instant."""
        stands = self.start <= at and (self.end is None or at < self.end)
        known = self.recorded_at <= at
        scope = not self.classes or any(line.goods_class in self.classes for line in lines)
        return stands and known and scope


class Warned(msgspec.Struct, frozen=True):
    """What stands beside a verdict: a watchlist hit's action, a party de-registered elsewhere."""

    code: str
    party: str = ""
    state: str = ""
    action: str = ""
    start: datetime | None = None
    end: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is said at that instant."""
        begun = self.start is None or self.start <= at
        return begun and (self.end is None or at < self.end)


class LicenceFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the verdict needs to know of one licence."""

    number: str
    issued_at: datetime
    valid_from: datetime
    valid_until: datetime
    authorizing: tuple[str, ...]
    route: tuple[str, ...]
    dispatch: str
    destination: str
    lines: tuple[LineFact, ...]
    cover: tuple[Covered, ...] = ()
    suspensions: tuple[Suspended, ...] = ()
    embargoes: tuple[EmbargoFact, ...] = ()
    ended_at: datetime | None = None
    ended_as: Reason | None = None
    warnings: tuple[Warned, ...] = ()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked beside the licence: by which State, for which line and how much."""

    state: str | None = None
    line: int | None = None
    quantity: int | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """The answer. `reason` is None when valid; `facts` fill the words."""

    at: datetime
    reason: Reason | None = None
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    warnings: tuple[Warned, ...] = ()

    @property
    def valid(self) -> bool:
        """Whether the licence is good for what was asked."""
        return self.reason is None


def verdict(facts: LicenceFacts | None, at: datetime, asked: Asked | None = None) -> Verdict:
    """Return what an officer is told at that instant: the first reason that applies, or valid."""
    if facts is None or at < facts.issued_at:
        return Verdict(at=at, reason=Reason.UNKNOWN)
    warnings = tuple(item for item in facts.warnings if item.stands(at))
    for reason, details in _reasons(facts, at, asked or Asked()):
        return Verdict(at=at, reason=reason, facts=details, warnings=warnings)
    return Verdict(at=at, warnings=warnings)


def _reasons(
    facts: LicenceFacts, at: datetime, asked: Asked
) -> Iterator[tuple[Reason, dict[str, str]]]:
    """Every reason that applies, in the fixed order."""
    if facts.ended_at is not None and facts.ended_at <= at and facts.ended_as is not None:
        yield facts.ended_as, {"since": facts.ended_at.isoformat()}
    yield from _stopping_reasons(facts, at)
    if at < facts.valid_from:
        yield Reason.NOT_YET_VALID, {"from": facts.valid_from.isoformat()}
    if at >= facts.valid_until:
        yield Reason.EXPIRED, {"until": facts.valid_until.isoformat()}
    if all(line.left(at) <= 0 for line in facts.lines):
        yield Reason.USED_UP, {}
    if asked.state is not None and asked.state not in facts.route:
        yield Reason.ROUTE, {"state": asked.state}
    if asked.line is not None:
        yield from _line_reasons(facts, at, asked)


def _stopping_reasons(facts: LicenceFacts, at: datetime) -> Iterator[tuple[Reason, dict[str, str]]]:
    """What stops a licence although its days run: suspension, lost cover, embargo."""
    stopped = sorted({item.state for item in facts.suspensions if item.stands(at)})
    if stopped:
        yield Reason.SUSPENDED, {"states": ",".join(stopped)}
    for row in facts.cover:
        if not row.met(at):
            yield Reason.COVER_LOST, {"party": row.party, "state": row.state, "kind": row.kind}
    for embargo in facts.embargoes:
        if embargo.stops(facts.lines, at):
            yield Reason.EMBARGO, {"regime": embargo.regime, "state": facts.destination}


def _line_reasons(
    facts: LicenceFacts, at: datetime, asked: Asked
) -> Iterator[tuple[Reason, dict[str, str]]]:
    line = next((item for item in facts.lines if item.no == asked.line), None)
    if line is None:
        yield Reason.LINE, {"line": str(asked.line)}
    elif asked.quantity is not None and asked.quantity > line.left(at):
        yield (
            Reason.QUANTITY,
            {"line": str(line.no), "left": str(line.left(at)), "asked": str(asked.quantity)},
        )


def lost_cover_since(
    facts: LicenceFacts, at: datetime, instants: tuple[datetime, ...]
) -> datetime | None:
    """The instant from which cover has been lost without a break, of the given edges; or None."""
    if all(row.met(at) for row in facts.cover):
        return None
    since = at
    for edge in sorted((item for item in instants if item <= at), reverse=True):
        if all(row.met(edge) for row in facts.cover):
            return since
        since = edge
    return since


def effective_span(
    spans: tuple[tuple[datetime, datetime], ...],
) -> tuple[datetime, datetime] | None:
    """The intersection of the States' parts as instants, or None when it is empty (rules 4.2)."""
    start = max(begin for begin, _ in spans)
    end = min(finish for _, finish in spans)
    return (start, end) if start < end else None

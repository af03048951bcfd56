"""Granting: what several consents make together, and when a consent still stands; pure.

Strictest wins (rules 4.2, LIC-03): instants intersect, the smallest quantity counts, conditions
unite. A clash is told to every State and grants nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from models.goods import GoodsLine
from models.proposals import ConsentTerms
from models.stages import Stage
from models.states import Terms, day_of, end_instant, first_instant
from models.verdicts import effective_span

NO_COMMON_DAY = "no_common_day"
NO_LINE_LEFT = "no_line_left"
TO_CONFIRM = "TO_CONFIRM"
LAPSED = "LAPSED"


class Part(msgspec.Struct, frozen=True):
    """One State's consent to one version, with the clock its days are of (rules 2.5)."""

    state: str
    terms: ConsentTerms
    zone: ZoneInfo

    @property
    def span(self) -> tuple[datetime, datetime]:
        """[first day 00:00, day after the last 00:00) on that State's clock."""
        return (
            first_instant(self.terms.first_day, self.zone),
            end_instant(self.terms.last_day, self.zone),
        )


class EffectiveLine(msgspec.Struct, frozen=True):
    """One goods line: asked, what each State allows, and the smallest of them; 0 is struck."""

    no: int
    asked: int
    allowed: dict[str, int]
    quantity: int


class Condition(msgspec.Struct, frozen=True):
    """One proviso and the State that set it."""

    state: str
    text: str


class Effective(msgspec.Struct, frozen=True):
    """What the consents make together; `span` is None where no instant is common."""

    span: tuple[datetime, datetime] | None
    lines: tuple[EffectiveLine, ...]
    conditions: tuple[Condition, ...]

    @property
    def left(self) -> tuple[EffectiveLine, ...]:
        """The lines that are not struck."""
        return tuple(line for line in self.lines if line.quantity > 0)

    @property
    def clash(self) -> tuple[str, ...]:
        """Why no licence can come of it; empty when one can."""
        found = [] if self.span else [NO_COMMON_DAY]
        return tuple(found if self.left else [*found, NO_LINE_LEFT])


def effective(lines: tuple[GoodsLine, ...], parts: tuple[Part, ...]) -> Effective:
    """Return what at least one consent makes of the lines asked, in the order of the dossier.

    A condition that one State wrote twice counts once; the same words of two States stay two.
    """
    counted = []
    for line in lines:
        allowed = {part.state: part.terms.quantity_of(line.no) for part in parts}
        counted.append(
            EffectiveLine(line.no, line.quantity, allowed, min([line.quantity, *allowed.values()]))
        )
    united = [Condition(part.state, text) for part in parts for text in part.terms.conditions]
    return Effective(
        span=effective_span(tuple(part.span for part in parts)),
        lines=tuple(counted),
        conditions=tuple(dict.fromkeys(united)),
    )


def days_of(span: tuple[datetime, datetime], zone: ZoneInfo) -> tuple[date, date]:
    """The first and the last day that a validity touches on one clock; both are included.

    >>> from datetime import UTC
    >>> start, end = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    >>> days_of((start, end), ZoneInfo("UTC"))
    (datetime.date(2026, 3, 1), datetime.date(2026, 11, 30))
    """
    return day_of(span[0], zone), day_of(span[1] - timedelta.resolution, zone)


class ShareDays(msgspec.Struct, frozen=True):
    """The days that one State set, both included, and the clock they are of."""

    first_day: date
    last_day: date
    zone: ZoneInfo


def said_days(
    span: tuple[datetime, datetime], shares: Iterable[ShareDays], lead: ZoneInfo
) -> tuple[date, date]:
    """The first and last day of a licence as the States set them, for a page or a list.

    Each end is 00:00 on the clock of the State that set it: on another clock that instant lies
    within the next day, or the day before. Where one clock says both ends, it does; the first of
    `shares` comes first. An end that no State set is read on the lead State's clock.

    >>> from datetime import UTC
    >>> west, east = ZoneInfo("Etc/GMT+3"), ZoneInfo("Etc/GMT-2")
    >>> both = date(2026, 6, 25), date(2027, 6, 9)
    >>> later = datetime(2026, 6, 24, 22, tzinfo=UTC), datetime(2027, 6, 10, 3, tzinfo=UTC)
    >>> days_of(later, east)[1]
    datetime.date(2027, 6, 10)
    >>> said_days(later, [ShareDays(*both, east), ShareDays(*both, west)], east) == both
    True
    """
    known = tuple(shares)
    begins = [(one.zone.key, one.first_day) for one in known if _begins(one) == span[0]]
    ends = [(one.zone.key, one.last_day) for one in known if _ends(one) == span[1]]
    for zone, first in begins:
        for other, last in ends:
            if zone == other:
                return first, last
    read = days_of(span, lead)
    return begins[0][1] if begins else read[0], ends[0][1] if ends else read[1]


def _begins(share: ShareDays) -> datetime:
    return first_instant(share.first_day, share.zone)


def _ends(share: ShareDays) -> datetime:
    return end_instant(share.last_day, share.zone)


class Consent(msgspec.Struct, frozen=True):
    """A State's consent as signed: to which version, when, and when it lapses unused."""

    version: int
    signed_at: datetime
    lapses_at: datetime
    terms: ConsentTerms

    def stands(self, version: int, at: datetime) -> bool:
        """Whether it counts for that version at that instant."""
        return self.version == version and at < self.lapses_at


def lapses_at(signed_at: datetime, terms: Terms) -> datetime:
    """When a consent that waits for another State lapses (C2: 180 days by default)."""
    return signed_at + timedelta(days=terms.lapse_days)


def shown_stage(stage: Stage, consent: Consent | None, version: int, at: datetime) -> str:
    """The stage of a State's case as pages show it: a consent may need confirming, or lapse."""
    if stage is not Stage.APPROVED_PENDING_PEER or consent is None:
        return str(stage)
    if consent.version != version:
        return TO_CONFIRM
    return str(stage) if consent.stands(version, at) else LAPSED


def may_propose(stage: Stage, consent: Consent | None, version: int, at: datetime) -> bool:
    """Whether a proposal to consent makes sense: a consent that stands is reopened instead."""
    if stage is Stage.APPROVED_PENDING_PEER:
        return consent is None or not consent.stands(version, at)
    return stage is not Stage.NOT_ISSUED_PEER_REFUSED


def together_stage(dossier: Stage, cases: Iterable[Stage], licence: Stage | None) -> str:
    """What the States make of it together, as one stage or standing.

    >>> together_stage(Stage.LOCKED, [Stage.UNDER_REVIEW], None)
    'NOT_ISSUED_YET'
    """
    if licence is not None:
        return str(licence)
    if dossier in (Stage.WITHDRAWN, Stage.STOPPED):
        return str(dossier)
    return "NOT_ISSUED" if Stage.REFUSED in set(cases) else "NOT_ISSUED_YET"


def appeal_until(signed_at: datetime, terms: Terms) -> date:
    """The last day of appeal, counted from the day of notice on the State's clock (C3)."""
    return day_of(signed_at, terms.zone) + timedelta(days=terms.appeal_days)


def terms_faults(terms: ConsentTerms, lines: tuple[GoodsLine, ...], today: date) -> tuple[str, ...]:
    """The codes of what is wrong with proposed terms; each is `refusal.<code>` in the words."""
    asked = {line.no: line.quantity for line in lines}
    found = []
    if terms.last_day < terms.first_day:
        found.append("days_in_wrong_order")
    elif terms.last_day < today:
        found.append("days_all_past")
    if any(line.quantity > asked.get(line.no, 0) for line in terms.lines):
        found.append("more_than_asked")
    if {line.no for line in terms.lines} != set(asked) or len(terms.lines) != len(asked):
        found.append("quantity_for_each_line")
    if not any(line.quantity for line in terms.lines):
        found.append("every_line_struck")
    if any(not text.strip() for text in terms.conditions):
        found.append("condition_empty")
    return tuple(found)

"""Registering: the pure rules of deciding on a registration: its days, its waits, its standing."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.people import Role
from models.stages import Stage
from models.states import Terms, day_of, end_instant, first_instant, last_day_of_term
from models.traders import OPEN_STAGES
from models.verdicts import Registered, Span


class RefusalReason(StrEnum):
    """Why a registration or its renewal is refused; the applicant reads the word of each."""

    CONTROL = "control"
    FALSE_STATEMENT = "false_statement"
    IDENTITY = "identity"
    INCOMPLETE = "incomplete"
    INELIGIBLE = "ineligible"
    PREMISES = "premises"
    RELIABILITY = "reliability"


class Vetted(StrEnum):
    """What a proposal to approve says was looked into (REG-07, REG-16)."""

    ELIGIBILITY = "eligibility"
    IDENTITY = "identity"


CLOSED_INCOMPLETE = "CLOSED_INCOMPLETE"
EXPIRED = "EXPIRED"
NOT_YET_VALID = "NOT_YET_VALID"
SUSPENDED = "SUSPENDED"


def standing(
    stage: Stage,
    found: Registered | None,
    at: datetime,
    answer_by: datetime | None = None,
) -> str:
    """The word for a registration at an instant: its stage, or what rows and dates make of it.

    `found` is the decided registration as cover sees it; `answer_by` that of the open question.
    """
    if stage is Stage.INFO_REQUESTED and answer_by is not None and answer_by <= at:
        return CLOSED_INCOMPLETE
    if stage is not Stage.ACTIVE or found is None:
        return str(stage)
    if any(item.stands(at) for item in found.suspensions):
        return SUSPENDED
    if any(span.start <= at < span.end and span.recorded_at <= at for span in found.terms):
        return str(stage)
    return NOT_YET_VALID if any(at < span.start for span in found.terms) else EXPIRED


def undecided(stage: Stage) -> bool:
    """Whether a case waits for a decision, whoever has it in hand."""
    return stage in OPEN_STAGES


def refused(stage: Stage) -> bool:
    """Whether a case was refused: an appeal may be filed."""
    return stage is Stage.REFUSED


def answer_by(at: datetime, terms: Terms) -> datetime:
    """When a question asked now must be answered: the end of the last day of the reply window."""
    return end_instant(day_of(at, terms.zone) + timedelta(days=terms.reply_days), terms.zone)


def last_day_before(end: datetime, zone: ZoneInfo) -> date:
    """The last day of a window that closes at an instant, such as the last day of an answer.

    >>> last_day_before(datetime(2026, 4, 2, tzinfo=ZoneInfo("UTC")), ZoneInfo("UTC"))
    datetime.date(2026, 4, 1)
    """
    return day_of(end, zone) - timedelta(days=1)


def appeal_last_day(decided_at: datetime, terms: Terms) -> date:
    """The last day on which a refusal may be appealed."""
    return day_of(decided_at, terms.zone) + timedelta(days=terms.appeal_days)


def confirm_by(at: datetime, role: Role, terms: Terms) -> datetime:
    """When a suspension lapses without a second senior: 72 hours, or 24 (rules 5.2)."""
    by_enforcement = role is Role.ENFORCEMENT_OFFICER
    hours = terms.enforcement_confirm_hours if by_enforcement else terms.senior_confirm_hours
    return at + timedelta(hours=hours)


def first_term(
    first_day: date | None, last_day: date, at: datetime, zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """The validity that signing now gives: never from a day that is over; None when none is left.

    >>> utc = ZoneInfo("UTC")
    >>> now = datetime(2026, 3, 5, 9, tzinfo=utc)
    >>> first_term(date(2026, 3, 2), date(2027, 3, 1), now, utc)[0].day
    5
    >>> first_term(None, date(2026, 3, 4), now, utc) is None
    True
    """
    today = day_of(at, zone)
    start = max(first_day or today, today)
    return (first_instant(start, zone), end_instant(last_day, zone)) if start <= last_day else None


def renewed_from(old_end: datetime, at: datetime, zone: ZoneInfo, *, in_time: bool) -> datetime:
    """When a renewed validity begins (REG-10).

    Right after the old one, when the renewal was filed in time or the old one still runs; else
    on the day of the decision: the days between stay without cover, and the gap shows.
    """
    if in_time or at < old_end:
        return old_end
    return first_instant(day_of(at, zone), zone)


def next_term(
    old_end: datetime, last_day: date, at: datetime, zone: ZoneInfo, *, in_time: bool
) -> tuple[datetime, datetime] | None:
    """The further validity that signing a renewal now gives; None when none would be left."""
    start = renewed_from(old_end, at, zone, in_time=in_time)
    end = end_instant(last_day, zone)
    return (start, end) if start < end and at < end else None


def usual_last_day(start: datetime, terms: Terms) -> date:
    """The last day of a validity of the State's usual length."""
    return last_day_of_term(day_of(start, terms.zone), terms.registration_months)


def gaps(terms: Sequence[Span]) -> tuple[tuple[datetime, datetime], ...]:
    """The times without validity between one term and the next, as a border was told then.

    A later term counts only from the moment it was decided (rules 2.4).
    """
    found = []
    for before, after in itertools.pairwise(terms):
        begins = max(after.start, after.recorded_at)
        if before.end < begins:
            found.append((before.end, begins))
    return tuple(found)


def last_end(terms: Iterable[Span]) -> datetime | None:
    """The end of the newest validity."""
    return max((span.end for span in terms), default=None)


def days_waited(
    since: datetime,
    until: datetime,
    paused: Iterable[tuple[datetime, datetime | None]],
    zone: ZoneInfo,
) -> tuple[int, int]:
    """Days with the State, and days with the applicant while a question was open.

    >>> utc = ZoneInfo("UTC")
    >>> day = lambda number: datetime(2026, 3, number, 9, tzinfo=utc)
    >>> days_waited(day(2), day(12), [(day(4), day(7))], utc)
    (7, 3)
    """
    whole = (day_of(until, zone) - day_of(since, zone)).days
    theirs = sum(
        (day_of(min(end or until, until), zone) - day_of(begin, zone)).days for begin, end in paused
    )
    return max(whole - theirs, 0), theirs

"""The terms of a State as a form and a page show them: groups of fields, each with its unit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """How a term is written."""

    DAYS = "days"
    HOURS = "hours"
    LANGUAGES = "languages"
    LINE = "line"
    MONTHS = "months"
    OUTSIDE = "outside"
    PERCENT = "percent"
    UNLISTED = "unlisted"
    YEARS = "years"
    YES_NO = "yes_no"
    ZONE = "zone"


COUNTED = frozenset({Shape.DAYS, Shape.HOURS, Shape.MONTHS, Shape.PERCENT, Shape.YEARS})


@dataclass(frozen=True)
class Term:
    """One field of `models.states.Terms`; its words are `terms.<name>` and `terms.<name>.hint`."""

    name: str
    shape: Shape
    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class Group:
    """Terms that are read together; its title is `terms.group.<name>`."""

    name: str
    terms: tuple[Term, ...]


def _days(name: str, least: int = 0, most: int = 3660) -> Term:
    return Term(name, Shape.DAYS, least, most)


def _months(name: str) -> Term:
    return Term(name, Shape.MONTHS, 1, 240)


GROUPS = (
    Group(
        "authority",
        (
            Term("participates", Shape.YES_NO),
            Term("authority", Shape.LINE),
            Term("contact_point", Shape.LINE),
            Term("contact_phone", Shape.LINE),
            Term("contact_email", Shape.LINE),
            Term("time_zone", Shape.ZONE),
            Term("languages", Shape.LANGUAGES),
        ),
    ),
    Group(
        "validity",
        (
            _months("registration_months"),
            _days("renewal_opens_days"),
            _days("renewal_closes_days"),
            _months("licence_months"),
            _days("lapse_days"),
        ),
    ),
    Group(
        "windows",
        (
            _days("reply_days"),
            _days("notice_reply_days"),
            _days("appeal_days"),
            _days("task_days"),
            _months("bar_months"),
        ),
    ),
    Group(
        "suspension",
        (
            Term("senior_confirm_hours", Shape.HOURS, 1, 240),
            Term("enforcement_confirm_hours", Shape.HOURS, 1, 240),
            _days("suspension_days"),
            _days("lost_cover_task_days"),
            Term("hit_proposes_suspension", Shape.YES_NO),
        ),
    ),
    Group(
        "scope",
        (
            Term("transport_alone_counts", Shape.YES_NO),
            Term("residence_counts", Shape.YES_NO),
            Term("staff_nationality_counts", Shape.YES_NO),
            Term("owner_threshold_percent", Shape.PERCENT, 1, 100),
            Term("outside_authorization", Shape.OUTSIDE),
            Term("unlisted_party", Shape.UNLISTED),
        ),
    ),
    Group(
        "lists",
        (
            _days("list_max_age_days", 1, 365),
            Term("shares_findings", Shape.YES_NO),
            _months("review_months_person"),
            _months("review_months_firm"),
            _months("review_months_document"),
            _months("review_months_object"),
            Term("retention_years", Shape.YEARS, 1, 30),
        ),
    ),
)
ALL = {term.name: term for group in GROUPS for term in group.terms}

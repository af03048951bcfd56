"""Letters: every decision of the register that speaks to a trader, by its kind; pure (DOC-01)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class LetterKind(StrEnum):
    """What a letter says; its words are `letter.<kind>`."""

    CASE_CLOSED = "case_closed"
    CASE_NOTICE = "case_notice"
    DEREGISTERED = "deregistered"
    DOSSIER_REFUSED = "dossier_refused"
    LICENCE_REVOKED = "licence_revoked"
    LICENCE_SUSPENDED = "licence_suspended"
    LICENCE_SUSPENSION_CONFIRMED = "licence_suspension_confirmed"
    LICENCE_SUSPENSION_LIFTED = "licence_suspension_lifted"
    REGISTRATION_REFUSED = "registration_refused"
    REGISTRATION_SUSPENDED = "registration_suspended"
    REGISTRATION_SUSPENSION_CONFIRMED = "registration_suspension_confirmed"
    REGISTRATION_SUSPENSION_LIFTED = "registration_suspension_lifted"
    RENEWAL_REFUSED = "renewal_refused"


REFUSALS = frozenset(
    {LetterKind.DOSSIER_REFUSED, LetterKind.REGISTRATION_REFUSED, LetterKind.RENEWAL_REFUSED}
)


class ReissueCause(StrEnum):
    """Why a certificate is made anew in place of another; its words are `reissue.<cause>`."""

    KEY_WITHDRAWN = "key_withdrawn"
    LOST = "lost"
    NAME_CHANGED = "name_changed"


class Pack(StrEnum):
    """How a document stands (DOC-04): computed from rows and dates, never stored."""

    DRAFT = "draft"
    """Decided and being made: nobody can have it yet."""
    ACTIVE = "active"
    ARCHIVED = "archived"
    """What it says is over by its own days."""
    REVOKED = "revoked"
    """A newer one took its place, or what it says was ended before its time."""


class Paper(msgspec.Struct, frozen=True):
    """What decides how a document stands."""

    made: bool
    replaced: bool = False
    ended: bool = False
    """Whether what it certifies was ended before its time."""
    over_at: datetime | None = None


def pack(paper: Paper, at: datetime) -> Pack:
    """How a document stands at an instant (DOC-04).

    >>> from datetime import UTC
    >>> day = lambda number: datetime(2026, 3, number, tzinfo=UTC)
    >>> str(pack(Paper(made=True, over_at=day(2)), day(1)))
    'active'
    >>> str(pack(Paper(made=True, over_at=day(2)), day(2)))
    'archived'
    >>> str(pack(Paper(made=True, replaced=True, over_at=day(2)), day(3)))
    'revoked'
    >>> str(pack(Paper(made=False), day(1)))
    'draft'
    """
    if paper.replaced or paper.ended:
        return Pack.REVOKED
    if not paper.made:
        return Pack.DRAFT
    return Pack.ARCHIVED if paper.over_at is not None and paper.over_at <= at else Pack.ACTIVE

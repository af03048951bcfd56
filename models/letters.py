"""Letters: every decision of the register that speaks to a trader, by its kind; pure (DOC-01)."""

from __future__ import annotations

from enum import StrEnum


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

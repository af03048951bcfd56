"""What a reader that holds certain lists says of each code at a moment: every verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.signed.flaws import Flaw
from app.signed.judge import Verdict, Why
from app.signed.token import Reference
from tools.vectors import forged, keys
from tools.vectors.codes import (
    DAY,
    END,
    ISSUED,
    LICENCE,
    LONGEST,
    REGISTRATION,
    standing,
    text,
)
from tools.vectors.lists import FIRST, HOUR, LIFTED, NOON, REVOKED, SUSPENDED, USED_UP, VALID

SECOND = timedelta(seconds=1)

SHELVES = {
    "usual": ("trust-1", "xa-first", "xb-first", "xc-first"),
    "empty": (),
    "trust only": ("trust-1",),
    "without XB": ("trust-1", "xa-first", "xc-first"),
    "lifted": ("trust-1", "xa-first", "xb-first", "xa-lifted"),
    "XB half a day old": ("trust-1", "xa-first", "xb-half-a-day"),
    "XB a day old": ("trust-1", "xa-first", "xb-a-day"),
    "trust expired": ("trust-short", "xa-first", "xb-first"),
    "token key withdrawn": ("trust-1", "xa-first", "xb-first", "trust-3-token-key-withdrawn"),
    "token key retired": ("trust-1", "xa-first", "xb-first", "trust-4-token-key-retired"),
    "status key withdrawn": ("trust-1", "xa-first", "xb-first", "trust-2-status-key-withdrawn"),
    "status key replaced": (
        "trust-1",
        "xa-first",
        "xb-first",
        "trust-2-status-key-withdrawn",
        "xa-by-new-key",
    ),
    "status key stolen": ("trust-1", "xb-first", "xa-from-the-future"),
    "status key stolen and replaced": (
        "trust-1",
        "xb-first",
        "xa-from-the-future",
        "trust-2-status-key-withdrawn",
        "xa-by-new-key",
    ),
    "status key gone": ("trust-1", "xa-first", "xb-first", "trust-5-status-key-gone"),
}
"""What readers hold: the lists in the order in which they came, all of them taken."""


@dataclass(frozen=True)
class Case:
    """A code shown to a reader, and the whole answer."""

    name: str
    text: str
    verdict: Verdict
    reason: str = ""
    states: tuple[str, ...] = ()
    shelf: str = "usual"
    at: datetime = NOON


def cases() -> tuple[Case, ...]:
    """Every case: each verdict, each reason."""
    return (*_standing_cases(), *_day_cases(), *_list_cases(), *_key_cases(), *_forged_cases())


def _forged_cases() -> tuple[Case, ...]:
    return tuple(Case(name, said, Verdict.FORGED, flaw) for name, said, flaw in forged.codes())


def _standing_cases() -> tuple[Case, ...]:
    good = text(LICENCE)
    return (
        Case("a licence of two States", good, Verdict.VALID),
        Case(
            "a licence of three States and four in transit",
            text(LONGEST),
            Verdict.VALID,
        ),
        Case(
            "a registration, signed with Ed25519",
            text(REGISTRATION, keys.XC_TOKEN),
            Verdict.VALID,
        ),
        Case("revoked by the lead State", standing(REVOKED), Verdict.REVOKED, "", ("XA",)),
        Case("revoked by the other State", standing(VALID, REVOKED), Verdict.REVOKED, "", ("XB",)),
        Case("suspended by the other", standing(VALID, SUSPENDED), Verdict.SUSPENDED, "", ("XB",)),
        Case(
            "suspended by both States",
            standing(SUSPENDED, SUSPENDED),
            Verdict.SUSPENDED,
            "",
            ("XA", "XB"),
        ),
        Case(
            "suspended by one and revoked by the other",
            standing(SUSPENDED, REVOKED),
            Verdict.REVOKED,
            "",
            ("XB",),
        ),
        Case("used up", standing(USED_UP, USED_UP), Verdict.USED_UP, "", ("XA", "XB")),
        Case("suspended, before it was lifted", standing(LIFTED), Verdict.SUSPENDED, "", ("XA",)),
        Case("suspended, then lifted", standing(LIFTED), Verdict.VALID, shelf="lifted"),
    )


def _day_cases() -> tuple[Case, ...]:
    soon = text(replace(LICENCE, not_before=NOON + DAY))
    good, used = text(LICENCE), standing(USED_UP)
    ended = replace(LICENCE, expires_at=NOON - 300 * SECOND)
    begins = replace(LICENCE, not_before=NOON + 300 * SECOND)
    late = text(replace(LICENCE, issued_at=NOON + 301 * SECOND))
    return (
        Case("not yet valid", soon, Verdict.NOT_YET_VALID),
        Case("ends 299 s ago", text(ended), Verdict.VALID, at=NOON - SECOND),
        Case("ends 300 s ago", text(ended), Verdict.EXPIRED),
        Case("begins in 300 s", text(begins), Verdict.VALID),
        Case("begins in 301 s", text(begins), Verdict.NOT_YET_VALID, at=NOON - SECOND),
        Case("expired, and the lists long stale", good, Verdict.EXPIRED, at=END + DAY),
        Case("used up and expired", used, Verdict.EXPIRED, at=END + DAY),
        Case("clock 300 s behind the lists", good, Verdict.VALID, at=FIRST - 300 * SECOND),
        Case(
            "clock 301 s behind the lists",
            good,
            Verdict.STALE_LIST,
            Why.CLOCK_BACK,
            at=FIRST - 301 * SECOND,
        ),
        Case(
            "clock behind the lists, and not yet valid by it",
            good,
            Verdict.STALE_LIST,
            Why.CLOCK_BACK,
            at=ISSUED - DAY,
        ),
        Case(
            "clock behind the lists, and revoked",
            standing(REVOKED),
            Verdict.REVOKED,
            "",
            ("XA",),
            at=ISSUED - DAY,
        ),
        Case("clock behind the code's own issue", late, Verdict.STALE_LIST, Why.CLOCK_BACK),
    )


def _list_cases() -> tuple[Case, ...]:
    good, stopped = text(LICENCE), standing(SUSPENDED)
    both = ("XA", "XB")
    old, stale = Verdict.VALID_OLD_LIST, Verdict.STALE_LIST
    gone = replace(LICENCE, issuers=(*LICENCE.issuers[:1], Reference("XB", 2025, VALID)))
    return (
        Case("one second before old", good, Verdict.VALID, at=FIRST + 12 * HOUR - SECOND),
        Case("half a day old", good, old, Why.LIST_OLD, both, at=FIRST + 12 * HOUR),
        Case("one list of two old", good, old, Why.LIST_OLD, ("XB",), "XB half a day old"),
        Case("last second", good, old, Why.LIST_OLD, both, at=FIRST + 24 * HOUR - SECOND),
        Case("a day old", good, stale, Why.LIST_EXPIRED, both, at=FIRST + 24 * HOUR),
        Case("one list of two expired", good, stale, Why.LIST_EXPIRED, ("XB",), "XB a day old"),
        Case("suspended, list stale", stopped, Verdict.SUSPENDED, "", ("XA",), at=FIRST + 9 * DAY),
        Case(
            "used up, list stale",
            standing(USED_UP),
            Verdict.USED_UP,
            "",
            ("XA",),
            at=FIRST + 9 * DAY,
        ),
        Case("a State's list missing", good, stale, Why.NO_LIST, ("XB",), "without XB"),
        Case(
            "suspended, other list missing", stopped, Verdict.SUSPENDED, "", ("XA",), "without XB"
        ),
        Case("the list of that year missing", text(gone), stale, Why.NO_LIST, ("XB",)),
        Case("no list at all", good, stale, Why.NO_LIST, both, "trust only"),
        Case("nothing held", good, stale, Why.NO_TRUST, (), "empty"),
        Case("trust list expired", good, stale, Why.TRUST_EXPIRED, (), "trust expired"),
        Case(
            "trust list expired, suspended",
            stopped,
            Verdict.SUSPENDED,
            "",
            ("XA",),
            "trust expired",
        ),
        Case(
            "status key withdrawn: its list proves nothing",
            good,
            stale,
            Why.NO_LIST,
            ("XA",),
            "status key withdrawn",
        ),
        Case("status key replaced", good, Verdict.VALID, shelf="status key replaced"),
        Case(
            "a list from the future",
            good,
            stale,
            Why.CLOCK_BACK,
            (),
            "status key stolen",
        ),
        Case(
            "a list from the future, its key withdrawn since",
            good,
            Verdict.VALID,
            shelf="status key stolen and replaced",
        ),
        Case("status key gone", good, stale, Why.NO_LIST, ("XB",), "status key gone"),
    )


def _key_cases() -> tuple[Case, ...]:
    good = text(LICENCE)
    retired, unknown, forged = "token key retired", Verdict.UNKNOWN_KEY, Verdict.FORGED
    before, since = (
        replace(LICENCE, issued_at=NOON - SECOND),
        replace(LICENCE, issued_at=NOON),
    )
    old = replace(LICENCE, issued_at=keys.BEGIN - SECOND)
    return (
        Case("key nobody knows", text(LICENCE, keys.STRANGER), unknown, Flaw.KEY_UNKNOWN),
        Case(
            "key of the root itself",
            text(LICENCE, keys.ROOT),
            unknown,
            Flaw.KEY_UNKNOWN,
        ),
        Case("key withdrawn", text(LICENCE, keys.XA_TOKEN_STOLEN), unknown, Flaw.KEY_WITHDRAWN),
        Case("key withdrawn later", good, unknown, Flaw.KEY_WITHDRAWN, (), "token key withdrawn"),
        Case("key of another State", text(LICENCE, keys.XB_TOKEN), forged, Flaw.KEY_STATE),
        Case("status key", text(LICENCE, keys.XA_STATUS), forged, Flaw.KEY_USE),
        Case("seal key", text(LICENCE, keys.XA_SEAL), forged, Flaw.KEY_USE),
        Case("issued before the key", text(old), forged, Flaw.KEY_WINDOW),
        Case("key of last year", text(old, keys.XA_TOKEN_2025), Verdict.VALID),
        Case(
            "issued after the key's end",
            text(LICENCE, keys.XA_TOKEN_2025),
            forged,
            Flaw.KEY_WINDOW,
        ),
        Case("retired key, issued before", text(before), Verdict.VALID, shelf=retired),
        Case("retired key, issued at its end", text(since), forged, Flaw.KEY_WINDOW, (), retired),
    )

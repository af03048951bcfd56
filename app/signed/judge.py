"""The verdict without a network: one pure function of a code, what is held, and the moment.

The offline verifier in the browser is a second writing of exactly this; both pass docs/vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.signed import status, token, trust
from app.signed.flaws import Flaw, NotGenuine
from app.signed.held import Held
from app.signed.status import StatusList
from app.signed.token import Reference, Token
from app.signed.trust import TrustedKey, Use

SKEW = timedelta(seconds=300)
"""How far a reader's clock may be wrong before anything is refused for it."""


class Verdict(StrEnum):
    """What the officer is told."""

    VALID = "VALID"
    VALID_OLD_LIST = "VALID_OLD_LIST"
    REVOKED = "REVOKED"
    SUSPENDED = "SUSPENDED"
    USED_UP = "USED_UP"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    FORGED = "FORGED"
    UNKNOWN_KEY = "UNKNOWN_KEY"
    STALE_LIST = "STALE_LIST"


class Why(StrEnum):
    """Why a list cannot prove that a genuine certificate stands; a flaw says the rest."""

    CLOCK_BACK = "clock_back"
    """The clock is earlier than something genuine that was already issued."""
    NO_TRUST = "no_trust"
    TRUST_EXPIRED = "trust_expired"
    NO_LIST = "no_list"
    """No list of these States is held, or its key is trusted no longer."""
    LIST_EXPIRED = "list_expired"
    LIST_OLD = "list_old"


@dataclass(frozen=True)
class Judgement:
    """The answer.

    `states`: who stops it (REVOKED, SUSPENDED, USED_UP), or whose list is missing or too old.
    `reason`: a code of Flaw or Why, empty where the verdict says all. `token` and `kid` only
    where the code is genuine. `list_age`: of the oldest list that was asked; None if one is
    missing; below zero if the clock is behind.
    """

    verdict: Verdict
    reason: str = ""
    states: tuple[str, ...] = ()
    token: Token | None = None
    kid: bytes | None = None
    list_age: timedelta | None = None

    @property
    def state(self) -> str | None:
        """The first of the States, in the order of the certificate."""
        return self.states[0] if self.states else None


def judge(text: str, held: Held, at: datetime, *, skew: timedelta = SKEW) -> Judgement:
    """What a reader that holds this says of a code's text at that moment.

    First that applies: FORGED, UNKNOWN_KEY; REVOKED, SUSPENDED (bad news stands however old its
    list); STALE_LIST for a clock set back; NOT_YET_VALID, EXPIRED, USED_UP; STALE_LIST;
    VALID_OLD_LIST; VALID.
    """
    at = at.replace(microsecond=0)
    try:
        sealed = token.unwrap(text)
        if held.trust is None:
            return Judgement(Verdict.STALE_LIST, Why.NO_TRUST)
        key, payload = held.trust.found(sealed, Use.TOKEN)
        said = token.read_payload(payload)
        trust.allowed(key, said.lead, said.issued_at)
    except NotGenuine as error:
        unknown = error.code in {Flaw.KEY_UNKNOWN, Flaw.KEY_WITHDRAWN}
        return Judgement(Verdict.UNKNOWN_KEY if unknown else Verdict.FORGED, error.code)
    return _Case(said, key, held, at, skew).judgement()


@dataclass(frozen=True)
class _Case:
    """A genuine token, and what is held of it at the moment asked."""

    said: Token
    key: TrustedKey
    held: Held
    at: datetime
    skew: timedelta

    def judgement(self) -> Judgement:
        """The first that applies."""
        return (
            self._stopped(status.REVOKED, Verdict.REVOKED)
            or self._stopped(status.SUSPENDED, Verdict.SUSPENDED)
            or self._clock()
            or self._days()
            or self._stopped(status.USED_UP, Verdict.USED_UP)
            or self._stale()
            or self._old()
            or self._say(Verdict.VALID)
        )

    def _lists(self) -> list[tuple[Reference, StatusList | None]]:
        return [(ref, self.held.standing_list(ref.state, ref.year)) for ref in self.said.issuers]

    def _stopped(self, entry: int, verdict: Verdict) -> Judgement | None:
        """Which States say so, each in its own list."""
        found = self._lists()
        stops = [ref for ref, it in found if it and status.value(it, ref.entry) == entry]
        return self._say(verdict, states=[ref.state for ref in stops]) if stops else None

    def _clock(self) -> Judgement | None:
        """Nothing good is said by a clock that something genuine has already overtaken."""
        seen = self.held.seen or self.said.issued_at
        if self.at < max(seen, self.said.issued_at) - self.skew:
            return self._say(Verdict.STALE_LIST, Why.CLOCK_BACK)
        return None

    def _days(self) -> Judgement | None:
        if self.at < self.said.not_before - self.skew:
            return self._say(Verdict.NOT_YET_VALID)
        if self.at >= self.said.expires_at + self.skew:
            return self._say(Verdict.EXPIRED)
        return None

    def _stale(self) -> Judgement | None:
        """What proves nothing good any more: the trust list first, then the States' lists."""
        found = self._lists()
        missing = [ref.state for ref, it in found if it is None]
        expired = [ref.state for ref, it in found if it and self.at >= it.expires_at]
        if self.held.trust is None or self.at >= self.held.trust.expires_at:
            return self._say(Verdict.STALE_LIST, Why.TRUST_EXPIRED)
        if missing:
            return self._say(Verdict.STALE_LIST, Why.NO_LIST, missing)
        if expired:
            return self._say(Verdict.STALE_LIST, Why.LIST_EXPIRED, expired)
        return None

    def _old(self) -> Judgement | None:
        old = [ref.state for ref, it in self._lists() if it and self.at >= it.issued_at + it.ttl]
        return self._say(Verdict.VALID_OLD_LIST, Why.LIST_OLD, old) if old else None

    def _age(self) -> timedelta | None:
        issued = [it.issued_at for _, it in self._lists() if it]
        if len(issued) < len(self.said.issuers):
            return None
        return self.at - min(issued)

    def _say(
        self, verdict: Verdict, reason: str = "", states: list[str] | None = None
    ) -> Judgement:
        return Judgement(
            verdict=verdict,
            reason=reason,
            states=tuple(states or ()),
            token=self.said,
            kid=self.key.kid,
            list_age=self._age(),
        )

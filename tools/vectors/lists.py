"""The trust and status lists of the test vectors, good and bad, and in which order they come."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from app.signed import cbor, cose, cwt, status, trust
from app.signed.flaws import Flaw
from app.signed.status import StatusList
from app.signed.trust import TrustedKey, TrustList, Use
from tools.vectors import keys

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
"""The moment about which the vectors turn; the first lists were made an hour before."""
HOUR = timedelta(hours=1)
FIRST = NOON - HOUR
YEAR = 2026

VALID, REVOKED, SUSPENDED, USED_UP, LIFTED = range(100, 105)
"""Entries that stand so in every State's first list; LIFTED is suspended there, and not later."""
MARKED = {
    REVOKED: status.REVOKED,
    SUSPENDED: status.SUSPENDED,
    USED_UP: status.USED_UP,
    LIFTED: status.SUSPENDED,
}
LATER = {REVOKED: status.REVOKED, SUSPENDED: status.SUSPENDED, USED_UP: status.USED_UP}

GOOD_KEYS = (
    keys.XA_SEAL.trusted("XA", Use.SEAL),
    keys.XA_TOKEN.trusted("XA", Use.TOKEN),
    keys.XA_TOKEN_2025.trusted(
        "XA", Use.TOKEN, not_before=keys.BEGIN - timedelta(days=365), not_after=keys.BEGIN
    ),
    keys.XA_TOKEN_STOLEN.trusted("XA", Use.TOKEN, withdrawn_at=NOON - timedelta(days=3)),
    keys.XA_STATUS.trusted("XA", Use.STATUS),
    keys.XB_TOKEN.trusted("XB", Use.TOKEN),
    keys.XB_STATUS.trusted("XB", Use.STATUS),
    keys.XC_TOKEN.trusted("XC", Use.TOKEN),
    keys.XC_STATUS.trusted("XC", Use.STATUS),
)


@dataclass(frozen=True)
class Step:
    """A list that comes to a reader: what it holds already, what comes, and what happens."""

    name: str
    why: str
    holds: tuple[str, ...]
    comes: str
    asked: str
    flaw: Flaw | None = None


def trust_list(
    seq: int = 1,
    issued_at: datetime = FIRST,
    life: timedelta = timedelta(days=30),
    trusted: tuple[TrustedKey, ...] = GOOD_KEYS,
) -> TrustList:
    """A trust list; the usual one unless told."""
    return TrustList(seq, issued_at, issued_at + life, trusted)


def status_list(
    state: str,
    issued_at: datetime = FIRST,
    entries: dict[int, int] = MARKED,
    year: int = YEAR,
) -> StatusList:
    """A status list; the usual one unless told."""
    bits = status.packed(entries)
    return StatusList(state, year, issued_at, issued_at + status.LIFE, status.TTL, bits)


def _status_claims(**changed: object) -> bytes:
    """The claims of XA's list, some of them changed or (None) taken out; not made by ours."""
    usual = {
        "subject": "/v1/status/XA/2026",
        "issued": cwt.seconds(FIRST),
        "expires": cwt.seconds(FIRST + status.LIFE),
        "ttl": 43_200,
        "bits": 2,
        "lst": zlib.compress(bytes(status.LENGTH)),
    } | changed
    labels = {
        "subject": cwt.SUBJECT,
        "issued": cwt.ISSUED,
        "expires": cwt.EXPIRES,
        "ttl": cwt.TIME_TO_LIVE,
    }
    claims: dict[int, object] = {
        label: usual[name] for name, label in labels.items() if usual[name] is not None
    }
    body = {name: usual[name] for name in ("bits", "lst") if usual[name] is not None}
    return cbor.encoded(claims | ({cwt.STATUS_LIST: body} if body else {}))


def _bad_status(**changed: object) -> bytes:
    return cose.sign1(_status_claims(**changed), keys.XA_STATUS, content_type=status.CONTENT_TYPE)


def _trust_claims(
    seq: int | None = 9,
    subject: str = trust.ADDRESS,
    row: dict[int, object] | None = None,
    times: int = 1,
) -> bytes:
    """The claims of a list of one key, `row` changed in it, given so many times."""
    usual: dict[int, object] = {
        1: keys.XA_TOKEN.kid,
        2: "XA",
        3: "token",
        4: -7,
        5: keys.XA_TOKEN.public.raw,
        6: cwt.seconds(keys.BEGIN),
        7: cwt.seconds(keys.END),
    }
    rows = [usual | (row or {})] * times
    claims: dict[int, object] = {
        cwt.SUBJECT: subject,
        cwt.ISSUED: cwt.seconds(FIRST),
        cwt.EXPIRES: cwt.seconds(FIRST + timedelta(days=30)),
        cwt.PRIVATE: {2: rows} if seq is None else {1: seq, 2: rows},
    }
    return cbor.encoded(claims)


def _bad_trust(claims: bytes) -> bytes:
    return cose.sign1(claims, keys.ROOT, content_type=trust.CONTENT_TYPE)


@cache
def documents() -> dict[str, bytes]:
    """Every list by name, as it is published."""
    return _trust_documents() | _status_documents() | _bad_documents()


def _trust_documents() -> dict[str, bytes]:
    withdrawn = tuple(
        replace(key, withdrawn_at=NOON) if key.kid == keys.XA_STATUS.kid else key
        for key in GOOD_KEYS
    )
    renewed = (*withdrawn, keys.XA_STATUS_NEW.trusted("XA", Use.STATUS))
    stopped = tuple(
        replace(key, withdrawn_at=NOON) if key.kid == keys.XA_TOKEN.kid else key
        for key in GOOD_KEYS
    )
    retired = tuple(
        replace(key, not_after=NOON) if key.kid == keys.XA_TOKEN.kid else key for key in GOOD_KEYS
    )
    gone = tuple(key for key in GOOD_KEYS if key.kid != keys.XB_STATUS.kid)
    short = trust_list(1, NOON - timedelta(days=40), timedelta(days=39))
    return {
        "trust-1": trust.signed(trust_list(), keys.ROOT),
        "trust-1-other-content": trust.signed(trust_list(trusted=retired), keys.ROOT),
        "trust-2-status-key-withdrawn": trust.signed(
            trust_list(2, NOON, trusted=renewed), keys.ROOT
        ),
        "trust-3-token-key-withdrawn": trust.signed(
            trust_list(3, NOON, trusted=stopped), keys.ROOT
        ),
        "trust-4-token-key-retired": trust.signed(trust_list(4, NOON, trusted=retired), keys.ROOT),
        "trust-5-status-key-gone": trust.signed(trust_list(5, NOON, trusted=gone), keys.ROOT),
        "trust-short": trust.signed(short, keys.ROOT),
        "trust-of-another-root": trust.signed(trust_list(9), keys.OTHER_ROOT),
        "trust-signed-by-a-state": trust.signed(trust_list(9), keys.XA_TOKEN),
    }


def _status_documents() -> dict[str, bytes]:
    made = {
        "xa-first": (status_list("XA"), keys.XA_STATUS),
        "xb-first": (status_list("XB"), keys.XB_STATUS),
        "xc-first": (status_list("XC"), keys.XC_STATUS),
        "xa-earlier": (status_list("XA", FIRST - HOUR, {}), keys.XA_STATUS),
        "xa-lifted": (status_list("XA", NOON, LATER), keys.XA_STATUS),
        "xa-from-the-future": (status_list("XA", NOON + 1_000 * HOUR), keys.XA_STATUS),
        "xa-by-new-key": (status_list("XA", NOON), keys.XA_STATUS_NEW),
        "xb-half-a-day": (status_list("XB", NOON - 12 * HOUR), keys.XB_STATUS),
        "xb-a-day": (status_list("XB", NOON - 24 * HOUR), keys.XB_STATUS),
        "xa-2025": (status_list("XA", year=2025), keys.XA_STATUS),
        "xa-before-its-key": (status_list("XA", keys.BEGIN - HOUR), keys.XA_STATUS),
        "xa-signed-by-xb": (status_list("XA"), keys.XB_STATUS),
        "xa-signed-by-token-key": (status_list("XA"), keys.XA_TOKEN),
        "xa-signed-by-a-stranger": (status_list("XA"), keys.STRANGER),
    }
    return {name: status.signed(new, key) for name, (new, key) in made.items()}


def _bad_documents() -> dict[str, bytes]:
    """Lists that their own keys signed, and that are still not accepted."""
    good = status.signed(status_list("XA"), keys.XA_STATUS)
    whole = zlib.compress(bytes(status.LENGTH))
    return {
        "xa-signature-altered": good[:-1] + bytes((good[-1] ^ 1,)),
        "xa-trailing-byte": good + b"\x00",
        "xa-untyped": cose.sign1(_status_claims(), keys.XA_STATUS),
        "xa-typed-as-trust": cose.sign1(
            _status_claims(), keys.XA_STATUS, content_type=trust.CONTENT_TYPE
        ),
        "xa-no-issue": _bad_status(issued=None),
        "xa-no-expiry": _bad_status(expires=None),
        "xa-no-ttl": _bad_status(ttl=None),
        "xa-no-list": _bad_status(bits=None, lst=None),
        "xa-one-bit": _bad_status(bits=1),
        "xa-subject-absolute": _bad_status(subject="https://register.example/v1/status/XA/2026"),
        "xa-expires-before-issue": _bad_status(expires=cwt.seconds(FIRST)),
        "xa-too-short": _bad_status(lst=zlib.compress(bytes(status.LENGTH - 1))),
        "xa-too-long": _bad_status(lst=zlib.compress(bytes(status.LENGTH + 1))),
        "xa-bomb": _bad_status(lst=zlib.compress(bytes(32 * status.LENGTH), 9)),
        "xa-cut-off": _bad_status(lst=whole[:-5]),
        "xa-more-after-the-stream": _bad_status(lst=whole + b"\x00"),
        "xa-not-zlib": _bad_status(lst=bytes(64)),
        "trust-duplicate-kid": _bad_trust(_trust_claims(times=2)),
        "trust-state-in-small-letters": _bad_trust(_trust_claims(row={2: "xa"})),
        "trust-unknown-use": _bad_trust(_trust_claims(row={3: "everything"})),
        "trust-name-is-not-of-the-key": _bad_trust(_trust_claims(row={1: keys.XB_TOKEN.kid})),
        "trust-point-off-the-curve": _bad_trust(_trust_claims(row={5: b"\x04" + bytes(64)})),
        "trust-no-number": _bad_trust(_trust_claims(seq=None)),
        "trust-of-another-subject": _bad_trust(_trust_claims(subject="/v1/status/XA/2026")),
    }


def steps() -> tuple[Step, ...]:
    """What happens when a list comes."""
    return (*_trust_steps(), *_status_steps())


def _trust_steps() -> tuple[Step, ...]:
    none: tuple[str, ...] = ()
    one, two = ("trust-1",), ("trust-2-status-key-withdrawn",)

    def step(why: str, holds: tuple[str, ...], comes: str, flaw: Flaw | None = None) -> Step:
        held = f" over {'-'.join(holds)}" if holds else ""
        return Step(f"trust: {comes}{held}", why, holds, comes, trust.ADDRESS, flaw)

    return (
        step("the first list", none, "trust-1"),
        step("the same list again", one, "trust-1"),
        step("a newer list", one, "trust-2-status-key-withdrawn"),
        step("an older genuine list", two, "trust-1", Flaw.ROLLED_BACK),
        step("the same number, other content", one, "trust-1-other-content", Flaw.ROLLED_BACK),
        step("an expired list is taken; the judgement says so", none, "trust-short"),
        step("another root", none, "trust-of-another-root", Flaw.KEY_UNKNOWN),
        step("a State is no root", none, "trust-signed-by-a-state", Flaw.KEY_UNKNOWN),
        step("one key name twice", none, "trust-duplicate-kid", Flaw.CLAIMS),
        step("no State code", none, "trust-state-in-small-letters", Flaw.CLAIMS),
        step("a use there is not", none, "trust-unknown-use", Flaw.CLAIMS),
        step("the name of another key", none, "trust-name-is-not-of-the-key", Flaw.CLAIMS),
        step("no point of the curve", none, "trust-point-off-the-curve", Flaw.CLAIMS),
        step("the sequence number is missing", none, "trust-no-number", Flaw.CLAIMS),
        step("the subject of another list", none, "trust-of-another-subject", Flaw.CLAIMS),
        step("a status list is no trust list", none, "xa-first", Flaw.SHAPE),
    )


def _status_steps() -> tuple[Step, ...]:
    usual = ("trust-1",)
    asked = status.address("XA", YEAR)

    def step(
        comes: str, why: str, flaw: Flaw | None = None, holds: tuple[str, ...] = usual
    ) -> Step:
        after = "" if holds == usual else f" after {'-'.join(holds) or 'nothing'}"
        return Step(f"status: {comes}{after}", why, holds, comes, asked, flaw)

    first = ("trust-1", "xa-first")
    flawed = {
        "xa-no-issue": "issue time missing",
        "xa-no-expiry": "expiry missing",
        "xa-no-ttl": "time to live missing",
        "xa-no-list": "the list itself missing",
        "xa-one-bit": "other than two bits an entry",
        "xa-subject-absolute": "the subject is the path, without a host",
        "xa-expires-before-issue": "expiry not after issue",
        "xa-too-short": "one byte too few",
        "xa-too-long": "one byte too many",
        "xa-bomb": "eight megabytes in eight kilobytes",
        "xa-cut-off": "the stream ends early",
        "xa-more-after-the-stream": "bytes after the stream",
        "xa-not-zlib": "no zlib stream",
    }
    return (
        step("xa-first", "the first list"),
        step("xa-lifted", "a newer list", holds=first),
        step("xa-first", "the same list again", holds=first),
        step("xa-earlier", "an older genuine list", Flaw.ROLLED_BACK, first),
        step("xa-first", "no trust list yet", Flaw.NO_TRUST, ()),
        step("xb-first", "another State's list", Flaw.ADDRESS),
        step("xa-2025", "another year's list", Flaw.ADDRESS),
        step("xa-signed-by-xb", "another State's key", Flaw.KEY_STATE),
        step("xa-signed-by-token-key", "a key for something else", Flaw.KEY_USE),
        step("xa-signed-by-a-stranger", "a key nobody knows", Flaw.KEY_UNKNOWN),
        step("xa-before-its-key", "made before the key's days", Flaw.KEY_WINDOW),
        step("xa-by-new-key", "the trust list that knows the key comes first", Flaw.KEY_UNKNOWN),
        step("xa-by-new-key", "a new key", holds=("trust-2-status-key-withdrawn",)),
        step("xa-from-the-future", "whether it is of the future is asked at the judgement"),
        step("xa-lifted", "an older list", Flaw.ROLLED_BACK, ("trust-1", "xa-from-the-future")),
        step(
            "xa-by-new-key",
            "a list whose key was withdrawn stands in nobody's way",
            holds=("trust-1", "xa-from-the-future", "trust-2-status-key-withdrawn"),
        ),
        step(
            "xa-first",
            "the key was withdrawn",
            Flaw.KEY_WITHDRAWN,
            ("trust-2-status-key-withdrawn",),
        ),
        step("xa-signature-altered", "one bit of the signature", Flaw.SIGNATURE),
        step("xa-trailing-byte", "a byte after the end", Flaw.ENCODING),
        step("xa-untyped", "no type in the header", Flaw.SHAPE),
        step("xa-typed-as-trust", "another type in the header", Flaw.SHAPE),
        step("trust-1", "a trust list is no status list", Flaw.SHAPE),
        *(step(name, why, Flaw.CLAIMS) for name, why in flawed.items()),
    )

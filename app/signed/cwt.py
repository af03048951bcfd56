"""Claims of a CBOR Web Token (RFC 8392), read by exact labels and kinds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from app.signed import cbor
from app.signed.flaws import Flaw, NotGenuine

SUBJECT, EXPIRES, NOT_BEFORE, ISSUED = 2, 4, 5, 6
STATUS_LIST, TIME_TO_LIVE = 65533, 65534
PRIVATE = -65537
"""Our own claims, in one map: the first label that CWT leaves to private use."""

END_OF_TIME = 2**32
"""Moments are whole seconds since 1970 below this (the year 2106)."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STATE = re.compile(r"[A-Z]{2}")

T = TypeVar("T")


def claims(payload: bytes, labels: frozenset[int], *, limit: int) -> dict[object, object]:
    """The claims of a payload that has exactly these labels; NotGenuine otherwise."""
    found = cbor.decoded(payload, limit=limit)
    return mapping(found, labels)


def mapping(
    value: object, labels: frozenset[int], optional: frozenset[int] = frozenset()
) -> dict[object, object]:
    """A map with all of `labels`, perhaps some of `optional`, and no other key."""
    found = kind(value, dict)
    if not labels <= found.keys() <= labels | optional:
        raise NotGenuine(Flaw.CLAIMS)
    return found


def kind(value: object, wanted: type[T]) -> T:
    """The value, if it is of exactly that type (True is no number)."""
    if type(value) is not wanted:
        raise NotGenuine(Flaw.CLAIMS)
    return value


def number(value: object, low: int, high: int) -> int:
    """A whole number, low ≤ value < high."""
    found = kind(value, int)
    if not low <= found < high:
        raise NotGenuine(Flaw.CLAIMS)
    return found


def moment(value: object) -> datetime:
    """A moment given in whole seconds since 1970."""
    return datetime.fromtimestamp(number(value, 0, END_OF_TIME), UTC)


def text(value: object, pattern: re.Pattern[str]) -> str:
    """A text that the whole pattern fits."""
    found = kind(value, str)
    if pattern.fullmatch(found) is None:
        raise NotGenuine(Flaw.CLAIMS)
    return found


def octets(value: object, length: int) -> bytes:
    """A string of exactly so many bytes."""
    found = kind(value, bytes)
    if len(found) != length:
        raise NotGenuine(Flaw.CLAIMS)
    return found


def states(value: object, most: int) -> tuple[str, ...]:
    """One to `most` State codes, each once."""
    found = tuple(text(item, STATE) for item in kind(value, list))
    if not 1 <= len(found) <= most or len(set(found)) < len(found):
        raise NotGenuine(Flaw.CLAIMS)
    return found


def seconds(at: datetime) -> int:
    """The whole seconds since 1970 of an aware moment; parts of a second are dropped."""
    if at.tzinfo is None:
        msg = "a moment without a zone is no moment"
        raise ValueError(msg)
    return (at - _EPOCH) // timedelta(seconds=1)


def encoded(found: Mapping[int, object]) -> bytes:
    """The payload of these claims."""
    return cbor.encoded(dict(found))

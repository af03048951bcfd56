"""What a device sends: one check as it kept it, read strictly."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from models.goods import MAX_QUANTITY
from models.offline import Outcome

MOST = 100
"""Checks of one sending."""

Line = Annotated[str, Meta(max_length=200)]
Code = Annotated[str, Meta(max_length=32)]
Told = Literal[
    "VALID",
    "VALID_OLD_LIST",
    "REVOKED",
    "SUSPENDED",
    "USED_UP",
    "EXPIRED",
    "NOT_YET_VALID",
    "FORGED",
    "UNKNOWN_KEY",
    "STALE_LIST",
    "NUMBER_ONLY",
]
"""What the device said: a verdict of `app/signed/judge.py`, or that it saw only a number."""
Quantity = Annotated[int, Meta(ge=1, le=MAX_QUANTITY)]
LineNumber = Annotated[int, Meta(ge=1, le=999)]
Moment = Annotated[int, Meta(ge=0, lt=2**32)]


class Sent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One check, release or stop. `checked_at` in seconds since 1970, by the device's clock."""

    uid: UUID
    number: Annotated[str, Meta(max_length=64)]
    verdict: Told
    checked_at: Moment
    outcome: Outcome
    reason: Code = ""
    list_age: Annotated[int, Meta(ge=-(2**31), lt=2**31)] | None = None
    check_uid: UUID | None = None
    place: Line = ""
    declaration: Annotated[str, Meta(max_length=64)] = ""
    spoke_to: Annotated[str, Meta(max_length=120)] = ""
    note: Annotated[str, Meta(max_length=2000)] = ""
    goods: Annotated[str, Meta(max_length=2000)] = ""
    lines: Annotated[dict[LineNumber, Quantity], Meta(max_length=50)] = {}

    @property
    def moment(self) -> datetime:
        """When it was checked, as the device says."""
        return datetime.fromtimestamp(self.checked_at, UTC)


class Sending(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that waited on a device; each is read by itself, so that one spoils no other."""

    checks: Annotated[list[dict[str, Any]], Meta(max_length=MOST)]


def read(body: bytes) -> tuple[list[Sent], list[str]]:
    """The checks of a sending, and the uids of those that cannot be read; ValueError for another.

    >>> read(b'{"checks": [{"uid": "x"}]}')
    ([], ['x'])
    """
    found, broken = [], []
    try:
        sending = msgspec.json.decode(body, type=Sending)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
    for item in sending.checks:
        try:
            found.append(msgspec.convert(item, Sent, str_keys=True))
        except msgspec.ValidationError:
            broken.append(str(item.get("uid", ""))[:64])
    return found, broken

"""Status lists (IETF Token Status List, CWT form): what each State says of what it authorized.

One list a State and year; two bits a certificate; signed anew at every change and every hour.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.signed import cose, cwt
from app.signed.flaws import Flaw, NotGenuine

VALID, REVOKED, SUSPENDED, USED_UP = 0, 1, 2, 3

CONTENT_TYPE = "application/statuslist+cwt"
"""The media type, and the `typ` in the protected header."""

ENTRIES = 1 << 20
"""Every list has so many entries, used or not: its length tells nothing, and no reader can be
made to unpack more."""
BITS = 2
LENGTH = ENTRIES * BITS // 8
"""Bytes of an unpacked list: 262,144."""

TTL = timedelta(hours=12)
"""After this a reader says that the list is old."""
LIFE = timedelta(hours=24)
"""After this it proves nothing good any more."""

LIMIT = LENGTH + 16_384
"""Bytes of a signed list; more is not read."""
_ADDRESS = re.compile(r"/v1/status/([A-Z]{2})/(20[0-9]{2})")
_LABELS = frozenset({cwt.SUBJECT, cwt.EXPIRES, cwt.ISSUED, cwt.STATUS_LIST, cwt.TIME_TO_LIVE})
_PER_BYTE = 8 // BITS
_MASK = (1 << BITS) - 1


@dataclass(frozen=True)
class StatusList:
    """A State's list of one year. `bits` is unpacked, LENGTH bytes; `kid` is who signed it."""

    state: str
    year: int
    issued_at: datetime
    expires_at: datetime
    ttl: timedelta
    bits: bytes
    kid: bytes = b""


def address(state: str, year: int) -> str:
    """Where a list stands, from the root of the register's site; also its subject.

    >>> address("XA", 2026)
    '/v1/status/XA/2026'
    """
    return f"/v1/status/{state}/{year:04d}"


def packed(values: Mapping[int, int]) -> bytes:
    """The bits of a list in which every entry that is not named is VALID.

    Entry i stands in byte i // 4, in the bits from 2 * (i % 4) up (lowest first, as the IETF
    draft says). ValueError for an entry or value that there is not.

    >>> packed({0: REVOKED, 3: SUSPENDED, 4: USED_UP})[:2].hex()
    '8103'
    """
    if values and not (min(values) >= 0 and max(values) < ENTRIES):
        msg = f"a status list has the entries 0 to {ENTRIES - 1}"
        raise ValueError(msg)
    if not set(values.values()) <= {VALID, REVOKED, SUSPENDED, USED_UP}:
        msg = "an entry of a status list is 0, 1, 2 or 3"
        raise ValueError(msg)
    each = bytearray(ENTRIES)
    for index, entry in values.items():
        each[index] = entry
    quarters = (int.from_bytes(each[place::_PER_BYTE]) for place in range(_PER_BYTE))
    whole = sum(quarter << BITS * place for place, quarter in enumerate(quarters))
    return whole.to_bytes(LENGTH)


def value(found: StatusList, index: int) -> int:
    """What the list says of an entry; ValueError beyond its end."""
    if not 0 <= index < ENTRIES:
        msg = f"a status list has no entry {index}"
        raise ValueError(msg)
    return found.bits[index // _PER_BYTE] >> BITS * (index % _PER_BYTE) & _MASK


def payload(new: StatusList) -> bytes:
    """The claims of a list, ready to be signed. ValueError for one that no reader would take."""
    squeezed = _squeezed(new.bits)
    made = cwt.encoded(
        {
            cwt.SUBJECT: address(new.state, new.year),
            cwt.ISSUED: cwt.seconds(new.issued_at),
            cwt.EXPIRES: cwt.seconds(new.expires_at),
            cwt.TIME_TO_LIVE: new.ttl // timedelta(seconds=1),
            cwt.STATUS_LIST: {"bits": BITS, "lst": squeezed},
        }
    )
    try:
        read_payload(made)
    except NotGenuine as error:
        msg = f"this list of {new.state} for {new.year} would not be readable"
        raise ValueError(msg) from error
    return made


def signed(new: StatusList, signer: cose.Signer) -> bytes:
    """The list as it is published."""
    return cose.sign1(payload(new), signer, content_type=CONTENT_TYPE)


def read_payload(data: bytes, kid: bytes = b"") -> StatusList:
    """The list that these claims are; NotGenuine for anything else."""
    found = cwt.claims(data, _LABELS, limit=LIMIT)
    place = _ADDRESS.fullmatch(cwt.kind(found[cwt.SUBJECT], str))
    if place is None:
        raise NotGenuine(Flaw.CLAIMS)
    issued_at, expires_at = cwt.moment(found[cwt.ISSUED]), cwt.moment(found[cwt.EXPIRES])
    if issued_at >= expires_at:
        raise NotGenuine(Flaw.CLAIMS)
    ttl = timedelta(seconds=cwt.number(found[cwt.TIME_TO_LIVE], 1, cwt.END_OF_TIME))
    body = cwt.kind(found[cwt.STATUS_LIST], dict)
    if body.keys() != {"bits", "lst"} or body["bits"] != BITS:
        raise NotGenuine(Flaw.CLAIMS)
    bits = _unpacked(cwt.kind(body["lst"], bytes))
    return StatusList(place[1], int(place[2]), issued_at, expires_at, ttl, bits, kid)


def _squeezed(bits: bytes) -> bytes:
    """A zlib stream. Lists are runs of zeros: looking for runs alone (Z_RLE) takes a hundredth of
    the time of looking for every repetition, and is shorter once more than a few entries are set.
    """
    stream = zlib.compressobj(level=9, strategy=zlib.Z_RLE)
    return stream.compress(bits) + stream.flush()


def _unpacked(squeezed: bytes) -> bytes:
    """Exactly LENGTH bytes of one whole zlib stream, and never more than one byte beyond."""
    stream = zlib.decompressobj()
    try:
        bits = stream.decompress(squeezed, LENGTH + 1)
    except zlib.error as error:
        raise NotGenuine(Flaw.CLAIMS) from error
    if len(bits) != LENGTH or not stream.eof or stream.unused_data:
        raise NotGenuine(Flaw.CLAIMS)
    return bits

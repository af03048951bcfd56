"""Deterministic CBOR, strictly read: whole numbers, bytes, text, lists, maps, and one spelling."""

from __future__ import annotations

import cbor2

from app.signed.flaws import Flaw, NotGenuine

DEPTH = 6
"""How deep lists and maps may stand in each other."""
ITEMS = 20_000
"""How many values one document may hold."""
_SHORT = 24
_LONGEST_HEAD = 27
_STRINGS, _LIST, _MAP = (2, 3), 4, 5


def encoded(value: object) -> bytes:
    """The deterministic CBOR of a value (RFC 8949, 4.2.1): shortest heads, sorted keys.

    >>> encoded({4: b"k", 1: -7}).hex()
    'a2012604416b'
    """
    return cbor2.dumps(value, canonical=True)


def decoded(data: bytes, *, limit: int) -> object:
    """The value that these bytes spell, or NotGenuine.

    Refused: more than `limit` bytes, deep or endless structures, tags, floats and simple values,
    bytes left over, keys given twice or out of order, and every longer spelling of the same.
    """
    if len(data) > limit:
        raise NotGenuine(Flaw.TOO_LARGE)
    _walk(data)
    try:
        value: object = cbor2.loads(data)
        again = encoded(value)
    except Exception as error:  # whatever a decoder trips over is not genuine
        raise NotGenuine(Flaw.ENCODING) from error
    if again != data:
        raise NotGenuine(Flaw.ENCODING)
    return value


def _walk(data: bytes) -> None:
    """Go through the heads alone, before anything is built from them."""
    place, items, open_ = 0, 0, [1]
    while open_:
        if open_[-1] == 0:
            open_.pop()
            continue
        open_[-1] -= 1
        items += 1
        major, count, place = _head(data, place)
        if major in _STRINGS:
            place += count
        elif major in {_LIST, _MAP}:
            open_.append(count if major == _LIST else 2 * count)
        if place > len(data) or items > ITEMS or len(open_) > DEPTH + 1:
            raise NotGenuine(Flaw.ENCODING)
    if place != len(data):
        raise NotGenuine(Flaw.ENCODING)


def _head(data: bytes, place: int) -> tuple[int, int, int]:
    """The major type and count at a place, and the place after them."""
    if place >= len(data):
        raise NotGenuine(Flaw.ENCODING)
    major, short = data[place] >> 5, data[place] & 31
    place += 1
    if major > _MAP or short > _LONGEST_HEAD:
        raise NotGenuine(Flaw.ENCODING)
    if short < _SHORT:
        return major, short, place
    width = 1 << (short - _SHORT)
    if place + width > len(data):
        raise NotGenuine(Flaw.ENCODING)
    return major, int.from_bytes(data[place : place + width]), place + width

"""A value whose length ends in 0x80 is encoded like any other."""

from __future__ import annotations

import pytest
from asn1crypto import cms, core

from app.certificates import sealing  # noqa: F401  mends


def nested(size: int) -> bytes:
    """An attribute of an attribute of some octets."""
    return cms.CMSAttributes(
        [{"type": "1.2.3.4", "values": [core.OctetString(bytes(size))]}]
    ).dump()


def test_there_are_lengths_that_end_so() -> None:
    assert any(nested(size)[:4] == b"\x31\x82\x01\x80" for size in range(340, 384))


@pytest.mark.parametrize("size", range(340, 384))
def test_what_was_read_is_written_as_it_was_and_not_taken_apart(size: int) -> None:
    read = cms.CMSAttributes.load(nested(size))
    assert read.dump() == nested(size)
    assert read.children is None


def test_a_length_that_is_not_told_is_still_understood() -> None:
    told = core.SequenceOf.load(b"\x30\x80\x02\x01\x05\x00\x00", spec=core.Integer)
    assert told.native == [5]
    assert told.dump() == b"\x30\x03\x02\x01\x05"

"""Every value is encoded as by asn1crypto alone, and once."""

from __future__ import annotations

import subprocess
import sys

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


MADE = """
from asn1crypto import cms, core, x509

def made():
    octets = core.OctetString(b"deep down")
    said = cms.CMSAttributes([{"type": "1.2.3.4", "values": [octets]}])
    name = x509.Name.build({"common_name": "XA seal", "country_name": "XA"})
    by = cms.SignerIdentifier({"issuer_and_serial_number": {"issuer": name, "serial_number": 7}})
    parts = {"version": "v1", "sid": by, "signed_attrs": said, "signature": b"s"}
    parts |= {"digest_algorithm": {"algorithm": "sha256"}}
    parts |= {"signature_algorithm": {"algorithm": "sha256_ecdsa"}}
    within = cms.SignedData({"version": "v1", "signer_infos": [parts]})
    within["digest_algorithms"] = [{"algorithm": "sha256"}]
    within["encap_content_info"] = {"content_type": "data", "content": b"what is signed"}
    return cms.ContentInfo({"content_type": "signed_data", "content": within})

encoded = []
encode = core.Sequence._set_contents
core.Sequence._set_contents = lambda value, force=False: encoded.append(encode(value, force))
whole = made()
print(whole.dump().hex(), len(encoded))
"""


def test_what_was_put_together_is_encoded_as_without_us_and_in_half_the_steps() -> None:
    def ran(program: str) -> list[str]:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    alone, steps = ran(MADE)
    ours, fewer = ran(f"from app.certificates import sealing\n{MADE}")
    assert ours == alone
    assert int(fewer) * 2 <= int(steps)


def test_what_was_encoded_can_still_be_changed() -> None:
    made = cms.CMSAttributes([{"type": "1.2.3.4", "values": [core.OctetString(b"a")]}])
    before = made.dump()
    made.append({"type": "1.2.3.5", "values": [core.OctetString(b"b")]})
    assert len(made.dump()) == 2 * (len(before) - 2) + 2
    assert made[1]["values"][0].native == b"b"


def test_a_length_that_is_not_told_is_still_understood() -> None:
    told = core.SequenceOf.load(b"\x30\x80\x02\x01\x05\x00\x00", spec=core.Integer)
    assert told.native == [5]
    assert told.dump() == b"\x30\x03\x02\x01\x05"

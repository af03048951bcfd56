"""Codes that are FORGED, and why: altered, badly spelled, or of another shape."""

from __future__ import annotations

import base45

from app.signed import cbor, cose, cwt, status, token
from app.signed.flaws import Flaw
from tools.vectors import keys
from tools.vectors.codes import (
    LICENCE,
    LONGEST,
    REGISTRATION,
    envelope,
    of_bytes,
    raw,
    text,
    with_claim,
    with_own,
)
from tools.vectors.lists import status_list

KID = keys.XA_TOKEN.kid
Forged = tuple[str, str, Flaw]


def codes() -> tuple[Forged, ...]:
    """Name, text and flaw of each."""
    return (*_texts(), *_spellings(), *_envelopes(), *_claims(), *_own_claims())


def _texts() -> tuple[Forged, ...]:
    good = text(LICENCE)
    letters = base45.BASE45_CHARSET
    swapped = letters[(letters.index(good[200]) + 1) % len(letters)]
    pair = "SB1:" + base45.b45encode(b"\xd2").decode()
    return (
        (
            "a web address",
            "https://register.example/verify/XA-2026-L-00042-D/7KQ4M",
            Flaw.NOT_A_CODE,
        ),
        ("other text", "Hello, officer", Flaw.NOT_A_CODE),
        ("nothing", "", Flaw.NOT_A_CODE),
        ("another prefix", "SB2:" + good[4:], Flaw.NOT_A_CODE),
        ("prefix in small letters", "sb1:" + good[4:], Flaw.NOT_A_CODE),
        ("a blank before", " " + good, Flaw.NOT_A_CODE),
        ("the prefix alone", "SB1:", Flaw.ENCODING),
        ("a new line after", good + "\n", Flaw.ENCODING),
        ("a small letter", good[:-1] + good[-1].lower() + "a", Flaw.ENCODING),
        ("a letter that base45 has not", good[:50] + "_" + good[51:], Flaw.ENCODING),
        ("three letters beyond 65535", good[:4] + ":::" + good[7:], Flaw.ENCODING),
        ("the last letter missing", good[:-1], Flaw.ENCODING),
        ("one byte alone", pair, Flaw.ENCODING),
        ("one letter altered", good[:200] + swapped + good[201:], Flaw.SIGNATURE),
        ("longer than any code", "SB1:" + "0" * (token.LONGEST_TEXT - 3), Flaw.TOO_LARGE),
    )


def _spellings() -> tuple[Forged, ...]:
    """The same facts or nearly, spelled otherwise."""
    good = token.signed(LICENCE, keys.XA_TOKEN)
    sealed = cose.unwrap(good, limit=token.LIMIT)
    flipped = good[:-1] + bytes((good[-1] ^ 1,))
    payload = token.payload(LICENCE)
    place = good.index(payload)
    altered = good[: place + 9] + bytes((good[place + 9] ^ 1,)) + good[place + 10 :]
    endless = b"\xd2\x9f" + good[2:] + b"\xff"
    nested = b"\xd2" + b"\x81" * 400 + b"\x00"
    long_head = b"\xd2\x98\x04" + good[2:]
    header = {1: -7, 4: KID}
    doubled = b"\xa3\x01\x26\x01\x26\x04\x48" + KID
    disordered = b"\xa2\x04\x48" + KID + b"\x01\x26"
    two_subjects = b"\xa6" + payload[1:20] + payload[1:]
    return (
        ("one bit of the signature altered", raw(flipped), Flaw.SIGNATURE),
        ("one bit of the number altered", raw(altered), Flaw.SIGNATURE),
        ("signature of another code", _joined(text(LONGEST), text(LICENCE)), Flaw.SIGNATURE),
        ("a byte after the end", raw(good + b"\x00"), Flaw.ENCODING),
        ("cut off", raw(good[:-1]), Flaw.ENCODING),
        ("untagged", raw(good[1:]), Flaw.ENCODING),
        ("tagged twice", raw(b"\xd8\x3d" + good), Flaw.ENCODING),
        ("a list without an end mark of its length", raw(endless), Flaw.ENCODING),
        ("four hundred lists in each other", raw(nested), Flaw.ENCODING),
        ("a longer spelling of the length", raw(long_head), Flaw.ENCODING),
        ("header with a label twice", _signed_over(doubled, sealed.payload), Flaw.ENCODING),
        ("header out of order", _signed_over(disordered, sealed.payload), Flaw.ENCODING),
        ("claims with the number twice", of_bytes(two_subjects), Flaw.ENCODING),
        ("claims with an end after the end", of_bytes(payload + b"\x00"), Flaw.ENCODING),
        ("claims nested deeply", of_bytes(b"\xa1\x02" + b"\x81" * 300 + b"\x00"), Flaw.ENCODING),
        ("no map of claims", of_bytes(b"\x80"), Flaw.CLAIMS),
        ("no claims", of_bytes(b""), Flaw.ENCODING),
        ("too many bytes", raw(good + bytes(token.LIMIT)), Flaw.TOO_LARGE),
        ("unprotected header added", envelope(header, {4: KID}), Flaw.SHAPE),
        ("algorithm unprotected", envelope({4: KID}, {1: -7}), Flaw.SHAPE),
    )


def _envelopes() -> tuple[Forged, ...]:
    """Another envelope, each signed by the key that it names."""
    kid: dict[int, object] = {4: KID}
    ed = token.signed(REGISTRATION, keys.XC_TOKEN)
    swapped = ed.replace(b"\x01\x27\x04", b"\x01\x26\x04", 1)
    listed = status.signed(status_list("XA"), keys.XA_STATUS)
    return (
        ("algorithm EdDSA for a key on P-256", envelope({1: -8} | kid), Flaw.ALGORITHM),
        ("algorithm ES256 for a key of Ed25519", raw(swapped), Flaw.ALGORITHM),
        ("algorithm ES384", envelope({1: -35} | kid), Flaw.ALGORITHM),
        ("algorithm HMAC", envelope({1: 5} | kid), Flaw.ALGORITHM),
        ("algorithm as text", envelope({1: "ES256"} | kid), Flaw.ALGORITHM),
        ("no algorithm", envelope(kid), Flaw.SHAPE),
        ("no key named", envelope({1: -7}), Flaw.SHAPE),
        ("a key's name of four bytes", envelope({1: -7, 4: KID[:4]}), Flaw.SHAPE),
        ("a type in the header", envelope({1: -7, 16: 61} | kid), Flaw.SHAPE),
        ("a critical header", envelope({1: -7, 2: [1]} | kid), Flaw.SHAPE),
        (
            "a status list as a code",
            raw(listed),
            Flaw.SHAPE,
        ),
    )


def _claims() -> tuple[Forged, ...]:
    """Claims missing or of another kind, signed by a good key."""
    return (
        ("no number", with_claim(cwt.SUBJECT, None), Flaw.CLAIMS),
        ("no issue time", with_claim(cwt.ISSUED, None), Flaw.CLAIMS),
        ("no beginning", with_claim(cwt.NOT_BEFORE, None), Flaw.CLAIMS),
        ("no expiry", with_claim(cwt.EXPIRES, None), Flaw.CLAIMS),
        ("no claims of our own", with_claim(cwt.PRIVATE, None), Flaw.CLAIMS),
        ("an issuer's name added", with_claim(1, "XA"), Flaw.CLAIMS),
        ("number as a whole number", with_claim(cwt.SUBJECT, 42), Flaw.CLAIMS),
        ("another State's number", with_claim(cwt.SUBJECT, "XB-2026-L-00042-D"), Flaw.CLAIMS),
        ("a registration's number", with_claim(cwt.SUBJECT, "XA-2026-R-00042-D"), Flaw.CLAIMS),
        ("number with a line end", with_claim(cwt.SUBJECT, "XA-2026-L-00042-D\n"), Flaw.CLAIMS),
        ("expiry as text", with_claim(cwt.EXPIRES, "2026-12-31"), Flaw.CLAIMS),
        ("expiry below zero", with_claim(cwt.EXPIRES, -1), Flaw.CLAIMS),
        ("expiry beyond 2106", with_claim(cwt.EXPIRES, 2**32), Flaw.CLAIMS),
        ("expiry not after the beginning", with_claim(cwt.EXPIRES, _begin()), Flaw.CLAIMS),
        ("expiry as a fraction", with_claim(cwt.EXPIRES, 1.5), Flaw.ENCODING),
        ("expiry as truth", with_claim(cwt.EXPIRES, said=True), Flaw.ENCODING),
    )


def _own_claims() -> tuple[Forged, ...]:
    """The register's own claims, missing or of another kind."""
    xa, xb = ["XA", 2026, 100], ["XB", 2026, 100]
    return tuple(
        (name, said, Flaw.CLAIMS)
        for name, said in (
            ("no kind", with_own(1, None)),
            ("a kind there is not", with_own(1, 3)),
            ("a registration with a licence's number", with_own(1, 2)),
            ("no status reference", with_own(2, None)),
            ("an empty list of status references", with_own(2, [])),
            ("the lead State is not first", with_own(2, [xb, xa])),
            ("one State twice", with_own(2, [xa, xb, xa])),
            ("ten States", with_own(2, [xa] + [[f"X{c}", 2026, 1] for c in "BCDEFGHIJ"])),
            ("status entry beyond the list", with_own(2, [["XA", 2026, 2**20], xb])),
            ("status entry below zero", with_own(2, [["XA", 2026, -1], xb])),
            ("status of a year there is not", with_own(2, [["XA", 26, 100], xb])),
            ("status reference too short", with_own(2, [["XA", 2026], xb])),
            ("no digest", with_own(3, None)),
            ("a short digest", with_own(3, bytes(15))),
            ("no supplier", with_own(5, None)),
            ("no end user", with_own(6, None)),
            ("a State in small letters", with_own(6, "xd")),
            ("an empty list of transit", with_own(7, [])),
            ("one State in transit twice", with_own(7, ["XE", "XE"])),
            ("a certificate number of 33 bytes", with_own(8, "9" * 33)),
            ("a certificate number with a control sign", with_own(8, "EUC\x0717")),
            ("a claim nobody foresaw", with_own(9, "gift")),
            ("a claim under a text", _named()),
        )
    )


def _begin() -> int:
    return cwt.seconds(LICENCE.not_before)


def _named() -> str:
    found = cbor.decoded(token.payload(LICENCE), limit=token.LIMIT)
    return of_bytes(cbor.encoded({**found, "name": "x"}))  # type: ignore[dict-item]


def _joined(facts: str, signature: str) -> str:
    """The facts of one code with the signature of another."""
    return raw(token.read_qr(facts)[:-64] + token.read_qr(signature)[-64:])


def _signed_over(protected: bytes, payload: bytes) -> str:
    signature = keys.XA_TOKEN.sign(cbor.encoded(["Signature1", protected, b"", payload]))
    return raw(b"\xd2" + cbor.encoded([protected, {}, payload, signature]))

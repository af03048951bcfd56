"""The codes of the test vectors: two licences and a registration, and ways to bend them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.signed import cbor, cose, cwt, token
from app.signed.token import Kind, Reference, Token
from tools.vectors import keys
from tools.vectors.lists import FIRST, NOON, VALID, YEAR

DAY = timedelta(days=1)
ISSUED = FIRST - 20 * DAY
END = NOON + 200 * DAY

LICENCE = Token(
    number="XA-2026-L-00042-D",
    kind=Kind.LICENCE,
    issuers=(Reference("XA", YEAR, VALID), Reference("XB", YEAR, VALID)),
    issued_at=ISSUED,
    not_before=ISSUED,
    expires_at=END,
    schedule_hash=bytes(range(16)),
    register_number="XA-2026-R-00007-K",
    supplier="XC",
    end_user="XD",
    transit=("XE",),
    end_use_certificate="EUC 17/2026",
)
LONGEST = replace(
    LICENCE,
    issuers=(
        Reference("XA", YEAR, 1_048_575),
        Reference("XB", YEAR, 1_048_574),
        Reference("XC", YEAR, 1_048_573),
    ),
    transit=("XE", "XF", "XG", "XH"),
    end_use_certificate="№ 1234/56-78 AB/2026",
)
REGISTRATION = Token(
    number="XC-2026-R-00007-K",
    kind=Kind.REGISTRATION,
    issuers=(Reference("XC", YEAR, VALID),),
    issued_at=ISSUED,
    not_before=ISSUED,
    expires_at=END,
    schedule_hash=bytes(range(16, 32)),
)


def text(said: Token, key: cose.Signer = keys.XA_TOKEN) -> str:
    return token.qr_text(token.signed(said, key))


def standing(xa: int, xb: int = VALID) -> str:
    return text(replace(LICENCE, issuers=(Reference("XA", YEAR, xa), Reference("XB", YEAR, xb))))


def raw(data: bytes) -> str:
    return token.qr_text(data)


def claims() -> dict[int, object]:
    found = cbor.decoded(token.payload(LICENCE), limit=token.LIMIT)
    return dict(found)  # type: ignore[call-overload, no-any-return]


def with_claim(label: int, said: object) -> str:
    """A code that its key signed, with one claim replaced, or (None) taken out."""
    changed = claims() | {label: said}
    kept = {key: value for key, value in changed.items() if value is not None}
    return raw(cose.sign1(cbor.encoded(kept), keys.XA_TOKEN))


def with_own(label: int, said: object) -> str:
    """The same of the claims that are the register's own."""
    own = dict(claims()[cwt.PRIVATE]) | {label: said}  # type: ignore[call-overload]
    return with_claim(cwt.PRIVATE, {key: value for key, value in own.items() if value is not None})


def envelope(header: dict[int, object], unprotected: dict[int, object] | None = None) -> str:
    """A code with these headers, signed over them by XA's key."""
    protected, payload = cbor.encoded(header), token.payload(LICENCE)
    signature = keys.XA_TOKEN.sign(cbor.encoded(["Signature1", protected, b"", payload]))
    return raw(b"\xd2" + cbor.encoded([protected, unprotected or {}, payload, signature]))


def of_bytes(payload: bytes) -> str:
    """A code of any payload, signed by XA's key."""
    return raw(cose.sign1(payload, keys.XA_TOKEN))

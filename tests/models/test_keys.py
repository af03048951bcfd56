"""A signature counts exactly in the window of its key, and never once the key is withdrawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import vouching
from app.known_keys import KnownKey
from app.signed import cose, trust
from app.signed.flaws import NotGenuine
from app.signed.trust import Use
from models.keys import ALGORITHM, Key, KeyStanding, KeyUse
from tests.signers import MemorySigner

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SIGNER, ROOT = MemorySigner(seed=7), MemorySigner(seed=8)
seconds = st.integers(0, 20)
"""A small world, so that every edge is met: each moment is so many seconds after START."""


def moment(after: int | None) -> datetime | None:
    return None if after is None else START + timedelta(seconds=after)


@st.composite
def keys(draw: st.DrawFn) -> Key:
    """A key that the database would hold: its window, perhaps retired, perhaps withdrawn."""
    begins = draw(seconds)
    lasts = draw(st.integers(1, 20))
    retired = draw(st.none() | st.integers(begins + 1, begins + 25))
    withdrawn = draw(st.none() | seconds)
    return Key(
        kid=SIGNER.kid.hex(),
        state_code="XA",
        use=KeyUse.TOKEN,
        algorithm=ALGORITHM,
        public_key=SIGNER.public_key,
        certificate=None,
        valid_from=moment(begins),
        valid_until=moment(begins + lasts),
        retired_at=moment(retired),
        withdrawn_at=moment(withdrawn),
    )


def believed(key: Key, issued_at: datetime, sealed: bytes) -> bool:
    """What a reader without a network makes of it, from the trust list that the root signed."""
    known = KnownKey(
        bytes.fromhex(key.kid),
        key.state_code,
        KeyUse(key.use),
        key.algorithm,
        key.public_key,
        None,
        key.valid_from,
        key.not_after,
        key.withdrawn_at,
    )
    data = vouching.trust_list(ROOT, [known], 1, START, timedelta(days=1))
    listed = trust.opened(data, [cose.PublicKey.of_spki(ROOT.public_key)])
    try:
        found, _ = listed.found(cose.unwrap(sealed, limit=500), Use.TOKEN)
        trust.allowed(found, "XA", issued_at)
    except NotGenuine:
        return False
    return True


@given(key=keys(), after=st.integers(-5, 50), flipped=st.none() | st.integers(0, 511))
def test_a_signature_counts_exactly_in_the_window_of_a_key_that_is_not_withdrawn(
    key: Key, after: int, flipped: int | None
) -> None:
    issued_at = START + timedelta(seconds=after)
    sealed = bytearray(cose.sign1(b"\xa0", SIGNER))
    if flipped is not None:
        sealed[-64 + flipped // 8] ^= 1 << flipped % 8
    begun = key.valid_from <= issued_at
    over = issued_at >= key.valid_until or (
        key.retired_at is not None and issued_at >= key.retired_at
    )
    good = begun and not over and key.withdrawn_at is None
    assert key.covers(issued_at) is good
    assert believed(key, issued_at, bytes(sealed)) is (good and flipped is None)


@given(key=keys(), after=st.integers(-5, 50))
def test_what_stands_now_may_sign_now_and_nothing_else_may(key: Key, after: int) -> None:
    now = START + timedelta(seconds=after)
    assert (key.standing(now) is KeyStanding.STANDS) is key.covers(now)


@given(key=keys(), at=st.integers(0, 40), issued=st.integers(0, 40))
def test_retiring_a_key_takes_nothing_from_what_it_signed_before(
    key: Key, at: int, issued: int
) -> None:
    issued_at = START + timedelta(seconds=issued)
    before = key.covers(issued_at)
    if key.retired_at is None:
        key.retired_at = max(START + timedelta(seconds=at), key.valid_from) + timedelta(seconds=1)
        if issued <= at:
            assert key.covers(issued_at) is before

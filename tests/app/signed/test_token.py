"""The token: read as written, small enough, and never accepted when anything is altered."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import base45
import pytest
import segno
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.signed import status, token
from app.signed.flaws import NotGenuine
from app.signed.judge import Verdict, judge
from app.signed.token import Kind, Reference, Token
from tools.vectors import codes, files, keys
from tools.vectors.cases import SHELVES
from tools.vectors.lists import NOON

HELD = files.shelf(SHELVES["usual"])
LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
STATES = st.builds(lambda one, two: one + two, LETTERS, LETTERS)
MOMENTS = st.integers(0, 2**31).map(lambda at: datetime.fromtimestamp(at, UTC))
REFERENCES = st.lists(
    st.builds(Reference, STATES, st.integers(2000, 2099), st.integers(0, status.ENTRIES - 1)),
    min_size=1,
    max_size=token.MOST_ISSUERS,
    unique_by=lambda item: item.state,
).map(tuple)
PRINTED = st.characters(exclude_categories=("Cc", "Cs"))
DOCUMENTS = st.text(PRINTED, max_size=32).filter(lambda said: len(said.encode()) <= 32)


@st.composite
def tokens(draw: st.DrawFn) -> Token:
    issuers = draw(REFERENCES)
    kind = draw(st.sampled_from(Kind))
    serial, year = draw(st.integers(1, 999_999_999)), draw(st.integers(2000, 2099))
    letter = "L" if kind is Kind.LICENCE else "R"
    begins = draw(MOMENTS)
    route = (
        {
            "supplier": draw(STATES),
            "end_user": draw(STATES),
            "transit": tuple(draw(st.lists(STATES, max_size=token.MOST_TRANSIT, unique=True))),
            "end_use_certificate": draw(DOCUMENTS),
        }
        if kind is Kind.LICENCE
        else {}
    )
    return Token(
        number=f"{issuers[0].state}-{year}-{letter}-{serial:05d}-{draw(LETTERS)}",
        kind=kind,
        issuers=issuers,
        issued_at=begins,
        not_before=begins,
        expires_at=begins + timedelta(seconds=draw(st.integers(1, 10**8))),
        schedule_hash=draw(st.binary(min_size=16, max_size=16)),
        register_number=draw(st.sampled_from(("", "XA-2026-R-00007-K"))),
        **route,
    )


@given(tokens())
def test_a_token_is_read_as_it_was_written(said: Token) -> None:
    assert token.read_payload(token.payload(said)) == said


@given(st.binary(max_size=token.LIMIT))
def test_a_text_is_read_as_it_was_written(data: bytes) -> None:
    assert token.read_qr(token.qr_text(data)) == data


@given(st.text(max_size=60) | st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", max_size=60))
def test_any_other_text_is_refused_or_is_the_one_spelling_of_its_bytes(text: str) -> None:
    try:
        data = token.read_qr("SB1:" + text)
    except NotGenuine:
        return
    assert token.qr_text(data) == "SB1:" + text


def accepted(text: str) -> bool:
    return judge(text, HELD, NOON).token is not None


@pytest.mark.parametrize(
    "said",
    [
        pytest.param((codes.LICENCE, keys.XA_TOKEN), id="ES256"),
        pytest.param((codes.REGISTRATION, keys.XC_TOKEN), id="EdDSA"),
    ],
)
def test_no_bit_of_a_token_can_be_altered(said: tuple[Token, keys.VectorKey]) -> None:
    data = token.signed(*said)
    assert accepted(token.qr_text(data))
    whole = int.from_bytes(data)
    flipped = ((whole ^ 1 << bit).to_bytes(len(data)) for bit in range(8 * len(data)))
    assert not any(accepted(token.qr_text(other)) for other in flipped)


def test_no_character_of_a_code_can_be_altered() -> None:
    good = codes.text(codes.LICENCE)
    others = (
        good[:place] + letter + good[place + 1 :]
        for place, now in enumerate(good)
        for letter in base45.BASE45_CHARSET
        if letter != now
    )
    assert not any(accepted(other) for other in others)


@given(st.data())
def test_no_piece_can_be_taken_out_doubled_or_moved(data: st.DataObject) -> None:
    good = codes.text(codes.LICENCE)
    cuts = data.draw(st.lists(st.integers(0, len(good)), min_size=3, max_size=3).map(sorted))
    one, two, three, four = (
        good[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(good)], strict=True)
    )
    for other in (one + three + four, one + two + two + three + four, one + three + two + four):
        assert other == good or not accepted(other)


def test_a_licence_of_three_states_and_four_in_transit_fits() -> None:
    assert len(codes.text(codes.LONGEST)) <= 400


@pytest.mark.parametrize("said", [codes.LICENCE, codes.LONGEST, codes.REGISTRATION])
def test_the_square_is_of_version_15_at_most_and_another_reader_reads_it(said: Token) -> None:
    key = keys.XC_TOKEN if said.lead == "XC" else keys.XA_TOKEN
    text = codes.text(said, key)
    square = segno.make(text, error="q", boost_error=False, micro=False)
    assert isinstance(square.version, int)
    assert square.version <= 15
    assert (square.error, square.mode) == ("Q", "alphanumeric")
    picture = io.BytesIO()
    square.save(picture, kind="png", scale=4)
    found = zxingcpp.read_barcodes(Image.open(picture).convert("L"))
    assert [item.text for item in found] == [text]
    assert judge(found[0].text, HELD, NOON).verdict is Verdict.VALID


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"issuers": ()}, id="no State"),
        pytest.param({"issuers": codes.LICENCE.issuers[1:]}, id="the lead State not first"),
        pytest.param({"issuers": codes.LICENCE.issuers * 2}, id="a State twice"),
        pytest.param({"number": "XA-2026-R-00042-D"}, id="the number of a registration"),
        pytest.param({"number": "XA-2026-L-42-D"}, id="a number of another form"),
        pytest.param({"expires_at": codes.LICENCE.not_before}, id="no time at all"),
        pytest.param({"issued_at": NOON.replace(microsecond=1)}, id="parts of a second"),
        pytest.param({"expires_at": datetime(2107, 1, 1, tzinfo=UTC)}, id="beyond 2106"),
        pytest.param({"schedule_hash": bytes(16)[:15]}, id="a short digest"),
        pytest.param({"schedule_hash": b""}, id="no digest"),
        pytest.param({"supplier": ""}, id="no supplier"),
        pytest.param({"end_user": "Xd"}, id="no code of a State"),
        pytest.param({"transit": ("XE",) * 2}, id="one State in transit twice"),
        pytest.param({"register_number": "7"}, id="no register number"),
        pytest.param({"end_use_certificate": "ö" * 17}, id="a certificate number of 34 bytes"),
        pytest.param({"end_use_certificate": "a\nb"}, id="a line end"),
        pytest.param({"kind": Kind.REGISTRATION, "number": "XA-2026-R-00042-D"}, id="a route"),
    ],
)
def test_what_no_reader_would_take_is_never_written(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"token of X"):
        token.payload(replace(codes.LICENCE, **changed))


def test_a_moment_without_a_zone_is_never_written() -> None:
    with pytest.raises(ValueError, match="zone"):
        token.payload(replace(codes.LICENCE, issued_at=NOON.replace(tzinfo=None)))


@given(st.text(PRINTED, min_size=1, max_size=300))
def test_any_certificate_number_can_be_borne(number: str) -> None:
    borne = replace(codes.LICENCE, end_use_certificate=token.reference(number))
    assert token.read_payload(token.payload(borne)) == borne


def test_the_largest_token_that_there_can_be_is_within_the_limit() -> None:
    states = [f"X{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTU"]
    largest = replace(
        codes.LICENCE,
        number="XA-2026-L-999999999-D",
        issuers=tuple(Reference(state, 2026, status.ENTRIES - 1) for state in states[:9]),
        register_number="XA-2026-R-999999999-K",
        transit=tuple(states[9:]),
        end_use_certificate="9" * token.LONGEST_REFERENCE,
    )
    data = token.signed(largest, keys.XA_TOKEN)
    assert len(data) <= token.LIMIT
    assert token.read_payload(token.unwrap(token.qr_text(data)).payload) == largest

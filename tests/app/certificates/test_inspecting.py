"""What anybody may do to a sealed document: none of it is accepted."""

from __future__ import annotations

import dataclasses
import io
import random
from collections.abc import Callable
from datetime import timedelta

import pikepdf
import pytest
from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from app import clock
from app.certificates import sealing
from app.certificates.inspecting import LARGEST, Flaw, Genuine, Trust, inspected
from app.certificates.render import render
from app.certificates.stamping import OwnStamper
from models import sheets
from tests import make
from tests.app.certificates import authorities
from tests.app.certificates.authorities import BASE, START, YEAR, Regime, overlaid
from tests.app.certificates.sheets import licence_sheet

AT = "2026-06-18 15:02:10"
FLIPS = 300


@pytest.fixture(scope="module")
def regime() -> Regime:
    return authorities.regime("XA", "XB")


@pytest.fixture(scope="module")
def drawn() -> bytes:
    return render(licence_sheet(), BASE)


@pytest.fixture(scope="module")
def sealed(regime: Regime, drawn: bytes) -> bytes:
    return sealed_at(regime, drawn, AT)


def sealed_at(regime: Regime, drawn: bytes, moment: str, state: str = "XA") -> bytes:
    with clock.standing_at(make.at(moment)):
        return sealing.sealed(drawn, regime.seal(state))


def trust(regime: Regime) -> Trust:
    return Trust(regime.known())


def test_what_the_register_sealed_is_genuine_and_tells_its_facts(
    regime: Regime, sealed: bytes
) -> None:
    found = inspected(sealed, trust(regime))
    assert isinstance(found, Genuine)
    assert (found.state, found.kid) == ("XA", regime.seals["XA"].kid)
    assert found.stamped_at == make.at(AT)
    assert found.facts == sheets.written(licence_sheet())
    assert not found.archived


def test_a_reader_that_is_not_ours_accepts_it(regime: Regime, sealed: bytes) -> None:
    root = x509.Certificate.load(regime.root.certificate)
    context = ValidationContext(trust_roots=[root], moment=make.at(AT), allow_fetching=False)
    (seal,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    status = validate_pdf_signature(seal, context)
    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"


# Bytes


def gap(sealed: bytes) -> tuple[int, int]:
    """Where the seal itself stands: the only bytes that it does not cover."""
    (seal,) = PdfFileReader(io.BytesIO(sealed)).embedded_signatures
    _, first, second, _ = (int(number) for number in seal.byte_range)
    return first, second


def test_no_flipped_bit_of_what_is_sealed_is_accepted(regime: Regime, sealed: bytes) -> None:
    first, second = gap(sealed)
    chance = random.Random(20260618)  # noqa: S311  the same bits each time
    covered = [place for place in range(len(sealed)) if not first <= place < second]
    believed = trust(regime)
    for place in chance.sample(covered, FLIPS):
        changed = bytearray(sealed)
        changed[place] ^= 1 << chance.randrange(8)
        assert isinstance(inspected(bytes(changed), believed), Flaw), place


def test_no_changed_digit_of_the_seal_is_taken_for_the_same_seal(
    regime: Regime, sealed: bytes
) -> None:
    """What the seal does not cover, its own spelling and padding, is left as it was made."""
    first, second = gap(sealed)
    used = sealed[first:second].rstrip(b"0>")
    chance = random.Random(7)  # noqa: S311
    believed = trust(regime)
    for place in chance.sample(range(first + len(used) + 2, second - 1), 10):
        changed = bytearray(sealed)
        changed[place] = ord("a")
        assert isinstance(inspected(bytes(changed), believed), Flaw), place


def test_a_piece_of_it_is_nothing(regime: Regime, sealed: bytes) -> None:
    for size in (0, 4, 1000, len(sealed) // 2, len(sealed) - 1):
        assert isinstance(inspected(sealed[:size], trust(regime)), Flaw)
    assert isinstance(inspected(sealed + b"\n", trust(regime)), Flaw)


def resaved(sealed: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(sealed)) as document:
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def unsealed(sealed: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(sealed)) as document:
        del document.Root.AcroForm
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


def field_emptied(sealed: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(sealed)) as document:
        del document.Root.AcroForm.Fields[0].V
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()


@pytest.mark.filterwarnings("ignore:This document has 1 form widget")
@pytest.mark.parametrize(
    ("tampered", "flaw"),
    [
        (overlaid, Flaw.CHANGED),
        (resaved, Flaw.CHANGED),
        (unsealed, Flaw.NOT_SEALED),
        (field_emptied, Flaw.NOT_SEALED),
    ],
)
def test_what_was_done_to_it_afterwards_is_seen(
    regime: Regime, sealed: bytes, tampered: Callable[[bytes], bytes], flaw: Flaw
) -> None:
    assert inspected(tampered(sealed), trust(regime)) is flaw


def test_a_second_seal_is_no_part_of_it(
    regime: Regime, sealed: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever adds one asks nobody whether the first allows it."""
    monkeypatch.setattr(sealing._Timed, "_enforce_certification_constraints", lambda *_: None)
    with clock.standing_at(make.at(AT)):
        writer = sealing.AsItIs(io.BytesIO(sealed))
        twice = sealing.signed_in(writer, "Second", regime.seal("XB"))
    assert inspected(twice, trust(regime)) is Flaw.CHANGED


def test_what_was_never_sealed_or_is_no_pdf_says_so(regime: Regime, drawn: bytes) -> None:
    believed = trust(regime)
    assert inspected(drawn, believed) is Flaw.NOT_SEALED
    assert inspected(b"\x89PNG", believed) is Flaw.NOT_A_PDF
    assert inspected(b"%PDF-" + bytes(LARGEST), believed) is Flaw.TOO_LARGE
    assert inspected(b"%PDF-1.7\nnothing", believed) is Flaw.CHANGED


# Keys


def test_a_key_that_is_no_states_seals_nothing(drawn: bytes, regime: Regime) -> None:
    """Its own root, the same names: whoever can make certificates can make these."""
    forger = authorities.regime("XA")
    forged = sealed_at(forger, drawn, AT)
    assert inspected(forged, trust(regime)) is Flaw.FOREIGN_SEAL


def test_another_states_seal_is_that_states(drawn: bytes, regime: Regime) -> None:
    """The register then finds no document of that State with these facts."""
    found = inspected(sealed_at(regime, drawn, AT, "XB"), trust(regime))
    assert isinstance(found, Genuine)
    assert found.state == "XB"


def test_a_key_of_another_use_seals_nothing(drawn: bytes) -> None:
    regime = authorities.regime("XA")
    regime.seals["XA"] = regime.stamp
    assert isinstance(inspected(sealed_at(regime, drawn, AT), trust(regime)), Flaw)


@pytest.mark.parametrize("when", ["2026-06-18 15:02:09", "2026-12-01 00:00"])
def test_a_withdrawn_key_sealed_nothing_whenever_it_was_withdrawn(
    regime: Regime, sealed: bytes, when: str
) -> None:
    gone = dataclasses.replace(regime, withdrawn={regime.seals["XA"].kid: make.at(when)})
    assert inspected(sealed, trust(gone)) is Flaw.WITHDRAWN_SEAL


@pytest.mark.parametrize(
    ("end", "flaw"), [("2026-06-18 15:02:10", Flaw.OUTSIDE_WINDOW), ("2026-06-18 15:02:11", None)]
)
def test_a_retired_key_sealed_what_it_sealed_before(
    regime: Regime, sealed: bytes, end: str, flaw: Flaw | None
) -> None:
    kid = regime.seals["XA"].kid
    window = dataclasses.replace(regime.windows[kid], end=make.at(end))
    retired = dataclasses.replace(regime, windows={**regime.windows, kid: window})
    found = inspected(sealed, trust(retired))
    assert found is flaw if flaw else isinstance(found, Genuine)


def test_an_expired_certificate_seals_nothing_but_what_it_sealed_stays(drawn: bytes) -> None:
    regime = authorities.regime()
    regime.add("XA", START, timedelta(days=30))
    before = sealed_at(regime, drawn, "2026-01-30 23:00")
    after = sealed_at(regime, drawn, "2026-02-03 10:00")
    assert isinstance(inspected(before, trust(regime)), Genuine)
    assert isinstance(inspected(after, trust(regime)), Flaw)


def test_a_stamp_of_a_stranger_is_none(regime: Regime, drawn: bytes) -> None:
    seal = dataclasses.replace(regime.seal(), stamper=OwnStamper(authorities.regime().stamp))
    with clock.standing_at(make.at(AT)):
        forged = sealing.sealed(drawn, seal)
    assert isinstance(inspected(forged, trust(regime)), Flaw)


def test_a_withdrawn_stamper_stamps_nothing(regime: Regime, sealed: bytes) -> None:
    gone = dataclasses.replace(regime, withdrawn={regime.stamp.kid: START + YEAR})
    assert inspected(sealed, trust(gone)) is Flaw.NO_STAMP


def test_without_a_root_nothing_is_believed(regime: Regime, sealed: bytes) -> None:
    gone = dataclasses.replace(regime, withdrawn={regime.root.kid: START})
    assert isinstance(inspected(sealed, trust(gone)), Flaw)


def test_a_foreign_time_stamper_is_believed_by_its_root_alone(drawn: bytes) -> None:
    regime, foreign = authorities.regime("XA"), authorities.regime()
    assert foreign.root.certificate
    seal = dataclasses.replace(regime.seal(), stamper=OwnStamper(foreign.stamp))
    with clock.standing_at(make.at(AT)):
        made = sealing.sealed(drawn, seal)
    believed = Trust(regime.known(), (foreign.root.certificate,))
    assert isinstance(inspected(made, believed), Genuine)
    assert not pem.detect(foreign.root.certificate)
    own = sealed_at(regime, drawn, AT)
    assert isinstance(inspected(own, believed), Flaw)

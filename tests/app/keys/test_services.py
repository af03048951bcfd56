"""The life of a key: made, rotated, retired, withdrawn; what it signed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app import authority, keyring, known_keys, vouching
from app.keys import services
from app.keys.shapes import Certified, Said
from app.signed import trust
from app.signed.cose import PublicKey
from app.work import REGISTER, reading
from models.audit import AuditEntry
from models.errors import Duplicate, Invalid, NotFound, Refusal
from models.keys import BackEnd, Key, KeyMissing, KeyUnusable, KeyUse
from tests import make, make_keys
from tests.make_keys import BASE_URL, TWO
from tests.signers import MemorySigner

LASTS = timedelta(hours=24)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "keys"
    keyring.close_ring()


@pytest.fixture
def kids(house: make.House, folder: Path) -> dict[str, str]:
    make.states(house, "XA", "XB")
    return make_keys.keys(house, folder, ("XA", "XB"))


def signed(state: str, use: KeyUse, at: str, data: bytes = b"a token") -> tuple[bytes, bytes]:
    """What the worker does at a moment: the name of the key, and the signature."""
    with reading(REGISTER) as view:
        signer = keyring.signer(view.session, state, use, make.at(at))
    return signer.kid, signer.sign(data)


def believed(kid: bytes, signature: bytes, issued_at: str, data: bytes = b"a token") -> bool:
    """What a reader of the register's keys makes of it now."""
    with reading(REGISTER) as view:
        key = known_keys.of_kid(view.session, kid)
    assert key is not None
    return key.covers(make.at(issued_at)) and authority.genuine(key.public_key, signature, data)


def test_each_state_signs_each_use_with_a_key_of_its_own(kids: dict[str, str]) -> None:
    assert len(set(kids.values())) == 8
    kid, signature = signed("XA", KeyUse.TOKEN, "2026-03-02 09:00")
    assert kid.hex() == kids["XA token"]
    assert believed(kid, signature, "2026-03-02 09:00")
    assert not believed(kid, signature, "2026-03-02 09:00", b"another token")


def test_a_seal_is_certified_by_the_root_in_the_name_of_its_state(kids: dict[str, str]) -> None:
    with reading(REGISTER) as view:
        seal = known_keys.of_kid(view.session, bytes.fromhex(kids["XA seal"]))
        (root,) = known_keys.roots(view.session, view.at)
    assert seal is not None
    assert seal.certificate is not None
    assert root.certificate is not None
    assert authority.issued_by(seal.certificate, root.certificate)
    subject = x509.load_der_x509_certificate(seal.certificate).subject.rfc4514_string()
    assert subject == "CN=Xandria seal,O=Authority of Xandria,C=XA"
    assert authority.window_of(seal.certificate).end == seal.not_after


def test_rotation_leaves_what_was_issued_good_and_refuses_what_comes_later(
    house: make.House, kids: dict[str, str]
) -> None:
    old_kid, old_signature = signed("XA", KeyUse.TOKEN, "2026-03-02 09:00")
    with house.at("2027-03-02 09:00"):
        orders = [make_keys.order(KeyUse.TOKEN, "XA")]
        (new,) = services.make(REGISTER, orders, TWO, BASE_URL, replace=True)
    with house.at("2027-06-01 09:00"):
        kid, signature = signed("XA", KeyUse.TOKEN, "2027-06-01 09:00")
        assert kid.hex() == new
        assert believed(kid, signature, "2027-06-01 09:00")
        assert believed(old_kid, old_signature, "2026-03-02 09:00")
        assert not believed(old_kid, old_signature, "2027-06-01 09:00")
        assert not believed(kid, signature, "2026-03-02 09:00")


def test_what_was_signed_in_the_second_of_a_rotation_stays_good(
    house: make.House, kids: dict[str, str]
) -> None:
    """Issue times are whole seconds, and a rotation is not."""
    orders = [make_keys.order(KeyUse.TOKEN, "XA")]
    with house.at("2026-05-01 09:00:00.700"):
        (new,) = services.make(REGISTER, orders, TWO, BASE_URL, replace=True)
        kid, signature = signed("XA", KeyUse.TOKEN, "2026-05-01 09:00:00.700")
        assert kid.hex() == new
        assert believed(kid, signature, "2026-05-01 09:00:00")
        with reading(REGISTER) as view:
            old = known_keys.of_kid(view.session, bytes.fromhex(kids["XA token"]))
    assert old is not None
    assert old.covers(make.at("2026-05-01 09:00:00"))
    assert not old.covers(make.at("2026-05-01 09:00:01"))


def test_a_key_can_be_announced_before_it_signs(house: make.House, kids: dict[str, str]) -> None:
    start = make.at("2026-03-05 00:00")
    orders = [replace(make_keys.order(KeyUse.TOKEN, "XA"), start=start)]
    (new,) = services.make(REGISTER, orders, TWO, BASE_URL, replace=True)
    assert signed("XA", KeyUse.TOKEN, "2026-03-04 23:59")[0].hex() == kids["XA token"]
    assert signed("XA", KeyUse.TOKEN, "2026-03-05 00:00")[0].hex() == new
    with reading(REGISTER) as view:
        known = {key.kid.hex() for key in known_keys.trusted(view.session, view.at)}
    assert {new, kids["XA token"]} <= known


def test_withdrawal_refuses_everything_that_the_key_ever_signed(
    house: make.House, kids: dict[str, str]
) -> None:
    kid, signature = signed("XA", KeyUse.TOKEN, "2026-03-02 09:00")
    with house.at("2026-04-01 09:00"):
        services.withdraw(REGISTER, kid.hex(), "Stolen with its machine", TWO)
        assert not believed(kid, signature, "2026-03-02 09:00")
        with pytest.raises(KeyMissing) as caught:
            signed("XA", KeyUse.TOKEN, "2026-04-01 09:00")
        assert caught.value.facts == {"state": "XA", "use": "token"}
        other, other_signature = signed("XB", KeyUse.TOKEN, "2026-04-01 09:00")
        assert believed(other, other_signature, "2026-04-01 09:00")
        (new,) = services.make(REGISTER, [make_keys.order(KeyUse.TOKEN, "XA")], TWO, BASE_URL)
        assert signed("XA", KeyUse.TOKEN, "2026-04-01 09:00")[0].hex() == new


def test_the_trust_list_says_how_every_key_of_a_state_stands(
    house: make.House, kids: dict[str, str]
) -> None:
    with house.at("2026-05-01 09:00"):
        services.make(REGISTER, [make_keys.order(KeyUse.STATUS, "XA")], TWO, BASE_URL, replace=True)
        services.withdraw(REGISTER, kids["XB seal"], "Lost", TWO)
    with house.at("2026-05-02 09:00") as now, reading(REGISTER) as view:
        known = known_keys.trusted(view.session, now)
        (root_key,) = known_keys.roots(view.session, now)
        root = keyring.signer(view.session, None, KeyUse.ROOT, now)
        data = vouching.trust_list(root, known, 7, now, LASTS)
        crl = x509.load_der_x509_crl(vouching.crl(root, known, now, LASTS))
    listed = trust.opened(data, [PublicKey.of_spki(root_key.public_key)])
    assert (listed.seq, len(listed.keys)) == (7, 7)
    retired = listed.by_kid[bytes.fromhex(kids["XA status"])]
    assert retired.not_after == make.at("2026-05-01 09:00:01")
    withdrawn = listed.by_kid[bytes.fromhex(kids["XB seal"])]
    assert withdrawn.withdrawn_at == make.at("2026-05-01 09:00")
    assert len(crl) == 1
    assert crl[0].revocation_date_utc == make.at("2026-03-02 09:00")


def test_nothing_stands_after_a_key_s_term(kids: dict[str, str]) -> None:
    assert signed("XA", KeyUse.SEAL, "2029-02-28 09:00")
    with pytest.raises(KeyMissing):
        signed("XA", KeyUse.SEAL, "2029-03-01 09:00")


def test_a_second_key_for_the_same_use_needs_a_rotation(kids: dict[str, str]) -> None:
    with pytest.raises(Duplicate) as caught:
        services.make(REGISTER, [make_keys.order(KeyUse.SEAL, "XA")], TWO, BASE_URL)
    assert caught.value.code == "key_stands"


def test_a_regime_has_one_root(folder: Path, kids: dict[str, str]) -> None:
    with pytest.raises(Duplicate) as caught:
        make_keys.root(folder)
    assert caught.value.code == "key_root_stands"


@pytest.mark.parametrize("said", [Said(), Said("Ada", ""), Said("Ada", " ada ")])
def test_two_persons_are_named_except_in_a_demonstration(
    house: make.House, kids: dict[str, str], said: Said
) -> None:
    with pytest.raises(Invalid) as caught:
        services.retire(REGISTER, kids["XA seal"], said)
    assert caught.value.code == "key_two_persons"
    make.demonstration(house)
    services.retire(REGISTER, kids["XA seal"], said)


def test_every_act_on_a_key_is_on_record_with_both_names(
    house: make.House, kids: dict[str, str]
) -> None:
    services.retire(REGISTER, kids["XA seal"], TWO)
    services.withdraw(REGISTER, kids["XA seal"], "Found open", TWO)
    with house.rows() as session:
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.reference == kids["XA seal"])
            .order_by(AuditEntry.id)
        ).all()
    assert [entry.action for entry in entries] == ["key.make", "key.retire", "key.withdraw"]
    assert '"by":"Ada Brandt"' in entries[0].facts
    assert '"witness":"Bo Castell"' in entries[2].facts
    assert entries[2].note == "Found open"


def test_the_database_lets_no_key_be_changed_or_brought_back(
    house: make.House, kids: dict[str, str]
) -> None:
    services.withdraw(REGISTER, kids["XA seal"], "Stolen", TWO)
    changes = (
        "withdrawn_at = NULL, withdrawn_reason = NULL",
        "valid_until = '2040-01-01'",
        "kid = '0011223344556677'",
    )
    for change in changes:
        statement = text(f"UPDATE keys SET {change} WHERE kid = '{kids['XA seal']}'")  # noqa: S608
        with pytest.raises(DBAPIError), house.rows() as session:
            session.execute(statement)


def test_a_withdrawal_needs_a_reason_and_a_key(kids: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        services.withdraw(REGISTER, kids["XA seal"], "  ", TWO)
    with pytest.raises(Invalid):
        services.withdraw(REGISTER, kids["XA seal"], "x" * 501, TWO)
    with pytest.raises(NotFound):
        services.withdraw(REGISTER, "00" * 8, "Stolen", TWO)


def test_a_state_that_is_none_of_the_register_has_no_keys(kids: dict[str, str]) -> None:
    with pytest.raises(NotFound) as caught:
        services.make(REGISTER, [make_keys.order(KeyUse.TOKEN, "XQ")], TWO, BASE_URL)
    assert caught.value.code == "key_state_unknown"


def test_an_offline_root_is_known_and_cannot_be_signed_with_here(
    house: make.House, folder: Path
) -> None:
    make.states(house, "XA")
    keyring.open_ring(folder)
    away = MemorySigner()
    now = make.at("2026-03-02 09:00")
    window = authority.Window(now, now + timedelta(days=3650))
    subject = authority.Subject("Root", "Regime")
    away.certificate = authority.root_certificate(away, subject, window)
    services.take_root(REGISTER, away.certificate, TWO)
    with pytest.raises(KeyUnusable) as caught:
        services.make(REGISTER, [make_keys.order(KeyUse.SEAL, "XA")], TWO, BASE_URL)
    assert caught.value.code == "key_offline"


def certified(issuer: MemorySigner, signer: MemorySigner, now: datetime) -> Certified:
    window = authority.Window(now, now + timedelta(days=365))
    subject = authority.Subject("Xandria seal", "Authority of XA", "XA")
    made = authority.certificate(issuer, signer.public_key, KeyUse.SEAL, subject, window, BASE_URL)
    return Certified(
        signer.public_key, made, KeyUse.SEAL, "XA", BackEnd.FILE, window.start, window.end
    )


def test_what_another_root_certified_is_not_taken_in(house: make.House, folder: Path) -> None:
    make.states(house, "XA")
    now = make.at("2026-03-02 09:00")
    window = authority.Window(now, now + timedelta(days=3650))
    roots = [MemorySigner(), MemorySigner()]
    for root in roots:
        subject = authority.Subject("Root", "Regime")
        root.certificate = authority.root_certificate(root, subject, window)
    assert roots[0].certificate is not None
    kid = services.take_root(REGISTER, roots[0].certificate, TWO)
    with pytest.raises(Refusal) as caught:
        services.take_certified(REGISTER, kid, [certified(roots[1], MemorySigner(), now)], TWO)
    assert caught.value.code == "key_certificate_of_another"
    good = certified(roots[0], MemorySigner(), now)
    (taken,) = services.take_certified(REGISTER, kid, [good], TWO)
    with pytest.raises(Duplicate):
        services.take_certified(REGISTER, kid, [good], TWO)
    with house.rows() as session:
        assert session.scalars(select(Key.back_end).where(Key.kid == taken)).one() == "file"

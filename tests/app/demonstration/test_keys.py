"""The demonstration's own keys: made at its first start, and at the next where they lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import keyring, known_keys
from app.demonstration import keys
from app.keys import queries
from app.signers.files import FileSigner
from app.work import REGISTER, reading
from models.keys import KeyUnusable, KeyUse
from tests import make

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
BASE_URL = "http://127.0.0.1:8000"


@pytest.fixture
def folder(house: make.House, tmp_path: Path) -> Iterator[Path]:
    make.demonstration(house)
    make.states(house, "XA", "XB")
    keyring.open_ring(tmp_path / "keys")
    yield tmp_path / "keys"
    keyring.close_ring()


def signer(state: str | None, use: KeyUse) -> FileSigner:
    with reading(REGISTER) as view:
        found = keyring.signer(view.session, state, use, view.at)
    assert isinstance(found, FileSigner)
    return found


def test_a_demonstration_laid_before_gets_its_keys_at_the_next_start_and_only_once(
    folder: Path,
) -> None:
    assert keys.lay(BASE_URL) == 8
    assert len(list(folder.iterdir())) == 8
    assert keys.lay(BASE_URL) == 0
    assert queries.all_keys(REGISTER).lacking == ()
    assert signer(None, KeyUse.TIMESTAMP).certificate is not None


def test_its_keys_begin_with_its_invented_history(house: make.House, folder: Path) -> None:
    keys.lay(BASE_URL)
    with reading(REGISTER) as view:
        known = known_keys.trusted(view.session, view.at)
    assert {key.not_before for key in known} == {make.LONG_AGO}
    with house.at("2028-12-31 09:00"):
        signer("XA", KeyUse.SEAL)


def test_a_file_that_is_gone_is_followed_by_a_new_key(folder: Path, house: make.House) -> None:
    keys.lay(BASE_URL)
    gone = signer("XA", KeyUse.TOKEN).kid.hex()
    (folder / f"{gone}.pem").unlink()
    with house.at("2026-03-02 10:00"):
        keys.lay(BASE_URL)
    with house.at("2026-03-02 10:01"):
        assert signer("XA", KeyUse.TOKEN).kid.hex() != gone
        with reading(REGISTER) as view:
            old = known_keys.of_kid(view.session, bytes.fromhex(gone))
    assert old is not None
    assert old.covers(make.at("2026-03-02 09:00")), "what it signed stays good"


def test_an_emptied_folder_is_filled_anew_root_and_all(folder: Path, house: make.House) -> None:
    keys.lay(BASE_URL)
    for file in folder.iterdir():
        file.unlink()
    with house.at("2026-03-02 10:00"):
        assert keys.lay(BASE_URL) == 8
        signer("XA", KeyUse.SEAL)
        with reading(REGISTER) as view:
            assert len(known_keys.roots(view.session, view.at)) == 2
    with house.at("2026-03-02 11:00"):
        assert keys.lay(BASE_URL) == 0


def test_a_file_that_others_may_read_stops_the_start(folder: Path) -> None:
    keys.lay(BASE_URL)
    kid = signer("XA", KeyUse.TOKEN).kid.hex()
    (folder / f"{kid}.pem").chmod(0o644)
    with pytest.raises(KeyUnusable) as caught:
        keys.lay(BASE_URL)
    assert caught.value.code == "key_file_exposed"

"""Key files: read by their owner alone, or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.authority import genuine
from app.signers import files
from app.signers.base import der_of, kid_of, raw_of
from app.signers.files import FileSigner
from models.keys import KeyUnusable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def refused(folder: Path, kid: str) -> str:
    with pytest.raises(KeyUnusable) as caught:
        FileSigner(folder, kid)
    return caught.value.code


def test_a_new_key_and_its_folder_are_their_owner_s_alone(folder: Path) -> None:
    made = files.make(folder)
    path = folder / f"{made.kid.hex()}.pem"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_a_file_signs_is_genuine_and_nothing_else_is(folder: Path) -> None:
    kid = files.make(folder).kid.hex()
    signer = FileSigner(folder, kid)
    signature = signer.sign(b"a token")
    assert len(signature) == 64
    assert signer.kid == kid_of(signer.public_key)
    assert genuine(signer.public_key, signature, b"a token")
    assert not genuine(signer.public_key, signature, b"another token")
    assert not genuine(files.make(folder).public_key, signature, b"a token")
    assert raw_of(der_of(signature)) == signature


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o666])
def test_a_file_that_others_may_open_is_refused(folder: Path, mode: int) -> None:
    kid = files.make(folder).kid.hex()
    (folder / f"{kid}.pem").chmod(mode)
    assert refused(folder, kid) == "key_file_exposed"


def test_a_folder_that_others_may_open_is_refused(folder: Path) -> None:
    kid = files.make(folder).kid.hex()
    folder.chmod(0o750)
    assert refused(folder, kid) == "key_file_exposed"
    with pytest.raises(KeyUnusable):
        files.make(folder)


def test_a_file_of_another_user_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kid = files.make(folder).kid.hex()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert refused(folder, kid) == "key_file_of_another_user"


def test_a_missing_file_and_a_link_are_refused(folder: Path) -> None:
    kid = files.make(folder).kid.hex()
    path = folder / f"{kid}.pem"
    moved = path.rename(folder / "moved.pem")
    assert refused(folder, kid) == "key_file_missing"
    path.symlink_to(moved)
    assert refused(folder, kid) == "key_file_unreadable"


def test_a_file_under_another_key_s_name_is_refused(folder: Path) -> None:
    one, other = (files.make(folder).kid.hex() for _ in range(2))
    (folder / f"{one}.pem").write_bytes((folder / f"{other}.pem").read_bytes())
    assert refused(folder, one) == "key_file_of_another"


def test_what_is_no_p_256_key_is_refused(folder: Path) -> None:
    kid = files.make(folder).kid.hex()
    wrong = (ec.generate_private_key(ec.SECP384R1()), rsa.generate_private_key(65537, 2048))
    for key in wrong:
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        (folder / f"{kid}.pem").write_bytes(text)
        assert refused(folder, kid) == "key_file_not_a_key"
    (folder / f"{kid}.pem").write_bytes(b"no key")
    assert refused(folder, kid) == "key_file_not_a_key"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(KeyUnusable) as caught:
        files.make(tmp_path / "file" / "keys")
    assert caught.value.code == "key_file_unwritable"

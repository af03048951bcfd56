"""FileSigner: secret keys in files of one folder, each readable by its owner alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.signers.base import kid_of, raw_of
from models.keys import ALGORITHM, KeyUnusable

WIDER = 0o077
"""Any of these bits lets somebody else in."""
MOST_BYTES = 4096
DIGEST = ec.ECDSA(hashes.SHA256())


class FileSigner:
    """Signs with the key in FOLDER/<kid>.pem (PKCS#8), refused if others may read it."""

    algorithm = ALGORITHM

    def __init__(self, folder: Path, kid: str, certificate: bytes | None = None) -> None:
        """Read the key; KeyUnusable when it is missing, too widely readable or another key."""
        self._key = _read(folder, kid)
        self.public_key = spki(self._key)
        self.kid = kid_of(self.public_key)
        self.certificate = certificate
        if self.kid.hex() != kid:
            raise KeyUnusable("key_file_of_another", file=str(folder / f"{kid}.pem"))

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`: r and s, 64 bytes."""
        return raw_of(self._key.sign(data, DIGEST))


def make(folder: Path) -> FileSigner:
    """Make a new P-256 key in the folder, which is made too where it is missing (0700, 0600)."""
    _ready(folder)
    key = ec.generate_private_key(ec.SECP256R1())
    kid = kid_of(spki(key)).hex()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / f"{kid}.pem"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise _unwritable(path, fault) from None
    with os.fdopen(handle, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return FileSigner(folder, kid)


def discard(folder: Path, kid: str) -> None:
    """Destroy a key file."""
    (folder / f"{kid}.pem").unlink(missing_ok=True)


def spki(key: ec.EllipticCurvePrivateKey) -> bytes:
    """DER SubjectPublicKeyInfo of a secret key."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _ready(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise _unwritable(folder, fault) from None
    _private(folder, 0o700)


def _read(folder: Path, kid: str) -> ec.EllipticCurvePrivateKey:
    path = folder / f"{kid}.pem"
    try:
        _private(folder, 0o700)
        # Opened first and judged by the open file: nobody can put another one in between.
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            _judge(path, os.fstat(file.fileno()), 0o600)
            text = file.read(MOST_BYTES)
    except FileNotFoundError:
        raise KeyUnusable("key_file_missing", file=str(path)) from None
    except OSError as fault:
        raise KeyUnusable("key_file_unreadable", file=str(path), why=fault.strerror or "") from None
    try:
        key = load_pem_private_key(text, password=None)
    except (ValueError, TypeError):
        raise KeyUnusable("key_file_not_a_key", file=str(path)) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name != "secp256r1":
        raise KeyUnusable("key_file_not_a_key", file=str(path))
    return key


def _private(path: Path, right: int) -> None:
    _judge(path, path.stat(), right)


def _judge(path: Path, found: os.stat_result, right: int) -> None:
    mode = stat.S_IMODE(found.st_mode)
    if mode & WIDER:
        raise KeyUnusable(
            "key_file_exposed", file=str(path), mode=f"{mode:04o}", right=f"{right:o}"
        )
    if found.st_uid != os.geteuid():
        raise KeyUnusable("key_file_of_another_user", file=str(path))


def _unwritable(path: Path, fault: OSError) -> KeyUnusable:
    return KeyUnusable("key_file_unwritable", file=str(path), why=fault.strerror or "")

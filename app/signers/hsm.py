"""Pkcs11Signer: keys in a hardware security module, reached by PKCS#11; they never leave it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pkcs11
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass
from pkcs11.exceptions import PKCS11Error, UserAlreadyLoggedIn
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

from app.signers.base import kid_of
from models.keys import ALGORITHM, KeyUnusable

if TYPE_CHECKING:
    from pkcs11.types import Session

CURVE = "secp256r1"
MOST_BYTES = 256


class Pkcs11Signer:
    """Signs with the key of a module whose CKA_ID is the kid."""

    algorithm = ALGORITHM

    def __init__(self, module: Module, kid: str, certificate: bytes | None = None) -> None:
        """Look the key up; KeyUnusable when the module does not hold it."""
        self._module = module
        self.kid = bytes.fromhex(kid)
        self.certificate = certificate
        self.public_key = module.public_key(self.kid)

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`: r and s, 64 bytes; one more try in a new session."""
        digest = hashlib.sha256(data).digest()
        try:
            return self._module.sign(self.kid, digest)
        except PKCS11Error:
            self._module.close()
        try:
            return self._module.sign(self.kid, digest)
        except PKCS11Error as fault:
            raise _failed(fault) from fault


class Module:
    """One token of one module, in one session that is opened when first asked."""

    def __init__(self, library: Path, token: str, pin_file: Path) -> None:
        self._library = library
        self._token = token
        self._pin_file = pin_file
        self._session: Session | None = None

    def make(self, label: str) -> Pkcs11Signer:
        """Make a new P-256 key that cannot be taken out, named by its kid; `label` is for people.

        The module must let a key be named after it was made (CKA_ID), as most do.
        """
        try:
            return Pkcs11Signer(self, self._make(label).hex())
        except PKCS11Error as fault:
            raise _failed(fault) from fault

    def _make(self, label: str) -> bytes:
        session = self._opened()
        parameters = session.create_domain_parameters(
            KeyType.EC, {Attribute.EC_PARAMS: encode_named_curve_parameters(CURVE)}, local=True
        )
        public, private = parameters.generate_keypair(
            store=True,
            label=label,
            private_template={Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False},
        )
        kid = kid_of(encode_ec_public_key(public))
        for part in (public, private):
            part[Attribute.ID] = kid
        return kid

    def destroy(self, kid: bytes) -> None:
        """Take a key out of the module for ever: one that never came on record."""
        for kind in (ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY):
            for found in self._objects(kind, kid):
                found.destroy()

    def public_key(self, kid: bytes) -> bytes:
        """DER SubjectPublicKeyInfo of a key; KeyUnusable when it is not there."""
        try:
            found = self._objects(ObjectClass.PUBLIC_KEY, kid)
            der = encode_ec_public_key(found[0]) if found else b""
        except PKCS11Error as fault:
            raise _failed(fault) from fault
        if kid_of(der) != kid:
            raise KeyUnusable("key_module_lacks", kid=kid.hex(), token=self._token)
        return der

    def sign(self, kid: bytes, digest: bytes) -> bytes:
        """Sign a digest of 32 bytes as it is (CKM_ECDSA)."""
        found = self._objects(ObjectClass.PRIVATE_KEY, kid)
        if not found:
            raise KeyUnusable("key_module_lacks", kid=kid.hex(), token=self._token)
        signature: bytes = found[0].sign(digest, mechanism=Mechanism.ECDSA)
        return signature

    def close(self) -> None:
        """End the session; the next call opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            try:
                session.close()
            except PKCS11Error:
                return

    def _objects(self, kind: ObjectClass, kid: bytes) -> list[Any]:
        wanted = {Attribute.CLASS: kind, Attribute.ID: kid}
        return list(self._opened().get_objects(wanted))

    def _opened(self) -> Session:
        if self._session is None:
            try:
                token = pkcs11.lib(str(self._library)).get_token(token_label=self._token)
                try:
                    self._session = token.open(rw=True, user_pin=self._pin())
                except UserAlreadyLoggedIn:
                    # PKCS#11 signs a whole process in: another session of it has done so.
                    self._session = token.open(rw=True)
            except (PKCS11Error, RuntimeError) as fault:
                raise _failed(fault) from fault
        return self._session

    def _pin(self) -> str:
        path = self._pin_file
        try:
            with path.open("rb") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                text = file.read(MOST_BYTES)
        except OSError as fault:
            raise KeyUnusable(
                "key_file_unreadable", file=str(path), why=fault.strerror or ""
            ) from None
        if mode & 0o077:
            raise KeyUnusable("key_file_exposed", file=str(path), mode=f"{mode:04o}", right="600")
        return text.decode().strip()


def _failed(fault: Exception) -> KeyUnusable:
    return KeyUnusable("key_module_failed", why=type(fault).__name__)

"""Keys of a hardware security module, tried with SoftHSM."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.authority import genuine
from app.signers.hsm import Module, Pkcs11Signer
from config import HardwareModule
from models.keys import KeyUnusable
from tests import softhsm


@pytest.fixture
def hardware() -> HardwareModule:
    return softhsm.token()


@pytest.fixture
def module(hardware: HardwareModule) -> Iterator[Module]:
    found = Module(hardware.module, hardware.token, hardware.pin_file)
    yield found
    found.close()


def refused(module: Module, kid: str = "00" * 8) -> tuple[str, object]:
    with pytest.raises(KeyUnusable) as caught:
        Pkcs11Signer(module, kid)
    return caught.value.code, caught.value.facts.get("why")


def test_a_key_made_in_the_module_is_found_by_its_name_and_signs(module: Module) -> None:
    made = module.make("XA seal")
    again = Pkcs11Signer(module, made.kid.hex(), b"certificate")
    signature = again.sign(b"a document")
    assert len(signature) == 64
    assert again.certificate == b"certificate"
    assert again.public_key == made.public_key
    assert genuine(made.public_key, signature, b"a document")
    assert not genuine(made.public_key, signature, b"another document")


def test_two_keys_of_one_label_are_told_apart(module: Module) -> None:
    one, two = module.make("XA token"), module.make("XA token")
    assert one.kid != two.kid
    assert genuine(two.public_key, two.sign(b"x"), b"x")
    assert not genuine(one.public_key, two.sign(b"x"), b"x")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signer_outlives_the_end_of_its_session(module: Module) -> None:
    signer = module.make("XA status")
    assert module._session is not None
    module._session.close()
    assert genuine(signer.public_key, signer.sign(b"x"), b"x")


def test_two_sessions_of_one_process_share_its_sign_in(
    module: Module, hardware: HardwareModule
) -> None:
    kid = module.make("XB seal").kid.hex()
    second = Module(hardware.module, hardware.token, hardware.pin_file)
    signer = Pkcs11Signer(second, kid)
    assert genuine(signer.public_key, signer.sign(b"x"), b"x")
    second.close()


def test_a_key_cannot_be_taken_out(module: Module) -> None:
    from pkcs11 import Attribute, ObjectClass  # noqa: PLC0415

    kid = module.make("XA seal").kid
    (secret,) = module._objects(ObjectClass.PRIVATE_KEY, kid)
    assert secret[Attribute.SENSITIVE] is True
    assert secret[Attribute.EXTRACTABLE] is False


def test_a_key_that_never_came_on_record_is_destroyed(module: Module) -> None:
    kid = module.make("unwanted").kid
    module.destroy(kid)
    assert refused(module, kid.hex())[0] == "key_module_lacks"


def test_a_module_without_the_key_says_so(module: Module) -> None:
    assert refused(module) == ("key_module_lacks", None)


def test_a_wrong_pin_token_or_library_is_said(hardware: HardwareModule, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text("9999")
    pin.chmod(0o600)
    wrong = (
        (dataclasses.replace(hardware, pin_file=pin), "PinIncorrect"),
        (dataclasses.replace(hardware, token="other"), "NoSuchToken"),
        (dataclasses.replace(hardware, module=tmp_path / "none.so"), "PKCS11Error"),
    )
    for settings, why in wrong:
        found = refused(Module(settings.module, settings.token, settings.pin_file))
        assert found == ("key_module_failed", why)


def test_a_pin_that_others_may_read_is_refused(hardware: HardwareModule, tmp_path: Path) -> None:
    pin = tmp_path / "pin"
    pin.write_text(softhsm.PIN)
    pin.chmod(0o644)
    assert refused(Module(hardware.module, hardware.token, pin))[0] == "key_file_exposed"
    pin.unlink()
    assert refused(Module(hardware.module, hardware.token, pin))[0] == "key_file_unreadable"

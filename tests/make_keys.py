"""Builders of keys: every key of a regime, made through the door, in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app import keyring
from app.keys import services
from app.keys.shapes import Order, Said
from app.work import REGISTER
from models.keys import OF_A_STATE, BackEnd, KeyUse
from tests import make

TWO = Said("Ada Brandt", "Bo Castell")
BASE_URL = "https://sacr.example"


def order(use: KeyUse, state: str | None = None, back_end: BackEnd = BackEnd.FILE) -> Order:
    """A new key whose secret part is made."""
    return Order(keyring.make(back_end, f"{state} {use}"), back_end, use, state)


def root(folder: Path) -> str:
    """Open a keyring in `folder` and make the regime's root; returns its kid."""
    keyring.open_ring(folder)
    signer = keyring.make(BackEnd.FILE, "root")
    return services.found_root(REGISTER, signer, BackEnd.FILE, "Regime of the test", TWO, None)


def keys(house: make.House, folder: Path, states: Sequence[str]) -> dict[str, str]:
    """The root, the time stamper's key and all keys of `states`: kid by "XA seal", "timestamp"."""
    found = {"root": root(folder)}
    orders = [order(KeyUse.TIMESTAMP)]
    orders += [order(use, state) for state in states for use in OF_A_STATE]
    made = services.make(REGISTER, orders, TWO, BASE_URL)
    for wanted, kid in zip(orders, made, strict=True):
        found[f"{wanted.state or ''} {wanted.use}".strip()] = kid
    return found

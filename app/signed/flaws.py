"""Why something signed is not accepted: one code each, the same in every implementation."""

from __future__ import annotations

from enum import StrEnum


class Flaw(StrEnum):
    """What is wrong with a code or a list (docs/reference/formats.md)."""

    NOT_A_CODE = "not_a_code"
    """The text does not begin with SB1: (a web address, another kind of code)."""
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    """Not base45, or not the one deterministic CBOR of what it says."""
    SHAPE = "shape"
    """Not a COSE_Sign1 with exactly the headers of its kind."""
    ALGORITHM = "algorithm"
    """An algorithm that is not accepted, or not that of the key."""
    SIGNATURE = "signature"
    CLAIMS = "claims"
    """A claim is missing, is of another kind, or is not foreseen."""
    KEY_UNKNOWN = "key_unknown"
    KEY_WITHDRAWN = "key_withdrawn"
    KEY_STATE = "key_state"
    """The key is another State's."""
    KEY_USE = "key_use"
    """The key is for something else."""
    KEY_WINDOW = "key_window"
    """Issued before or after the days of the key."""
    ADDRESS = "address"
    """A list of another State or year than was asked for."""
    ROLLED_BACK = "rolled_back"
    """An older list than one that was already seen."""
    NO_TRUST = "no_trust"
    """There is no trust list to judge by."""


class NotGenuine(Exception):  # noqa: N818  it is what the thing is, not a fault of ours
    """A signed thing is not accepted, and why."""

    def __init__(self, code: Flaw) -> None:
        super().__init__(code.value)
        self.code = code

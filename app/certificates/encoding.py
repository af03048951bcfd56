"""Keeps asn1crypto from taking a length that ends in 0x80 for one that is not told.

It looks at the last byte of a header alone. Where that byte belongs to a plain length (384, 640,
896 ...), it encodes the value and all in it anew, each level twice: one seal in forty took half a
second longer. Nothing else is changed, and the bytes are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asn1crypto import core

UNTOLD = b"\x80"
"""The last byte of a header whose value is closed by an end mark instead of a length."""
Dump = Callable[..., bytes]


def mend() -> None:
    """Mend each class of asn1crypto that encodes; done once."""
    if not hasattr(core, "sacr_mended"):
        core.sacr_mended = [kind for kind in vars(core).values() if _encodes(kind)]
        for kind in core.sacr_mended:
            kind.dump = _mended(kind.dump)


def _encodes(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, core.Asn1Value) and "dump" in vars(kind)


def _mended(dump: Dump) -> Dump:
    def dumped(value: Any, force: bool = False) -> bytes:  # noqa: FBT001, FBT002  as it is called
        header = value._header  # noqa: SLF001
        if header and header[-1:] == UNTOLD and not getattr(value, "_indefinite", False):
            value._header = None  # noqa: SLF001  written anew from the contents as they are
        return dump(value, force=force)

    return dumped

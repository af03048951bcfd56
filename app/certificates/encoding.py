"""Has asn1crypto encode each part of a value once; the bytes are the same.

It asks a value that was put together from parts for its contents twice or three times, and each
time all parts within it, so that what lies ten levels deep is encoded a thousand times: more than
half the time of a seal. And it takes a length that ends in 0x80 (384, 640, 896 ...) for one that
is not told, and encodes that value anew: one seal in forty took half a second longer.
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
        parts = getattr(value, "children", None)
        if parts is None or not value._is_mutated():  # noqa: SLF001
            return dump(value, force=force)
        value._set_contents(force=force)  # noqa: SLF001
        value.children = None  # so that its contents are taken as they are now
        try:
            return dump(value)
        finally:
            value.children = parts

    return dumped

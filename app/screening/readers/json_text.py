"""Lists that are published as JSON: values of a known shape, or the line and field at fault."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from app.screening.errors import ListError

Shape = TypeVar("Shape")
_BYTE = re.compile(r"\(byte (\d+)\)")
_PATH = re.compile(r"`\$\.?([^`]*)`")


def decoded(content: bytes, shape: type[Shape], *, line: int = 1) -> Shape:
    """The value of a JSON text that begins on a line; ListError for damage or another shape."""
    if not content.strip():
        raise ListError("empty", line=line)
    try:
        return msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=shape)
    except msgspec.ValidationError as fault:
        match = _PATH.search(str(fault))
        field = match[1] if match else "{}"
        raise ListError("shape", line=line, field=field, detail=str(fault)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        match = _BYTE.search(str(fault))
        at = int(match[1]) if match else len(content)
        damaged = line + content.count(b"\n", 0, at)
        raise ListError("damaged", line=damaged, detail=str(fault)) from None


def moment(written: str, *, line: int, field: str) -> datetime:
    """A moment as lists write it, in UTC where no zone is given."""
    if not written:
        raise ListError("missing", line=line, field=field)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise ListError("date", line=line, field=field, value=written[:40]) from None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)

"""The files of a list before they are read: what they are called, how large, which version."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import IO

from app.screening import list_formats
from app.screening.errors import ListTooLarge, SourceName
from app.screening.readers.shared import WHOLE, Files

FILE_LIMIT = 64 * 1024 * 1024
"""Bytes of a list file; the largest public list has half of it."""
SOURCE_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
OWN_SOURCES = frozenset({"watchlist"})


def checked_name(name: str) -> str:
    """The name of a list, short and plain; the watchlist has its own."""
    if not SOURCE_NAME.fullmatch(name) or name in OWN_SOURCES:
        raise SourceName(name)
    return name


def files_of(source: Path | IO[bytes], form: str) -> Files:
    """The bytes of a list by what each file is in it; too many together are refused."""
    if not isinstance(source, Path):
        return {WHOLE: _content(source)}
    found = list_formats.FORMS[form].files(source)
    files = {part: _content(path) for part, path in found.items()}
    if sum(map(len, files.values())) > FILE_LIMIT:
        raise ListTooLarge(FILE_LIMIT)
    return files


def digest_of_files(files: Files, published_on: date | None) -> str:
    """What a version is known by: its bytes; its parts in order; the day, where it is told apart.

    A file without a day of its own is the same version only on the same day: published again
    unchanged, it is current again.
    """
    parts = [hashlib.sha256(files[part]).hexdigest() for part in sorted(files)]
    told = [*parts, *([published_on.isoformat()] if published_on else [])]
    return told[0] if len(told) == 1 else hashlib.sha256("\n".join(told).encode()).hexdigest()


def _content(source: Path | IO[bytes]) -> bytes:
    """The bytes of a file, however often they are asked for."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            content = file.read(FILE_LIMIT + 1)
    else:
        source.seek(0)
        content = source.read(FILE_LIMIT + 1)
    if len(content) > FILE_LIMIT:
        raise ListTooLarge(FILE_LIMIT)
    return content

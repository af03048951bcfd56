"""Prepared lists kept as files, so that a process that starts again need not prepare them again.

A file is only ever a saving: one that is missing, damaged or of older code is made anew from the
rows, and nothing is told that the rows do not tell.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from app.screening.entries import ListEntry
from app.screening.listed import DamagedError, Index

FOLDER = "screening"
ENDING = ".index"
_KEY = re.compile("[0-9a-f]{64}")

log = logging.getLogger("sacr.screening")


class Shelf:
    """The files of one installation; without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def index(
        self, key: str, references: Collection[str], entries: Callable[[], Iterable[ListEntry]]
    ) -> Index:
        """The prepared list of a key, from its file or, where there is none, from the entries.

        `key` is a SHA-256 digest of the published file, as 64 hexadecimal digits; `references` are
        those of its entries: a file that holds others belongs to another reading of that list.
        """
        path = self._path(key)
        if path is not None:
            with contextlib.suppress(OSError, DamagedError):
                index = Index.of_bytes(path.read_bytes())
                if index.references() == set(references):
                    return index
        index = Index(entries())
        if path is not None:
            _write(path, index.as_bytes())
        return index

    def keep_only(self, keys: Collection[str]) -> None:
        """Remove the files of all other keys, and what a process that was killed left."""
        if self._folder is None or not self._folder.is_dir():
            return
        kept = {f"{key}{ENDING}" for key in keys}
        for path in self._folder.iterdir():
            if path.name not in kept and ENDING in path.name:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, key: str) -> Path | None:
        if self._folder is None or not _KEY.fullmatch(key):
            return None
        return self._folder / f"{key}{ENDING}"


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, readable by its owner alone; a full disk only costs the saving."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=path.name, delete=False
        ) as file:  # mode 0600
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as fault:
        log.warning("prepared lists could not be kept (%s)", type(fault).__name__)

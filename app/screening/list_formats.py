"""Every form in which a list can be imported: one table, one way of reading (RSK-01)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Protocol

from app.screening import un_list
from app.screening.entries import ListEntry, ListFile
from app.screening.errors import ListError, Undated
from app.screening.readers import (
    bis,
    canada,
    csl_csv,
    csl_json,
    eu,
    ftm,
    ofac_csv,
    ofac_xml,
    uk,
)
from app.screening.readers.shared import WHOLE, Files, Lines

Progress = Callable[[int], None]
Found = tuple[datetime | None, tuple[ListEntry, ...]]
"""When the file says that it was published, and its entries."""


class Reader(Protocol):
    """A module that reads one form; KEY is what the form calls the reference of an entry."""

    KEY: str

    def entries(self, parts: Files, /) -> Lines:
        """Every entry with its line."""

    def published(self, parts: Files, /) -> datetime | None:
        """When the file says that it was published."""


def _whole(path: Path) -> Mapping[str, Path]:
    return {WHOLE: path}


@dataclass(frozen=True)
class Form:
    """One form of list: its publisher's title, and how files in it are read.

    `source` is the list of which such a file is a version, unless another is named; `dated` says
    whether the file tells its own day; `files` finds the further files of a list of several.
    """

    source: str
    title: str
    read: Callable[[Files, Progress | None], Found]
    dated: bool = True
    files: Callable[[Path], Mapping[str, Path]] = _whole


def _un(files: Files, progress: Progress | None) -> Found:
    found = un_list.read(io.BytesIO(files[WHOLE]), progress)
    return found.published_at, found.entries


def _by(reader: Reader) -> Callable[[Files, Progress | None], Found]:
    """Read with a module of `readers`, and refuse a reference that stands twice."""

    def read(files: Files, progress: Progress | None) -> Found:
        published = reader.published(files)
        lines: dict[str, int] = {}
        entries: list[ListEntry] = []
        for line, entry in reader.entries(files):
            first_line = lines.setdefault(entry.reference, line)
            if len(lines) == len(entries):
                facts = {"reference": entry.reference, "first_line": first_line}
                raise ListError("duplicate", line=line, field=reader.KEY, **facts)
            entries.append(entry)
            if progress:
                progress(len(entries))
        return published, tuple(entries)

    return read


UN = "un"
FORMS: Mapping[str, Form] = {
    UN: Form("un", "United Nations Security Council, consolidated list, XML", _un),
    "ofac-csv": Form(
        "ofac",
        "US Treasury (OFAC), SDN.CSV with ADD, ALT and SDN_COMMENTS beside it",
        _by(ofac_csv),
        dated=False,
        files=ofac_csv.files,
    ),
    "ofac-xml": Form("ofac", "US Treasury (OFAC), SDN.XML or CONSOLIDATED.XML", _by(ofac_xml)),
    "csl-csv": Form("csl", "US Consolidated Screening List, CSV", _by(csl_csv), dated=False),
    "csl-json": Form("csl", "US Consolidated Screening List, JSON", _by(csl_json)),
    "bis-dpl": Form("bis", "US Commerce (BIS), Denied Persons List", _by(bis), dated=False),
    "eu-fsf": Form("eu", "European Union, financial sanctions (FSF), CSV 1.0 or 1.1", _by(eu)),
    "uk-ofsi": Form("uk", "United Kingdom (OFSI), ConList.csv", _by(uk)),
    "ca-sema": Form("ca", "Canada, autonomous sanctions (SEMA), XML", _by(canada), dated=False),
    "ftm": Form("ftm", "A collection of FollowTheMoney, JSON lines", _by(ftm), dated=False),
}


def read(
    name: str,
    files: Files,
    *,
    published_on: date | None = None,
    progress: Progress | None = None,
) -> ListFile:
    """Read a whole list in one of FORMS; `published_on` for a form that does not tell its day.

    `progress` is told the number of entries read, after each one. Raises ListError, naming line
    and field, for anything that is not a whole list; Undated without a day, or with two.
    """
    form = FORMS[name]
    if form.dated == (published_on is not None):
        raise Undated(dated=form.dated)
    made, entries = form.read(files, progress)
    if not entries:
        raise ListError("empty", line=1)
    told = made or datetime.combine(published_on or date.min, time(), UTC)
    return ListFile(published_at=told, entries=entries)

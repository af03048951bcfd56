"""Verbs of screening: take in a list, answer what was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import insert, select

from app.screening import entries, list_formats, un_list
from app.screening.entries import ListFile
from app.screening.errors import refuse_halved
from app.screening.list_files import checked_name, digest_of_files, files_of
from app.screening.readers.shared import WHOLE
from app.work import Caller, Work, act, reading, work
from models.actions import Action
from models.errors import Blocked, Duplicate
from models.list_sources import ListSetting, retired_sources
from models.screening import ListEntryRow, ListVersion

Progress = Callable[[int], None]

ROWS_AT_ONCE = 500
CLOCKS_DIFFER = timedelta(days=1)
GROWN = 10
"""A list with so many times the entries of the one before is taken, and said to be so: to miss
somebody costs more than to look at a hit too many."""


@dataclass(frozen=True)
class Imported:
    """What an import took."""

    source: str
    published_on: date
    persons: int
    firms: int
    names: int
    crafts: int
    """Vessels and aircraft, which are among the firms."""
    replaced: date | None
    """The date of the version that it follows, if there is one."""
    version_id: int = 0
    grown_from: int | None = None
    """The entries of the version before, where it has ten times as many: taken, and told."""


@act
def import_list(
    caller: Caller,
    source: Path | IO[bytes],
    *,
    form: str = list_formats.UN,
    source_name: str = "",
    published_on: date | None = None,
    forced: bool = False,
    invented: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Take a whole list as the newest version (RSK-01), or nothing of it: the old one stays.

    `form` is one of `list_formats.FORMS`, whose own list it is unless `source_name` names another;
    `published_on` is the day of a file that does not tell its own. Raises ListError for a file that
    is no whole list, PartMissing and Undated, Halved, Duplicate for a file that is there already,
    Blocked for one older than the version in use, from the future, or of a list out of use.
    `forced` overrides Halved and the dates, on the publisher's word.
    """
    source_name = checked_name(source_name or list_formats.FORMS[form].source)
    files = files_of(source, form)
    digest = digest_of_files(files, published_on)
    invented = invented or files.get(WHOLE) == un_list.INVENTED.read_bytes()
    with reading(caller) as view:
        _refuse_known(view.session.scalar(_same_file(source_name, digest)))
    file = list_formats.read(form, files, published_on=published_on, progress=progress)
    return store_list(caller, source_name, file, digest, forced=forced, invented=invented)


@act
def store_list(
    caller: Caller,
    source_name: str,
    file: ListFile,
    digest: str,
    *,
    forced: bool = False,
    invented: bool = False,
) -> Imported:
    """Take a list that was read as the newest version of its source; raises as `import_list`."""
    with work(caller) as w:
        _refuse_known(w.session.scalar(_same_file(source_name, digest)))
        if w.session.scalar(retired_sources().where(ListSetting.source == source_name)):
            raise Blocked("list_retired", source=source_name)
        current = _current(w, source_name)
        _refuse_unfit(w, file, current, forced=forced, invented=invented)
        row = ListVersion(
            source=source_name,
            published_on=file.publisher_date,
            imported_at=w.at,
            sha256=digest,
            invented=invented,
            entry_count=len(file.entries),
            name_count=file.names,
        )
        w.add(Action.LIST_IMPORT, row, published_on=file.publisher_date.isoformat(), forced=forced)
        _insert(w, row.id, file)
        before = None if current is None or current.invented else current.entry_count
    return Imported(
        source_name,
        file.publisher_date,
        file.persons,
        file.firms,
        file.names,
        file.crafts,
        current.published_on if current else None,
        version_id=row.id,
        grown_from=before if before and len(file.entries) >= GROWN * before else None,
    )


def _same_file(source_name: str, digest: str) -> Any:
    return select(ListVersion.published_on).where(
        ListVersion.source == source_name, ListVersion.sha256 == digest
    )


def _refuse_known(published_on: date | None) -> None:
    if published_on is not None:
        raise Duplicate("list_imported_already", published_on=published_on)


def _current(w: Work, source_name: str) -> ListVersion | None:
    """The version in use, as the last of several simultaneous imports left it."""
    newest = select(ListVersion).where(ListVersion.source == source_name)
    newest = newest.order_by(ListVersion.id.desc()).limit(1)
    # The first to come holds the version that both would follow; the second looks again.
    w.session.execute(newest.with_for_update())
    return w.session.scalar(newest)


def _refuse_unfit(
    w: Work, file: ListFile, current: ListVersion | None, *, forced: bool, invented: bool
) -> None:
    """An invented list never follows a real one; a real one follows an invented one in any case."""
    known = current is not None and not current.invented
    if invented and known:
        raise Blocked("list_real_already")
    if invented or forced:
        return
    if file.published_at > w.at + CLOCKS_DIFFER:
        raise Blocked("list_from_the_future", published_on=file.publisher_date)
    if current is None or not known:
        return
    if file.publisher_date < current.published_on:
        published_on, in_use = file.publisher_date, current.published_on
        raise Blocked("list_older", published_on=published_on, current=in_use)
    refuse_halved(len(file.entries), current.entry_count)


def _insert(w: Work, version_id: int, file: ListFile) -> None:
    """All entries in few statements; facts as the reader's value, written once as JSON."""
    rows = [
        {
            "list_version_id": version_id,
            "reference": entry.reference,
            "kind": str(entry.kind),
            "name": entry.name,
            "facts": msgspec.to_builtins(entry),
            "digest": entries.digest(entry),
        }
        for entry in file.entries
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        w.session.execute(insert(ListEntryRow), rows[start : start + ROWS_AT_ONCE])


@act
def answer_next(caller: Caller) -> bool:
    """Answer the case that has waited longest; see `services_answers`, which compares names.

    It comes with the first call: no process that answers pages loads what compares.
    """
    from app.screening import services_answers  # noqa: PLC0415

    return services_answers.answer_next(caller)


@act
def answer_all(caller: Caller) -> int:
    """Answer every name that waits; returns in how many pieces."""
    pieces = 0
    while answer_next(caller):
        pieces += 1
    return pieces

"""Fetches lists from their publishers by the clock; whatever goes wrong, the version in use stays.

A look is made in a process of its own: what comes from outside is read where neither documents
nor screenings wait for it, and its memory is given back.
"""

from __future__ import annotations

import atexit
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import func, select

from app.screened import newest_lists
from app.screening import (
    entries,
    list_files,
    list_formats,
    publishers,
    services,
    services_lists,
    sources,
)
from app.screening.entries import ListFile
from app.screening.errors import SettingWrong, Unreadable
from app.screening.readers.shared import WHOLE
from app.work import Caller, View, reading
from config import PROJECT
from models.errors import Refusal
from models.list_sources import IMPORTED, UNCHANGED, ListFetch, ListSetting
from models.screening import ListEntryRow, ListVersion

AGAIN = timedelta(hours=1)
"""After a look that brought nothing, however seldom the list is fetched otherwise."""
LOOK_EVERY = 30.0
"""Seconds between two looks at what is due."""
LONGEST = 900.0
"""Seconds after which a look is ended."""
WORD = 200
NOWHERE: Mapping[str, str] = MappingProxyType({})

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Looked:
    """What came of a look at a publisher's address."""

    source: str
    outcome: str
    """imported, unchanged, or the code of the refusal."""
    imported: services.Imported | None = None
    trouble: Refusal | None = None


@dataclass(frozen=True)
class _Wanted:
    """One list as it is to be fetched."""

    source: str
    form: str
    addresses: Mapping[str, str]
    current: ListVersion | None
    at: datetime


def due(caller: Caller) -> tuple[str, ...]:
    """The lists whose time to be fetched has come."""
    with reading(caller) as view:
        last = _last_looks(view)
        return tuple(
            setting.source
            for setting in settings(view)
            if setting.every_hours and not setting.retired and _is_due(setting, last, view.at)
        )


def fetch(
    caller: Caller,
    source: str,
    progress: Progress | None = None,
    configured: Mapping[str, str] = NOWHERE,
) -> Looked:
    """Fetch a list and take it if it is new; the look is recorded, whatever came of it.

    `configured` are addresses by list that an installation was given instead of the publisher's.
    Raises SettingWrong for a list that nobody knows where to fetch.
    """
    wanted = _wanted(caller, source, configured)
    came: dict[str, bytes] = {}
    try:
        for part, url in sorted(wanted.addresses.items()):
            left = list_files.FILE_LIMIT - sum(map(len, came.values()))
            came[part] = sources.fetched(url, most=left).read()
        looked, version, confirmed = _taken(caller, wanted, came, progress)
    except Refusal as no:
        looked, version, confirmed = Looked(source, no.code, trouble=no), None, None
    except Exception as fault:  # noqa: BLE001  what comes from outside may be anything
        trouble = Unreadable(type(fault).__name__)
        looked, version, confirmed = Looked(source, trouble.code, trouble=trouble), None, None
    services_lists.record(
        caller,
        ListFetch(
            source=source,
            at=wanted.at,
            outcome=looked.outcome,
            facts=_told(looked.trouble),
            size=sum(map(len, came.values())),
            sha256=_digest(came),
            list_version_id=version,
            confirmed_on=confirmed,
        ),
    )
    return looked


def _wanted(caller: Caller, source: str, configured: Mapping[str, str]) -> _Wanted:
    with reading(caller) as view:
        setting = next((row for row in settings(view) if row.source == source), None)
        if setting is not None and setting.retired:
            raise SettingWrong("list_retired", source=source)
        form = setting.form if setting else publishers.form_of(source)
        own = dict(setting.addresses) if setting else {}
        given = {WHOLE: configured[source]} if source in configured else {}
        addresses = own or given or publishers.published(source, form)
        if not addresses:
            raise SettingWrong("list_address_missing", source=source[:40])
        current = next((row for row in newest_lists(view.session) if row.source == source), None)
        return _Wanted(source, form, addresses, current, view.at)


def _taken(
    caller: Caller, wanted: _Wanted, came: Mapping[str, bytes], progress: Progress | None
) -> tuple[Looked, int | None, Any]:
    """The outcome, the version that it is about, and the day for which that is told."""
    today = wanted.at.date()
    day = None if list_formats.FORMS[wanted.form].dated else today
    current = wanted.current
    if current is not None and _same_bytes(current, came, dated=day is None):
        return Looked(wanted.source, UNCHANGED), current.id, today
    file = list_formats.read(wanted.form, came, published_on=day, progress=progress)
    if current is not None and _same_entries(caller, current, file):
        return Looked(wanted.source, UNCHANGED), current.id, today
    digest = list_files.digest_of_files(came, day)
    taken = services.store_list(caller, wanted.source, file, digest)
    return Looked(wanted.source, IMPORTED, taken), taken.version_id, today


def _same_bytes(current: ListVersion, came: Mapping[str, bytes], *, dated: bool) -> bool:
    day = None if dated else current.published_on
    return list_files.digest_of_files(came, day) == current.sha256


def _same_entries(caller: Caller, current: ListVersion, file: ListFile) -> bool:
    """Whether a file that is made anew, with a new day in it, says what the version in use says."""
    if file.publisher_date < current.published_on or len(file.entries) != current.entry_count:
        return False
    with reading(caller) as view:
        rows = view.session.execute(
            select(ListEntryRow.reference, ListEntryRow.digest).where(
                ListEntryRow.list_version_id == current.id
            )
        )
        held = {row.reference: row.digest for row in rows}
    return all(held.get(entry.reference) == entries.digest(entry) for entry in file.entries)


def _told(trouble: Refusal | None) -> dict[str, Any]:
    """What the sentence of a refusal names, as plain values."""
    facts = {} if trouble is None else trouble.facts
    return {
        name: value if isinstance(value, int) else str(value)[:WORD]
        for name, value in facts.items()
    }


def _digest(came: Mapping[str, bytes]) -> str:
    return list_files.digest_of_files(came, None) if came else hashlib.sha256().hexdigest()


def settings(view: View) -> Sequence[ListSetting]:
    """How each list is kept now."""
    newest = select(func.max(ListSetting.id)).group_by(ListSetting.source)
    rows = select(ListSetting).where(ListSetting.id.in_(newest)).order_by(ListSetting.source)
    return view.session.scalars(rows).all()


def _last_looks(view: View) -> dict[str, ListFetch]:
    newest = select(func.max(ListFetch.id)).group_by(ListFetch.source)
    rows = view.session.scalars(select(ListFetch).where(ListFetch.id.in_(newest)))
    return {row.source: row for row in rows}


def _is_due(setting: ListSetting, last: Mapping[str, ListFetch], at: datetime) -> bool:
    """Whether its interval is over; a change of the setting is followed at once."""
    looked = last.get(setting.source)
    if looked is None or looked.at < setting.set_at:
        return True
    wait = timedelta(hours=setting.every_hours)
    return at >= looked.at + (wait if looked.well else min(wait, AGAIN))


COMMAND = (sys.executable, "-m", "flask", "--app", "wsgi", "lists", "fetch", "--due")


class Fetcher:
    """Starts a process for what is due, and waits for none: a job of the worker."""

    def __init__(self, command: Sequence[str] = COMMAND, look_every: float = LOOK_EVERY) -> None:
        self._command = command
        self._look_every = look_every
        self._not_before = 0.0
        self._begun = 0.0
        self._child: subprocess.Popen[bytes] | None = None

    def fetch_next(self, caller: Caller) -> bool:
        """See to a look that goes on, or begin one that is due; never busy itself.

        Raises RuntimeError when the process could not even record what came of its look.
        """
        if self._child is not None:
            self._see_to(self._child)
        elif time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + self._look_every
            if due(caller):
                self._begun = time.monotonic()
                self._child = subprocess.Popen(self._command, cwd=PROJECT)  # noqa: S603
                atexit.register(self._child.terminate)
        return False

    def _see_to(self, child: subprocess.Popen[bytes]) -> None:
        ended = child.poll()
        if ended is None and time.monotonic() - self._begun > LONGEST:
            child.kill()
            ended = child.wait()
        if ended is None:
            return
        atexit.unregister(child.terminate)
        self._child = None
        if ended:
            msg = f"lists fetch ended with {ended}"
            raise RuntimeError(msg)

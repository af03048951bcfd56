"""One public list: its versions, what changed from one to the next, and the history of an entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session, aliased

from app import standing
from app.list_alarms import ListAlarm, alarms
from app.screened import current_days, newest_lists
from app.screening import publishers
from app.screening.entries import (
    NOT_FACTS,
    Birth,
    Country,
    Document,
    ListedName,
    ListEntry,
    NameQuality,
    Place,
)
from app.work import Caller, View, reading
from models.errors import NotFound
from models.list_sources import ListFetch, ListSetting
from models.screening import ListEntryRow, ListVersion
from models.states import Terms, day_of

KEY = "reference"
PARTS = (ListedName, Birth, Country, Document, Place)
SHOWN = tuple(name for name in ListEntry.__struct_fields__ if name not in NOT_FACTS)
"""What is told of an entry, in its order."""
NOT_WORDS = frozenset(
    {*ListEntry.__struct_fields__, *NameQuality}
    | {field for part in PARTS for field in part.__struct_fields__}
)
"""How an entry is kept, which every one of them holds: looked for in names alone."""
PAGE = 50
LOOKS = 10
VERSIONS = 20


class Part(StrEnum):
    """What became of an entry from one version to the next."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Version:
    """One version of a list."""

    uid: str
    published_on: date
    imported_at: datetime
    entries: int
    names: int
    invented: bool
    grew_by: int | None
    """Entries more, or fewer, than the version before; None of the first."""


@dataclass(frozen=True)
class Look:
    """One look at the publisher's address."""

    at: datetime
    outcome: str
    facts: Mapping[str, Any]
    size: int
    well: bool


@dataclass(frozen=True)
class Kept:
    """How a list is fetched, and whether it is in use."""

    form: str
    every_hours: int
    addresses: tuple[str, ...]
    retired: bool
    reason: str
    set_at: datetime


@dataclass(frozen=True)
class EntryLine:
    """One entry of a list; `fields` say what of it changed."""

    reference: str
    name: str
    kind: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListPage:
    """One list: its newest version, those before, its looks, and entries of it."""

    source: str
    current_on: date
    age_days: int
    too_old: bool
    versions: tuple[Version, ...]
    kept: Kept | None
    looks: tuple[Look, ...]
    alarms: tuple[ListAlarm, ...]
    entries: tuple[EntryLine, ...]
    typed: str
    after: str
    """Where the next page of entries begins; empty on the last."""
    at: datetime
    zone: str


@dataclass(frozen=True)
class ChangesPage:
    """What one version changed of the version before it."""

    source: str
    version: Version
    before: Version | None
    counts: Mapping[str, int]
    part: Part
    lines: tuple[EntryLine, ...]
    after: str
    zone: str


@dataclass(frozen=True)
class Changed:
    """One field of an entry, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Happened:
    """What a version did to an entry: added it, changed it, or no longer has it."""

    part: Part
    version: Version
    changes: tuple[Changed, ...] = ()


@dataclass(frozen=True)
class EntryPage:
    """One entry as it was published last, and what happened to it, newest first."""

    source: str
    entry: ListEntry
    told: tuple[tuple[str, Any], ...]
    """Every field that says something, with its value, in the order of the entry."""
    version: Version
    """The newest that has it."""
    stands: bool
    """Whether the version in use has it."""
    history: tuple[Happened, ...]
    zone: str


def of_list(caller: Caller, source: str, typed: str = "", after: str = "") -> ListPage:
    """One list with the entries that hold every word typed; NotFound for a list that never was."""
    with reading(caller) as view:
        rows = _versions(view.session, source)
        versions = _told(rows)
        newest = rows[0]
        terms = _terms(view)
        current = max(newest.published_on, current_days(view.session).get(newest.id, date.min))
        age = (day_of(view.at, terms.zone) - current).days
        lines, onward = _page_of(view.session, _entries(newest.id, typed), after)
        return ListPage(
            source=source,
            current_on=current,
            age_days=max(age, 0),
            too_old=age > terms.list_max_age_days,
            versions=versions[:VERSIONS],
            kept=_kept(view.session, source),
            looks=_looks(view.session, source),
            alarms=tuple(item for item in alarms(view.session, view.at) if item.source == source),
            entries=lines,
            typed=typed,
            after=onward,
            at=view.at,
            zone=terms.time_zone,
        )


def changes(
    caller: Caller, source: str, uid: str, part: Part | None = None, after: str = ""
) -> ChangesPage:
    """What a version changed of the one before; without `part` the first that has anything."""
    with reading(caller) as view:
        rows = _versions(view.session, source)
        place = next((n for n, row in enumerate(rows) if _is(row, uid)), None)
        if place is None:
            raise NotFound
        told = _told(rows)
        before = rows[place + 1] if place + 1 < len(rows) else None
        old = None if before is None else before.id
        counts = {
            str(kind): view.session.scalar(
                select(func.count()).select_from(_of(kind, rows[place].id, old).subquery())
            )
            or 0
            for kind in Part
        }
        shown = part or next((kind for kind in Part if counts[kind]), Part.ADDED)
        lines, onward = _page_of(view.session, _of(shown, rows[place].id, old), after)
        if shown is Part.CHANGED and old is not None:
            lines = _with_fields(view.session, lines, rows[place].id, old)
        return ChangesPage(
            source=source,
            version=told[place],
            before=told[place + 1] if before is not None else None,
            counts=counts,
            part=shown,
            lines=lines,
            after=onward,
            zone=_terms(view).time_zone,
        )


def entry(caller: Caller, source: str, reference: str) -> EntryPage:
    """One entry of a list through all its versions; NotFound for one that no version has."""
    with reading(caller) as view:
        rows = _versions(view.session, source)
        held = {
            row.list_version_id: row
            for row in view.session.scalars(
                select(ListEntryRow).where(
                    ListEntryRow.reference == reference,
                    ListEntryRow.list_version_id.in_([row.id for row in rows]),
                )
            )
        }
        if not held:
            raise NotFound
        told = dict(zip((row.id for row in rows), _told(rows), strict=True))
        last = max(held)
        shown = _read(held[last])
        return EntryPage(
            source=source,
            entry=shown,
            told=tuple(
                (name, value) for name in SHOWN if (value := getattr(shown, name)) and name != KEY
            ),
            version=told[last],
            stands=last == rows[0].id and any(row.id == last for row in newest_lists(view.session)),
            history=_history([(told[row.id], held.get(row.id)) for row in reversed(rows)]),
            zone=_terms(view).time_zone,
        )


def out_of_use(session: Session) -> tuple[tuple[str, Kept], ...]:
    """The lists that names are no longer compared with."""
    newest = select(func.max(ListSetting.id)).group_by(ListSetting.source)
    rows = session.scalars(
        select(ListSetting)
        .where(ListSetting.id.in_(newest), ListSetting.retired.is_(True))
        .order_by(ListSetting.source)
    )
    return tuple((row.source, _kept_of(row)) for row in rows)


def hours(session: Session) -> Mapping[str, int]:
    """How often each list is fetched by itself."""
    newest = select(func.max(ListSetting.id)).group_by(ListSetting.source)
    rows = session.execute(
        select(ListSetting.source, ListSetting.every_hours).where(ListSetting.id.in_(newest))
    )
    return {row.source: row.every_hours for row in rows}


def _terms(view: View) -> Terms:
    return standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()


def _versions(session: Session, source: str) -> Sequence[ListVersion]:
    """Every version of a list, the newest first."""
    rows = session.scalars(
        select(ListVersion).where(ListVersion.source == source).order_by(ListVersion.id.desc())
    ).all()
    if not rows:
        raise NotFound
    return rows


def _is(row: ListVersion, uid: str) -> bool:
    try:
        return row.uid == UUID(uid)
    except ValueError:
        return False


def _told(rows: Sequence[ListVersion]) -> tuple[Version, ...]:
    older = [*rows[1:], None]
    return tuple(
        Version(
            uid=str(row.uid),
            published_on=row.published_on,
            imported_at=row.imported_at,
            entries=row.entry_count,
            names=row.name_count,
            invented=row.invented,
            grew_by=None if before is None else row.entry_count - before.entry_count,
        )
        for row, before in zip(rows, older, strict=True)
    )


def _kept(session: Session, source: str) -> Kept | None:
    rows = select(ListSetting).where(ListSetting.source == source)
    found = session.scalar(rows.order_by(ListSetting.id.desc()).limit(1))
    return None if found is None else _kept_of(found)


def _kept_of(row: ListSetting) -> Kept:
    places = dict(row.addresses) or publishers.published(row.source, row.form)
    return Kept(
        form=row.form,
        every_hours=row.every_hours,
        addresses=tuple(places[part] for part in sorted(places)),
        retired=row.retired,
        reason=row.reason,
        set_at=row.set_at,
    )


def _looks(session: Session, source: str) -> tuple[Look, ...]:
    rows = session.scalars(
        select(ListFetch)
        .where(ListFetch.source == source)
        .order_by(ListFetch.id.desc())
        .limit(LOOKS)
    )
    return tuple(Look(row.at, row.outcome, row.facts, row.size, row.well) for row in rows)


def _entries(version: int, typed: str) -> Select[str, str, str]:
    """Entries of a version in the order of their references, those that hold every word typed."""
    words = (_holds(word) for word in typed.split())
    return _lines().where(ListEntryRow.list_version_id == version, *words)


def _holds(word: str) -> ColumnElement[bool]:
    """Whether an entry has a word in it: in a name, a number, a remark.

    A database may know small and great letters of plain Latin only, so other scripts are asked
    for as they are usually written too.
    """
    spelt = {word, word.lower(), word.upper(), word.title()}
    if word.lower() in NOT_WORDS:
        return ListEntryRow.name.icontains(word, autoescape=True)
    text = type_coerce(ListEntryRow.facts, Text)
    return or_(
        ListEntryRow.reference == word, *(text.icontains(form, autoescape=True) for form in spelt)
    )


def _lines() -> Select[str, str, str]:
    return select(ListEntryRow.reference, ListEntryRow.name, ListEntryRow.kind)


def _of(part: Part, new: int, old: int | None) -> Select[str, str, str]:
    """The entries that a version added, changed or left out."""
    other = aliased(ListEntryRow)
    same = other.reference == ListEntryRow.reference
    here, there = (old, new) if part is Part.REMOVED else (new, old)
    found = _lines().where(ListEntryRow.list_version_id == (here or 0))
    if part is Part.CHANGED:
        return found.join(
            other,
            and_(
                same,
                other.list_version_id == (there or 0),
                other.digest != ListEntryRow.digest,
            ),
        )
    missing = select(other.id).where(same, other.list_version_id == (there or 0))
    return found.where(~missing.correlate(ListEntryRow).exists())


def _page_of(
    session: Session, found: Select[str, str, str], after: str
) -> tuple[tuple[EntryLine, ...], str]:
    """One page of entries by reference, and where the next one begins."""
    rows = session.execute(
        found.where(ListEntryRow.reference > after).order_by(ListEntryRow.reference).limit(PAGE + 1)
    ).all()
    page = tuple(EntryLine(row.reference, row.name, row.kind) for row in rows[:PAGE])
    return page, page[-1].reference if len(rows) > PAGE else ""


def _with_fields(
    session: Session, lines: Sequence[EntryLine], new: int, old: int
) -> tuple[EntryLine, ...]:
    held = {
        (row.list_version_id, row.reference): _read(row)
        for row in session.scalars(
            select(ListEntryRow).where(
                ListEntryRow.list_version_id.in_((new, old)),
                ListEntryRow.reference.in_([line.reference for line in lines]),
            )
        )
    }
    differing = {
        line.reference: _differing(held[old, line.reference], held[new, line.reference])
        for line in lines
    }
    return tuple(
        replace(line, fields=tuple(item.field for item in differing[line.reference]))
        for line in lines
    )


def _read(row: ListEntryRow) -> ListEntry:
    return msgspec.convert(row.facts, ListEntry)


def _differing(before: ListEntry, after: ListEntry) -> tuple[Changed, ...]:
    """The fields of an entry that say something else, in the order of the entry."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in SHOWN)
    return tuple(Changed(name, *_apart(old, new)) for name, old, new in pairs if old != new)


def _apart(old: Any, new: Any) -> tuple[Any, Any]:
    """What only one of two values says; of several names or numbers those that differ."""
    if isinstance(old, tuple) and isinstance(new, tuple) and set(old) != set(new):
        gone = tuple(item for item in old if item not in new)
        came = tuple(item for item in new if item not in old)
        return gone or None, came or None
    return old or None, new or None


def _history(held: Sequence[tuple[Version, ListEntryRow | None]]) -> tuple[Happened, ...]:
    """What happened to an entry, from the oldest version on; told newest first."""
    found: list[Happened] = []
    last: ListEntryRow | None = None
    for version, row in held:
        if row is None and last is not None:
            found.append(Happened(Part.REMOVED, version))
        elif row is not None and last is None:
            found.append(Happened(Part.ADDED, version))
        elif row is not None and last is not None and row.digest != last.digest:
            changed = _differing(_read(last), _read(row))
            found.append(Happened(Part.CHANGED, version, changed))
        last = row
    return tuple(reversed(found))

"""Reads the consolidated list of the United Nations Security Council, XML as published (RSK-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from app.screening import un_entry
from app.screening.entries import ListEntry, ListFile
from app.screening.errors import ListError
from app.screening.readers import markup
from app.screening.readers.markup import damage_named
from app.screening.un_fields import Node, cleaned, line_of

ROOT = "CONSOLIDATED_LIST"
SECTIONS = {"INDIVIDUALS": "INDIVIDUAL", "ENTITIES": "ENTITY"}
ENTRY_DEPTH = 3

INVENTED = Path(__file__).with_name("data") / "invented_un.xml"
"""A list of invented names in the same form, for the demonstration and the tests."""

Progress = Callable[[int], None]


def read(source: Path | IO[bytes], progress: Progress | None = None) -> ListFile:
    """Read a whole list; `progress` is told the number of entries read, after each one.

    Raises ListError, naming the line, for anything that is not a whole list: damaged XML, another
    document, a document type or entity, a section missing or unknown, no entries, an entry without
    what it must have, a reference that stands twice, a date that is none.
    """
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _read(file, progress)
    return _read(source, progress)


def made_on(path: Path) -> date:
    """The day on which the publisher made a list file, read from its first lines only.

    Raises ListError for a file that does not begin as a list does.
    """
    with path.open("rb") as file, damage_named():
        reader = _Reader(file)
        reader.enter_root()
        return reader.published_at().date()


def _read(file: IO[bytes], progress: Progress | None) -> ListFile:
    with damage_named():
        reader = _Reader(file)
        entries: list[ListEntry] = []
        try:
            for entry in reader.entries():
                entries.append(entry)
                if progress:
                    progress(len(entries))
        except ListError as fault:
            if fault.code != markup.DOCUMENT_TYPE:
                reader.finish()  # a name cut off by the end of the file is damage above all
            raise
        if not entries:
            raise ListError("empty", line=1, field=ROOT)
        return ListFile(published_at=reader.published_at(), entries=tuple(entries))


class _Reader:
    """One pass over the file; holds one entry at a time."""

    def __init__(self, file: IO[bytes]) -> None:
        self._events = markup.events(file)
        self._made: datetime | None = None
        self._lines: dict[str, int] = {}
        self._sections: set[str] = set()

    def entries(self) -> Iterator[ListEntry]:
        """Every entry in the order of the file."""
        path: list[Node] = []
        for event, node in self._events:
            if event == "start":
                path.append(node)
                self._opened(path)
                continue
            path.pop()
            if len(path) == ENTRY_DEPTH - 1:
                yield self._entry(node)
                markup.forget(node)
        self._ended()

    def enter_root(self) -> None:
        """Read no further than the root."""
        _, node = next(iter(self._events))
        self._opened([node])

    def finish(self) -> None:
        """Read on to the end, only to learn whether the file is whole."""
        for event, node in self._events:
            if event == "end":
                node.clear()

    def published_at(self) -> datetime:
        """When the publisher made the file."""
        assert self._made is not None  # noqa: S101  the root's start came before any entry
        return self._made

    def _opened(self, path: list[Node]) -> None:
        node = path[-1]
        if len(path) == 1:
            self._made = _root(node)
        elif len(path) < ENTRY_DEPTH:
            if node.tag not in SECTIONS:
                raise ListError("unknown_part", line=line_of(node), field=str(node.tag))
            self._sections.add(node.tag)
        elif len(path) == ENTRY_DEPTH and node.tag != SECTIONS[path[-2].tag]:
            raise ListError("unknown_part", line=line_of(node), field=str(node.tag))

    def _entry(self, node: Node) -> ListEntry:
        try:
            entry = un_entry.entry(node)
        except ListError as fault:
            raise fault.inside(_reference(node)) from None
        line, known = line_of(node), self._lines.get(entry.reference)
        if known is not None:
            facts = {"reference": entry.reference, "first_line": known}
            raise ListError("duplicate", line=line, field="REFERENCE_NUMBER", **facts)
        self._lines[entry.reference] = line
        return entry

    def _ended(self) -> None:
        for section in SECTIONS:
            if section not in self._sections:
                raise ListError("missing", line=1, field=section)


def _root(node: Node) -> datetime:
    """Check that the document is a list without a document type; return when it was made."""
    markup.refuse_other(node, ROOT)
    line = line_of(node)
    written = node.get("dateGenerated") or ""
    if not written:
        raise ListError("missing", line=line, field="dateGenerated")
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise ListError("date", line=line, field="dateGenerated", value=written[:40]) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _reference(node: Node) -> str:
    """The reference of an entry at fault, or what else can be read to find it by."""
    known = (cleaned(node.findtext(tag) or "")[:40] for tag in ("REFERENCE_NUMBER", "DATAID"))
    return next((text for text in known if text), "?")

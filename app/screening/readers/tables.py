"""Lists that are published as tables of text: whole rows with their lines, or the line at fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.screening.errors import ListError
from app.screening.readers.shared import within
from app.screening.un_fields import TEXT_LIMIT

END_MARK = b"\x1a"
"""Closes a file of the Treasury's, as files were closed once."""

CELL_LIMIT = 131_072
"""Letters; a mark that opens a cell and is never closed makes a cell of half the file. Python has
the same limit, until some library lifts it for the whole process, as FollowTheMoney's does."""


@dataclass(frozen=True)
class Row:
    """One row: the line on which it begins, and its cells by column; the first of a name counts."""

    line: int
    cells: Mapping[str, str]
    prefix: str = ""
    """What stands before a column's name when it is told which of several files is meant."""

    def text(self, column: str, limit: int = TEXT_LIMIT) -> str:
        """The clean text of a cell; empty where the list has no such column."""
        written = self.cells.get(column, "")
        return within(written, limit, line=self.line, field=self.told(column))

    def needed(self, column: str, limit: int = TEXT_LIMIT) -> str:
        """The clean text of a cell that must not be empty."""
        found = self.text(column, limit)
        if not found:
            raise ListError("missing", line=self.line, field=self.told(column))
        return found

    def told(self, column: str) -> str:
        """The column as a refusal names it."""
        return f"{self.prefix}{column}"


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8, or the Western code page in which older lists are written.

    A file that ends in the middle of a line was cut off; one without a line is empty.
    """
    trimmed = content.rstrip(b"\r\n ")
    marked = trimmed.endswith(END_MARK)
    whole = trimmed.rstrip(END_MARK) if marked else content
    if not whole.strip():
        raise ListError("empty", line=1)
    if not marked and not content.rstrip(b" ").endswith((b"\n", b"\r")):
        line = content.count(b"\n") + 1
        raise ListError("damaged", line=line, detail="the last line has no end")
    for mark in (b"\0", END_MARK):
        if (at := whole.find(mark)) >= 0:
            line = whole.count(b"\n", 0, at) + 1
            raise ListError("damaged", line=line, detail=f"control character {mark[0]}")
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return whole.decode("cp1252")
    except UnicodeDecodeError as fault:
        line = whole.count(b"\n", 0, fault.start) + 1
        raise ListError("damaged", line=line, detail=fault.reason) from None


def lines(content: bytes, *, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with the line on which it begins."""
    reader = csv.reader(io.StringIO(decoded(content), newline=""), delimiter=delimiter, strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as fault:
            raise ListError("damaged", line=begins, detail=str(fault)) from None
        if any(len(cell) > CELL_LIMIT for cell in cells):
            raise ListError("damaged", line=begins, detail=f"a cell has over {CELL_LIMIT} letters")
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def titled(
    content: bytes, needed: Sequence[str], *, delimiter: str = ",", above: int = 0
) -> Iterator[Row]:
    """The rows under a line of column titles, `above` rows passed over before it.

    `needed` are columns without which it is another list. A repeated title line is passed over.
    """
    rows = lines(content, delimiter=delimiter)
    for _ in range(above):
        next(rows, None)
    line, titles = next(rows, (1, []))
    columns = [title.strip().removeprefix("\ufeff") for title in titles]
    for column in needed:
        if column not in columns:
            raise ListError("column_missing", line=line, field=column)
    yield from (
        Row(line, _by_column(line, columns, cells)) for line, cells in rows if cells != titles
    )


def untitled(content: bytes, columns: Sequence[str], *, prefix: str = "") -> Iterator[Row]:
    """The rows of a file without titles, whose columns are known by their order."""
    told = [f"{prefix}{column}" for column in columns]
    for line, cells in lines(content):
        _whole(line, told, cells)
        yield Row(line, dict(zip(columns, cells, strict=True)), prefix)


def _by_column(line: int, columns: list[str], cells: list[str]) -> dict[str, str]:
    _whole(line, columns, cells)
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=True):
        found.setdefault(column, cell)
    return found


def _whole(line: int, columns: Sequence[str], cells: Sequence[str]) -> None:
    """A row with other cells than there are columns was cut off or is no row of this list."""
    if len(cells) != len(columns):
        field = columns[min(len(cells), len(columns) - 1)]
        facts = {"found": len(cells), "wanted": len(columns)}
        raise ListError("row_cut", line=line, field=field, **facts)

"""The published lists of a folder as entries, with the oddities of copies that were cut or joined.

The register itself refuses a damaged list; here its damage is mended, so that there is enough to
measure. A folder is laid out like `../shared/lists`; what it lacks, or nothing can be made of, is
named.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from app.screening import list_formats
from app.screening.entries import ListedName, ListEntry, NameQuality
from app.screening.errors import ListError, PartMissing
from app.screening.readers import ofac_csv
from app.screening.readers.shared import VESSEL, WHOLE, names_once, surname_last
from models.particulars import Form

DAY = date(2025, 12, 1)
"""For lists that do not tell their day; no figure depends on it."""
REMARKS = 990
JOURNAL_KINDS = {
    "Person": (Form.PERSON, ""),
    "LegalEntity": (Form.FIRM, ""),
    "Organization": (Form.FIRM, ""),
    "Company": (Form.FIRM, ""),
    "PublicBody": (Form.FIRM, ""),
    "Vessel": (Form.FIRM, VESSEL),
}
JOURNAL_NAMES = {
    "name": NameQuality.PRIMARY,
    "alias": NameQuality.STRONG,
    "previousName": NameQuality.FORMER,
    "weakAlias": NameQuality.WEAK,
}

Entries = Iterable[ListEntry]
Reading = Callable[[Path], Entries]


@dataclass
class Read:
    """What a folder holds: entries whose references are unique in it, and what was passed over."""

    entries: list[ListEntry] = field(default_factory=list)
    files: dict[str, int] = field(default_factory=dict)
    """The entries of each file."""
    left_out: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> int:
        """How many names stand in all entries."""
        return sum(len(entry.names) for entry in self.entries)


def read(folder: Path) -> Read:
    """Every list below a folder: of several dated versions of one list the newest."""
    found = Read()
    for pattern, reading in SOURCES:
        paths = sorted(folder.glob(pattern), key=lambda path: path.name)
        several = "*" in pattern and "journal" in pattern
        for path in paths if several else paths[-1:]:
            told = str(path.relative_to(folder))
            try:
                _take(found, told, reading(path))
            except (ListError, PartMissing, ValueError, KeyError, OSError) as fault:
                found.left_out[told] = f"{type(fault).__name__}: {fault}"
    return found


def _take(found: Read, told: str, entries: Entries) -> None:
    source = told.rpartition(".")[0]
    taken = [
        msgspec.structs.replace(entry, reference=f"{source}:{entry.reference}") for entry in entries
    ]
    found.entries += taken
    found.files[told] = len(taken)


def _whole(form: str) -> Reading:
    def entries(path: Path) -> Entries:
        return _read(form, {WHOLE: path.read_bytes()})

    return entries


def _read(form: str, files: dict[str, bytes]) -> Entries:
    day = None if list_formats.FORMS[form].dated else DAY
    return list_formats.read(form, files, published_on=day).entries


def _csl(path: Path) -> Entries:
    """The copy ends in the middle of a row: that row is left out."""
    lines = path.read_bytes().splitlines(keepends=True)
    whole = lines if lines[-1].endswith(b"\n") else lines[:-1]
    return _read("csl-csv", {WHOLE: b"".join(whole)})


def _eu(path: Path) -> Entries:
    """The sample has every line in quotation marks."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    if text.startswith('"Date_file'):
        text = "".join(f"{row[0]}\n" for row in csv.reader(io.StringIO(text)) if row)
    return _read("eu-fsf", {WHOLE: text.encode()})


def _ofac_set(path: Path) -> Entries:
    return _read("ofac-csv", {part: at.read_bytes() for part, at in ofac_csv.files(path).items()})


def _ofac_joined(path: Path) -> Entries:
    """SDN of 2023 with the names that newer ALT and ADD give the same entries.

    The copy is two lists joined by an end mark, with ids in both; the consolidated list comes
    by itself.
    """
    main = path.read_bytes().partition(b"\x1a")[0]
    rows = [row for row in _rows(main) if len(row) == len(ofac_csv.COLUMNS[ofac_csv.SDN])]
    # A remark that goes on in a newer file of comments than this one's is cut there, not refused.
    unique = {row[0]: [*row[:-1], f"{row[-1][:REMARKS]}."] for row in rows}
    files = {ofac_csv.SDN: _table(unique.values())}
    for part in (ofac_csv.ALT, ofac_csv.ADD):
        newest = max(path.parent.glob(f"{part}_*.csv"), default=None)
        parts = _rows(newest.read_bytes().partition(b"\x1a")[0]) if newest else []
        files[part] = _table(row for row in parts if row[0] in unique)
    return _read("ofac-csv", files)


def _ofac_names(path: Path) -> Iterator[ListEntry]:
    """Names alone, of a newer day: those whose first name the joined list has are known already."""
    known = {
        entry.name for older in path.parent.glob("sdn_20*.csv") for entry in _ofac_joined(older)
    }
    with path.open(encoding="utf-8", newline="") as file:
        for place, row in enumerate(csv.DictReader(file)):
            person = row["Designation"] == "Individual"
            kind = Form.PERSON if person else Form.FIRM
            names = [
                surname_last(text) if person else text
                for text in (row["Name"], row["Alias"])
                if text and text != "Unknown"
            ]
            if names and names[0] not in known:
                yield ListEntry(
                    reference=str(place),
                    kind=kind,
                    names=names_once(
                        ListedName(text, quality)
                        for text, quality in zip(
                            names, (NameQuality.PRIMARY, NameQuality.STRONG), strict=False
                        )
                    ),
                )


def _journal(path: Path) -> Iterator[ListEntry]:
    """Annexes of the Official Journal: several names in one cell, apart by semicolons."""
    with path.open(encoding="utf-8", newline="") as file:
        for place, row in enumerate(csv.DictReader(file)):
            kind, craft = JOURNAL_KINDS.get(row["schema"], (None, ""))
            names = names_once(
                ListedName(text.strip(), quality)
                for column, quality in JOURNAL_NAMES.items()
                for text in (row[column] or "").split(";")
                if text.strip()
            )
            if kind is not None and names:
                yield ListEntry(reference=str(place), kind=kind, craft=craft, names=names)


def _rows(content: bytes) -> list[list[str]]:
    text = content.decode("utf-8", errors="replace")
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def _table(rows: Iterable[list[str]]) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode()


SOURCES: tuple[tuple[str, Reading], ...] = (
    ("un/un_consolidated_*.xml", _whole("un")),
    ("uk/ofsi_conlist_*.csv", _whole("uk-ofsi")),
    ("ca/sema_*.xml", _whole("ca-sema")),
    ("csl/bis_dpl_*.txt", _whole("bis-dpl")),
    ("csl/csl_*.csv", _csl),
    ("eu/fsf_*.csv", _eu),
    ("eu/journal/*.csv", _journal),
    ("ofac/sdn_20*.csv", _ofac_joined),
    ("ofac/sdn_parsed_*.csv", _ofac_names),
    ("ofac/cons_prim_*.csv", _ofac_set),
)

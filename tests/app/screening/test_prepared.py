"""Prepared lists answer from their file as before, and are made anew when it is no good."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest

from app.screening import listed
from app.screening.entries import ListEntry
from app.screening.listed import DamagedError, Index
from app.screening.matcher import score
from app.screening.matches import Match, Subject
from app.screening.prepared import Shelf
from app.screening.un_list import INVENTED, read
from models.particulars import Form

LIST = read(INVENTED).entries
OWNER_READS, OWNER_ENTERS = 0o600, 0o700
REFERENCES = [entry.reference for entry in LIST]
KEY = "0" * 64
ASKED = [Subject(kind=entry.kind, names=(entry.name,)) for entry in LIST] + [
    Subject(kind=Form.FIRM, names=("Somebody Else",), identifiers=(entry.documents[0].number,))
    for entry in LIST
    if entry.documents
]


def answers(index: Index) -> list[list[Match]]:
    return [score(subject, index, 60) for subject in ASKED]


class Counted:
    """Gives the entries and counts how often it was asked."""

    def __init__(self, entries: Iterable[ListEntry] = LIST) -> None:
        self.entries = tuple(entries)
        self.times = 0

    def __call__(self) -> tuple[ListEntry, ...]:
        self.times += 1
        return self.entries


def test_what_was_kept_answers_as_what_was_prepared() -> None:
    prepared = Index(LIST)
    kept = Index.of_bytes(prepared.as_bytes())
    assert answers(kept) == answers(prepared)
    assert list(kept.entries) == list(LIST)
    assert kept.as_bytes() == prepared.as_bytes()
    for subject in ASKED[:5]:
        assert kept.likeliest(subject, 10) == prepared.likeliest(subject, 10)


def test_the_second_start_reads_the_file(tmp_path: Path) -> None:
    entries = Counted()
    first = Shelf(tmp_path / "kept").index(KEY, REFERENCES, entries)
    second = Shelf(tmp_path / "kept").index(KEY, REFERENCES, entries)
    assert entries.times == 1
    assert answers(first) == answers(second)


def test_nobody_else_may_read_the_file(tmp_path: Path) -> None:
    Shelf(tmp_path / "kept").index(KEY, REFERENCES, Counted())
    (file,) = (tmp_path / "kept").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == OWNER_READS
    assert stat.S_IMODE(file.parent.stat().st_mode) == OWNER_ENTERS


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "other"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    entries = Counted()
    shelf = Shelf(tmp_path)
    whole = answers(shelf.index(KEY, REFERENCES, entries))
    (file,) = tmp_path.iterdir()
    content = file.read_bytes()
    middle = len(content) // 2
    changed = content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]
    bad = {"cut": content[:middle], "changed": changed, "empty": b"", "other": b"SACR" * 99}
    file.write_bytes(bad[damage])
    with pytest.raises(DamagedError):
        Index.of_bytes(bad[damage])
    assert answers(shelf.index(KEY, REFERENCES, entries)) == whole
    assert entries.times == 2
    assert file.read_bytes() == content


def test_what_older_code_prepared_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = Counted()
    Shelf(tmp_path).index(KEY, REFERENCES, entries)
    monkeypatch.setattr(listed, "code_version", lambda: "another")
    Shelf(tmp_path).index(KEY, REFERENCES, entries)
    assert entries.times == 2


def test_a_file_of_other_entries_is_not_believed(tmp_path: Path) -> None:
    Shelf(tmp_path).index(KEY, REFERENCES[:1], Counted(LIST[:1]))
    entries = Counted()
    assert len(Shelf(tmp_path).index(KEY, REFERENCES, entries)) == len(LIST)
    assert entries.times == 1


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder would be")
    entries = Counted()
    for _ in range(2):
        assert len(Shelf(tmp_path / "kept").index(KEY, REFERENCES, entries)) == len(LIST)
    assert entries.times == 2


def test_files_of_versions_that_are_gone_are_removed(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    other = "1" * 64
    for key in (KEY, other):
        shelf.index(key, REFERENCES[:2], Counted(LIST[:2]))
    (tmp_path / f"{other}.indexx8d").write_bytes(b"left by a process that was killed")
    shelf.keep_only([KEY])
    assert [path.name for path in tmp_path.iterdir()] == [f"{KEY}.index"]


def test_ten_times_the_list_finds_the_same_in_usable_time() -> None:
    """Copies with other references: each match comes ten times, and nothing else does."""
    copies = [
        msgspec.structs.replace(entry, reference=f"{entry.reference}/{copy}")
        for copy in range(10)
        for entry in LIST
    ]
    few, many = Index(LIST), Index(copies)
    for subject in ASKED[::7]:
        once = [(match.entry.reference, match.score) for match in score(subject, few, limit=500)]
        ten = [
            (match.entry.reference.partition("/")[0], match.score)
            for match in score(subject, many, limit=500)
        ]
        assert sorted(ten) == sorted(once * 10)

"""The line to the screening process: asked and answered, cut off, too much, nobody there."""

from __future__ import annotations

import contextlib
import socket
import stat
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.screening import line
from app.screening.entries import Birth, ListedName, ListEntry
from app.screening.line import Answer, FoundEntry, NotRunning, Query, TooMuch
from app.screening.matches import Code, Match, NameQuality, Reason, Strength, Subject
from models.particulars import Form

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRY = ListEntry(
    reference="INi.001",
    kind=Form.PERSON,
    names=(ListedName("Sabel Ormund"),),
    births=(Birth(date(1970, 2, 3), date(1970, 2, 3)),),
)
MATCH = Match(
    entry=ENTRY,
    score=97,
    strength=Strength.HIGH,
    name_score=97,
    party_name="Sabel Ormund",
    listed_name="Sabel Ormund",
    listed_quality=NameQuality.PRIMARY,
    reasons=(Reason(Code.COUNTRY_SAME, {"states": ("XA", "XB")}),),
)


def person(name: str) -> Query:
    return Query(subject=Subject(kind=Form.PERSON, names=(name,)))


def answered(queries: list[Query]) -> list[Answer]:
    """Answers with the name that was asked, and one match."""
    return [
        Answer(
            at=AT,
            found=(FoundEntry(match=MATCH, source="un", list_entry_id=7),),
            lists=({"source": query.subject.names[0]},),
            threshold=query.threshold or 75,
            made_with={"matcher": "simple-1"},
        )
        for query in queries
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder deeper than the address of a socket may be long."""
    deep = tmp_path / ("deep" * 20) / ("er" * 20)
    deep.mkdir(parents=True)
    line.open_at(deep)
    yield deep
    line.open_at(tmp_path)


def test_each_query_is_answered_in_its_order(folder: Path) -> None:
    with line.serving(folder, answered):
        found = line.ask([person("Sabel Ormund"), person("Ulde Karam")])
    assert [item.lists[0]["source"] for item in found] == ["Sabel Ormund", "Ulde Karam"]
    assert found[0].found[0].match == MATCH
    assert (found[0].at, found[0].found[0].list_entry_id) == (AT, 7)


def test_nobody_there_is_said_at_once(folder: Path) -> None:
    with pytest.raises(NotRunning) as no:
        line.ask([person("Sabel Ormund")])
    assert (no.value.code, no.value.http) == ("screening_not_running", 503)


def test_a_socket_that_a_killed_process_left_behind_is_taken_over(folder: Path) -> None:
    with line.serving(folder, answered):
        (folder / line.NAME).rename(folder / "kept")
    (folder / "kept").rename(folder / line.NAME)
    with pytest.raises(NotRunning):
        line.ask([person("Sabel Ormund")])
    with line.serving(folder, answered):
        assert len(line.ask([person("Sabel Ormund")])) == 1
    assert list(folder.iterdir()) == []


def test_who_ends_late_leaves_the_line_to_who_came_after(folder: Path) -> None:
    first = line.serving(folder, answered)
    first.__enter__()
    with line.serving(folder, answered):
        first.__exit__(None, None, None)
        assert len(line.ask([person("Sabel Ormund")])) == 1


def test_nobody_else_may_open_the_line(folder: Path) -> None:
    with line.serving(folder, answered):
        mode = (folder / line.NAME).stat().st_mode
    assert (stat.S_ISSOCK(mode), stat.S_IMODE(mode)) == (True, 0o600)


def test_too_many_queries_are_refused_before_they_travel(folder: Path) -> None:
    with pytest.raises(TooMuch) as no:
        line.ask([person("Sabel Ormund")] * (line.MOST_QUERIES + 1))
    assert no.value.http == 413
    with line.serving(folder, answered), pytest.raises(TooMuch):
        line.ask([person("x" * line.MOST_ASKED)])


def test_half_letters_arrive_as_question_marks(folder: Path) -> None:
    with line.serving(folder, answered):
        (found,) = line.ask([person("Sabel \ud800Ormund")])
    assert found.lists[0]["source"] == "Sabel ?Ormund"


def test_a_fault_in_one_question_leaves_the_line_open(folder: Path) -> None:
    def fails_once(queries: list[Query]) -> list[Answer]:
        if queries[0].subject.names == ("Fault",):
            raise RuntimeError
        return answered(queries)

    with line.serving(folder, fails_once):
        with pytest.raises(NotRunning):
            line.ask([person("Fault")])
        assert len(line.ask([person("Sabel Ormund")])) == 1


@pytest.mark.parametrize(
    "sent",
    [b"", b"\x00", struct.pack("!I", 4) + b"what", struct.pack("!I", 2**32 - 1) + b"x" * 100],
    ids=["nothing", "cut off", "no question", "too long"],
)
def test_what_is_no_question_gets_no_answer(
    folder: Path, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with line.serving(folder, answered):
        with socket.socket(socket.AF_UNIX) as other:
            other.connect(line.NAME)
            other.sendall(sent)
            other.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):  # hung up on what it will not read
                assert other.recv(1) == b""
        assert len(line.ask([person("Sabel Ormund")])) == 1


def test_who_is_slow_to_ask_keeps_nobody_waiting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with line.serving(folder, answered), socket.socket(socket.AF_UNIX) as other:
        other.connect(line.NAME)
        assert len(line.ask([person("Sabel Ormund")])) == 1


def test_who_waits_too_long_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def never(_queries: list[Query]) -> list[Answer]:
        go_on.wait(10)
        return []

    monkeypatch.setattr(line, "WAIT", 0.05)
    with line.serving(folder, never):
        with pytest.raises(NotRunning) as no:
            line.ask([person("Sabel Ormund")])
        go_on.set()
    assert no.value.code == "screening_slow"

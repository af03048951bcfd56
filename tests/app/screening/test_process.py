"""The screening process: names of cases and of the line, answered in one place."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import jobs
from app.regime import queries as regime_queries
from app.screening import line, process
from app.screening.desk import DESK
from app.screening.line import Answer, NotRunning, Query
from app.screening.matches import Subject
from models.particulars import Form
from tests import make
from tests import make_screening as given
from tests.databases import ROOT


@contextmanager
def screening(folder: Path) -> Iterator[None]:
    """The process as it runs, in a thread; its line is open."""
    line.open_at(folder)
    told = jobs.Told()
    thread = threading.Thread(target=process.serve, args=(folder, told))
    thread.start()
    until = time.monotonic() + 20
    while not (folder / line.NAME).exists() and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield
    finally:
        told.tell()
        thread.join()


def ask(name: str, **facts: object) -> Answer:
    (found,) = line.ask([Query(subject=Subject(kind=Form.FIRM, names=(name,)), **facts)])  # type: ignore[arg-type]
    return found


def test_it_answers_names_that_wait_and_names_that_pages_ask_for(
    house: make.House, tmp_path: Path
) -> None:
    make.states(house)
    given.invented_list()
    number = given.entry(house, "Selmark Supply Ltd")
    waiting = given.asked(house, "Selmark Suply Limited")
    with screening(tmp_path):
        found = ask("Selmark Supply")
        until = time.monotonic() + 20
        while given.answered(house, waiting).answered_at is None and time.monotonic() < until:
            time.sleep(0.05)
        assert regime_queries.health().at_work["screening"]
    assert [item.match.entry.reference for item in found.found] == [number]
    assert [told["source"] for told in found.lists] == ["un", "watchlist"]
    assert (found.found[0].source, found.fault, found.threshold) == ("watchlist", "", 75)
    assert len(given.answered(house, waiting).hits) == 1
    with pytest.raises(NotRunning):
        ask("Selmark Supply")


def test_only_the_lists_that_are_named_are_asked(house: make.House, tmp_path: Path) -> None:
    make.states(house)
    given.invented_list()
    given.entry(house, "Selmark Supply Ltd")
    with screening(tmp_path):
        found = ask("Selmark Supply", sources=("un",))
        assert ([told["source"] for told in found.lists], found.found) == (["un"], ())
        assert len(ask("Selmark Supply", sources=("watchlist",)).found) == 1
        assert ask("Selmark Supply", limit=0).found == ()
        assert ask("Selmark Supply", threshold=101).found == ()


def test_a_name_that_cannot_be_compared_costs_no_other_its_answer(
    house: make.House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.states(house)
    given.entry(house, "Selmark Supply Ltd")
    good = Query(subject=Subject(kind=Form.FIRM, names=("Selmark Supply",)))
    with screening(tmp_path):
        bad, well = line.ask([Query(subject=Subject(kind=Form.FIRM, names=())), good])
    assert (len(well.found), well.fault) == (1, "")
    assert bad.found == ()
    assert not DESK.troubled


def test_a_process_that_ends_leaves_its_place_to_the_next_at_once(
    house: make.House, tmp_path: Path
) -> None:
    make.states(house)
    for name in ("Karrow Freight Ltd", "Ulde Chandlery"):  # the clock stands still meanwhile
        waiting = given.asked(house, name)
        with screening(tmp_path):
            until = time.monotonic() + 20
            while given.answered(house, waiting).answered_at is None and time.monotonic() < until:
                time.sleep(0.05)
        assert given.answered(house, waiting).answered_at is not None


HEAVY = ("app.screening.matcher", "app.screening.desk", "app.screening.index", "numpy")
LOADED = f"import sys, app.factory; print([name for name in {HEAVY} if name in sys.modules])"


def test_no_process_that_answers_pages_loads_what_compares_names() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"

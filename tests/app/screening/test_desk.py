"""The desk keeps prepared lists as long as they are in use, and reads them after a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.screening import listed, services
from app.screening.desk import Desk
from app.screening.matches import Subject
from app.screening.prepared import Shelf
from app.screening.un_list import INVENTED
from app.work import REGISTER, reading
from models.particulars import Form
from tests import make
from tests.app.screening.test_services import persons

ASKED = Subject(kind=Form.PERSON, names=("Davor Meshkan",))


def at_desk(folder: Path) -> list[tuple[str, int]]:
    """What a process finds that has just started, with prepared lists in a folder."""
    desk = Desk()
    desk.shelf = Shelf(folder)
    with reading(REGISTER) as view:
        found = desk.laid(view.session, view.at).like(ASKED, threshold=40)
    return [(one.match.entry.reference, one.match.score) for one in found]


def test_a_start_reads_what_was_prepared_and_finds_the_same(
    house: make.House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.import_list(REGISTER, INVENTED, invented=True)
    folder = tmp_path / "kept"
    first = at_desk(folder)
    (kept,) = folder.iterdir()
    monkeypatch.setattr(listed, "_forms_of", None)  # preparing again would fail
    assert first
    assert at_desk(folder) == first
    assert list(folder.iterdir()) == [kept]


def test_a_newer_version_takes_the_place_of_the_file(house: make.House, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    services.import_list(REGISTER, persons(3))
    at_desk(folder)
    (old,) = folder.iterdir()
    services.import_list(REGISTER, persons(4, made="2026-02-15T23:00:00Z"))
    at_desk(folder)
    (new,) = folder.iterdir()
    assert new.name != old.name

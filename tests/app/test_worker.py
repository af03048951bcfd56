"""The worker: what it makes, and what it leaves behind."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select
from weasyprint.formatting_structure.boxes import Box

from app import worker
from models.certificates import CertificateFile
from tests import make, make_keys, make_licences


@pytest.fixture
def no_chance() -> Iterator[None]:
    """Garbage is looked for where it is asked, not whenever Python thinks of it."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_chance")
def test_of_a_document_that_was_made_only_the_document_stays(
    house: make.House, tmp_path: Path
) -> None:
    make_licences.issued(house)
    make_keys.keys(house, tmp_path / "keys", ("XA", "XB"))
    todo = {job.name: job for job in worker.jobs("https://register.example")}
    assert todo["certificates"].run()
    with house.rows() as session:
        assert session.scalar(select(func.count()).select_from(CertificateFile)) == 1
    assert not any(isinstance(thing, Box) for thing in gc.get_objects())

"""Lists of invented names in every form, as files beside the tests, and the published ones."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from app.screening import list_formats
from app.screening.entries import ListEntry, ListFile
from app.screening.errors import ListError
from app.words import screening

FILES = Path(__file__).with_name("app") / "screening" / "files"
PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "lists"
DAY = date(2026, 2, 20)
INVENTED = (
    ("ofac-csv", "sdn.csv"),
    ("ofac-xml", "sdn.xml"),
    ("csl-csv", "csl.csv"),
    ("csl-json", "csl.json"),
    ("bis-dpl", "dpl.txt"),
    ("eu-fsf", "fsf_1_1.csv"),
    ("eu-fsf", "fsf_1_0.csv"),
    ("uk-ofsi", "conlist_2020.csv"),
    ("uk-ofsi", "conlist_2023.csv"),
    ("ca-sema", "sema.xml"),
    ("ftm", "collection.ftm.json"),
)
_FACT = re.compile(r"%\((\w+)\)s")


def files(form: str, name: str, folder: Path = FILES) -> dict[str, bytes]:
    """The files of a list by what they are in it."""
    found = list_formats.FORMS[form].files(folder / name)
    return {part: path.read_bytes() for part, path in found.items()}


def read(form: str, parts: Mapping[str, bytes]) -> ListFile:
    """A list read whole; one without a day of its own is of DAY."""
    day = None if list_formats.FORMS[form].dated else DAY
    return list_formats.read(form, parts, published_on=day)


def entries(form: str, name: str) -> dict[str, ListEntry]:
    """The entries of an invented file by their reference."""
    return {entry.reference: entry for entry in read(form, files(form, name)).entries}


def refusal(form: str, parts: Mapping[str, bytes]) -> ListError:
    """The refusal of a list, which must have words and every fact that they ask for."""
    with pytest.raises(ListError) as caught:
        read(form, parts)
    found = caught.value
    sentence = screening.WORDS[f"refusal.{found.code}"]
    assert set(_FACT.findall(sentence)) <= found.facts.keys()
    assert found.line == found.facts["line"] >= 1
    return found


def published(path: str) -> Path:
    """A list as published, or the test is passed over where these are not beside the project."""
    found = PUBLISHED / path
    if not found.exists():
        pytest.skip("the published lists are not beside this project")
    return found

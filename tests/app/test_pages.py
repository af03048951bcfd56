"""The parts of a page, its crests and its files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader

from app import pages
from tests.app import gallery


@pytest.fixture
def app() -> Flask:
    return gallery.create()


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def test_only_states_of_the_register_have_a_crest() -> None:
    assert str(pages.crest_url("XA")).startswith("/static/crests/xa.svg?v=")
    assert pages.crest_url("DE") is None
    assert pages.crest_url("../../secret") is None


def test_the_address_of_a_file_changes_with_its_content(app: Flask, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    sheet.write_text("a {}")
    first = pages.digest(str(sheet))
    pages.digest.cache_clear()
    sheet.write_text("b {}")
    assert first != pages.digest(str(sheet))
    assert pages.asset("nowhere.css") == "/static/nowhere.css"


def test_two_macros_of_one_name_are_found(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    for part in pages.PARTS:
        (folder / f"{part}.html").write_text("{% macro same() %}{% endmacro %}")
    with pytest.raises(ValueError, match="macro same stands in"):
        pages.homes(Environment(loader=FileSystemLoader(tmp_path)))  # noqa: S701

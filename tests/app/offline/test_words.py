"""The page holds every word that its script says, translated; and none that it never says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from app.factory import create_app
from app.signed.judge import Verdict, Why
from tests import make
from tests.app.conftest import settings
from tests.untranslated import untranslated

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
SCRIPTS = Path(__file__).resolve().parents[3] / "assets" / "offline" / "page"
BUILT = ("error.", "kind.", "outcome.", "sent.", "verdict.", "why.", "flaw.", "list.")
"""Beginnings of codes that the script puts together."""


@pytest.fixture
def page(house: make.House, tmp_path: Path) -> str:
    """The page as it is in brackets, with what its templates hold in plain sight."""
    make.states(house)
    app = create_app(settings(house.url, tmp_path), pseudo=True)
    return app.test_client().get("/offline").get_data(as_text=True).replace("template", "div")


def words(page: str) -> set[str]:
    tree = html.document_fromstring(page)
    return {str(item.get("data-word")) for item in tree.iterfind(".//*[@data-word]")}


def test_every_word_of_the_page_is_translated(page: str) -> None:
    assert untranslated(page) == []


def test_every_word_that_the_script_says_is_there(page: str) -> None:
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS.glob("*.mjs"))
    quoted = set(re.findall(r'"([a-z]+(?:\.[a-z]+)*)"', script))
    said = {
        code
        for call in re.findall(r"say\(([^`]*?)\)", script)
        for code in re.findall(r'"([a-z.]+)"', call)
    }
    there = words(page)
    assert said - there == set()
    assert {word for word in there if not word.startswith(BUILT)} - quoted == set()


def test_every_verdict_and_every_reason_has_its_words(page: str) -> None:
    there = words(page)
    verdicts = {*Verdict, "NUMBER_ONLY"}
    assert {f"verdict.{code}" for code in verdicts} <= there
    assert {f"why.{code}" for code in verdicts} <= there
    stale = set(Why) - {Why.LIST_OLD}
    assert {f"why.STALE_LIST.{code}" for code in stale} <= there

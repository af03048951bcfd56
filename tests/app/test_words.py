"""The tables of words are whole, without doubles, and every word can be translated."""

import re
import types

import pytest
from flask_babel import gettext, ngettext

from app import words
from app.sayings import say
from app.words import classes, criteria, grounds, kinds, roles, stages
from models.criteria import CRITERIA, STOPS
from models.goods import GoodsClass, Unit
from models.particulars import TraderKind
from models.people import Role
from models.stages import Stage
from tests.app import gallery
from tests.untranslated import untranslated

TONES = {"ok", "wait", "warn", "stop", "info", ""}
FACT = re.compile(r"%\((\w+)\)s")


def test_every_stage_has_a_word_and_a_tone() -> None:
    assert {f"stage.{stage}" for stage in Stage} <= stages.WORDS.keys()
    assert stages.WORDS.keys() == stages.TONES.keys()
    assert set(stages.TONES.values()) <= TONES


def test_every_role_kind_class_unit_and_ground_has_a_word() -> None:
    assert {f"role.{role}" for role in Role} == roles.WORDS.keys()
    assert {f"kind.{kind}" for kind in TraderKind} == kinds.WORDS.keys()
    assert {f"class.{name}" for name in GoodsClass} <= classes.WORDS.keys()
    assert {f"unit.{unit}" for unit in Unit} <= classes.WORDS.keys()
    assert {f"units.{unit}" for unit in Unit} == classes.PLURALS.keys()
    assert {f"ground.{code}" for code in grounds.CODES} == grounds.WORDS.keys()


def test_every_criterion_has_a_title_and_a_question_and_every_stop_its_words() -> None:
    assert {f"criterion.{code}" for code in CRITERIA} <= criteria.WORDS.keys()
    assert {f"criterion.{code}.question" for code in CRITERIA} <= criteria.WORDS.keys()
    assert {f"stop.{code}" for code in STOPS} <= criteria.WORDS.keys()


def test_tags_and_headings_are_one_word_or_a_few_without_a_full_stop() -> None:
    for code, text in stages.WORDS.items():
        assert not text.endswith("."), code
        assert len(text.split()) <= 4, code


def test_every_text_can_be_filled_with_named_facts_only() -> None:
    texts = [
        *words.merged().values(),
        *(text for pair in words.plurals().values() for text in pair),
    ]
    for text in texts:
        facts = dict.fromkeys(FACT.findall(text), "x")
        assert "%(" not in text % facts if facts else "%" not in text.replace("%%", ""), text


def test_a_code_in_two_modules_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    double = types.SimpleNamespace(WORDS={"stage.ACTIVE": "Live"})
    monkeypatch.setattr("app.words.importlib.import_module", lambda _name: double)
    words.merged.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"stage\.ACTIVE has words in"):
            words.merged()
    finally:
        words.merged.cache_clear()


def test_every_word_goes_through_translation() -> None:
    app = gallery.create(pseudo_language=True)
    with app.test_request_context():
        for code, text in words.merged().items():
            facts = dict.fromkeys(FACT.findall(text), "1")
            assert untranslated(f"<p>{say(code, **facts)}</p>") == [], code


def test_the_language_of_brackets_keeps_facts_and_plurals() -> None:
    app = gallery.create(pseudo_language=True)
    with app.test_request_context():
        assert gettext("Sent to %(state)s", state="Xandria") == "［Sent to Xandria］"  # noqa: RUF001
        assert ngettext("%(num)s line", "%(num)s lines", 2) == "［2 lines］"  # noqa: RUF001


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Sent</p>", ["Sent"]),
        ("<p>［Sent］ 12 – XA-2026-L-00042-D</p>", []),  # noqa: RUF001
        ("<p>［Sent to <b>Xandria</b> today］</p>", []),  # noqa: RUF001
        ("<p>［Sent］ by <bdi>Norvane</bdi></p>", ["by"]),  # noqa: RUF001
        ('<img src="a.png" alt="Crest">', ["Crest"]),
        ('<p data-said>Norvane</p><p translate="no">9b2e</p>', []),
        ("<p>EUR\u00a01,286,000</p><p><time>3 May 2026</time></p>", []),
        ("<button>Send</button>", ["Send"]),
        ('<input type="submit" value="Send">', ["Send"]),
    ],
)
def test_untranslated_text_is_found_and_nothing_else(page: str, found: list[str]) -> None:
    assert untranslated(f"<html><head><title></title></head><body>{page}</body></html>") == found

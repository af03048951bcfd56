"""The words for a code and the names of States, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

import pycountry
from babel import Locale
from flask import current_app, g
from flask_babel import get_locale, gettext, ngettext

from app import formats, words
from app.words import stages

STATES = "sacr.states"
"""The extension that answers the names of the register's own States: a callable, code to name."""

WORD_TABLES = ("action", "class", "ground", "kind", "role", "stage", "unit")
"""Facts of these names are codes: `say` shows their words."""

QUANTITIES = ("asked", "left")
"""Facts of these names are quantities, also where a verdict kept them as text."""

STATE_CODES = re.compile(r"[A-Z]{2}(,[A-Z]{2})*")
"""How a verdict's facts name several States."""


class Tag(NamedTuple):
    """The word and the tone of a stage; the tone is empty where the design has none."""

    word: str
    tone: str


def locale() -> Locale:
    """The reader's language; English outside a request."""
    return get_locale() or formats.ENGLISH


def own_states() -> Mapping[str, str]:
    """Names of the States of this register, by code; asked once a request."""
    if "sacr_states" not in g:
        g.sacr_states = dict(current_app.extensions.get(STATES, dict)())
    found: Mapping[str, str] = g.sacr_states
    return found


def state_name(code: str) -> str:
    """The name of a State of the register, else of an ISO country, else the code itself."""
    if code in own_states():
        return own_states()[code]
    return country_names(str(locale())).get(code, code)


def list_name(source: str) -> str:
    """The title of a list that names are screened against; of one's own collection its name."""
    code = f"list_source.{source}"
    return say(code) if code in words.merged() else source


@lru_cache(maxsize=16)
def country_names(language: str) -> Mapping[str, str]:
    """Every ISO 3166 country in one language, by code."""
    territories = Locale.parse(language).territories
    return {
        country.alpha_2: territories.get(country.alpha_2, country.name)
        for country in pycountry.countries
    }


def say(code: str, **facts: object) -> str:
    """The words for a code, with its facts filled in, in the reader's language.

    Whole numbers are grouped, quantities also where they stand as text; days and moments are
    written out; a fact named `state`, or ending in `_state`, is a code shown by name, `states`
    several of them; a fact named after a word table (`stage`, `ground` ...) is shown by its word.
    The fact `n` chooses singular or plural.
    """
    shown = {name: _shown(name, value) for name, value in facts.items()}
    pair = words.plurals().get(code)
    if pair is not None:
        return str(ngettext(*pair, _count(facts), **shown))
    text = words.merged().get(code)
    if text is None:
        if current_app.testing or current_app.debug:
            msg = f"no words for the code {code!r}; add them to a module of app/words"
            raise LookupError(msg)
        current_app.logger.error("no words for the code %s", code)
        return code
    return str(gettext(text, **shown))


def _count(facts: Mapping[str, object]) -> int:
    count = facts["n"]
    return count if isinstance(count, int) else 0


def _shown(name: str, value: object) -> object:
    if isinstance(value, str):
        return _shown_code(name, str(value))
    if isinstance(value, (list, tuple)):
        single = name.removesuffix("s")
        return formats.listed([str(_shown(single, item)) for item in value], locale())
    return _shown_figure(value)


def _shown_figure(value: object) -> object:
    match value:
        case bool():
            return value
        case int():
            return formats.quantity(value, locale())
        case datetime():
            return formats.moment(value, UTC, locale())
        case date():
            return formats.day(value, locale())
        case _:
            return value


def _shown_code(name: str, value: str) -> str:
    if name == "state" or name.endswith("_state"):
        return state_name(value)
    if name == "states" and STATE_CODES.fullmatch(value):
        return formats.listed([state_name(code) for code in value.split(",")], locale())
    if name in QUANTITIES and value.isdecimal():
        return formats.quantity(int(value), locale())
    if name in WORD_TABLES and f"{name}.{value}" in words.merged():
        return say(f"{name}.{value}")
    return value


def stage_tag(code: str, reader: str = "") -> Tag:
    """The word and the tone of a stage or standing, as a kind of reader is told of it."""
    full = stages.tag_code(code, reader)
    return Tag(say(full), stages.TONES.get(full, ""))

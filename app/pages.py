"""What every template may call: words for codes, days and numbers as read, macros, assets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pycountry
from babel import Locale
from flask import Flask, current_app, g, url_for
from flask_babel import get_locale, gettext, ngettext
from jinja2 import Environment
from markupsafe import Markup, escape

from app import clock, formats, words
from app.words import stages

STATES = "sacr.states"
"""The extension that answers the names of the register's own States: a callable, code to name."""

PARTS = (
    "marks",
    "blocks",
    "lists",
    "lanes",
    "goods",
    "charts",
    "verdict",
    "evidence",
    "tables",
    "forms",
)
WORD_TABLES = ("action", "class", "ground", "kind", "role", "stage", "unit")
"""Facts of these names are codes: `say` shows their words."""


class Tag(NamedTuple):
    """The word and the tone of a stage; the tone is empty where the design has none."""

    word: str
    tone: str


def locale() -> Locale:
    """The reader's language; English outside a request."""
    return get_locale() or formats.ENGLISH


# States and countries


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


@lru_cache(maxsize=16)
def country_names(language: str) -> Mapping[str, str]:
    """Every ISO 3166 country in one language, by code."""
    territories = Locale.parse(language).territories
    return {
        country.alpha_2: territories.get(country.alpha_2, country.name)
        for country in pycountry.countries
    }


def crest_url(code: str) -> str | None:
    """The address of a State's crest, or None where it has none."""
    name = f"crests/{code.lower()}.svg"
    if current_app.static_folder is None or code not in own_states():
        return None
    found = Path(current_app.static_folder, name).is_file()
    return asset(name) if found else None


# Words


def say(code: str, **facts: object) -> str:
    """The words for a code, with its facts filled in, in the reader's language.

    Whole numbers are grouped; days and moments are written out; a fact named `state`, or ending
    in `_state`, is a code shown by name, `states` several of them; a fact named after a word
    table (`stage`, `ground` ...) is shown by its word. The fact `n` chooses singular or plural.
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
    if name in WORD_TABLES and f"{name}.{value}" in words.merged():
        return say(f"{name}.{value}")
    return value


def stage_tag(code: str, reader: str = "") -> Tag:
    """The word and the tone of a stage or standing, as a kind of reader is told of it."""
    full = stages.tag_code(code, reader)
    return Tag(say(full), stages.TONES.get(full, ""))


# Days, moments, numbers: as markup, and as plain text where markup has no place


def _time(machine: str, shown: str) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(machine, shown)


def day(value: date) -> Markup:
    """3 May 2026."""
    return _time(value.isoformat(), formats.day(value, locale()))


def day_short(value: date) -> Markup:
    """30 Sep 2026, for narrow tables."""
    return _time(value.isoformat(), formats.day_short(value, locale()))


def day_near(value: date, today: date | None = None) -> Markup:
    """Tuesday 23 June; the year only when it is not this one."""
    now = today or clock.now().date()
    return _time(value.isoformat(), formats.day_near(value, now, locale()))


def days(first: date, last: date) -> Markup:
    """1 August 2026 to 31 March 2027; both days are included."""
    return escape(gettext("%(first)s to %(last)s")) % {"first": day(first), "last": day(last)}


def day_text(value: date) -> str:
    """A day as plain text."""
    return formats.day(value, locale())


def days_text(first: date, last: date) -> str:
    """A range of days as plain text, for pictures and titles."""
    return str(gettext("%(first)s to %(last)s", first=day_text(first), last=day_text(last)))


def moment(value: datetime, zone: str | tzinfo = UTC, place: str = "") -> Markup:
    """16 June 2026, 14:31 UTC+2; with a `place`, the State whose clock it is, "in Xeland"."""
    return _time(_machine(value), moment_text(value, zone, place))


def moment_text(value: datetime, zone: str | tzinfo = UTC, place: str = "") -> str:
    """A moment as plain text."""
    if not place:
        return formats.moment(value, zone, locale())
    local = formats.local_day(value, zone)
    return str(
        gettext(
            "%(day)s, %(time)s in %(place)s",
            day=formats.day(local, locale()),
            time=formats.clock_time(value, zone, locale()),
            place=place,
        )
    )


def moment_short(value: datetime, zone: str | tzinfo = UTC) -> Markup:
    """16 June, 14:31, for lists that say whose clock it is."""
    today = formats.local_day(clock.now(), zone)
    return _time(_machine(value), formats.moment_short(value, zone, today, locale()))


def _machine(value: datetime) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def zone_label(zone: str | tzinfo, value: datetime | None = None) -> str:
    """How far a clock is from UTC, now or at a moment."""
    return formats.zone_label(value or clock.now(), zone)


def zone_labels(entries: Iterable[Any], zone: str | tzinfo) -> str:
    """How far a clock was from UTC at each of the entries' moments; two where summer time began."""
    return " / ".join(dict.fromkeys(formats.zone_label(entry.at, zone) for entry in entries))


def quantity(value: int | None) -> str:
    """200,000; a dash where there is none."""
    return "\N{EN DASH}" if value is None else formats.quantity(value, locale())


def percent(value: int | Decimal) -> str:
    """2.5 %, with a no-break space."""
    return formats.percent(value, locale())


def money(minor: int, currency: str) -> str:
    """EUR 1,286,000, from whole minor units."""
    return formats.money(minor, currency, locale())


def day_month(value: date) -> str:
    """22 April, in pictures."""
    return formats.day_month(value, locale())


def month_short(value: date) -> str:
    """Sep."""
    return formats.month_short(value, locale())


def record_number(number: object) -> Markup:
    """The public number of a record, unbroken and left to right in every language."""
    return Markup('<bdi dir="ltr" class="sacr-nowrap" translate="no">{}</bdi>').format(number)


def name(value: str, language: str = "") -> Markup:
    """A name of a firm or person as it was given, kept apart from the text around it."""
    if language:
        return Markup('<bdi lang="{}">{}</bdi>').format(language, value)
    return Markup("<bdi>{}</bdi>").format(value)


# Parts and assets


class Parts:
    """Every macro of `templates/parts/`, by name: `{{ ui.state("XA") }}` in any template."""

    def __init__(self, env: Environment) -> None:
        self._env = env
        self._homes: dict[str, str] = {}

    def __getattr__(self, macro: str) -> Callable[..., Markup]:
        if macro.startswith("_"):
            raise AttributeError(macro)
        if macro not in self._homes:
            self._homes = homes(self._env)
        if macro not in self._homes:
            msg = f"no macro {macro!r} in templates/parts"
            raise AttributeError(msg)
        found: Callable[..., Markup] = getattr(
            self._env.get_template(self._homes[macro]).module, macro
        )
        return found


def homes(env: Environment) -> dict[str, str]:
    """The file of every macro; two files with the same macro are an error."""
    found: dict[str, str] = {}
    for part in PARTS:
        path = f"parts/{part}.html"
        for macro in vars(env.get_template(path).module):
            if macro.startswith("_"):
                continue
            if macro in found:
                msg = f"macro {macro} stands in {found[macro]} and in {path}"
                raise ValueError(msg)
            found[macro] = path
    return found


def asset(filename: str) -> str:
    """The address of a static file, changing with its content so that it may be kept for long."""
    folder = current_app.static_folder
    version = digest(str(Path(folder or "", filename))) if folder else ""
    return url_for("static", filename=filename, v=version or None)


@lru_cache(maxsize=256)
def digest(path: str) -> str:
    """Eight letters of a file's digest; empty where there is no such file."""
    file = Path(path)
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.is_file() else ""


def direction() -> str:
    """`rtl` or `ltr`: the way the reader's language is written."""
    return locale().text_direction


def init(app: Flask) -> None:
    """Give an application's templates these filters and globals."""
    env = app.jinja_env
    env.trim_blocks = True
    env.lstrip_blocks = True
    filters: dict[str, Callable[..., Any]] = {
        "day": day,
        "day_month": day_month,
        "day_near": day_near,
        "day_short": day_short,
        "day_text": day_text,
        "moment": moment,
        "moment_short": moment_short,
        "moment_text": moment_text,
        "money": money,
        "month_short": month_short,
        "name": name,
        "percent": percent,
        "quantity": quantity,
        "record_number": record_number,
        "say": say,
        "state_name": state_name,
    }
    env.filters.update(filters)
    env.globals.update(
        filters,
        asset=asset,
        crest_url=crest_url,
        days=days,
        days_text=days_text,
        direction=direction,
        locale=locale,
        stage_tag=stage_tag,
        ui=Parts(env),
        zone_label=zone_label,
        zone_labels=zone_labels,
    )

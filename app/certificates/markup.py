"""A sheet as one HTML document for paper: every text of people escaped, in its own direction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app import texts
from app.certificates.speech import ENGLISH, Speech, hand
from app.certificates.voices import Chorus, Voices
from models import sheets
from models.sheets import LetterSheet, LicenceSheet, RegistrationSheet, Sheet

ROOT = Path(__file__).resolve().parents[2]
CRESTS = ROOT / "app" / "static" / "crests"
SHEETS = ROOT / "templates" / "certificates" / "sheets"
TEMPLATES = {
    LetterSheet: "letter.html",
    LicenceSheet: "licence.html",
    RegistrationSheet: "registration.html",
}


def markup(sheet: Sheet, base_url: str, *voices: Speech) -> str:
    """The document's HTML in its languages, the main one first; it names only `own:` pictures."""
    page = _environment(voices).get_template(TEMPLATES[type(sheet)])
    seen = _seen(sheet)
    return page.render(
        sheet=seen,
        days=sheets.days(seen) if isinstance(seen, LicenceSheet) else None,
        draft=sheets.is_draft(sheet),
        mark=sheets.mark(sheets.written(sheet)),
        site=base_url.removeprefix("https://"),
    )


def style(sheet: Sheet, *voices: Speech) -> str:
    """Its style sheet: one of few texts, so that each is read once and not with every sheet."""
    return _environment(voices).get_template("sheet.css").render(words=_across(sheet, voices))


def beginning() -> str:
    """The style sheet before it, the same for all: what an element is when none speaks of it."""
    return (SHEETS / "start.css").read_text("utf-8")


def has_crest(code: str) -> bool:
    """Whether the package has a crest of that State."""
    return code.isascii() and code.isalpha() and (CRESTS / f"{code.lower()}.svg").is_file()


def _across(sheet: Sheet, voices: Voices) -> str:
    """What each page of a draft or a demonstration is marked with, in English too."""
    if not (sheets.is_draft(sheet) or sheet.demonstration):
        return ""
    code = "sheet.draft" if sheets.is_draft(sheet) else "sheet.demonstration"
    return " / ".join(dict.fromkeys(one.say(code) for one in (*voices, ENGLISH)))


def _seen(sheet: Sheet) -> Sheet:
    """The sheet without characters that no reader sees, or that turn a line around."""
    found: Sheet = msgspec.convert(_visible(msgspec.to_builtins(sheet)), type(sheet))
    return found


def _visible(value: Any) -> Any:
    match value:
        case str():
            return texts.visible(value, lines=True)
        case dict():
            return {name: _visible(item) for name, item in value.items()}
        case list() | tuple():
            return [_visible(item) for item in value]
        case _:
            return value


@lru_cache(maxsize=16)
def _environment(voices: Voices) -> Environment:
    """Templates in the languages of a document; no web."""
    spoken = Chorus(voices)
    env = Environment(
        loader=FileSystemLoader(SHEETS),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.policies["ext.i18n.trimmed"] = True
    env.newstyle_gettext = True  # type: ignore[attr-defined]  # set by jinja2.ext.i18n
    env.filters.update(
        day=spoken.day,
        moment=spoken.moment,
        say=spoken.say,
        hand=hand,
        has_crest=has_crest,
        runs=_runs,
    )
    env.globals.update(
        gettext=spoken.gettext,
        ngettext=spoken.ngettext,
        plain=str,
        spoken=spoken,
    )
    return env


def _runs(items: Iterable[Any], name: str) -> list[tuple[Any, list[Any]]]:
    """Neighbours that have the same there, together, in the order in which they stand."""
    return [(value, list(alike)) for value, alike in groupby(items, attrgetter(name))]

"""What every template may call: the words, the showings, the parts of a page and its files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, url_for
from jinja2 import Environment
from markupsafe import Markup

from app import clock, formats, showings
from app.sayings import STATES, list_name, locale, own_states, say, stage_tag, state_name

__all__ = ["PARTS", "STATES", "Parts", "asset", "crest_url", "homes", "init", "say", "state_name"]

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
SHOWINGS = (
    "day",
    "day_month",
    "day_near",
    "day_short",
    "day_text",
    "moment",
    "moment_short",
    "moment_text",
    "money",
    "month_short",
    "name",
    "percent",
    "quantity",
    "record_number",
)
"""Filters, and functions of the same name."""


def crest_url(code: str) -> str | None:
    """The address of a State's crest, or None where it has none."""
    name = f"crests/{code.lower()}.svg"
    if current_app.static_folder is None or code not in own_states():
        return None
    found = Path(current_app.static_folder, name).is_file()
    return asset(name) if found else None


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
        **{showing: getattr(showings, showing) for showing in SHOWINGS},
        "list_name": list_name,
        "say": say,
        "state_name": state_name,
    }
    env.filters.update(filters)
    env.globals.update(
        filters,
        asset=asset,
        crest_url=crest_url,
        days=showings.days,
        days_text=showings.days_text,
        direction=direction,
        last_whole_day=formats.last_whole_day,
        local_day=formats.local_day,
        locale=locale,
        now=clock.now,
        stage_tag=stage_tag,
        ui=Parts(env),
        zone_label=showings.zone_label,
        zone_labels=showings.zone_labels,
    )

"""What every page of this area shares: its blueprint, and the words for a group of questions."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint
from flask_babel import gettext

from app.formats import quantity
from app.sayings import locale, say
from app.showings import percent
from app.traders.applications import Draft

traders = Blueprint("traders", __name__)

OF_FORM = frozenset({"identity", "nationality"})
"""Groups that are called otherwise for a firm than for a natural person."""


def part(group: str, draft: Draft) -> str:
    """What a group of questions is called in this application."""
    if group in OF_FORM:
        return say(f"part.{group}.{draft.facts.form}")
    if group == "kind":
        return say(f"part.kind.{draft.kind}")
    return say(f"part.{group}")


KILOBYTE = 1024


@traders.app_template_filter("share")
def share(hundredths: int) -> str:
    """33.34 %, from whole hundredths of a percent."""
    return percent(Decimal(hundredths) / 100)


@traders.app_template_filter("file_size")
def file_size(size: int) -> str:
    """12 KB or 3 MB, rounded up; never nothing."""
    if size < KILOBYTE * KILOBYTE:
        return str(gettext("%(size)s KB", size=quantity(-(-size // KILOBYTE), locale())))
    return str(gettext("%(size)s MB", size=quantity(-(-size // KILOBYTE**2), locale())))

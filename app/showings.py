"""Days, moments, numbers and names as markup for pages, and as plain text where that is needed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from markupsafe import Markup, escape

from app import clock, formats
from app.sayings import locale

LONG_WORD, PIECE = 24, 20
"""Letters of the longest word that stays whole, and after how many a longer one may break."""


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
    """A range of days as plain text, for titles and descriptions."""
    return str(gettext("%(first)s to %(last)s", first=day_text(first), last=day_text(last)))


def days_short_text(first: date, last: date) -> str:
    """1 Jul 2026 to 30 Jun 2027, as plain text on the bars of a picture."""
    shown = (formats.day_short(each, locale()) for each in (first, last))
    return str(gettext("%(first)s to %(last)s", **dict(zip(("first", "last"), shown, strict=True))))


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
    """A name of a firm or person as it was given, kept apart from the text around it.

    A word longer than a phone is wide may break: unbroken it would push a table off the page.
    """
    shown = Markup(" ").join(_breaking(word) for word in value.split(" "))
    if language:
        return Markup('<bdi lang="{}">{}</bdi>').format(language, shown)
    return Markup("<bdi>{}</bdi>").format(shown)


def _breaking(word: str) -> Markup:
    """The word, with a place to break after every twenty letters if it is very long."""
    if len(word) <= LONG_WORD:
        return escape(word)
    pieces = [word[start : start + PIECE] for start in range(0, len(word), PIECE)]
    return Markup("<wbr>").join(pieces)

"""Days, moments, quantities and money as people read them, for a given locale; no web."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, get_currency_precision

NBSP = "\N{NO-BREAK SPACE}"
ENGLISH = Locale("en")

# English puts the day first here (3 May 2026); every other language follows its own custom.
_ENGLISH_PATTERNS = {
    "yMMMMd": "d MMMM y",
    "yMMMd": "d MMM y",
    "MMMMd": "d MMMM",
    "MMMd": "d MMM",
    "MMMMEEEEd": "EEEE d MMMM",
    "yMMMMEEEEd": "EEEE d MMMM y",
    "MMM": "MMM",
}


def _dated(value: date, skeleton: str, locale: Locale) -> str:
    if locale.language == "en":
        return format_date(value, _ENGLISH_PATTERNS[skeleton], locale=locale)
    moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    return format_skeleton(skeleton, moment, tzinfo=UTC, locale=locale)


def day(value: date, locale: Locale = ENGLISH) -> str:
    """A day in full.

    >>> day(date(2026, 5, 3))
    '3 May 2026'
    """
    if locale.language != "en":
        return format_date(value, "long", locale=locale)
    return _dated(value, "yMMMMd", locale)


def day_short(value: date, locale: Locale = ENGLISH) -> str:
    """A day for narrow tables.

    >>> day_short(date(2026, 9, 30))
    '30 Sep 2026'
    """
    return _dated(value, "yMMMd", locale)


def day_near(value: date, today: date, locale: Locale = ENGLISH) -> str:
    """A day that is near: with its weekday, and without the year when it is this year's.

    >>> day_near(date(2026, 6, 23), date(2026, 6, 18))
    'Tuesday 23 June'
    >>> day_near(date(2027, 1, 4), date(2026, 12, 30))
    'Monday 4 January 2027'
    """
    return _dated(value, "MMMMEEEEd" if value.year == today.year else "yMMMMEEEEd", locale)


def day_month(value: date, locale: Locale = ENGLISH) -> str:
    """A day without its year, where the year is said beside it.

    >>> day_month(date(2026, 4, 22))
    '22 April'
    """
    return _dated(value, "MMMMd", locale)


def month_short(value: date, locale: Locale = ENGLISH) -> str:
    """The month alone, for the foot of a picture.

    >>> month_short(date(2026, 9, 1))
    'Sep'
    """
    return _dated(value, "MMM", locale)


def zone_of(zone: str | tzinfo) -> tzinfo:
    """The zone itself, from its IANA name or as it is."""
    return ZoneInfo(zone) if isinstance(zone, str) else zone


def zone_label(value: datetime, zone: str | tzinfo) -> str:
    """How far that clock is from UTC at that moment.

    >>> zone_label(datetime(2026, 6, 16, tzinfo=UTC), "Europe/Vienna")
    'UTC+2'
    >>> zone_label(datetime(2026, 6, 16, tzinfo=UTC), "UTC")
    'UTC'
    """
    offset = value.astimezone(zone_of(zone)).utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "\N{MINUS SIGN}"
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"


def clock_time(value: datetime, zone: str | tzinfo, locale: Locale = ENGLISH) -> str:
    """The time of day on that clock, to the minute.

    >>> clock_time(datetime(2026, 6, 16, 12, 31, tzinfo=UTC), "Europe/Vienna")
    '14:31'
    """
    # babel asks for the tzinfo by keyword; the moment is moved first, so that any tzinfo will do
    return format_time(value.astimezone(zone_of(zone)).time(), "HH:mm", locale=locale)


def last_whole_day(value: datetime, zone: str | tzinfo) -> date | None:
    """The day that ends at a moment on that clock; None for a moment inside a day.

    >>> last_whole_day(datetime(2026, 11, 28, 22, tzinfo=UTC), "Europe/Athens")
    datetime.date(2026, 11, 28)
    >>> last_whole_day(datetime(2026, 11, 28, 22, 30, tzinfo=UTC), "Europe/Athens")
    """
    local = value.astimezone(zone_of(zone))
    return local.date() - timedelta(days=1) if local.time() == time.min else None


def local_day(value: datetime, zone: str | tzinfo) -> date:
    """The day a moment falls on by that clock; a moment without a zone is refused."""
    if value.tzinfo is None:
        msg = "a moment without a zone is no moment"
        raise ValueError(msg)
    return value.astimezone(zone_of(zone)).date()


def moment(value: datetime, zone: str | tzinfo = UTC, locale: Locale = ENGLISH) -> str:
    """A moment in full on that clock, saying which clock it is.

    >>> moment(datetime(2026, 6, 16, 12, 31, tzinfo=UTC), "Europe/Vienna")
    '16 June 2026, 14:31 UTC+2'
    """
    date_part = day(local_day(value, zone), locale)
    return f"{date_part}, {clock_time(value, zone, locale)} {zone_label(value, zone)}"


def moment_short(value: datetime, zone: str | tzinfo, today: date, locale: Locale = ENGLISH) -> str:
    """A moment for lists: no year within the year, no zone; the list says whose clock it is.

    >>> moment_short(datetime(2026, 6, 16, 12, 31, tzinfo=UTC), UTC, date(2026, 7, 1))
    '16 June, 12:31'
    """
    local = local_day(value, zone)
    date_part = _dated(local, "MMMMd" if local.year == today.year else "yMMMMd", locale)
    return f"{date_part}, {clock_time(value, zone, locale)}"


def quantity(value: int, locale: Locale = ENGLISH) -> str:
    """A whole number, grouped as the language groups it.

    >>> quantity(200000)
    '200,000'
    """
    return format_decimal(value, locale=locale)


def percent(value: int | Decimal, locale: Locale = ENGLISH) -> str:
    """A percentage with a no-break space.

    >>> percent(Decimal("2.5"))
    '2.5\\xa0%'
    """
    return f"{format_decimal(value, locale=locale)}{NBSP}%"


def money(minor: int, currency: str, locale: Locale = ENGLISH) -> str:
    """Whole minor units and a currency code; the fraction is shown only where there is one.

    >>> money(128600000, "EUR")
    'EUR\\xa01,286,000'
    >>> money(1050, "EUR"), money(500, "JPY")
    ('EUR\\xa010.50', 'JPY\\xa0500')
    """
    digits = get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    whole = amount == amount.to_integral_value()
    pattern = "#,##0" if whole else f"#,##0.{'0' * digits}"
    figure = format_decimal(amount, pattern, locale=locale)
    code_first = str(locale.currency_formats["standard"].pattern).lstrip("\u200e\u200f")[0] == "¤"
    return f"{currency}{NBSP}{figure}" if code_first else f"{figure}{NBSP}{currency}"


def listed(values: list[str], locale: Locale = ENGLISH) -> str:
    """Several things in a sentence.

    >>> listed(["Xandria", "Xbria", "Xcadia"])
    'Xandria, Xbria and Xcadia'
    >>> listed([])
    ''
    """
    if locale.language == "en" and len(values) > 1:
        # Without the comma before the last, as the register writes.
        return " and ".join([", ".join(values[:-1]), values[-1]])
    return format_list(values, locale=locale)

"""Days as lists write them: whole, without day or month, from one to another, or about then."""

from __future__ import annotations

import calendar
import re
from datetime import date

from app.screening.entries import Birth
from app.screening.errors import ListError
from app.screening.un_fields import FIRST_YEAR, LAST_YEAR

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name}
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?\s+(\d{4})")
_ABOUT = re.compile(r"^(?:circa|approximately|approx\.?|about|ca?\.|c\.)\s*", re.IGNORECASE)
_SPAN = re.compile(r"\s+to\s+|\s+(?:or|and)\s+|(?<=\d{4})\s*-\s*(?=\d{4}$)", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d|21\d\d)(?!\d)")
_BETWEEN = re.compile(r"^between\s+", re.IGNORECASE)

Span = tuple[date, date]


def span(written: str, *, month_first: bool = False) -> Span | None:
    """The first and last day that one date means; None for what is no date.

    >>> span("1971"), span("Feb 1980")[1], span("00/05/1990")[0]
    ((datetime.date(1971, 1, 1), datetime.date(1971, 12, 31)), datetime.date(1980, 2, 29), \
datetime.date(1990, 5, 1))
    >>> span("30 Feb 1980"), span("soon")
    (None, None)
    """
    text = written.strip()
    if match := _ISO.fullmatch(text):
        return _days(match[1], match[2], match[3])
    if match := _SLASHES.fullmatch(text):
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        return _days(match[3], month, day)
    if match := _WORDS.fullmatch(text):
        month_named = _MONTHS.get(match[2][:3].lower())
        return _days(match[3], str(month_named), match[1]) if month_named else None
    return None


def _days(year: str, month: str | None, day: str | None) -> Span | None:
    """A month or day of nought is one that the publisher does not know."""
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not FIRST_YEAR <= y <= LAST_YEAR:
        return None
    try:
        if not m:
            return date(y, 1, 1), date(y, 12, 31)
        if not d:
            return date(y, m, 1), date(y, m, calendar.monthrange(y, m)[1])
        return date(y, m, d), date(y, m, d)
    except (ValueError, calendar.IllegalMonthError):
        return None


def born(written: str, *, line: int, field: str) -> Birth | None:
    """A birth in a field that holds dates only; None for an empty one, a ListError for no date."""
    text = written.strip()
    if not text:
        return None
    found = span(text)
    if found is None:
        raise ListError("date", line=line, field=field, value=text[:40])
    return Birth(*found)


def births_in(written: str) -> tuple[Birth, ...]:
    """Births in a field of free words, as far as they can be read; the words stay in the remarks.

    >>> births_in("circa 1979 to 1982")[0].approximate, births_in("born in the early 1970s")
    (True, (Birth(first=datetime.date(1970, 1, 1), last=datetime.date(1979, 12, 31), \
approximate=True, note='born in the early 1970s'),))
    >>> [str(one.first) for one in births_in("1965-07-15 OR 1969-09-28")], births_in("Sep-99")
    (['1965-07-15', '1969-09-28'], ())
    """
    text = _BETWEEN.sub("", written.strip())
    plain = _ABOUT.sub("", text)
    about = plain != text
    if one := span(plain):
        return (Birth(*one, approximate=about),)
    parts = [span(_ABOUT.sub("", part)) for part in _SPAN.split(plain)]
    found = [part for part in parts if part]
    if len(found) == len(parts) > 1:
        if re.search(r"\s(or)\s", plain, re.IGNORECASE):
            return tuple(Birth(*part, approximate=about) for part in found)
        return (Birth(min(found)[0], max(found)[1], approximate=about),)
    return _decade(written, text)


def _decade(written: str, text: str) -> tuple[Birth, ...]:
    years = [int(year) for year in _YEARS.findall(text.replace("0s", "0 "))]
    if not years:
        return ()
    last = max(years) + (9 if "0s" in text else 0)
    note = written.strip()
    return (Birth(date(min(years), 1, 1), date(last, 12, 31), approximate=True, note=note),)


def day(
    written: str, *, line: int, field: str, month_first: bool = False, partial: bool = False
) -> date | None:
    """A day in a field of the list's own; None for an empty one, a ListError for no day."""
    text = written.strip()
    if not text:
        return None
    found = span(text, month_first=month_first)
    if found is None or (found[0] != found[1] and not partial):
        raise ListError("date", line=line, field=field, value=text[:40])
    return found[0]

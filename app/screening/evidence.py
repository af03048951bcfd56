"""What a birth date and a country say beside a name; neither ever decides (RSK-06)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.screening.entries import Birth, ListEntry
from app.screening.matches import Code, Reason, Subject

APPROXIMATE_YEARS = 2
NEAR_YEARS = 1


def evidence(subject: Subject, entry: ListEntry) -> Iterator[Reason]:
    """The reasons that speak for or against a match, at most one of each kind."""
    birth = _birth(subject, entry)
    if birth:
        yield birth
    mine, theirs = set(subject.countries), entry.country_codes()
    if mine and theirs:
        shared = sorted(mine & theirs)
        if shared:
            yield Reason(Code.COUNTRY_SAME, {"states": tuple(shared)})
        else:
            facts = {"party_states": tuple(sorted(mine)), "listed_states": tuple(sorted(theirs))}
            yield Reason(Code.COUNTRY_DIFFERENT, facts)


def _birth(subject: Subject, entry: ListEntry) -> Reason | None:
    asked = _asked(subject)
    if asked is None or not entry.births:
        return None
    for code, agrees in _SAME:
        for birth in entry.births:
            if agrees(asked, birth):
                return Reason(code, {"party": _shown(asked), "listed": _shown(birth)})
    listed = "; ".join(_shown(birth) for birth in entry.births)
    return Reason(Code.BIRTH_DIFFERENT, {"party": _shown(asked), "listed": listed})


def _asked(subject: Subject) -> Birth | None:
    if subject.birth_date:
        return Birth(subject.birth_date, subject.birth_date)
    if subject.birth_year:
        return Birth(date(subject.birth_year, 1, 1), date(subject.birth_year, 12, 31))
    return None


def _same_day(asked: Birth, listed: Birth) -> bool:
    return asked.exact and listed.exact and asked.first == listed.first


def _same_year(asked: Birth, listed: Birth) -> bool:
    """The years meet, and no two whole dates are known that differ."""
    both_exact = asked.exact and listed.exact
    return not both_exact and _years_meet(asked, listed, _slack(listed))


def _near(asked: Birth, listed: Birth) -> bool:
    """A slip of the pen, or of a clerk: day and month changed places, or the next year."""
    if asked.exact and listed.exact:
        one, other = asked.first, listed.first
        swapped = (one.year, one.day, one.month) == (other.year, other.month, other.day)
        years = abs(one.year - other.year)
        same_day = (one.day, one.month) == (other.day, other.month)
        return swapped or (same_day and years == NEAR_YEARS)
    return _years_meet(asked, listed, _slack(listed) + NEAR_YEARS)


def _years_meet(asked: Birth, listed: Birth, slack: int) -> bool:
    return (
        asked.first.year <= listed.last.year + slack
        and listed.first.year - slack <= asked.last.year
    )


def _slack(listed: Birth) -> int:
    return APPROXIMATE_YEARS if listed.approximate else 0


def _shown(birth: Birth) -> str:
    """A day, a year or a range of years, as figures that read the same in every language."""
    if birth.first == birth.last:
        return birth.first.isoformat()
    years = dict.fromkeys((str(birth.first.year), str(birth.last.year)))
    return "\u2013".join(years)


_SAME = (
    (Code.BIRTH_SAME, _same_day),
    (Code.BIRTH_YEAR_SAME, _same_year),
    (Code.BIRTH_NEAR, _near),
)

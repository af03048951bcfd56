"""How an entry stands by its dates, and who is the same subject (rules 5.3; C46, WL-04)."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.states import Terms
from models.watchlist import (
    EntryDates,
    EntryStanding,
    Subject,
    SubjectKind,
    last_visible_day,
    review_by,
    same_subject,
    search_key,
    standing_of,
)

TERMS = Terms()
DATES = EntryDates(
    decided_on=date(2026, 1, 10),
    published_at=datetime(2026, 1, 12, 9, tzinfo=UTC),
    review_by=datetime(2029, 1, 13, tzinfo=UTC),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def changed(**given_dates: object) -> EntryDates:
    return msgspec.structs.replace(DATES, **given_dates)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-01-12 09:00", EntryStanding.ACTIVE),
        ("2029-01-12 23:59", EntryStanding.ACTIVE),
        ("2029-01-13 00:00", EntryStanding.DORMANT),
        ("2036-01-12 23:59", EntryStanding.DORMANT),
        ("2036-01-13 00:00", EntryStanding.GONE),
    ],
)
def test_without_review_it_goes_dark_and_after_retention_it_is_gone(
    moment: str, expected: EntryStanding
) -> None:
    assert standing_of(DATES, at(moment), TERMS) is expected


def test_c46_a_fixed_end_is_visible_ten_years_more() -> None:
    kept = changed(until=date(2030, 6, 30), review_by=at("2031-01-01 00:00"))
    assert last_visible_day(kept, TERMS) == date(2040, 6, 30)
    assert standing_of(kept, at("2030-06-30 23:59"), TERMS) is EntryStanding.ACTIVE
    assert standing_of(kept, at("2030-07-01 00:00"), TERMS) is EntryStanding.ENDED
    assert standing_of(kept, at("2040-06-30 23:59"), TERMS) is EntryStanding.ENDED
    assert standing_of(kept, at("2040-07-01 00:00"), TERMS) is EntryStanding.GONE


def test_c46_a_revocation_counts_instead_of_a_later_end() -> None:
    revoked = changed(until=date(2030, 6, 30), revoked_at=at("2027-02-01 10:00"))
    assert last_visible_day(revoked, TERMS) == date(2037, 2, 1)
    assert standing_of(revoked, at("2027-02-01 09:59"), TERMS) is EntryStanding.ACTIVE
    assert standing_of(revoked, at("2037-02-01 23:59"), TERMS) is EntryStanding.REVOKED
    assert standing_of(revoked, at("2037-02-02 00:00"), TERMS) is EntryStanding.GONE


def test_what_went_dark_before_its_end_does_not_come_back() -> None:
    dark = changed(until=date(2030, 6, 30))
    assert standing_of(dark, at("2030-07-01 00:00"), TERMS) is EntryStanding.DORMANT


def test_days_are_of_the_owners_calendar() -> None:
    auckland = Terms(time_zone="Pacific/Auckland")
    kept = changed(until=date(2026, 6, 30))
    assert standing_of(kept, at("2026-06-30 11:59"), auckland) is EntryStanding.ACTIVE
    assert standing_of(kept, at("2026-06-30 12:00"), auckland) is EntryStanding.ENDED


@pytest.mark.parametrize(
    ("kind", "year"),
    [
        (SubjectKind.PERSON, 2029),
        (SubjectKind.FIRM, 2029),
        (SubjectKind.DOCUMENT, 2031),
        (SubjectKind.OBJECT, 2036),
    ],
)
def test_reviews_come_by_what_it_is_about(kind: SubjectKind, year: int) -> None:
    assert review_by(kind, at("2026-03-02 09:00"), TERMS) == at(f"{year}-03-03 00:00")


DAYS = st.dates(date(2020, 1, 1), date(2045, 12, 31))
MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001  the zone is given apart
    datetime(2075, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(DAYS, st.none() | DAYS, st.none() | MOMENTS, MOMENTS, st.integers(0, 5000))
def test_an_entry_never_comes_back(
    decided: date, until: date | None, revoked: datetime | None, moment: datetime, later: int
) -> None:
    """From active over ended, dark or revoked to gone: time only ever takes visibility away."""
    published = datetime(decided.year, decided.month, decided.day, 9, tzinfo=UTC)
    dates = EntryDates(
        decided_on=decided,
        published_at=published,
        review_by=review_by(SubjectKind.PERSON, published, TERMS),
        until=until,
        revoked_at=None if revoked is None else max(revoked, published),
    )
    now = max(moment, published)
    before = standing_of(dates, now, TERMS)
    after = standing_of(dates, now + timedelta(days=later), TERMS)
    order = [EntryStanding.ACTIVE, EntryStanding.ENDED, EntryStanding.DORMANT]
    if before is EntryStanding.GONE:
        assert after is EntryStanding.GONE
    elif before in order and after in order:
        assert before is EntryStanding.ACTIVE or before is after
    elif before is EntryStanding.REVOKED:
        assert after in (EntryStanding.REVOKED, EntryStanding.GONE)


@given(DAYS, st.none() | DAYS, st.none() | MOMENTS)
def test_nothing_is_kept_longer_than_retention_allows(
    decided: date, until: date | None, revoked: datetime | None
) -> None:
    published = datetime(decided.year, decided.month, decided.day, 9, tzinfo=UTC)
    dates = EntryDates(
        decided_on=decided,
        published_at=published,
        review_by=published,
        until=until,
        revoked_at=revoked,
    )
    latest = max(decided, until or decided, revoked.date() if revoked else decided)
    assert last_visible_day(dates, TERMS).year - latest.year <= TERMS.retention_years


def person(name: str, born: date | None = None, *numbers: str) -> Subject:
    return Subject(kind=SubjectKind.PERSON, name=name, birth_date=born, identifiers=numbers)


def test_the_same_person_by_name_and_birth_date_or_by_number() -> None:
    born = date(1979, 7, 11)
    assert same_subject(person("Darren Ostrah", born), person("OSTRAH, Darren", born))
    assert same_subject(person("Darren Ostrah", born), person("Darren Ostrah"))
    assert not same_subject(
        person("Darren Ostrah", born), person("Darren Ostrah", date(1980, 1, 1))
    )
    assert same_subject(person("A", None, "P-114 882"), person("B", None, "p114882"))
    assert not same_subject(
        person("Darren Ostrah"), Subject(kind=SubjectKind.FIRM, name="Darren Ostrah")
    )


def test_the_same_certificate_by_number_and_issuer_or_by_its_file() -> None:
    def paper(name: str, issuer: str = "", digest: str = "") -> Subject:
        return Subject(
            kind=SubjectKind.DOCUMENT, name=name, alleged_issuer=issuer, file_digest=digest
        )

    assert same_subject(paper("17/2026", "Xeland"), paper("17-2026", "XELAND"))
    assert not same_subject(paper("17/2026", "Xeland"), paper("17/2026", "Xbria"))
    assert same_subject(paper("17/2026", "Xeland", "ab"), paper("71/2026", "Xbria", "ab"))


def test_every_name_and_number_is_searched() -> None:
    key = search_key(
        Subject(
            kind=SubjectKind.FIRM,
            name="Severny Most Trading OOO",
            other_names=("Северный Мост Трейдинг",),
            identifiers=("XA 7-114-882",),
        )
    )
    assert "severny most" in key
    assert "xa7114882" in key
    assert len(key.splitlines()) >= 3

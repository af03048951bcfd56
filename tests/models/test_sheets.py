"""Sheets: frozen facts have one writing, and are read as what they were."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import sheets
from models.letters import LetterKind
from models.sheets import LicenceSheet, RegistrationSheet, SheetLine
from models.states import end_instant, first_instant
from tests import make
from tests.app.certificates.sheets import XA, XC, letter_sheet, licence_sheet, registration_sheet

ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/Halifax", "Asia/Kolkata", "Pacific/Apia", "America/Havana"]
)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize("sheet", [licence_sheet(), registration_sheet()])
def test_what_was_written_is_what_is_read(sheet: sheets.Sheet) -> None:
    found = sheets.read(sheets.written(sheet))
    assert found == sheet
    assert type(found) is type(sheet)
    assert sheets.written(found) == sheets.written(sheet)


def test_the_writing_is_sorted_and_without_spaces_so_that_its_digest_can_be_made_anywhere() -> None:
    text = sheets.written(registration_sheet())
    keys = list(msgspec.json.decode(text))
    assert keys == sorted(keys)
    assert text.startswith('{"authorizer":{"authority":"Arms Transfer Office of Xandria","code":')
    assert '"issued_at":"2026-06-18T15:02:00Z"' in text
    assert sheets.digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_frozen_as_it_is(text: str) -> None:
    sheet = licence_sheet(end_use=text)
    found = sheets.read(sheets.written(sheet))
    assert isinstance(found, LicenceSheet)
    assert found.end_use == text


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "XA-2026-L-00043-E"},
        {"check_code": "7QF4X-K2MDB"},
        {"valid_until": make.at("2027-04-01 03:01")},
        {"lines": ()},
        {"demonstration": False},
        {"version": 3},
    ],
)
def test_another_fact_is_another_digest(changed: dict[str, object]) -> None:
    one = sheets.digest(sheets.written(licence_sheet()))
    assert sheets.digest(sheets.written(licence_sheet(**changed))) != one


def test_a_sheet_of_a_later_form_is_refused_by_name_whatever_else_it_says() -> None:
    text = '{"type":"licence","form":4,"number":"XA-2031-L-00001-Q","facts":{}}'
    with pytest.raises(sheets.UnknownForm, match=r"XA-2031-L-00001-Q has form 4"):
        sheets.read(text)


FORM_1 = (
    '{"authorizer":{"authority":"Office","code":"XA","consented_on":"2026-03-02",'
    '"first_day":"2026-03-02","last_day":"2027-03-01","name":"Xandria","why":"","zone":"UTC"},'
    '"check_code":"AB2CD-EF3GH","conditions":[],"demonstration":true,"form":1,'
    '"issued_at":"2026-03-02T09:00:00Z","kind":"broker","number":"XA-2026-R-00001-C",'
    '"trader":"Norvane","trader_form":"firm","trader_number":"XA-2026-T-00001-K",'
    '"type":"registration"}'
)


def test_a_sheet_of_the_first_form_is_read_and_written_as_it_was() -> None:
    sheet = sheets.read(FORM_1)
    assert sheet.languages == ("en",)
    assert sheets.written(sheet) == FORM_1  # and so its digest stays


def test_a_letter_is_read_as_it_was_written_and_knows_its_words() -> None:
    for kind in LetterKind:
        letter = letter_sheet(kind=kind)
        assert sheets.read(sheets.written(letter)) == letter
    second = sheets.written(letter_sheet(form=2))
    assert "first_issued_at" not in second
    assert sheets.written(sheets.read(second)) == second
    refusal = letter_sheet(kind=LetterKind.DOSSIER_REFUSED, codes=("7", "A1"))
    assert refusal.word_codes == ("criterion.7", "stop.A1")
    late = letter_sheet(issued_at=datetime(2026, 6, 18, 23, 30, tzinfo=UTC))
    assert late.decided_on == date(2026, 6, 19)  # by the clock of Xandria


@pytest.mark.parametrize("gone", ["number", "check_code", "authorizers", "valid_until", "lines"])
def test_a_sheet_without_a_fact_is_not_read(gone: str) -> None:
    facts = msgspec.json.decode(sheets.written(licence_sheet()))
    del facts[gone]
    with pytest.raises(msgspec.ValidationError, match=gone):
        sheets.read(msgspec.json.encode(facts).decode())


def test_a_quantity_is_never_a_fraction() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(
            {**msgspec.to_builtins(licence_sheet().lines[0]), "quantity": 1.5}, SheetLine
        )


def test_a_registration_is_not_read_as_a_licence() -> None:
    assert isinstance(sheets.read(sheets.written(registration_sheet())), RegistrationSheet)


# Days


def test_the_days_of_a_licence_are_those_of_the_strictest_state() -> None:
    found = sheets.days(licence_sheet())
    assert found is not None
    assert (found.first_day, found.last_day) == (date(2026, 8, 1), date(2027, 3, 31))
    assert (found.first.code, found.last.code) == ("XC", "XC")
    assert found.one_clock


def test_the_first_day_may_be_one_states_and_the_last_another_s() -> None:
    first = msgspec.structs.replace(XA, first_day=date(2026, 8, 1))
    last = msgspec.structs.replace(XC, first_day=date(2026, 7, 1))
    sheet = of(first, last)
    found = sheets.days(sheet)
    assert found is not None
    assert (found.first.code, found.last.code) == ("XA", "XC")
    assert not found.one_clock
    assert sheet.valid_from == make.at("2026-07-31 22:00")
    assert sheet.valid_until == make.at("2027-04-01 03:00")


def test_where_both_states_say_the_same_days_the_lead_state_is_named() -> None:
    other = msgspec.structs.replace(XA, code="XC", name="Xcadia")
    found = sheets.days(of(other, XA))
    assert found is not None
    assert (found.first.code, found.last.code) == ("XA", "XA")


def test_instants_that_are_nobodys_day_are_told_as_such() -> None:
    assert sheets.days(licence_sheet(valid_from=make.at("2026-08-01 04:00"))) is None


@given(ZONES, ZONES, DAYS, DAYS, st.integers(0, 800), st.integers(0, 800))
def test_the_days_are_always_found_and_hold_the_validity(
    one: str, two: str, first: date, second: date, long: int, longer: int
) -> None:
    a = msgspec.structs.replace(
        XA, zone=one, first_day=first, last_day=first + timedelta(days=long)
    )
    b = msgspec.structs.replace(
        XC, zone=two, first_day=second, last_day=second + timedelta(days=longer)
    )
    sheet = of(a, b)
    found = sheets.days(sheet)
    assert found is not None
    begins = first_instant(found.first_day, ZoneInfo(found.first.zone))
    ends = end_instant(found.last_day, ZoneInfo(found.last.zone))
    assert begins.timestamp() == sheet.valid_from.timestamp()
    assert ends.timestamp() == sheet.valid_until.timestamp()


def of(*states: sheets.Authorizer) -> LicenceSheet:
    """A sheet of these States, its instants intersected as granting does."""
    begins: list[datetime] = [first_instant(x.first_day, ZoneInfo(x.zone)) for x in states]
    ends: list[datetime] = [end_instant(x.last_day, ZoneInfo(x.zone)) for x in states]
    return licence_sheet(
        authorizers=states,
        valid_from=max(begins, key=datetime.timestamp).astimezone(UTC),
        valid_until=min(ends, key=datetime.timestamp).astimezone(UTC),
    )

"""The Denied Persons List: one order is one entry, whose reference outlives other orders."""

from __future__ import annotations

from datetime import date

from app.screening.entries import ListedName, NameQuality
from tests import make_lists as given

FORM = "bis-dpl"


def test_the_rows_of_one_order_are_one_entry_with_all_its_addresses() -> None:
    first, second, _ = given.entries(FORM, "dpl.txt").values()
    assert first.names == (
        ListedName("TEVAN ILLARSSON", NameQuality.PRIMARY),
        ListedName("TEV ILLAR", NameQuality.STRONG),
    )
    assert [place.text for place in first.addresses] == [
        "QUAY STREET 4, KARST, 1042",
        "DOCK 7, KARST",
    ]
    assert (first.listed_on, second.listed_on) == (date(2023, 6, 19), date(2024, 1, 5))
    assert first.updated_on == date(2023, 7, 1), "a slip of the publisher's is passed over"


def test_a_reference_stays_when_other_orders_come_and_go() -> None:
    lines = given.files(FORM, "dpl.txt")[""].splitlines(keepends=True)
    fewer = given.read(FORM, {"": lines[0] + lines[4]})
    assert fewer.entries[0] == [*given.entries(FORM, "dpl.txt").values()][-1]


def test_a_date_that_is_none_is_refused_by_line_and_field() -> None:
    whole = given.files(FORM, "dpl.txt")[""]
    found = given.refusal(FORM, {"": whole.replace(b"02/24/2024", b"24/02/2024")})
    assert (found.code, found.line, found.field) == ("list_date_in_entry", 5, "Effective_Date")

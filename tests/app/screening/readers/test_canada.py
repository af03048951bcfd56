"""Canada's list: aliases in one text, births in free words, ships among firms."""

from __future__ import annotations

from tests import make_lists as given

FORM = "ca-sema"


def test_aliases_are_taken_apart_and_births_kept_as_far_as_they_are_certain() -> None:
    entries = given.entries(FORM, "sema.xml")
    first = entries["Xorra, 1, Part 1, 1"]
    assert [(name.text, str(name.quality)) for name in first.names] == [
        ("Davor Meshkan", "primary"),
        ("Давор Мешкан", "original"),
        ("Dawor Meshkane", "strong"),
        ("Ferry", "weak"),
    ]
    decade = entries["Xorra, 2"].births[0]
    assert (decade.first.year, decade.last.year, decade.approximate) == (1960, 1969, True)
    assert decade.note == "born in the early 1960s"
    assert entries["Xorra, 3"].births == ()
    assert "Sep-99" in entries["Xorra, 3"].comments


def test_a_ship_is_known_by_its_number_and_was_not_born() -> None:
    ship = given.entries(FORM, "sema.xml")["Xorra, 1.1, 1"]
    assert (ship.craft, ship.births) == ("vessel", ())
    assert [item.number for item in ship.documents] == ["9990013"]


def test_what_is_missing_is_refused_by_line_and_field() -> None:
    whole = given.files(FORM, "sema.xml")[""]
    for old, new, code, field in (
        (b"<LastName>Illarsson</LastName>", b"", "list_missing_in_entry", "LastName"),
        (b"<Item>3</Item>", b"", "list_missing", "Item"),
        (b"2021-03-02", b"2021-02-30", "list_date_in_entry", "DateOfListing"),
        (b"ShipIMONumber", b"ShipNumber", "list_unknown_part_in_entry", "ShipNumber"),
    ):
        found = given.refusal(FORM, {"": whole.replace(old, new)})
        assert (found.code, found.field) == (code, field)
        assert found.line > 1

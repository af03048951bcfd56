"""The list of the UK's OFSI: groups of rows, days without days, numbers in words."""

from __future__ import annotations

from app.screening.entries import ListedName, NameQuality
from tests import make_lists as given

FORM = "uk-ofsi"


def test_a_group_of_rows_is_one_entry_and_its_prime_alias_the_name() -> None:
    entry = given.entries(FORM, "conlist_2020.csv")["9301"]
    assert entry.names == (
        ListedName("Ilse Marta KARROW", NameQuality.PRIMARY),
        ListedName("Ilsa CARROW", NameQuality.STRONG),
        ListedName("Ilse OLDENS", NameQuality.FORMER),
    )
    assert [(item.first.isoformat(), item.last.isoformat()) for item in entry.births] == [
        ("1962-01-01", "1962-12-31"),
        ("1963-05-01", "1963-05-31"),
        ("1962-03-14", "1962-03-14"),
    ]
    assert [item.code for item in entry.nationalities] == ["XA", "XB"]
    assert [item.number for item in entry.documents] == ["4471902"]
    assert entry.titles == ("Dr", "Colonel")
    assert "the ferryman’s widow" in entry.comments, "written in the Western code page"


def test_the_newer_columns_give_scripts_qualities_and_numbers() -> None:
    entries = given.entries(FORM, "conlist_2023.csv")
    assert [(name.text, str(name.quality)) for name in entries["9301"].names] == [
        ("Davor MESHKAN", "primary"),
        ("Давор Мешкан", "original"),
        ("THE FERRYMAN", "weak"),
        ("Dawor MESHKANE", "strong"),
    ]
    assert [item.number for item in entries["9301"].documents] == [
        "KX 4471902",
        "KX 5500142",
        "77-0142",
    ]
    assert entries["9303"].craft == "vessel"


def test_values_that_nobody_knows_are_refused_by_line_and_field() -> None:
    whole = given.files(FORM, "conlist_2020.csv")[""]
    for old, new, code, field, line in (
        (b"14/03/1962", b"31/02/1962", "list_date_in_entry", "DOB", 5),
        (b",FKA,", b",XKA,", "list_unknown_value_in_entry", "Alias Type", 5),
        (b",Entity,", b",Ghost,", "list_unknown_value_in_entry", "Group Type", 6),
        (b",9302", b",", "list_missing", "Group ID", 6),
        (b"Last Updated,2", b"Updated,2", "list_other_document", "Updated", 1),
    ):
        found = given.refusal(FORM, {"": whole.replace(old, new)})
        assert (found.code, found.field, found.line) == (code, field, line)

"""The European Union's list: a person is a group of rows, in two layouts and several scripts."""

from __future__ import annotations

import csv
import io

from app.screening.entries import ListedName, NameQuality
from tests import make_lists as given

FORM = "eu-fsf"


def test_the_names_of_a_person_keep_script_and_quality() -> None:
    entry = given.entries(FORM, "fsf_1_1.csv")["EU.9101.01"]
    assert entry.names == (
        ListedName("Davor Meshkan", NameQuality.PRIMARY),
        ListedName("Давор Мешкан", NameQuality.ORIGINAL),
        ListedName("Ντάβορ Μέσκαν", NameQuality.STRONG),
        ListedName("The Ferryman", NameQuality.WEAK),
        ListedName("Davor Oldens", NameQuality.FORMER),
    )
    assert entry.designations == ('Director; "Karst" works',)
    assert [(item.first.year, item.last.year, item.approximate) for item in entry.births] == [
        (1971, 1971, False),
        (1972, 1972, True),
        (1974, 1977, False),
    ]
    assert [item.code for item in entry.nationalities] == ["XB"]


def test_the_older_layout_is_read_from_its_own_code_page() -> None:
    entry = given.entries(FORM, "fsf_1_0.csv")["EU.9101.01"]
    assert (entry.name, entry.designations) == ("Davor Meškan", ("Préfet",))
    assert [item.number for item in entry.documents] == ["AD009"]
    assert len(entry.births) == 1, "N/A is no birth"


def test_a_date_a_kind_and_a_name_are_refused_by_line_and_field() -> None:
    whole = given.files(FORM, "fsf_1_1.csv")[""]
    for old, new, code, field in (
        (b"1971-05-09", b"1971-13-09", "list_date_in_entry", "BirthDate_BirthDate"),
        (b";person;", b";ghost;", "list_unknown_value_in_entry", "Entity_SubjectType"),
        (b"Orlane Shadow Logistics", b"", "list_missing_in_entry", "NameAlias_WholeName"),
        (b"20/02/2026", b"soon", "list_date", "fileGenerationDate"),
        (b"NameAlias_WholeName", b"Name", "list_column_missing", "NameAlias_WholeName"),
    ):
        found = given.refusal(FORM, {"": whole.replace(old, new)})
        assert (found.code, found.field) == (code, field)


def test_the_published_sample_is_read_once_its_wrapping_is_taken_off() -> None:
    """Its repository wrapped every row in quotation marks and tabs."""
    text = given.published("eu/fsf_sample_2018-07.csv").read_bytes().decode("cp1252")
    rows = [row[0].strip("\t") for row in csv.reader(io.StringIO(text, newline=""))]
    found = given.read(FORM, {"": "".join(f"{row}\n" for row in rows).encode()})
    assert (found.persons, found.firms, found.names) == (61, 32, 743)

"""OFAC's set of files: nulls, weak aliases and numbers in remarks, remarks that go on elsewhere."""

from __future__ import annotations

from app.screening.entries import Birth, Document, ListedName, NameQuality, Place
from app.screening.un_fields import country
from tests import make_lists as given

FORM = "ofac-csv"


def test_an_entry_keeps_what_its_files_and_its_remarks_say() -> None:
    entry = given.entries(FORM, "sdn.csv")["9001"]
    assert entry.names == (
        ListedName("Ilse Marta KARROW", NameQuality.PRIMARY),
        ListedName("Ilsa CARROW", NameQuality.STRONG),
        ListedName("Ilse OLDENS", NameQuality.FORMER),
        ListedName("THE FERRYMAN", NameQuality.WEAK),
    )
    assert entry.documents == (
        Document("Passport", "KX 4471902", country("Xeland"), "expires 2016"),
        Document("National ID No.", "0032768", country("Xeland")),
    )
    assert [(birth.first.year, birth.approximate) for birth in entry.births] == [
        (1962, False),
        (1963, True),
    ]
    assert entry.addresses == (Place("Quay Street 4, Karst 1042", country("Xeland")),)
    assert (entry.programme, entry.gender) == ("XDRUGS; XARMS", "Female")
    assert "-0-" not in str(entry)


def test_vessels_and_aircraft_keep_their_numbers() -> None:
    entries = given.entries(FORM, "sdn.csv")
    assert (entries["9003"].craft, entries["9004"].craft) == ("vessel", "aircraft")
    assert [item.number for item in entries["9003"].documents] == ["XQ2059", "9990013"]
    assert [item.number for item in entries["9004"].documents] == ["550-0042"]


def test_remarks_go_on_in_the_comments_in_the_middle_of_a_word() -> None:
    entry = given.entries(FORM, "sdn.csv")["9005"]
    assert [item.number for item in entry.documents] == ["77-0142"]
    assert ListedName("DAWOR", NameQuality.WEAK) in entry.names
    assert isinstance(entry.births[0], Birth)
    assert (entry.births[0].first.year, entry.births[0].last.year) == (1971, 1973)
    parts = given.files(FORM, "sdn.csv")
    del parts["comments"]
    found = given.refusal(FORM, parts)
    assert (found.code, found.line) == ("list_missing_in_entry", 5)
    assert found.facts["reference"] == "9005"


def test_a_row_that_belongs_to_nobody_is_refused() -> None:
    parts = given.files(FORM, "sdn.csv")
    rows = parts["sdn"].splitlines(keepends=True)
    found = given.refusal(FORM, {**parts, "sdn": rows[0] + b"".join(rows[2:])})
    assert (found.code, found.field, found.line) == ("list_stray", "ADD: ent_num", 3)
    assert found.facts["reference"] == "9002"


def test_the_set_of_2022_as_its_repository_changed_it_is_refused() -> None:
    file = given.published("ofac/2022-01/sdn.csv")
    found = given.refusal(FORM, given.files(FORM, file.name, file.parent))
    assert (found.code, found.field) == ("list_missing_in_entry", "SDN: SDN_COMMENTS")

"""The US Consolidated Screening List: many lists in one, whose ids repeat and lack kinds."""

from __future__ import annotations

from app.screening.readers.csl_entry import short
from models.particulars import Form
from tests import make_lists as given


def test_one_id_of_two_lists_is_two_entries() -> None:
    entries = given.entries("csl-csv", "csl.csv")
    assert set(entries) == {"SDN/9001", "SSI/9001", "EL/a1b2c3", "DTC/d4e5f6", "SDN/9003"}
    assert entries["SDN/9001"].name == "Ilse Marta KARROW"
    assert entries["SDN/9001"].documents[0].note == "expires 2016-01-01"
    assert entries["SDN/9001"].mail_domains == ("karrow.example",)


def test_persons_and_firms_are_told_by_name_where_the_list_does_not() -> None:
    entries = given.entries("csl-csv", "csl.csv")
    assert entries["EL/a1b2c3"].kind is Form.FIRM
    assert entries["DTC/d4e5f6"].kind is Form.PERSON


def test_the_table_and_the_json_give_the_same_person() -> None:
    table = given.entries("csl-csv", "csl.csv")["SDN/9001"]
    other = given.entries("csl-json", "csl.json")["SDN/9001"]
    assert (table.births, table.documents) == (other.births, other.documents)
    assert table.addresses[:1] == other.addresses
    assert short("Military End User (MEU) List - Bureau of Industry and Security") == "MEU"


def test_the_published_file_is_refused_where_it_was_cut_off_and_read_without_that_row() -> None:
    whole = given.published("csl/csl_2023-11.csv").read_bytes()
    found = given.refusal("csl-csv", {"": whole})
    assert (found.code, found.line) == ("list_damaged", 4233)
    read = given.read("csl-csv", {"": whole[: whole.rindex(b'\n"') + 1]})
    assert (read.persons + read.firms, read.crafts) == (4226, 3)

"""The United Nations list: what is read of it, and every way in which a file is refused."""

from __future__ import annotations

import io
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.screening.entries import Birth, Country, Document, ListedName, ListEntry, NameQuality
from app.screening.errors import Halved, ListError, refuse_halved
from app.screening.un_list import INVENTED, read
from app.words import screening
from models.particulars import Form

REAL = Path(__file__).resolve().parents[4] / "shared" / "lists" / "un"
COUNTS = {
    "un_consolidated_2025-04-19.xml": (date(2025, 4, 19), 684, 193, 3961),
    "un_consolidated_2025-11.xml": (date(2025, 11, 20), 727, 273, 4132),
}
WHOLE = INVENTED.read_bytes()
FACT = re.compile(r"%\((\w+)\)s")

PERSON = """<INDIVIDUAL>
<DATAID>1</DATAID>
<FIRST_NAME>TEVAN</FIRST_NAME>
<REFERENCE_NUMBER>INi.900</REFERENCE_NUMBER>
</INDIVIDUAL>"""
FIRM = """<ENTITY>
<DATAID>2</DATAID>
<FIRST_NAME>SABLE CURRENT</FIRST_NAME>
<REFERENCE_NUMBER>INe.900</REFERENCE_NUMBER>
</ENTITY>"""


def list_of(persons: str = PERSON, firms: str = FIRM, made: str = "2026-01-15T23:00:00Z") -> str:
    """A small list; its first entry stands from line 3 on."""
    return (
        f'<CONSOLIDATED_LIST dateGenerated="{made}">\n<INDIVIDUALS>\n{persons}\n</INDIVIDUALS>\n'
        f"<ENTITIES>\n{firms}\n</ENTITIES>\n</CONSOLIDATED_LIST>\n"
    )


def entries_of(text: str | bytes) -> dict[str, ListEntry]:
    data = text.encode() if isinstance(text, str) else text
    return {entry.reference: entry for entry in read(io.BytesIO(data)).entries}


def refusal_of(text: str | bytes) -> ListError:
    """The refusal of a file, which must have words and every fact that they ask for."""
    with pytest.raises(ListError) as caught:
        entries_of(text)
    found = caught.value
    sentence = screening.WORDS[f"refusal.{found.code}"]
    assert set(FACT.findall(sentence)) <= found.facts.keys()
    assert found.line == found.facts["line"]
    assert found.line >= 1
    return found


def with_part(part: str, person: str = PERSON) -> str:
    """A list whose first person has one more part, on line 7."""
    return list_of(person.replace("</INDIVIDUAL>", f"{part}\n</INDIVIDUAL>"))


def test_the_invented_list_is_read_whole() -> None:
    told: list[int] = []
    found = read(INVENTED, told.append)
    assert (found.persons, found.firms, found.names) == (26, 16, 127)
    assert found.published_at == datetime(2026, 1, 15, 23, tzinfo=UTC)
    assert found.publisher_date == date(2026, 1, 15)
    assert told == list(range(1, 43))


def test_an_entry_keeps_what_the_list_says_of_it() -> None:
    entry = entries_of(WHOLE)["INi.001"]
    assert entry.kind is Form.PERSON
    assert entry.names == (
        ListedName("DAVOR MESHKAN", NameQuality.PRIMARY),
        ListedName("Давор Мешкан", NameQuality.ORIGINAL),
        ListedName("Dawor Meshkane", NameQuality.STRONG),
        ListedName("Davor Meškan", NameQuality.STRONG),
        ListedName("The Ferryman", NameQuality.WEAK),
    )
    assert entry.births == (Birth(date(1971, 1, 1), date(1971, 12, 31)),)
    assert entry.nationalities == (Country("XB", "XB"),)
    assert entry.documents == (
        Document("Passport", "KX 4471902", Country("XB", "XB"), "expired 2016"),
    )
    assert (entry.data_id, entry.listed_on) == ("9900001", date(2019, 4, 11))
    assert entry.updated_on == date(2021, 9, 30)
    assert entry.country_codes() == {"XB"}


def test_births_keep_what_is_certain_of_them() -> None:
    entries = entries_of(WHOLE)
    assert entries["INi.003"].births == (Birth(date(1959, 1, 1), date(1959, 12, 31), True),)  # noqa: FBT003
    assert entries["INi.005"].births == (Birth(date(1974, 1, 1), date(1977, 12, 31)),)
    assert [birth.exact for birth in entries["INi.006"].births] == [True, True]
    assert not entries["INi.019"].births[0].exact, "the first of January stands for the year"


def test_a_former_name_is_known_by_its_quality_or_its_note() -> None:
    entries = entries_of(WHOLE)
    assert ListedName("Orlane Coastal Carriers", NameQuality.FORMER) in entries["INe.001"].names
    assert ListedName("Wilbrand Costerman", NameQuality.FORMER) in entries["INi.026"].names


@pytest.mark.parametrize("name", COUNTS)
def test_the_real_lists_are_read_whole(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip("the real lists are not beside this project")
    found = read(path)
    assert (found.publisher_date, found.persons, found.firms, found.names) == COUNTS[name]
    assert len({entry.reference for entry in found.entries}) == len(found.entries)
    unknown = {
        country.text
        for entry in found.entries
        for country in entry.nationalities
        if not country.code
    }
    assert unknown <= {"former Soviet Union"}


@pytest.mark.parametrize("name", COUNTS)
def test_a_real_list_cut_anywhere_is_refused_with_its_line(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip("the real lists are not beside this project")
    data = path.read_bytes()
    for end in range(1, len(data) - 30, len(data) // 7):
        assert refusal_of(data[:end]).line <= data[:end].count(b"\n") + 1


@pytest.mark.parametrize("share", range(0, 100, 4))
def test_a_list_cut_anywhere_is_refused_with_its_line(share: int) -> None:
    inside = len(WHOLE.rstrip()) - 1
    for end in range(inside * share // 100, inside * (share + 4) // 100, 97):
        found = refusal_of(WHOLE[:end])
        assert found.code == "list_damaged"
        assert found.line <= WHOLE[:end].count(b"\n") + 1
    assert refusal_of(WHOLE[:inside]).line == WHOLE.count(b"\n")


def test_a_cut_beyond_the_65535th_line_still_names_it() -> None:
    cut = list_of(PERSON.replace("<DATAID>", "\n" * 70_000 + "<DATAID>")).encode()
    assert refusal_of(cut[: cut.index(b"<ENTITY>")]).line > 70_000
    late = list_of(firms="\n" * 70_000 + FIRM.replace("2</DATAID>", "</DATAID>"))
    assert refusal_of(late).line > 70_000


def test_an_empty_file_and_one_that_is_no_xml_are_refused() -> None:
    assert refusal_of(b"").code == "list_damaged"
    assert refusal_of(b"\x00\x01\x02").code == "list_damaged"
    assert refusal_of(b"PK\x03\x04 a spreadsheet").code == "list_damaged"
    assert refusal_of("reference;name\nINi.001;DAVOR").code == "list_damaged"


def test_a_list_without_entries_is_refused() -> None:
    assert refusal_of(list_of("", "")).code == "list_empty"


def test_another_document_is_refused_by_its_root() -> None:
    found = refusal_of("<html><body>Service unavailable</body></html>")
    assert (found.code, found.field) == ("list_other_document", "html")


@pytest.mark.parametrize("section", ["INDIVIDUALS", "ENTITIES"])
def test_a_list_without_one_of_its_two_parts_is_refused(section: str) -> None:
    text = re.sub(f"<{section}>.*</{section}>", "", list_of(), flags=re.DOTALL)
    found = refusal_of(text)
    assert (found.code, found.field) == ("list_missing", section)


def test_a_part_that_nobody_knows_is_refused_rather_than_passed_over() -> None:
    vessels = list_of().replace("</ENTITIES>", "</ENTITIES>\n<VESSELS/>")
    found = refusal_of(vessels)
    assert (found.code, found.field, found.line) == ("list_unknown_part", "VESSELS", 16)
    vessel = list_of(persons=f"{PERSON}\n<VESSEL/>")
    assert refusal_of(vessel).field == "VESSEL"
    nested = with_part("<COMMENTS1>See <b>annex</b></COMMENTS1>")
    assert refusal_of(nested).code == "list_unknown_part_in_entry"


@pytest.mark.parametrize("field", ["DATAID", "FIRST_NAME", "REFERENCE_NUMBER"])
def test_an_entry_without_what_it_must_have_is_refused_by_line_and_field(field: str) -> None:
    gone = list_of(re.sub(f"<{field}>.*</{field}>", "", PERSON))
    found = refusal_of(gone)
    assert (found.code, found.field, found.line) == ("list_missing_in_entry", field, 3)
    blank = refusal_of(list_of(re.sub(f"<{field}>.*</{field}>", f"<{field}> </{field}>", PERSON)))
    assert blank.line == 3 + PERSON.splitlines().index(
        next(line for line in PERSON.splitlines() if field in line)
    )


def test_a_reference_that_stands_twice_is_refused_even_on_one_line() -> None:
    found = refusal_of(list_of(f"{PERSON}\n{PERSON}"))
    assert (found.code, found.field, found.line) == ("list_duplicate", "REFERENCE_NUMBER", 8)
    assert (found.facts["reference"], found.facts["first_line"]) == ("INi.900", 3)
    flat = list_of(PERSON + PERSON).replace("\n", "")
    assert (refusal_of(flat).code, refusal_of(flat).line) == ("list_duplicate", 1)


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("<LISTED_ON>2019-13-01</LISTED_ON>", "LISTED_ON"),
        ("<LISTED_ON>11 April 2019</LISTED_ON>", "LISTED_ON"),
        ("<LISTED_ON>0019-04-11</LISTED_ON>", "LISTED_ON"),
        ("<LAST_DAY_UPDATED><VALUE>2019-02-30</VALUE></LAST_DAY_UPDATED>", "VALUE"),
        ("<INDIVIDUAL_DATE_OF_BIRTH><YEAR>19711</YEAR></INDIVIDUAL_DATE_OF_BIRTH>", "YEAR"),
        ("<INDIVIDUAL_DATE_OF_BIRTH><DATE>1971-00-09</DATE></INDIVIDUAL_DATE_OF_BIRTH>", "DATE"),
        (
            "<INDIVIDUAL_DATE_OF_BIRTH><FROM_YEAR>1980</FROM_YEAR><TO_YEAR>1970</TO_YEAR>"
            "</INDIVIDUAL_DATE_OF_BIRTH>",
            "TO_YEAR",
        ),
        (
            "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>T</ALIAS_NAME>"
            "<DATE_OF_BIRTH>soon</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>",
            "DATE_OF_BIRTH",
        ),
    ],
)
def test_a_date_that_is_none_is_refused_by_line_field_and_entry(part: str, field: str) -> None:
    found = refusal_of(with_part(part))
    assert (found.code, found.field, found.line) == ("list_date_in_entry", field, 7)
    assert found.facts["reference"] == "INi.900"


def test_a_list_without_its_date_or_with_a_wrong_one_is_refused() -> None:
    assert refusal_of(list_of(made="")).field == "dateGenerated"
    assert refusal_of(list_of(made="yesterday")).code == "list_date"


def test_days_with_a_time_zone_are_days() -> None:
    entry = entries_of(with_part("<LISTED_ON>2015-04-07-04:00</LISTED_ON>"))["INi.900"]
    assert entry.listed_on == date(2015, 4, 7)


def test_an_alias_of_unknown_quality_is_refused() -> None:
    part = (
        "<INDIVIDUAL_ALIAS><QUALITY>Doubtful</QUALITY><ALIAS_NAME>T</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    )
    found = refusal_of(with_part(part))
    assert (found.code, found.facts["value"]) == ("list_unknown_value_in_entry", "Doubtful")


BOMB = """<?xml version="1.0"?>
<!DOCTYPE CONSOLIDATED_LIST [
<!ENTITY a "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;">
<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">
]>
"""


def test_a_document_type_is_refused_before_anything_in_it_can_work(tmp_path: Path) -> None:
    began = time.process_time()
    for made in ("2026-01-15T23:00:00Z", "&g;"):
        bomb = BOMB + list_of(PERSON.replace("TEVAN", "&g;"), made=made)
        assert refusal_of(bomb).code in {"list_document_type", "list_damaged"}
    assert time.process_time() - began < 1
    secret = tmp_path / "secret"
    secret.write_text("SECRET")
    outside = f'<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + list_of(
        PERSON.replace("TEVAN", "&x;")
    )
    assert refusal_of(outside).code == "list_document_type"
    far = f'<!DOCTYPE CONSOLIDATED_LIST SYSTEM "{secret.as_uri()}">' + list_of()
    assert refusal_of(far).code == "list_document_type"


def test_an_entity_that_nobody_declared_is_damage() -> None:
    assert refusal_of(list_of(PERSON.replace("TEVAN", "&name;"))).code == "list_damaged"


@pytest.mark.parametrize("char", ["&#1;", "&#xD800;", "&#xFFFF;"])
def test_characters_that_xml_forbids_are_damage(char: str) -> None:
    found = refusal_of(list_of(PERSON.replace("TEVAN", f"TE{char}VAN")))
    assert (found.code, found.line) == ("list_damaged", 5)


def test_lone_surrogates_in_the_bytes_are_damage() -> None:
    data = list_of().encode().replace(b"TEVAN", b"TE\xed\xa0\x80VAN")
    assert refusal_of(data).code == "list_damaged"


def test_invisible_and_controlling_characters_are_taken_out_of_names() -> None:
    name = "\u202eTE\u0085VAN\u200b\ufeff  ILL\u00adARSSON\u0080"
    entry = entries_of(list_of(PERSON.replace("TEVAN", name)))["INi.900"]
    assert entry.name == "TE VAN ILLARSSON"


def test_an_enormous_name_is_refused_by_its_line() -> None:
    found = refusal_of(list_of(PERSON.replace("TEVAN", "T" * 50_000)))
    assert (found.code, found.field) == ("list_too_long_in_entry", "FIRST_NAME")
    assert found.line == 5
    assert refusal_of(list_of(PERSON.replace("TEVAN", "T" * 11_000_000))).code == "list_damaged"


def test_comments_and_instructions_inside_a_name_do_not_cut_it() -> None:
    entry = entries_of(list_of(PERSON.replace("TEVAN", "TE<!-- x -->V<?y z?>AN")))["INi.900"]
    assert entry.name == "TEVAN"


def test_a_list_of_less_than_half_the_entries_is_refused_unless_forced() -> None:
    refuse_halved(500, 1000)
    refuse_halved(1, None)
    refuse_halved(0, 0)
    refuse_halved(499, 1000, forced=True)
    with pytest.raises(Halved) as caught:
        refuse_halved(499, 1000)
    assert caught.value.facts == {"new": 499, "current": 1000}
    assert f"refusal.{caught.value.code}" in screening.WORDS

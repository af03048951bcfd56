"""Every form of list: read whole, refused when damaged, never taken for another."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.screening import list_formats
from app.screening.errors import ListError, PartMissing, Undated
from app.words import screening
from models.errors import Refusal
from tests import make_lists as given

COUNTS = {
    "sdn.csv": (given.DAY, 2, 3, 2, 10),
    "sdn.xml": (given.DAY, 1, 2, 1, 6),
    "csl.csv": (given.DAY, 2, 3, 1, 7),
    "csl.json": (given.DAY, 2, 1, 0, 4),
    "dpl.txt": (given.DAY, 2, 1, 0, 5),
    "fsf_1_1.csv": (given.DAY, 1, 1, 0, 6),
    "fsf_1_0.csv": (date(2018, 7, 4), 1, 1, 0, 2),
    "conlist_2020.csv": (given.DAY, 1, 1, 0, 4),
    "conlist_2023.csv": (given.DAY, 1, 1, 1, 5),
    "sema.xml": (given.DAY, 3, 2, 1, 9),
    "collection.ftm.json": (given.DAY, 2, 2, 1, 7),
}
XML = [(form, name) for form, name in given.INVENTED if name.endswith(".xml")]
LISTS = pytest.mark.parametrize(("form", "name"), given.INVENTED)


def counted(found: list_formats.ListFile) -> tuple[date, int, int, int, int]:
    return (found.publisher_date, found.persons, found.firms, found.crafts, found.names)


@LISTS
def test_an_invented_list_is_read_whole_and_told_entry_by_entry(form: str, name: str) -> None:
    told: list[int] = []
    day = None if list_formats.FORMS[form].dated else given.DAY
    parts = given.files(form, name)
    found = list_formats.read(form, parts, published_on=day, progress=told.append)
    assert counted(found) == COUNTS[name]
    assert told == list(range(1, len(found.entries) + 1))
    assert len({entry.reference for entry in found.entries}) == len(found.entries)


@LISTS
def test_a_list_cut_in_the_middle_of_a_line_is_refused_by_its_line(form: str, name: str) -> None:
    parts = given.files(form, name)
    part, whole = next(iter(parts.items()))
    inside = whole.rstrip(b"\r\n\x1a\xef\xbb\xbf")
    for end in range(1, len(inside), 23):
        cut = inside[:end]
        if cut.endswith((b"\n", b"\r")) or (form == "ftm" and inside[end : end + 1] == b"\n"):
            continue  # between two rows nothing tells; half a list is refused by its count
        found = given.refusal(form, {**parts, part: cut})
        assert found.line <= cut.count(b"\n") + 1


@pytest.mark.parametrize("form", [*list_formats.FORMS])
@pytest.mark.parametrize(
    "content", [b"", b" \n\n", b"\0\1\2\n", b"PK\x03\x04 a spreadsheet\n", b"<html>gone</html>\n"]
)
def test_what_is_no_list_is_refused_in_every_form(form: str, content: bytes) -> None:
    part = next(iter(list_formats.FORMS[form].files(given.FILES / "sdn.csv")))
    with pytest.raises(ListError) as caught:
        given.read(form, {part: content})
    assert f"refusal.{caught.value.code}" in screening.WORDS


@LISTS
def test_a_list_that_is_whole_and_has_nobody_on_it_is_refused(form: str, name: str) -> None:
    """A publisher's fault in the night would else free everybody."""
    parts = given.files(form, name)
    part, whole = next(iter(parts.items()))
    lines = whole.splitlines(keepends=True)
    emptied = {
        "ofac-csv": b"\x1a",
        "ofac-xml": re.sub(rb"<sdnEntry>.*</sdnEntry>", b"", whole, flags=re.DOTALL),
        "csl-json": re.sub(rb'("results":\s*\[).*\]', rb"\1]", whole, flags=re.DOTALL),
        "ca-sema": re.sub(rb"<record>.*</record>", b"", whole, flags=re.DOTALL),
        "uk-ofsi": b"".join(lines[:2]),
        "ftm": b"\n",
    }.get(form, lines[0])
    found = given.refusal(form, {**parts, part: emptied})
    assert found.code in {"list_empty", "list_count", "list_stray", "list_missing"}, found.code


@LISTS
def test_no_list_is_taken_for_another(form: str, name: str) -> None:
    whole = next(iter(given.files(form, name).values()))
    for other in list_formats.FORMS:
        part = next(iter(list_formats.FORMS[other].files(given.FILES / "sdn.csv")))
        if other != form:
            with pytest.raises(Refusal):
                given.read(other, {part: whole})


@LISTS
def test_a_reference_that_stands_twice_is_refused_or_is_one_entry(form: str, name: str) -> None:
    """Forms that group rows have one entry of them; in the others it is damage."""
    if form in {"bis-dpl", "eu-fsf", "uk-ofsi"}:
        references = [
            entry.reference for entry in given.read(form, given.files(form, name)).entries
        ]
        assert len(set(references)) == len(references)
        return
    parts = given.files(form, name)
    part, whole = next(iter(parts.items()))
    doubled = {
        "ofac-csv": (b"9002,", b"9001,"),
        "ofac-xml": (b"<uid>9002</uid>", b"<uid>9001</uid>"),
        "csl-csv": (b'"9001","Sectoral', b'"9001","Specially Designated Nationals (SDN) Sectoral'),
        "csl-json": (b"ITAR Debarred (DTC)", b"Entity List (EL)"),
        "ca-sema": (b"<Item>3</Item>", b"<Item>2</Item>"),
        "ftm": (b'"id": "inv-2"', b'"id": "inv-1"'),
    }[form]
    content = whole.replace(*doubled).replace(b"d4e5f6", b"a1b2c3")
    found = given.refusal(form, {**parts, part: content})
    assert found.code == "list_duplicate"
    assert found.facts["first_line"] <= found.line


BOMB = """<!DOCTYPE {root} [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>
"""


@pytest.mark.parametrize(("form", "name"), XML)
def test_a_document_type_is_refused_in_every_xml_list(form: str, name: str) -> None:
    head, _, rest = given.files(form, name)[""].partition(b"\n")
    root = "sdnList" if form == "ofac-xml" else "data-set"
    for inserted in (BOMB.format(root=root), f'<!DOCTYPE {root} SYSTEM "file:///etc/hostname">\n'):
        bomb = head + b"\n" + inserted.encode() + rest.replace(b"KARROW", b"&d;")
        assert given.refusal(form, {"": bomb}).code == "list_document_type"
    other = rest.replace(b"record>", b"vessel>").replace(b"sdnEntry>", b"vessel>")
    assert given.refusal(form, {"": head + b"\n" + other}).code == "list_unknown_part"


def test_a_day_is_asked_for_where_the_form_has_none_and_only_there() -> None:
    for name, form in list_formats.FORMS.items():
        with pytest.raises(Undated) as caught:
            list_formats.read(name, {}, published_on=given.DAY if form.dated else None)
        assert f"refusal.{caught.value.code}" in screening.WORDS


def test_a_set_of_files_needs_its_parts() -> None:
    with pytest.raises(PartMissing) as caught:
        list_formats.FORMS["ofac-csv"].files(given.FILES / "csl.csv")
    assert caught.value.facts["part"] == "SDN.CSV"


PUBLISHED = {
    "ofac/cons_prim_2025-12.csv": ("ofac-csv", (given.DAY, 79, 363, 0)),
    "ofac/cons_2025-03-28.xml": ("ofac-xml", (date(2025, 3, 28), 80, 363, 0)),
    "csl/bis_dpl_2023-11.txt": ("bis-dpl", (given.DAY, 444, 103, 0)),
    "uk/ofsi_conlist_2020-04-27.csv": ("uk-ofsi", (date(2020, 4, 27), 1523, 591, 0)),
    "ca/sema_2025-05.xml": ("ca-sema", (given.DAY, 3334, 1425, 109)),
}


@pytest.mark.parametrize("path", PUBLISHED)
def test_a_list_as_published_is_read_whole(path: str) -> None:
    file = given.published(path)
    form, counts = PUBLISHED[path]
    found = given.read(form, given.files(form, file.name, file.parent))
    assert counted(found)[:4] == counts
    assert all(len(entry.reference) <= 64 and entry.name for entry in found.entries)

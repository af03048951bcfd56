"""Tables of text: code pages, cut rows, marks of the end, and what is no text at all."""

from __future__ import annotations

import pytest

from app.screening.errors import ListError
from app.screening.readers import tables


def refused(content: bytes) -> ListError:
    with pytest.raises(ListError) as caught:
        list(tables.titled(content, ("id", "name")))
    return caught.value


def test_text_is_read_in_both_code_pages_and_with_a_mark_before_it() -> None:
    for content in ("id,name\n1,Café\n".encode(), "\ufeffid,name\n1,Café\n".encode()):
        assert next(tables.titled(content, ("id",))).text("name") == "Café"
    western = "id,name\n1,Café’s\n".encode("cp1252")
    assert next(tables.titled(western, ("id",))).text("name") == "Café’s"


def test_a_byte_of_no_code_page_is_damage_on_its_line() -> None:
    assert refused(b"id,name\n1,ok\n2,\x81\xe9\n").line == 3
    assert refused(b"id,name\n1,a\0b\n").facts["detail"] == "control character 0"
    assert refused(b"id,name\n1\x1a\n2,b\n").line == 2


def test_a_row_begins_on_its_first_line_and_is_told_by_the_column_it_lacks() -> None:
    rows = [*tables.titled(b'id,name\n1,"two\nlines"\n\n2,b\n', ("id",))]
    assert [row.line for row in rows] == [2, 5]
    assert rows[0].text("name") == "two lines"
    found = refused(b'id,name\n1,"two\nlines"\n2\n')
    assert (found.code, found.line, found.field) == ("list_row_cut", 4, "name")


def test_what_was_cut_off_is_refused_and_the_end_mark_is_none() -> None:
    assert refused(b"id,name\n1,a").code == "list_damaged"
    assert refused(b'id,name\n1,"a\n').code == "list_damaged"
    assert refused(b"").code == "list_empty"
    for end in (b"\x1a", b"\x1a\r\n"):
        assert len([*tables.titled(b"id,name\r\n1,a\r\n" + end, ("id",))]) == 1
    assert refused(b"id,name\n\x1a1,a\n2,b\n").facts["detail"] == "control character 26"


def test_an_enormous_cell_is_refused() -> None:
    assert refused(b"id,name\n1," + b"x" * 200_000 + b"\n").line == 2
    row = next(tables.titled(b"id,name\n1," + b"x" * 2_000 + b"\n", ("id",)))
    with pytest.raises(ListError, match="list_too_long"):
        row.text("name", 1_000)

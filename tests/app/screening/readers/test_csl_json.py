"""The US Consolidated Screening List as JSON: counts, shapes and the line at fault."""

from __future__ import annotations

from datetime import UTC, datetime

from tests import make_lists as given

FORM = "csl-json"


def changed(old: bytes, new: bytes) -> dict[str, bytes]:
    return {"": given.files(FORM, "csl.json")[""].replace(old, new)}


def test_the_moment_of_publication_is_in_the_file() -> None:
    made = given.read(FORM, given.files(FORM, "csl.json")).published_at
    assert made == datetime(2026, 2, 20, 4, 15, tzinfo=UTC)
    assert given.refusal(FORM, changed(b"2026-02-20T", b"yesterday")).code == "list_date"


def test_another_count_than_promised_is_a_file_cut_off() -> None:
    found = given.refusal(FORM, changed(b'"total": 3', b'"total": 4'))
    assert (found.code, found.facts["promised"], found.facts["found"]) == ("list_count", 4, 3)


def test_a_value_of_another_shape_is_refused_by_line_and_field() -> None:
    found = given.refusal(FORM, changed(b'"alt_names": ["CARROW, Ilsa"]', b'"alt_names": "x"'))
    assert (found.code, found.line, found.field) == ("list_shape", 3, "alt_names")
    found = given.refusal(FORM, changed(b'"start_date": "2019-04-11"', b'"start_date": "soon"'))
    assert (found.code, found.line, found.field) == ("list_date_in_entry", 4, "start_date")

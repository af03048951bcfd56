"""The benchmark of certificates measures what it says: each of its pieces, once, without a browser.

The browser's part stands on the same code as the stories of tests/stories/test_offline.py.
"""

from __future__ import annotations

from benchmarks import _documents, _lists, _timing, certificates


def test_a_document_in_two_and_in_five_languages_is_drawn_sealed_and_inspected() -> None:
    desk = _documents.Desk()
    found = desk.measured(_documents.sheet(*_documents.TWO), 2, warm=0)
    many = _documents.sheet(*_documents.FIVE, names=_documents.NAMES)
    found |= desk.measured(many, 2, "five_", warm=0)
    assert found["render_cpu_p50_ms"] > found["seal_cpu_p50_ms"] > 0
    assert found["pdf_kb"] < found["five_pdf_kb"]
    assert found["pdf_kb"] <= certificates.GOALS["pdf_kb"][1]
    assert found["five_pdf_kb"] <= certificates.GOALS["five_pdf_kb"][1]


def test_the_code_is_as_long_as_was_promised() -> None:
    found = _documents.square(2)
    assert found["qr_chars"] < found["qr_chars_longest"] <= certificates.GOALS["qr_chars"][1]


def test_a_list_of_a_million_entries_is_made_and_taken() -> None:
    found = _lists.measured(2)
    assert len(_lists.entries()) == 10_485
    assert 10 < found["status_list_kb"] < 40
    assert found["status_list_ms"] == found["status_list_p50_ms"]


def test_only_codes_that_go_the_whole_way_are_judged_against_the_clock() -> None:
    assert len(_lists.genuine()) > 30
    assert _lists.judged(len(_lists.genuine()))["python_verify_p95_ms"] > 0


def test_nineteen_of_twenty_do_not_exceed_the_figure() -> None:
    assert _timing.p95([0.001] * 99 + [9.0]) == 1.0
    assert _timing.p50([0.001, 0.002, 0.009]) == 2.0

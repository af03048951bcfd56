"""Our own reader passes the vectors that we give to others, and the files are current."""

from __future__ import annotations

import json

import pytest

from app.signed.flaws import NotGenuine
from app.signed.judge import Verdict
from tools.vectors import cases, files, lists
from tools.vectors.__main__ import FOLDER

CASES = cases.cases()
STEPS = lists.steps()
DOCUMENTS = lists.documents()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_reader_answers_as_the_vector_says(case: cases.Case) -> None:
    found = files.answered(case)
    assert (found.verdict, found.reason, found.states) == (case.verdict, case.reason, case.states)
    genuine = case.verdict not in {Verdict.FORGED, Verdict.UNKNOWN_KEY} and case.shelf != "empty"
    assert (found.token is not None) == genuine
    assert (found.kid is not None) == genuine


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_a_list_is_taken_or_refused_as_the_vector_says(step: lists.Step) -> None:
    held = files.shelf(step.holds)
    data = DOCUMENTS[step.comes]

    def come() -> None:
        if step.asked == "/v1/trust":
            held.with_trust(data)
        else:
            held.with_status(data, step.asked[-7:-5], int(step.asked[-4:]))

    if step.flaw is None:
        come()
        return
    with pytest.raises(NotGenuine) as refused:
        come()
    assert refused.value.code is step.flaw


def test_every_verdict_is_among_the_vectors() -> None:
    assert {case.verdict for case in CASES} == set(Verdict)


@pytest.mark.parametrize("name", files.NAMES)
def test_the_files_are_current(name: str) -> None:
    printed = (FOLDER / name).read_text(encoding="utf-8")
    assert printed == files.written()[name], "run: python -m tools.vectors"
    json.loads(printed)

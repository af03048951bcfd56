"""Signatures rule out only spellings that are further away than was asked for."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.screening.spellings import Spellings, joined_signatures, signature

TEXT = st.text("abcx\u0430\u674e", min_size=1, max_size=10)


@given(texts=st.lists(TEXT, min_size=1, max_size=20), asked=TEXT, edits=st.integers(0, 3))
def test_all_near_spellings_are_found_and_no_others(
    texts: list[str], asked: str, edits: int
) -> None:
    wanted = {place for place, text in enumerate(texts) if OSA.distance(text, asked) <= edits}
    assert set(Spellings.of(texts).within(asked, lambda _: edits)) == wanted


@given(texts=st.lists(TEXT, min_size=1, max_size=20), asked=TEXT)
def test_what_may_differ_can_depend_on_the_length(texts: list[str], asked: str) -> None:
    def edits(length: int) -> int:
        return length % 3

    wanted = {
        place for place, text in enumerate(texts) if OSA.distance(text, asked) <= edits(len(text))
    }
    assert set(Spellings.of(texts).within(asked, edits)) == wanted


@given(TEXT, TEXT)
def test_signatures_join_as_words_do(first: str, second: str) -> None:
    halves = (np.array([signature(text)], np.uint64) for text in (first, second))
    assert joined_signatures(*halves).tolist() == [signature(first + second)]


def test_among_none_none_is_found() -> None:
    assert Spellings.of([]).within("davor", lambda _: 3) == []

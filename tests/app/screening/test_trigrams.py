"""Names that are written alike come first, by what is rare in them."""

import numpy as np

from app.screening.trigrams import Likeness

WORDS = ["north", "south", "bank", "meshkan", "mesh"]
NAMES = [[0, 2], [1, 2], [3, 2], [4]]


def trigrams(names: list[list[int]]) -> Likeness:
    lengths = [len(name) for name in names]
    flat = np.array([word for name in names for word in name], np.int64)
    return Likeness(WORDS, flat, np.cumsum([0, *lengths[:-1]])[: len(names)])


def test_the_same_name_is_wholly_alike_and_comes_first() -> None:
    for number, name in enumerate(NAMES):
        alike = trigrams(NAMES).alike([WORDS[word] for word in name])
        assert alike.argmax() == number
        assert np.isclose(alike[number], 1, atol=0.01)
        assert (alike <= 1 + 1e-6).all()


def test_a_rare_word_says_more_than_one_that_many_share() -> None:
    alike = trigrams(NAMES).alike(["meshkan", "trading"])
    assert alike[2] > alike[0] == alike[1]


def test_nothing_is_alike_where_nothing_is_shared() -> None:
    assert not trigrams(NAMES).alike(["qqq"]).any()


def test_without_names_there_is_no_order() -> None:
    assert len(trigrams([]).alike(["davor"])) == 0

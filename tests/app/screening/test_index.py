"""The index finds exactly what comparing with every name would find."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from app.screening.compare import compare, units
from app.screening.index import NameIndex
from app.screening.names import NameForm
from app.screening.un_list import INVENTED, read
from app.screening.variants import forms
from models.particulars import Form

# Few letters make many words that are nearly alike, which is where an index goes wrong.
WORD = st.text("abdhkmnrs", min_size=1, max_size=9)
INITIAL = st.sampled_from("abdk")
LONG = st.text("ahmn", min_size=8, max_size=13)
SPOKEN = st.text("\u0627\u0628\u062f\u0645\u0646\u0631\u0633", min_size=2, max_size=6)
SIGN = st.sampled_from("\u674e\u5229\u660e\u9e23\u738b")
TRADE = st.sampled_from(["trading", "bank", "7", "shipping", "group", "al", "ltd", "abdul"])
NAME = st.lists(st.one_of(WORD, WORD, INITIAL, LONG, SPOKEN, SIGN, TRADE), min_size=1, max_size=5)
NAMES = st.lists(NAME.map(" ".join), min_size=1, max_size=12)


def every(asked: NameForm, listed: list[NameForm], least: int) -> dict[int, int]:
    scores = (compare(units(asked), units(form)).score for form in listed)
    return {number: score for number, score in enumerate(scores) if score >= least}


def found(index: NameIndex, asked: NameForm, least: int) -> dict[int, int]:
    return {number: found.score for number, found in index.search(asked, least)}


@settings(deadline=None, max_examples=100)  # the first answer loads tables
@given(asked=NAMES, names=NAMES, kind=st.sampled_from(Form), least=st.integers(30, 95))
def test_nothing_is_missed_and_nothing_added(
    asked: list[str], names: list[str], kind: Form, least: int
) -> None:
    index = NameIndex()
    listed: list[NameForm] = []
    for name in names:
        for form in forms(name, kind):
            assert index.add(form) == len(listed)
            listed.append(form)
    assert len(index) == len(listed)
    for name in asked:
        for form in forms(name, kind):
            assert found(index, form, least) == every(form, listed, least)


def changed(name: str, by: random.Random) -> str:
    """A name with a slip of the pen, a word less, more, short or out of place."""
    words = name.split()
    at = by.randrange(len(words))
    match by.randrange(7):
        case 0:
            words[at] = words[at][:1]
        case 1:
            words[at] += by.choice("aehs")
        case 2:
            letter = by.randrange(len(words[at]))
            words[at] = words[at][:letter] + words[at][letter + 1 :]
        case 3:
            words.append(words.pop(at))
        case 4 if len(words) > 1:
            words.pop(at)
        case 5:
            words.insert(at, by.choice(["al", "bin", "Group", "Karim", "B"]))
        case _:
            words[at : at + 2] = ["".join(words[at : at + 2])]
    return " ".join(words)


def test_the_invented_list_is_searched_as_if_name_by_name() -> None:
    index = NameIndex()
    listed: list[NameForm] = []
    by = random.Random(4)  # noqa: S311
    asked: list[NameForm] = []
    for entry in read(INVENTED).entries:
        for name in entry.names:
            for form in forms(name.text, entry.kind):
                index.add(form)
                listed.append(form)
            asked += forms(changed(changed(name.text, by), by) or name.text, entry.kind)
    for form in asked[::4]:
        for least in (60, 75):
            assert found(index, form, least) == every(form, listed, least)
    assert all(100 in found(index, form, 75).values() for form in listed[::4])

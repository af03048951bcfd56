"""The index finds exactly what comparing with every name would find."""

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
SPOKEN = st.text("\u0627\u0628\u062f\u0645\u0646\u0631\u0633", min_size=2, max_size=6)
TRADE = st.sampled_from(["trading", "bank", "7", "shipping", "group", "al", "ltd"])
NAME = st.lists(st.one_of(WORD, WORD, SPOKEN, TRADE), min_size=1, max_size=4).map(" ".join)


def every(asked: NameForm, listed: list[NameForm], least: int) -> dict[int, int]:
    scores = (compare(units(asked), units(form)).score for form in listed)
    return {number: score for number, score in enumerate(scores) if score >= least}


@settings(deadline=None)  # the first answer loads tables
@given(
    asked=NAME,
    names=st.lists(NAME, min_size=1, max_size=12),
    kind=st.sampled_from(Form),
    least=st.integers(60, 95),
)
def test_nothing_is_missed_and_nothing_added(
    asked: str, names: list[str], kind: Form, least: int
) -> None:
    index = NameIndex()
    listed: list[NameForm] = []
    for name in names:
        for form in forms(name, kind):
            assert index.add(form) == len(listed)
            listed.append(form)
    assert len(index) == len(listed)
    for form in forms(asked, kind):
        found = {number: found.score for number, found in index.search(form, least)}
        assert found == every(form, listed, least)


def test_the_invented_list_is_searched_as_if_name_by_name() -> None:
    index = NameIndex()
    listed: list[NameForm] = []
    for entry in read(INVENTED).entries:
        for name in entry.names:
            for form in forms(name.text, entry.kind):
                index.add(form)
                listed.append(form)
    for form in listed:
        found = {number: found.score for number, found in index.search(form, 70)}
        assert found == every(form, listed, 70)
        assert 100 in found.values()

"""A delta over the entries that changed gives exactly the hits of a full run."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.screening import rescreen
from app.screening.entries import Document, ListedName, ListEntry, NameQuality
from app.screening.listed import Index
from app.screening.matches import Match, Subject
from models.particulars import Form

WORDS = (
    "davor meshkan davar ivan iv an petrov j karim karima al orlane shadow logistics bank "
    "\u0645\u062d\u0645\u062f \u0418\u0432\u0430\u043d muhammad abdul rahman"
)
WORD = st.sampled_from(WORDS.split())
NAME = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
NAMES = st.lists(NAME, min_size=1, max_size=2)
KIND = st.sampled_from(Form)
PHONE = st.sampled_from(["+990 12 345 6789", "+990 55 000 1111"])
NUMBER = st.sampled_from(["XA-77120", "P 1234567"])
PEOPLE = st.lists(st.sampled_from(["Davor Meshkan", "Davor Petar Meshkan", "Ivan Petrov"]))
SUBJECT = st.builds(
    Subject,
    kind=KIND,
    names=NAMES.map(tuple),
    former_names=st.lists(NAME, max_size=1).map(tuple),
    phones=st.lists(PHONE, max_size=1).map(tuple),
    identifiers=st.lists(NUMBER, max_size=1).map(tuple),
    associates=PEOPLE.map(tuple),
)
LISTED = st.builds(ListedName, NAME, st.sampled_from(NameQuality))
ENTRY = st.builds(
    ListEntry,
    reference=st.just(""),
    kind=KIND,
    names=st.lists(LISTED, min_size=1, max_size=3).map(tuple),
    phones=st.lists(PHONE, max_size=1).map(tuple),
    documents=st.lists(st.builds(Document, st.just(""), NUMBER), max_size=1).map(tuple),
    associates=PEOPLE.map(tuple),
)


FIELDS = ListEntry.__struct_fields__


def numbered(entries: list[ListEntry]) -> list[ListEntry]:
    return [
        ListEntry(**{name: getattr(entry, name) for name in FIELDS} | {"reference": str(number)})
        for number, entry in enumerate(entries)
    ]


@settings(deadline=None, max_examples=40)
@given(
    subjects=st.lists(SUBJECT, min_size=1, max_size=5),
    entries=st.lists(ENTRY, min_size=2, max_size=6),
    changed=st.integers(1, 6),
    threshold=st.sampled_from([60, 75]),
)
def test_a_delta_is_a_full_run_over_what_changed(
    subjects: list[Subject], entries: list[ListEntry], changed: int, threshold: int
) -> None:
    listed = numbered(entries)
    new = listed[:changed]
    wanted: dict[int, list[Match]] = {}
    for number, matches in enumerate(rescreen.full(subjects, Index(listed), threshold)):
        if kept := [match for match in matches if match.entry in new]:
            wanted[number] = kept
    parties = rescreen.Parties(subjects)
    assert rescreen.delta(subjects, parties, new, threshold) == wanted
    again = rescreen.Parties.of_stored(parties.stored())
    assert rescreen.delta(subjects, again, new, threshold) == wanted


def test_parties_that_come_later_are_asked_too() -> None:
    parties = rescreen.Parties()
    entry = ListEntry(reference="1", kind=Form.PERSON, names=(ListedName("Davor Meshkan"),))
    assert parties.near([entry]) == []
    parties.add(Subject(kind=Form.PERSON, names=("Somebody Else",)))
    number = parties.add(Subject(kind=Form.PERSON, names=("Meshkhan Davor",)))
    assert parties.near([entry]) == [number]
    assert len(parties) == 2

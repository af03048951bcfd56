"""Deltas, one after the other, come to what comparing with the whole list comes to."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.screening.changes import difference
from app.screening.desk import Laid, some
from app.screening.entries import ListEntry, digest
from app.screening.matches import Subject, features_digest
from app.screening.plan import Again, Known, Place, plan
from models.particulars import Form
from models.screening import Gone
from tests.make_runs import firm

NAMES = (
    "Karrow Freight",
    "Karrow Freight Lines",
    "Karow Freight",
    "Ulde Chandlery",
    "Ulde Chandlers",
    "Tessel Mills",
)
PARTIES = tuple(Subject(kind=Form.FIRM, names=(name,)) for name in (*NAMES[:4], "Nobody At All"))
ENTRIES = st.builds(
    lambda reference, names, comments: firm(reference, *names, comments=comments),
    st.sampled_from(["A1", "A2", "A3", "A4", "A5"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
    st.sampled_from(["", "Seen at Port Ulm."]),
)
LISTS = st.lists(ENTRIES, max_size=5, unique_by=lambda entry: entry.reference)


@dataclass
class Standing:
    """What stands for one party, as runs have written it."""

    hits: dict[Place, Known] = field(default_factory=dict)
    made: int = 0

    def look(self, subject: Subject, again: Again) -> None:
        """Do what a run does, in memory."""
        found = again.laid.like(subject)
        by_id = {known.id: place for place, known in self.hits.items()}
        changes = plan(found, self.hits, again)
        for key, _ in changes.gone:
            del self.hits[by_id[key]]
        for item in (*changes.new, *(item for _, item in changes.replaced)):
            self.made += 1
            self.hits[item.place] = Known(
                self.made, item.entry_digest, features_digest(item.match.reasons)
            )


def laid(entries: list[ListEntry]) -> Laid:
    return some([("un", 1, dict(enumerate(entries)))], [])


def digests(entries: list[ListEntry]) -> dict[str, str]:
    return {entry.reference: digest(entry) for entry in entries}


@settings(max_examples=30, deadline=None)
@given(versions=st.lists(LISTS, min_size=1, max_size=4))
def test_deltas_come_to_what_a_full_run_comes_to(versions: list[list[ListEntry]]) -> None:
    standing = {subject: Standing() for subject in PARTIES}
    before: list[ListEntry] = []
    for version in versions:
        changed, removed = difference(digests(before), digests(version))
        delta = Again(
            laid([entry for entry in version if entry.reference in changed]),
            frozenset(("un", reference) for reference in changed | removed),
        )
        full = Again(laid(version))
        for subject, stands in standing.items():
            stands.look(subject, delta)
            assert not plan(full.laid.like(subject), stands.hits, full)
        before = version


def test_a_hit_says_whether_its_entry_went_or_changed() -> None:
    entries = [firm("A1", "Karrow Freight"), firm("A2", "Karrow Freight")]
    stands = Standing()
    stands.look(PARTIES[0], Again(laid(entries)))
    now = Again(laid([firm("A2", "Tessel Mills")]))
    gone = plan(now.laid.like(PARTIES[0]), stands.hits, now).gone
    assert [why for _, why in gone] == [Gone.REMOVED, Gone.PARTED]


def test_what_a_delta_is_not_about_stays() -> None:
    stands = Standing()
    stands.look(PARTIES[0], Again(laid([firm("A1", "Karrow Freight")])))
    other = Again(laid([firm("A2", "Tessel Mills")]), frozenset({("un", "A2")}))
    assert not plan(other.laid.like(PARTIES[0]), stands.hits, other)

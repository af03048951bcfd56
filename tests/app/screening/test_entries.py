"""What an entry says, and by what it is known to be unchanged."""

from __future__ import annotations

from datetime import date

import msgspec

from app.screening import un_list
from app.screening.entries import Birth, Document, ListedName, ListEntry, digest, digest_of
from models.particulars import Form
from tests import make_lists as given

ENTRY = ListEntry(
    reference="XX-1",
    kind=Form.PERSON,
    names=(ListedName("Ilse Karrow"),),
    births=(Birth(date(1970, 3, 4), date(1970, 3, 4)),),
    documents=(Document("Passport", "P100"),),
)


def test_digest_is_of_what_is_said_and_not_of_how_it_is_held() -> None:
    stored = msgspec.to_builtins(ENTRY)
    assert digest_of(stored) == digest(ENTRY)
    assert digest_of(msgspec.json.decode(msgspec.json.encode(ENTRY))) == digest(ENTRY)
    older = {key: value for key, value in stored.items() if value}
    assert digest_of(older) == digest(ENTRY)


def test_inner_number_that_moves_between_versions_changes_nothing() -> None:
    assert digest(msgspec.structs.replace(ENTRY, data_id="77")) == digest(ENTRY)


def test_every_other_word_changes_the_digest() -> None:
    for change in (
        {"names": (ListedName("Ilse Karow"),)},
        {"births": ()},
        {"documents": (Document("Passport", "P101"),)},
        {"comments": "Also known for boats."},
        {"kind": Form.FIRM},
        {"reference": "XX-2"},
    ):
        assert digest(msgspec.structs.replace(ENTRY, **change)) != digest(ENTRY), change


def test_two_published_versions_differ_in_what_their_publisher_changed_alone() -> None:
    """The rows of six entries were numbered anew between the two; that is no change."""
    one, two = (
        {entry.reference: digest(entry) for entry in un_list.read(given.published(path)).entries}
        for path in ("un/un_consolidated_2025-04-19.xml", "un/un_consolidated_2025-11.xml")
    )
    changed = [
        reference for reference in one.keys() & two.keys() if one[reference] != two[reference]
    ]
    assert (len(two.keys() - one.keys()), len(changed), len(one.keys() - two.keys())) == (
        126,
        16,
        3,
    )

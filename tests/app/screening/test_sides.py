"""A hit as two sides: what is shown, marked, weighed and left open."""

from __future__ import annotations

from datetime import date

import pytest

from app.screened import Name
from app.screening import sides, watched
from app.screening.desk import subject_of
from app.screening.matcher import Index, score
from app.screening.matches import Code, Reason
from app.screening.sides import Feature, Strength
from app.words import screening
from models.watchlist import EntryFacts, EntryType, Requested, Subject, SubjectKind


def facts(**subject: object) -> EntryFacts:
    given: dict[str, object] = {"kind": SubjectKind.FIRM, "name": "Severny Most Trading", **subject}
    return EntryFacts(
        type=EntryType.DEREGISTRATION,
        requested=Requested.REFUSE,
        subject=Subject(**given),  # type: ignore[arg-type]
        legal_basis="Act",
        decided_on=date(2026, 1, 5),
        reason="told to regulators only",
        evidence="told to nobody else",
    )


def compared(party: Name, entry: EntryFacts) -> dict[Feature, sides.Compared]:
    """The rows of the one hit that a party and an entry give."""
    listed = watched.compared("XB-2026-W-00001-A", entry)
    [match] = score(subject_of(party), Index([listed]))
    rows = sides.compared(party, listed, match.reasons, match.score)
    return {row.feature: row for row in rows}


def test_what_agrees_is_marked_and_weighs() -> None:
    party = Name(kind="firm", name="Severnyi Most Trading LLC", phones=("+999 7 440 19 03",))
    rows = compared(party, facts(phones=("+999-7-4401903",), other_names=("North Bridge",)))
    name, phone = rows[Feature.NAME], rows[Feature.PHONE]
    assert (name.weight, phone.weight) == ("for", "for")
    assert [item.marked for item in name.ours.values] == [True]
    assert [(item.text, item.marked) for item in name.theirs.values] == [
        ("Severny Most Trading", True),
        ("North Bridge", False),
    ]
    assert all(item.marked for item in (*phone.ours.values, *phone.theirs.values))


def test_what_one_side_lacks_is_open_and_says_which() -> None:
    party = Name(kind="firm", name="Severny Most Trading", addresses=("1 Quay Street",))
    rows = compared(party, facts(identifiers=("HR 1",)))
    assert (rows[Feature.ADDRESS].weight, rows[Feature.ADDRESS].lacking) == ("open", "theirs")
    assert (rows[Feature.NUMBER].weight, rows[Feature.NUMBER].lacking) == ("open", "ours")
    assert Feature.PHONE not in rows
    assert Feature.KIND not in rows


def test_what_speaks_against_is_not_marked() -> None:
    party = Name(kind="firm", name="Severny Most Trading", countries=("XA",))
    row = compared(party, facts(country="XB"))[Feature.COUNTRY]
    assert (row.weight, row.strength) == ("against", Strength.LITTLE)
    assert [(item.state, item.marked) for item in row.theirs.values] == [("XB", False)]


def test_the_same_country_is_marked() -> None:
    party = Name(kind="firm", name="Severny Most Trading", countries=("XB",))
    row = compared(party, facts(country="XB"))[Feature.COUNTRY]
    assert [(item.state, item.marked) for item in row.ours.values] == [("XB", True)]


def test_a_side_of_many_names_shows_the_one_that_agreed_and_counts_the_rest() -> None:
    others = tuple(f"Quay Alias Number{chr(65 + n)}" for n in range(12))
    names = (*others, "Severny Most")
    party = Name(kind="firm", name="Severny Most")
    row = compared(party, facts(name="Wholly Different", other_names=names))[Feature.NAME]
    assert row.theirs.values[0].text == "Severny Most"
    assert row.theirs.values[0].marked
    assert (len(row.theirs.values), row.theirs.more) == (8, 6)


def test_the_sentences_before_the_table_begin_with_links_and_leave_the_small_print() -> None:
    reasons = (
        Reason(Code.NAME_LIKE),
        Reason(Code.WORD_SPELLING),
        Reason(Code.COUNTRY_DIFFERENT),
        Reason(Code.PHONE_SHARED),
        Reason(Code.BIRTH_SAME),
    )
    assert [reason.code for reason in sides.summed_up(reasons)] == [
        Code.PHONE_SHARED,
        Code.NAME_LIKE,
        Code.BIRTH_SAME,
        Code.COUNTRY_DIFFERENT,
    ]


def test_reason_and_evidence_of_an_entry_never_come_to_the_matcher() -> None:
    listed = watched.compared("XB-2026-W-00001-A", facts())
    assert "told to" not in repr(listed)


@pytest.mark.parametrize("kind", [SubjectKind.DOCUMENT, SubjectKind.OBJECT])
def test_documents_and_objects_are_nobody(kind: SubjectKind) -> None:
    assert not watched.is_party(facts(kind=kind))


def test_everything_that_is_shown_has_words() -> None:
    words = screening.WORDS
    assert {f"compared.{feature}" for feature in Feature} <= words.keys()
    assert {f"hit_weight.{strength}" for strength in Strength} <= words.keys()
    assert {f"hit_lacking.{lack}" for lack in ("ours", "theirs", "none")} <= words.keys()

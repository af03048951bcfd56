"""The matcher: who is found, who is not, and what an officer is told (RSK-06, WL-11, case C40)."""

from __future__ import annotations

import gc
import string
import time
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.screening import library
from app.screening.entries import (
    Birth,
    ListedName,
    ListEntry,
)
from app.screening.kinds import SILENT, kind_of
from app.screening.matcher import REVIEW, Index, provenance, score
from app.screening.matches import Code, Match, Reason, Strength, Subject
from app.words import screening
from models.particulars import Form
from tests.app.screening.asked import (
    INDEX,
    LIST,
    OWN,
    SEVERNY_MOST,
    firm,
    only,
    person,
    person_entry,
)

pytestmark = pytest.mark.usefixtures("answering")
# Davor Meshkan, with marks of direction, controls, half a sign, and letters of two scripts.
HOSTILE = (
    "\u202eDavor\u202c Meshkan",
    "Da\u200bvor\u200f Mesh\u00adkan",
    "Davor\x00 Meshkan\x1b",
    "Davor \ud800Meshkan\udfff",
    "D\u0430v\u043er M\u0435shk\u0430n",
)


class TestC40:
    """De-registered in XA, applies in XB under a slightly different name."""

    @pytest.mark.parametrize(
        ("name", "told"),
        [
            ("Северный Мост Трейдинг", Code.OTHER_SCRIPT),
            ("SEVERNYI MOST TRADING LLC", Code.LEGAL_FORMS),
            ("SEVERNYI MOST TRADING LLC", Code.WORD_SPELLING),
            ("Severny Most Trdaing", Code.WORD_SPELLING),
            ("Trading Severny Most", Code.WORD_ORDER),
            ("Severny Most Trading", Code.LEGAL_FORM),
            ("SevernyMost Trading", Code.WORD_JOINED),
            ("Severny Most International Trading", Code.WORDS_ONLY_PARTY),
        ],
    )
    def test_each_variant_of_the_name_is_found_and_says_what_differs(
        self, name: str, told: Code
    ) -> None:
        match = only(score(firm(name, countries=("XB",)), OWN))
        assert match.score >= REVIEW
        assert told in match.codes()

    @pytest.mark.parametrize(
        ("link", "told"),
        [
            ({"associates": ("DRAGOMIR, Pavel",)}, Code.ASSOCIATE_SHARED),
            ({"phones": ("00990 (12) 345-67-89",)}, Code.PHONE_SHARED),
            ({"mail_domains": ("info@Severny-Most.example",)}, Code.MAIL_DOMAIN_SHARED),
            ({"addresses": ("12 Harbour St., Port Meridian, XA",)}, Code.ADDRESS_SHARED),
            ({"identifiers": ("XA 77120",)}, Code.IDENTIFIER_SAME),
        ],
    )
    def test_the_translated_name_is_found_through_what_it_shares(
        self, link: dict[str, object], told: Code
    ) -> None:
        translated = "North Bridge Trade Ltd"
        assert score(firm(translated), OWN) == []
        match = only(score(firm(translated, countries=("XB",), **link), OWN))
        assert match.score >= REVIEW > match.name_score
        assert {told, Code.NAME_DIFFERENT} <= match.codes()

    def test_another_firm_with_half_the_name_is_not_found(self) -> None:
        other = firm(
            "Severnaya Most Bank",
            countries=("XC",),
            associates=("Ilya Vetrov",),
            phones=("+992 55 000 1111",),
            mail_domains=("severnaya.example",),
            addresses=("3 Market Square, Lower Town",),
        )
        assert score(other, OWN) == []

    def test_a_director_who_applies_himself_is_found(self) -> None:
        match = only(score(person("Pavel Dragomir"), OWN))
        assert {Code.ASSOCIATE_IS_PARTY, Code.OTHER_KIND} <= match.codes()


class TestNames:
    """Spelling, script, order and added words."""

    @pytest.mark.parametrize(
        ("asked", "reference"),
        [
            ("Davor Meshkan", "INi.001"),
            ("MESHKAN, Davor", "INi.001"),
            ("Давор Мешкан", "INi.001"),
            ("Davor Petar Meshkan", "INi.001"),
            ("Dr Davor Meshkhan", "INi.001"),
            ("D. Meshkan", "INi.001"),
            ("يسران حلبير دومق", "INi.003"),
            ("Yousran Halbir Domaq", "INi.003"),
            ("Abdul-Qarsin Telmuri", "INi.008"),
            ("Abd al Qarsin al Telmuri", "INi.008"),
            ("Tamriko Jvarsheli", "INi.017"),
            ("Jin Qorelwei", "INi.010"),
            ("金 阔 伟", "INi.010"),
        ],
    )
    def test_a_listed_person_is_found_however_written(self, asked: str, reference: str) -> None:
        assert only(score(person(asked), INDEX)).entry.reference == reference

    @pytest.mark.parametrize(
        ("asked", "reference"),
        [
            ("Orlane Shadow Logistics GmbH", "INe.001"),
            ("Orlane Shadow Freight", "INe.001"),
            ("O.S.L. Freight", "INe.001"),
            ("Vedmar", "INe.002"),
            ("Сейбл Каррент Трейдинг", "INe.003"),
            ("Lantern Transit S.A.", "INe.013"),
            ("Quillon and Thrave", "INe.014"),
            ("The Grey Heron Procurement Bureau", "INe.009"),
        ],
    )
    def test_a_listed_firm_is_found_however_written(self, asked: str, reference: str) -> None:
        assert only(score(firm(asked), INDEX)).entry.reference == reference

    @pytest.mark.parametrize(
        "asked",
        ["Meshkan", "Davor", "Davor Petrovan", "Ilvo Meshkan", "Marek Ostrand", "Li Wei"],
    )
    def test_a_person_who_shares_one_word_is_not_found(self, asked: str) -> None:
        assert score(person(asked), INDEX) == []

    @pytest.mark.parametrize(
        "asked",
        [
            "Shadow",
            "Orlane Bakery",
            "Bright Logistics",
            "Trading Company Ltd",
            "General Trading",
            "International Holdings",
            "Amber Lane Maritime",
            "Company Limited",
            "Port Kelmar Trading House",
        ],
    )
    def test_a_firm_that_shares_common_words_is_not_found(self, asked: str) -> None:
        assert score(firm(asked), INDEX) == []

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [
            ("Ilvo Petar Meshkan Ostrand", "Davor Petar Meshkan Ostrand"),
            ("Davor K. Meshkan", "Davor P. Meshkan"),
            ("Davor K. Meshkan", "Davor Petar Meshkan"),
            ("Noor Turabi Qarsin Abdul", "Noor Turabi Qarsin Ostrand"),
            ("Davor Pezeshfar", "Davor Pezeshkian"),
            ("Davor XI", "Davor XV"),
            ("Tom Li", "Tim Li"),
        ],
    )
    def test_a_name_in_place_of_another_is_somebody_else(self, asked: str, listed: str) -> None:
        assert score(person(asked), Index([person_entry(listed)])) == []

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [
            ("Tom Meshkan", "Tim Meshkan"),
            ("Andrej Mihel", "Andrej Milei"),
            ("Adb al-Qarsin Telmuri", "Abd al-Qarsin Telmuri"),
            ("Davor Petar Ilvo Meshkan", "Davor Meshkan"),
        ],
    )
    def test_a_slip_of_the_pen_or_a_further_name_is_not(self, asked: str, listed: str) -> None:
        match = only(score(person(asked), Index([person_entry(listed)])))
        assert match.codes() & {Code.WORD_SPELLING, Code.WORDS_ONLY_PARTY}
        assert Code.NAME_SAME not in match.codes()

    def test_a_syllable_written_as_one_sign_is_the_same_or_another(self) -> None:
        index = Index([person_entry("Yang Jianping")])
        assert only(score(person("建平 杨"), index)).score == 100
        assert score(person("建平 王"), index) == []

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [
            ("강봉철", "Kang Pong Chol"),
            ("이봉철", "Lee Pong Chol"),
            ("남궁민수", "Namgung Min Su"),
            ("Chang Myong Chin", "Jang Myong-Jin"),
            ("Park Cheol", "Pak Chol"),
        ],
    )
    def test_a_korean_name_is_found_as_custom_writes_it(self, asked: str, listed: str) -> None:
        match = only(score(person(asked), Index([person_entry(listed)])))
        assert Code.WORD_MEANING not in match.codes()

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [("강봉일", "Kang Pong Un"), ("정희 지영 남", "Jong Yong Nam"), ("Kang Pong Il", "강봉은")],
    )
    def test_another_korean_syllable_is_another_name(self, asked: str, listed: str) -> None:
        assert score(person(asked), Index([person_entry(listed)])) == []

    def test_short_names_must_be_the_same(self) -> None:
        index = Index(
            [
                msgspec.structs.replace(SEVERNY_MOST, names=(ListedName("M23"),)),
                person_entry("Ri Ho"),
            ]
        )
        assert only(score(firm("M 23"), index)).score == 100
        assert only(score(person("RI HO"), index)).score == 100
        assert score(firm("M24"), index) == []
        assert score(person("Li Ho"), index) == []
        assert score(person("Ri Hu"), index) == []

    def test_a_weak_alias_counts_only_as_a_whole_and_is_shown_as_weak(self) -> None:
        match = only(score(person("The Ferryman"), INDEX))
        assert Code.LISTED_WEAK_ALIAS in match.codes()
        assert match.strength is Strength.LOW
        assert score(person("Ferryman Jonsson"), INDEX) == []

    def test_a_former_name_of_the_party_is_asked_for_too(self) -> None:
        asked = person("Simeona Blackmoor", former_names=("Simeona Dravik",))
        assert Code.PARTY_FORMER_NAME in only(score(asked, INDEX)).codes()

    def test_a_firm_named_after_a_listed_person_is_found_as_such(self) -> None:
        match = only(score(firm("Davor Meshkan Trading Ltd"), INDEX))
        assert Code.OTHER_KIND in match.codes()
        assert match.strength is Strength.LOW
        assert score(firm("Meshkan Trading Ltd"), INDEX) == []

    def test_letters_that_only_look_the_same_do_not_hide_a_name(self) -> None:
        assert only(score(firm("S\u0435v\u0435rny M\u043est Trading"), OWN)).score == 100

    def test_signs_read_alike_but_written_differently_are_not_the_same(self) -> None:
        index = Index([person_entry("金阔伟")])
        assert only(score(person("金阔伟"), index)).score == 100
        assert all(match.score < 100 for match in score(person("金括伟"), index))

    def test_every_listed_name_finds_its_own_entry(self) -> None:
        for entry in LIST:
            for name in entry.names:
                asked = Subject(kind=entry.kind, names=(name.text,))
                assert entry in [match.entry for match in score(asked, INDEX)], name


@pytest.fixture
def only_own_garbage() -> Iterator[None]:
    """What other tests have left alive is not looked through while this one is timed."""
    gc.freeze()
    yield
    gc.unfreeze()


class TestAnswers:
    """What comes back, and in what time."""

    def test_the_likeliest_come_first_and_no_more_than_asked_for(self) -> None:
        entries = [
            person_entry(name, reference=name)
            for name in ("Davor Meshkan", "Davor Meshkane", "Dawor Meschkan", "Davor Meshkon")
        ]
        found = score(person("Davor Meshkan"), Index(entries), limit=3)
        assert len(found) == 3
        assert found[0].entry.reference == "Davor Meshkan"
        assert [match.score for match in found] == sorted(
            (match.score for match in found), reverse=True
        )

    def test_scores_are_whole_numbers_from_0_to_100(self) -> None:
        found = [match for entry in LIST for match in score(person(entry.name), INDEX, threshold=0)]
        assert found
        assert all(type(match.score) is int and 0 <= match.score <= 100 for match in found)

    def test_a_match_can_be_stored_and_read_again(self) -> None:
        asked = person("MESHKAN Dawor", birth_year=1980, countries=("XA",))
        match = only(score(asked, INDEX))
        assert msgspec.json.decode(msgspec.json.encode(match), type=Match) == match

    def test_days_are_told_as_days_and_countries_as_codes(self) -> None:
        reason = Reason(Code.BIRTH_DIFFERENT, {"party": "1971-03-02", "listed": "1974\u20131977"})
        assert reason.told() == {"party": date(1971, 3, 2), "listed": "1974\u20131977"}

    def test_every_code_has_a_sentence_and_every_sentence_a_code(self) -> None:
        coded = {Reason(code).word for code in Code}
        worded = {code for code in screening.WORDS if code.startswith("screening.")}
        assert coded <= worded
        assert {f"strength.{strength}" for strength in Strength} <= screening.WORDS.keys()

    def test_the_matcher_says_what_it_is(self, answering: str) -> None:
        made = provenance()
        packages = {"rigour", "rapidfuzz", *(library.PACKAGES if answering == "logic" else ())}
        assert made.keys() == {"matcher", *packages}
        assert made["matcher"].startswith(f"{answering}-")

    def test_the_same_question_has_the_same_answer_in_any_order_of_the_list(self) -> None:
        turned = Index(reversed(LIST))
        for entry in LIST:
            asked = Subject(kind=entry.kind, names=(entry.name,))
            assert score(asked, turned) == score(asked, INDEX)

    @pytest.mark.parametrize(
        "name",
        [
            "a" * 50_000,
            "a " * 25_000,
            "davor meshkan " * 3_600,
            "".join(f"w{number} " for number in range(8_000)),
            "(" * 50_000,
            "()" * 25_000,
            "; " * 25_000,
            "aka " * 12_500,
            ", born" * 8_000,
            "\u0645" * 50_000,
            "\u91d1" * 50_000,
            "\u0301" * 50_000,
            "\U0001f600" * 50_000,
            "\ud800" * 50_000,
            "\x00" * 50_000,
            "\u202e\u0414a\u0432op \u05de\u91d1 \u200f" * 6_250,
            "\u200e" * 50_000,
            "bin al abdul " * 3_900,
            "-" * 50_000,
        ],
    )
    @pytest.mark.usefixtures("only_own_garbage")
    def test_a_name_of_50000_characters_takes_less_than_a_second(self, name: str) -> None:
        began = time.process_time()
        for kind in Form:
            score(Subject(kind=kind, names=(name,), former_names=(name,)), INDEX)
            index = Index([ListEntry(reference="L", kind=kind, names=(ListedName(name),))])
            score(Subject(kind=kind, names=("Davor Meshkan",)), index)
        assert time.process_time() - began < 1

    @pytest.mark.parametrize("name", HOSTILE)
    def test_marks_that_cannot_be_seen_do_not_hide_a_name(self, name: str) -> None:
        assert only(score(person(name), INDEX)).entry.reference == "INi.001"

    @pytest.mark.parametrize("name", ["", " ", "---", "\ud800", "\u202e", "\x00", "al", "Ltd"])
    def test_a_name_that_says_nothing_finds_nobody(self, name: str) -> None:
        for kind in Form:
            assert score(Subject(kind=kind, names=(name,)), INDEX) == []


# Titles and first halves ("Mullah", "Abdul") are no names of their own.
WORDS = st.text(string.ascii_letters, min_size=4, max_size=9).filter(
    lambda word: kind_of(word.casefold(), Form.PERSON) not in SILENT
)
NAMES = st.lists(WORDS, min_size=2, max_size=4, unique_by=str.casefold).map(" ".join)


class TestProperties:
    """What holds for any name."""

    @settings(deadline=None)  # the first answer loads tables
    @given(name=NAMES, data=st.data())
    def test_neither_order_nor_case_of_the_words_changes_the_score(
        self, name: str, data: st.DataObject
    ) -> None:
        index = Index([person_entry(name)])
        turned = " ".join(data.draw(st.permutations(name.split())))
        for asked in (turned, turned.upper(), turned.swapcase()):
            found = score(person(asked), index)
            assert [match.score for match in found] == [100]

    @settings(deadline=None)  # the first answer loads tables
    @given(name=NAMES, other=NAMES, year=st.integers(1900, 2010))
    def test_an_equal_birth_date_never_makes_a_match(
        self, name: str, other: str, year: int
    ) -> None:
        born = date(year, 5, 17)
        entry = person_entry(name, births=(Birth(born, born),))
        plain = score(person(other), Index([entry]))
        dated = score(person(other, birth_date=born), Index([entry]))
        assert [match.score for match in plain] == [match.score for match in dated]

    @settings(deadline=None)  # the first answer loads tables
    @given(name=NAMES, word=WORDS, at=st.integers(0, 4))
    def test_one_added_word_never_hides_a_name(self, name: str, word: str, at: int) -> None:
        parts = name.split()
        longer = " ".join([*parts[:at], word, *parts[at:]])
        assert score(person(longer), Index([person_entry(name)]))

    @settings(deadline=None)  # the first answer loads tables
    @given(name=NAMES, other=NAMES)
    def test_two_names_agree_as_much_either_way_round(self, name: str, other: str) -> None:
        one = score(person(name), Index([person_entry(other)]), threshold=1)
        two = score(person(other), Index([person_entry(name)]), threshold=1)
        assert [match.score for match in one] == [match.score for match in two]

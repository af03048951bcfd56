"""The matching library's second opinion: asked about names alone, and of two names only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.screening import library, matcher
from app.screening.entries import ListedName, ListEntry
from app.screening.judgement import LIBRARY_LINE
from app.screening.matcher import REVIEW, Index, NoLibraryError, choose, provenance, score
from app.screening.matches import Code, Match, Subject
from app.screening.variants import forms
from models.particulars import Form


@pytest.fixture
def asked_too() -> Iterator[None]:
    """The library is asked for its opinion in this test."""
    choose("logic")
    yield
    choose("simple")


def found(asked: str, listed: str, kind: Form = Form.PERSON, reference: str = "T.1") -> list[Match]:
    """What a list of one entry answers; the reference may be the same for any name."""
    entry = ListEntry(reference=reference, kind=kind, names=(ListedName(listed),))
    return score(Subject(kind=kind, names=(asked,)), Index((entry,)))


def worth(asked: str, listed: str, kind: Form = Form.PERSON) -> int:
    """What the library's opinion alone makes two names worth."""
    given = library.opinion(asked, listed, kind)
    assert given is not None
    return library.lifted(given, forms(asked, kind)[0], forms(listed, kind)[0], REVIEW)


@pytest.mark.needs_matching
@pytest.mark.usefixtures("asked_too")
class TestSecondOpinion:
    """What it adds, and what it may not."""

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [
            ("Сергей Петрович Мешкан", "Siarhei Piatrovich Meshkan"),
            ("Евгений Валерьевич Мешкан", "Yauhen Valerievich Meshkan"),
        ],
    )
    def test_it_finds_what_we_pass_over_and_says_so(self, asked: str, listed: str) -> None:
        (match,) = found(asked, listed)
        assert Code.LIBRARY_ALIKE in match.codes()
        assert REVIEW <= match.score == match.name_score <= library.MOST
        choose("simple")
        assert found(asked, listed) == []

    def test_it_speaks_against_a_match_and_takes_none_away(self) -> None:
        (match,) = found("Davor Petar Ilvo Meshkan", "Davor Meshkan")
        (said,) = (reason for reason in match.reasons if reason.code is Code.LIBRARY_UNLIKE)
        assert int(str(said.facts["score"])) < LIBRARY_LINE
        assert "ilvo" in str(said.facts["detail"])

    @pytest.mark.parametrize(
        ("asked", "listed"),
        [
            ("al-Meshkan", "Davor al-Meshkan"),
            ("Farid Ben Haj Hamda Ben Ostran Meshkani", "Faouzi Ben Haj Hamda Ben Ostran Meshkani"),
        ],
    )
    def test_one_shared_word_or_a_whole_family_makes_no_match(
        self, asked: str, listed: str
    ) -> None:
        assert worth(asked, listed) == 0
        assert found(asked, listed) == []

    def test_a_name_written_together_may_be_one_word(self) -> None:
        def lifted(asked: str, listed: str) -> int:
            one, other = (forms(name, Form.PERSON)[0] for name in (asked, listed))
            return library.lifted(library.Opinion(95, ""), one, other, REVIEW)

        assert lifted("Davormeshkan", "Davor Meshkan") >= REVIEW
        assert lifted("Meshkan", "Davor Petar Meshkan") == 0

    def test_what_was_read_under_one_id_is_never_taken_for_another_name(self) -> None:
        """The library keeps names by id: the same ones used again made strangers score 100."""
        assert found("Davor Meshkan", "Davor Meshkan")[0].score == 100
        for name in ("Ilvo Ostrand", "Tamriko Jvarsheli"):
            assert found("Davor Meshkan", name) == []
            assert found(name, "Davor Meshkan") == []
            given = library.opinion("Davor Meshkan", name, Form.PERSON)
            assert given is not None
            assert given.score < LIBRARY_LINE

    def test_the_same_name_is_read_anew_for_a_person_and_for_a_firm(self) -> None:
        person = library.opinion("Meshkan Trading Ltd", "Meshkan Trading Limited", Form.PERSON)
        firm = library.opinion("Meshkan Trading Ltd", "Meshkan Trading Limited", Form.FIRM)
        assert person is not None
        assert firm is not None
        assert person.score < firm.score == 100

    def test_a_name_that_nobody_bears_is_not_asked_about(self) -> None:
        name = "Davor Meshkan " * 30
        assert library.opinion(name, name, Form.PERSON) is None
        (match,) = found(name, name)
        assert match.score == 100
        assert not match.codes() & {Code.LIBRARY_ALIKE, Code.LIBRARY_UNLIKE}

    def test_every_result_names_the_library_and_its_version(self) -> None:
        made = provenance()
        assert made["matcher"].startswith("logic-")
        assert made["nomenklatura"] == library.versions()["nomenklatura"]


class TestChoice:
    """Which matcher a process answers by."""

    @pytest.fixture(autouse=True)
    def _simple_again(self) -> Iterator[None]:
        yield
        choose("simple")

    @pytest.mark.parametrize(
        ("there", "setting", "chosen"),
        [
            (True, "auto", "logic"),
            (True, "simple", "simple"),
            (True, "logic", "logic"),
            (False, "auto", "simple"),
            (False, "simple", "simple"),
        ],
    )
    def test_the_setting_and_what_is_installed_decide(
        self, monkeypatch: pytest.MonkeyPatch, *, there: bool, setting: str, chosen: str
    ) -> None:
        monkeypatch.setattr(library, "installed", lambda: there)
        assert choose(setting) == chosen

    def test_a_library_that_is_missing_is_said_at_once(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(library, "installed", lambda: False)
        with pytest.raises(NoLibraryError):
            choose("logic")

    def test_without_it_nothing_of_it_is_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(library, "installed", lambda: False)
        monkeypatch.delattr(library, "opinion")
        choose("auto")
        matcher.warm()
        assert found("Davor Meshkan", "Davor Meshkan")[0].score == 100
        assert provenance().keys() == {"matcher", "rigour", "rapidfuzz"}

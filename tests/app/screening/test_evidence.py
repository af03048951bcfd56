"""What stands beside the name: it qualifies a match and never makes or hides one (RSK-06)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from app.screening.entries import Birth, Country, Document, ListedName, Place
from app.screening.matcher import Index, score
from app.screening.matches import Code, Strength
from tests.app.screening.asked import INDEX, OWN, SEVERNY_MOST, firm, only, person, person_entry

pytestmark = pytest.mark.usefixtures("answering")


class TestEvidence:
    """Dates of birth, countries, numbers: beside the name, never instead of it."""

    BORN = Birth(date(1971, 3, 2), date(1971, 3, 2))
    ENTRY = person_entry("Davor Meshkan", births=(BORN,), nationalities=(Country("XB", "XB"),))

    @pytest.mark.parametrize(
        ("facts", "told", "strength"),
        [
            ({"birth_date": date(1971, 3, 2)}, Code.BIRTH_SAME, Strength.HIGH),
            ({"birth_year": 1971}, Code.BIRTH_YEAR_SAME, Strength.HIGH),
            ({"birth_date": date(1971, 1, 1)}, Code.BIRTH_YEAR_SAME, Strength.HIGH),
            ({"birth_date": date(1971, 2, 3)}, Code.BIRTH_NEAR, Strength.HIGH),
            ({"birth_date": date(1972, 3, 2)}, Code.BIRTH_NEAR, Strength.HIGH),
            ({"birth_date": date(1971, 8, 19)}, Code.BIRTH_DIFFERENT, Strength.LOW),
            ({"birth_year": 1950}, Code.BIRTH_DIFFERENT, Strength.LOW),
            ({"countries": ("XB", "XC")}, Code.COUNTRY_SAME, Strength.HIGH),
            ({"countries": ("XC",)}, Code.COUNTRY_DIFFERENT, Strength.REVIEW),
        ],
    )
    def test_each_fact_moves_the_strength_and_leaves_the_score(
        self, facts: dict[str, object], told: Code, strength: Strength
    ) -> None:
        match = only(score(person("Davor Meshkan", **facts), Index([self.ENTRY])))
        assert match.score == 100
        assert told in match.codes()
        assert match.strength is strength

    def test_an_approximate_year_leaves_room_and_a_range_is_a_range(self) -> None:
        about = Birth(date(1961, 1, 1), date(1961, 12, 31), approximate=True)
        between = Birth(date(1974, 1, 1), date(1977, 12, 31))
        index = Index([msgspec.structs.replace(self.ENTRY, births=(about, between))])
        for year, told in (
            (1959, Code.BIRTH_YEAR_SAME),
            (1958, Code.BIRTH_NEAR),
            (1975, Code.BIRTH_YEAR_SAME),
            (1970, Code.BIRTH_DIFFERENT),
        ):
            match = only(score(person("Davor Meshkan", birth_year=year), index))
            assert told in match.codes(), year

    def test_an_equal_birth_date_never_outranks_the_name(self) -> None:
        other = msgspec.structs.replace(self.ENTRY, reference="T.2", births=())
        near = msgspec.structs.replace(
            self.ENTRY, reference="T.3", names=(ListedName("Davor Meshkal"),)
        )
        asked = person("Davor Meshkan", birth_date=date(1971, 3, 2))
        found = score(asked, Index([near, other]))
        assert [match.entry.reference for match in found] == ["T.2", "T.3"]

    def test_an_equal_document_number_is_never_below_review(self) -> None:
        asked = person(
            "Somebody Else", identifiers=("kx-447 1902",), birth_year=1900, countries=("XD",)
        )
        match = only(score(asked, INDEX, threshold=100))
        assert match.entry.reference == "INi.001"
        assert match.strength is Strength.HIGH

    def test_public_mail_and_short_numbers_link_nobody(self) -> None:
        loose = msgspec.structs.replace(
            SEVERNY_MOST,
            mail_domains=("gmail.com",),
            phones=("12345",),
            documents=(Document("Number", "12"),),
            addresses=(Place("Main Square, Port Meridian"),),
        )
        asked = firm(
            "Elsewhere",
            mail_domains=("me@gmail.com",),
            phones=("12345",),
            identifiers=("12",),
            addresses=("Main Square, Port Meridian",),
        )
        assert score(asked, Index([loose])) == []

    def test_several_links_are_worth_more_than_one(self) -> None:
        one = only(score(firm("Elsewhere", phones=("+990 12 345 6789",)), OWN))
        two = only(
            score(
                firm("Elsewhere", phones=("+990 12 345 6789",), associates=("Pavel Dragomir",)),
                OWN,
            )
        )
        assert one.score < two.score < 100

    def test_an_address_alone_is_for_a_low_review(self) -> None:
        asked = firm("Elsewhere", addresses=("12 Harbour Street, Port Meridian",))
        assert only(score(asked, OWN)).strength is Strength.LOW

"""What is asked of the matcher and what it answers: a subject, matches, and the reasons as data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

import msgspec

from app.screening.entries import ListEntry, NameQuality
from models.base import canonical
from models.particulars import Form

HIGH = 92
"""The score from which names alone make somebody look first."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A party, officer or owner to be screened; only a name is needed.

    `names` are the present names in any script, `former_names` earlier and other ones. `countries`
    are ISO codes: a person's nationalities, a firm's State of incorporation. `associates` are the
    names of a firm's directors and owners. `mail_domains` may be whole mail addresses.
    """

    kind: Form
    names: tuple[str, ...]
    former_names: tuple[str, ...] = ()
    birth_date: date | None = None
    birth_year: int | None = None
    countries: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    mail_domains: tuple[str, ...] = ()
    associates: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()


class Code(StrEnum):
    """Every reason there is; the words for it are in `app.words.screening`."""

    NAME_SAME = "name_same"
    NAME_LIKE = "name_like"
    NAME_DIFFERENT = "name_different"
    LISTED_STRONG_ALIAS = "listed_strong_alias"
    LISTED_WEAK_ALIAS = "listed_weak_alias"
    LISTED_FORMER_NAME = "listed_former_name"
    LISTED_ORIGINAL_SCRIPT = "listed_original_script"
    PARTY_FORMER_NAME = "party_former_name"
    OTHER_KIND = "other_kind"
    OTHER_SCRIPT = "other_script"
    WORD_ORDER = "word_order"
    WORD_SPELLING = "word_spelling"
    WORD_SOUND = "word_sound"
    WORD_SCRIPT = "word_script"
    WORD_INITIAL = "word_initial"
    WORD_JOINED = "word_joined"
    WORD_MEANING = "word_meaning"
    WORDS_ONLY_PARTY = "words_only_party"
    WORDS_ONLY_LISTED = "words_only_listed"
    LEGAL_FORM = "legal_form"
    LEGAL_FORMS = "legal_forms"
    LIBRARY_ALIKE = "library_alike"
    LIBRARY_UNLIKE = "library_unlike"
    BIRTH_SAME = "birth_same"
    BIRTH_YEAR_SAME = "birth_year_same"
    BIRTH_NEAR = "birth_near"
    BIRTH_DIFFERENT = "birth_different"
    COUNTRY_SAME = "country_same"
    COUNTRY_DIFFERENT = "country_different"
    IDENTIFIER_SAME = "identifier_same"
    ASSOCIATE_SHARED = "associate_shared"
    ASSOCIATE_IS_PARTY = "associate_is_party"
    PHONE_SHARED = "phone_shared"
    MAIL_DOMAIN_SHARED = "mail_domain_shared"
    ADDRESS_SHARED = "address_shared"
    ADDRESS_LIKE = "address_like"
    TRADER_SAME = "trader_same"


class Bearing(StrEnum):
    """What a reason does: describe the name, speak for or against, or link by itself."""

    NAME = "name"
    FOR = "for"
    AGAINST = "against"
    LINK = "link"


BEARINGS = {
    Code.BIRTH_SAME: Bearing.FOR,
    Code.BIRTH_YEAR_SAME: Bearing.FOR,
    Code.BIRTH_NEAR: Bearing.FOR,
    Code.BIRTH_DIFFERENT: Bearing.AGAINST,
    Code.LIBRARY_ALIKE: Bearing.FOR,
    Code.LIBRARY_UNLIKE: Bearing.AGAINST,
    Code.COUNTRY_SAME: Bearing.FOR,
    Code.COUNTRY_DIFFERENT: Bearing.AGAINST,
    Code.ADDRESS_LIKE: Bearing.FOR,
    Code.IDENTIFIER_SAME: Bearing.LINK,
    Code.ASSOCIATE_SHARED: Bearing.LINK,
    Code.ASSOCIATE_IS_PARTY: Bearing.LINK,
    Code.PHONE_SHARED: Bearing.LINK,
    Code.MAIL_DOMAIN_SHARED: Bearing.LINK,
    Code.ADDRESS_SHARED: Bearing.LINK,
    Code.TRADER_SAME: Bearing.LINK,
}


class Reason(msgspec.Struct, frozen=True):
    """One thing that was found, with the facts its sentence is filled from.

    Facts are plain so that they can be stored: days in ISO form, countries as lists of codes.
    """

    code: Code
    facts: Mapping[str, str | tuple[str, ...]] = {}

    @property
    def bearing(self) -> Bearing:
        """What the reason does; every one not named otherwise describes the name."""
        return BEARINGS.get(self.code, Bearing.NAME)

    @property
    def word(self) -> str:
        """The code of the sentence in `app.words.screening`."""
        return f"screening.{self.code.value}"

    def told(self) -> dict[str, object]:
        """The facts as the sentence is to be filled: days as days, all else as stored."""
        if self.code not in _BIRTHS:
            return dict(self.facts)
        return {name: _day(fact) for name, fact in self.facts.items()}


_BIRTHS = {Code.BIRTH_SAME, Code.BIRTH_YEAR_SAME, Code.BIRTH_NEAR, Code.BIRTH_DIFFERENT}


def _day(fact: str | tuple[str, ...]) -> object:
    try:
        return date.fromisoformat(str(fact))
    except ValueError:
        return fact


class Strength(StrEnum):
    """How soon somebody should look: evidence beside the name moves it, never out of review."""

    HIGH = "high"
    REVIEW = "review"
    LOW = "low"


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that the subject may be. Scores are whole, 0 to 100.

    `name_score` says how far the best pair of names agrees, `score` is that or, where a link binds
    the two whatever the names, what the link is worth.
    """

    entry: ListEntry
    score: int
    strength: Strength
    name_score: int
    party_name: str
    listed_name: str
    listed_quality: NameQuality
    reasons: tuple[Reason, ...]

    def codes(self) -> frozenset[Code]:
        """The codes of all reasons."""
        return frozenset(reason.code for reason in self.reasons)


_COMPARED = (Code.NAME_SAME, Code.NAME_LIKE, Code.NAME_DIFFERENT)


def features_digest(reasons: Iterable[Reason]) -> str:
    """What of a party and an entry agreed, and by which names, as SHA-256 of its one JSON text.

    Scores are not in it, nor how a reason is told: a clearance outlives both.
    """
    told = tuple(reasons)
    names = next(
        (
            [reason.facts.get("party", ""), reason.facts.get("listed", "")]
            for reason in told
            if reason.code in _COMPARED
        ),
        [],
    )
    codes = sorted({str(reason.code) for reason in told})
    return hashlib.sha256(canonical({"codes": codes, "names": names}).encode()).hexdigest()

"""From what was found to a match: its score, its strength, its reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from app.screening.compare import Comparison, compare, units
from app.screening.entries import ListedName, ListEntry
from app.screening.evidence import evidence
from app.screening.library import ALGORITHM, Opinion
from app.screening.links import like_address
from app.screening.matches import HIGH, Bearing, Code, Match, Reason, Strength, Subject
from app.screening.names import NameForm
from app.screening.reasons import name_reasons
from app.screening.variants import forms
from models.particulars import Form

# Where the library itself draws the line between one name and two; what is kept of its account.
LIBRARY_LINE = 70
LIBRARY = f"nomenklatura {ALGORITHM}"
DETAIL = 1_000
# What a link is worth whatever the names; a further link adds to it.
LINKED = {
    Code.IDENTIFIER_SAME: 95,
    Code.ASSOCIATE_SHARED: 82,
    Code.ASSOCIATE_IS_PARTY: 82,
    Code.PHONE_SHARED: 82,
    Code.MAIL_DOMAIN_SHARED: 80,
    Code.ADDRESS_SHARED: 77,
}
FURTHER_LINK = 5
LINKED_MOST = 95

_ORDER = {Strength.HIGH: 0, Strength.REVIEW: 1, Strength.LOW: 2}
_SURE_BIRTH = {Code.BIRTH_SAME, Code.BIRTH_YEAR_SAME}
_WEAK = {Code.LISTED_WEAK_ALIAS, Code.OTHER_KIND}


class NamePair(msgspec.Struct, frozen=True):
    """A name of the party and a name of an entry that were compared.

    `opinion` is the matching library's, where it was asked; `lifted` what the pair is worth by it.
    """

    party: NameForm
    listed: NameForm
    written: ListedName
    former: bool
    found: Comparison
    opinion: Opinion | None = None
    lifted: int = 0

    @property
    def score(self) -> int:
        """How far the two agree, by our own comparison or by the library's, 0 to 100."""
        return max(self.found.score, self.lifted)


def judged(subject: Subject, entry: ListEntry, pair: NamePair | None, links: list[Reason]) -> Match:
    """The match of a subject and an entry bound by a pair of names, by links, or by both.

    The name alone gives the score; `pair` is None when no name reached the threshold.
    """
    names = (name.text for name in entry.names)
    name_score = pair.score if pair else closest(subject.names, names, entry.kind)
    party = pair.party.text if pair else next(iter(subject.names), "")
    listed = pair.written if pair else entry.names[0]
    reasons = [*_named(pair, party, listed), *links, *_beside(subject, entry, links)]
    worth = max(name_score if pair else 0, _linked(links))
    return Match(
        entry=entry,
        score=worth,
        strength=_strength(worth, reasons),
        name_score=name_score,
        party_name=party,
        listed_name=listed.text,
        listed_quality=listed.quality,
        reasons=tuple(reasons),
    )


def closest(asked: Iterable[str], listed: Iterable[str], kind: Form) -> int:
    """How far two sets of names agree at best, 0 to 100, all names being of one kind.

    >>> closest(["Severny Most"], ["North Bridge", "MOST SEVERNYI"], Form.FIRM)
    93
    """
    ours = [units(form) for name in asked for form in forms(name, kind)]
    theirs = [units(form) for name in listed for form in forms(name, kind)]
    return max((compare(one, other).score for one in ours for other in theirs), default=0)


def rank(match: Match) -> tuple[int, int, str]:
    """Likeliest first: the score, which is the name's, before anything else."""
    return -match.score, _ORDER[match.strength], match.entry.reference


def _named(pair: NamePair | None, party: str, listed: ListedName) -> list[Reason]:
    if pair is None:
        return [Reason(Code.NAME_DIFFERENT, {"party": party, "listed": listed.text})]
    reasons = name_reasons(pair.party, pair.listed, pair.written, pair.found)
    if pair.former:
        reasons.append(Reason(Code.PARTY_FORMER_NAME, {"party": party}))
    if pair.opinion:
        reasons.append(_second(pair.opinion))
    return reasons


def _second(opinion: Opinion) -> Reason:
    """The library's opinion; its own account of each word is kept as evidence."""
    code = Code.LIBRARY_ALIKE if opinion.score >= LIBRARY_LINE else Code.LIBRARY_UNLIKE
    facts = {"score": str(opinion.score), "library": LIBRARY, "detail": opinion.detail[:DETAIL]}
    return Reason(code, facts)


def _beside(subject: Subject, entry: ListEntry, links: list[Reason]) -> list[Reason]:
    found = [Reason(Code.OTHER_KIND)] if subject.kind is not entry.kind else []
    if Code.ADDRESS_SHARED not in {link.code for link in links}:
        like = like_address(subject, entry)
        found += [like] if like else []
    return [*found, *evidence(subject, entry)]


def _linked(links: list[Reason]) -> int:
    if not links:
        return 0
    best = max(LINKED[link.code] for link in links)
    return min(best + FURTHER_LINK * (len(links) - 1), LINKED_MOST)


def _strength(worth: int, reasons: list[Reason]) -> Strength:
    """A document number decides; a birth date that differs only ever lowers; nothing clears."""
    codes = {reason.code for reason in reasons}
    if Code.IDENTIFIER_SAME in codes:
        return Strength.HIGH
    if Code.BIRTH_DIFFERENT in codes:
        return Strength.LOW
    if codes & _WEAK and not codes & _SURE_BIRTH:
        return Strength.LOW
    linked = any(reason.bearing is Bearing.LINK for reason in reasons)
    if Code.NAME_DIFFERENT in codes:
        only_address = linked and worth == LINKED[Code.ADDRESS_SHARED]
        return Strength.LOW if only_address else Strength.REVIEW
    sure = worth >= HIGH and Code.COUNTRY_DIFFERENT not in codes
    return Strength.HIGH if sure or linked else Strength.REVIEW

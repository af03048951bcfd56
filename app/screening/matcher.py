"""The matcher, behind one function: who on the lists could this party be, and why (RSK-06, WL-11).

Names are found and compared by the simple matcher. Where the matching library is installed and
chosen, it gives a second opinion on every pair that comes near the review line.
"""

from __future__ import annotations

from enum import StrEnum
from importlib.metadata import version

import msgspec

from app.screening import library
from app.screening.entries import ListEntry
from app.screening.judgement import NamePair, judged, rank
from app.screening.listed import Index
from app.screening.matches import Match, Subject
from models.particulars import Form

__all__ = (
    "AUTO", "NEAR", "REVIEW", "Index", "Matcher", "NoLibraryError", "choose", "least",
    "provenance", "score", "warm",
)  # fmt: skip

VERSION = 2

# The review line: measured in docs/decisions/0010-simple-matcher.md.
REVIEW = 75
# From here on the library is asked about two names.
NEAR = 65


class Matcher(StrEnum):
    """Which matcher answers: ours alone, or with the library's second opinion."""

    SIMPLE = "simple"
    LOGIC = "logic"


AUTO = "auto"
_answering = Matcher.SIMPLE


class NoLibraryError(Exception):
    """The matching library was chosen and is not installed."""


def choose(setting: str) -> Matcher:
    """Let this process answer by the matcher of a `SCREENING_MATCHER`: simple, logic or auto.

    Until a process chooses it answers simply: only one that may take 650 MB asks for more. Raises
    NoLibraryError.
    """
    global _answering  # noqa: PLW0603  one matcher a process, chosen where it starts
    chosen = setting
    if setting == AUTO:
        chosen = Matcher.LOGIC if library.installed() else Matcher.SIMPLE
    if chosen == Matcher.LOGIC and not library.installed():
        raise NoLibraryError
    _answering = Matcher(chosen)
    return _answering


def warm() -> None:
    """Load what the chosen matcher loads on its first answer; with the library some 8 seconds."""
    score(Subject(kind=Form.PERSON, names=("Davor Meshkan",)), Index(()))
    if _answering is Matcher.LOGIC:
        library.warm()


def score(subject: Subject, index: Index, threshold: int = REVIEW, limit: int = 20) -> list[Match]:
    """Every entry that the subject could be, the likeliest first, at most `limit` of them.

    An entry is a match when a name of it agrees by at least `threshold`, or when a link binds the
    two: the same document number, director or owner, telephone, mail domain or address. Birth
    dates and countries move the strength of a match but neither make nor unmake one.
    """
    pairs = _named_alike(subject, index, threshold)
    links = index.links.of(subject)
    found = [
        judged(subject, index.entries[number], pairs.get(number), links.get(number, []))
        for number in sorted(pairs.keys() | links.keys())
    ]
    return sorted(found, key=rank)[:limit]


def least(threshold: int = REVIEW) -> int:
    """What two names must agree by at least, so that any opinion could make them a match."""
    return threshold if _answering is Matcher.SIMPLE else min(threshold, NEAR)


def provenance() -> dict[str, str]:
    """What a stored result was made with, so that it can be made again."""
    libraries = {name: version(name) for name in ("rigour", "rapidfuzz")}
    if _answering is Matcher.LOGIC:
        libraries |= library.versions()
    return {"matcher": f"{_answering.value}-{VERSION}", **libraries}


def _named_alike(subject: Subject, index: Index, threshold: int) -> dict[int, NamePair]:
    """By the number of the entry: the pair of names that reaches the threshold by any opinion."""
    near = index.names_like(subject, least(threshold))
    if _answering is Matcher.SIMPLE:
        return near
    asked = {
        number: _with_opinion(pair, subject, index.entries[number])
        for number, pair in near.items()
        if pair.score >= threshold or library.worth_asking(pair.found)
    }
    return {number: pair for number, pair in asked.items() if pair.score >= threshold}


def _with_opinion(pair: NamePair, subject: Subject, entry: ListEntry) -> NamePair:
    if subject.kind is not entry.kind:
        return pair
    given = library.opinion(pair.party.text, pair.listed.text, entry.kind, entry.craft)
    if given is None:
        return pair
    lifted = library.lifted(given, pair.party, pair.listed, REVIEW)
    return msgspec.structs.replace(pair, opinion=given, lifted=lifted)

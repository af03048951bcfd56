"""The matcher, behind one function: who on the lists could this party be, and why (RSK-06, WL-11).

Names are found and compared by the simple matcher. Where the matching library is installed and
chosen, it gives a second opinion on every pair that comes near the review line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib.metadata import version

import msgspec

from app.screening import library
from app.screening.entries import ListedName, ListEntry, NameQuality
from app.screening.index import NameIndex
from app.screening.judgement import NamePair, judged, rank
from app.screening.kinds import SILENT, TELLING
from app.screening.links import Links
from app.screening.matches import Match, Subject
from app.screening.names import NameForm
from app.screening.variants import forms
from models.particulars import Form

VERSION = 2

# The review line: measured in docs/decisions/0010-simple-matcher.md.
REVIEW = 75
# From here on the library is asked about two names.
NEAR = 55
WEAK_LEAST = 85
OTHER_KIND_LEAST = 85
PERSON_WORDS = 2


class Matcher(StrEnum):
    """Which matcher answers: ours alone, or with the library's second opinion."""

    SIMPLE = "simple"
    LOGIC = "logic"


AUTO = "auto"
_answering = Matcher.SIMPLE
_SURENESS = {quality: place for place, quality in enumerate(NameQuality)}


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


class Index:
    """The entries of one or more lists, prepared once and asked for many parties."""

    def __init__(self, entries: Iterable[ListEntry]) -> None:
        self.entries = tuple(entries)
        self._names = NameIndex()
        self._named: list[tuple[int, ListedName, NameForm]] = []
        self.links = Links(self.entries)
        for number, entry in enumerate(self.entries):
            for written, form in _forms_of(entry):
                self._names.add(form)
                self._named.append((number, written, form))

    def __len__(self) -> int:
        return len(self.entries)

    def names_like(self, subject: Subject, least: int) -> dict[int, NamePair]:
        """By the number of the entry: its name that agrees best, of those that reach `least`."""
        best: dict[int, NamePair] = {}
        for form, former in _forms_asked(subject):
            for place, found in self._names.search(form, least):
                number, written, listed = self._named[place]
                pair = NamePair(form, listed, written, former, found)
                if _counts(pair, subject.kind, self.entries[number].kind):
                    _keep(best, number, pair)
        return best


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


def provenance() -> dict[str, str]:
    """What a stored result was made with, so that it can be made again."""
    libraries = {name: version(name) for name in ("rigour", "rapidfuzz")}
    if _answering is Matcher.LOGIC:
        libraries |= library.versions()
    return {"matcher": f"{_answering.value}-{VERSION}", **libraries}


def _named_alike(subject: Subject, index: Index, threshold: int) -> dict[int, NamePair]:
    """By the number of the entry: the pair of names that reaches the threshold by any opinion."""
    if _answering is Matcher.SIMPLE:
        return index.names_like(subject, threshold)
    near = index.names_like(subject, min(threshold, NEAR))
    asked = {
        number: _with_opinion(pair, subject, index.entries[number]) for number, pair in near.items()
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


def _forms_of(entry: ListEntry) -> Iterator[tuple[ListedName, NameForm]]:
    for written in entry.names:
        for form in forms(written.text, entry.kind):
            yield written, form


def _forms_asked(subject: Subject) -> Iterator[tuple[NameForm, bool]]:
    for former, names in ((False, subject.names), (True, subject.former_names)):
        for name in names:
            for form in forms(name, subject.kind):
                yield form, former


def _keep(best: dict[int, NamePair], number: int, pair: NamePair) -> None:
    known = best.get(number)
    if known is None or _preference(pair) > _preference(known):
        best[number] = pair


def _preference(pair: NamePair) -> tuple[int, int, bool, str]:
    """A better score first; then a surer kind of listed name, then a present name of the party."""
    return pair.found.score, -_SURENESS[pair.written.quality], not pair.former, pair.listed.text


def _counts(pair: NamePair, asked: Form, listed: Form) -> bool:
    """Whether a pair of names that reaches the threshold is one that an officer should see."""
    found = pair.found
    left = [word for word in (*found.only_query, *found.only_listed) if word.kind not in SILENT]
    if pair.written.quality is NameQuality.WEAK and (left or found.score < WEAK_LEAST):
        return False
    if asked is listed:
        return True
    # A firm named after a person, or a person trading as a firm: the whole personal name is there.
    person, person_left = (
        (pair.party, found.only_query) if asked is Form.PERSON else (pair.listed, found.only_listed)
    )
    whole = all(word.kind in SILENT for word in person_left)
    enough = sum(word.kind in TELLING for word in person.words) >= PERSON_WORDS
    return whole and enough and found.score >= OTHER_KIND_LEAST

"""Why two names were taken for one: the comparison retold as reasons, for an officer to read."""

from __future__ import annotations

from collections.abc import Iterator

from app.screening.compare import Comparison, Trace, WordPair
from app.screening.entries import ListedName, NameQuality
from app.screening.kinds import WordKind
from app.screening.matches import Code, Reason
from app.screening.names import NameForm, Word

MOST_WORDS = 6

_QUALITIES = {
    NameQuality.STRONG: Code.LISTED_STRONG_ALIAS,
    NameQuality.WEAK: Code.LISTED_WEAK_ALIAS,
    NameQuality.FORMER: Code.LISTED_FORMER_NAME,
    NameQuality.ORIGINAL: Code.LISTED_ORIGINAL_SCRIPT,
}
_TRACES = {
    Trace.SPELLING: Code.WORD_SPELLING,
    Trace.SOUND: Code.WORD_SOUND,
    Trace.SCRIPT: Code.WORD_SCRIPT,
    Trace.INITIAL: Code.WORD_INITIAL,
    Trace.JOINED: Code.WORD_JOINED,
    Trace.MEANING: Code.WORD_MEANING,
}


def name_reasons(
    party: NameForm, listed: NameForm, written: ListedName, found: Comparison
) -> list[Reason]:
    """Every reason the names give: the two names first, then what differs between them."""
    names = {"party": party.text, "listed": listed.text}
    changed = list(_changes(party, listed, found))
    same = not changed and found.score == 100  # noqa: PLR2004  percent
    reasons = [Reason(Code.NAME_SAME if same else Code.NAME_LIKE, names)]
    if quality := _QUALITIES.get(written.quality):
        reasons.append(Reason(quality, {"listed": written.text}))
    return reasons + changed


def _changes(party: NameForm, listed: NameForm, found: Comparison) -> Iterator[Reason]:
    if party.latin != listed.latin:
        yield Reason(Code.OTHER_SCRIPT, {"party": party.text, "listed": listed.text})
    if found.reordered:
        yield Reason(Code.WORD_ORDER)
    yield from _words(found.pairs)
    yield from _left(Code.WORDS_ONLY_PARTY, found.only_query)
    yield from _left(Code.WORDS_ONLY_LISTED, found.only_listed)
    yield from _legal(", ".join(party.legal), ", ".join(listed.legal))


def _legal(party: str, listed: str) -> Iterator[Reason]:
    if party and listed and party != listed:
        yield Reason(Code.LEGAL_FORMS, {"party": party, "listed": listed})
    elif party != listed:
        yield Reason(Code.LEGAL_FORM, {"form": party or listed})


def _words(pairs: tuple[WordPair, ...]) -> Iterator[Reason]:
    changed = [pair for pair in pairs if pair.trace in _TRACES]
    for pair in changed[:MOST_WORDS]:
        yield Reason(_TRACES[pair.trace], {"party": pair.query, "listed": pair.listed})


def _left(code: Code, words: tuple[Word, ...]) -> Iterator[Reason]:
    told = [word.written for word in words if word.kind is not WordKind.PARTICLE]
    if told:
        yield Reason(code, {"words": ", ".join(told[:MOST_WORDS])})

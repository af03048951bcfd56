"""A screening or a search made again from what is on record, and compared with what it said then.

The lists are those versions that were used, the watchlist is put together from its record as it
stood at that moment; only matcher and libraries are those of today, and what differs is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from app.screened import Name
from app.screening import library, matcher, watch_history, watched
from app.screening.asking import (
    Answered,
    Outcome,
    Party,
    answer_digest,
    answers_of,
    outcome,
)
from app.screening.desk import WATCHLIST, Found, Laid, some, subject_of
from app.screening.entries import ListEntry
from app.screening.hits import own_trader
from app.screening.line import Answer, FoundEntry, Query
from app.work import Caller, View, reading
from models.errors import NotFound
from models.screening import Hit, ListEntryRow, ListVersion, Screening
from models.searches import Search
from models.watchlist import Entry

Made = Mapping[str, str]
"""Matcher and libraries, by name, with their versions."""


@dataclass(frozen=True)
class Cannot:
    """Why a replay says nothing: a code, and what fills its words."""

    code: str
    facts: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Replayed:
    """What a replay came to: cannot be said, the same, or what differs and what else did."""

    answered_at: datetime | None = None
    made_then: Made | None = None
    made_now: Made | None = None
    found: int = 0
    gone: tuple[Outcome, ...] = ()
    new: tuple[Outcome, ...] = ()
    cannot: tuple[Cannot, ...] = ()

    @property
    def same(self) -> bool:
        """Whether it gives the very same answer."""
        return not (self.cannot or self.gone or self.new)

    @property
    def changed(self) -> tuple[tuple[str, str, str], ...]:
        """What answers by another version than then: its name, then, now."""
        then, now = self.made_then or {}, self.made_now or {}
        return tuple(
            (name, then.get(name, ""), now.get(name, ""))
            for name in sorted({*then, *now})
            if then.get(name) != now.get(name)
        )


@dataclass(frozen=True)
class _Then:
    """What is on record of one answer."""

    parties: tuple[Party, ...]
    at: datetime
    lists: Sequence[Mapping[str, Any]]
    made_with: Made
    outcomes: tuple[Outcome, ...]
    digest: str | None


def replay(caller: Caller, uid: str) -> Replayed:
    """Make a screening or search again, by its opaque id, with the matcher that it was made with.

    Raises NotFound when there is neither.
    """
    with reading(caller) as view:
        then = _of_screening(view, uid) or _of_search(view, uid)
        if isinstance(then, Cannot):
            return Replayed(cannot=(then,))
        cannot, laid = _laid(view, then)
    base = Replayed(then.at, then.made_with, found=len(then.outcomes))
    if then.digest is not None and answer_digest(then.outcomes) != then.digest:
        cannot = (*cannot, Cannot("record_changed"))
    if cannot:
        return replace(base, cannot=cannot)
    matcher.choose(_matcher_of(then.made_with))
    now = _again(laid, then)
    before, after = set(then.outcomes), set(now)
    return replace(
        base,
        made_now=matcher.provenance(),
        gone=tuple(sorted(before - after)),
        new=tuple(sorted(after - before)),
    )


def _matcher_of(made_with: Made) -> str:
    """The matcher that answered then, where it is here still; else what there is."""
    name = made_with.get("matcher", "").partition("-")[0]
    here = {matcher.Matcher.SIMPLE} | ({matcher.Matcher.LOGIC} if library.installed() else set())
    return name if name in here else matcher.AUTO


def _of_screening(view: View, uid: str) -> _Then | Cannot | None:
    try:
        row = view.get(Screening, uid)
    except NotFound:
        return None
    if row.answered_at is None or row.lists is None or row.threshold is None:
        return Cannot("not_answered")
    hits = view.session.scalars(select(Hit).where(Hit.screening_id == row.id, Hit.run_id.is_(None)))
    name = msgspec.convert(row.subject, Name)
    query = Query(
        subject=subject_of(name),
        threshold=row.threshold,
        limit=0,
        trader_id=own_trader(row.subject_of, row.trader_id),
    )
    return _Then(
        parties=(Party(queries=(query,)),),
        at=_moment_of(row.lists, row.answered_at),
        lists=row.lists,
        made_with=made_of(row.matcher or ""),
        outcomes=tuple(outcome(hit.source, hit.entry_reference, _told(hit)) for hit in hits),
        digest=row.answer_digest,
    )


def _told(hit: Hit) -> dict[str, Any]:
    return {"score": hit.score, "strength": hit.strength, "reasons": hit.reasons}


def _of_search(view: View, uid: str) -> _Then | Cannot:
    row = view.get(Search, uid)
    answers = tuple(msgspec.convert(item, Answered) for item in row.answers or ())
    if not answers:
        return Cannot("not_answered")
    if any(item.fault for item in answers):
        return Cannot("was_a_fault")
    return _Then(
        parties=tuple(msgspec.convert(item, Party) for item in row.asked),
        at=answers[0].at,
        lists=answers[0].lists,
        made_with=answers[0].made_with,
        outcomes=tuple(
            outcome(kept.source, kept.reference, kept.match)
            for item in answers
            for kept in item.found
        ),
        digest=row.answer_digest,
    )


def made_of(text: str) -> Made:
    """Matcher and libraries, read back from the line in which a screening keeps them.

    >>> made_of("simple-1 rigour-1.8.0 rapidfuzz-3.14.5")
    {'matcher': 'simple-1', 'rigour': '1.8.0', 'rapidfuzz': '3.14.5'}
    """
    first, *others = text.split() or [""]
    versions = (item.rpartition("-") for item in others)
    return {"matcher": first, **{name: version for name, _, version in versions}}


def _moment_of(lists: Sequence[Mapping[str, Any]], otherwise: datetime) -> datetime:
    """The moment at which the watchlist was read."""
    moments = (item["at"] for item in lists if item["source"] == WATCHLIST)
    found = next(moments, None)
    return datetime.fromisoformat(found) if found else otherwise


def _laid(view: View, then: _Then) -> tuple[tuple[Cannot, ...], Laid]:
    """What was compared with then; and why it cannot be had any more, where it cannot."""
    cannot: list[Cannot] = []
    lists = []
    for told in then.lists:
        if told["source"] == WATCHLIST:
            continue
        entries = _entries(view, told["list_version_id"])
        if entries is None or len(entries) != told["entries"]:
            facts = (("source", told["source"]), ("day", told["published_on"]))
            cannot.append(Cannot("list_missing", facts))
        else:
            lists.append((told["source"], told["list_version_id"], entries))
    watchlist = [told for told in then.lists if told["source"] == WATCHLIST]
    entries_then: tuple[Entry, ...] = ()
    for told in watchlist:
        digest = told.get("digest")
        entries_then = watch_history.standing_at(view.session, then.at, digest)
        found = (len(entries_then), digest and watched.versions_digest(entries_then))
        if found != (told["entries"], digest):
            cannot.append(Cannot("watchlist_lost", (("entries", told["entries"]),)))
    return tuple(cannot), some(lists, entries_then)


def _entries(view: View, version_id: int) -> dict[int, ListEntry] | None:
    """The entries of one version of a list by their inner id; None when it is gone."""
    if view.session.get(ListVersion, version_id) is None:
        return None
    rows = view.session.execute(
        select(ListEntryRow.id, ListEntryRow.facts)
        .where(ListEntryRow.list_version_id == version_id)
        .order_by(ListEntryRow.id)
    )
    return {key: msgspec.convert(facts, ListEntry) for key, facts in rows}


def _again(laid: Laid, then: _Then) -> tuple[Outcome, ...]:
    """What is found today."""
    answers = [
        Answer(
            at=then.at,
            found=tuple(map(_found, _like(laid, query))),
            lists=(),
            threshold=query.threshold or matcher.REVIEW,
            made_with={},
        )
        for party in then.parties
        for query in party.queries
    ]
    return tuple(_outcomes(answers_of(then.parties, answers)))


def _like(laid: Laid, query: Query) -> tuple[Found, ...]:
    """As the desk and the line ask: a screening keeps all that is found, a search so many."""
    threshold = matcher.REVIEW if query.threshold is None else query.threshold
    asked = laid.only(query.sources)
    if not query.limit:
        return asked.like(query.subject, query.trader_id, threshold=threshold)
    found = asked.like(query.subject, query.trader_id, threshold=threshold, limit=query.limit)
    return found[: query.limit]


def _found(item: Found) -> FoundEntry:
    return FoundEntry(match=item.match, source=item.source)


def _outcomes(answers: Iterable[Answered]) -> Iterable[Outcome]:
    return (
        outcome(kept.source, kept.reference, kept.match) for item in answers for kept in item.found
    )

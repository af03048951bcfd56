"""What searches came to, as their searcher reads it, and which there were, for an auditor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import func, select, tuple_

from app import standing
from app.screened import newest_lists
from app.screening import sides, watched
from app.screening.asking import Answered, Kept, Party, matched
from app.screening.entries import ListEntry
from app.screening.matches import Match
from app.screening.queries_hit import aged
from app.work import Caller, View, reading
from models.actions import Action
from models.api_keys import ApiKey
from models.people import CASEWORK, Person, Role, User
from models.policy import role_may
from models.screening import ListEntryRow, ListVersion
from models.searches import Search
from models.states import Regime, Terms
from models.watchlist import SEEN_BY_OTHERS, Entry, EntryFacts, EntryVersion

MOST_ROWS = 50


@dataclass(frozen=True)
class Result:
    """One entry that a party may be; `match` is nothing to those who do not read why."""

    source: str
    reference: str
    name: str
    score: int
    strength: str
    match: Match | None
    summary: tuple[Any, ...] = ()
    """The reasons that are said first."""
    published_on: date | None = None
    owner: str = ""
    """The State whose entry of the watchlist it is."""
    facts: EntryFacts | None = None
    """Of an entry of the watchlist: what it asks for, and why it stands."""
    gone: bool = False
    """Nobody reads it any more: annulled, or not confirmed in time."""


@dataclass(frozen=True)
class PartyResult:
    """What one party of a search came to."""

    party: Party
    answered: Answered
    results: tuple[Result, ...]
    lists: tuple[Mapping[str, Any], ...] = ()
    """With the age of each on the day of the search, by the searcher's calendar."""

    @property
    def key(self) -> str:
        """What its program calls it."""
        return self.party.key


@dataclass(frozen=True)
class SearchPage:
    """A whole search; without an answer while nobody has given one."""

    uid: str
    by: str
    own: bool
    program: str
    purpose: str
    case_ref: str
    asked_at: datetime
    answered_at: datetime | None
    found: int
    parties: tuple[PartyResult, ...]
    asked: tuple[Party, ...]
    limit_days: int
    whole: bool
    """Whether this role reads why; customs read hit and action, auditors what was asked."""
    masked: bool
    """Whether this role is told numbers of entries and no names: an auditor."""
    zone: str


@dataclass(frozen=True)
class SearchRow:
    """One search in a list of them; whom it was for is read on its own page."""

    uid: str
    by: str
    program: str
    purpose: str
    case_ref: str
    asked_at: datetime
    answered: bool
    parties: int
    found: int


@dataclass(frozen=True)
class Officer:
    """How often one officer searched, and how often without naming a case."""

    name: str
    searches: int
    without_case: int


@dataclass(frozen=True)
class SearchesPage:
    """One's own searches; an auditor's, those of the whole State."""

    rows: tuple[SearchRow, ...]
    page: int
    more: bool
    may_search: bool
    whole_state: bool
    zone: str
    officers: tuple[Officer, ...] = field(default=())


def searches(caller: Caller, page: int = 1) -> SearchesPage:
    """The searches that somebody may see, the newest first, fifty a page."""
    with reading(caller) as view:
        found = view.session.execute(
            view.see(Search)
            .add_columns(Person.name, ApiKey.label)
            .join(User, User.id == Search.by_id)
            .join(Person, Person.id == User.person_id)
            .outerjoin(ApiKey, ApiKey.id == Search.api_key_id)
            .order_by(Search.id.desc())
            .offset((page - 1) * MOST_ROWS)
            .limit(MOST_ROWS + 1)
        ).all()
        whole_state = view.actor.role is Role.AUDITOR
        return SearchesPage(
            rows=tuple(_search_row(*row) for row in found[:MOST_ROWS]),
            page=page,
            more=len(found) > MOST_ROWS,
            may_search=role_may(view.actor.role, Action.SEARCH_ASK),
            whole_state=whole_state,
            zone=_terms(view).time_zone,
            officers=tuple(_officers(view)) if whole_state else (),
        )


def _officers(view: View) -> Iterable[Officer]:
    """Every officer of the State who searched, with how many searches named no case."""
    rows = view.session.execute(
        select(Person.name, func.count(), func.count().filter(Search.case_ref == ""))
        .select_from(Search)
        .join(User, User.id == Search.by_id)
        .join(Person, Person.id == User.person_id)
        .where(Search.state_code == view.actor.state)
        .group_by(Person.id, Person.name)
        .order_by(Person.name)
    )
    return (Officer(*row) for row in rows)


def _search_row(row: Search, by: str, label: str | None) -> SearchRow:
    return SearchRow(
        uid=str(row.uid),
        by=by,
        program=label or "",
        purpose=row.purpose,
        case_ref=row.case_ref,
        asked_at=row.asked_at,
        answered=row.answered_at is not None,
        parties=len(row.asked),
        found=row.found or 0,
    )


def result(caller: Caller, uid: str) -> SearchPage:
    """One search with what it found, as it stands on record; NotFound for everybody else's."""
    with reading(caller) as view:
        row = view.get(Search, uid)
        by, label = view.session.execute(
            select(Person.name, ApiKey.label)
            .select_from(User)
            .join(Person, Person.id == User.person_id)
            .outerjoin(ApiKey, ApiKey.id == row.api_key_id)
            .where(User.id == row.by_id)
        ).one()
        parties = tuple(msgspec.convert(item, Party) for item in row.asked)
        answers = tuple(msgspec.convert(item, Answered) for item in row.answers or ())
        whole = view.actor.role in CASEWORK
        terms = _terms(view)
        shown = _Shown(view, [kept for item in answers for kept in item.found], whole=whole)
        return SearchPage(
            uid=uid,
            by=by,
            own=row.by_id == view.actor.user_id,
            program=label or "",
            purpose=row.purpose,
            case_ref=row.case_ref,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
            found=row.found or 0,
            parties=tuple(
                PartyResult(
                    party,
                    answered,
                    tuple(shown.result(kept) for kept in answered.found),
                    tuple(aged(item, answered.at, terms) for item in answered.lists),
                )
                for party, answered in zip(parties, answers, strict=False)
            ),
            asked=parties,
            limit_days=terms.list_max_age_days,
            whole=whole,
            masked=view.actor.role is Role.AUDITOR,
            zone=terms.time_zone,
        )


def _terms(view: View) -> Terms:
    return standing.regime(view.session).of(view.actor.state or "", view.at) or Terms()


class _Shown:
    """The entries of a search, read once: those of lists as imported, ours as they stood."""

    def __init__(self, view: View, kept: list[Kept], *, whole: bool) -> None:
        self._whole = whole
        self._listed = _list_entries(view, kept)
        self._watched = _watch_entries(view, kept)

    def result(self, kept: Kept) -> Result:
        """One found entry with what may be read of it."""
        entry: ListEntry | None
        published_on, owner, facts = None, "", None
        if kept.entry_id is None:
            entry, published_on = self._listed[kept.list_entry_id or 0]
        else:
            entry, owner, facts = self._watched.get(
                (kept.entry_id, kept.entry_version or 0), (None, "", None)
            )
        match = matched(kept, entry) if entry is not None else None
        return Result(
            source=kept.source,
            reference=kept.reference,
            name=kept.name if entry is not None else "",
            score=kept.score,
            strength=str(kept.strength),
            match=match if self._whole else None,
            summary=sides.summed_up(match.reasons) if match and self._whole else (),
            published_on=published_on,
            owner=owner,
            facts=facts,
            gone=entry is None,
        )


def _list_entries(view: View, kept: list[Kept]) -> dict[int, tuple[ListEntry, date]]:
    ids = {item.list_entry_id for item in kept if item.list_entry_id is not None}
    rows = view.session.execute(
        select(ListEntryRow.id, ListEntryRow.facts, ListVersion.published_on)
        .join(ListVersion, ListVersion.id == ListEntryRow.list_version_id)
        .where(ListEntryRow.id.in_(ids))
    )
    return {key: (msgspec.convert(facts, ListEntry), day) for key, facts, day in rows}


def _watch_entries(
    view: View, kept: list[Kept]
) -> dict[tuple[int, int], tuple[ListEntry, str, EntryFacts]]:
    """What the law lets this person read now: an entry that went dark is dark here as well."""
    places = {(item.entry_id, item.entry_version or 0) for item in kept if item.entry_id}
    if not places:
        return {}
    regime = standing.regime(view.session)
    entries = {
        entry.id: entry
        for entry in view.session.scalars(
            view.see(Entry).where(Entry.id.in_([key for key, _ in places]))
        )
        if _readable(entry, regime, view.at)
    }
    told = {
        (key, number): facts
        for key, number, facts in view.session.execute(
            select(EntryVersion.entry_id, EntryVersion.number, EntryVersion.facts).where(
                tuple_(EntryVersion.entry_id, EntryVersion.number).in_(places)
            )
        )
    }
    return {
        (key, number): _of_watchlist(entries[key], told.get((key, number), entries[key].facts))
        for key, number in places
        if key in entries
    }


def _of_watchlist(entry: Entry, facts: EntryFacts) -> tuple[ListEntry, str, EntryFacts]:
    return watched.compared(entry.number, facts), entry.state_code, facts


def _readable(entry: Entry, regime: Regime, at: datetime) -> bool:
    terms = regime.of(entry.state_code, at) or Terms()
    return not entry.is_erased and entry.standing(at, terms) in SEEN_BY_OTHERS


def sources(caller: Caller) -> tuple[str, ...]:
    """The lists that are in use, and the watchlist, by the names that a search chooses by."""
    with reading(caller) as view:
        return (*(row.source for row in newest_lists(view.session)), "watchlist")

"""One search from end to end: on record, asked over the line, on record again, then told."""

from __future__ import annotations

from app import sessions
from app.screening import line, services_search
from app.screening.asking import Wanted, answers_of, queries_of
from app.work import Caller

AT_ONCE = 25
"""Queries of one question on the line, so that a large search lets others in between."""
PAGE_SEARCHES = 30
KEY_SEARCHES = 120
"""Searches in a minute: of one officer on pages, of one key."""


def search(caller: Caller, wanted: Wanted) -> str:
    """Search, and return the opaque id of the record, from which everything shown is read.

    Raises NotRunning while nobody answers on the line (the attempt is on record), TooMany when
    asked too often. Nothing is matched in this process.
    """
    if wanted.api_key_id is None:
        sessions.count("search", str(caller.user_id), PAGE_SEARCHES)
    else:
        sessions.count("match", str(wanted.api_key_id), KEY_SEARCHES)
    search_id = services_search.put_down(caller, wanted)
    queries = queries_of(wanted.parties)
    answers = [
        answer
        for start in range(0, len(queries), AT_ONCE)
        for answer in line.ask(queries[start : start + AT_ONCE])
    ]
    return services_search.fill_in(search_id, answers_of(wanted.parties, answers))

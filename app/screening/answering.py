"""Answers what comes over the line; in the screening process alone."""

from __future__ import annotations

import logging
from datetime import datetime

from app.screening import matcher
from app.screening.desk import DESK, Found, Laid
from app.screening.line import Answer, FoundEntry, Query
from app.work import REGISTER, reading

log = logging.getLogger("sacr.screening")


def answered(queries: list[Query]) -> list[Answer]:
    """Every query answered from the lists as they stand at this moment, in its order."""
    with DESK.lock, reading(REGISTER) as view:
        laid, at = DESK.laid(view.session, view.at), view.at
    return [_answer(laid, query, at) for query in queries]


def _answer(laid: Laid, query: Query, at: datetime) -> Answer:
    """The lock is taken for one query at a time: a long question lets names of cases pass."""
    asked = laid.only(query.sources)
    threshold = matcher.REVIEW if query.threshold is None else query.threshold
    found: tuple[Found, ...] = ()
    fault = ""
    try:
        with DESK.lock:
            found = asked.like(
                query.subject, query.trader_id, threshold=threshold, limit=query.limit
            )
    except Exception as wrong:  # noqa: BLE001  one bad name must not cost the others their answer
        fault = type(wrong).__name__
        log.error("a query could not be answered (%s)", fault)  # names stay out of logs
    return Answer(
        at=at,
        found=tuple(map(_told, found[: query.limit])),
        lists=asked.lists,
        threshold=threshold,
        made_with=matcher.provenance(),
        fault=fault,
    )


def _told(item: Found) -> FoundEntry:
    return FoundEntry(
        match=item.match,
        source=item.source,
        list_entry_id=item.list_entry_id,
        entry_id=item.entry_id,
        entry_version=item.entry_version,
    )

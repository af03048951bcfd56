"""The shared watchlist as a collection of FollowTheMoney: what others may screen against (RSK-01).

Reason and evidence of an entry stay in the register (WL-14): whoever has a hit asks its owner.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from sqlalchemy import select

from app import standing
from app.screening import ftm_entities, watched
from app.screening.ftm_entities import Line
from app.work import Caller, View, reading
from models.errors import NotFound
from models.states import Regime, Terms
from models.watchlist import PUBLISHED, SEEN_BY_OTHERS, Entry, EntryStanding, EntryType

TOPICS = {
    EntryType.DEREGISTRATION: "debarment",
    EntryType.CONVICTION: "crime",
    EntryType.DIVERSION: "export.risk",
    EntryType.LICENCE_DENIAL: "export.risk",
    EntryType.FORGED_CERTIFICATE: "reg.warn",
    EntryType.FALSE_STATEMENT: "reg.warn",
    EntryType.SUSPICIOUS_TRADER: "poi",
}
"""Why an entry stands, in the topics of the model; one that has ended or was revoked has none."""


@dataclass(frozen=True)
class Exported:
    """A collection: JSON lines in UTF-8, and how many entries they tell."""

    content: bytes
    numbers: tuple[str, ...]
    """The entries, by number."""
    left_out: int
    """Entries about documents and objects: they are looked up by number, never compared."""


def export(
    caller: Caller, base_url: str, *, state: str | None = None, owned: bool = False
) -> Exported:
    """The entries that every State may see now, and those that `state` alone may see of its own.

    `owned` leaves out those of other States. Raises NotFound for a State that there is not.
    """
    with reading(caller) as view:
        regime = standing.regime(view.session)
        if state is not None and state not in regime.names:
            raise NotFound
        seen = [row for row in _entries(view) if _is_seen(row, view, regime, state)]
        if owned:
            seen = [row for row in seen if row.state_code == state]
        told = [row for row in seen if watched.is_party(row.facts)]
        lines = [
            line
            for row in told
            for line in _lines(row, regime.of(row.state_code, view.at) or Terms(), view, base_url)
        ]
    return Exported(
        content=b"".join(msgspec.json.encode(line) + b"\n" for line in lines),
        numbers=tuple(row.number for row in told),
        left_out=len(seen) - len(told),
    )


def _entries(view: View) -> Iterator[Entry]:
    rows = select(Entry).where(Entry.stage.in_(PUBLISHED)).order_by(Entry.number)
    yield from view.session.scalars(rows)


def _is_seen(entry: Entry, view: View, regime: Regime, state: str | None) -> bool:
    found = entry.standing(view.at, regime.of(entry.state_code, view.at) or Terms())
    own = entry.state_code == state
    return found in SEEN_BY_OTHERS or (own and found is EntryStanding.DORMANT)


def _lines(entry: Entry, terms: Terms, view: View, base_url: str) -> Iterator[Line]:
    """An entry with its owner's warning, and the directors and owners that it names."""
    facts, url = entry.facts, f"{base_url}/watchlist/{entry.number}"
    found = entry.standing(view.at, terms)
    stands = found in {EntryStanding.ACTIVE, EntryStanding.DORMANT}
    about = {"sourceUrl": [url], "topics": [TOPICS[facts.type]] if stands else []}
    yield from ftm_entities.lines(
        watched.compared(entry.number, facts), {name: item for name, item in about.items() if item}
    )
    told = {
        "entity": entry.number,
        "authority": terms.authority,
        "authorityId": entry.number,
        "country": entry.state_code.lower(),
        "program": facts.legal_basis,
        "provisions": str(facts.requested).replace("_", " "),
        "status": str(found).lower(),
        "listingDate": facts.decided_on.isoformat(),
        "endDate": "" if facts.until is None else facts.until.isoformat(),
        "sourceUrl": url,
    }
    yield {
        "id": f"{entry.number}-warning",
        "schema": "Sanction",
        "properties": {name: [value] for name, value in told.items() if value},
    }

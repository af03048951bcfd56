"""What the page of a record's trail shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app import timelines
from app.standing import regime
from app.work import Caller, reading
from models.base import Staged, Thing
from models.dossiers import Dossier
from models.enforcement import Case
from models.errors import NotFound
from models.licences import Licence
from models.traders import Registration, Trader
from models.watchlist import Entry

KINDS: dict[str, type[Any]] = {
    "case": Case,
    "dossier": Dossier,
    "entry": Entry,
    "licence": Licence,
    "registration": Registration,
    "trader": Trader,
}


@dataclass(frozen=True)
class Trail:
    """A record's number and stage, its whole timeline, and the clock that it is read by."""

    thing: str
    number: str
    stage: str
    timeline: timelines.Timeline
    zone: str
    state: str | None


def trail(caller: Caller, thing: str, number: str) -> Trail:
    """The trail of a record that the caller may see; NotFound for any other."""
    with reading(caller) as view:
        kind = KINDS.get(thing)
        if kind is None:
            raise NotFound
        found: Thing = view.get(kind, number)
        state = view.actor.state
        zone = regime(view.session).zone(state, view.at).key if state else "UTC"
        return Trail(
            thing=thing,
            number=found.reference(),
            stage=str(found.stage) if isinstance(found, Staged) else "",
            timeline=timelines.of_thing(view, found),  # type: ignore[arg-type]
            zone=zone,
            state=state,
        )

"""The demonstration regime: invented States, people and firms, with a history through the door."""

from __future__ import annotations

from datetime import datetime

from app.demonstration import firms, history, people, states
from app.demonstration.story import Story
from app.regime import services as regime
from app.work import REGISTER


def lay(first_start: datetime) -> None:
    """Lay the whole demonstration on an empty database; its days are relative to this moment."""
    regime.found(REGISTER, demonstration=True)
    states.lay(first_start)
    people.lay(first_start)
    story = Story(first_start)
    history.shipped_list(story, 900)
    firms.open_accounts(story)
    numbers = history.registrations(story)
    found = history.licences(story, numbers)
    history.movements(story, found)
    history.shipped_list(story, 62)
    history.waiting(story)
    history.pending(story)
    history.suspended(story, numbers)
    history.deregistered(story)
    history.watchlisted(story)
    history.shipped_list(story, 1)

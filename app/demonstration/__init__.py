"""The demonstration regime: invented States, people and firms, with a history through the door."""

from __future__ import annotations

from datetime import datetime

from app.demonstration import people, states
from app.regime import services as regime
from app.work import REGISTER


def lay(first_start: datetime) -> None:
    """Lay the whole demonstration on an empty database; its days are relative to this moment."""
    regime.found(REGISTER, demonstration=True)
    states.lay(first_start)
    people.lay(first_start)

"""Actor and Ask: who asks, and everything the law may look at when it answers; plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models.actions import Action
from models.base import Thing
from models.people import Role

FRESH = timedelta(minutes=5)
"""How long a proof of identity counts for grave acts (rules 5.4)."""


@dataclass(frozen=True)
class Actor:
    """A person in one role, as read inside the transaction that asks."""

    role: Role
    user_id: int | None = None
    person_id: int | None = None
    name: str = ""
    state: str | None = None
    trader_id: int | None = None
    firm: str = ""
    """The trader's name, for the head of its people's pages."""
    interests: frozenset[int] = frozenset()
    """Traders in which this person has a declared interest (rules 5.6)."""
    proved_at: datetime | None = None


ANYONE = Actor(Role.ANONYMOUS)
SYSTEM = Actor(Role.SYSTEM, name="register")


@dataclass(frozen=True)
class Ask:
    """One question to the law: may this actor do this to that, now, given these facts?"""

    actor: Actor
    action: Action
    thing: Thing
    at: datetime
    of: Thing | None = None
    """The thing whose State decides the scope, where it is not `thing` itself."""
    note: str = ""
    done: tuple[Action, ...] = ()
    """The acts already done in this transaction: consequences are allowed only inside."""
    facts: Mapping[str, Any] = field(default_factory=dict)

    def fact(self, name: str) -> Any:
        """A fact that the service gives; a missing one is a fault of ours, said loudly."""
        if name not in self.facts:
            msg = f"{self.action}: the law asks for the fact {name!r}"
            raise LookupError(msg)
        return self.facts[name]

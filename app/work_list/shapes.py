"""What a dashboard is made of: duties in order, counts, and what the reader may sign."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum

from app.list_alarms import ListAlarm


class Rank(IntEnum):
    """What is done first: what stops a border or waits in another State, then what we wait for."""

    STANDS_STILL = 0
    """A suspension that lapses, goods at a border."""
    OTHER_STATE = 1
    """Another State waits."""
    SIGNATURE = 2
    HIT = 3
    CASE = 4
    LATER = 5


@dataclass(frozen=True)
class Duty:
    """One thing to do. Its title is `duty.<code>` with `name` and `kind`; `place` and `key` lead
    to its page. `since` is when it began to wait, `due` when it is late.
    """

    code: str
    place: str
    key: str
    number: str
    rank: Rank
    since: datetime
    name: str = ""
    kind: str = ""
    due: datetime | None = None
    state: str | None = None
    """The other State that waits or asked."""
    by: str = ""
    """Who proposed it."""
    said: str = ""
    """The code of a further sentence about it, `duty.said.<code>`, or nothing."""

    def order(self) -> tuple[int, datetime]:
        """Its place in the list: by rank, then the one that is due or began to wait first."""
        return self.rank, self.due or self.since


@dataclass(frozen=True)
class OfficerLine:
    """What one officer of the unit holds."""

    name: str
    """Empty for what nobody has taken yet."""
    open: int
    with_applicant: int


@dataclass(frozen=True)
class Desk:
    """An officer's dashboard."""

    duties: tuple[Duty, ...] = ()
    waiting_signatures: int = 0
    may_sign: int = 0
    open_hits: int = 0
    oldest_hit: datetime | None = None
    from_states: tuple[Duty, ...] = ()
    unit: tuple[OfficerLine, ...] = ()
    ages: tuple[int, ...] = ()
    """Days since each open case came in."""
    zone: str = "UTC"


@dataclass(frozen=True)
class Border:
    """A customs officer's dashboard."""

    stops: tuple[Duty, ...] = ()
    reversals: int = 0
    offline_open: int = 0
    """Releases that posts of the own State made without a network, not yet written off."""
    offline_conflicts: int = 0
    stops_to_report: int = 0
    """Stops that devices of the own State sent in, whose report lacks something still."""
    zone: str = "UTC"


@dataclass(frozen=True)
class Administration:
    """An administrator's dashboard."""

    duties: tuple[Duty, ...] = ()
    accounts: int = 0
    unopened: int = 0
    with_others: int = 0
    """Accounts that this administrator gave a role, and that another one has to approve."""
    zone: str = "UTC"
    lists: tuple[ListAlarm, ...] = ()


@dataclass(frozen=True)
class RegistrationLine:
    """One of a trader's registrations."""

    key: str
    number: str
    state: str
    kind: str
    stage: str
    """Its stage, or the standing that hides it: SUSPENDED, EXPIRED, NOT_YET_VALID."""
    until: date | None
    """The last day of its validity, by its State's calendar."""


@dataclass(frozen=True)
class DossierLine:
    """One of a trader's open dossiers."""

    key: str
    number: str
    stage: str
    name: str
    """The buyer or end user: what the deal is called by."""
    country: str
    lanes: tuple[tuple[str, str], ...] = ()
    since: datetime | None = None


@dataclass(frozen=True)
class LicenceLine:
    """One of a trader's licences that may still be used."""

    number: str
    standing: str
    left: tuple[tuple[str, int, int], ...]
    """(class of goods, left, granted) of each line."""
    until: date
    """The last day on which it can be used, as the State that set it counts."""
    destination: str


@dataclass(frozen=True)
class TraderDesk:
    """A trader's dashboard: what is asked of it first."""

    firm: str
    duties: tuple[Duty, ...] = ()
    registrations: tuple[RegistrationLine, ...] = ()
    dossiers: tuple[DossierLine, ...] = ()
    licences: tuple[LicenceLine, ...] = ()
    may_apply: bool = False
    zones: dict[str, str] = field(default_factory=dict)

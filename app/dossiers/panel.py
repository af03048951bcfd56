"""Who must authorize a deal and why, as the server computes it at each saved step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app import versions
from models.deals import (
    AddedState,
    CoverNeed,
    Deal,
    DealStep,
    Duty,
    OutsideEvidence,
    Why,
    duty,
)


@dataclass(frozen=True)
class Reason:
    """Why a State is asked of a party: the code of the words with its facts."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Lack:
    """What is missing for a party in a State, and what to do: `because.<code>` in the words."""

    code: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class AskedState:
    """One State that must authorize: why, with which registrations, and what is missing."""

    code: str
    reasons: tuple[Reason, ...]
    registrations: tuple[str, ...]
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class OutsideState:
    """A State that takes no part: met by evidence, or not yet."""

    code: str
    party: int
    party_name: str
    reasons: tuple[Reason, ...]
    evidence: OutsideEvidence | None
    proved: bool


@dataclass(frozen=True)
class Panel:
    """The whole answer to "who must authorize this, and why"."""

    duty: Duty | None
    asked: tuple[AskedState, ...]
    outside: tuple[OutsideState, ...]
    exempt: tuple[Reason, ...] = field(default=())
    """Rows that the State's own setting exempts: transport alone."""
    refusing: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Everything that is missing, of all States."""
        return tuple(lack for state in self.asked for lack in state.lacks)

    @property
    def unproved(self) -> bool:
        """Whether an authorization outside the register still lacks its proof."""
        return any(not item.proved for item in self.outside)

    @property
    def ready(self) -> bool:
        """Whether cover and evidence are whole."""
        whole = not self.lacks and not self.unproved and not self.refusing
        return bool(self.asked) and whole


def panel(session: Session, deal: Deal, at: datetime) -> Panel:
    """Compute the panel of a deal as it is written now."""
    found = versions.needed(session, deal, at)
    asked = tuple(
        AskedState(
            code=code,
            reasons=_reasons(found.deal, found.cover.of(code)),
            registrations=tuple(
                dict.fromkeys(found.met[need] for need in found.cover.of(code) if need in found.met)
            ),
            lacks=_lacks(found, code),
        )
        for code in found.cover.states
    )
    return Panel(
        duty=duty(deal.behalf, deal.consideration, deal.international),
        asked=asked,
        outside=_outside(found),
        exempt=_reasons(found.deal, found.cover.exempt),
        refusing=found.refusing,
    )


def _lacks(found: versions.Needed, code: str) -> tuple[Lack, ...]:
    """Once for each party and kind, however many steps ask for it."""
    lacks: dict[tuple[int, str], Lack] = {}
    for item in found.lacking:
        need = item.need
        if need.state != code:
            continue
        facts = {"party": _name(found.deal, need), "state": code, "kind": str(need.kind)}
        lacks.setdefault((need.party, str(need.kind)), Lack(item.because, facts))
    return tuple(lacks.values())


def _outside(found: versions.Needed) -> tuple[OutsideState, ...]:
    rows: dict[tuple[int, str], list[CoverNeed]] = {}
    for need in found.cover.outside:
        rows.setdefault((need.party, need.state), []).append(need)
    return tuple(
        OutsideState(
            code=state,
            party=party,
            party_name=_name(found.deal, needs[0]),
            reasons=_reasons(found.deal, tuple(needs)),
            evidence=versions.evidence_for(found.deal, needs[0]),
            proved=not set(needs) & set(found.unproved),
        )
        for (party, state), needs in rows.items()
    )


def _name(deal: Deal, need: CoverNeed) -> str:
    party = deal.party(need.party)
    return party.name if party else ""


def _reasons(deal: Deal, needs: tuple[CoverNeed, ...]) -> tuple[Reason, ...]:
    return tuple(_reason(deal, need) for need in needs)


def _reason(deal: Deal, need: CoverNeed) -> Reason:
    facts: dict[str, Any] = {"party": _name(deal, need), "state": need.state}
    if need.why is Why.PLACE:
        facts["day"] = first_day(deal, need.step)
    if need.why is Why.ADDED:
        added = _added(deal, need)
        facts["by_state"] = added.by_state if added else need.state
    return Reason(str(need.why), facts)


def first_day(deal: Deal, step: int) -> date | None:
    """The first day of a step."""
    found: DealStep | None = next((item for item in deal.steps if item.no == step), None)
    return found.first_day if found else None


def _added(deal: Deal, need: CoverNeed) -> AddedState | None:
    return next(
        (item for item in deal.added if (item.party, item.state) == (need.party, need.state)),
        None,
    )

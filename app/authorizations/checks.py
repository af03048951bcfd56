"""Checks: what keeps a State from consenting; asked at proposal, at signature, and on pages.

Each finding is a code with facts: `block.<code>` in the words. Nothing here blocks a refusal
(rules 7.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import screened, standing
from models import criteria
from models.dossiers import Assessment, Authorization, Dossier, DossierVersion, OutsideAcceptance
from models.goods import GoodsLine
from models.states import Installation, Regime, day_of
from models.verdicts import Covered, EmbargoFact, LineFact


@dataclass(frozen=True)
class Block:
    """One thing that must come first."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Shared:
    """What is the same for every State asked: cover, embargoes, screening of one version."""

    cover: tuple[Covered, ...]
    embargoes: tuple[EmbargoFact, ...]
    screening: screened.Screened
    demonstration: bool


def shared(session: Session, dossier: Dossier, version: DossierVersion) -> Shared:
    """Load what every State's consent rests on."""
    return Shared(
        cover=standing.covered(session, version.id),
        embargoes=standing.embargoes_on(session, version.deal.destination),
        screening=screened.standing(session, Dossier.THING, dossier.id, version.number),
        demonstration=bool(session.scalar(select(Installation.demonstration))),
    )


def shared_blocks(
    found: Shared, lines: Iterable[GoodsLine], states: Iterable[str], regime: Regime, at: datetime
) -> tuple[Block, ...]:
    """Missing cover, an embargo on lines that are not struck, hits, old lists: for all States."""
    blocks = [
        Block("cover_missing", {"party": row.party, "state": row.state, "kind": row.kind})
        for row in found.cover
        if not row.met(at)
    ]
    moved = tuple(LineFact(line.no, str(line.goods_class), line.quantity) for line in lines)
    blocks += [
        Block("embargo", {"regime": embargo.regime})
        for embargo in found.embargoes
        if embargo.stops(moved, at)
    ]
    blocks += [Block(code) for code in found.screening.blocks()]
    if not found.screening.waiting and not found.demonstration:
        blocks += _list_blocks(found.screening, states, regime, at)
    return tuple(blocks)


def _list_blocks(
    screening: screened.Screened, states: Iterable[str], regime: Regime, at: datetime
) -> list[Block]:
    """A list older than a State's limit is no current list (rules 7.1)."""
    if screening.oldest_list is None:
        return [Block("list_none")] if screening.names else []
    blocks = []
    for state in states:
        terms = regime.of(state, at)
        if terms is None:
            continue
        age = (day_of(at, terms.zone) - screening.oldest_list).days
        if age > terms.list_max_age_days:
            facts = {"state": state, "age": age, "limit": terms.list_max_age_days}
            blocks.append(Block("list_old", facts))
    return blocks


def answers_of(session: Session, case: Authorization, version: int) -> dict[str, Assessment]:
    """The newest answer to each criterion on one version, by criterion."""
    rows = session.scalars(
        select(Assessment)
        .where(Assessment.authorization_id == case.id, Assessment.version == version)
        .order_by(Assessment.id)
    )
    return {row.criterion: row for row in rows}


def outside_answers(
    session: Session, cases: Iterable[Authorization], version: int
) -> dict[int, dict[tuple[int, str], OutsideAcceptance]]:
    """For each case its newest answer to each evidence from outside, by party and State."""
    keys = [case.id for case in cases]
    found: dict[int, dict[tuple[int, str], OutsideAcceptance]] = {key: {} for key in keys}
    rows = session.scalars(
        select(OutsideAcceptance)
        .where(OutsideAcceptance.authorization_id.in_(keys), OutsideAcceptance.version == version)
        .order_by(OutsideAcceptance.id)
    )
    for row in rows:
        found[row.authorization_id][(row.party_no, row.outside_state)] = row
    return found


def criteria_blocks(answers: dict[str, Assessment]) -> tuple[Block, ...]:
    """An unanswered criterion (RSK-07), and an answer that says to refuse (rules 7.3)."""
    lacks = criteria.unanswered(answers)
    blocks = [Block("criterion_unanswered", {"n": len(lacks), "criteria": lacks})] if lacks else []
    said = {name: row.answer for name, row in answers.items()}
    blocks += [
        Block("criterion_refuses", {"criterion": item}) for item in criteria.overriding(said)
    ]
    return tuple(blocks)


def outside_asked(version: DossierVersion) -> dict[tuple[int, str], str]:
    """What a version rests on outside the register: by party and State, the party's name."""
    return {(row.party_no, row.state_code): row.party_name for row in version.cover if row.outside}


def outside_blocks(
    version: DossierVersion, answers: dict[tuple[int, str], OutsideAcceptance], state: str
) -> tuple[Block, ...]:
    """Evidence from outside the register that a State has not accepted by name (rules 1.7)."""
    blocks = []
    for (party_no, country), name in outside_asked(version).items():
        answer = answers.get((party_no, country))
        if answer is None or not answer.accepted:
            facts = {"party": name, "no": party_no, "outside_state": country, "state": state}
            blocks.append(Block("outside_unaccepted", facts))
    return tuple(blocks)

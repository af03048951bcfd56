"""Findings that carry over: a false hit is not found again while all that it rests on is the same.

Never a list of names to be passed over. A finding carries to a later hit of the same party on the
same entry of the same list: party, entry and what agrees are what the officer saw, its day has not
come, nobody has found otherwise since, and the State that found it decides on the later case too.
Where nothing but a name is known of the party, it carries within its case or its trader alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from app.screened import Name
from app.work import Work
from models.actions import Action
from models.clearances import Bound, lapses
from models.dossiers import Authorization, Dossier
from models.screening import Disposition, DispositionOutcome, Hit, Screening
from models.traders import Filing, Registration, Renewal


def carry(w: Work, screening: Screening, hits: Iterable[Hit]) -> None:
    """Close each new hit for which an officer's finding holds; inside the act that found them."""
    new = {(hit.source, hit.entry_reference): hit for hit in hits}
    if not new:
        return
    states = set(w.session.scalars(deciding(screening)))
    for earlier, on, name in _newest(w.session, screening, list(new)):
        hit = new[on.source, on.entry_reference]
        if earlier.state_code in states and holds(earlier, name, screening, hit, w.at):
            _close(w, hit, earlier)


def holds(
    earlier: Disposition, found_on: Screening, screening: Screening, hit: Hit, at: datetime
) -> bool:
    """Whether a finding, made on one screened name, answers a hit of another."""
    if earlier.outcome != DispositionOutcome.FALSE:
        return False
    bound = Bound(earlier.party_digest, earlier.entry_digest, earlier.features_digest)
    if lapses(bound, earlier.expires_at, bound_of(screening, hit), at):
        return False
    return _is_same_party(found_on, screening)


def bound_of(screening: Screening, hit: Hit) -> Bound:
    """What a hit rests on."""
    return Bound(screening.subject_digest, hit.entry_digest, hit.features_digest)


def deciding(screening: Screening) -> Select[str]:
    """The States that decide on what a name was screened for."""
    if screening.thing == Dossier.THING:
        return select(Authorization.state_code).where(
            Authorization.dossier_id == screening.thing_id
        )
    if screening.thing == Filing.THING:
        return select(Registration.state_code).where(Registration.filing_id == screening.thing_id)
    return select(Renewal.state_code).where(Renewal.id == screening.thing_id)


def _newest(
    session: Session, screening: Screening, places: Sequence[tuple[str, str]]
) -> list[tuple[Disposition, Hit, Screening]]:
    """For each entry the last that any officer found of this very party, whatever it was."""
    rows = session.execute(
        select(Disposition, Hit, Screening)
        .select_from(Disposition)
        .join(Hit, Hit.id == Disposition.hit_id)
        .join(Screening, Screening.id == Hit.screening_id)
        .where(
            Disposition.party_digest == screening.subject_digest,
            Disposition.carried_from_id.is_(None),
            tuple_(Hit.source, Hit.entry_reference).in_(places),
        )
        .order_by(Disposition.id)
    ).all()
    last = {(hit.source, hit.entry_reference): (found, hit, on) for found, hit, on in rows}
    return list(last.values())


def _is_same_party(one: Screening, other: Screening) -> bool:
    """Whether two screened names with the same facts are the same party, and not namesakes."""
    same_case = (one.thing, one.thing_id) == (other.thing, other.thing_id)
    same_trader = one.trader_id is not None and one.trader_id == other.trader_id
    return same_case or same_trader or _is_known(msgspec.convert(one.subject, Name))


def _is_known(name: Name) -> bool:
    """Whether more is known than the name and a State.

    >>> _is_known(Name(kind="person", name="Ana Karrow", countries=("XA",)))
    False
    """
    return bool(name.birth_date or name.identifiers or name.addresses or name.phones)


def _close(w: Work, hit: Hit, earlier: Disposition) -> None:
    carried = Disposition(
        hit_id=hit.id,
        outcome=earlier.outcome,
        reason=earlier.reason,
        state_code=earlier.state_code,
        decided_at=w.at,
        by_id=earlier.by_id,
        party_digest=earlier.party_digest,
        entry_digest=earlier.entry_digest,
        features_digest=earlier.features_digest,
        evidence=earlier.evidence,
        document_id=earlier.document_id,
        expires_on=earlier.expires_on,
        expires_at=earlier.expires_at,
        carried_from_id=earlier.id,
    )
    w.attach(carried)
    w.session.flush()
    hit.disposition_id = carried.id
    w.do(Action.HIT_CARRY, hit, earlier.reason, carried_from=str(earlier.uid))

"""A found entry as a hit that is stored, and what a stored result was made with."""

from __future__ import annotations

import msgspec

from app.screening import matcher
from app.screening.desk import Found
from app.screening.matches import features_digest
from models.screening import Hit, SubjectOf
from models.stages import Stage

OWN_NAME = frozenset({str(SubjectOf.TRADER), str(SubjectOf.PARTY)})
"""What a name is when it is that trader's own, and not that of one of its people."""


def own_trader(subject_of: str, trader_id: int | None) -> int | None:
    """The trader whose own name a screened name is, if it is one's."""
    return trader_id if subject_of in OWN_NAME else None


def made_with() -> str:
    """Matcher and libraries with their versions, so that a result can be made again."""
    return " ".join(
        made if name == "matcher" else f"{name}-{made}"
        for name, made in matcher.provenance().items()
    )


def hit_of(
    screening_id: int, item: Found, run_id: int | None = None, replaces_id: int | None = None
) -> Hit:
    """The hit that a found entry is on a screened name; the run that found it, if one did."""
    match = item.match
    return Hit(
        screening_id=screening_id,
        list_entry_id=item.list_entry_id,
        entry_id=item.entry_id,
        entry_version=item.entry_version,
        source=item.source,
        entry_reference=match.entry.reference,
        entry_digest=item.entry_digest,
        features_digest=features_digest(match.reasons),
        run_id=run_id,
        replaces_id=replaces_id,
        entry_name=match.entry.name,
        score=match.score,
        strength=str(match.strength),
        reasons=tuple(msgspec.to_builtins(reason) for reason in match.reasons),
        stage=Stage.OPEN,
    )

"""What was found, told as entities of FollowTheMoney, in the shapes that clients of yente know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.sayings import say
from app.screening import api_shapes as shapes
from app.screening import ftm_entities, sides
from app.screening.asking import entity_id, schema_of
from app.screening.matches import Code, Match, Reason
from app.screening.queries_search import PartyResult, Result, SearchPage

SANCTION, EXPORT_CONTROL, WARNING = "sanction", "export.control", "reg.warn"
TOPICS: Mapping[str, tuple[str, ...]] = {
    "bis": (EXPORT_CONTROL,),
    "ca": (SANCTION,),
    "csl": (EXPORT_CONTROL, SANCTION),
    "eu": (SANCTION,),
    "ofac": (SANCTION,),
    "ofac-cons": (SANCTION,),
    "uk": (SANCTION,),
    "un": (SANCTION,),
    "watchlist": (WARNING,),
}
"""What being on a list means, in the words of FollowTheMoney; of other lists nothing is known."""
WEIGHTS = {sides.Strength.STRONG: 1.0, sides.Strength.SOME: 0.6, sides.Strength.LITTLE: 0.3}
FOUND, FAULT = 200, 500


@dataclass(frozen=True)
class Understood:
    """One query as it was read, told beside its answer."""

    echo: shapes.Echo
    ignored: tuple[str, ...]


def response(
    page: SearchPage, understood: Mapping[str, Understood], threshold: float | None, limit: int
) -> shapes.Response:
    """The answer to a batch; without a threshold the register's own review line decides."""
    first = page.parties[0].answered
    line = first.threshold / 100 if threshold is None else threshold
    return shapes.Response(
        responses={
            party.key: _matches(party, understood[party.key], line) for party in page.parties
        },
        matcher=features(),
        limit=limit,
        provenance=shapes.Provenance(
            search=page.uid,
            at=first.at.isoformat(),
            purpose=page.purpose,
            case=page.case_ref,
            lists=[_list(item) for item in page.parties[0].lists],
            made_with=first.made_with,
        ),
    )


def _list(item: Mapping[str, Any]) -> dict[str, Any]:
    """A list with its days; inner ids stay inside."""
    told = {name: value for name, value in item.items() if name != "list_version_id"}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in told.items()
    }


def _matches(party: PartyResult, read: Understood, threshold: float) -> shapes.Matches:
    """What one query came to; one that could not be compared says so, and is never merely empty."""
    results = [_result(item, threshold) for item in party.results if item.match is not None]
    return shapes.Matches(
        status=FAULT if party.answered.fault else FOUND,
        results=results,
        total=shapes.Total(sum(item.match for item in results)),
        query=read.echo,
        ignored=list(read.ignored),
    )


def _result(item: Result, threshold: float) -> shapes.Result:
    match = item.match
    if match is None:
        msg = "an entry that nobody reads any more is told to nobody"
        raise LookupError(msg)
    entry = match.entry
    explained = explanations(match)
    properties = ftm_entities.properties(entry)
    topics = TOPICS.get(item.source, ())
    return shapes.Result(
        id=entity_id(item.source, item.reference),
        caption=entry.name,
        schema=schema_of(entry),
        properties={**properties, "topics": list(topics)} if topics else properties,
        datasets=[item.source],
        referents=[item.reference],
        target=True,
        first_seen=entry.listed_on.isoformat() if entry.listed_on else None,
        last_seen=item.published_on.isoformat() if item.published_on else None,
        last_change=entry.updated_on.isoformat() if entry.updated_on else None,
        score=match.score / 100,
        match=match.score / 100 >= threshold,
        features={name: feature.score for name, feature in explained.items()},
        explanations=explained,
        strength=str(match.strength),
    )


def explanations(match: Match) -> dict[str, shapes.Feature]:
    """Each kind of reason with its words, what it compared, and how it weighs."""
    by_code: dict[Code, list[Reason]] = {}
    for reason in match.reasons:
        by_code.setdefault(reason.code, []).append(reason)
    return {str(code): _feature(match, code, reasons) for code, reasons in by_code.items()}


def _feature(match: Match, code: Code, reasons: list[Reason]) -> shapes.Feature:
    return shapes.Feature(
        score=_score(match, code),
        detail=" ".join(say(reason.word, **reason.told()) for reason in reasons),
        query=_compared(reasons, "party"),
        candidate=_compared(reasons, "listed"),
    )


def _score(match: Match, code: Code) -> float:
    """Of the name how far it agrees; of evidence its weight, negative against; else nothing."""
    if code in (Code.NAME_SAME, Code.NAME_LIKE):
        return match.name_score / 100
    weight = sides.weight_of(code)
    if weight is None:
        return 0.0
    way, strength = weight
    return WEIGHTS[strength] * (-1 if way == sides.AGAINST else 1)


def _compared(reasons: list[Reason], side: str) -> str | None:
    found = [str(reason.facts[side]) for reason in reasons if side in reason.facts]
    return "; ".join(found) or None


def features() -> dict[str, shapes.FeatureDoc]:
    """Every feature that a result may have."""
    return {
        str(code): shapes.FeatureDoc(
            description=str(code).replace("_", " "), coefficient=_coefficient(code)
        )
        for code in Code
    }


def _coefficient(code: Code) -> float:
    weight = sides.weight_of(code)
    return WEIGHTS[weight[1]] if weight else 0.0

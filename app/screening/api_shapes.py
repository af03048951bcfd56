"""Requests and answers of `/api/v1/match`, in the shapes that clients of yente know."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

MOST_QUERIES = 100
MOST_PROPERTIES = 120
MOST_VALUES = 50
LONGEST_VALUE = 1_000
LONGEST_KEY = 200
MOST_FOUND = 100
LEAST_SCORE = 0.5
"""Nothing below is ever looked for: it would be noise."""

Value = Annotated[str, msgspec.Meta(max_length=LONGEST_VALUE)]
Values = Value | Annotated[list[Value], msgspec.Meta(max_length=MOST_VALUES)]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Whole = Annotated[int, msgspec.Meta(ge=1, le=MOST_FOUND)]


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A batch: each query by a key of the client's own, which its answer bears again."""

    queries: Annotated[
        dict[Annotated[str, msgspec.Meta(max_length=LONGEST_KEY)], msgspec.Raw],
        msgspec.Meta(min_length=1, max_length=MOST_QUERIES),
    ]
    weights: dict[str, float] = {}
    config: dict[str, Any] = {}


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The party that is looked for, as an entity of FollowTheMoney.

    The fields after `properties` belong to entities that were read elsewhere; nothing is done
    with them.
    """

    schema: str
    properties: Annotated[dict[str, msgspec.Raw], msgspec.Meta(max_length=MOST_PROPERTIES)]
    """Each a text or a list of texts (Values), read one by one so that a fault names its own."""
    id: str | None = None
    caption: str | None = None
    datasets: list[str] = []
    referents: list[str] = []
    target: bool = False
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a search may be told beside its queries; the headers X-Purpose and X-Case go before."""

    purpose: str = ""
    case: str = ""


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What may stand in the address, each once but for the lists."""

    limit: Whole = 5
    threshold: Share | None = None
    cutoff: Share | None = None
    algorithm: str = "best"
    fuzzy: str = ""
    include_dataset: tuple[str, ...] = ()
    exclude_dataset: tuple[str, ...] = ()
    exclude_schema: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    exclude_entity_ids: Annotated[tuple[str, ...], msgspec.Meta(max_length=50)] = ()


SEVERAL = frozenset(
    {"include_dataset", "exclude_dataset", "exclude_schema", "topics", "exclude_entity_ids"}
)


class Feature(msgspec.Struct, frozen=True):
    """One reason, in words and with what was compared; negative where it speaks against."""

    score: float
    detail: str
    query: str | None = None
    candidate: str | None = None
    weight: float | None = None


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One entry that the party may be, as an entity of FollowTheMoney with its score."""

    id: str
    caption: str
    schema: str
    properties: dict[str, list[str]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None
    last_seen: str | None
    last_change: str | None
    score: float
    match: bool
    features: dict[str, float]
    explanations: dict[str, Feature]
    strength: str
    """How soon an officer should look: high, review or low; not of yente."""


class Total(msgspec.Struct, frozen=True):
    """How many results reach the threshold."""

    value: int
    relation: str = "eq"


class Echo(msgspec.Struct, frozen=True):
    """The query as it was understood."""

    schema: str
    properties: dict[str, list[str]]
    id: str | None = None


class Matches(msgspec.Struct, frozen=True, kw_only=True):
    """What one query came to."""

    status: int = 200
    results: list[Result]
    total: Total
    query: Echo
    ignored: list[str] = []
    """Properties that were given and are not compared; not of yente."""


class FeatureDoc(msgspec.Struct, frozen=True):
    """What a feature means; our scores are not sums of weighted features."""

    description: str
    coefficient: float
    url: str = "docs/screening-api.md"


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """What a search was made with, and where it stands on record; not of yente."""

    search: str
    at: str
    purpose: str
    case: str
    lists: list[dict[str, Any]]
    made_with: dict[str, str]


class Response(msgspec.Struct, frozen=True, kw_only=True):
    """What a batch came to."""

    responses: dict[str, Matches]
    matcher: dict[str, FeatureDoc]
    limit: int
    provenance: Provenance

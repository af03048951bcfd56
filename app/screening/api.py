"""`POST /api/v1/match`: parties looked for by a program, as clients of yente ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from flask import Blueprint, Response, request

from app import gate, texts
from app.screening import api_read, api_tell, queries_search, searching
from app.screening import api_shapes as shapes
from app.screening.asking import SCHEMATA, Party, Wanted
from app.screening.line import Query
from models.actions import Action
from models.api_keys import Scope
from models.errors import Invalid, NotFound, Refusal
from models.searches import Purpose

matching = Blueprint("matching", __name__, url_prefix="/api/v1")

MOST_SENT = 1024 * 1024
EVERYTHING = frozenset({"default", "all"})
PURPOSE, CASE = "X-Purpose", "X-Case"
JSON = "application/json; charset=utf-8"
OURS = "best"
"""The one algorithm: the matcher that this installation screens with."""
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")

T = TypeVar("T")


class Malformed(Invalid):
    """The body is no JSON, or not of the shape that is described."""

    http = 422


class WrongType(Refusal):
    """The body is not said to be JSON."""

    http = 415


@matching.post("/match")
@matching.post("/match/<dataset>")
@gate.keyed(Scope.MATCH, Action.SEARCH_ASK)
def match(dataset: str = "default") -> Response:
    """Look for every party of a batch; each call is one search on record."""
    parameters = _parameters()
    asked = _body()
    program = gate.program()
    sources = _sources(dataset, parameters)
    read = {key: _party(key, raw) for key, raw in asked.queries.items()}
    purpose, case = _why(asked)
    wanted = Wanted(
        parties=tuple(_asked(key, one, parameters, sources) for key, (_, one) in read.items()),
        purpose=purpose,
        case_ref=case,
        api_key_id=program.key_id,
    )
    uid = searching.search(program.caller(), wanted)
    page = queries_search.result(program.caller(), uid)
    understood = {
        key: api_tell.Understood(
            shapes.Echo(schema=example.schema, properties=one.used, id=example.id), one.ignored
        )
        for key, (example, one) in read.items()
    }
    told = api_tell.response(page, understood, parameters.threshold, parameters.limit)
    answer = Response(msgspec.json.encode(told), content_type=JSON)
    answer.headers["X-Batch-Size"] = str(len(read))
    return answer


def _parameters() -> shapes.Parameters:
    """What stands in the address; a name that is not described is refused, and so is a key."""
    if "api_key" in request.args:
        raise Invalid("match_key_in_address", field="api_key")
    known = set(shapes.Parameters.__struct_fields__)
    given: dict[str, Any] = {}
    for name in request.args:
        if name == "changed_since":
            raise Invalid("match_changed_since", field=name)
        if name not in known:
            raise Invalid("match_parameter", field=name[:40], known=", ".join(sorted(known)))
        values = request.args.getlist(name)
        if name not in shapes.SEVERAL and len(values) > 1:
            raise Invalid("match_parameter_twice", field=name)
        given[name] = values if name in shapes.SEVERAL else values[0]
    found = _shaped(given, shapes.Parameters)
    if found.algorithm.strip().lower() != OURS:
        raise Invalid("match_algorithm", field="algorithm")
    return found


def _body() -> shapes.Request:
    if request.mimetype != "application/json":
        raise WrongType("match_type", field="Content-Type")
    request.max_content_length = MOST_SENT
    asked: shapes.Request = _decoded(request.get_data(cache=False), shapes.Request)
    if asked.weights:
        raise Invalid("match_weights", field="weights")
    return asked


def _party(key: str, raw: msgspec.Raw) -> tuple[shapes.Example, api_read.Read]:
    field = f"queries.{texts.visible(key)[:40]}"
    example = _decoded(raw, shapes.Example, field)
    values = {
        name: _decoded(value, shapes.Values, f"{field}.properties.{texts.visible(name)[:40]}")
        for name, value in example.properties.items()
    }
    return example, api_read.party(example.schema, values, field)


def _decoded(content: bytes | msgspec.Raw, shape: Any, field: str = "") -> Any:
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as wrong:
        raise _malformed(wrong, field) from None
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Malformed("match_no_json", field=field or "body") from None


def _asked(
    key: str, read: api_read.Read, parameters: shapes.Parameters, sources: tuple[str, ...]
) -> Party:
    """What goes over the line: with room for what is left out afterwards."""
    narrowed = parameters.exclude_schema or parameters.exclude_entity_ids
    cutoff = parameters.threshold if parameters.cutoff is None else parameters.cutoff
    least = None if cutoff is None else round(100 * max(cutoff, shapes.LEAST_SCORE))
    queries = tuple(
        Query(
            subject=subject,
            threshold=least,
            limit=shapes.MOST_FOUND if narrowed else parameters.limit,
            sources=sources,
        )
        for subject in read.subjects
    )
    return Party(
        queries=queries,
        key=key,
        most=parameters.limit,
        without=parameters.exclude_entity_ids,
        not_as=parameters.exclude_schema,
    )


def _sources(dataset: str, parameters: shapes.Parameters) -> tuple[str, ...]:
    """Which lists are asked; all of them as an empty tuple. None left, or an unknown one: no."""
    in_use = queries_search.sources(gate.program().caller())
    for field, names in (
        ("include_dataset", parameters.include_dataset),
        ("exclude_dataset", parameters.exclude_dataset),
    ):
        for name in names:
            _require_known(name, in_use, field)
    known = {name for names in SCHEMATA.values() for name in names} | set(api_read.SCHEMATA)
    for name in parameters.exclude_schema:
        if name not in known:
            raise Invalid("match_not_as", field="exclude_schema", known=", ".join(sorted(known)))
    if dataset in EVERYTHING:
        chosen = set(parameters.include_dataset) or set(in_use)
    elif dataset in in_use:
        chosen = {dataset, *parameters.include_dataset}
    else:
        raise NotFound("match_dataset", known=", ".join(("default", *in_use)))
    chosen -= set(parameters.exclude_dataset)
    if parameters.topics:
        wanted = set(parameters.topics)
        chosen = {name for name in chosen if wanted & set(api_tell.TOPICS.get(name, ()))}
    if not chosen:
        raise Invalid("match_no_list", field="topics" if parameters.topics else "exclude_dataset")
    return () if chosen == set(in_use) else tuple(sorted(chosen))


def _require_known(name: str, in_use: tuple[str, ...], field: str) -> None:
    if name not in in_use:
        raise Invalid("match_list", field=field, name=name[:40], known=", ".join(in_use))


def _why(asked: shapes.Request) -> tuple[Purpose, str]:
    """Purpose and case: of the headers, else of the request, else of the key."""
    config = _shaped(asked.config, shapes.Config, "config")
    program = gate.program()
    purpose = request.headers.get(PURPOSE, "").strip() or config.purpose or program.purpose
    case = request.headers.get(CASE, "").strip() or config.case or program.case_ref
    if purpose not in list(Purpose):
        raise Invalid("match_purpose", field=PURPOSE, known=", ".join(Purpose))
    return Purpose(purpose), texts.visible(texts.tidy(case))


def _shaped(given: Mapping[str, Any], shape: type[T], field: str = "") -> T:
    try:
        return msgspec.convert(dict(given), shape, strict=False)
    except msgspec.ValidationError as wrong:
        raise _malformed(wrong, field) from None


def _malformed(wrong: msgspec.ValidationError, field: str = "") -> Malformed:
    """What is wrong in our own words around the reader's, with the path of the field."""
    text = str(wrong)
    found = _AT.search(text)
    path = ".".join(filter(None, (field, found["path"] if found else ""))).replace(".[", "[")
    return Malformed(
        "match_shape", field=path or "body", detail=text[: found.start()] if found else text
    )

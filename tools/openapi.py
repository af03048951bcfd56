"""The description of the match API in OpenAPI 3.1, made from the shapes that the code reads by."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from app.screening import api, api_read, api_shapes
from models.searches import Purpose

PROBLEMS = {
    400: "A value cannot be asked so; `field` names it and `detail` says what to do",
    401: "No key, or one that opens nothing",
    403: "The key's officer may not do this",
    404: "No such dataset; or the key's officer sees nothing here",
    413: "More than one mebibyte, or more than the line carries",
    415: "The body is not said to be JSON",
    422: "The body or a parameter is not of the described shape; `field` names the place",
    429: "Too often; `Retry-After` says when again",
    500: "A fault of the register; `instance` names it on record",
    503: "Names are not being compared at this moment, or too many at once; try again",
}


class Problem(msgspec.Struct):
    """RFC 9457, with the code of the refusal and the field that it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: str
    field: str | msgspec.UnsetType = msgspec.UNSET


class Example(msgspec.Struct):
    """As `api_shapes.Example`, with the properties as they are read one by one."""

    schema: str
    properties: dict[str, api_shapes.Values]
    id: str | None = None


class Request(msgspec.Struct):
    """As `api_shapes.Request`, with the queries as they are read one by one."""

    queries: dict[str, Example]
    config: api_shapes.Config = api_shapes.Config()


def text() -> str:
    """The document as it is printed."""
    return json.dumps(document(), indent=1, sort_keys=False, ensure_ascii=False) + "\n"


def document() -> dict[str, Any]:
    """The whole description."""
    shapes = (Request, api_shapes.Response, Problem)
    (request, response, problem), components = msgspec.json.schema_components(
        shapes, ref_template="#/components/schemas/{name}"
    )
    components["Request"]["properties"]["queries"] |= {
        "minProperties": 1,
        "maxProperties": api_shapes.MOST_QUERIES,
    }
    components["Example"]["properties"]["schema"]["enum"] = list(api_read.SCHEMATA)
    operation = {
        "summary": "Look for parties on all lists and the watchlist; recorded as one search",
        "security": [{"key": []}],
        "parameters": [*_headers(), *_parameters()],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": request}},
        },
        "responses": {
            "200": {
                "description": "What each query came to",
                "content": {"application/json": {"schema": response}},
            },
            **{
                str(status): {
                    "description": words,
                    "content": {"application/problem+json": {"schema": problem}},
                }
                for status, words in PROBLEMS.items()
            },
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small Arms Control Register: match API", "version": "1"},
        "paths": {
            "/api/v1/match": {"post": {"operationId": "match", **operation}},
            "/api/v1/match/{dataset}": {
                "parameters": [
                    {
                        "name": "dataset",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ],
                "post": {"operationId": "matchDataset", **operation},
            },
        },
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "Authorization"},
            },
        },
    }


def _headers() -> list[dict[str, Any]]:
    return [
        {"name": api.PURPOSE, "in": "header", "schema": {"enum": [str(item) for item in Purpose]}},
        {"name": api.CASE, "in": "header", "schema": {"type": "string", "maxLength": 120}},
    ]


def _parameters() -> list[dict[str, Any]]:
    _, components = msgspec.json.schema_components([api_shapes.Parameters])
    described = components["Parameters"]["properties"]
    return [
        {"name": name, "in": "query", "schema": schema, "explode": True}
        if name in api_shapes.SEVERAL
        else {"name": name, "in": "query", "schema": schema}
        for name, schema in described.items()
    ]

"""The match API is described whole: every address of it, and nothing that is not there."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from app import problems
from app.screening import api_shapes
from tools import openapi

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def test_every_address_for_programs_is_described_and_no_other(application: Flask) -> None:
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in application.url_map.iter_rules()
        if rule.rule.startswith(problems.PREFIX)
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    }
    described = {
        (path, method)
        for path, item in openapi.document()["paths"].items()
        for method in item
        if method != "parameters"
    }
    assert described == served


def test_every_parameter_that_is_read_is_described(db_url: str) -> None:
    operation = openapi.document()["paths"]["/api/v1/match"]["post"]
    named = {item["name"] for item in operation["parameters"] if item["in"] == "query"}
    assert named == set(api_shapes.Parameters.__struct_fields__)
    assert {str(status) for status in openapi.PROBLEMS} < operation["responses"].keys()

"""The match API: answers of a known shape, refusals that name the field, every call on record."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from models.people import Role
from tests import make
from tests import make_screening as given
from tests import make_searches as asking
from tests.make_searches import HIT, NEAR, firm, sent


@pytest.fixture
def number(house: make.House) -> str:
    """The number of the one entry of the watchlist; the list of invented names is there as well."""
    make.states(house)
    given.invented_list()
    return given.entry(house, HIT, "XB")


@pytest.fixture
def opened(number: str, tmp_path: Path) -> Iterator[None]:
    with asking.line_open(tmp_path):
        yield


@pytest.fixture
def secret(house: make.House, number: str) -> str:
    return asking.key(house, make.user(house, Role.LICENSING_OFFICER, "XA"))


@pytest.mark.usefixtures("opened")
def test_a_batch_is_answered_query_by_query_and_put_on_record(
    house: make.House, client: FlaskClient, secret: str, number: str
) -> None:
    answer = sent(client, secret, {"a": firm(NEAR), "b": firm("Quiet Harbour Bakery")})
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json; charset=utf-8"
    told = answer.json
    [found] = told["responses"]["a"]["results"]
    assert found["id"] == f"watchlist-{number}"
    assert (found["caption"], found["schema"]) == (HIT, "Organization")
    assert found["properties"]["name"] == [HIT]
    assert found["match"] is True
    assert 0.75 <= found["score"] <= 1
    assert found["explanations"]["name_like"]["query"] == NEAR
    assert "much like the listed name" in found["explanations"]["name_like"]["detail"]
    assert told["responses"]["b"]["results"] == []
    assert told["responses"]["b"]["total"] == {"value": 0, "relation": "eq"}
    [search] = asking.searches(house)
    assert told["provenance"]["search"] == str(search.uid)
    assert (search.purpose, search.case_ref, search.found) == ("review", "XA-7", 1)
    assert search.api_key_id is not None
    assert [item["source"] for item in told["provenance"]["lists"]] == ["un", "watchlist"]

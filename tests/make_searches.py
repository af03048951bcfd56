"""Builders of searches: the line open in a thread, officers with keys, batches of queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.programs import services
from app.programs.asked import Wanted
from app.screening import answering, line
from app.work import Caller
from models.searches import Purpose, Search
from tests import make

HIT = "Selmark Supply Ltd"
NEAR = "Selmark Suply Limited"


@contextmanager
def line_open(folder: Path) -> Iterator[None]:
    """Somebody answers on the line, as the screening process does."""
    line.open_at(folder)
    with line.serving(folder, answering.answered):
        yield


def key(house: make.House, holder: Caller, **wanted: Any) -> str:
    """The secret of a new key of an officer."""
    asked = {"label": "case system", "purpose": str(Purpose.REVIEW), "case_ref": "XA-7", **wanted}
    return services.make(make.fresh(house, holder), Wanted(**asked)).secret


def firm(*names: str, schema: str = "Company", **properties: list[str]) -> dict[str, Any]:
    """One query."""
    return {"schema": schema, "properties": {"name": list(names), **properties}}


def sent(
    client: FlaskClient,
    secret: str,
    queries: dict[str, Any],
    url: str = "/api/v1/match",
    **more: Any,
) -> TestResponse:
    """The answer to a batch."""
    body = {"queries": queries, **more.pop("body", {})}
    headers = {"Authorization": f"ApiKey {secret}", **more.pop("headers", {})}
    return client.post(url, json=body, headers=headers, **more)


def searches(house: make.House) -> list[Search]:
    """Every search on record, oldest first."""
    with house.rows() as session:
        found = list(session.scalars(select(Search).order_by(Search.id)))
        session.expunge_all()
        return found

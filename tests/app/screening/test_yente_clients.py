"""A client of yente's match API that nobody here wrote works against this register.

It is nomenklatura's own enricher, which comes with the matching library; it asks a real server.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from followthemoney import Dataset, StatementEntity
from nomenklatura.cache import Cache
from nomenklatura.db import Session, get_engine
from nomenklatura.enrich.common import EnrichmentAbort
from nomenklatura.enrich.yente import YenteEnricher
from werkzeug.serving import make_server

from models.people import Role
from models.watchlist import SubjectKind
from tests import make
from tests import make_screening as given
from tests import make_searches as asking

pytestmark = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""What travels is the same on each kind of database."""
DATASET = Dataset.make({"name": "cases", "title": "Cases"})


@pytest.fixture
def address(application: Flask) -> Iterator[str]:
    """Where the register is served, by a real server on this machine."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/api/v1/"
    server.shutdown()
    thread.join()


def enricher(address: str, key: str, tmp_path: Path) -> YenteEnricher[Dataset]:
    session = Session(get_engine(f"sqlite:///{tmp_path / 'cache.db'}"))
    cache = Cache(session, DATASET, create=True)
    return YenteEnricher(DATASET, cache, {"api": address, "api_key": key, "cache_days": 0})


def entity(schema: str, **properties: str) -> StatementEntity:
    return StatementEntity.from_data(
        DATASET,
        {"id": "c1", "schema": schema, "properties": {k: [v] for k, v in properties.items()}},
        cleaned=False,
    )


def test_nomenklaturas_enricher_finds_a_person_of_the_watchlist(
    house: make.House, address: str, tmp_path: Path
) -> None:
    make.states(house)
    given.invented_list()
    number = given.entry(
        house, "Ilse Marta Karrow", "XB", kind=SubjectKind.PERSON, identifiers=("XB 114-882",)
    )
    key = asking.key(house, make.user(house, Role.LICENSING_OFFICER, "XA"))
    client = enricher(address, key, tmp_path)
    with asking.line_open(tmp_path):
        asked = entity("Person", name="Karrow, Ilse", birthDate="1971-04-02", nationality="us")
        [found] = client.match(asked)
        assert list(client.match(entity("Company", name="Quiet Harbour Bakery"))) == []
    assert found.id == f"watchlist-{number}"
    assert found.schema.name == "Person"
    assert found.caption == "Ilse Marta Karrow"
    assert found.get("idNumber") == ["XB 114-882"]
    assert found.datasets == {"cases"}
    assert [search.found for search in asking.searches(house)] == [1, 0]


def test_nomenklaturas_enricher_stops_at_a_key_that_opens_nothing(
    house: make.House, address: str, tmp_path: Path
) -> None:
    make.states(house)
    client = enricher(address, "sacr_nothing", tmp_path)
    with pytest.raises(EnrichmentAbort):
        list(client.match(entity("Person", name="Ilse Karrow")))
    assert asking.searches(house) == []

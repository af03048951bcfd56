"""Fields are tried inside a request, without the token that forms carry."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.app import gallery


@pytest.fixture(scope="module")
def app() -> Flask:
    found = gallery.create()
    found.config["WTF_CSRF_ENABLED"] = False
    return found


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context(method="POST"):
        yield

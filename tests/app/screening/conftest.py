"""Which matcher answers: each test that asks for `answering` is run with both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.screening.matcher import choose, warm


@pytest.fixture(
    scope="module",
    params=["simple", pytest.param("logic", marks=pytest.mark.needs_matching)],
)
def answering(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everything here holds for our matcher alone, and with the library's second opinion."""
    chosen: str = request.param
    choose(chosen)
    warm()
    yield chosen
    choose("simple")

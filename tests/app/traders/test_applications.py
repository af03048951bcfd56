"""What a trader's pages show of an application that is not sent."""

import pytest

from app.traders import applications, services
from tests import make
from tests import make_traders as applying


@pytest.mark.parametrize("kind", ["broker", "manufacturer"])
def test_an_empty_answer_is_one_only_once_it_is_given(house: make.House, kind: str) -> None:
    make.states(house)
    official = applying.official(house, make.trader(house))
    (uid,) = services.start(official, (kind,), ("XA",))
    assert not applications.draft(official, uid).is_done("kind")
    services.edit(official, uid, applying.seen(house, uid), "kind", {})
    draft = applications.draft(official, uid)
    assert draft.is_done("kind") is (not draft.lacking("kind"))
    assert draft.is_done("kind") is (kind == "broker")

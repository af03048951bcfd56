"""The people of one State, for the tests of this area."""

import pytest

from tests import make, make_registrations
from tests.make_registrations import Officers


@pytest.fixture
def people(house: make.House) -> Officers:
    make.states(house)
    return make_registrations.officers(house)

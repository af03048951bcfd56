"""The printed reference is current."""

import pytest

from tools import reference


@pytest.mark.parametrize("name", sorted(reference.pages()))
def test_the_reference_says_what_the_tables_say(name: str) -> None:
    printed = (reference.FOLDER / name).read_text(encoding="utf-8")
    assert printed == reference.pages()[name], "run: python -m tools.reference"

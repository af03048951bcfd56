"""A certificate on paper, badly photographed: its square is still read."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import pytest
import zxingcpp

from tests.app.certificates import spoiled
from tests.app.certificates.spoiled import CODE, Picture

Spoil = Callable[[Picture], Picture]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    return spoiled.drawn(tmp_path_factory.mktemp("paper"))


def test_a_reader_of_another_make_than_the_writer_reads_it(sheet: Picture) -> None:
    assert cv2.QRCodeDetector().detectAndDecode(sheet)[0] == CODE


@pytest.mark.parametrize("spoil", spoiled.READ)
def test_the_square_of_a_spoiled_sheet_is_read(sheet: Picture, spoil: Spoil) -> None:
    assert [item.text for item in zxingcpp.read_barcodes(spoil(sheet))] == [CODE]


@pytest.mark.parametrize("spoil", spoiled.UNREAD)
def test_a_square_that_cannot_be_read_is_not_guessed(sheet: Picture, spoil: Spoil) -> None:
    assert zxingcpp.read_barcodes(spoil(sheet)) == []

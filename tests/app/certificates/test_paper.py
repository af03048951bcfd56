"""A certificate on paper, badly photographed: its square is still read."""

from __future__ import annotations

import subprocess
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from app.certificates.render import render
from tests.app.certificates.sheets import licence_sheet
from tools.vectors import codes

DOTS = 150
"""An inch, as an office scanner or a telephone held over the sheet sees it."""
CODE = codes.text(codes.LICENCE)
Picture = np.ndarray[Any, Any]


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Picture:
    """The first page, in black and white."""
    folder = tmp_path_factory.mktemp("paper")
    (folder / "sheet.pdf").write_bytes(render(licence_sheet(), "https://register.example", CODE))
    drawing = ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-gray", "-singlefile"]
    subprocess.run([*drawing, folder / "sheet.pdf", folder / "page"], check=True)
    page = cv2.imread(str(folder / "page.pgm"), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    return page


def noisy(sheet: Picture) -> Picture:
    """Grain, and a lens that is not quite sharp."""
    grain = np.random.default_rng(7).normal(0, 18, sheet.shape)
    soft = cv2.GaussianBlur(sheet, (3, 3), 0)
    return np.asarray(np.clip(soft + grain, 0, 255), dtype=np.uint8)


def turned(sheet: Picture) -> Picture:
    height, width = sheet.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), 9, 0.9)
    return cv2.warpAffine(sheet, about, (width, height), borderValue=(210,))


def slanted(sheet: Picture) -> Picture:
    """Seen from below and from the side."""
    height, width = sheet.shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[0.07 * width, 0.03 * height], [0.95 * width, 0], [width, height], [0, 0.97 * height]],
        np.float32,
    )
    warped = cv2.getPerspectiveTransform(corners, seen)
    return cv2.warpPerspective(sheet, warped, (width, height), borderValue=(190,))


def blotted(sheet: Picture) -> Picture:
    """Ink over 8 % of the square, off its corners."""
    (found,) = zxingcpp.read_barcodes(sheet)
    place = found.position
    across = place.bottom_right.x - place.top_left.x
    middle = (place.top_left.x + across * 55 // 100, place.top_left.y + across * 60 // 100)
    radius = round(across * (0.08 / np.pi) ** 0.5)
    return cv2.circle(sheet.copy(), middle, radius, (20,), -1)


def all_of_it(sheet: Picture) -> Picture:
    return noisy(slanted(turned(sheet)))


@pytest.mark.parametrize("spoiled", [noisy, turned, slanted, blotted, all_of_it])
def test_the_square_of_a_spoiled_sheet_is_read(sheet: Picture, spoiled: Any) -> None:
    assert [item.text for item in zxingcpp.read_barcodes(spoiled(sheet))] == [CODE]

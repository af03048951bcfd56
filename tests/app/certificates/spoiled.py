"""A certificate on paper, spoiled as paper is: what Python's reader and the browser's are shown."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp

from app.certificates.render import render
from tests.app.certificates.sheets import licence_sheet
from tools.vectors import codes

DOTS = 150
"""An inch, as an office scanner or a telephone held over the sheet sees it."""
CODE = codes.text(codes.LICENCE)
Picture = np.ndarray[Any, Any]


def drawn(folder: Path) -> Picture:
    """The first page, in black and white."""
    (folder / "sheet.pdf").write_bytes(render(licence_sheet(), "https://register.example", CODE))
    drawing = ["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-gray", "-singlefile"]
    subprocess.run([*drawing, folder / "sheet.pdf", folder / "page"], check=True)
    page = cv2.imread(str(folder / "page.pgm"), cv2.IMREAD_GRAYSCALE)
    assert page is not None
    return page


def noisy(sheet: Picture, spread: float = 18) -> Picture:
    """Grain, and a lens that is not quite sharp."""
    grain = np.random.default_rng(7).normal(0, spread, sheet.shape)
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


def _square(sheet: Picture) -> tuple[int, int, int]:
    """Where the square stands: left, top, and how wide it is."""
    (found,) = zxingcpp.read_barcodes(sheet)
    place = found.position
    return place.top_left.x, place.top_left.y, place.bottom_right.x - place.top_left.x


def blotted(sheet: Picture) -> Picture:
    """Ink over 8 % of the square, off its corners."""
    left, top, across = _square(sheet)
    middle = (left + across * 55 // 100, top + across * 60 // 100)
    radius = round(across * (0.08 / np.pi) ** 0.5)
    return cv2.circle(sheet.copy(), middle, radius, (20,), -1)


def all_of_it(sheet: Picture) -> Picture:
    """All at once; with more grain than this it depends on where the grain falls."""
    return noisy(slanted(turned(sheet)), 12)


def blurred(sheet: Picture) -> Picture:
    """Taken too near, or with an unsteady hand."""
    return cv2.GaussianBlur(sheet, (0, 0), 1.3)


def folded(sheet: Picture) -> Picture:
    """Folded through the middle of the square: a crease, and one half in the shade."""
    _, top, across = _square(sheet)
    crease = top + across // 2
    out = sheet.astype(np.float64)
    out[crease:] *= 0.72
    out[crease:] = np.roll(out[crease:], 2, axis=1)
    out[crease - 1 : crease + 2] = 150
    return np.asarray(out, dtype=np.uint8)


def photocopied(sheet: Picture) -> Picture:
    """A copy of a copy: coarser, black or white alone, with dirt of the glass."""
    grain = np.random.default_rng(11)
    out = sheet
    for dots in (110, 120):
        small = cv2.resize(out, None, fx=dots / DOTS, fy=dots / DOTS, interpolation=cv2.INTER_AREA)
        large = cv2.resize(small, out.shape[::-1], interpolation=cv2.INTER_LINEAR)
        _, out = cv2.threshold(large, 140, 255, cv2.THRESH_BINARY)
        out[grain.random(out.shape) < 0.004] = 0
    return out


def dim(sheet: Picture) -> Picture:
    """By the light of a torch from one side, and the grain of a small camera in the dark."""
    height, width = sheet.shape
    light = np.linspace(0.10, 0.42, width)[None, :] * np.linspace(1.0, 0.8, height)[:, None]
    grain = np.random.default_rng(13).normal(0, 5, sheet.shape)
    return np.asarray(np.clip(sheet * light + grain, 0, 255), dtype=np.uint8)


def upside_down(sheet: Picture) -> Picture:
    return np.ascontiguousarray(np.rot90(sheet, 2))


def struck(sheet: Picture) -> Picture:
    """A stroke of the pen through a corner, which defeats every reader."""
    left, top, across = _square(sheet)
    ends = (left - across // 12, top + across // 4), (left + across // 4, top - across // 12)
    return cv2.line(sheet.copy(), *ends, (20,), across // 10)


READ = (noisy, turned, slanted, blotted, all_of_it, blurred, folded, photocopied, dim, upside_down)
"""What a reader has to read."""
UNREAD = (struck,)
"""What it must say that it cannot read."""

"""Drawings as pixels: the lines of path data, and that every drawing comes out with its inks."""

import math
import random

import pytest
from PIL import Image, ImageColor

from app.catalog import pictures
from app.catalog.drawing.ink import FAMILIES, INK, PAPER
from app.catalog.drawing.outlines import lines_of
from app.catalog.drawing.raster import raster


@pytest.mark.parametrize(
    ("data", "points"),
    [
        ("M1 2h3v-4H0V0z", [1 + 2j, 4 + 2j, 4 - 2j, -2j, 0j, 1 + 2j]),
        ("m1 1 2 0-1.5.5", [1 + 1j, 3 + 1j, 1.5 + 1.5j]),
        ("M0 0 1 1L2-2", [0j, 1 + 1j, 2 - 2j]),
    ],
)
def test_straight_lines_keep_their_corners(data: str, points: list[complex]) -> None:
    assert lines_of(data)[0] == points


@pytest.mark.parametrize(
    ("data", "middle", "end"),
    [
        ("M0 0Q5 10 10 0", 5 + 5j, 10 + 0j),
        ("M0 0q5 10 10 0t10 0", 10 + 0j, 20 + 0j),
        ("M0 0C0 4 4 4 4 0", 2 + 3j, 4 + 0j),
        ("M0 0a5 5 0 0 1 10 0", 5 - 5j, 10 + 0j),
        ("M0 0A5 5 0 0 0 10 0", 5 + 5j, 10 + 0j),
        ("M0 0a5 10 0 0 1 10 0", 5 - 10j, 10 + 0j),
        ("M0 0a5 5 0 1 0 5 5", complex(5 - 5 * math.sqrt(0.5) - 5, 5 + 5 * math.sqrt(0.5) - 0), 5 + 5j),
    ],
)
def test_curves_pass_where_they_should(data: str, middle: complex, end: complex) -> None:
    (line,) = lines_of(data)
    assert line[-1] == pytest.approx(end)
    assert min(abs(point - middle) for point in line) < 0.3


def test_every_shape_and_family_prints_its_inks() -> None:
    seeds = random.Random(7)
    families = list(FAMILIES)
    for number, shape in enumerate(pictures.SHAPES):
        family = families[number % len(families)]
        picture = raster(pictures.draw(f"{shape}-{family}-50-{seeds.randrange(16**6):06x}"), 100)
        colours = {colour: count for count, colour in picture.getcolors(10_000)}
        assert picture.size == (80, 100)
        assert colours.get(ImageColor.getrgb(PAPER), 0) > 1000, shape
        for ink in (INK, FAMILIES[family].flat):
            assert nearest(picture, ink) < 60, (shape, ink)


def nearest(picture: Image.Image, ink: str) -> float:
    """How far the colour nearest to this ink is from it."""
    wanted = ImageColor.getrgb(ink)
    return min(math.dist(colour, wanted) for _, colour in picture.getcolors(10_000))

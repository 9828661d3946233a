"""Product pictures are small, safe, well formed, and the same for the same key."""

import random
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from app.catalog.drawing.ink import FAMILIES
from app.catalog.pictures import MAX_BYTES, SHAPES, draw, picture_key, seed_of

KEY = "flacon-floral-50-3fa2c1"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN_WITH = {"svg", "g", "path", "circle", "ellipse", "text"}
UNSAFE = re.compile(r"<style|<script|style=|href|url\(|<!|\bon\w+=|data:", re.IGNORECASE)
EVERY_PAIR = [(shape, family) for shape in SHAPES for family in FAMILIES]


def keys_of(shape: str, family: str) -> list[str]:
    """Seeds that reach every plant, body, closure, backdrop, label and side, in every size class."""
    chance = random.Random(f"{shape}-{family}")
    seeds = [f"{digit:x}" * 6 for digit in range(16)] + [f"{chance.randrange(16**6):06x}" for _ in range(24)]
    sizes = (0, 5, 30, 50, 100, 1000, 9999)
    return [picture_key(shape, family, sizes[place % len(sizes)], seed) for place, seed in enumerate(seeds)]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_picture_is_small_safe_and_well_formed(shape: str) -> None:
    for key in (key for family in FAMILIES for key in keys_of(shape, family)):
        svg = draw(key)
        root = ET.fromstring(svg)
        assert len(svg.encode()) <= MAX_BYTES, key
        assert not UNSAFE.search(svg), key
        assert root.tag == f"{SVG}svg"
        assert root.get("viewBox") == "0 0 240 300"
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= DRAWN_WITH, key


def test_path_data_holds_nothing_but_commands_and_numbers() -> None:
    number = r"-?(?:\d+\.?\d*|\.\d+)"
    grammar = re.compile(rf"(?:[MmLlHhVvCcQqTtAaZz]|{number}| )+")
    for shape, family in EVERY_PAIR:
        for element in ET.fromstring(draw(picture_key(shape, family, 50, seed_of(shape + family)))).iter():
            assert grammar.fullmatch(element.get("d", "M0 0")), (shape, family, element.get("d"))


def test_the_same_key_gives_the_same_picture_in_another_process() -> None:
    program = f"from app.catalog.pictures import draw; print(draw({KEY!r}), end='')"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True, encoding="utf-8"
    )
    assert elsewhere.stdout == draw(KEY)


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ("flacon-citrus-50-3fa2c1", "family"),
        ("extrait-floral-50-3fa2c1", "concentration"),
        ("flacon-floral-30-3fa2c1", "size"),
        ("flacon-floral-50-2fa2c1", "plant"),
        ("flacon-floral-50-30a2c1", "body"),
        ("flacon-floral-50-3f02c1", "closure"),
        ("flacon-floral-50-3fa0c1", "backdrop"),
        ("flacon-floral-50-3fa2a1", "label"),
        ("flacon-floral-50-3fa2c2", "side"),
    ],
)
def test_everything_a_key_says_shows(other: str, what: str) -> None:
    without_number = re.compile(r"N° \d+")
    assert without_number.sub("", draw(other)) != without_number.sub("", draw(KEY)), what


def test_size_is_printed_in_its_unit() -> None:
    assert ">50 ml<" in draw(KEY)
    assert ">250 g<" in draw("pouch-woody-250-3fa2c1")
    assert not re.search(r">\d+ (ml|g)<", draw("strips-plain-0-3fa2c1"))


@pytest.mark.parametrize(
    "key",
    [
        "",
        "flacon",
        "flacon-floral-50",
        "flacon-floral-50-3fa2c",
        "flacon-floral-50-3fa2c1a",
        "flacon-floral-50-3FA2C1",
        "flacon-floral-050-3fa2c1",
        "flacon-floral-00-3fa2c1",
        "flacon-floral--5-3fa2c1",
        "flacon-floral-10000-3fa2c1",
        "flacon-floral-٥٠-3fa2c1",
        "flacon-roses-50-3fa2c1",
        "teapot-floral-50-3fa2c1",
        "flacon-floral-50-3fa2c1\n",
        " flacon-floral-50-3fa2c1",
        "flacon-floral-50-3fa2c1.svg",
        "../flacon-floral-50-3fa2c1",
        "flacon-floral-50-3fa2c1\x00",
        "<svg>",
        "flacon|cologne-floral-50-3fa2c1",
    ],
)
def test_a_bad_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a picture key"):
        draw(key)


def test_a_key_is_built_from_its_parts() -> None:
    assert picture_key("flacon", "floral", 50, "3fa2c1") == KEY
    assert picture_key("funnel", None, None, "00026a") == "funnel-plain-0-00026a"


@pytest.mark.parametrize(
    ("shape", "family", "size", "seed"),
    [
        ("teapot", "floral", 50, "3fa2c1"),
        ("flacon", "roses", 50, "3fa2c1"),
        ("flacon", "floral", -1, "3fa2c1"),
        ("flacon", "floral", 50, "seed"),
    ],
)
def test_a_key_is_not_built_from_unknown_parts(shape: str, family: str, size: int, seed: str) -> None:
    with pytest.raises(ValueError, match="not a picture key"):
        picture_key(shape, family, size, seed)


def test_a_seed_comes_from_any_text() -> None:
    assert seed_of("melati-senja") == "9e5d1d"
    assert re.fullmatch("[0-9a-f]{6}", seed_of("Jalan Kenanga № 5"))

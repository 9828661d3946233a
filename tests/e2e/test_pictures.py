"""The comparison of pictures notices what people notice, and nothing else."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from e2e import pictures
from e2e.pictures import difference, judged

SIZE = (360, 800)


def paper() -> Image.Image:
    image = Image.new("RGB", SIZE, "#faf6ee")
    ImageDraw.Draw(image).rectangle((40, 40, 320, 120), fill="#33261d")
    return image


def test_the_same_page_is_the_same() -> None:
    assert difference(paper(), paper()) is None


def test_smoothing_of_letters_is_not_noticed() -> None:
    noisy = paper().point(lambda it: min(255, it + 20))
    assert difference(paper(), noisy) is None


def test_a_button_that_moved_is_noticed() -> None:
    moved = Image.new("RGB", SIZE, "#faf6ee")
    ImageDraw.Draw(moved).rectangle((40, 60, 320, 140), fill="#33261d")
    found = difference(paper(), moved)
    assert found is not None
    assert found.words == "3.9% of the picture"


def test_another_size_is_noticed() -> None:
    found = difference(paper(), paper().crop((0, 0, 360, 700)))
    assert found is not None
    assert "700" in found.words


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pictures, "KEPT", tmp_path)
    return tmp_path


def test_a_page_without_picture_fails_until_it_is_accepted(kept: Path) -> None:
    assert "no picture yet" in judged("cart", paper(), kept / "review", accept=False)
    assert judged("cart", paper(), kept / "review", accept=True) == ""
    assert judged("cart", paper(), kept / "review", accept=False) == ""


def test_what_differs_is_laid_side_by_side(kept: Path) -> None:
    judged("cart", paper(), kept / "review", accept=True)
    assert "cart: " in judged("cart", Image.new("RGB", SIZE, "black"), kept / "review", accept=False)
    page = (kept / "review" / "index.html").read_text()
    assert all(f"cart-{kind}.webp" in page for kind in ("before", "now", "differs"))
    assert {path.name for path in (kept / "review").glob("*.webp")} == {
        "cart-before.webp",
        "cart-now.webp",
        "cart-differs.webp",
    }

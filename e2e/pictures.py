"""What pages look like, kept as pictures and compared; what differs is laid side by side for somebody to judge."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops
from playwright.sync_api import Locator, Page

KEPT = Path(__file__).resolve().parent / "snapshots"
NOTICED = 40  # of 255: less is how letters are smoothed
ALLOWED = 0.005  # of all pixels
CHANGING = "time, [data-testid=stock-status], [data-testid=cart-badge], [data-testid=hold-countdown], .timeline"
COVER = "#c8b9a3"
PAGE = """<!doctype html><meta charset="utf-8"><title>Snapshots to review</title>
<style>body{{font:1rem system-ui;margin:1.5rem;background:#faf6ee;color:#33261d}}section{{display:flex;gap:1rem;flex-wrap:wrap}}
figure{{margin:0;flex:1 1 18rem;max-width:360px}}img{{max-width:100%;border:1px solid #b9a88f}}</style>
<h1>Snapshots to review</h1><p>Accept all with <code>make e2e UPDATE=snapshots</code></p>{sections}
"""
SECTION = """<h2>{name}: {words}</h2><section><figure><figcaption>before</figcaption><img src="{name}-before.webp" alt=""></figure>
<figure><figcaption>now</figcaption><img src="{name}-now.webp" alt=""></figure>
<figure><figcaption>what differs</figcaption><img src="{name}-differs.webp" alt=""></figure></section>
"""


@dataclass(frozen=True)
class Difference:
    """How two pictures differ: in words, and as a picture that is dark where they do."""

    words: str
    picture: Image.Image


def taken(page: Page, *more: Locator) -> Image.Image:
    """The page in view, with what changes by itself covered."""
    shown = page.screenshot(mask=[page.locator(CHANGING), *more], mask_color=COVER, caret="initial", scale="css")
    return Image.open(io.BytesIO(shown)).convert("RGB")


def difference(before: Image.Image, now: Image.Image) -> Difference | None:
    """What differs by more than letters do from machine to machine."""
    if before.size != now.size:
        return Difference(f"{before.width} × {before.height} became {now.width} × {now.height}", now)
    apart = ImageChops.difference(before, now).convert("L").point(lambda it: 255 if it > NOTICED else 0)
    share = apart.histogram()[255] / (apart.width * apart.height)
    if share <= ALLOWED:
        return None
    return Difference(f"{share:.1%} of the picture", ImageChops.invert(apart))


def judged(name: str, now: Image.Image, folder: Path, *, accept: bool) -> str:
    """What is wrong with a page's looks, in words; nothing when it looks as before or is accepted as it is."""
    kept = KEPT / f"{name}.webp"
    if accept:
        now.save(kept, "WEBP", lossless=True, method=6)
        return ""
    if not kept.exists():
        return f"{name} has no picture yet: make e2e UPDATE=snapshots"
    with Image.open(kept) as before:
        found = difference(before.convert("RGB"), now)
        if found:
            lay_out(folder, name, {"before": before, "now": now, "differs": found.picture}, found.words)
    return f"{name}: {found.words}, see {folder / 'index.html'}" if found else ""


def lay_out(folder: Path, name: str, pictures: dict[str, Image.Image], words: str) -> None:
    """Puts three pictures into the review page, beside those that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, picture in pictures.items():
        picture.save(folder / f"{name}-{kind}.webp", "WEBP", lossless=True)
    (folder / f"{name}.txt").write_text(words)
    sections = [SECTION.format(name=it.stem, words=it.read_text()) for it in sorted(folder.glob("*.txt"))]
    (folder / "index.html").write_text(PAGE.format(sections="".join(sections)), encoding="utf-8")

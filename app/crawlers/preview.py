"""The picture that messengers show beside a link: 1200 × 630, the drawing on the left, its label's words on the right."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from app.catalog import pictures
from app.catalog.drawing.ink import INK, PAPER
from app.catalog.drawing.outlines import lines_of
from app.catalog.drawing.raster import FINER, raster

SIZE = WIDTH, HEIGHT = 1200, 630
SHOP_HEADING, SHOP_WORDS = "Buku label wangi Nusantara", "Parfum, bahan baku, dan alat racik"
SHOP_KEYS = (
    "flacon-floral-50-3fa2c1",
    "cologne-citrus-100-a1b2c3",
    "extrait-spicy-30-0f1e2d",
    "dropper-fresh-10-778899",
)
_BAND, _GOLD = 96, "#f0b03a"
_MARGIN, _TOP = 36, 24
_PETALS = ("M16 16Q5 15 4 4q11 1 12 12z", "M16 16q1 11 12 12-1-11-12-12z", "M16 16Q15 27 4 28q1-11 12-12z")
_PETAL = "M16 16Q17 5 28 4q-1 11-12 12z"


@lru_cache(maxsize=128)
def of_product(picture_key: str, heading: str, words: str) -> bytes:
    """A product's card as PNG, remembered by what it shows."""
    return _card((picture_key,), heading, words)


@lru_cache(maxsize=1)
def of_shop() -> bytes:
    """The card of every page that is not a product's."""
    return _card(SHOP_KEYS, SHOP_HEADING, SHOP_WORDS)


@lru_cache(maxsize=4)
def mark(side: int) -> bytes:
    """The shop's mark as a square PNG, with the room around it that round masks cut away."""
    canvas = Image.new("RGB", (side, side), INK)
    canvas.paste(_petals(side * 3 // 5), (side // 5, side // 5))
    return _png(canvas, 16)


def _card(keys: Sequence[str], heading: str, words: str) -> bytes:
    canvas = Image.new("RGB", SIZE, PAPER)
    height = HEIGHT - _BAND - 2 * _TOP if len(keys) == 1 else 300
    right = _MARGIN
    for key in keys:
        drawing = raster(pictures.draw(key), height)
        canvas.paste(drawing, (right, _TOP))
        right += drawing.width + _MARGIN // 2
    if len(keys) == 1:
        _label(canvas, (right + _MARGIN, 130), heading, words)
    else:
        _label(canvas, (_MARGIN + 8, 350), heading, words)
    _signed(canvas)
    return _png(canvas)


def _label(canvas: Image.Image, at: tuple[int, int], heading: str, words: str) -> None:
    """The heading in at most three lines, the words below."""
    x, y = at
    pen, font = ImageDraw.Draw(canvas), ImageFont.load_default(64)
    for line in _wrapped(heading, font, WIDTH - x - _MARGIN)[:3]:
        pen.text((x, y), line, font=font, fill=INK, stroke_width=1, stroke_fill=INK)
        y += 78
    pen.line([(x, y + 10), (WIDTH - _MARGIN, y + 10)], fill=INK, width=2)
    pen.line([(x, y + 16), (WIDTH - _MARGIN, y + 16)], fill=INK, width=1)
    small = ImageFont.load_default(36)
    for line in _wrapped(words, small, WIDTH - x - _MARGIN)[:2]:
        pen.text((x, y + 34), line, font=small, fill="#5a4336")
        y += 48


def _signed(canvas: Image.Image) -> None:
    """The shop's name on the cloth of its book."""
    pen = ImageDraw.Draw(canvas)
    pen.rectangle((0, HEIGHT - _BAND, WIDTH, HEIGHT), fill=INK)
    canvas.paste(_petals(64), (_MARGIN, HEIGHT - _BAND + 16))
    pen.text(
        (_MARGIN + 84, HEIGHT - _BAND // 2), "Sensasiwangi", font=ImageFont.load_default(44), fill=PAPER, anchor="lm"
    )


def _petals(side: int) -> Image.Image:
    canvas = Image.new("RGB", (side * FINER, side * FINER), INK)
    pen = ImageDraw.Draw(canvas)
    for data, ink in [*((petal, PAPER) for petal in _PETALS), (_PETAL, _GOLD)]:
        outline = [point * side * FINER / 32 for point in lines_of(data)[0]]
        pen.polygon([(point.real, point.imag) for point in outline], fill=ink)
    return canvas.resize((side, side), Image.Resampling.LANCZOS)


def _wrapped(text: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _png(canvas: Image.Image, colours: int = 128) -> bytes:
    """Few flat inks need few colours: a tenth of the bytes."""
    target = BytesIO()
    canvas.quantize(colours, dither=Image.Dither.NONE).save(target, "PNG", optimize=True)
    return target.getvalue()

"""A drawing as pixels, for those who take no SVG: messengers' previews. Knows what the drawings are made of, and no more."""

import math
import re
from dataclasses import dataclass, field, replace
from itertools import cycle, pairwise
from xml.etree import ElementTree as ET

from PIL import Image, ImageColor, ImageDraw, ImageFont

from app.catalog.drawing.outlines import Line, lines_of, ring

FINER = 3  # times the pixels that are kept: edges come out smooth
_STEP = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def raster(svg: str, height: int) -> Image.Image:
    """The drawing, so many pixels high."""
    root = ET.fromstring(svg)  # noqa: S314  (our own drawing)
    width, units = float(root.attrib["width"]), float(root.attrib["height"])
    scale = FINER * height / units
    canvas = Image.new("RGB", (round(width * scale), FINER * height))
    _Printer(ImageDraw.Draw(canvas)).print(root, _Place(complex(scale), 0j), {})
    return canvas.resize((round(width * height / units), height), Image.Resampling.LANCZOS)


@dataclass(frozen=True)
class _Place:
    """Where a group stands: every point is turned and sized by `turn`, then moved by `shift`."""

    turn: complex
    shift: complex

    def __call__(self, point: complex) -> complex:
        return self.turn * point + self.shift

    def within(self, transform: str) -> "_Place":
        place = self
        for name, given in _STEP.findall(transform):
            numbers = [float(number) for number in _NUMBER.findall(given)]
            if name == "translate":
                place = replace(place, shift=place(complex(*numbers)))
            elif name == "rotate":
                angle = math.radians(numbers[0])
                place = replace(place, turn=place.turn * complex(math.cos(angle), math.sin(angle)))
            else:
                place = replace(place, turn=place.turn * numbers[0])
        return place


@dataclass
class _Printer:
    """Draws elements with what their groups say of pen and ink."""

    on: ImageDraw.ImageDraw
    _fonts: dict[int, ImageFont.FreeTypeFont | ImageFont.ImageFont] = field(default_factory=dict)

    def print(self, element: ET.Element, place: _Place, outer: dict[str, str]) -> None:
        """The element and what is inside, on this place, in the pen of its groups."""
        pen = outer | element.attrib
        place = place.within(pen.pop("transform", ""))
        kind = element.tag.rpartition("}")[2]
        if kind == "text":
            self._write(element.text or "", place, pen)
        elif kind in {"path", "circle", "ellipse"}:
            self._draw([[place(point) for point in line] for line in _lines(kind, pen)], pen, abs(place.turn))
        for inner in element:
            self.print(inner, place, pen)

    def _draw(self, lines: list[Line], pen: dict[str, str], scale: float) -> None:
        fill, stroke = pen.get("fill", "#000"), pen.get("stroke", "none")
        for line in lines:
            if fill != "none" and len(line) > 2:
                self.on.polygon([(point.real, point.imag) for point in line], fill=fill)
        if stroke == "none":
            return
        width = float(pen.get("stroke-width", 1)) * scale
        dashes = [float(number) * scale for number in pen.get("stroke-dasharray", "").split()]
        for line in lines:
            for part in _dashed(line, dashes) if dashes else [line]:
                self._stroke(part, width, stroke, is_round=pen.get("stroke-linecap") == "round")

    def _stroke(self, line: Line, width: float, ink: str, *, is_round: bool) -> None:
        if len(line) > 1:
            self.on.line(
                [(point.real, point.imag) for point in line], fill=ink, width=max(round(width), 1), joint="curve"
            )
        if is_round or line[0] == line[-1]:
            for end in (line[0], line[-1]):
                self.on.circle((end.real, end.imag), width / 2, fill=ink)

    def _write(self, text: str, place: _Place, pen: dict[str, str]) -> None:
        scale = abs(place.turn)
        size = round(float(pen["font-size"]) * scale)
        font = self._fonts.setdefault(size, ImageFont.load_default(size))
        gap = float(pen.get("letter-spacing", 0)) * scale
        letters = list(text) if gap else [text]
        width = sum(font.getlength(letter) + gap for letter in letters)
        at = place(complex(float(pen["x"]), float(pen["y"])))
        x = at.real - width * {"middle": 0.5, "end": 1.0}.get(pen.get("text-anchor", ""), 0.0)
        for letter in letters:
            self.on.text((x, at.imag), letter, font=font, fill=ImageColor.getrgb(pen["fill"]), anchor="ls")
            x += font.getlength(letter) + gap


def _lines(kind: str, pen: dict[str, str]) -> list[Line]:
    if kind == "path":
        return lines_of(pen["d"])
    rx, ry = (float(pen[name] if kind == "ellipse" else pen["r"]) for name in ("rx", "ry"))
    return [ring(complex(float(pen["cx"]), float(pen["cy"])), rx, ry)]


def _dashed(line: Line, dashes: list[float]) -> list[Line]:
    """The line cut into dashes; lengths of dash and gap in turn."""
    parts, lengths, is_drawn = [[line[0]]], cycle(dashes), True
    left = next(lengths)
    for start, end in pairwise(line):
        at, whole = 0.0, abs(end - start)
        while whole - at > left:
            at += left
            point = start + (end - start) * at / whole
            if is_drawn:
                parts[-1].append(point)
            else:
                parts.append([point])
            is_drawn, left = not is_drawn, next(lengths)
        left -= whole - at
        if is_drawn:
            parts[-1].append(end)
    return parts

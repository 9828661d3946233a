"""Inks, paper and the few strokes every drawing is made of."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

PAPER = "#f8f1e3"
GLASS = "#fffaf0"
INK = "#35231a"
WOOD = "#d9b483"
BRASS = "#e3c27a"

MIDDLE = 120.0
GROUND = 248.0


@dataclass(frozen=True)
class Inks:
    """The two flat inks of an aroma family and the word printed under its labels."""

    flat: str
    tint: str
    word: str


FAMILIES = {
    "floral": Inks("#b8485f", "#f1cfca", "BUNGA"),
    "citrus": Inks("#d98a12", "#f8e0a6", "JERUK"),
    "spicy": Inks("#a83a1e", "#f0c6a4", "REMPAH"),
    "woody": Inks("#8a5a2c", "#e3cba6", "KAYU"),
    "fresh": Inks("#2b8585", "#c3e0d8", "SEGAR"),
    "gourmand": Inks("#6b2f45", "#e2bfc0", "LEGIT"),
    "aquatic": Inks("#2a5590", "#c2d6e6", "LAUT"),
    "green": Inks("#4c7a2a", "#d3dfae", "DAUN"),
    "plain": Inks("#a0762a", "#eedcab", "RACIK"),
}


@dataclass(frozen=True)
class Plan:
    """What a picture key asks for; each digit of the seed decides one thing (see `pictures.py`)."""

    shape: str
    family: str
    size: int
    seed: str

    @property
    def inks(self) -> Inks:
        """The inks of this plan's aroma family."""
        return FAMILIES[self.family]

    def digit(self, position: int) -> int:
        """The seed's hex digit at `position`, 0 to 15."""
        return int(self.seed[position], 16)


def num(value: float) -> str:
    """A number as short as SVG allows; from 40 on without decimals, where half a unit is not seen."""
    text = f"{value:.{0 if abs(value) >= 40 else 1}f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("0.", ".") if abs(value) < 1 else text


def point(x: float, y: float) -> str:
    """Two coordinates; a minus sign separates by itself."""
    second = num(y)
    return num(x) + ("" if second.startswith("-") else " ") + second


def polar(radius: float, degrees: float) -> tuple[float, float]:
    """The point at `radius` round the origin, 0° pointing up, clockwise."""
    angle = math.radians(degrees)
    return radius * math.sin(angle), -radius * math.cos(angle)


def tag(name: str, **attributes: str | float | None) -> str:
    """An empty element; underscores become hyphens, None leaves an attribute out, numbers are shortened."""
    parts = [
        f'{key.replace("_", "-")}="{value if isinstance(value, str) else num(value)}"'
        for key, value in attributes.items()
        if value is not None
    ]
    return f"<{name} {' '.join(parts)}/>"


def path(d: str, fill: str | None = None, stroke: str | None = None, width: float | None = None) -> str:
    """A path in the surrounding pen unless told otherwise."""
    return tag("path", d=d, fill=fill, stroke=stroke, stroke_width=width)


def circle(x: float, y: float, r: float, fill: str | None = None) -> str:
    """A circle in the surrounding pen."""
    return tag("circle", cx=x, cy=y, r=r, fill=fill)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str | None = None) -> str:
    """An ellipse in the surrounding pen."""
    return tag("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill)


def rect(x: float, y: float, width: float, height: float, fill: str | None = None) -> str:
    """A sharp-cornered rectangle."""
    return tag("path", d=f"M{point(x, y)}h{num(width)}v{num(height)}h{num(-width)}z", fill=fill)


def dashes(d: str, width: float, pattern: str, stroke: str) -> str:
    """Hatching as a printer does it: one broad stroke cut into lines by its dash pattern."""
    return tag("path", d=d, stroke=stroke, stroke_width=width, stroke_dasharray=pattern, stroke_linecap="butt")


def hatching(*columns: tuple[float, ...]) -> str:
    """Slanting strokes, each column x, first y, gap, and the strokes' lengths."""
    data = ""
    for x, y, gap, *lengths in columns:
        data += "".join(f"M{point(x, y + row * gap)}l-{num(run)} {round(run * 0.6)}" for row, run in enumerate(lengths))
    return path(data, width=1)


def group(content: str, at: tuple[float, float], turn: float = 0, scale: float = 1) -> str:
    """Moves, turns and scales a drawing made round the origin."""
    steps = f"translate({point(*at)})"
    steps += f"rotate({num(turn)})" if turn else ""
    steps += f"scale({scale:g})" if scale != 1 else ""
    return f'<g transform="{steps}">{content}</g>'


def scattered(one: str, *places: tuple[float, ...]) -> str:
    """The same drawing several times; each place is x, y, a turn in degrees and perhaps a scale."""
    return "".join(group(one, (place[0], place[1]), place[2], *place[3:]) for place in places)


def thin(content: str, width: float) -> str:
    """The content in a thinner pen."""
    return f'<g stroke-width="{num(width)}">{content}</g>'


def ornament(at: tuple[float, float], radius: float, fill: str) -> str:
    """The small four-petalled print on labels, bowls and boxes."""
    return group(path(petals(4, 1, radius, radius * 0.4, 45), fill, "none"), at)


def petals(count: int, inner: float, outer: float, half_width: float, turn: float = 0) -> str:
    """Path data of `count` pointed ovals standing round the origin."""
    return "".join(petal(inner, outer, half_width, turn + step * 360 / count) for step in range(count))


def petal(inner: float, outer: float, half_width: float, degrees: float) -> str:
    """Path data of one pointed oval from `inner` to `outer`, leaning to `degrees`."""
    middle = (inner + outer) / 2 * 1.08
    lean = math.degrees(math.atan2(half_width, middle))
    reach = math.hypot(middle, half_width)
    start, tip = polar(inner, degrees), polar(outer, degrees)
    left, right = polar(reach, degrees - lean), polar(reach, degrees + lean)
    return f"M{point(*start)}Q{point(*left)} {point(*tip)}Q{point(*right)} {point(*start)}z"


def spokes(count: int, inner: float, outer: float, turn: float = 0) -> str:
    """Path data of straight lines radiating from the origin."""
    angles = [turn + step * 360 / count for step in range(count)]
    return "".join(f"M{point(*polar(inner, angle))}L{point(*polar(outer, angle))}" for angle in angles)


def polyline(points: Sequence[tuple[float, float]]) -> str:
    """Path data through the points and back to the first; pairs after M are lines."""
    return "M" + " ".join(point(*each) for each in points) + "z"

"""Blown glass: symmetrical outlines, what is in them, and the engraver's shading on their right side."""

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass

from app.catalog.drawing.ink import GLASS, MIDDLE, path, point, polyline

Step = tuple[float, ...]


@dataclass(frozen=True)
class Vessel:
    """The right half of a vessel, neck to foot: (x, y) is a line, (cx, cy, x, y) a curve; x counts from the middle."""

    steps: tuple[Step, ...]

    @property
    def top(self) -> float:
        """Height of the shoulder's start."""
        return self.steps[0][-1]

    @property
    def bottom(self) -> float:
        """Height of the foot."""
        return self.steps[-1][-1]

    def outline(self) -> str:
        """Path data of both halves, closed."""
        start = self.steps[0]
        data = [f"M{point(MIDDLE + round(start[0]), start[1])}"]
        data += [_segment(step, 1) for step in self.steps[1:]]
        return "".join(data + self._left_half()) + "z"

    def _left_half(self) -> list[str]:
        back = []
        for before, step in zip(reversed(self.steps[:-1]), reversed(self.steps[1:]), strict=True):
            curve = step[:2] if len(step) == 4 else ()
            back.append(_segment((*curve, *before[-2:]), -1))
        last = self.steps[-1]
        return [f"L{point(MIDDLE - round(last[-2]), last[-1])}", *back]

    def edge(self) -> list[tuple[float, float]]:
        """The right edge as a chain of points, curves flattened."""
        chain = [(self.steps[0][0], self.steps[0][1])]
        for step in self.steps[1:]:
            x, y = chain[-1]
            if len(step) == 2:
                chain.append((step[0], step[1]))
                continue
            for part in (0.25, 0.5, 0.75, 1.0):
                rest = 1 - part
                chain.append(
                    (
                        rest * rest * x + 2 * rest * part * step[0] + part * part * step[2],
                        rest * rest * y + 2 * rest * part * step[1] + part * part * step[3],
                    )
                )
        return chain

    def half_width(self, y: float) -> float:
        """Distance from the middle to the glass at height `y`; the widest when the edge passes it twice."""
        found = [0.0]
        edge = self.edge()
        for (x0, y0), (x1, y1) in itertools.pairwise(edge):
            low, high = min(y0, y1), max(y0, y1)
            if low <= y <= high:
                found.append(max(x0, x1) if high == low else x0 + (x1 - x0) * (y - y0) / (y1 - y0))
        return max(found)


def _segment(step: Step, side: int) -> str:
    ends = [point(MIDDLE + side * round(step[place]), step[place + 1]) for place in range(0, len(step), 2)]
    return ("Q" if len(ends) == 2 else "L") + " ".join(ends)


def glass(vessel: Vessel) -> str:
    """The empty vessel."""
    return path(vessel.outline(), GLASS)


def liquid(vessel: Vessel, level: float, colour: str, wall: float = 5) -> str:
    """What is inside, from `level` down to a thick glass foot, in one flat ink."""
    foot = vessel.bottom - wall - 3
    heights = [level, *(y for _, y in vessel.edge() if level < y < foot), foot]
    right = [(round(max(vessel.half_width(y) - wall, 2)), y) for y in heights]
    chain = [(MIDDLE + x, y) for x, y in right] + [(MIDDLE - x, y) for x, y in reversed(right)]
    return path(polyline(chain), colour, "none")


def shading(vessel: Vessel, start: float, gap: int = 6) -> str:
    """Short strokes along the right edge, longer towards the foot, as an engraver shades a round body."""
    strokes, pen = [], (0, 0)
    for y in range(math.ceil(start), round(vessel.bottom) - 8, gap):
        length = 3 + 11 * ((y - start) / (vessel.bottom - start)) ** 1.4
        x, run, drop = round(MIDDLE + vessel.half_width(y) - 1), round(length), round(length * 0.62)
        strokes.append(f"m{point(x - pen[0], y - pen[1])}l-{run} {drop}")
        pen = (x - run, y + drop)
    return path("".join(strokes), width=1)


def gleam(vessel: Vessel, start: float, end: float, colour: str = GLASS) -> str:
    """A light on the left side of the glass."""
    ys = [start + (end - start) * part for part in (0, 0.5, 0.62, 0.9)]
    x = [MIDDLE - vessel.half_width(y) + 11 for y in ys]
    return path(
        f"M{point(x[0], ys[0])}L{point(x[1], ys[1])}M{point(x[2], ys[2])}L{point(x[3], ys[3])}",
        stroke=colour,
        width=2.4,
    )


Body = Callable[[float, float, float, float], Vessel]


def block(w: float, t: float, b: float, k: float) -> Vessel:
    """A square flacon with soft corners."""
    return Vessel(((k, t), (w - 7, t), (w, t, w, t + 7), (w, b - 5), (w, b, w - 5, b)))


def shouldered(w: float, t: float, b: float, k: float) -> Vessel:
    """An apothecary's round shoulder."""
    return Vessel(((k, t), (k, t + 4), (w, t + 8, w, t + (b - t) * 0.34), (w, b - 5), (w, b, w - 5, b)))


def arched(w: float, t: float, b: float, k: float) -> Vessel:
    """A window's arch."""
    return Vessel(((k, t), (w * 0.94, t + 3, w, t + (b - t) * 0.52), (w, b - 4), (w, b, w - 4, b)))


def faceted(w: float, t: float, b: float, k: float) -> Vessel:
    """Cut corners above and below."""
    return Vessel(((k, t), (w * 0.62, t), (w, t + (b - t) * 0.24), (w, b - (b - t) * 0.12), (w - 9, b)))


def tapered(w: float, t: float, b: float, k: float) -> Vessel:
    """Narrow shoulder, broad foot."""
    return Vessel(((k, t), (w * 0.6, t), (w * 0.7, t, w * 0.72, t + 8), (w + 2, b - 7), (w + 3, b, w - 4, b)))


def gourd(w: float, t: float, b: float, k: float) -> Vessel:
    """A water jug's belly."""
    h = b - t
    return Vessel(
        (
            (k, t),
            (k + 1, t + h * 0.2, w * 0.62, t + h * 0.3),
            (w * 1.2, t + h * 0.44, w * 1.1, t + h * 0.7),
            (w, b - 2, w * 0.55, b),
        )
    )


def waisted(w: float, t: float, b: float, k: float) -> Vessel:
    """A dancer's waist."""
    h = b - t
    return Vessel(
        (
            (k, t),
            (w * 0.7, t),
            (w, t, w, t + h * 0.16),
            (w, t + h * 0.32, w * 0.8, t + h * 0.5),
            (w, t + h * 0.66, w, b - 6),
            (w, b, w - 6, b),
        )
    )


def medallion(w: float, t: float, b: float, k: float) -> Vessel:
    """A flat round disc on a small foot."""
    h = b - t
    return Vessel(
        (
            (k, t),
            (w * 1.06, t + h * 0.06, w * 1.12, t + h * 0.48),
            (w * 1.08, t + h * 0.86, w * 0.5, b - 5),
            (w * 0.5, b),
        )
    )


BODIES: tuple[Body, ...] = (block, shouldered, arched, faceted, tapered, gourd, waisted, medallion)

"""Path data as lines of points: as much of SVG's grammar as the drawings use. A point is a complex number, x + yi."""

import cmath
import math
import re
from collections.abc import Callable, Iterator

Line = list[complex]

_TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_NUMBERS = {"M": 2, "L": 2, "T": 2, "H": 1, "V": 1, "Q": 4, "C": 6, "A": 7, "Z": 0}
_STEPS = 10  # points on a curve


def lines_of(data: str) -> list[Line]:
    """The lines that path data draws, curves as short strokes; a closed line ends where it began."""
    pen = _Pen()
    for command, numbers in _commands(data):
        draw = pen.commands[command.upper()]
        draw(numbers, pen.at if command.islower() else 0j)
    return pen.lines


def ring(centre: complex, rx: float, ry: float) -> Line:
    """An ellipse as a closed line, in as many strokes as its size needs."""
    count = 24 + int(max(rx, ry))
    return [centre + complex(rx * math.cos(turn), ry * math.sin(turn)) for turn in _turns(0, math.tau, count)]


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    """Each command with its numbers; numbers beyond those repeat the command, after M as L."""
    tokens, command = iter(_TOKEN.findall(data)), ""
    for token in tokens:
        first = []
        if token.isalpha():
            command = token
        else:
            command = {"M": "L", "m": "l"}.get(command, command)
            first = [float(token)]
        needed = _NUMBERS[command.upper()] - len(first)
        yield command, [*first, *(float(next(tokens)) for _ in range(needed))]


class _Pen:
    """Where the pen is while a path is followed."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at = 0j
        self._bent: complex | None = None  # the last control point of a quadratic curve
        self.commands: dict[str, Callable[[list[float], complex], None]] = {
            "M": self._move, "L": self._line, "H": self._across, "V": self._down, "Z": self._close,
            "Q": self._quadratic, "T": self._smooth, "C": self._cubic, "A": self._arc,
        }  # fmt: skip

    def _to(self, *points: complex) -> None:
        self.lines[-1].extend(points)
        self.at = points[-1]
        self._bent = None

    def _move(self, numbers: list[float], origin: complex) -> None:
        self.at = origin + complex(*numbers)
        self.lines.append([self.at])
        self._bent = None

    def _line(self, numbers: list[float], origin: complex) -> None:
        self._to(origin + complex(*numbers))

    def _across(self, numbers: list[float], origin: complex) -> None:
        self._to(complex(origin.real + numbers[0], self.at.imag))

    def _down(self, numbers: list[float], origin: complex) -> None:
        self._to(complex(self.at.real, origin.imag + numbers[0]))

    def _close(self, _: list[float], __: complex) -> None:
        start = self.lines[-1][0]
        self._to(start)
        self.lines.append([start])

    def _quadratic(self, numbers: list[float], origin: complex) -> None:
        self._bend(origin + complex(*numbers[:2]), origin + complex(*numbers[2:]))

    def _smooth(self, numbers: list[float], origin: complex) -> None:
        bent = self.at if self._bent is None else self._bent
        self._bend(2 * self.at - bent, origin + complex(*numbers))

    def _bend(self, control: complex, end: complex) -> None:
        start = self.at
        self._to(
            *((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t * t * end for t in _turns(0, 1, _STEPS)[1:]),
        )
        self._bent = control

    def _cubic(self, numbers: list[float], origin: complex) -> None:
        a, (b, c, d) = self.at, [origin + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
        self._to(
            *(
                (1 - t) ** 3 * a + 3 * t * (1 - t) ** 2 * b + 3 * t * t * (1 - t) * c + t**3 * d
                for t in _turns(0, 1, _STEPS)[1:]
            )
        )

    def _arc(self, numbers: list[float], origin: complex) -> None:
        """An arc of an upright ellipse, followed on the circle that it is when its height is stretched."""
        rx, ry, _, large, sweep, *end = numbers
        stretch = rx / ry
        start, last = _stretched(self.at, stretch), _stretched(origin + complex(*end), stretch)
        half = (last - start) / 2
        radius = max(rx, abs(half))
        side = 1 if large != sweep else -1
        centre = start + half + side * half / abs(half) * 1j * math.sqrt(radius**2 - abs(half) ** 2)
        begin, stop = cmath.phase(start - centre), cmath.phase(last - centre)
        turn = (stop - begin) % math.tau if sweep else -((begin - stop) % math.tau)
        points = [centre + cmath.rect(radius, angle) for angle in _turns(begin, begin + turn, 3 * _STEPS)[1:]]
        self._to(*(_stretched(point, 1 / stretch) for point in points))


def _stretched(point: complex, factor: float) -> complex:
    return complex(point.real, point.imag * factor)


def _turns(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * step / count for step in range(count + 1)]

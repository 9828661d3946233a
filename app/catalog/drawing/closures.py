"""What sits on a bottle's neck: caps, stoppers and the dropper's bulb. Each stands on the height it is given."""

from collections.abc import Callable

from app.catalog.drawing.ink import GLASS, INK, MIDDLE, WOOD, circle, dashes, ellipse, num, path, point, polyline, rect

Closure = Callable[[float, float, float, str], str]


def collar(y: float, half: float, flat: str) -> str:
    """The ring between glass and cap; its top is 7 above `y`."""
    return rect(MIDDLE - half, y - 7, half * 2, 7, flat)


def ribbed(y: float, w: float, h: float, flat: str) -> str:
    """A fluted cylinder in the family ink."""
    ribs = dashes(f"M{num(MIDDLE - w + 3)} {num(y - h / 2)}H{num(MIDDLE + w - 2)}", h - 6, "1.4 3.4", INK)
    return rect(MIDDLE - w, y - h, w * 2, h, flat) + ribs


def ebony(y: float, w: float, h: float, _flat: str) -> str:
    """A dark block with one light."""
    light = path(f"M{point(MIDDLE - w + 5, y - h + 6)}v{num(h - 14)}", stroke=GLASS, width=1.6)
    return rect(MIDDLE - w, y - h, w * 2, h, INK) + light


def ball(y: float, w: float, h: float, flat: str) -> str:
    """A sphere with a curved light."""
    r = min(w * 1.05, h * 0.56)
    start = point(MIDDLE - r * 0.55, y - r * 0.8)
    bend = f"q-{num(r * 0.1)}-{num(r * 0.55)} {num(r * 0.45)}-{num(r * 0.75)}"
    return circle(MIDDLE, y - r, r, flat) + path(f"M{start}{bend}", stroke=GLASS, width=2)


def stupa(y: float, w: float, h: float, flat: str) -> str:
    """A bell and a spire, after the small stupas of Java's temples."""
    right = ((3, h * 0.64), (6, h * 0.62), (w - 2, h * 0.6), (w - 3, h * 0.1), (w, 0))
    up = [point(MIDDLE - x, y - rise) for x, rise in reversed(right)]
    down = [point(MIDDLE + x, y - rise) for x, rise in right]
    bell = (
        f"M{up[0]}L{up[1]}C{' '.join(up[2:])}L{point(MIDDLE, y - h * 1.12)}L{down[0]}C{' '.join(down[1:4])}L{down[4]}z"
    )
    rings = f"M{point(MIDDLE - w + 3, y - h * 0.12)}h{num(2 * w - 6)}M{point(MIDDLE - 5, y - h * 0.64)}h10"
    return path(bell, flat) + path(rings, width=1.2)


def wooden(y: float, w: float, h: float, _flat: str) -> str:
    """Turned wood with its grain."""
    left, top = MIDDLE - w, y - h
    grain = f"M{point(left + 4, top + 5)}q3 {num(h * 0.4)} 0 {num(h - 10)}"
    grain += f"M{point(left + w * 0.8, top + 4)}q5 {num(h * 0.5)} 0 {num(h - 8)}"
    knot = f"M{point(left + w * 1.4, top + 4)}v{num(h * 0.34)}m0 {num(h * 0.18)}V{num(y - 4)}"
    rim = f"M{point(left, top + 3)}h{num(w * 2)}"
    return rect(left, top, w * 2, h, WOOD) + path(grain + knot + rim, width=1)


def fan(y: float, w: float, h: float, flat: str) -> str:
    """A ground-glass fan."""
    left, right = (point(MIDDLE + side * w * 1.25, y - h * 0.72) for side in (-1, 1))
    edge = f"M{point(MIDDLE - 6, y)}L{left}Q{point(MIDDLE, y - h * 1.3)} {right}L{point(MIDDLE + 6, y)}z"
    ends = ((-0.72, 0.74), (-0.3, 0.88), (0.3, 0.88), (0.72, 0.74))
    rays = "".join(f"M{point(MIDDLE + x * 0.22, y - 5)}L{point(MIDDLE + x * w, y - h * lift)}" for x, lift in ends)
    return path(edge, GLASS) + path(rays, stroke=flat, width=1.3)


def jewel(y: float, w: float, h: float, flat: str) -> str:
    """A cut stone."""
    top, girdle = y - h, y - h * 0.6
    corners = ((-6, y), (-w, girdle), (-w * 0.55, top), (w * 0.55, top), (w, girdle), (6, y))
    inner = ((-w * 0.4, girdle), (0, y), (w * 0.4, girdle), (0, top))
    cuts = f"M{point(MIDDLE - w, girdle)}H{num(MIDDLE + w)}" + polyline([(MIDDLE + x, height) for x, height in inner])
    return path(polyline([(MIDDLE + x, height) for x, height in corners]), flat) + path(cuts, stroke=GLASS, width=1.1)


def step_cap(y: float, w: float, h: float, flat: str) -> str:
    """A broad foot and a narrow crown."""
    crown = rect(MIDDLE - w * 0.66, y - h, w * 1.32, h * 0.55, flat)
    return rect(MIDDLE - w, y - h * 0.45, w * 2, h * 0.45, INK) + crown


def drop(y: float, w: float, h: float, flat: str) -> str:
    """A tall glass drop, the attar's own stopper."""
    left, right = f"q-{num(w)}-{num(h * 0.5)} 4-{num(h * 1.2)}", f"q{num(w + 4)} {num(h * 0.7)} 4 {num(h * 1.2)}"
    light = f"M{point(MIDDLE, y - h * 0.9)}q{num(w * 0.45)} {num(h * 0.5)} 1 {num(h * 0.8)}"
    return path(f"M{point(MIDDLE - 4, y)}{left}{right}z", GLASS) + path(light, stroke=flat, width=1.6)


def bulb(y: float, w: float, h: float, flat: str) -> str:
    """A pipette's screw ring and rubber bulb."""
    half = num(w - 8)
    teat = f"M{point(MIDDLE - w + 4, y - 14)}v-6q0-4 4-5V{num(y - h)}q0-10 {half}-10t{half} 10V{num(y - 25)}q4 1 4 5v6z"
    ribs = dashes(f"M{point(MIDDLE - w + 3, y - 7)}h{num(2 * w - 5)}", 8, "1 2.6", GLASS)
    return rect(MIDDLE - w, y - 14, w * 2, 14, INK) + path(teat, flat) + ribs


def screw(y: float, w: float, h: float) -> str:
    """A plain screw cap."""
    ribs = dashes(f"M{point(MIDDLE - w + 4, y - h / 2 + 2)}h{num(2 * w - 7)}", h - 9, "1 3", GLASS)
    return rect(MIDDLE - w, y - h, w * 2, h, INK) + ribs


def cork(y: float, w: float, h: float) -> str:
    """A cork with its pores."""
    shape = f"M{point(MIDDLE - w + 3, y)}l-3-{num(h)}h{num(w * 2)}l-3 {num(h)}z"
    pores = f"M{point(MIDDLE - w + 6, y - h + 8)}h3m6 5h2m-9 4h3m8-12h3m2 9h3"
    return path(shape, WOOD) + path(pores, width=1.2) + ellipse(MIDDLE, y - h, w, 3, "#e8cda3")


SPRAY_CAPS: tuple[Closure, ...] = (ribbed, ebony, wooden, ball, step_cap, stupa)
STOPPERS: tuple[Closure, ...] = (jewel, fan, stupa, ball)

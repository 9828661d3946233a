"""What sits on a bottle's neck: caps, stoppers and the dropper's bulb. Each stands on the height it is given."""

from collections.abc import Callable

from app.catalog.drawing.ink import GLASS, INK, MIDDLE, circle, dashes, ellipse, num, path, point, rect

Closure = Callable[[float, float, float, str], str]


def collar(y: float, half: float, flat: str) -> str:
    """The ring between glass and cap; its top is 7 above `y`."""
    return rect(MIDDLE - half, y - 7, half * 2, 7, flat)


def ribbed(y: float, w: float, h: float, flat: str) -> str:
    """A fluted cylinder in the family ink."""
    ribs = dashes(f"M{num(MIDDLE - w + 3)} {num(y - h / 2)}H{num(MIDDLE + w - 2)}", h - 6, "1.4 3.4", INK)
    return rect(MIDDLE - w, y - h, w * 2, h, flat) + ribs


def ebony(y: float, w: float, h: float, flat: str) -> str:
    """A dark block with one light."""
    return rect(MIDDLE - w, y - h, w * 2, h, INK) + path(f"M{num(MIDDLE - w + 5)} {num(y - h + 6)}v{num(h - 14)}", stroke=GLASS, width=1.6)


def ball(y: float, w: float, h: float, flat: str) -> str:
    """A sphere with a curved light."""
    r = min(w * 1.05, h * 0.56)
    light = path(f"M{point(MIDDLE - r * 0.55, y - r * 0.8)}q-{num(r * 0.1)}-{num(r * 0.55)} {num(r * 0.45)}-{num(r * 0.75)}",
                 stroke=GLASS, width=2)
    return circle(MIDDLE, y - r, r, flat) + light


def stupa(y: float, w: float, h: float, flat: str) -> str:
    """A bell and a spire, after the small stupas of Java's temples."""
    bell = (f"M{point(MIDDLE - w, y)}q1-{num(h * 0.1)} 3-{num(h * 0.1)}C{point(MIDDLE - w + 2, y - h * 0.6)} {point(MIDDLE - 6, y - h * 0.62)} "
            f"{point(MIDDLE - 4, y - h * 0.64)}L{point(MIDDLE, y - h * 1.12)}L{point(MIDDLE + 4, y - h * 0.64)}"
            f"C{point(MIDDLE + 6, y - h * 0.62)} {point(MIDDLE + w - 2, y - h * 0.6)} {point(MIDDLE + w - 3, y - h * 0.1)}"
            f"q2 0 3 {num(h * 0.1)}z")
    return path(bell, flat) + path(f"M{point(MIDDLE - w + 3, y - h * 0.12)}H{num(MIDDLE + w - 3)}M{point(MIDDLE - 5, y - h * 0.64)}h10", width=1.2)


def wooden(y: float, w: float, h: float, flat: str) -> str:
    """Turned wood with its grain."""
    left, top = MIDDLE - w, y - h
    grain = f"M{point(left + 4, top + 5)}q3 {num(h * 0.4)} 0 {num(h - 10)}M{point(left + w * 0.8, top + 4)}q5 {num(h * 0.5)} 0 {num(h - 8)}"
    knot = f"M{point(left + w * 1.4, top + 4)}v{num(h * 0.34)}m0 {num(h * 0.18)}V{num(y - 4)}"
    return rect(left, top, w * 2, h, "#d9b483") + path(grain + knot, width=1) + path(f"M{point(left, top + 3)}h{num(w * 2)}", width=1)


def fan(y: float, w: float, h: float, flat: str) -> str:
    """A ground-glass fan."""
    edge = f"M{point(MIDDLE - 6, y)}L{point(MIDDLE - w * 1.25, y - h * 0.72)}Q{point(MIDDLE, y - h * 1.3)} {point(MIDDLE + w * 1.25, y - h * 0.72)}L{point(MIDDLE + 6, y)}z"
    rays = "".join(f"M{point(MIDDLE + x * 0.22, y - 5)}L{point(MIDDLE + x * w, y - h * lift)}" for x, lift in
                   ((-0.72, 0.74), (-0.3, 0.88), (0.3, 0.88), (0.72, 0.74)))
    return path(edge, GLASS) + path(rays, stroke=flat, width=1.3)


def jewel(y: float, w: float, h: float, flat: str) -> str:
    """A cut stone."""
    t, m = y - h, y - h * 0.6
    stone = f"M{point(MIDDLE - 6, y)}L{point(MIDDLE - w, m)}L{point(MIDDLE - w * 0.55, t)}H{num(MIDDLE + w * 0.55)}L{point(MIDDLE + w, m)}L{point(MIDDLE + 6, y)}z"
    cuts = f"M{point(MIDDLE - w, m)}H{num(MIDDLE + w)}M{point(MIDDLE - w * 0.4, m)}L{point(MIDDLE, y)}L{point(MIDDLE + w * 0.4, m)}L{point(MIDDLE, t)}z"
    return path(stone, flat) + path(cuts, stroke=GLASS, width=1.1)


def step_cap(y: float, w: float, h: float, flat: str) -> str:
    """A broad foot and a narrow crown."""
    return rect(MIDDLE - w, y - h * 0.45, w * 2, h * 0.45, INK) + rect(MIDDLE - w * 0.66, y - h, w * 1.32, h * 0.55, flat)


def drop(y: float, w: float, h: float, flat: str) -> str:
    """A tall glass drop, the attar's own stopper."""
    shape = f"M{point(MIDDLE - 4, y)}q-{num(w)}-{num(h * 0.5)} 4-{num(h * 1.2)}q{num(w + 4)} {num(h * 0.7)} 4 {num(h * 1.2)}z"
    return path(shape, GLASS) + path(f"M{point(MIDDLE, y - h * 0.9)}q{num(w * 0.45)} {num(h * 0.5)} 1 {num(h * 0.8)}", stroke=flat, width=1.6)


def bulb(y: float, w: float, h: float, flat: str) -> str:
    """A pipette's screw ring and rubber bulb."""
    ring = rect(MIDDLE - w, y - 14, w * 2, 14, INK)
    teat = f"M{point(MIDDLE - w + 4, y - 14)}v-6q0-4 4-5V{num(y - h)}q0-10 {num(w - 8)}-10t{num(w - 8)} 10V{num(y - 25)}q4 1 4 5v6z"
    return ring + path(teat, flat) + dashes(f"M{num(MIDDLE - w + 3)} {num(y - 7)}H{num(MIDDLE + w - 2)}", 8, "1 2.6", GLASS)


def screw(y: float, w: float, h: float, flat: str) -> str:
    """A plain screw cap."""
    return rect(MIDDLE - w, y - h, w * 2, h, INK) + dashes(
        f"M{num(MIDDLE - w + 4)} {num(y - h / 2 + 2)}H{num(MIDDLE + w - 3)}", h - 9, "1 3", GLASS)


def cork(y: float, w: float, h: float, flat: str) -> str:
    """A cork with its pores."""
    shape = f"M{point(MIDDLE - w + 3, y)}l-3-{num(h)}h{num(w * 2)}l-3 {num(h)}z"
    pores = f"M{point(MIDDLE - w + 6, y - h + 8)}h3m6 5h2m-9 4h3m8-12h3m2 9h3"
    return path(shape, "#d9b483") + path(pores, width=1.2) + ellipse(MIDDLE, y - h, w, 3, "#e8cda3")


SPRAY_CAPS: tuple[Closure, ...] = (ribbed, ebony, wooden, ball, step_cap, stupa)
STOPPERS: tuple[Closure, ...] = (jewel, fan, stupa, ball)

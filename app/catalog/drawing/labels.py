"""The paper label on a vessel, with its size in print."""

from collections.abc import Callable

from app.catalog.drawing.ink import GLASS, INK, MIDDLE, Plan, ellipse, num, ornament, path, point, polyline, rect, thin

Frame = Callable[[float, float, float], str]


def label(plan: Plan, y: float, w: float, h: float) -> str:
    """A label centred at height `y`, at most `2w` by `2h`, with size or ornament in print."""
    choices: tuple[Frame, ...] = (_card, _oval, _arch, _notched, _lozenge)
    frame = choices[plan.digit(4) % len(choices)](y, w, h)
    if w < 15 or not plan.size:
        return thin(frame, 1.4) + ornament((MIDDLE, y), min(w, h) * 0.62, plan.inks.flat)
    left = MIDDLE - w * 0.4
    rules = f"M{point(left, y - h * 0.52)}h{num(w * 0.8)}M{point(left, y + h * 0.5)}h{num(w * 0.8)}"
    return thin(frame + path(rules, stroke=plan.inks.flat), 1.4) + _number(plan.size, y, min(w * 1.05, h * 0.95, 24))


def _number(size: int, y: float, font: float) -> str:
    place = f'x="{num(MIDDLE)}" y="{num(y + font * 0.33)}" font-size="{num(font)}"'
    return f'<text {place} text-anchor="middle" fill="{INK}" stroke="none">{size}</text>'


def _card(y: float, w: float, h: float) -> str:
    return rect(MIDDLE - w, y - h, w * 2, h * 2, GLASS)


def _oval(y: float, w: float, h: float) -> str:
    return ellipse(MIDDLE, y, w, h, GLASS)


def _arch(y: float, w: float, h: float) -> str:
    left, spring, right = point(MIDDLE - w, y - h), num(y - h * 0.2), point(MIDDLE + w, y - h * 0.2)
    return path(f"M{point(MIDDLE - w, y + h)}V{spring}Q{left} {point(MIDDLE, y - h)}T{right}V{num(y + h)}z", GLASS)


def _notched(y: float, w: float, h: float) -> str:
    notch = min(w, h) * 0.28
    q, across, down = num(notch), num(2 * (w - notch)), num(2 * (h - notch))
    right = f"h{across}q0 {q} {q} {q}v{down}q-{q} 0-{q} {q}"
    left = f"h-{across}q0-{q}-{q}-{q}v-{down}q{q} 0 {q}-{q}z"
    return path(f"M{point(MIDDLE - w + notch, y - h)}{right}{left}", GLASS)


def _lozenge(y: float, w: float, h: float) -> str:
    corners = ((MIDDLE - w, y), (MIDDLE, y - h * 1.25), (MIDDLE + w, y), (MIDDLE, y + h * 1.25))
    return path(polyline(corners), GLASS)

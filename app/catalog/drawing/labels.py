"""The paper label on a vessel, with its size in print."""

from collections.abc import Callable

from app.catalog.drawing.ink import GLASS, INK, MIDDLE, Plan, circle, ellipse, num, path, petals, point, rect

Frame = Callable[[float, float, float], str]


def label(plan: Plan, y: float, w: float, h: float) -> str:
    """A label centred at height `y`, at most `2w` by `2h`, with size or ornament in print."""
    choices: tuple[Frame, ...] = (_card, _oval, _arch, _notched, _lozenge)
    return choices[plan.digit(4) % len(choices)](y, w, h) + _print(plan, y, w, h)


def _print(plan: Plan, y: float, w: float, h: float) -> str:
    flat = plan.inks.flat
    if w < 15 or not plan.size:
        ornament = petals(4, 1, min(w, h) * 0.62, min(w, h) * 0.24, 45)
        return f'<path transform="translate({num(MIDDLE)} {num(y)})" d="{ornament}" fill="{flat}" stroke="none"/>'
    font = min(w * 1.05, h * 0.95, 24)
    rules = f"M{point(MIDDLE - w * 0.4, y - h * 0.52)}h{num(w * 0.8)}M{point(MIDDLE - w * 0.4, y + h * 0.5)}h{num(w * 0.8)}"
    text = (f'<text x="{num(MIDDLE)}" y="{num(y + font * 0.33)}" font-size="{num(font)}" '
            f'text-anchor="middle" fill="{INK}" stroke="none">{plan.size}</text>')
    return path(rules, stroke=flat, width=1.4) + text


def _card(y: float, w: float, h: float) -> str:
    return rect(MIDDLE - w, y - h, w * 2, h * 2, GLASS).replace("/>", ' stroke-width="1.4"/>')


def _oval(y: float, w: float, h: float) -> str:
    return ellipse(MIDDLE, y, w, h, GLASS).replace("/>", ' stroke-width="1.4"/>')


def _arch(y: float, w: float, h: float) -> str:
    return path(f"M{point(MIDDLE - w, y + h)}V{num(y - h * 0.2)}Q{point(MIDDLE - w, y - h)} {point(MIDDLE, y - h)}T{point(MIDDLE + w, y - h * 0.2)}V{num(y + h)}z",
                GLASS, width=1.4)


def _notched(y: float, w: float, h: float) -> str:
    q = min(w, h) * 0.28
    right, down = num(2 * (w - q)), num(2 * (h - q))
    return path(f"M{point(MIDDLE - w + q, y - h)}h{right}q0 {num(q)} {num(q)} {num(q)}v{down}q-{num(q)} 0-{num(q)} {num(q)}h-{right}"
                f"q0-{num(q)}-{num(q)}-{num(q)}v-{down}q{num(q)} 0 {num(q)}-{num(q)}z", GLASS, width=1.4)


def _lozenge(y: float, w: float, h: float) -> str:
    return path(f"M{point(MIDDLE - w, y)}L{point(MIDDLE, y - h * 1.25)}L{point(MIDDLE + w, y)}L{point(MIDDLE, y + h * 1.25)}z", GLASS, width=1.4)


def seal(plan: Plan, x: float, y: float, r: float) -> str:
    """A round family seal."""
    ornament = petals(4, 1, r * 0.85, r * 0.3, 45)
    return circle(x, y, r, GLASS) + f'<path transform="translate({point(x, y)})" d="{ornament}" fill="{plan.inks.flat}" stroke="none"/>'

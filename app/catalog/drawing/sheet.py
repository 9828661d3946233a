"""The sheet a drawing is printed on: paper, frame, backdrop, catalogue number and family word."""

from collections.abc import Callable

from app.catalog.drawing.ink import GROUND, INK, PAPER, Plan, circle, dashes, group, path, petals, point, polar, tag

FRAME = (
    "M24 9H216q2 13 15 15V276q-13 2-15 15H24q-2-13-15-15V24q13-2 15-15z"
    "M28 14H212q3 12 14 14V272q-11 2-14 14H28q-3-12-14-14V28q11-2 14-14z"
)


def sheet(plan: Plan, drawing: str) -> str:
    """The finished SVG: `drawing` on the paper of its family."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 300" width="240" height="300" '
        'font-family="Georgia,serif">'
        f'<path d="M0 0h240v300H0z" fill="{PAPER}"/>'
        f'<g fill="none" stroke="{INK}" stroke-width="2" stroke-linejoin="round" stroke-linecap="round">'
        f"{backdrop(plan)}{drawing}{path(FRAME, width=1)}"
        f"</g>{caption(plan)}</svg>"
    )


def caption(plan: Plan) -> str:
    """The printed words: catalogue number, size and family."""
    number = 101 + int(plan.seed, 16) % 899
    word = plan.inks.word
    rule = len(word) * 6 + 12
    return (
        f'<g fill="{INK}" font-size="13">'
        f'<text x="30" y="40">N° {number}</text>{_size(plan)}'
        '<text x="120" y="274" text-anchor="middle" letter-spacing="3" font-size="12" '
        f'fill="{plan.inks.flat}">{word}</text></g>'
        f'<path d="M{120 - rule} 270h-14m{2 * rule + 14} 0h14" stroke="{plan.inks.flat}"/>'
    )


def _size(plan: Plan) -> str:
    if not plan.size:
        return ""
    unit = "g" if plan.shape in ("pouch", "jar", "candle", "incense", "soap") else "ml"
    return f'<text x="210" y="40" text-anchor="end">{plan.size} {unit}</text>'


def backdrop(plan: Plan) -> str:
    """The flat tint behind the thing, chosen by family and seed, and the ground it stands on."""
    choices = BACKDROPS[plan.family]
    return choices[plan.digit(3) % len(choices)](plan) + path(f"M34 {GROUND:g}H206M132 252h58M146 256h30", width=1.2)


def _disc(plan: Plan) -> str:
    ring = tag(
        "circle",
        cx=120,
        cy=148,
        r=92,
        stroke=plan.inks.flat,
        stroke_width=5,
        stroke_dasharray="1.2 4.6",
        stroke_linecap="butt",
    )
    return tag("circle", cx=120, cy=148, r=84, fill=plan.inks.tint, stroke="none") + ring


def _arch(plan: Plan) -> str:
    outer = path(f"M32 {GROUND:g}V136a88 88 0 0 1 176 0V{GROUND:g}", stroke=plan.inks.flat, width=1)
    return path(f"M38 {GROUND:g}V136a82 82 0 0 1 164 0V{GROUND:g}z", plan.inks.tint, "none") + outer


def _sunburst(plan: Plan) -> str:
    rays = tag(
        "circle",
        cx=120,
        cy=150,
        r=70,
        stroke=plan.inks.tint,
        stroke_width=56,
        stroke_dasharray="9.16 9.16",
        stroke_linecap="butt",
    )
    return rays + tag("circle", cx=120, cy=150, r=42, fill=plan.inks.tint, stroke="none")


def _stripes(plan: Plan) -> str:
    return dashes("M120 60V247", 172, "6 4", plan.inks.tint)


def _mountain(plan: Plan) -> str:
    flank = f"M28 {GROUND:g}C70 214 84 150 98 112q6-8 12-3q6-4 12 2C142 168 160 218 212 {GROUND:g}z"
    hatch = "M126 130l10 22M132 158l14 30M140 190l18 34M120 134l2 20M122 168l5 26M128 206l8 30M158 230l8 12"
    return (
        tag("circle", cx=166, cy=104, r=27, fill=plan.inks.flat, stroke="none")
        + path(flank, plan.inks.tint, "none")
        + path(hatch, stroke=plan.inks.flat, width=1)
    )


def _gunungan(plan: Plan) -> str:
    leaf = (
        f"M120 46C134 88 204 108 204 176C204 214 196 236 184 {GROUND:g}H56C44 236 36 214 36 176C36 108 106 88 120 46z"
    )
    line = (
        f"M120 36C138 82 211 102 211 176C211 214 204 236 192 {GROUND:g}"
        f"M48 {GROUND:g}C36 236 29 214 29 176C29 102 102 82 120 36"
    )
    return path(leaf, plan.inks.tint, "none") + path(line, stroke=plan.inks.flat, width=1)


def _waves(plan: Plan) -> str:
    rows = "".join(f"M30 {y}q11-13 22 0t22 0 22 0 22 0 22 0 22 0 22 0 22 0" for y in range(178, 246, 13))
    moon = tag("circle", cx=120, cy=124, r=66, fill=plan.inks.tint, stroke="none")
    return moon + path(rows, stroke=plan.inks.flat, width=1)


def _beads(plan: Plan) -> str:
    beads = tag(
        "ellipse", cx=120, cy=150, rx=84, ry=96, stroke=plan.inks.flat, stroke_width=4, stroke_dasharray="0 9.45"
    )
    return tag("ellipse", cx=120, cy=150, rx=75, ry=87, fill=plan.inks.tint, stroke="none") + beads


def _dots(plan: Plan) -> str:
    rows = "".join(f"M{34 + (y // 12 % 2) * 6} {y}H208" for y in range(60, 246, 12))
    return tag("path", d=rows, stroke=plan.inks.tint, stroke_width=5, stroke_dasharray="0 12")


def _rings(plan: Plan) -> str:
    rings = "".join(circle(112, 150, r) for r in (24, 38, 50, 62, 70, 84))
    disc = tag("circle", cx=114, cy=150, r=90, fill=plan.inks.tint, stroke="none")
    return f'{disc}<g stroke="{plan.inks.flat}" stroke-width=".9">{rings}</g>'


def _flower(plan: Plan) -> str:
    return group(path(petals(8, 20, 96, 32), plan.inks.tint, plan.inks.flat, 0.9), (120, 150))


def _leaves(plan: Plan) -> str:
    leaves = "".join(
        f"M120 {GROUND:g}Q{point(*_bow(angle, 20))} {point(*_tip(angle))}Q{point(*_bow(angle, -20))} 120 {GROUND:g}z"
        for angle in (-66, -30, 30, 66)
    )
    return path(leaves, plan.inks.tint, plan.inks.flat, 0.9)


def _tip(angle: float) -> tuple[float, float]:
    x, y = polar(190 - abs(angle) * 1.4, angle)
    return 120 + x, GROUND + y


def _bow(angle: float, lean: float) -> tuple[float, float]:
    x, y = polar(120 - abs(angle) * 0.9, angle + lean)
    return 120 + x, GROUND + y


Backdrop = Callable[[Plan], str]
BACKDROPS: dict[str, tuple[Backdrop, ...]] = {
    "floral": (_disc, _beads, _flower, _arch),
    "citrus": (_sunburst, _disc, _dots, _arch),
    "spicy": (_mountain, _sunburst, _arch, _beads),
    "woody": (_rings, _gunungan, _mountain, _arch),
    "fresh": (_stripes, _disc, _leaves, _dots),
    "gourmand": (_beads, _dots, _arch, _gunungan),
    "aquatic": (_waves, _stripes, _disc, _waves),
    "green": (_leaves, _mountain, _gunungan, _stripes),
    "plain": (_disc, _dots, _stripes, _beads),
}

"""Raw material: dropper bottles, apothecary glass, jars and pouches."""

from app.catalog.drawing.bottles import filled, measure
from app.catalog.drawing.closures import bulb, cork, screw
from app.catalog.drawing.glass import block, faceted, gleam, liquid, shading, shouldered
from app.catalog.drawing.ink import GLASS, GROUND, MIDDLE, Plan, dashes, group, num, path, point, rect, thin
from app.catalog.drawing.labels import label
from app.catalog.drawing.motifs import beside, motif

AMBER, MOLASSES = "#b5763a", "#8a4f22"
KRAFT = "#dbb98a"


def dropper(plan: Plan) -> str:
    """A round-shouldered bottle under a pipette."""
    scale = measure(plan)
    body = (shouldered, faceted, block)[plan.digit(1) % 3]
    vessel = body(33 * scale, GROUND - 92 * scale, GROUND, 11 * scale)
    neck = rect(MIDDLE - 11 * scale, vessel.top - 4, 22 * scale, 5, GLASS)
    return (
        filled(plan, vessel, 0.16)
        + neck
        + bulb(vessel.top - 4, 14 * scale, 56 * scale, plan.inks.flat)
        + beside(plan, 33 * scale)
    )


def amber(plan: Plan) -> str:
    """Apothecary's brown glass with a screw cap and a wide label."""
    scale = measure(plan)
    vessel = shouldered(40 * scale, GROUND - 108 * scale, GROUND, 13 * scale)
    middle = vessel.top + 66 * scale
    band = rect(MIDDLE - 40 * scale, middle - 26 * scale, 80 * scale, 52 * scale, plan.inks.tint)
    return (
        path(vessel.outline(), AMBER)
        + liquid(vessel, vessel.top + 26 * scale, MOLASSES)
        + gleam(vessel, vessel.top + 30 * scale, vessel.top + 38 * scale, "#e6b27c")
        + band
        + shading(vessel, vessel.top + 24 * scale)
        + label(plan, middle, 24 * scale, 19 * scale)
        + screw(vessel.top, 17 * scale, 25 * scale)
        + beside(plan, 40 * scale)
    )


def jar(plan: Plan) -> str:
    """A jar of resin or butter under its cork."""
    scale = 1.22 if plan.size > 50 else 1.04
    vessel = shouldered(50 * scale, GROUND - 92 * scale, GROUND, 36 * scale)
    content = liquid(vessel, vessel.top + 30 * scale, plan.inks.flat)
    lumps = _lumps(plan, vessel.top + 30 * scale, 40 * scale)
    rim = rect(MIDDLE - 40 * scale, vessel.top - 6, 80 * scale, 7, GLASS)
    return (
        path(vessel.outline(), GLASS)
        + content
        + lumps
        + gleam(vessel, vessel.top + 36 * scale, vessel.bottom - 14)
        + shading(vessel, vessel.top + 20)
        + label(plan, vessel.top + 60 * scale, 27 * scale, 20 * scale)
        + rim
        + cork(vessel.top - 6, 33 * scale, 20 * scale)
        + beside(plan, 50 * scale, 0.9)
    )


def _lumps(plan: Plan, y: float, half: float) -> str:
    """The uneven top of what lies in a jar."""
    rises = [3 + plan.digit(index % 6) % 5 for index in range(6)]
    arcs = "".join(f"q{num(half / 6)}-{rise * 2} {num(half / 3)} 0" for rise in rises)
    return path(f"M{point(MIDDLE - half, y + 1)}{arcs}", plan.inks.flat, width=1.2)


def pouch(plan: Plan) -> str:
    """A kraft pouch, tied, with the plant printed on it."""
    w, h = (60, 146) if plan.size > 100 else (52, 130)
    left, right, top = MIDDLE - w, MIDDLE + w, GROUND - h
    bag = f"M{point(left, GROUND)}q-7-{h // 2} 5-{h}H{num(right - 5)}q12 {h // 2} 5 {h}z"
    folds = f"M{point(right - 6, top + 34)}q5 30 2 62m-7-56q4 20 3 40M{point(left + 6, top + 40)}q-5 26-2 50"
    seam = dashes(f"M{point(left + 9, top + 20)}h{2 * w - 18}", 5, "1.4 3.4", plan.inks.flat)
    flap = path(f"M{point(left + 5, top)}h{2 * w - 10}l2 28h-{2 * w - 6}z", plan.inks.tint)
    panel = path(f"M{point(MIDDLE - 35, top + 44)}h70v70h-70z", GLASS, width=1.4)
    picture = thin(group(motif(plan), (MIDDLE, top + 79), scale=1.1), 1.5)
    return path(bag, KRAFT) + flap + seam + path(folds, width=1) + panel + picture + _twine(top + 28, w)


def _twine(y: float, w: float) -> str:
    knot = f"M{point(MIDDLE, y)}q-16-14-18-2t18 2q16-14 18-2t-18 2l-7 13M{point(MIDDLE, y)}l8 12"
    return path(f"M{point(MIDDLE - w + 2, y)}h{num(2 * w - 4)}", width=2.6) + path(knot, GLASS, width=1.4)

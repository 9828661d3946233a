"""Perfume bottles. Concentration decides the build, size its measure, the seed body, closure and label."""

from app.catalog.drawing.closures import SPRAY_CAPS, STOPPERS, collar, drop
from app.catalog.drawing.glass import (
    BODIES,
    Vessel,
    arched,
    block,
    faceted,
    glass,
    gleam,
    gourd,
    liquid,
    medallion,
    shading,
    shouldered,
)
from app.catalog.drawing.ink import BRASS, GROUND, MIDDLE, Plan, num, path, rect
from app.catalog.drawing.labels import label


def measure(plan: Plan) -> float:
    """How large a bottle of this size stands on the sheet; the drawings are made for 1."""
    steps = ((5, 0.66), (10, 0.76), (15, 0.82), (30, 0.96), (50, 1.12), (75, 1.2))
    return next((scale for limit, scale in steps if plan.size <= limit), 1.27)


def flacon(plan: Plan) -> str:
    """Eau de parfum: a full-bodied spray flacon."""
    scale = measure(plan)
    body = BODIES[plan.digit(1) % len(BODIES)]
    vessel = body(40 * scale, GROUND - 104 * scale, GROUND, 10 * scale)
    cap = SPRAY_CAPS[plan.digit(2) % len(SPRAY_CAPS)](vessel.top - 7, 16 * scale, 36 * scale, plan.inks.flat)
    return filled(plan, vessel, 0.2) + collar(vessel.top, 11 * scale, BRASS) + cap


def cologne(plan: Plan) -> str:
    """Eau de toilette: slender, with the lighter ink inside."""
    scale = measure(plan)
    body = (block, shouldered, arched, faceted)[plan.digit(1) % 4]
    vessel = body(29 * scale, GROUND - 116 * scale, GROUND, 9 * scale)
    cap = SPRAY_CAPS[plan.digit(2) % len(SPRAY_CAPS)](vessel.top - 7, 13 * scale, 30 * scale, plan.inks.flat)
    return filled(plan, vessel, 0.12, plan.inks.tint) + collar(vessel.top, 10 * scale, BRASS) + cap


def extrait(plan: Plan) -> str:
    """Extrait: low, heavy glass under a ground stopper, filled with the full ink."""
    scale = measure(plan) * 1.04
    body = (gourd, medallion, faceted, block)[plan.digit(1) % 4]
    vessel = body(48 * scale, GROUND - 78 * scale, GROUND, 9 * scale)
    stopper = STOPPERS[plan.digit(2) % len(STOPPERS)](vessel.top - 15 * scale, 20 * scale, 36 * scale, plan.inks.flat)
    neck = rect(MIDDLE - 9 * scale, vessel.top - 15 * scale, 18 * scale, 15 * scale, plan.inks.tint)
    thread = path(
        f"M{num(MIDDLE - 9 * scale)} {num(vessel.top - 5)}h{num(18 * scale)}m0-4h{num(-18 * scale)}", width=1.2
    )
    return filled(plan, vessel, 0.3) + neck + thread + stopper


def attar(plan: Plan) -> str:
    """Perfume oil: a slim vial with a glass drop for a stopper."""
    scale = measure(plan) * 1.12
    body = (shouldered, gourd, faceted, arched)[plan.digit(1) % 4]
    vessel = body(25 * scale, GROUND - 92 * scale, GROUND, 7 * scale)
    neck = rect(MIDDLE - 8 * scale, vessel.top - 9, 16 * scale, 9, BRASS)
    return filled(plan, vessel, 0.34) + neck + drop(vessel.top - 9, 14 * scale, 34 * scale, plan.inks.flat)


def filled(plan: Plan, vessel: Vessel, empty: float, colour: str | None = None) -> str:
    """Glass, liquid up to a part `empty` below the shoulder, shading and label."""
    height = vessel.bottom - vessel.top
    level = vessel.top + height * empty
    middle = vessel.top + height * 0.6
    width = vessel.half_width(middle)
    return (
        glass(vessel)
        + liquid(vessel, level, colour or plan.inks.flat)
        + gleam(vessel, level + 5, vessel.bottom - 14)
        + shading(vessel, vessel.top + height * 0.26)
        + label(plan, middle, min(width * 0.58, 26), min(height * 0.22, 22))
    )

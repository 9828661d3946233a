"""Other things of scent: candles, diffusers, incense, soap, and boxes to give away."""

from app.catalog.drawing.closures import collar
from app.catalog.drawing.glass import block, glass, gleam, liquid, shading, shouldered
from app.catalog.drawing.ink import (
    GLASS,
    GROUND,
    INK,
    MIDDLE,
    WOOD,
    Plan,
    circle,
    dashes,
    ellipse,
    group,
    hatching,
    num,
    ornament,
    path,
    point,
    rect,
    tag,
    thin,
)
from app.catalog.drawing.labels import label
from app.catalog.drawing.motifs import beside, motif


def candle(plan: Plan) -> str:
    """A candle burning in its glass."""
    vessel = block(46, 158, GROUND, 40)
    flame = path("M120 86q15 20 14 32a14 15 0 0 1-28 0q0-8 6-14 5 4 4-6 0-6 4-12z", plan.inks.tint) + path(
        "M120 132q-9-6 0-20 9 14 0 20z", plan.inks.flat, width=1.4
    )
    halo = _halo(plan.inks.flat)
    wax = liquid(vessel, 176, plan.inks.flat) + ellipse(120, 176, 41, 6, plan.inks.tint)
    return (
        halo
        + glass(vessel)
        + wax
        + path("M120 176V134", width=2.6)
        + flame
        + shading(vessel, 184)
        + gleam(vessel, 188, 236)
        + label(plan, 212, 26, 19)
        + beside(plan, 46, 0.9)
    )


def _halo(colour: str) -> str:
    """Short rays round a flame."""
    halo = tag("circle", cx=120, cy=116, r=38, stroke_width=9, stroke_dasharray="1.6 10.34", stroke_linecap="butt")
    return f'<g stroke="{colour}">{halo}</g>'


def diffuser(plan: Plan) -> str:
    """Reeds in a square bottle."""
    reeds = path("M112 166L76 62M116 166L100 54M120 166L124 50M124 166L146 56M128 166L168 66", stroke=INK, width=4.5)
    light = path("M112 166L76 62M116 166L100 54M120 166L124 50M124 166L146 56M128 166L168 66", stroke=WOOD, width=2)
    vessel = (block, shouldered)[plan.digit(1) % 2](42, 170, GROUND, 14)
    return (
        reeds
        + light
        + glass(vessel)
        + liquid(vessel, 190, plan.inks.flat)
        + gleam(vessel, 196, 236)
        + shading(vessel, 186)
        + label(plan, 216, 24, 16)
        + collar(172, 15, INK)
        + beside(plan, 42)
    )


def incense(plan: Plan) -> str:
    """Incense sticks in a bowl, smoke rising."""
    smoke = path(
        "M104 106q-14-14 0-28t0-28M122 98q12-12 0-25t2-26M140 110q-12-12 0-24t0-26", stroke=plan.inks.flat, width=1.6
    )
    sticks = path("M116 200L104 108M120 200L122 100M124 200L140 112", stroke=INK, width=3.4) + path(
        "M104 108l.6 5M122 100v5M140 112l-.8 5", stroke=plan.inks.tint, width=4
    )
    ash = ellipse(120, 198, 54, 9, plan.inks.tint)
    bowl = path("M66 198q4 40 36 44v6h36v-6q32-4 36-44-54 18-108 0z", plan.inks.flat)
    pattern = ornament((120, 226), 13, GLASS)
    hatch = path("M166 216l-9 5M163 222l-12 7M159 228l-14 8M153 234l-13 8M145 240l-10 6", width=1)
    return (
        smoke
        + ash
        + sticks
        + bowl
        + pattern
        + hatch
        + path("M77 214q5 14 14 20", stroke=GLASS)
        + beside(plan, 62, 0.75)
    )


def soap(plan: Plan) -> str:
    """A wrapped bar on another, with the plant on the band."""
    lower = path("M44 248v-34l14-12h124l14 12v34z", plan.inks.tint) + path("M44 214h152M182 202l14 12", width=1.2)
    bar = path("M58 200v-66q0-6 6-6h112q6 0 6 6v66z", plan.inks.flat)
    band = rect(84, 128, 72, 72, GLASS) + path("M90 128v72M150 128v72", stroke=plan.inks.flat, width=1)
    hatch = hatching((178, 140, 8, 10, 14, 11, 15, 12, 14, 16), (192, 222, 8, 12, 16, 14))
    bubbles = (
        circle(64, 108, 9, GLASS)
        + circle(82, 98, 6, GLASS)
        + circle(66, 88, 4, GLASS)
        + path("M60 104q2-3 5-3", width=1)
    )
    picture = thin(group(motif(plan), (120, 164)), 1.5)
    return lower + bar + band + hatch + bubbles + picture


def giftset(plan: Plan) -> str:
    """A box with a ribbon, two flacons looking out."""
    small = rect(66, 122, 30, 44, GLASS) + rect(71, 138, 20, 28, plan.inks.flat) + circle(81, 110, 11, plan.inks.flat)
    tall = (
        rect(140, 104, 34, 60, GLASS)
        + rect(145, 124, 24, 40, plan.inks.flat)
        + rect(147, 80, 20, 24, plan.inks.tint)
        + path("M152 84v16M157 84v16M162 84v16", width=1)
    )
    box = rect(46, 170, 148, 78, plan.inks.tint) + rect(40, 158, 160, 16, GLASS)
    dots = dashes("M54 212H106M136 212H188", 60, "1 5", plan.inks.flat)
    ribbon = rect(108, 158, 26, 90, plan.inks.flat) + path(
        "M121 160q-40-36-46-8t46 8q40-36 46-8t-46 8l-18 26M121 160l18 26", plan.inks.flat
    )
    return (
        small
        + tall
        + box
        + dots
        + ribbon
        + circle(121, 160, 6, GLASS)
        + path("M114 176v68M128 190v54", stroke=GLASS, width=1)
    )


def samples(plan: Plan) -> str:
    """A rack of sample vials, no two filled alike."""
    levels = [150 + plan.digit(index % 6) * 2.6 for index in range(5)]
    colours = (plan.inks.flat, plan.inks.tint, plan.inks.flat, plan.inks.tint, plan.inks.flat)
    vials = "".join(
        _vial(58 + index * 31, level, colour) for index, (level, colour) in enumerate(zip(levels, colours, strict=True))
    )
    rack = rect(40, 206, 160, 42, WOOD) + path(
        "M48 214q30 5 60 0t80 2M48 238q40-5 70 0t72-3M60 226q10-4 20 0t24-1", width=0.9
    )
    return vials + rack + rect(92, 214, 56, 25, GLASS) + ornament((120, 226), 11, plan.inks.flat)


def _vial(x: float, level: float, colour: str) -> str:
    return (
        rect(x - 10, 122, 20, 88, GLASS)
        + path(f"M{point(x - 7, level)}h14V206h-14z", colour, "none")
        + rect(x - 11, 100, 22, 22, INK)
        + path(f"M{num(x + 8)} 170h-4m4 8h-6m6 8h-5m5 8h-7", width=1)
        + path(f"M{num(x - 6)} 106v10", stroke=GLASS, width=1.4)
    )


def book(plan: Plan) -> str:
    """A bound notebook of scents with a ribbon."""
    cover = path("M62 248V96q0-10 10-10h106v162z", plan.inks.flat) + path("M62 240q0-10 10-10h106M76 86v144", width=1.4)
    pages = path("M66 248q-4-12 8-12h104v10H72z", GLASS) + path("M78 241h98", width=0.8)
    plate = rect(94, 112, 66, 78, GLASS) + path("M98 116h58v70h-58z", width=0.8)
    picture = thin(group(motif(plan), (127, 151)), 1.5)
    hatch = hatching((174, 100, 8, 8, 10, 8), (174, 196, 8, 10, 14, 12, 16))
    return (
        cover
        + pages
        + plate
        + picture
        + hatch
        + path("M150 248v14l-5-5-5 5v-26", plan.inks.tint, width=1.2)
        + path(f"M{num(MIDDLE - 50)} 92v130", stroke=GLASS, width=1)
    )

"""Tools of the perfumer's table."""

from app.catalog.drawing.ink import (
    BRASS,
    GLASS,
    INK,
    Plan,
    circle,
    dashes,
    ellipse,
    hatching,
    path,
    rect,
    scattered,
    tag,
)
from app.catalog.drawing.motifs import beside


def balance(plan: Plan) -> str:
    """A beam balance, a drop bottle in one pan and weights in the other."""
    stand = rect(116, 110, 8, 126, BRASS) + path("M92 248q2-12 28-12t28 12z", INK)
    beam = (
        path("M52 108Q120 92 188 108L184 114Q120 100 56 114z", BRASS)
        + circle(120, 102, 8, plan.inks.flat)
        + path("M120 94V78l-4 5M120 78l4 5")
    )
    chains = path("M54 112L34 186M54 112L74 186M186 112L166 186M186 112L206 186", width=1)
    pans = path("M30 186h48q-4 16-24 16t-24-16zM162 186h48q-4 16-24 16t-24-16z", plan.inks.flat)
    load = (
        path("M46 186v-18h4v-8h8v8h4v18z", GLASS)
        + rect(168, 168, 16, 18, INK)
        + rect(188, 174, 11, 12, BRASS)
        + path("M47 178h14v7h-14z", plan.inks.tint, "none")
    )
    return stand + beam + chains + pans + load + path("M40 192h28M172 192h28", stroke=GLASS, width=1)


def scale(plan: Plan) -> str:
    """A pocket scale with its reading."""
    pan = path("M62 176h116l-10-14H72z", BRASS) + ellipse(120, 162, 48, 8, GLASS)
    body = path("M50 248v-56q0-16 16-16h108q16 0 16 16v56z", plan.inks.flat) + path(
        "M182 196v44M176 204v36M170 214v26", width=1
    )
    reading = '<text x="140" y="220" text-anchor="end" font-size="24" fill="#35231a" stroke="none">12,05</text>'
    buttons = circle(160, 204, 5, BRASS) + circle(160, 222, 5, GLASS)
    flask = (
        path("M108 160v-26l-4-8v-8h32v8l-4 8v26z", GLASS)
        + path("M112 158v-16h16v16z", plan.inks.tint, "none")
        + rect(106, 104, 28, 14, INK)
    )
    return pan + flask + body + rect(66, 194, 80, 36, GLASS) + reading + buttons


def pipette(plan: Plan) -> str:
    """Three pipettes and the drop that falls from one."""
    one = (
        path("M-6 0V92L-2 112H2L6 92V0z", GLASS)
        + path("M-3 44V91L0 108 3 91V44z", plan.inks.flat, "none")
        + path("M-9 0h18v9h-18z", INK)
        + path("M-6 0v-22q0-14 6-14t6 14V0z", plan.inks.flat)
        + path("M3 22h3M1 34h5M3 46h3M1 58h5M3 70h3", width=1)
    )
    turned = scattered(one, (84, 108, 14), (158, 112, -14), (121, 92, 0))
    drop = path("M121 216q9 13 9 19a9 9 0 0 1-18 0q0-6 9-19z", plan.inks.flat) + path(
        "M116 235q0 5 5 6", stroke=GLASS, width=1.4
    )
    return turned + drop


def beaker(plan: Plan) -> str:
    """A beaker with its marks and a glass rod."""
    glass = path("M66 104q6 2 8 10V236q0 12 12 12h68q12 0 12-12V104z", GLASS)
    filled = path("M79 182V233q0 10 10 10h62q10 0 10-10V182z", plan.inks.flat, "none")
    level = ellipse(120, 182, 41, 5, plan.inks.tint)
    rod = path("M150 84L112 226", stroke=INK, width=6) + path("M150 84L112 226", stroke=GLASS, width=3)
    marks = path("M86 124h18M86 140h12M86 156h18M86 172h12", width=1.4)
    numbers = "".join(
        f'<text x="109" y="{y}" font-size="11" fill="{INK}" stroke="none">{text}</text>'
        for y, text in ((128, 75), (160, 50))
    )
    shade = hatching((158, 186, 8, 9, 12, 14, 12, 16, 14, 18)) + path("M90 204v24", stroke=GLASS, width=2.4)
    return glass + filled + level + rod + marks + numbers + shade + beside(plan, 52, 0.8)


def funnel(plan: Plan) -> str:
    """A funnel in the neck of a small flask."""
    flask = path("M106 168v24L74 236q-4 12 8 12h76q12 0 8-12l-32-44v-24z", GLASS) + path(
        "M92 220h56l13 18q2 6-4 6H83q-6 0-4-6z", plan.inks.flat, "none"
    )
    cone = path("M68 84h104l-42 56v44h-20v-44z", plan.inks.tint) + ellipse(120, 84, 52, 9, GLASS)
    slope = path("M158 106l-8 5M152 113l-12 7M147 120l-14 8M142 127l-14 8M137 134l-12 7", width=1)
    hatch = slope + hatching((127, 148, 8, 7, 9, 7, 9), (156, 232, 8, 12, 18))
    return (
        flask
        + cone
        + path("M78 96L116 144", stroke=GLASS, width=2.4)
        + hatch
        + path("M120 190v10m0 5v5", stroke=plan.inks.flat, width=3)
    )


def strips(plan: Plan) -> str:
    """Blotter strips in a fan, their tips dipped."""
    one = (
        path("M-8 0V-118L-5-136H5L8-118V0z", GLASS)
        + path("M-8-108V-118L-5-136H5L8-118V-108z", plan.inks.flat)
        + path("M-3-30v-60", width=0.9)
    )
    fan = scattered(one, *((120, 236, angle) for angle in (-40, -24, -8, 8, 24, 40)))
    holder = path("M78 248V212q42-16 84 0V248z", plan.inks.tint) + dashes("M86 232H156", 16, "1.2 4", plan.inks.flat)
    return (
        fan
        + holder
        + path("M78 222q42-16 84 0", width=1)
        + circle(120, 229, 9, GLASS)
        + path("M120 224v10m-5-5h10", stroke=plan.inks.flat)
    )


def atomiser(plan: Plan) -> str:
    """A spray bottle with a squeezed ball and its mist."""
    flat = plan.inks.flat
    body = path("M88 248q-16 0-16-18V178q0-20 24-24h16q24 4 24 24v52q0 18-16 18z", GLASS)
    liquid = path("M75 196h58v36q0 13-14 13H89q-14 0-14-13z", flat, "none")
    facets = path("M88 164V244M120 164V244", width=1) + path("M104 154V236", width=1.6)
    head = rect(96, 140, 16, 14, BRASS) + path("M90 140v-18h28v18z", INK) + path("M90 128H74", width=5)
    ball = path("M118 132Q150 122 156 150", width=3) + ellipse(158, 166, 18, 24, flat) + path("M158 190v12", width=3)
    net = path("M146 150l24 32M170 150l-24 32M158 142v48M142 166h32", stroke=GLASS, width=0.9)
    mist = tag("path", d="M57 120v16M46 112v32M35 104v48", stroke=flat, stroke_width=3, stroke_dasharray="0 8")
    return body + liquid + facets + hatching((134, 190, 8, 7, 10, 9, 12, 10, 13)) + head + ball + net + mist


def still(plan: Plan) -> str:
    """A copper still with its swan neck and a receiving flask."""
    pot = path("M44 232q-12-58 34-62q46 4 34 62z", "#d08a55") + path("M60 170q2-18 12-24h12q10 6 12 24z", "#d08a55")
    neck = path("M78 146q-2-34 30-30Q150 122 168 190l-10 3Q140 134 106 130q-14-2-14 16z", BRASS)
    stove = path("M38 248v-16h80v16z", INK) + path(
        "M58 248q4-14 8-6 4-12 10-2 6-10 8 0 6-4 6 8", plan.inks.tint, plan.inks.flat, 1.4
    )
    rivets = dashes("M46 206H110", 3, "2 6", INK)
    flask = path("M156 194h18v10q22 14 16 36-2 8-10 8h-30q-8 0-10-8-6-22 16-36z", GLASS) + path(
        "M144 224h42q4 16-6 19h-30q-10-3-6-19z", plan.inks.flat, "none"
    )
    shade = hatching((108, 186, 8, 9), (112, 194, 8, 12, 10, 12, 14, 12))
    return pot + neck + stove + rivets + shade + flask + path("M58 186q-8 16-6 34", stroke=GLASS, width=2.4)

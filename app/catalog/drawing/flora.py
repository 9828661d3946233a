"""Small botanicals, about 24 round the origin: flowers, citrus and leaves."""

from app.catalog.drawing.ink import (
    GLASS,
    INK,
    Inks,
    circle,
    group,
    num,
    path,
    petal,
    petals,
    point,
    polar,
    scattered,
    spokes,
)


def melati(inks: Inks) -> str:
    """Jasmine: six white petals, a bud and a leaf."""
    leaf = path(petal(4, 34, 9, 118) + petal(4, 30, 8, 62), inks.tint)
    vein = path(spokes(1, 10, 30, 118) + spokes(1, 10, 26, 62), width=0.9)
    flower = path(petals(6, 3, 23, 8.5, 12), GLASS) + path(spokes(6, 6, 13, 12), stroke=inks.flat, width=1)
    return leaf + vein + flower + circle(0, 0, 3.4, inks.flat)


def kamboja(inks: Inks) -> str:
    """Frangipani: five petals turning like a pinwheel, dark at the heart."""
    ring, hearts = "", ""
    for step in range(5):
        angle = step * 72
        tip, left, right = polar(25, angle + 14), polar(25, angle - 26), polar(24, angle + 46)
        ring += f"M0 0Q{point(*left)} {point(*tip)}Q{point(*right)} 0 0z"
        hearts += petal(1, 12, 3, angle + 12)
    return path(ring, GLASS) + path(hearts, inks.flat, "none")


def mawar(inks: Inks) -> str:
    """A rose seen from above, with two leaves."""
    veins = path(spokes(1, 18, 29, 130) + spokes(1, 18, 29, 215), width=0.9)
    leaves = path(petal(14, 32, 8, 130) + petal(14, 32, 8, 215), inks.tint) + veins
    whorl = "M-3-1q3-6 7-1t-4 8q-9 1-8-8t11-9q12 1 10 13t-15 9M-8 1q-6 6-2 13M7-8q8-2 12 4M-6-9q-9 0-11 7"
    return leaves + circle(0, 0, 19, inks.flat) + path(whorl, stroke=GLASS, width=1.5)


def kenanga(inks: Inks) -> str:
    """Ylang-ylang: long drooping petals under a short stem."""
    drooping = ""
    for x in (-25, 25, -13, 13, 3):
        tip = point(x, 24 - abs(x) * 0.35)
        drooping += (
            f"M0-12C{point(x * 0.9, -14)} {point(x * 1.25, 4)} {tip}C{point(x * 0.7, 10)} {point(x * 0.2, 0)} 0-12z"
        )
    creases = path("M-17 2q-2 6-3 9M17 2q2 6 3 9M-6 4l-3 9M6 4l3 9", width=0.9)
    return path("M0-12q1-8 8-13") + path(drooping, inks.tint) + creases + circle(0, -12, 4, inks.flat)


def jeruk_iris(inks: Inks) -> str:
    """Half a lime, cut open, before a leaf."""
    wedges = "".join(petal(3, 16.5, 5.4, step * 45) for step in range(8))
    leaf = path(petal(14, 36, 8, 64), inks.tint) + path(spokes(1, 18, 33, 64), width=0.9)
    return leaf + circle(0, 0, 22, inks.flat) + circle(0, 0, 18.5, GLASS) + path(wedges, inks.tint, inks.flat, 1)


def jeruk_utuh(inks: Inks) -> str:
    """A whole mandarin with its leaf and pores."""
    pores = path("M-10-4h0M-4 3h0M-12 6h0M-5 12h0M4 8h0M3-3h0M-3-10h0M10 1h0M9 13h0", stroke=INK, width=2)
    shade = path("M12 15q7-5 8-14M7 18q3-1 5-3", width=1.1)
    leaf = path("M0-18Q8-36 27-29Q19-15 0-18z", inks.tint) + path("M2-19q9-3 18-7", width=0.9)
    return circle(0, 2, 21, inks.flat) + pores + shade + leaf + path("M0-18v-5")


def daun_purut(inks: Inks) -> str:
    """Kaffir lime: the leaf that narrows and begins again."""
    leaf = "M-22 20Q-24 2-8 2Q-11-8 0-20Q10-28 24-24Q26-8 16 2Q8 10-2 6Q0 22-22 20z"
    veins = "M-22 20L24-24M-14 12v-6M-14 12h7M4-5v-10M4-5h10M12-13v-8M12-13h8"
    return path(leaf, inks.flat) + path(veins, stroke=GLASS, width=1.1)


def daun_mint(inks: Inks) -> str:
    """A sprig of mint, leaves in pairs."""
    lower = path(petal(2, 27, 10, -70) + petal(2, 27, 10, 70), inks.flat)
    veins = path(spokes(1, 8, 22, -70) + spokes(1, 8, 22, 70), stroke=GLASS, width=1)
    upper = path(petal(1, 22, 8, -50) + petal(1, 22, 8, 50) + petal(0, 20, 7, 0), inks.tint)
    crown = upper + path(spokes(1, 2, 14, 0), width=0.9)
    return path("M0 26V-10") + group(lower + veins, (0, 10)) + group(crown, (0, -8))


def pucuk_teh(inks: Inks) -> str:
    """Two leaves and a bud."""
    leaves = path("M0 12Q-28 8-27-16Q-4-12 0 12z", inks.flat) + path("M0 12Q27 10 28-12Q5-10 0 12z", inks.tint)
    veins = path("M-4 6Q-14-2-23-11", stroke=GLASS, width=1.1) + path("M4 7q10-6 19-14", width=1)
    return path("M0 26V6") + leaves + veins + path("M0 8Q-7-10 1-25Q8-10 0 8z", GLASS) + path("M0 4V-12", width=0.9)


def lavender(inks: Inks) -> str:
    """Three stalks of small blossoms."""
    blossoms = "".join(f"M0 {y}q-8-1-7-7q6 0 7 7q1-7 7-7q1 6-7 7z" for y in (-18, -26, -34, -42))
    stalk = path("M0 0V-32") + path(blossoms, inks.flat, width=1.2)
    return scattered(stalk, (-2, 26, -24), (2, 26, 24), (0, 26, 0))


def pandan(inks: Inks) -> str:
    """Pandan: long blades in a fan."""
    blades = ""
    for x, y in ((-27, -8), (27, -10), (-14, -26), (16, -25)):
        blades += f"M-3 24Q{point(x * 0.3 - 5, y * 0.2)} {x} {y}Q{point(x * 0.5 + 7, y * 0.3)} 3 24z"
    middle = path("M-4 24Q-7-8 1-31Q8-8 4 24z", inks.flat) + path("M0 20V-20", stroke=GLASS, width=1.1)
    return path(blades, inks.tint) + middle


def pakis(inks: Inks) -> str:
    """A fern frond with its curl."""
    leaflets = ""
    for step in range(6):
        length = 19 - step * 2.4
        far, half = num(length), num(length / 2)
        leaflets += f"M0 {16 - step * 7}q-{half}-9-{far}-7q2 8 {far} 7q{half}-9 {far}-7q-2 8-{far} 7"
    return path(leaflets, inks.flat, width=1.2) + path("M0 26V-20q0-8 6-8t5 6q-1 4-5 2")


def nilam(inks: Inks) -> str:
    """Two scalloped patchouli leaves."""
    outline = "M0 16Q-26 14-21-2q-5-5 2-9-2-7 6-8 0-6 7-5 2-6 6-6t6 6q7-1 7 5 8 1 6 8 7 4 2 9Q26 14 0 16z"
    veins = "M0 14V-20M0 8l-12-9M0 8l12-9M0-3l-9-8M0-3l9-8"
    back = path(outline, inks.tint) + path(veins, width=1)
    front = path("M0 16v10") + path(outline, inks.flat) + path(veins, stroke=GLASS, width=1)
    return group(back, (11, 4), 42, 0.8) + group(front, (-5, 2), -14)


def bambu(inks: Inks) -> str:
    """Bamboo joints with leaves."""
    stems = path("M-14 26V4h9v22zM-15 4h11v-24h-9zM2 26V-2h8v28zM1-2h10v-22h-8z", inks.tint)
    leaves = path(petal(2, 24, 5, 70) + petal(2, 20, 5, 104), inks.flat)
    return stems + group(leaves, (9, -12)) + path("M-11 8v12M5 2v16M-11-14v10", width=0.9)

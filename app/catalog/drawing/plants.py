"""Small botanicals, about 24 round the origin: flowers, fruit and leaves."""

from app.catalog.drawing.ink import GLASS, INK, Inks, circle, dashes, ellipse, num, path, petal, petals, point, polar, spokes


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
    leaves = path(petal(14, 32, 8, 130) + petal(14, 32, 8, 215), inks.tint) + path(spokes(1, 18, 29, 130) + spokes(1, 18, 29, 215), width=0.9)
    whorl = "M-3-1q3-6 7-1t-4 8q-9 1-8-8t11-9q12 1 10 13t-15 9M-8 1q-6 6-2 13M7-8q8-2 12 4M-6-9q-9 0-11 7"
    return leaves + circle(0, 0, 19, inks.flat) + path(whorl, stroke=GLASS, width=1.5)


def kenanga(inks: Inks) -> str:
    """Ylang-ylang: long drooping petals under a short stem."""
    drooping = "".join(
        f"M0-12C{point(x * 0.9, -14)} {point(x * 1.25, 4)} {point(x, 24 - abs(x) * 0.35)}C{point(x * 0.7, 10)} {point(x * 0.2, 0)} 0-12z"
        for x in (-25, 25, -13, 13, 3)
    )
    return path("M0-12q1-8 8-13") + path(drooping, inks.tint) + path("M-17 2q-2 6-3 9M17 2q2 6 3 9M-6 4l-3 9M6 4l3 9", width=0.9) + circle(0, -12, 4, inks.flat)


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


def lawang(inks: Inks) -> str:
    """Star anise: eight boats, each with its seed."""
    seeds = "".join(petal(10, 18, 2.6, step * 45) for step in range(8))
    return path(petals(8, 0, 25, 6), inks.flat) + path(seeds, inks.tint, width=0.9) + circle(0, 0, 3, INK)


def cengkih(inks: Inks) -> str:
    """Three cloves."""
    clove = "M-2 22L-4-4Q-9-7-9-13L-4-9 0-14 4-9 9-13Q9-7 4-4L2 22z"
    one = path(clove, inks.flat) + circle(0, -14, 4.6, inks.tint) + path("M0 0v14", stroke=GLASS, width=1)
    turns = ((-13, 2, -24), (13, 3, 26), (0, -3, 0))
    return "".join(f'<g transform="translate({x} {y})rotate({angle})">{one}</g>' for x, y, angle in turns)


def kayu_manis(inks: Inks) -> str:
    """Cinnamon quills, tied."""
    quills = "".join(f"M{x}-22h9v44h-9z" for x in (-15, -4.5, 6))
    curls = "".join(f"M{point(x, -22)}q0-6 4.5-6t4.5 6q-4 3-5-1" for x in (-15, -4.5, 6))
    grain = "M-11-14v26M-1-8v24M10-15v22"
    tie = path("M-17-1h34v5h-34zM0 4l-6 9M2 4l5 8", GLASS, width=1.3)
    return f'<g transform="rotate(14)">{path(quills, inks.flat) + path(curls, inks.tint) + path(grain, stroke=GLASS, width=1) + tie}</g>'


def pala(inks: Inks) -> str:
    """A nutmeg fruit opened: flesh, red lace and nut."""
    flesh = path("M-24 4Q-24-20 0-22Q24-20 24 4Q22 22 0 24Q-22 22-24 4z", inks.tint)
    lace = path("M-5-14Q-15-4-10 10Q0 18 10 10Q15-4 5-14Q0-6-5-14z", inks.flat) + ellipse(0, 3, 7, 10, INK)
    return flesh + lace + path("M-4 10q-3-8 1-14M3 11q3-7 0-13", stroke=inks.tint, width=1.2) + path("M0-22q-1-5 4-8")


def daun_mint(inks: Inks) -> str:
    """A sprig of mint, leaves in pairs."""
    blades = petal(2, 27, 10, -70) + petal(2, 27, 10, 70)
    upper = petal(1, 22, 8, -50) + petal(1, 22, 8, 50) + petal(0, 20, 7, 0)
    return (path("M0 26V-10") + f'<g transform="translate(0 10)">{path(blades, inks.flat)}{path(spokes(1, 8, 22, -70) + spokes(1, 8, 22, 70), stroke=GLASS, width=1)}</g>'
            + f'<g transform="translate(0-8)">{path(upper, inks.tint)}{path(spokes(1, 2, 14, 0), width=0.9)}</g>')


def pucuk_teh(inks: Inks) -> str:
    """Two leaves and a bud."""
    leaves = path("M0 12Q-28 8-27-16Q-4-12 0 12z", inks.flat) + path("M0 12Q27 10 28-12Q5-10 0 12z", inks.tint)
    veins = path("M-4 6Q-14-2-23-11", stroke=GLASS, width=1.1) + path("M4 7q10-6 19-14", width=1)
    return path("M0 26V6") + leaves + veins + path("M0 8Q-7-10 1-25Q8-10 0 8z", GLASS) + path("M0 4V-12", width=0.9)


def lavender(inks: Inks) -> str:
    """Three stalks of small blossoms."""
    stalk = path("M0 26V-6") + path("".join(f"M0 {y}q-8-1-7-7q6 0 7 7q1-7 7-7q1 6-7 7z" for y in (8, 0, -8, -16)), inks.flat, width=1.2)
    return "".join(f'<g transform="translate({x} 0)rotate({angle} 0 26)">{stalk}</g>' for x, angle in ((-2, -24), (2, 24), (0, 0)))


def pandan(inks: Inks) -> str:
    """Pandan: long blades in a fan."""
    blades = "".join(f"M-3 24Q{point(x * 0.3 - 5, y * 0.2)} {x} {y}Q{point(x * 0.5 + 7, y * 0.3)} 3 24z" for x, y in ((-27, -8), (27, -10), (-14, -26), (16, -25)))
    return path(blades, inks.tint) + path("M-4 24Q-7-8 1-31Q8-8 4 24z", inks.flat) + path("M0 20V-20", stroke=GLASS, width=1.1)


def pakis(inks: Inks) -> str:
    """A fern frond with its curl."""
    leaflets = ""
    for step in range(6):
        y, length = 16 - step * 7, 19 - step * 2.4
        leaflets += f"M0 {y}q-{num(length * 0.5)}-9-{num(length)}-7q2 8 {num(length)} 7q{num(length * 0.5)}-9 {num(length)}-7q-2 8-{num(length)} 7"
    return path(leaflets, inks.flat, width=1.2) + path("M0 26V-20q0-8 6-8t5 6q-1 4-5 2")


def nilam(inks: Inks) -> str:
    """Two scalloped patchouli leaves."""
    outline = "M0 16Q-26 14-21-2q-5-5 2-9-2-7 6-8 0-6 7-5 2-6 6-6t6 6q7-1 7 5 8 1 6 8 7 4 2 9Q26 14 0 16z"
    veins = "M0 14V-20M0 8l-12-9M0 8l12-9M0-3l-9-8M0-3l9-8"
    back = f'<g transform="translate(11 4)rotate(42)scale(.8)">{path(outline, inks.tint)}{path(veins, width=1)}</g>'
    return back + f'<g transform="translate(-5 2)rotate(-14)">{path("M0 16v10")}{path(outline, inks.flat)}{path(veins, stroke=GLASS, width=1)}</g>'


def bambu(inks: Inks) -> str:
    """Bamboo joints with leaves."""
    stems = "M-14 26V4h9v22zM-15 4h11v-24h-9zM2 26V-2h8v28zM1-2h10v-22h-8z"
    leaves = petal(2, 24, 5, 70) + petal(2, 20, 5, 104)
    return path(stems, inks.tint) + f'<g transform="translate(9-12)">{path(leaves, inks.flat)}</g>' + path("M-11 8v12M5 2v16M-11-14v10", width=0.9)


def akar(inks: Inks) -> str:
    """Vetiver: a tuft of fine roots under the cut grass."""
    roots = "".join(f"M{x * 0.4:g}-4q{x * 0.2 - 4:g} 10 {x * 0.4:g} 16t{x * 0.3:g} 14" for x in (-26, -18, -10, -3, 4, 11, 19, 27))
    return path("M-6-4l-6-22 8 10 1-14 5 14 6-13-1 15 7-9-6 19z", inks.tint) + path(roots, stroke=inks.flat, width=3.4) + path(roots, width=1) + path("M-11-5q11 5 22 0v6q-11 4-22 0z", inks.flat)


def cincin(inks: Inks) -> str:
    """A log's cut face with its rings."""
    rings = "".join(ellipse(0, -6, 20 * part, 13 * part) for part in (0.72, 0.46, 0.2))
    bark = path("M-24-6V12Q-20 26 0 26T24 12V-6", inks.flat) + path("M-18 8v11M-10 11v12M-1 12v11M8 11v10M16 8v11", stroke=GLASS, width=1)
    return bark + ellipse(0, -6, 24, 16, inks.tint) + f'<g stroke-width="1">{rings}</g>' + path("M0-6l17 8", width=1)


def keping(inks: Inks) -> str:
    """Agarwood chips, dark with resin."""
    chips = path("M-26 20l6-22 12-6 6 10-8 20z", inks.tint) + path("M-2 22L4-8l10-14 10 8-4 22-10 16z", inks.flat) + path("M-12-8l4-14 12-4-2 14z", INK)
    return chips + path("M-20 4l10-8M-22 12l14-12M-18 17l10-8", width=1) + path("M8-4l7-12M6 8L19-9M8 16l12-14", stroke=GLASS, width=1.1)


def kopi(inks: Inks) -> str:
    """Three coffee beans."""
    bean = ellipse(0, 0, 9.5, 13, inks.flat) + path("M1-12q-6 6 0 12t-2 12", stroke=GLASS, width=1.5)
    return "".join(f'<g transform="translate({x} {y})rotate({angle})">{bean}</g>' for x, y, angle in ((-12, 8, -38), (12, 10, 34), (1, -10, 78)))


def vanila(inks: Inks) -> str:
    """A vanilla flower over its pods."""
    pods = path("M-22 24Q-4 8 10-24q4 2 2 6Q4 10-18 27zM-6 27Q8 10 18-14q4 2 3 6Q14 12-2 28z", inks.flat)
    return pods + f'<g transform="translate(-6-6)">{path(petals(5, 2, 19, 5.5), GLASS)}{path(petals(3, 0, 8, 3.5, 36), inks.tint, width=1.1)}</g>'


def kakao(inks: Inks) -> str:
    """Half a cocoa pod with its beans."""
    pod = path("M0-28Q22-16 18 8Q14 24 0 29Q-14 24-18 8Q-22-16 0-28z", inks.flat) + path("M0-19Q13-10 11 7Q8 18 0 21Q-8 18-11 7Q-13-10 0-19z", GLASS, width=1.2)
    beans = "".join(ellipse(x, y, 4, 3, inks.tint) for x, y in ((0, -11), (-5, -3), (5, -3), (-4, 5), (5, 6), (0, 13)))
    return f'<g transform="rotate(18)">{pod}<g stroke-width="1">{beans}</g></g>'


def gula(inks: Inks) -> str:
    """Palm sugar, moulded in half coconut shells."""
    lower = path("M-25 22q1-19 13-19T1 22zM1 22Q2 3 13 3t12 19z", inks.flat)
    return lower + path("M-13 2Q-11-19 0-19T13 2z", inks.tint) + dashes("M-18 14h14M8 14h12M-6-6H7", 7, "1 3", GLASS) + path("M-28 22h56")


def kerang(inks: Inks) -> str:
    """A scallop."""
    fan = "M-5 20Q-30 10-25-8q6-2 6-8q7 1 9-6q6 3 10-3q4 6 10 3q2 7 9 6q0 6 6 8Q30 10 5 20z"
    return path(fan, inks.tint) + path("M-2 18L-20-10M-1 18L-10-18M0 18V-20M1 18L10-18M2 18L20-10", width=1) + path("M-9 17h18l-3 8h-12z", inks.flat)


def ombak(inks: Inks) -> str:
    """A breaking wave."""
    wave = "M-28 22Q-26-16 2-20Q22-20 24-4Q16-12 8-8Q-2-2 6 8Q14 16 28 14V22z"
    return path(wave, inks.flat) + path("M-20 17Q-18-6 0-12M-12 18Q-12 2-3-2M-3 18q-2-6 0-9", stroke=GLASS, width=1.3) + circle(16, -22, 2) + circle(23, -15, 1.5)


def garam(inks: Inks) -> str:
    """Salt crystals, stepped like small temples."""
    cube = "M0-14L12-8V6L0 12-12 6V-8z"
    faces = "M-12-8L0-2 12-8M0-2V12M-6-5V8M6-5V8"
    one = path(cube, GLASS) + path("M0-2L12-8V6L0 12z", inks.tint) + path(faces, width=1)
    return "".join(f'<g transform="translate({x} {y})scale({size:g})">{one}</g>' for x, y, size in ((-13, 12, 1), (13, 13, 0.9), (0, -7, 1.1)))


def tetes(inks: Inks) -> str:
    """Rain: three drops."""
    drop = "M0-16Q11 0 11 7A11 11 0 0 1-11 7Q-11 0 0-16z"
    one = path(drop, inks.flat) + path("M-6 7q0 6 6 7", stroke=GLASS, width=1.5)
    return "".join(f'<g transform="translate({x} {y})scale({size:g})">{one}</g>' for x, y, size in ((-12, 10, 1), (13, 14, 0.75), (6, -13, 0.8)))


def kawung(inks: Inks) -> str:
    """Four sugar-palm fruits, the batik rosette."""
    seeds = "".join(circle(*polar(13, angle), 1.2) for angle in (45, 135, 225, 315))
    return path(petals(4, 2, 25, 10, 45), inks.tint) + seeds + path("M0-6V6M-6 0H6", stroke=inks.flat)


"""Small things gathered, about 24 round the origin: spices, wood, sweets, and what the sea gives."""

from app.catalog.drawing.ink import (
    GLASS,
    INK,
    Inks,
    circle,
    dashes,
    ellipse,
    group,
    num,
    path,
    petal,
    petals,
    point,
    polar,
    scattered,
    thin,
)


def lawang(inks: Inks) -> str:
    """Star anise: eight boats, each with its seed."""
    seeds = "".join(petal(10, 18, 2.6, step * 45) for step in range(8))
    return path(petals(8, 0, 25, 6), inks.flat) + path(seeds, inks.tint, width=0.9) + circle(0, 0, 3, INK)


def cengkih(inks: Inks) -> str:
    """Three cloves."""
    clove = "M-2 22L-4-4Q-9-7-9-13L-4-9 0-14 4-9 9-13Q9-7 4-4L2 22z"
    one = path(clove, inks.flat) + circle(0, -14, 4.6, inks.tint) + path("M0 0v14", stroke=GLASS, width=1)
    return scattered(one, (-13, 2, -24), (13, 3, 26), (0, -3, 0))


def kayu_manis(inks: Inks) -> str:
    """Cinnamon quills, tied."""
    quills = path("".join(f"M{x}-22h9v44h-9z" for x in (-15, -4.5, 6)), inks.flat)
    curls = path("".join(f"M{point(x, -22)}q0-6 4.5-6t4.5 6q-4 3-5-1" for x in (-15, -4.5, 6)), inks.tint)
    grain = path("M-11-14v26M-1-8v24M10-15v22", stroke=GLASS, width=1)
    tie = path("M-17-1h34v5h-34zM0 4l-6 9M2 4l5 8", GLASS, width=1.3)
    return group(quills + curls + grain + tie, (0, 0), 14)


def pala(inks: Inks) -> str:
    """A nutmeg fruit opened: flesh, red lace and nut."""
    flesh = path("M-24 4Q-24-20 0-22Q24-20 24 4Q22 22 0 24Q-22 22-24 4z", inks.tint)
    lace = path("M-5-14Q-15-4-10 10Q0 18 10 10Q15-4 5-14Q0-6-5-14z", inks.flat) + ellipse(0, 3, 7, 10, INK)
    return flesh + lace + path("M-4 10q-3-8 1-14M3 11q3-7 0-13", stroke=inks.tint, width=1.2) + path("M0-22q-1-5 4-8")


def akar(inks: Inks) -> str:
    """Vetiver: a tuft of fine roots under the cut grass."""
    roots = ""
    for x in (-26, -18, -10, -3, 4, 11, 19, 27):
        roots += f"M{num(x * 0.4)}-4q{num(x * 0.2 - 4)} 10 {num(x * 0.4)} 16t{num(x * 0.3)} 14"
    grass = path("M-6-4l-6-22 8 10 1-14 5 14 6-13-1 15 7-9-6 19z", inks.tint)
    tie = path("M-11-5q11 5 22 0v6q-11 4-22 0z", inks.flat)
    return grass + path(roots, stroke=inks.flat, width=3.4) + path(roots, width=1) + tie


def cincin(inks: Inks) -> str:
    """A log's cut face with its rings."""
    rings = "".join(ellipse(0, -6, 20 * part, 13 * part) for part in (0.72, 0.46, 0.2))
    grain = path("M-18 8v11M-10 11v12M-1 12v11M8 11v10M16 8v11", stroke=GLASS, width=1)
    bark = path("M-24-6V12Q-20 26 0 26T24 12V-6", inks.flat) + grain
    return bark + ellipse(0, -6, 24, 16, inks.tint) + thin(rings, 1) + path("M0-6l17 8", width=1)


def keping(inks: Inks) -> str:
    """Agarwood chips, dark with resin."""
    pale = path("M-26 20l6-22 12-6 6 10-8 20z", inks.tint) + path("M-20 4l10-8M-22 12l14-12M-18 17l10-8", width=1)
    rich = path("M-2 22L4-8l10-14 10 8-4 22-10 16z", inks.flat)
    resin = path("M8-4l7-12M6 8L19-9M8 16l12-14", stroke=GLASS, width=1.1)
    return pale + rich + resin + path("M-12-8l4-14 12-4-2 14z", INK)


def kopi(inks: Inks) -> str:
    """Three coffee beans."""
    bean = ellipse(0, 0, 9.5, 13, inks.flat) + path("M1-12q-6 6 0 12t-2 12", stroke=GLASS, width=1.5)
    return scattered(bean, (-12, 8, -38), (12, 10, 34), (1, -10, 78))


def vanila(inks: Inks) -> str:
    """A vanilla flower over its pods."""
    pods = path("M-22 24Q-4 8 10-24q4 2 2 6Q4 10-18 27zM-6 27Q8 10 18-14q4 2 3 6Q14 12-2 28z", inks.flat)
    flower = path(petals(5, 2, 19, 5.5), GLASS) + path(petals(3, 0, 8, 3.5, 36), inks.tint, width=1.1)
    return pods + group(flower, (-6, -6))


def kakao(inks: Inks) -> str:
    """Half a cocoa pod with its beans."""
    shell = path("M0-28Q22-16 18 8Q14 24 0 29Q-14 24-18 8Q-22-16 0-28z", inks.flat)
    hollow = path("M0-19Q13-10 11 7Q8 18 0 21Q-8 18-11 7Q-13-10 0-19z", GLASS, width=1.2)
    places = ((0, -11), (-5, -3), (5, -3), (-4, 5), (5, 6), (0, 13))
    beans = "".join(ellipse(x, y, 4, 3, inks.tint) for x, y in places)
    return group(shell + hollow + thin(beans, 1), (0, 0), 18)


def gula(inks: Inks) -> str:
    """Palm sugar, moulded in half coconut shells."""
    lower = path("M-25 22q1-19 13-19T1 22zM1 22Q2 3 13 3t12 19z", inks.flat)
    grains = dashes("M-18 14h14M8 14h12M-6-6H7", 7, "1 3", GLASS)
    return lower + path("M-13 2Q-11-19 0-19T13 2z", inks.tint) + grains + path("M-28 22h56")


def kerang(inks: Inks) -> str:
    """A scallop."""
    fan = path("M-5 20Q-30 10-25-8q6-2 6-8q7 1 9-6q6 3 10-3q4 6 10 3q2 7 9 6q0 6 6 8Q30 10 5 20z", inks.tint)
    ribs = path("M-2 18L-20-10M-1 18L-10-18M0 18V-20M1 18L10-18M2 18L20-10", width=1)
    return fan + ribs + path("M-9 17h18l-3 8h-12z", inks.flat)


def ombak(inks: Inks) -> str:
    """A breaking wave."""
    wave = path("M-28 22Q-26-16 2-20Q22-20 24-4Q16-12 8-8Q-2-2 6 8Q14 16 28 14V22z", inks.flat)
    foam = path("M-20 17Q-18-6 0-12M-12 18Q-12 2-3-2M-3 18q-2-6 0-9", stroke=GLASS, width=1.3)
    return wave + foam + circle(16, -22, 2) + circle(23, -15, 1.5)


def garam(inks: Inks) -> str:
    """Salt crystals, stepped like small temples."""
    cube = path("M0-14L12-8V6L0 12-12 6V-8z", GLASS) + path("M0-2L12-8V6L0 12z", inks.tint)
    one = cube + path("M-12-8L0-2 12-8M0-2V12M-6-5V8M6-5V8", width=1)
    return scattered(one, (-13, 12, 0), (13, 13, 0, 0.9), (0, -7, 0, 1.1))


def tetes(inks: Inks) -> str:
    """Rain: three drops."""
    drop = path("M0-16Q11 0 11 7A11 11 0 0 1-11 7Q-11 0 0-16z", inks.flat)
    one = drop + path("M-6 7q0 6 6 7", stroke=GLASS, width=1.5)
    return scattered(one, (-12, 10, 0), (13, 14, 0, 0.75), (6, -13, 0, 0.8))


def kawung(inks: Inks) -> str:
    """Four sugar-palm fruits, the batik rosette."""
    seeds = "".join(circle(*polar(13, angle), 1.2) for angle in (45, 135, 225, 315))
    return path(petals(4, 2, 25, 10, 45), inks.tint) + seeds + path("M0-6V6M-6 0H6", stroke=inks.flat)

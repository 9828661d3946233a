"""Which plant stands beside a thing: each family has its own, the seed's first digit chooses."""

from collections.abc import Callable

from app.catalog.drawing import plants
from app.catalog.drawing.ink import GROUND, Inks, Plan, group

Motif = Callable[[Inks], str]

MOTIFS: dict[str, tuple[Motif, ...]] = {
    "floral": (plants.melati, plants.kamboja, plants.mawar, plants.kenanga),
    "citrus": (plants.jeruk_iris, plants.jeruk_utuh, plants.daun_purut),
    "spicy": (plants.lawang, plants.cengkih, plants.kayu_manis, plants.pala),
    "woody": (plants.cincin, plants.keping, plants.akar),
    "fresh": (plants.daun_mint, plants.pucuk_teh, plants.lavender),
    "gourmand": (plants.kopi, plants.vanila, plants.kakao, plants.gula),
    "aquatic": (plants.kerang, plants.ombak, plants.garam, plants.tetes),
    "green": (plants.pandan, plants.pakis, plants.nilam, plants.bambu),
    "plain": (plants.kawung,),
}


def motif(plan: Plan) -> str:
    """The plan's plant round the origin."""
    choices = MOTIFS[plan.family]
    return choices[plan.digit(0) % len(choices)](plan.inks)


def beside(plan: Plan, half_width: float, scale: float = 1.15) -> str:
    """The plant on the ground beside a thing of this half width, left or right by the seed's last digit."""
    side = 1 if plan.digit(5) % 2 else -1
    x = 120 + side * min(half_width + 17 * scale, 74)
    return f'<g stroke-width="1.6">{group(motif(plan), (x, GROUND - 24 * scale), scale=scale)}</g>'

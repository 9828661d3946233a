"""Which plant stands beside a thing: each family has its own, the seed's first digit chooses."""

from collections.abc import Callable

from app.catalog.drawing import flora, harvest
from app.catalog.drawing.ink import GROUND, Inks, Plan, group, thin

Motif = Callable[[Inks], str]

MOTIFS: dict[str, tuple[Motif, ...]] = {
    "floral": (flora.melati, flora.kamboja, flora.mawar, flora.kenanga),
    "citrus": (flora.jeruk_iris, flora.jeruk_utuh, flora.daun_purut),
    "spicy": (harvest.lawang, harvest.cengkih, harvest.kayu_manis, harvest.pala),
    "woody": (harvest.cincin, harvest.keping, harvest.akar),
    "fresh": (flora.daun_mint, flora.pucuk_teh, flora.lavender),
    "gourmand": (harvest.kopi, harvest.vanila, harvest.kakao, harvest.gula),
    "aquatic": (harvest.kerang, harvest.ombak, harvest.garam, harvest.tetes),
    "green": (flora.pandan, flora.pakis, flora.nilam, flora.bambu),
    "plain": (harvest.kawung,),
}


def motif(plan: Plan) -> str:
    """The plan's plant round the origin."""
    choices = MOTIFS[plan.family]
    return choices[plan.digit(0) % len(choices)](plan.inks)


def beside(plan: Plan, half_width: float, scale: float = 1.15) -> str:
    """The plant on the ground beside a thing of this half width, left or right by the seed's last digit."""
    side = 1 if plan.digit(5) % 2 else -1
    x = 120 + side * min(half_width + 17 * scale, 74)
    return thin(group(motif(plan), (x, GROUND - 24 * scale), scale=scale), 1.6)

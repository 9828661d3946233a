"""Product pictures, drawn from their key alone.

A key is `<shape>-<family>-<size>-<seed>`, for example `flacon-floral-50-3fa2c1`. Size is in ml or grams, 0 for none.
Each hex digit of the seed decides one thing: plant, body, closure, backdrop, label, side. All six make the number.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from app.catalog.drawing import bottles, goods, materials, tools
from app.catalog.drawing.ink import FAMILIES, Plan
from app.catalog.drawing.motifs import beside
from app.catalog.drawing.sheet import sheet

MAX_BYTES = 3072


def _with_plant(bottle: Callable[[Plan], str], half_width: float) -> Callable[[Plan], str]:
    return lambda plan: bottle(plan) + beside(plan, half_width * bottles.measure(plan))


SHAPES: dict[str, Callable[[Plan], str]] = {
    "flacon": _with_plant(bottles.flacon, 40),
    "cologne": _with_plant(bottles.cologne, 30),
    "extrait": _with_plant(bottles.extrait, 54),
    "attar": _with_plant(bottles.attar, 32),
    "dropper": materials.dropper,
    "amber": materials.amber,
    "jar": materials.jar,
    "pouch": materials.pouch,
    "balance": tools.balance,
    "scale": tools.scale,
    "pipette": tools.pipette,
    "beaker": tools.beaker,
    "funnel": tools.funnel,
    "strips": tools.strips,
    "atomiser": tools.atomiser,
    "still": tools.still,
    "candle": goods.candle,
    "diffuser": goods.diffuser,
    "incense": goods.incense,
    "soap": goods.soap,
    "giftset": goods.giftset,
    "samples": goods.samples,
    "book": goods.book,
}

KEY = re.compile(
    rf"(?P<shape>{'|'.join(SHAPES)})-(?P<family>{'|'.join(FAMILIES)})-(?P<size>0|[1-9][0-9]{{0,3}})-(?P<seed>[0-9a-f]{{6}})",
    re.ASCII,
)


def draw(key: str) -> str:
    """The picture of `key`: an SVG of at most 3 KB, the same for the same key. Raises ValueError on a bad key."""
    plan = plan_of(key)
    return sheet(plan, SHAPES[plan.shape](plan))


def plan_of(key: str) -> Plan:
    """What `key` asks for. Raises ValueError when it is not exactly of the grammar."""
    found = KEY.fullmatch(key)
    if found is None:
        raise ValueError("not a picture key")
    return Plan(found["shape"], found["family"], int(found["size"]), found["seed"])


@lru_cache(maxsize=1024)
def within(key: str) -> str:
    """The same as an address that needs no request: 1.1 KB of a packed page, and no round trip on a slow line. Raises ValueError."""
    return f"data:image/svg+xml,{quote(draw(key), safe=' =:/;,()')}"


def picture_key(shape: str, family: str | None, size: int | None, seed: str) -> str:
    """The key of a picture; things without family or size get `plain` and 0. Raises ValueError on an unknown part."""
    key = f"{shape}-{family or 'plain'}-{size or 0}-{seed}"
    plan_of(key)
    return key


def seed_of(text: str) -> str:
    """A seed for things nobody composed by hand: six hex digits of the text's MD5 (as `left(md5(text), 6)` in SQL)."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:6]

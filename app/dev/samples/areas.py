"""Samples of the search for places in an address."""

from typing import Any

from app.areas.drafts import Places
from app.areas.queries import MOST, Area
from app.dev.samples.made import ADDRESS
from app.forms import filled


def area(number: int, **given: Any) -> Area:
    """A found area."""
    names = {name: ADDRESS[name] for name in ("subdistrict_name", "district_name", "city_name", "province_name")}
    return Area(f"34.04.13.{2000 + number}", **names | given)


SEARCHED = Places("/checkout/address/draft", "ngaglik", (area(1), area(2)))
SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/areas/found.html": {
        "": {"places": Places()},
        "without scripts": {"places": SEARCHED},
        "with scripts": {"places": Places("", "ngaglik", (area(1),))},
        "many": {"places": Places("", "suka", tuple(area(number) for number in range(MOST)), is_cut=True)},
        "nearly": {"places": Places("", "nagglik", (area(1, is_near=True),))},
        "none": {"places": Places("", "xqzw")},
        "chosen": {"places": Places("", "ngaglik", chosen=area(1))},
    },
    "partials/areas/fields.html": {
        "": {"form": filled(), "provinces": ("DI Yogyakarta",), "places": Places()},
        "filled": {
            "form": filled(**ADDRESS),
            "provinces": ("DI Yogyakarta",),
            "places": Places("", "", chosen=area(1)),
        },
    },
}

"""What the address of the marketplace asks for.

Every value that makes no sense is left out, and the page shows what is left.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from app.forms import parse_quantity, printable, tidy

TABS = ("parfum", "raw-material", "tools", "lainnya")
AROMAS = ("floral", "citrus", "spicy", "woody", "fresh", "gourmand", "aquatic", "green")
SORTS = ("newest", "price_asc", "price_desc", "name")
SCENTLESS_TABS = ("tools",)

LONGEST_SEARCH = 100
_MOST = 999_999_999
_BRAND = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_PRICE = re.compile(r"(?:rp)?([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(rb|ribu|jt|juta)?", re.ASCII)
_UNITS = {None: 1, "rb": 1_000, "ribu": 1_000, "jt": 1_000_000, "juta": 1_000_000}
_SEARCHABLE = re.compile(r"[a-z0-9]", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filters:
    """A page of the marketplace as its address says; None: not asked for. Prices in whole Rupiah."""

    tab: str | None = None
    q: str | None = None
    aroma: str | None = None
    brand: str | None = None
    min: int | None = None
    max: int | None = None
    in_stock: bool = False
    sort: str | None = None
    page: int = 1

    @property
    def order(self) -> str:
        """What the listings are sorted by: the newest first, or what fits a search best, unless asked otherwise."""
        return self.sort or ("relevance" if self.q else "newest")

    @property
    def aromas(self) -> tuple[str, ...]:
        """The aroma families one may choose from."""
        return () if self.tab in SCENTLESS_TABS else AROMAS

    @property
    def is_findable(self) -> bool:
        """Whether search engines may list it: the shop and each single tab, aroma or brand, but no mix and no search."""
        narrowed = self.q or self.min or self.max or self.in_stock
        return not narrowed and sum(map(bool, (self.tab, self.aroma, self.brand))) <= 1

    def query(self, **changes: str | int | bool | None) -> dict[str, str]:
        """The address's parameters after changes; None takes one away."""
        values = {name: changes[name] if name in changes else getattr(self, name) for name in self.__slots__}
        if values["page"] == 1:
            values["page"] = None
        return {name: "1" if value is True else str(value) for name, value in values.items() if value}


def parse_filters(args: Mapping[str, str]) -> Filters:
    """The filters in an address; never fails."""
    lowest, highest = _price(args.get("min", "")), _price(args.get("max", ""))
    if lowest and highest and lowest > highest:
        lowest, highest = highest, lowest
    return Filters(
        tab=_one_of(TABS, args.get("tab")),
        q=_words(args.get("q", "")),
        aroma=_one_of(AROMAS, args.get("aroma")),
        brand=_slug(args.get("brand", "")),
        min=lowest,
        max=highest,
        in_stock=args.get("in_stock") in {"1", "on", "true"},
        sort=_one_of(SORTS, args.get("sort")),
        page=parse_quantity(args.get("page"), highest=999_999_999) or 1,
    )


def _one_of(allowed: tuple[str, ...], value: str | None) -> str | None:
    return value if value in allowed else None


def _words(text: str) -> str | None:
    words = tidy(printable(text))[:LONGEST_SEARCH].rstrip()
    return words if _SEARCHABLE.search(words) else None


def _slug(text: str) -> str | None:
    return text if len(text) <= 80 and _BRAND.fullmatch(text) else None


def _price(text: str) -> int | None:
    """Whole Rupiah as people type them: 100000, 100.000, Rp 100.000, 100rb, 2 juta; zero is no limit."""
    found = _PRICE.fullmatch(text.replace(" ", "").lower()) if len(text) <= 20 else None
    number = parse_quantity(found[1].replace(".", ""), highest=_MOST) if found else None
    return min(number * _UNITS[found[2]], _MOST) if found and number else None

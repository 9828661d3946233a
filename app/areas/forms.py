"""What an address form asks of the areas."""

import re
from collections.abc import Mapping

from app.forms import printable, tidy

LONGEST_SEARCH = 100
LEVELS = ("subdistrict_name", "district_name", "city_name", "province_name")
_CODE = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}", re.ASCII)


def parse_search(form: Mapping[str, str]) -> str:
    """The words that are searched for; empty when there are none."""
    return tidy(printable(form.get("q", ""), most=LONGEST_SEARCH))


def parse_code(text: str) -> str | None:
    """The code of a village, like 32.73.02.1004."""
    return text if _CODE.fullmatch(text) else None


def typed(form: Mapping[str, str]) -> dict[str, str]:
    """All that was typed, as it can be shown again."""
    return {name: printable(value) for name, value in form.items()}

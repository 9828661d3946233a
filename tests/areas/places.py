"""A few of the official areas: enough to be found, few enough to be loaded for a test."""

from functools import cache

from app.areas import loading
from app.areas.loading import Village

CITIES = ("32.73", "34.04", "31.71", "62.71")  # Bandung, Sleman, central Jakarta, Palangkaraya


@cache
def villages() -> tuple[Village, ...]:
    """Every village of the country."""
    return tuple(loading.rows())


def some() -> list[Village]:
    """Those of some cities."""
    return [village for village in villages() if village[0].startswith(CITIES)]

"""The marketplace of a shop with very many listings: searches, filters, sorts and late pages, one after the other."""

import itertools

from app import seeding
from bench.client import Browser
from bench.load import Job, Pace, Watch, closed_loop
from bench.shop import Shop

ADDRESSES = {
    "front": "/marketplace",
    "tab": "/marketplace?tab=parfum",
    "search": "/marketplace?q=melati",
    "search of two words": "/marketplace?q=kayu%20cendana",
    "search with a typo": "/marketplace?q=sendana",
    "search, cheapest first": "/marketplace?q=mawar&sort=price_asc",
    "filters": "/marketplace?aroma=woody&min=100000&max=300000&in_stock=1",
    "by name": "/marketplace?sort=name",
    "page 40": "/marketplace?page=40",
    "nothing found": "/marketplace?q=zzzzqqqq",
}
SHOPPERS = 4


async def searched(shop: Shop, *, listings: int, seconds: float, per_second: float) -> Watch:
    """Fills the shop up and asks for all ADDRESSES in turn, no faster than that; the times by what was asked for."""
    seeding.fill_up(shop.database_url, listings)
    watch, warming = Watch(pace=Pace(per_second)), Watch()
    browsers = [Browser(shop.port) for _ in range(SHOPPERS)]
    await closed_loop([_asking(browser, warming) for browser in browsers], warming, seconds=2.0)
    await closed_loop([_asking(browser, watch) for browser in browsers], watch, seconds=seconds)
    for browser in browsers:
        browser.close()
    return watch


def _asking(browser: Browser, watch: Watch) -> Job:
    turns = itertools.cycle(ADDRESSES.items())

    async def job() -> None:
        what, address = next(turns)
        await watch.timed(what, browser.get(address), 200)

    return job

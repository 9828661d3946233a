"""The measurements: one page again and again, or whole purchases, by so many shoppers for so many seconds."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from bench import cores
from bench.client import Browser, Connection, request
from bench.journey import Buyer
from bench.load import Job, Watch, asking, closed_loop
from bench.shop import Shop

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LINES_PER_CART = 10


@dataclass(frozen=True)
class Figure:
    """What came out; times in milliseconds, cores by who used them."""

    name: str
    shoppers: int
    per_second: float
    p50: float
    p95: float
    p99: float
    cores: dict[str, float]
    failures: list[str]
    steps: dict[str, dict[str, float]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the file."""
        return asdict(self)


async def measured(name: str, jobs: list[Job], watch: Watch, *, seconds: float, step: str) -> Figure:
    """Runs the jobs; the times are those of one step."""
    before = cores.usage()
    per_second = await closed_loop(jobs, watch, seconds=seconds)
    used = cores.usage().since(before)
    times = (round(watch.percentile(step, share), 2) for share in (0.5, 0.95, 0.99))
    return Figure(name, len(jobs), round(per_second, 1), *times, used, watch.failures[:3])


async def page(shop: Shop, name: str, *, shoppers: int, seconds: float) -> Figure:
    """One of PAGES, after a moment to warm up."""
    watch, warming = Watch(), Watch()
    connections = [await Connection.open(shop.hello_port if name == "hello" else shop.port) for _ in range(shoppers)]
    jobs = [await PAGES[name](shop, connection, watch) for connection in connections]
    await closed_loop([await PAGES[name](shop, connection, warming) for connection in connections], warming, seconds=0.5)
    figure = await measured(name, jobs, watch, seconds=seconds, step=name)
    for connection in connections:
        connection.close()
    return figure


async def purchases(shop: Shop, browsers: list[Browser], *, basket: int, seconds: float) -> tuple[Figure, Figure, int]:
    """Whole purchases and their placing clicks, and how many orders were acknowledged."""
    watch = Watch()
    buyers = [Buyer(browser, shop.listings, watch, basket=basket) for browser in browsers]
    jobs: list[Job] = [_timed(buyer, watch) for buyer in buyers]
    whole = await measured(f"purchase of {basket}", jobs, watch, seconds=seconds, step="purchase")
    steps = {
        step: {"p50": round(watch.percentile(step, 0.5), 2), "p99": round(watch.percentile(step, 0.99), 2)}
        for step in watch.seconds
    }
    place = Figure("placing click", len(jobs), whole.per_second, steps["place"]["p50"], round(watch.percentile("place", 0.95), 2), steps["place"]["p99"], whole.cores, [])
    return Figure(**{**whole.__dict__, "steps": steps}), place, sum(buyer.orders for buyer in buyers)


def _timed(buyer: Buyer, watch: Watch) -> Job:
    async def job() -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await buyer.buys()
        watch.seconds["purchase"].append(loop.time() - began)

    return job


async def _hello(_: Shop, connection: Connection, watch: Watch) -> Job:
    return asking(connection, request("GET", "/", Browser(connection).headers()), "hello", watch)


async def _list(_: Shop, connection: Connection, watch: Watch) -> Job:
    return asking(connection, request("GET", "/marketplace", Browser(connection).headers()), "list", watch)


async def _product(shop: Shop, connection: Connection, watch: Watch) -> Job:
    headers = Browser(connection).headers()
    pages = itertools.cycle([request("GET", f"/marketplace/{listing.slug}", headers) for listing in shop.listings])

    async def job() -> None:
        await watch.timed("product", connection.ask(next(pages)), 200)

    return job


async def _badge(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    return asking(connection, request("GET", "/cart/badge", {**browser.headers(), **HX}), "badge", watch)


async def _stock(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    path = f"/listings/{shop.listings[0].product_id}/stock"
    return asking(connection, request("GET", path, {**browser.headers(), **HX}), "stock", watch)


async def _stock_unchanged(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    path = f"/listings/{shop.listings[0].product_id}/stock"
    tag = (await browser.get(path, HX)).header("hx-ptag")
    poll = request("GET", path, {**browser.headers(), **HX, "HX-PTag": tag})
    return asking(connection, poll, "stock 304", watch, expected=304)


async def _add(shop: Shop, connection: Connection, watch: Watch) -> Job:
    """Adds with htmx; after some lines another visitor comes, so that carts and sessions are made as well."""
    browser = Browser(connection)
    listings = itertools.cycle(shop.listings)
    numbers = itertools.count()

    async def job() -> None:
        if next(numbers) % LINES_PER_CART == 0:
            browser.cookies.clear()
        fields = {"product_id": str(next(listings).product_id)}
        await watch.timed("add", browser.post("/cart/items", HX, **fields), 200)

    return job


async def _with_cart(shop: Shop, connection: Connection) -> Browser:
    """A visitor with something in the cart."""
    browser = Browser(connection)
    await browser.post("/cart/items", HX, product_id=str(shop.listings[1].product_id))
    return browser


PAGES: dict[str, Callable[[Shop, Connection, Watch], Awaitable[Job]]] = {
    "hello": _hello,
    "list": _list,
    "product": _product,
    "badge": _badge,
    "stock": _stock,
    "stock 304": _stock_unchanged,
    "add": _add,
}

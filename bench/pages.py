"""The single requests that are measured, each as the job of a shopper with a connection of their own."""

import itertools
from collections.abc import Awaitable, Callable

from bench.client import Browser, Connection, request
from bench.load import Job, Watch
from bench.shop import Shop

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LINES_PER_CART = 10


async def _hello(_: Shop, connection: Connection, watch: Watch) -> Job:
    return _asking(connection, request("GET", "/", Browser(connection).headers()), "hello", watch)


async def _list(_: Shop, connection: Connection, watch: Watch) -> Job:
    return _asking(connection, request("GET", "/marketplace", Browser(connection).headers()), "list", watch)


async def _product(shop: Shop, connection: Connection, watch: Watch) -> Job:
    """Every product page in turn."""
    headers = Browser(connection).headers()
    pages = itertools.cycle([request("GET", f"/marketplace/{listing.slug}", headers) for listing in shop.listings])

    async def job() -> None:
        await watch.timed("product", connection.ask(next(pages)), 200)

    return job


async def _badge(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    return _asking(connection, request("GET", "/cart/badge", {**browser.headers(), **HX}), "badge", watch)


async def _stock(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    return _asking(connection, request("GET", _stock_of(shop), {**browser.headers(), **HX}), "stock", watch)


async def _stock_unchanged(shop: Shop, connection: Connection, watch: Watch) -> Job:
    browser = await _with_cart(shop, connection)
    tag = (await browser.get(_stock_of(shop), HX)).header("hx-ptag")
    poll = request("GET", _stock_of(shop), {**browser.headers(), **HX, "HX-PTag": tag})
    return _asking(connection, poll, "stock 304", watch, expected=304)


async def _add(shop: Shop, connection: Connection, watch: Watch) -> Job:
    """Adds with htmx; after some lines another visitor comes, so that carts and sessions are made as well."""
    browser = Browser(connection)
    listings, numbers = itertools.cycle(shop.listings), itertools.count()

    async def job() -> None:
        if next(numbers) % LINES_PER_CART == 0:
            browser.cookies.clear()
        added = browser.post("/cart/items", HX, product_id=str(next(listings).product_id))
        await watch.timed("add", added, 200)

    return job


def _asking(connection: Connection, request: bytes, step: str, watch: Watch, *, expected: int = 200) -> Job:
    """Sends one and the same request."""

    async def job() -> None:
        await watch.timed(step, connection.ask(request), expected)

    return job


async def _with_cart(shop: Shop, connection: Connection) -> Browser:
    """A visitor with something in the cart."""
    browser = Browser(connection)
    await browser.post("/cart/items", HX, product_id=str(shop.listings[1].product_id))
    return browser


def _stock_of(shop: Shop) -> str:
    return f"/listings/{shop.listings[0].product_id}/stock"


REQUESTS: dict[str, Callable[[Shop, Connection, Watch], Awaitable[Job]]] = {
    "hello": _hello,
    "list": _list,
    "product": _product,
    "badge": _badge,
    "stock": _stock,
    "stock 304": _stock_unchanged,
    "add": _add,
}

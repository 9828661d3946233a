"""The single requests that are measured, each as the job of a shopper with a browser of their own."""

import itertools
from collections.abc import Awaitable, Callable

from bench.client import Answer, Browser
from bench.load import Job, Watch
from bench.shop import Shop

HX = {"HX-Request": "true", "HX-Request-Type": "partial"}
LINES_PER_CART = 10
Ask = Callable[[], Awaitable[Answer]]


async def _hello(_: Shop, browser: Browser) -> Ask:
    return browser.repeated("/")


async def _list(_: Shop, browser: Browser) -> Ask:
    return browser.repeated("/marketplace")


async def _product(shop: Shop, browser: Browser) -> Ask:
    """Every product page in turn."""
    pages = itertools.cycle([browser.repeated(f"/marketplace/{listing.slug}") for listing in shop.listings])
    return lambda: next(pages)()  # noqa: PLW0108  (each call takes the next page)


async def _badge(shop: Shop, browser: Browser) -> Ask:
    await _fill(shop, browser)
    return browser.repeated("/cart/badge", HX)


async def _stock(shop: Shop, browser: Browser) -> Ask:
    await _fill(shop, browser)
    return browser.repeated(f"/listings/{shop.listings[0].product_id}/stock", HX)


async def _stock_unchanged(shop: Shop, browser: Browser) -> Ask:
    """The poll of a page whose stock has not changed."""
    await _fill(shop, browser)
    path = f"/listings/{shop.listings[0].product_id}/stock"
    tag = (await browser.get(path, HX)).header("hx-ptag")
    return browser.repeated(path, {**HX, "HX-PTag": tag})


async def _add(shop: Shop, browser: Browser) -> Ask:
    """Adds with htmx; after some lines another visitor comes, so that carts and sessions are made as well."""
    listings, numbers = itertools.cycle(shop.listings), itertools.count()

    def ask() -> Awaitable[Answer]:
        if next(numbers) % LINES_PER_CART == 0:
            browser.cookies.clear()
        return browser.post("/cart/items", {"product_id": str(next(listings).product_id)}, HX)

    return ask


async def _fill(shop: Shop, browser: Browser) -> None:
    """Puts something into the cart."""
    await browser.post("/cart/items", {"product_id": str(shop.listings[1].product_id)}, HX)


REQUESTS: dict[str, Callable[[Shop, Browser], Awaitable[Ask]]] = {
    "hello": _hello,
    "list": _list,
    "product": _product,
    "badge": _badge,
    "stock": _stock,
    "stock 304": _stock_unchanged,
    "add": _add,
}


async def asking(name: str, shop: Shop, browser: Browser, watch: Watch) -> Job:
    """The job of asking for one of REQUESTS."""
    ask = await REQUESTS[name](shop, browser)
    expected = 304 if name.endswith("304") else 200

    async def job() -> None:
        await watch.timed(name, ask(), expected)

    return job

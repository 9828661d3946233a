"""A whole purchase as a browser without JavaScript makes it: every page and every redirect is a request of its own."""

import random
import re
from collections.abc import Sequence

from bench.client import Answer, Browser
from bench.load import Watch, WrongAnswerError
from bench.shop import Listing

ADDRESS = {
    "recipient_name": "Sari Dewi",
    "phone_number": "0812 3456 7890",
    "province_name": "Jawa Barat",
    "city_name": "Kota Bandung",
    "district_name": "Coblong",
    "subdistrict_name": "Dago",
    "postal_code": "40135",
    "address_line": "Jl. Juanda 12",
    "additional_info": "",
}
_QUOTE = re.compile(rb'name="quote_id" value="([0-9a-f-]{36})"')


class Buyer:
    """A signed-in member who buys again and again; steps are noted under their names, the placing click as `place`."""

    def __init__(self, browser: Browser, listings: Sequence[Listing], watch: Watch, *, basket: int) -> None:
        self.orders = 0
        self._browser = browser
        self._listings = listings
        self._watch = watch
        self._basket = basket
        self._random = random.Random(id(browser))

    async def buys(self) -> None:
        """List, products, cart, checkout, order, confirmation. Raises WrongAnswerError."""
        await self._get("list", "/marketplace")
        for listing in self._random.sample(list(self._listings), self._basket):
            await self._get("product", f"/marketplace/{listing.slug}")
            pieces = str(self._random.randint(1, 3))
            await self._post("add", "/cart/items", {"product_id": str(listing.product_id), "quantity": pieces})
        await self._post("checkout", "/checkout", {})
        await self._post("address", "/checkout/address", ADDRESS)
        await self._post("shipping", "/checkout/shipping", {"shipping_option": "ongkir-cs"})
        review = await self._post("payment", "/checkout/payment", {"payment_method": "transfer-bca"})
        await self._post("place", "/checkout/place", {"quote_id": quote_on(review)})
        self.orders += 1

    async def _get(self, step: str, path: str) -> Answer:
        return await self._watch.timed(step, self._browser.get(path), 200)

    async def _post(self, step: str, path: str, fields: dict[str, str]) -> Answer:
        """Sends a form and follows where it leads; the page it ends on."""
        answer = await self._watch.timed(step, self._browser.post(path, fields), 303)
        while answer.status == 303:
            to = answer.header("location")
            answer = await self._watch.timed(f"{step} →", self._browser.get(to), 303 if to == "/checkout" else 200)
        return answer


def quote_on(page: Answer) -> str:
    """The quote that a review page sends. Raises WrongAnswerError when there is none."""
    found = _QUOTE.search(page.content())
    if found is None:
        raise WrongAnswerError("the review page has no quote")
    return found[1].decode()

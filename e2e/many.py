"""Many orders at once, placed, quoted and accepted by plain requests, for stories about what the desk does with them."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import APIRequestContext

from e2e.verbs.browsing import rupiah
from e2e.verbs.checkout import ADDRESS

JAKARTA = timedelta(hours=7)


@dataclass(frozen=True)
class Order:
    """An order that waits for its payment; total in whole Rupiah."""

    id: str
    number: str
    total: int

    def transfer(self) -> str:
        """How the bank shows its payment."""
        today = (datetime.now(UTC) + JAKARTA).strftime("%d/%m/%Y")
        return f"{today}\tTRSF E-BANKING CR RINI PENDATANG\t0000\t{self.total:,}.00 CR\t99,000,000.00"


def place(shopper: APIRequestContext, staff: APIRequestContext, slug: str) -> Order:
    """From an empty cart to an order that waits for its payment."""
    product = shopper.get(f"/marketplace/{slug}").text()
    product_id = _found(r'name="product_id" value="([0-9a-f-]{36})"', product)
    _sends(shopper, "/cart/items", product_id=product_id, quantity="1")
    _sends(shopper, "/checkout")
    _sends(shopper, "/checkout/address", **ADDRESS)
    _sends(shopper, "/checkout/shipping", shipping_option="ongkir-cs")
    _sends(shopper, "/checkout/payment", payment_method="transfer-bca")
    quote_id = _found(r'name="quote_id" value="([^"]+)"', shopper.get("/checkout/review").text())
    order_id = _sends(shopper, "/checkout/place", quote_id=quote_id).rsplit("/", 1)[1]
    _sends(staff, f"/admin/orders/{order_id}/shipping-quote", courier="JNE", service="REG", cost="18000")
    _sends(shopper, f"/order/{order_id}/accept-quote")
    page = shopper.get(f"/order/{order_id}").text()
    total = rupiah(_found(r'data-testid="summary-total"[^>]*>([^<]+)<', page))
    return Order(order_id, _found(r'data-testid="order-number"[^>]*>([^<]+)<', page), total)


def _sends(who: APIRequestContext, path: str, **form: str) -> str:
    """A plain form post; where it leads."""
    answer = who.post(path, form=form, max_redirects=0)
    assert answer.status == 303, f"{path} answered {answer.status}"
    return answer.headers["location"]


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    assert match, f"{pattern} is not on the page"
    return match[1]

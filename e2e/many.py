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
    order_id = orders(shopper, slug).rsplit("/", 1)[1]
    sends(staff, f"/admin/orders/{order_id}/shipping-quote", courier="JNE", service="REG", cost="18000")
    sends(shopper, f"/order/{order_id}/accept-quote")
    page = shopper.get(f"/order/{order_id}").text()
    total = rupiah(found(r'data-testid="summary-total"[^>]*>([^<]+)<', page))
    return Order(order_id, found(r'data-testid="order-number"[^>]*>([^<]+)<', page), total)


def orders(shopper: APIRequestContext, slug: str) -> str:
    """From an empty cart to an order; the path of its confirmation."""
    gets_ready(shopper, slug)
    quote_id = found(r'name="quote_id" value="([^"]+)"', shopper.get("/checkout/review").text())
    return sends(shopper, "/checkout/place", quote_id=quote_id)


def gets_ready(shopper: APIRequestContext, slug: str) -> None:
    """From an empty cart to the review."""
    product_id = found(r'name="product_id" value="([0-9a-f-]{36})"', shopper.get(f"/marketplace/{slug}").text())
    sends(shopper, "/cart/items", product_id=product_id, quantity="1")
    sends(shopper, "/checkout")
    sends(shopper, "/checkout/address", **ADDRESS)
    sends(shopper, "/checkout/shipping", shipping_option="ongkir-cs")
    sends(shopper, "/checkout/payment", payment_method="transfer-bca")


def sends(who: APIRequestContext, path: str, **form: str) -> str:
    """A plain form post; where it leads."""
    answer = who.post(path, form=form, max_redirects=0)
    assert answer.status == 303, f"{path} answered {answer.status}"
    return answer.headers["location"]


def found(pattern: str, page: str) -> str:
    """A form field or a text of a page."""
    match = re.search(pattern, page)
    assert match, f"{pattern} is not on the page"
    return match[1]

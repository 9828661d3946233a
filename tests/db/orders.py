"""Orders in every state, brought there by the functions that bring real ones there."""

from uuid import UUID

from tests.db.people import TERM, Person
from tests.db.shop import Shop

STATUSES = [
    "awaiting_quote",
    "awaiting_payment",
    "paid",
    "processing",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "expired",
]
PAYMENTS = ["unpaid", "in_review", "partial", "paid", "overpaid", "refunded", "partially_refunded", "failed"]
COST = 18_000


def order_in(shop: Shop, status: str, *, stock: int = 5, quantity: int = 2) -> tuple[Person, UUID, UUID]:
    """A new shopper with an order in a status: shopper, order, product."""
    sari, product = shop.member(), shop.listing(stock=stock)
    order = sari.orders(product, quantity)
    if status == "cancelled":
        sari.call("cancel_own_order", order, None, "salah pilih")
    elif status != "awaiting_quote":
        shop.desk.call("quote_shipping", order, None, "JNE", "REG", COST)
        sari.call("accept_shipping_quote", order, None, TERM)
        if status == "expired":
            expire(shop)
        else:
            advance(shop, order, status)
    assert shop.one("select status from orders where id = %s", order) == status
    return sari, order, product


def advance(shop: Shop, order: UUID, status: str) -> None:
    """From awaiting_payment on to a later status, by the desk."""
    due = shop.one("select total_amount from orders where id = %s", order)
    steps = {
        "paid": lambda: shop.desk.call("record_payment", order, None, due, "mutasi BCA"),
        "processing": lambda: shop.desk.call("advance_order", order, None, "processing", ""),
        "shipped": lambda: shop.desk.call("ship_order", order, None, "JNE", "RESI0001"),
        "delivered": lambda: shop.desk.call("advance_order", order, None, "delivered", ""),
        "completed": lambda: shop.desk.call("advance_order", order, None, "completed", ""),
    }
    if status in steps:
        for step in list(steps)[: list(steps).index(status) + 1]:
            steps[step]()


def expire(shop: Shop) -> None:
    """The payment term passes; the clock goes back afterwards."""
    shop.later("24 hours")
    assert shop.worker.call("expire_orders", 10) == 1
    shop.later("0")


def state(shop: Shop, order: UUID) -> tuple[str, str]:
    """Status and payment status."""
    found: tuple[str, str] = shop.one("select status, payment_status from orders where id = %s", order)
    return found


def version(shop: Shop, order: UUID) -> int:
    found: int = shop.one("select version from orders where id = %s", order)
    return found


def timeline(shop: Shop, order: UUID) -> list[tuple]:
    """Kind, from, to, reason and actor of every entry."""
    return shop.rows(
        "select kind, from_value, to_value, reason, actor from order_events where order_id = %s order by id", order
    )

"""Samples of an order's page, as its shopper sees it: as a member, and by its link."""

from datetime import timedelta
from typing import Any

from app.dev.samples.made import GAHARU, NOW, TOKEN, made
from app.forms import filled
from app.orders import queries as orders
from app.orders.timeline import Entry

DUE = NOW + timedelta(minutes=12)


def an_order(status: str, **given: Any) -> orders.Order:
    """An order as its buyer sees it."""
    due = {"payment_due_at": DUE, "seconds_to_pay": 7_300} if status == "awaiting_payment" else {}
    return made(orders.Order, status=status, **({"proof_count": 0} | due | given))


ORDER_ITEMS = [made(orders.Item), made(orders.Item, product_id=GAHARU)]
TIMELINE = [
    Entry("Pesanan dibuat. CS menghitung ongkirnya.", NOW, ""),
    Entry("Pesanan dibatalkan.", NOW, "salah pilih"),
]
ORDER_STATES = {
    "awaiting quote": an_order("awaiting_quote", shipping_amount=None, total_amount=570_417),
    "quoted": an_order("awaiting_quote", courier="JNE", shipping_service="REG"),
    "awaiting payment": an_order("awaiting_payment"),
    "overdue": an_order("awaiting_payment", seconds_to_pay=-60),
    "in review": an_order("awaiting_payment", payment_status="in_review", proof_count=1),
    "partly paid": an_order("awaiting_payment", payment_status="partial", paid_amount=100_000, proof_count=1),
    "shipped": an_order(
        "shipped", payment_status="paid", courier="JNE", tracking_number="RESI0001", paid_amount=588_417
    ),
    "paid": an_order("paid", payment_status="paid", paid_amount=588_417),
    "delivered": an_order("delivered", payment_status="paid", paid_amount=588_417),
    "completed": an_order(
        "completed", payment_status="overpaid", paid_amount=600_000, discount_amount=10_000, total_amount=578_417
    ),
    "cancelled": an_order("cancelled"),
    "expired": an_order("expired"),
    "paid too late": an_order(
        "expired", payment_status="partially_refunded", paid_amount=588_417, refunded_amount=8_417
    ),
    "proven too late": an_order("expired", payment_status="in_review", proof_count=1),
}
ORDERS = {
    name: {"order": order, "items": ORDER_ITEMS, "timeline": TIMELINE, "form": filled(), "refusal": "", "hours": 24, "token": ""}
    for name, order in ORDER_STATES.items()
} | {
    "refused": {
        "order": ORDER_STATES["awaiting payment"], "items": ORDER_ITEMS, "timeline": TIMELINE, "refusal": "Ini baru saja berubah.",
        "form": filled().having("proof", "Kirim JPEG, PNG, WebP, atau PDF."), "hours": 24, "token": "",
    },
}  # fmt: skip
LINKED = {f"{name}, by its link": order | {"token": TOKEN} for name, order in ORDERS.items()}

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "partials/orders/confirmed.html": ORDERS,
    "partials/orders/items.html": ORDERS,
    "partials/orders/next.html": ORDERS | LINKED,
    "partials/orders/order.html": ORDERS | LINKED,
}

"""Which mail a change of an order calls for, judged by what is true when it is written: nobody is asked for what was done meanwhile."""

from collections.abc import Callable

from app.mail.queries import Event
from app.orders.queries import Order

MONEY = {"payment_short", "payment_confirmed", "payment_over", "late_money", "refunded"}
_IN_WORDS = {"shipped": "shipped", "cancelled": "cancelled"}


def template(event: Event, order: Order) -> str | None:
    """The name of the mail in templates/mail/orders, None when this is not told by mail."""
    return None if event.is_taken_back else _BY_KIND[event.kind](event, order)


def event_key(event: Event, template: str) -> str:
    """Unique to what is told: two slips that are told in one mail have one key, and so has money that revived an order."""
    return f"order:{event.order_id}:{template}:{event.slips if template in MONEY else event.id}"


def _of_status(event: Event, order: Order) -> str | None:
    match event.from_value, event.to_value:
        case None, _:
            return "received"
        case "awaiting_quote", "awaiting_payment":
            return "payment_instruction" if _may_pay(order) else None
        case (("expired" | "cancelled"), "paid"):
            return _of_money(event, order)
        case _, "delivered":
            return "delivered" if order.status == "delivered" else None
        case _, "expired":
            return "expired" if order.status == "expired" and not order.late_amount else None
    return _IN_WORDS.get(event.to_value or "")


def _of_shipping(event: Event, order: Order) -> str | None:
    return "shipping_quoted" if order.has_quote_to_accept and not event.is_superseded else None


def _of_payment(event: Event, order: Order) -> str | None:
    if event.to_value == "in_review":
        return "proof_received" if order.payment_status == "in_review" else None
    if event.from_value == "in_review" and event.to_value in {"unpaid", "partial"} and event.last_proof == "refused":
        return "proof_refused" if order.is_payable else None
    return _of_money(event, order)


def _of_money(event: Event, order: Order) -> str | None:
    if event.last_slip == "refund":
        return "refunded"
    if event.last_slip != "payment":
        return None
    if order.late_amount:
        return "late_money"
    kept = order.paid_amount - order.refunded_amount
    if kept < order.total_amount:
        return "payment_short"
    return "payment_over" if kept > order.total_amount else "payment_confirmed"


def _of_reminder(_event: Event, order: Order) -> str | None:
    return "reminder" if _may_pay(order) else None


def _of_wish(_event: Event, order: Order) -> str | None:
    return "wish_refused" if order.status not in {"cancelled", "expired"} else None


def _may_pay(order: Order) -> bool:
    return order.status == "awaiting_payment" and order.payment_status in {"unpaid", "failed"}


_BY_KIND: dict[str, Callable[[Event, Order], str | None]] = {
    "status": _of_status,
    "shipping": _of_shipping,
    "payment": _of_payment,
    "reminder": _of_reminder,
    "wish": _of_wish,
}

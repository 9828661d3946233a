"""The sample member's orders, as the desk finds them."""

from tests.shopper import Shopper


def order_in(desk: Shopper, status: str, payment: str = "") -> str:
    """The address of one of the sample member's orders in a status."""
    text = "select id from orders where status = %s and (%s = '' or payment_status = %s) order by created_at limit 1"
    return f"/admin/orders/{desk.database.rows(text, status, payment, payment)[0][0]}"


def unquoted(desk: Shopper) -> str:
    """The address of the order that waits for its shipping quote."""
    return f"/admin/orders/{desk.database.rows('select id from orders where shipping_amount is null')[0][0]}"

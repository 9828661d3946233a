"""Leaves as if nobody had been there: the order is called off, the stock is back, the cart is empty."""

import re
from uuid import UUID

from app.checking import Check, Failure, Finding, ok, skipped, warned
from app.smoke import books, shopping
from app.smoke.visit import MARK, Visit, expect, testid

SECONDS = 10.0  # for leaving, however long the visit took
_CALLED_OFF = 'data-status="cancelled"'
_ORDER = re.compile(r'href="/order/([0-9a-f-]{36})"')
_NEWEST = 3  # orders to look through for ours


def call_off(visit: Visit) -> Finding:
    """The shopper's own button, which needs no look at the order's page; the history tells what became of it."""
    visit.browser.extend(SECONDS)
    visit.order_id = visit.order_id or _unacknowledged(visit)
    if visit.order_id is None:
        return skipped("no order was placed")
    expect(visit.browser.post(f"{visit.order_path}/cancel", reason=MARK), 303)
    visit.is_called_off, visit.in_cart = True, False
    page = expect(visit.browser.get("/orders"), 200).text
    cards = [card for card in page.split(testid("order-card")) if visit.order_path in card]
    if not cards or _CALLED_OFF not in cards[0]:
        raise Failure(f"{visit.order_path} is not called off, though the shop said so")
    return ok(f"{visit.order_number or visit.order_id}, marked {MARK} {visit.token}")


def _unacknowledged(visit: Visit) -> UUID | None:
    """The order of this visit whose confirmation was lost on the way, by the name it was placed under."""
    if not visit.quote_id:
        return None
    listed = dict.fromkeys(_ORDER.findall(expect(visit.browser.get("/orders"), 200).text))
    for found in list(listed)[:_NEWEST]:
        if f"{MARK} {visit.token}" in visit.browser.get(f"/order/{found}").text:
            return UUID(found)
    return None


def empty(visit: Visit) -> Finding:
    """Whatever the visit put into the cart is taken out; the order has usually done that."""
    visit.browser.extend(SECONDS)
    if not visit.in_cart and not visit.is_called_off:
        return skipped("nothing was put into the cart")
    if testid("cart-line") in expect(visit.browser.get("/cart"), 200).text:
        expect(visit.browser.post(f"/cart/items/{visit.product_id}/remove"), 303)
    if testid("cart-line") in expect(visit.browser.get("/cart"), 200).text:
        raise Failure("the cart still holds something")
    visit.in_cart = False
    return ok("empty")


def stock(visit: Visit) -> Finding:
    """The same words as before; others may buy meanwhile."""
    now = shopping.told(visit)
    if now != visit.stock:
        return warned(f'"{visit.stock}" before, "{now}" now: somebody buys, or see flask audit')
    return ok(f"{now.lower()}{'; more than ten, which --database counts' if now == shopping.PLENTY else ''}")


def forget(visit: Visit) -> Finding:
    """A member of this visit alone asks to be deleted."""
    if not visit.registers:
        return skipped("the member stays")
    answer = visit.browser.post("/account/deletion", password=visit.password)
    expect(answer, 303)
    if answer.place.endswith("/account/deletion"):
        return warned(f"{visit.email} is deleted by the worker once no order needs it")
    visit.signed_in = False
    return ok(f"{visit.email} is deleted")


def leave(visit: Visit) -> None:
    """After an interruption: whatever is still there goes. Raises Failure."""
    if visit.quote_id and not visit.is_called_off:
        call_off(visit)
    if visit.in_cart:
        empty(visit)


STEPS = (
    Check("leaving.order", "Order is called off", call_off, ("shop.member",)),
    Check("leaving.cart", "Cart is empty again", empty, ("shop.member",)),
    Check("leaving.stock", "Stock is back", stock, ("order.place", "leaving.order")),
    Check("leaving.books", "Nothing is left in the database", books.closed, ("database.living", "leaving.order")),
    Check("leaving.member", "Member is as before", forget, ("shop.member",)),
)

"""From checkout to the order's history."""

from uuid import UUID

from app.checking import Check, Finding, ok
from app.smoke.visit import MARK, Visit, choice, expect, inside, testid

ADDRESS = {
    "phone_number": "0812 3456 7890",
    "province_name": "Jawa Barat",
    "city_name": "Kota Bandung",
    "district_name": "Coblong",
    "subdistrict_name": "Dago",
    "postal_code": "40135",
    "address_line": f"{MARK}, jangan dikirim",
    "additional_info": MARK,
}


def begin(visit: Visit) -> Finding:
    """Holds the stock, and times the page that follows."""
    expect(visit.browser.post("/checkout"), 303)
    page = expect(visit.browser.follow("/checkout"), 200, testid("checkout-step"), testid("hold-countdown"))
    visit.seconds["checkout"] = sum(answer.seconds for answer in visit.browser.answers[-2:])
    return ok(f"stock is held, step {page.path.rpartition('/')[2]}")


def address(visit: Visit) -> Finding:
    """The shipping form, under a name that nobody takes for a shopper's."""
    answer = visit.browser.post("/checkout/address", recipient_name=f"{MARK} {visit.token}", **ADDRESS)
    expect(answer, 303)
    return ok("taken")


def shipping(visit: Visit) -> Finding:
    """The first way that is offered."""
    page = expect(visit.browser.get("/checkout/shipping"), 200)
    chosen = choice(page.text, "shipping_option")
    expect(visit.browser.post("/checkout/shipping", shipping_option=chosen), 303)
    return ok(chosen)


def payment(visit: Visit) -> Finding:
    """The first way that is offered; the quote is written."""
    page = expect(visit.browser.get("/checkout/payment"), 200)
    chosen = choice(page.text, "payment_method")
    expect(visit.browser.post("/checkout/payment", payment_method=chosen), 303)
    return ok(chosen)


def review(visit: Visit) -> Finding:
    """What is seen is what is bought."""
    page = expect(visit.browser.get("/checkout/review"), 200, testid("place-order")).text
    visit.quote_id = choice(page, "quote_id")
    return ok(f"total {inside(page, 'summary-total')}")


def place(visit: Visit) -> Finding:
    """The order, timed."""
    answer = expect(visit.browser.post("/checkout/place", quote_id=visit.quote_id), 303)
    visit.seconds["order"] = answer.seconds
    visit.order_id = UUID(answer.place.rpartition("/")[2])
    return ok("placed")


def confirmation(visit: Visit) -> Finding:
    """Its number."""
    page = expect(visit.browser.get(f"/order/confirmation/{visit.order_id}"), 200, testid("order-number")).text
    visit.order_number = inside(page, "order-number")
    return ok(visit.order_number)


def details(visit: Visit) -> Finding:
    """Status, payment status and timeline."""
    marks = (testid("order-status"), testid("payment-status"), testid("timeline-entry"))
    page = expect(visit.browser.get(visit.order_path), 200, *marks, f"{MARK} {visit.token}").text
    return ok(f"{inside(page, 'order-status')}, {inside(page, 'payment-status')}")


def history(visit: Visit) -> Finding:
    """It is listed."""
    expect(visit.browser.get("/orders"), 200, testid("order-card"), visit.order_path)
    return ok("listed")


STEPS = (
    Check("checkout.begin", "Checkout opens", begin, ("shop.cart",)),
    Check("checkout.address", "Shipping form", address, ("checkout.begin",)),
    Check("checkout.shipping", "Shipping", shipping, ("checkout.address",)),
    Check("checkout.payment", "Payment", payment, ("checkout.shipping",)),
    Check("checkout.review", "Review", review, ("checkout.payment",)),
    Check("order.place", "Order is placed", place, ("checkout.review",)),
    Check("order.confirmation", "Confirmation", confirmation, ("order.place",)),
    Check("order.details", "Order page", details, ("order.place",)),
    Check("order.history", "Order history", history, ("order.place",)),
)

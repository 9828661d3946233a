"""Parts of stories that are told more than once."""

from e2e.shopper import Shopper

MELATI = "Melati Senja 50 ml"


def comes_for_melati(shopper: Shopper) -> None:
    """From the chat's link to the cart."""
    shopper.follows_whatsapp_link("melati-senja-50ml").sees_heading(MELATI)
    assert shopper.stock.inner_text() == "Tersedia"
    shopper.adds(MELATI).opens_cart().has_in_cart(MELATI, 1)


def buys_and_looks_back(shopper: Shopper) -> None:
    """From the cart to the history, and a change of mind."""
    shopper.starts_checkout().fills_in_checkout()
    amounts = shopper.money
    assert amounts["total"] == amounts["subtotal"] + amounts["unique-code"]
    assert 1 <= amounts["unique-code"] <= 999
    shopper.sees("Akan dihitung")
    number = shopper.places_order()
    assert shopper.money == amounts
    shopper.has_status("awaiting_quote").has_payment_status("unpaid")
    shopper.opens("/cart").has_an_empty_cart()
    shopper.opens_order(number).has_status("awaiting_quote")
    assert shopper.money == amounts
    assert len(shopper.timeline) == 1
    shopper.cancels()
    assert len(shopper.timeline) == 2

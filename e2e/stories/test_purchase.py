"""The whole purchase, from a link in a chat to the order history."""

import pytest

from e2e.people import SAMPLE_MEMBER, Members, newcomer
from e2e.shopper import PHONES, Arrives, Shopper

MELATI = "Melati Senja 50 ml"


@pytest.mark.sample_member
@pytest.mark.parametrize("phone", PHONES)
def test_member_buys_from_a_whatsapp_link(arrives: Arrives, phone: str):
    shopper = arrives(on=phone)
    shopper.opens("/auth/login").logs_in(SAMPLE_MEMBER)
    comes_for_melati(shopper)
    buys_and_looks_back(shopper)


@pytest.mark.smoke
def test_newcomer_registers_on_the_way_and_keeps_the_cart(visitor: Shopper):
    comes_for_melati(visitor)
    visitor.takes_one_more(MELATI).has_in_cart(MELATI, 2).sees_badge(2)
    visitor.starts_checkout().is_at("/auth/login")
    visitor.page.get_by_role("main").get_by_role("link", name="Daftar").first.click()
    visitor.registers(newcomer())
    visitor.is_at_step("address")
    visitor.opens("/cart").has_in_cart(MELATI, 2)
    buys_and_looks_back(visitor)


@pytest.mark.parametrize("phone", PHONES)
def test_purchase_without_javascript(arrives: Arrives, members: Members, phone: str):
    shopper = arrives(on=phone, scripts=False, account=members.borrow())
    comes_for_melati(shopper)
    buys_and_looks_back(shopper)


def comes_for_melati(shopper: Shopper) -> None:
    """From the chat's link to the cart."""
    shopper.follows_whatsapp_link("melati-senja-50ml").sees_heading(MELATI)
    assert shopper.stock.inner_text() == "Tersedia"
    shopper.adds(MELATI).opens_cart().has_in_cart(MELATI, 1)


def buys_and_looks_back(shopper: Shopper) -> None:
    """From the cart to the history."""
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

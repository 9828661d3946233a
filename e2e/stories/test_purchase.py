"""The whole purchase, from a link in a chat to the order history, by people who are new here."""

import pytest

from e2e.people import Members, newcomer
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI, buys_and_looks_back, comes_for_melati

pytestmark = pytest.mark.purchase


def test_newcomer_registers_on_the_way_and_keeps_the_cart(visitor: Shopper):
    comes_for_melati(visitor)
    visitor.takes_one_more(MELATI).has_in_cart(MELATI, 2).sees_badge(2)
    visitor.starts_checkout().is_at("/auth/login")
    visitor.page.get_by_role("main").get_by_role("link", name="Daftar").first.click()
    visitor.registers(newcomer()).is_at_step("address")
    visitor.opens("/cart").has_in_cart(MELATI, 2)
    buys_and_looks_back(visitor)


def test_purchase_without_javascript(arrives: Arrives, members: Members, phone: str):
    shopper = arrives(on=phone, scripts=False, account=members.borrow())
    comes_for_melati(shopper)
    buys_and_looks_back(shopper)

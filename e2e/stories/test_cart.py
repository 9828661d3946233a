"""The cart: steppers, undo, caps, and coming back with it."""

import pytest
from playwright.sync_api import expect

from e2e.people import newcomer
from e2e.shopper import Arrives, Shopper
from e2e.tales import MELATI

pytestmark = pytest.mark.purchase


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_stepping_removing_and_undoing(arrives: Arrives, scripts: bool):
    shopper = arrives(scripts=scripts)
    shopper.finds(MELATI).adds(MELATI).opens_cart().has_in_cart(MELATI, 1)
    one = shopper.cart_total()
    shopper.takes_one_more(MELATI).has_in_cart(MELATI, 2).sees_badge(2)
    shopper.takes_one_more(MELATI).has_in_cart(MELATI, 3).sees_badge(3)
    shopper.takes_one_less(MELATI).has_in_cart(MELATI, 2).sees_badge(2)
    assert shopper.cart_total() == 2 * one
    shopper.removes(MELATI).has_an_empty_cart()
    shopper.undoes().has_in_cart(MELATI, 2).sees_badge(2)
    assert shopper.cart_total() == 2 * one


def test_eleven_are_too_many(visitor: Shopper):
    visitor.may_be_refused(409, 422)
    visitor.finds(MELATI).adds(MELATI).opens_cart()
    visitor.wants(MELATI, 10).sees_badge(10).finds(MELATI).adds(MELATI)
    expect(visitor.notice).to_contain_text("Paling banyak 10")
    visitor.opens_cart().has_in_cart(MELATI, 10)


def test_a_sold_out_bottle_cannot_be_added(visitor: Shopper):
    visitor.opens("/marketplace/cendana-lama-50ml")
    expect(visitor.stock).to_have_text("Habis")
    expect(visitor.page.get_by_test_id("add-to-cart")).to_be_disabled()


def test_carts_of_visitor_and_member_become_one(arrives: Arrives):
    person = newcomer()
    at_home = arrives()
    at_home.opens("/auth/register").registers(person)
    at_home.finds(MELATI).adds(MELATI).opens_cart().has_in_cart(MELATI, 1)
    on_the_way = arrives()
    on_the_way.finds(MELATI).adds(MELATI).opens_cart().takes_one_more(MELATI).has_in_cart(MELATI, 2)
    on_the_way.opens("/auth/login").logs_in(person)
    expect(on_the_way.notice).to_contain_text("2 barang digabung")
    on_the_way.opens("/cart").has_in_cart(MELATI, 3)
    at_home.reloads().has_in_cart(MELATI, 3)

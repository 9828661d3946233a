"""get_available_stock and stock_view: one number for every place that shows or judges pieces."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.db.shop import Shop


def available(person, product) -> int:
    found = person.call("get_available_stock", product)
    assert person.call("stock_view", product)[0] == found
    return found


def test_a_listing_that_does_not_exist_has_none(shop: Shop) -> None:
    assert available(shop.visitor(), uuid4()) == 0
    assert shop.visitor().call("get_available_stock", None) == 0


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_listing_that_is_not_for_sale_has_none(shop: Shop, status: str) -> None:
    product = shop.listing(stock=5, status=status)
    assert available(shop.visitor(), product) == 0


def test_what_is_on_hand_and_not_held_is_available(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    assert available(shop.visitor(), product) == 3
    assert available(shop.member(), product) == 3


def test_lines_in_carts_do_not_count(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 5)
    assert available(shop.visitor(), product) == 5


def test_my_own_hold_does_not_count_against_me(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    assert available(sari, product) == 5


def test_the_hold_of_my_order_counts_against_me(shop: Shop) -> None:
    """What I ordered is gone; I cannot buy it twice."""
    product, sari = shop.listing(stock=5), shop.member()
    sari.orders(product, 2)
    assert available(sari, product) == 3


def test_expired_holds_do_not_count_swept_or_not(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=5), shop.member(), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    shop.later("14 minutes 59 seconds")
    assert available(budi, product) == 3
    shop.later("15 minutes")
    assert available(budi, product) == 5
    shop.worker.call("expire_holds", 10)
    assert available(budi, product) == 5


def test_a_bare_console_is_manual_and_sees_past_its_own_hold(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 5)
    assert available(shop.console, product) == 5


def test_a_visitor_without_a_cart_is_not_manual(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 5)
    assert available(shop.visitor(), product) == 0
    assert available(shop.member(), product) == 0


def test_a_used_connection_knows_nothing_of_the_shopper_before(shop: Shop) -> None:
    """A setting reads '' after its first use; it must not become anybody's owner."""
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    sari.customer, sari.cart = None, None
    assert available(sari, product) == 3
    assert sari.call("current_stock_owner") is None


def minutes_left(until: datetime) -> int:
    return round((until - datetime.now(UTC)) / timedelta(minutes=1))


def test_at_none_the_end_of_the_soonest_hold_of_others_is_told(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=2), shop.member(), shop.member()
    sari.adds(product)
    sari.call("start_checkout")
    shop.later("5 minutes")
    budi.adds(product)
    budi.call("start_checkout")
    pieces, until = shop.visitor().call("stock_view", product)
    assert (pieces, minutes_left(until)) == (0, 15)


def test_my_own_hold_is_not_what_i_wait_for(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=2), shop.member(), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    sari.call("set_cart_quantity", product, 1)
    shop.later("5 minutes")
    budi.adds(product)
    budi.call("start_checkout")
    assert sari.call("stock_view", product) == (1, None)
    shop.later("15 minutes")
    pieces, until = shop.visitor().call("stock_view", product)
    assert (pieces, until) == (1, None)


def test_a_hold_without_an_end_promises_no_end(shop: Shop) -> None:
    product = shop.listing(stock=2)
    shop.call("reserve_stock", product, 2)
    assert shop.visitor().call("stock_view", product) == (0, None)


def test_many_listings_are_judged_at_once(shop: Shop) -> None:
    """The grid asks once for a page; it must be told the same as the product page."""
    products, sari = [shop.listing(stock=stock) for stock in (0, 1, 5)], shop.member()
    for product in products[1:]:
        sari.adds(product)
    sari.call("start_checkout")
    for person in (sari, shop.visitor()):
        told = {row[0]: row[1:] for row in person.rows("select * from stock_views(%s)", products)}
        assert told == {product: person.call("stock_view", product) for product in products}
    assert shop.visitor().rows("select * from stock_views('{}')") == []

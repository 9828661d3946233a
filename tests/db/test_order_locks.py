"""Cart, order, then listings by id: who waits for the lower listing has not locked the higher one yet."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.db.people import TERM, Person
from tests.db.shop import Shop


def basket(shop: Shop) -> tuple[Person, UUID, UUID, UUID]:
    """Somebody with a quote for two products, the higher one first in the cart: person, quote, lower, higher."""
    low, high = sorted(shop.listing(stock=5) for _ in range(2))
    sari = shop.member()
    sari.adds(high)
    sari.adds(low)
    return sari, sari.quotes(shop.flat_shipping()), low, high


def waits_with_free_hands(shop: Shop, low: UUID, high: UUID, start: Callable[[], "Future[Any]"]) -> Any:
    """Starts something while the lower listing is locked; the higher one must still be free. What it comes to."""
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings where product_id = %s for no key update", [low])
        waiting = start()
        console.execute("select from marketplace_listings where product_id = %s for no key update nowait", [high])
    return waiting.result()


def test_the_gate_leaves_the_listings_alone_when_everything_is_held(shop: Shop) -> None:
    """Orders of one hot listing must not wait for each other's commit."""
    sari, quote, low, high = basket(shop)
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings for no key update")
        order = sari.places(quote)
    assert shop.holds(low) + shop.holds(high) == [(f"order:{order}", 1)] * 2


def test_the_gate_locks_listings_in_id_order_when_a_hold_ran_out(shop: Shop) -> None:
    sari, _, low, high = basket(shop)
    shop.later("14 minutes")
    quote = sari.call("renew_quote")
    shop.later("16 minutes")
    assert waits_with_free_hands(shop, low, high, lambda: sari.starts("place_order", quote, TERM))[2] is False


def test_a_sweep_that_comes_between_the_gate_and_a_hold_has_the_gate_try_again(shop: Shop) -> None:
    """The sweeper's clock is a moment ahead of the placing's, and it is first at the hold."""
    sari, quote, low, high = basket(shop)
    sweeper = Person(shop, shop.worker.role)
    shop.later("16 minutes")
    with sweeper.acting() as worker:
        worker.execute("select expire_holds(10)")
        shop.later("14 minutes")
        waiting = sari.starts("place_order", quote, TERM)
    with pytest.raises(psycopg.errors.SerializationFailure):
        waiting.result()
    assert shop.one("select count(*) from orders") == 0
    order = sari.places(quote)
    assert shop.holds(low) + shop.holds(high) == [(f"order:{order}", 1)] * 2


def test_a_hold_that_a_placing_takes_over_is_not_swept_by_who_waited_for_it(shop: Shop) -> None:
    sari, quote, low, high = basket(shop)
    shop.later("14 minutes")
    with sari.acting() as placing:
        (order,) = placing.execute("select order_id from place_order(%s, %s)", [quote, TERM]).fetchone()
        shop.later("16 minutes")
        waiting = shop.worker.starts("expire_holds", 10)
    assert waiting.result() == 0
    assert shop.holds(low) + shop.holds(high) == [(f"order:{order}", 1)] * 2


def test_cancelling_locks_listings_in_id_order(shop: Shop) -> None:
    sari, quote, low, high = basket(shop)
    order = sari.places(quote)
    waits_with_free_hands(shop, low, high, lambda: sari.starts("cancel_own_order", order, None, ""))
    assert (shop.stock(low), shop.stock(high)) == ((5, 0), (5, 0))


def test_a_proof_locks_listings_in_id_order(shop: Shop) -> None:
    sari, quote, low, high = basket(shop)
    order = sari.places(quote)
    waits_with_free_hands(shop, low, high, lambda: sari.starts("submit_payment_proof", order, "image/png", b"x"))
    assert shop.one("select payment_status from orders") == "in_review"


def test_expiry_locks_the_listings_of_all_its_orders_in_id_order(shop: Shop) -> None:
    """Two orders, one listing each: the order with the higher listing must not be settled first."""
    low, high = sorted(shop.listing(stock=5) for _ in range(2))
    for product in (high, low):
        shop.member().orders(product, shipping=shop.flat_shipping())
    shop.later("24 hours")
    assert waits_with_free_hands(shop, low, high, lambda: shop.worker.starts("expire_orders", 10)) == 2


def test_an_order_is_locked_before_its_listings(shop: Shop) -> None:
    """Who waits for the order holds no listing that its owner needs."""
    sari, quote, low, high = basket(shop)
    order = sari.places(quote)
    with shop.console.acting() as console:
        console.execute("select from orders where id = %s for update", [order])
        waiting = sari.starts("cancel_own_order", order, None, "")
        console.execute(
            "select from marketplace_listings where product_id in (%s, %s) for no key update nowait", [low, high]
        )
    assert waiting.result() in {None, ""}


def test_a_cart_is_locked_before_its_listings(shop: Shop) -> None:
    sari, quote, low, high = basket(shop)
    with shop.console.acting() as console:
        console.execute("select from carts where id = %s for update", [sari.cart])
        waiting = sari.starts("place_order", quote, TERM)
        console.execute(
            "select from marketplace_listings where product_id in (%s, %s) for no key update nowait", [low, high]
        )
    assert waiting.result()[2] is False

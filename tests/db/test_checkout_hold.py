"""Holding a cart's stock during checkout: 15 minutes, three renewals, re-checked when it lapsed."""

import random
from datetime import datetime, timedelta

import pytest
from psycopg.types.json import Jsonb

from tests.db.people import ADDRESS, BANK, Person
from tests.db.shop import Shop, codes

STEPS = [
    ("start_checkout", []),
    ("renew_hold", []),
    ("choose_address", [Jsonb(ADDRESS), False]),
    ("choose_shipping", ["ongkir-cs"]),
    ("choose_payment", ["transfer-bca", BANK]),
    ("renew_quote", []),
]
each_step = pytest.mark.parametrize(("step", "arguments"), STEPS, ids=[name for name, _ in STEPS])


def short(person: Person, function: str = "start_checkout") -> list[tuple]:
    """The lines that could not be held: product, wanted, available."""
    return person.rows(f"select * from {function}()")


def held_until(shop: Shop) -> datetime:
    """When the only live hold ends."""
    found: datetime = shop.one("select distinct expires_at from stock_holds where state = 'held'")
    return found


def minutes_held(shop: Shop) -> float:
    """How long it still lasts, by the clock that the test moved."""
    left: timedelta = shop.one("select distinct expires_at - app_now() from stock_holds where state = 'held'")
    return round(left / timedelta(minutes=1), 1)


@each_step
def test_a_visitor_has_to_sign_in(shop: Shop, step: str, arguments: list) -> None:
    visitor = shop.visitor()
    visitor.adds(shop.listing())
    with shop.refuses("SW030"):
        visitor.call(step, *arguments)


@each_step
def test_without_a_cart_there_is_no_checkout(shop: Shop, step: str, arguments: list) -> None:
    sari = shop.member()
    with shop.refuses("SW040", what="cart"):
        sari.call(step, *arguments)


@each_step
def test_an_empty_cart_cannot_check_out(shop: Shop, step: str, arguments: list) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    sari.call("remove_from_cart", product)
    with shop.refuses("SW040", what="cart"):
        sari.call(step, *arguments)


@each_step
def test_every_step_makes_sure_of_the_hold(shop: Shop, step: str, arguments: list) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 3)
    sari.call(step, *arguments)
    assert shop.holds(product) == [(f"cart:{sari.cart}", 3)]
    assert minutes_held(shop) == 15


def test_starting_again_keeps_the_end_of_a_live_hold(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 3)
    sari.call("start_checkout")
    end = held_until(shop)
    shop.later("10 minutes")
    sari.fills_in()
    sari.call("choose_payment", "transfer-bca", BANK)
    assert held_until(shop) == end


def test_going_on_with_a_checkout_that_holds_everything_locks_no_listing(shop: Shop) -> None:
    """Every step makes sure of the hold; a hot listing must not be waited for each time."""
    sari = shop.member()
    sari.adds(shop.listing(stock=5), 3)
    sari.call("start_checkout")
    with shop.console.acting() as console:
        console.execute("select from marketplace_listings for no key update")
        assert short(sari) == []


def test_a_line_that_came_later_is_held_until_the_same_end(shop: Shop) -> None:
    product, other, sari = shop.listing(), shop.listing(), shop.member()
    sari.adds(product)
    sari.call("start_checkout")
    end = held_until(shop)
    shop.later("10 minutes")
    sari.adds(other)
    sari.call("start_checkout")
    assert held_until(shop) == end
    assert shop.holds(other) == [(f"cart:{sari.cart}", 1)]


def test_a_bigger_line_holds_the_difference(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    sari.adds(product, 2)
    assert shop.holds(product) == [(f"cart:{sari.cart}", 2)]
    sari.call("start_checkout")
    assert shop.ledger(product) == [("reserve", 0, 2, f"cart:{sari.cart}")] * 2


def test_a_short_line_is_told_and_the_others_are_held(shop: Shop) -> None:
    product, other, sari = shop.listing(stock=5), shop.listing(stock=5), shop.member()
    sari.adds(product, 4)
    sari.adds(other, 2)
    shop.call("reserve_stock", product, 3)
    assert short(sari) == [(product, 4, 2)]
    assert (shop.holds(product), shop.holds(other)) == ([("manual", 3)], [(f"cart:{sari.cart}", 2)])


def test_a_line_that_is_no_longer_for_sale_is_told(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    shop.run("update marketplace_listings set status = 'paused'")
    assert short(sari) == [(product, 2, 0)]


def test_a_renewal_gives_fifteen_fresh_minutes(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    shop.later("14 minutes")
    assert short(sari, "renew_hold") == []
    assert minutes_held(shop) == 15
    assert shop.ledger(product) == [("reserve", 0, 2, f"cart:{sari.cart}")]


def test_the_fourth_renewal_is_refused(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    for minute in (10, 20, 30):
        shop.later(f"{minute} minutes")
        sari.call("renew_hold")
    shop.later("40 minutes")
    end = shop.one("select to_jsonb(expires_at) from stock_holds")
    with shop.refuses("SW020", what="hold", renewals=3, held_until=end):
        sari.call("renew_hold")


def test_a_hold_that_ran_out_is_taken_anew_with_three_renewals(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 2)
    sari.call("start_checkout")
    for minute in (10, 20, 30, 46, 56, 66, 76):
        shop.later(f"{minute} minutes")
        assert short(sari, "renew_hold") == []
    assert minutes_held(shop) == 15
    shop.later("77 minutes")
    assert shop.one("select hold_renewals from checkouts") == 3


def test_a_hold_that_ran_out_is_checked_again(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=5), shop.member(), shop.member()
    sari.adds(product, 4)
    sari.call("start_checkout")
    shop.later("15 minutes")
    budi.adds(product, 3)
    budi.call("start_checkout")
    assert short(sari, "renew_hold") == [(product, 4, 2)]
    assert short(sari) == [(product, 4, 2)]
    assert shop.holds(product) == [(f"cart:{budi.cart}", 3)]


def test_the_countdown_is_told_to_its_owner_alone(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=5), shop.member(), shop.member()
    sari.adds(product)
    budi.adds(product)
    assert sari.call("cart_held_until") is None
    sari.call("start_checkout")
    assert sari.call("cart_held_until") == held_until(shop)
    assert budi.call("cart_held_until") is None
    assert shop.visitor().call("cart_held_until") is None
    shop.later("15 minutes")
    assert sari.call("cart_held_until") is None


def test_listings_are_locked_in_id_order_whatever_the_basket(shop: Shop) -> None:
    """Who waits for the lower listing has not locked the higher one yet, so nobody can wait for both of two."""
    low, high = sorted(shop.listing(stock=5) for _ in range(2))
    for order in ((low, high), (high, low)):
        sari = shop.member()
        for product in order:
            sari.adds(product)
        with shop.console.acting() as console:
            console.execute("select from marketplace_listings where product_id = %s for no key update", [low])
            waiting = sari.starts("start_checkout")
            console.execute("select from marketplace_listings where product_id = %s for no key update nowait", [high])
        assert waiting.result() is None


def test_baskets_in_any_order_never_deadlock(shop: Shop) -> None:
    products = [shop.listing(stock=100) for _ in range(5)]

    def shops(person: Person, chance: random.Random) -> None:
        for _ in range(3):
            for product in chance.sample(products, 4):
                person.adds(product, chance.randint(1, 2))
            assert short(person) == []
            for product in chance.sample(products, 5):
                person.call("remove_from_cart", product)

    people = [(shop.member(), random.Random(seed)) for seed in range(8)]
    results = shop.at_once(*[lambda person=person, chance=chance: shops(person, chance) for person, chance in people])
    assert codes(results) == []
    assert {shop.stock(product) for product in products} == {(100, 0)}

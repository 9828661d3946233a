"""reserve_stock: refusal first, then success, then two at once."""

from uuid import uuid4

import pytest

from tests.db.shop import Shop, codes


@pytest.mark.parametrize("quantity", [0, -1, -2147483648, None])
def test_a_quantity_below_one_is_refused(shop: Shop, quantity: int | None) -> None:
    product = shop.listing(stock=5)
    with shop.refuses("SW003", product_id=product, wanted=quantity):
        shop.call("reserve_stock", product, quantity)


@pytest.mark.parametrize("quantity", [6, 2147483647])
def test_more_than_there_is_is_refused_and_says_how_many_there_are(shop: Shop, quantity: int) -> None:
    product = shop.listing(stock=6)
    shop.call("reserve_stock", product, 1)
    with shop.refuses("SW001", product_id=product, wanted=quantity, available=5):
        shop.call("reserve_stock", product, quantity)


def test_a_listing_that_does_not_exist_is_refused(shop: Shop) -> None:
    nowhere = uuid4()
    with shop.refuses("SW002", product_id=nowhere):
        shop.call("reserve_stock", nowhere, 1)


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
def test_a_listing_that_is_not_for_sale_is_refused(shop: Shop, status: str) -> None:
    product = shop.listing(stock=5, status=status)
    with shop.refuses("SW002", product_id=product):
        shop.call("reserve_stock", product, 1)


def test_a_hold_raises_what_is_reserved_and_is_written_down(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    assert shop.stock(product) == (5, 2)
    assert shop.holds(product) == [("manual", 2)]
    assert shop.ledger(product) == [("reserve", 0, 2, "manual")]


def test_the_last_bottle_can_be_held(shop: Shop) -> None:
    product = shop.listing(stock=1)
    shop.call("reserve_stock", product, 1)
    assert shop.stock(product) == (1, 1)


def test_a_second_hold_of_the_same_owner_adds_to_the_first(shop: Shop) -> None:
    product = shop.listing(stock=5)
    shop.call("reserve_stock", product, 2)
    shop.call("reserve_stock", product, 3)
    assert shop.holds(product) == [("manual", 5)]
    assert shop.stock(product) == (5, 5)


def test_the_owner_travels_with_the_transaction(shop: Shop) -> None:
    product, order = shop.listing(stock=5), uuid4()
    with shop.console.acting() as console:
        console.execute(
            "select set_config('app.stock_owner', %s, true), reserve_stock(%s, 1)", [f"order:{order}", product]
        )
    shop.call("reserve_stock", product, 1)
    assert shop.holds(product) == [(f"order:{order}", 1), ("manual", 1)]
    shop.run("select set_config('app.stock_owner', %s, true), release_stock(%s, 1)", f"order:{order}", product)


def test_a_hold_from_a_console_takes_what_ran_out(shop: Shop) -> None:
    product, sari = shop.listing(stock=1), shop.member()
    sari.adds(product)
    sari.call("start_checkout")
    shop.later("15 minutes")
    shop.call("reserve_stock", product, 1)
    assert (shop.holds(product), shop.holds(product, "expired")) == ([("manual", 1)], [(f"cart:{sari.cart}", 1)])


def test_a_hold_sweeps_no_more_than_it_needs(shop: Shop) -> None:
    """Thousands may have run out after a rush; nobody who buys one bottle waits for all of them to be given back."""
    product = shop.listing(stock=6)
    for person in [shop.member() for _ in range(6)]:
        person.adds(product)
        person.call("start_checkout")
    shop.later("15 minutes")
    shop.call("reserve_stock", product, 2)
    assert (len(shop.holds(product)), len(shop.holds(product, "expired"))) == (1 + 4, 2)
    assert (shop.one("select get_available_stock(%s)", product), shop.worker.call("expire_holds", 3)) == (4 + 2, 3)
    assert (shop.worker.call("expire_holds", 3), shop.stock(product)) == (1, (6, 2))


def test_expired_holds_of_others_are_given_back_first(shop: Shop) -> None:
    product, sari, budi = shop.listing(stock=1), shop.member(), shop.member()
    sari.adds(product)
    sari.call("start_checkout")
    shop.later("15 minutes")
    budi.adds(product)
    assert budi.rows("select * from start_checkout()") == []
    assert shop.holds(product, "expired") == [(f"cart:{sari.cart}", 1)]
    assert shop.holds(product) == [(f"cart:{budi.cart}", 1)]
    assert shop.ledger(product) == [
        ("reserve", 0, 1, f"cart:{sari.cart}"),
        ("expire", 0, -1, f"cart:{sari.cart}"),
        ("reserve", 0, 1, f"cart:{budi.cart}"),
    ]


def test_of_two_at_once_after_the_last_bottle_one_gets_it(shop: Shop) -> None:
    product, sari = shop.listing(stock=1), shop.member()
    sari.adds(product)
    with shop.console.acting() as console:
        console.execute("select reserve_stock(%s, 1)", [product])
        waiting = sari.starts("start_checkout")
    assert waiting.result() == (product, 1, 0)
    assert shop.holds(product) == [("manual", 1)]


def test_a_bottle_that_is_given_back_goes_to_the_one_who_waits(shop: Shop) -> None:
    product, sari = shop.listing(stock=1), shop.member()
    sari.adds(product)
    shop.call("reserve_stock", product, 1)
    with shop.console.acting() as console:
        console.execute("select release_stock(%s, 1)", [product])
        waiting = sari.starts("start_checkout")
    assert waiting.result() is None
    assert shop.holds(product) == [(f"cart:{sari.cart}", 1)]


def test_sixteen_at_once_after_five_bottles_get_exactly_five(shop: Shop) -> None:
    product, people = shop.listing(stock=5), [shop.member() for _ in range(16)]
    for person in people:
        person.adds(product)
    short = shop.at_once(*[lambda person=person: person.rows("select * from start_checkout()") for person in people])
    assert codes(short) == []
    assert sorted(short) == [[]] * 5 + [[(product, 1, 0)]] * 11
    assert shop.stock(product) == (5, 5)


def test_a_hold_waits_for_nothing_but_its_own_listing(shop: Shop) -> None:
    """Other listings, carts, orders and readers of the same listing may be busy."""
    product, other, sari = shop.listing(stock=2), shop.listing(stock=2), shop.member()
    sari.adds(other)
    with sari.acting() as busy:
        busy.execute("select from start_checkout()")
        busy.execute("select from marketplace_listings where product_id = %s", [product])
        shop.call("reserve_stock", product, 1)
    assert shop.holds(product) == [("manual", 1)]

"""place_order: one quote makes at most one order, however often and from wherever it is sent."""

import random
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.db.people import ADDRESS, TERM, Person
from tests.db.shop import Shop, codes


def twin(person: Person) -> Person:
    return Person(person.shop, person.role, customer=person.customer)


def test_an_order_that_waits_for_its_shipping_quote(shop: Shop) -> None:
    product, sari = shop.listing(price=75_000), shop.member()
    order = sari.orders(product, 2)
    status, payment, shipping, due, total, code = shop.one(
        "select status, payment_status, shipping_amount, payment_due_at, total_amount, unique_code from orders where id = %s",
        order,
    )
    assert (status, payment, shipping, due, total) == ("awaiting_quote", "unpaid", None, None, 150_000 + code)
    assert shop.one("select quantity, expires_at from stock_holds where owner = %s", f"order:{order}") == (2, None)


def test_an_order_whose_shipping_is_known_awaits_payment_for_the_term(shop: Shop) -> None:
    product, sari = shop.listing(price=75_000), shop.member()
    order = sari.orders(product, 2, shipping=shop.flat_shipping(15_000))
    status, shipping, total, code, term = shop.one(
        "select status, shipping_amount, total_amount, unique_code, payment_due_at - created_at from orders where id = %s",
        order,
    )
    assert (status, shipping, total, term) == ("awaiting_payment", 15_000, 165_000 + code, timedelta(hours=24))
    assert shop.one("select h.expires_at = o.payment_due_at from stock_holds h, orders o where h.state = 'held'")


def test_an_order_has_all_its_parts(shop: Shop) -> None:
    product, other, sari = shop.listing(price=75_000), shop.listing(price=20_000), shop.member()
    sari.adds(product, 2)
    sari.adds(other)
    order = sari.places(sari.quotes())
    assert set(shop.rows("select product_id, quantity, unit_price from order_items")) == {
        (product, 2, 75_000),
        (other, 1, 20_000),
    }
    kept = shop.one("select to_jsonb(o) from orders o where id = %s", order)
    assert kept | ADDRESS == kept
    assert shop.rows("select kind, from_value, to_value, reason, actor from order_events") == [
        ("status", None, "awaiting_quote", "", f"customer:{sari.customer}")
    ]
    assert shop.one("select status from carts") == "ordered"
    assert shop.one("select quote_id = q.id from orders, quotes q")


def test_the_order_takes_over_the_hold_without_a_movement_of_stock(shop: Shop) -> None:
    product, sari = shop.listing(stock=1), shop.member()
    order = sari.orders(product)
    assert shop.holds(product) == [(f"order:{order}", 1)]
    assert shop.ledger(product) == [("reserve", 0, 1, f"cart:{sari.cart}")]


def test_a_line_that_is_held_in_part_is_reserved_in_full(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product, 3)
    quote = sari.quotes()
    shop.rows("select set_config('app.stock_owner', %s, true), release_stock(%s, 1)", f"cart:{sari.cart}", product)
    order = sari.places(quote)
    assert (shop.holds(product), shop.stock(product)) == ([(f"order:{order}", 3)], (5, 3))


def test_a_listing_that_was_paused_is_not_sold(shop: Shop) -> None:
    product, sari = shop.listing(stock=5), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    shop.run("update marketplace_listings set status = 'paused'")
    with shop.refuses("SW002", product_id=product):
        sari.places(quote)


def test_a_replay_gets_the_same_order_and_changes_nothing(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    first = sari.call("place_order", quote, TERM)
    assert first[2] is False
    before = shop.contents()
    shop.later("3 days")
    assert twin(sari).call("place_order", quote, TERM) == (*first[:2], True)
    assert shop.contents() == before


def test_a_replay_after_the_next_cart_was_begun_is_still_the_same_order(shop: Shop) -> None:
    product, sari = shop.listing(), shop.member()
    sari.adds(product)
    quote = sari.quotes()
    order = sari.places(quote)
    sari.adds(product, 2)
    sari.call("start_checkout")
    assert sari.places(quote) == order


def test_the_second_of_two_at_once_waits_and_gets_the_same_order(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote, other = sari.quotes(), twin(sari)
    with sari.acting() as connection:
        order, number, replayed = connection.execute("select * from place_order(%s, '24 hours')", [quote]).fetchone()
        waiting = other.starts("place_order", quote, TERM)
    assert (replayed, waiting.result()) == (False, (order, number, True))


def test_the_second_of_two_at_once_orders_when_the_first_is_rolled_back(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote, other = sari.quotes(), twin(sari)
    with sari.acting() as connection:
        connection.execute("select * from place_order(%s, '24 hours')", [quote])
        waiting = other.starts("place_order", quote, TERM)
        raise psycopg.Rollback
    assert waiting.result()[2] is False
    assert shop.one("select count(*) from orders") == 1


def test_many_at_once_make_one_order(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quote = sari.quotes()
    results = shop.at_once(
        *[lambda tab=tab: tab.call("place_order", quote, TERM) for tab in [twin(sari) for _ in range(16)]]
    )
    assert len({result[:2] for result in results}) == 1
    assert sorted(result[2] for result in results) == [False] + [True] * 15
    assert shop.one("select count(*) from orders") == 1


def test_many_quotes_of_one_cart_at_once_make_one_order(shop: Shop) -> None:
    sari = shop.member()
    sari.adds(shop.listing())
    quotes = [sari.quotes(), *[sari.call("renew_quote") for _ in range(5)]]
    tabs = [twin(sari) for _ in quotes]
    results = shop.at_once(
        *[lambda tab=tab, quote=quote: tab.places(quote) for tab, quote in zip(tabs, quotes, strict=True)]
    )
    assert codes(results) == ["SW011"] * 5
    assert shop.one("select count(*) from orders") == 1


def test_sixteen_buyers_of_five_bottles_make_exactly_five_orders(shop: Shop) -> None:
    """All have a quote, and no hold any more, so that the placing alone decides."""
    product, people = shop.listing(stock=16), [shop.member() for _ in range(16)]
    for person in people:
        person.adds(product)
        person.quotes()
    shop.later("14 minutes")
    quotes = [person.call("renew_quote") for person in people]
    shop.later("16 minutes")
    shop.desk.call("adjust_stock", product, -11, "banjir")
    results = shop.at_once(
        *[lambda person=person, quote=quote: person.places(quote) for person, quote in zip(people, quotes, strict=True)]
    )
    assert codes(results) == ["SW001"] * 11
    assert shop.stock(product) == (5, 5)
    assert shop.one("select count(*) from orders") == 5


def test_mixed_baskets_placed_at_once_never_deadlock(shop: Shop) -> None:
    products = [shop.listing(stock=100) for _ in range(5)]

    def buys(person: Person, chance: random.Random) -> list[UUID]:
        placed = []
        for _ in range(3):
            for product in chance.sample(products, chance.randint(2, 5)):
                person.adds(product)
            placed.append(person.places(person.quotes()))
            if chance.random() < 0.5:
                person.call("cancel_own_order", placed[-1], None, "salah pilih")
        return placed

    people = [(shop.member(), random.Random(seed)) for seed in range(8)]
    results = shop.at_once(*[lambda person=person, chance=chance: buys(person, chance) for person, chance in people])
    assert codes(results) == []
    assert shop.one("select count(*) from orders") == 24


def test_order_numbers_are_readable_and_never_the_same(shop: Shop) -> None:
    numbers = [row[0] for row in shop.rows("select new_order_number() from generate_series(1, 5000)")]
    assert len(set(numbers)) == 5000
    assert shop.one(r"select bool_and(n ~ '^SW-[0-9]{6}-[2-9A-HJ-NP-Z]{5}$') from unnest(%s::text[]) n", numbers)


def test_an_order_number_carries_the_day_in_jakarta(shop: Shop) -> None:
    expected = shop.one("select to_char(now() at time zone 'Asia/Jakarta', 'YYMMDD')")
    assert shop.one("select substr(new_order_number(), 4, 6)") == expected


@pytest.mark.parametrize("constraint", ["orders_quote_id_key", "orders_cart_id_key"])
def test_a_second_order_of_a_quote_or_cart_is_impossible_in_the_tables_too(shop: Shop, constraint: str) -> None:
    sari = shop.member()
    sari.orders(shop.listing())
    other = {"orders_quote_id_key": "cart_id", "orders_cart_id_key": "quote_id"}[constraint]
    with pytest.raises(psycopg.errors.UniqueViolation, match=constraint), shop.console.acting() as console:
        console.execute("create temporary table copy on commit drop as select * from orders")
        console.execute(f"update copy set id = gen_random_uuid(), order_number = 'x', {other} = gen_random_uuid()")
        console.execute("insert into orders select * from copy")

"""merge_cart: what a visitor gathered comes along at login, summed and capped."""

from uuid import UUID, uuid4

import pytest

from tests.db.people import Person
from tests.db.shop import Shop, codes


def lines(shop: Shop, customer: UUID) -> dict[UUID, int]:
    return dict(
        shop.rows(
            "select product_id, quantity from cart_items join carts on id = cart_id where customer_id = %s and status = 'open'",
            customer,
        )
    )


def merges(person: Person, cart: UUID, customer: UUID) -> int:
    """What login does, still as the visitor who knocks."""
    moved: int = person.call("merge_cart", cart, customer)
    return moved


def test_nothing_comes_from_a_cart_that_is_not_there(shop: Shop) -> None:
    sari = shop.member()
    before = shop.contents()
    assert merges(shop.visitor(), uuid4(), sari.customer) == 0
    assert merges(shop.visitor(), None, sari.customer) == 0
    assert shop.contents() == before


def test_the_cart_of_another_member_does_not_come_along(shop: Shop) -> None:
    product, sari, budi = shop.listing(), shop.member(), shop.member()
    sari.adds(product)
    before = shop.contents()
    assert merges(shop.visitor(), sari.cart, budi.customer) == 0
    assert shop.contents() == before


def test_a_visitors_cart_becomes_the_members(shop: Shop) -> None:
    product, visitor, sari = shop.listing(price=70_000), shop.visitor(), shop.member()
    visitor.adds(product, 2)
    assert merges(visitor, visitor.cart, sari.customer) == 2
    assert lines(shop, sari.customer) == {product: 2}
    assert shop.one("select status from carts where id = %s", visitor.cart) == "merged"


def test_both_are_summed_and_the_members_seen_price_stays(shop: Shop) -> None:
    product, visitor, sari = shop.listing(price=70_000), shop.visitor(), shop.member()
    sari.adds(product, 1)
    shop.run("update marketplace_listings set list_price = 80000")
    visitor.adds(product, 2)
    assert merges(visitor, visitor.cart, sari.customer) == 2
    assert shop.one("select quantity, seen_price from cart_items where cart_id = %s", sari.cart) == (3, 70_000)
    assert shop.one("select version from carts where id = %s", sari.cart) == 3


@pytest.mark.parametrize(
    ("stock", "had", "brings", "moved"), [(20, 8, 5, 2), (20, 10, 5, 0), (5, 3, 4, 2), (3, 3, 3, 0)]
)
def test_a_line_is_capped_by_ten_and_by_stock(shop: Shop, stock: int, had: int, brings: int, moved: int) -> None:
    product, visitor, sari = shop.listing(stock=stock), shop.visitor(), shop.member()
    sari.adds(product, had)
    visitor.adds(product, brings)
    assert merges(visitor, visitor.cart, sari.customer) == moved
    assert lines(shop, sari.customer) == {product: had + moved}


def test_a_cart_is_capped_by_fifty_oldest_lines_first(shop: Shop) -> None:
    visitor, sari, first, second = shop.visitor(), shop.member(), shop.listing(stock=10), shop.listing(stock=10)
    for _ in range(4):
        sari.adds(shop.listing(stock=10), 10)
    sari.adds(shop.listing(stock=10), 3)
    visitor.adds(first, 5)
    visitor.adds(second, 5)
    assert merges(visitor, visitor.cart, sari.customer) == 7
    assert {
        product: quantity for product, quantity in lines(shop, sari.customer).items() if product in {first, second}
    } == {first: 5, second: 2}


def test_what_is_no_longer_for_sale_stays_behind(shop: Shop) -> None:
    product, visitor, sari = shop.listing(), shop.visitor(), shop.member()
    visitor.adds(product)
    shop.run("update marketplace_listings set status = 'paused'")
    assert merges(visitor, visitor.cart, sari.customer) == 0
    assert lines(shop, sari.customer) == {}


def test_what_the_member_holds_in_checkout_counts_as_theirs(shop: Shop) -> None:
    product, visitor, sari = shop.listing(stock=5), shop.visitor(), shop.member()
    visitor.adds(product, 3)
    sari.adds(product, 2)
    sari.call("start_checkout")
    assert merges(visitor, visitor.cart, sari.customer) == 3
    assert lines(shop, sari.customer) == {product: 5}


def test_logging_in_twice_merges_once(shop: Shop) -> None:
    product, visitor, sari = shop.listing(), shop.visitor(), shop.member()
    visitor.adds(product, 2)
    second = shop.visitor()
    with visitor.acting() as connection:
        connection.execute("select merge_cart(%s, %s)", [visitor.cart, sari.customer])
        waiting = second.starts("merge_cart", visitor.cart, sari.customer)
    assert waiting.result() == 0
    assert lines(shop, sari.customer) == {product: 2}


def test_many_visits_merged_at_once_stay_within_the_caps(shop: Shop) -> None:
    product, sari, visitors = shop.listing(stock=30), shop.member(), [shop.visitor() for _ in range(8)]
    for visitor in visitors:
        visitor.adds(product, 3)
    results = shop.at_once(
        *[lambda visitor=visitor: merges(visitor, visitor.cart, sari.customer) for visitor in visitors]
    )
    assert codes(results) == []
    assert sum(results) == 10
    assert lines(shop, sari.customer) == {product: 10}
